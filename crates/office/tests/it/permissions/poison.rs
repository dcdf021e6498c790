//! Names that are code somewhere: on every page, in every file that leaves, and in every form they stay letters.

use super::fixture::Fixture;
use super::visitors::everybody;
use crate::support::browser::Answer;
use office::permissions::Route;
use reqwest::Method;
use std::io::{Cursor, Read};

/// Each begins with what a sheet, a page or a template would act on, or turns the line around.
const POISON: [&str; 3] = [
    "=HYPERLINK(\"http://x.invalid\",\"klik\")<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>'\"><svg onload=alert(1)>A{{7*7}}Z${7*7}<%= 7*7 %>",
    "@SUM(A1)\u{202e}gnidaeh\u{2066}\u{200f} <a href=javascript:alert(1)>",
];
/// What is left of it where a page shows it as letters.
const SHOWN: [&str; 3] = ["&#60;img src=x", "&#60;script&#62;alert(1)", "@SUM(A1)\u{202e}gnidaeh"];
/// What never stands in a page.
const ALIVE: [&str; 5] = ["<img src=x", "<script>alert", "<svg onload", "<a href=javascript", "A49Z"];

/// The cells of every sheet in it.
fn sheets(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut all = String::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).expect("a file");
        if file.name().expect("a name").starts_with("xl/") {
            file.read_to_string(&mut all).expect("text");
        }
    }
    all
}

/// Letters, digits and what joins them: nothing that could end the header or the name.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn is_dead(answer: &Answer, what: &str) {
    if let Some((_, name)) = answer.header("content-disposition").split_once("filename=") {
        assert!(is_plain(name.trim_matches('"')), "{what}: a file named {name}");
    }
    let kind = answer.header("content-type");
    if kind.contains("spreadsheet") {
        let cells = sheets(&answer.bytes);
        assert!(cells.contains("<sheetData"), "{what}: no sheet");
        assert!(!cells.contains("<f>") && !cells.contains("<f ") && !cells.contains("<hyperlink"), "{what}");
        return;
    }
    if kind == "text/csv" || kind.starts_with("text/csv;") {
        for begin in ["=", "@", "+", "-", "\t"] {
            let alive = [format!("\"{begin}"), format!(",{begin}"), format!("\n{begin}")];
            let alive = alive.iter().find(|a| answer.body.contains(a.as_str()));
            assert_eq!(alive, None, "{what}: {}", answer.body);
        }
        return;
    }
    if kind == "application/pdf" {
        let has = |word: &[u8]| answer.bytes.windows(word.len()).any(|w| w == word);
        assert!(!has(b"/JavaScript") && !has(b"/Launch") && !has(b"/OpenAction"), "{what}: a PDF that acts");
        return;
    }
    if kind.starts_with("text/html") {
        for alive in ALIVE {
            assert!(!answer.has(alive), "{what}: {alive} in {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_code_somewhere_is_letters_on_every_page_and_in_every_file() {
    for (name, shown) in POISON.into_iter().zip(SHOWN) {
        let fixture = Fixture::of(name, |_| {}).await;
        let everybody = everybody(&fixture).await;
        let (mut pages, mut files) = (0, 0);
        for route in Route::ALL.iter().copied().filter(|r| !r.row().is_write() && *r != Route::Live) {
            fixture.proofs().await;
            for visitor in everybody.iter().filter(|v| v.name == "nobody" || v.may(&fixture, route)) {
                let path = fixture.address(route, visitor.officer.as_ref());
                let answer = visitor.asks(route, &path).await;
                let what = format!("{}: {route:?} {path}: {}", visitor.name, answer.status);
                assert!(answer.status < 500, "{what}");
                is_dead(&answer, &what);
                pages += usize::from(answer.has(shown));
                files += usize::from(answer.header("content-disposition").contains("filename="));
            }
        }
        assert!(pages > 20, "the name was shown on {pages} pages only");
        assert!(files > 5, "{files}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_letters_in_any_field_break_nothing_and_are_never_shown_alive() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let long = format!("{}{}", "%3Cimg+src%3Dx+onerror%3Dalert(1)%3EA%7B%7B7*7%7D%7DZ", "x".repeat(10_000));
    let fields = ["name", "nik", "phone", "q", "login", "password", "note", "why", "text", "ticket", "pass"];
    let body = fields.map(|f| format!("{f}={long}")).join("&");
    let mut asked = 0;
    for route in Route::ALL.iter().copied().filter(|r| r.row().is_write()) {
        for visitor in everybody.iter().filter(|v| v.name == "nobody" || v.may(&fixture, route)) {
            fixture.restore(route).await;
            let path = fixture.address(route, visitor.officer.as_ref());
            let ours = [("sec-fetch-site", "same-origin")];
            let answer = visitor.browser.forged(Method::POST, &path, &ours, &body).await;
            let what = format!("{}: {route:?} {path}: {}", visitor.name, answer.status);
            assert!(answer.status < 500, "{what}: {}", answer.body);
            is_dead(&answer, &what);
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
}
