//! Sheets from outside: what people wrote stays what they wrote, and the same data give the same bytes.

use serde_json::{Value, json};
use typeset::{Template, pdf};

const HOSTILE: [&str; 6] = [
    "#import \"/etc/passwd\": x",
    "#read(\"/etc/passwd\")",
    "=HYPERLINK(\"http://x.invalid\")",
    "<img src=x onerror=alert(1)> {{7*7}}",
    "$ sum_(i=0)^n $ *bold* _it_ `raw` @ref \\ #panic()",
    "\u{202E}nihuk \u{200F}\u{0}\u{FFFD}",
];

fn report(cells: &[&str]) -> Value {
    let rows: Vec<Vec<&str>> = cells.iter().map(|c| vec!["1", c]).collect();
    json!({
        "lang": "id", "title": "Laporan percobaan", "number": "LAP/0001/2026", "period": "1 Nov 2026",
        "head": ["PEMERINTAH KABUPATEN PERCOBAAN", "DINAS PERCOBAAN"], "address": "Jl. Percobaan 1",
        "wide": false, "running": "Laporan", "page_word": "Halaman", "lines": [], "nothing": "Tidak ada.",
        "tables": [{
            "caption": "", "headings": ["No.", "Nama"], "widths": [1, 8], "figures": [true, false],
            "size": 9, "rows": rows, "total": [],
        }],
        "signature": { "place_and_day": "Painan, 1 Nov 2026", "office": "Kepala", "name": "N", "nip": "" },
    })
}

/// How many pages it says it has.
fn pages(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let count = text.split("/Count ").nth(1).expect("a count");
    count.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).expect("a number")
}

#[test]
fn what_people_wrote_is_set_as_text_and_never_run() {
    for text in HOSTILE {
        let made = pdf(Template::Report, "a", &report(&[text])).expect(text);
        assert!(made.starts_with(b"%PDF-1."), "{text}");
    }
}

#[test]
fn a_sheet_is_tagged_for_screen_readers_also_where_a_letter_is_missing() {
    for (text, by_the_standard) in [("Rosnida", true), ("Rosnida \u{1F600}", false)] {
        let made = pdf(Template::Report, "a", &report(&[text])).expect(text);
        let plain = String::from_utf8_lossy(&made);
        assert!(plain.contains("/MarkInfo") && plain.contains("/StructTreeRoot"), "{text}");
        assert_eq!(plain.contains("pdfuaid:part"), by_the_standard, "{text}");
    }
}

#[test]
fn the_same_data_give_the_same_bytes_and_other_data_others() {
    let of = |name: &str, cell: &str| pdf(Template::Report, name, &report(&[cell])).expect("a sheet");
    let first = of("a", "Rosnida Misalnya");
    assert_eq!(first, of("a", "Rosnida Misalnya"));
    assert_ne!(first, of("a", "Rosnida Misalkan"));
    assert_ne!(first, of("b", "Rosnida Misalnya"), "each document has its own identity");
}

#[test]
fn no_instant_and_no_name_of_ours_stands_in_the_file() {
    let made = pdf(Template::Report, "kantor-rahasia", &report(&["x"])).expect("a sheet");
    let text = String::from_utf8_lossy(&made);
    for word in ["CreationDate", "ModDate", "kantor-rahasia"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn a_thousand_lines_and_a_name_of_ten_thousand_letters_are_set_on_as_many_pages_as_they_need() {
    let long = "x".repeat(10_000);
    assert!(pages(&pdf(Template::Report, "a", &report(&[&long])).expect("a sheet")) > 1);
    let many = vec!["Rosnida"; 1_000];
    assert!(pages(&pdf(Template::Report, "a", &report(&many)).expect("a sheet")) > 10);
}

#[test]
fn data_that_the_template_does_not_know_are_an_error_in_words() {
    let error = pdf(Template::Report, "a", &json!({ "lang": "id" })).expect_err("no sheet");
    assert!(error.to_string().contains("title"), "{error}");
}
