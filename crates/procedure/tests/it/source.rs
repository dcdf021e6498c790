//! The procedure file that Rancak ships, held against the SOP it stands for (`source.txt`, the text of the
//! office's own document): nothing of it is lost, reworded or invented.

use crate::support::{KTP, ktp};

const SOURCE: &str = include_str!("source.txt");

/// Headings of the printed form. They name places, and say nothing about the procedure.
const HEADINGS: &[&str] = &[
    "Nomor SOP",
    "Tanggal Pembuatan",
    "Tanggal Revisi",
    "Tanggal Efektif",
    "Disahkan oleh",
    "NIP.",
    "Nama SOP",
    "Dasar Hukum",
    "Kualifikasi pelaksana",
    "Keterkaitan",
    "Peralatan/perlengkapan",
    "Peringatan",
    "Pencatatan dan pendataan",
    "Prosedur Pelayanan Penggantian KTP Elektronik",
    "No.",
    "Kegiatan",
    "Pelaksana",
    "Mutu Baku",
    "Keterangan",
    "Kelengkapan",
    "Waktu",
    "Output",
];

/// The source cell by cell, numbered lists item by item, with single spaces.
fn phrases() -> Vec<String> {
    let plain = SOURCE.replace("<u>", "\t").replace("</u> NIP.", "\tNIP.\t");
    let mut phrases = Vec::new();
    for cell in plain.split(['\t', '\n']) {
        let mut phrase: Vec<&str> = Vec::new();
        for word in cell.split_whitespace() {
            if is_item_number(word) {
                phrases.push(phrase.join(" "));
                phrase.clear();
            } else {
                phrase.push(word);
            }
        }
        phrases.push(phrase.join(" "));
    }
    phrases.retain(|p| !p.is_empty());
    phrases
}

fn is_item_number(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
}
/// A row's number or its time: held by the test of the rows instead.
fn is_measure(phrase: &str) -> bool {
    let number = phrase.strip_suffix(" menit").unwrap_or(phrase);
    number.bytes().all(|b| b.is_ascii_digit())
}

#[test]
fn every_phrase_of_the_source_stands_word_for_word_in_the_file() {
    let phrases = phrases();
    assert!(phrases.len() > 60, "the source was taken apart into {} phrases", phrases.len());
    for phrase in phrases.iter().filter(|p| !HEADINGS.contains(&p.as_str()) && !is_measure(p)) {
        assert!(KTP.contains(&format!("\"{phrase}\"")), "not in the file: {phrase}");
    }
}

#[test]
fn only_headings_that_the_source_has_are_left_out() {
    let phrases = phrases();
    for heading in HEADINGS {
        assert!(phrases.iter().any(|p| p == heading), "the source has no heading {heading:?}");
    }
}

#[test]
fn the_file_puts_nothing_into_the_source_s_mouth() {
    let i = &ktp().identity;
    let block = [
        &i.government,
        &i.agency,
        &i.division,
        &i.number,
        &i.created,
        &i.revised,
        &i.effective,
        &i.title,
        &i.warning,
        &i.approved_by.office,
        &i.approved_by.name,
        &i.approved_by.nip,
    ];
    let lists = [&i.legal_bases, &i.qualifications, &i.related, &i.equipment, &i.records];
    let rows = ktp().steps.iter().map(|s| &s.source);
    let rows = rows.flat_map(|r| [&r.activity, &r.actor, &r.inputs, &r.output]);
    let actors = ktp().roles.iter().map(|r| &r.actor);
    let phrases = phrases();
    for text in block.into_iter().chain(lists.into_iter().flatten()).chain(rows).chain(actors) {
        assert!(text.is_empty() || phrases.contains(text), "not in the source: {text}");
    }
}

#[test]
fn the_rows_keep_the_order_the_actors_and_the_time_standards_of_the_source() {
    let rows: Vec<&str> = SOURCE.lines().filter(|l| l.contains(" menit")).collect();
    assert_eq!(rows.len(), ktp().steps.len());
    for (row, step) in rows.iter().zip(&ktp().steps) {
        let cells: Vec<&str> = row.split('\t').map(str::trim).filter(|c| !c.is_empty()).collect();
        let (no, minutes) = (step.no.to_string(), format!("{} menit", step.minutes));
        let source = &step.source;
        let expected = [no.as_str(), &source.activity, &source.inputs, minutes.as_str(), &source.output];
        assert_eq!(cells, expected);
        assert!(source.activity.starts_with(&source.actor));
        assert_eq!(ktp().role(&step.role).map(|r| &r.actor), Some(&source.actor));
    }
}

#[test]
fn every_role_of_the_source_has_a_bearer_and_those_without_a_step_oversee() {
    for actor in ["Staf", "Kasi", "Kabid", "Kadis"] {
        assert!(ktp().roles.iter().any(|r| r.actor == actor), "{actor}");
    }
    for role in &ktp().roles {
        let works = ktp().steps.iter().any(|s| s.role == role.id);
        assert_eq!(role.oversees, !works, "{}", role.id);
    }
}
