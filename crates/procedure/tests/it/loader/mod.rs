//! Bad procedure files: each is the good one with one slip, and is refused with its place and what is wrong.

mod slips;

use crate::support::KTP;
use procedure::loader::{Problem, ProblemKind, load};
use slips::unknown;

/// The good file with the first `find` replaced.
fn edited(find: &str, replace: &str) -> String {
    assert!(KTP.contains(find), "the file has no {find:?}");
    KTP.replacen(find, replace, 1)
}

/// Where `marker` stands in `text`: line and column, both from 1.
fn place(text: &str, marker: &str) -> (usize, usize) {
    let at = text.find(marker).unwrap_or_else(|| panic!("no {marker:?} in the edited file"));
    let line = &text[text[..at].rfind('\n').map_or(0, |n| n + 1)..at];
    (text[..at].matches('\n').count() + 1, line.chars().count() + 1)
}

macro_rules! kinds {
    ($($kind:ident),+) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),+];
        /// Fails to compile when a kind is added: name it below and give it a slip.
        fn name(kind: &ProblemKind) -> &'static str {
            match kind { $(ProblemKind::$kind { .. } => stringify!($kind),)+ }
        }
    };
}
kinds!(
    Syntax,
    UnknownKey,
    MissingKey,
    UnknownWord,
    Unknown,
    Duplicate,
    Unreachable,
    NoWayOut,
    NotPositive,
    EmptyText,
    BadLeads,
    FieldNotAsked,
    BadValue,
    Overlap,
    NeverOpen,
    YearWithoutHolidays,
    NoStore,
    NoProof,
    ChipUnfounded,
    NoLevel,
    NobodyReceives
);

#[test]
fn every_slip_is_reported_alone_with_its_place_and_kind() {
    for slip in slips::all() {
        let text = edited(slip.find, slip.replace);
        let (line, column) = place(&text, slip.marker);
        let problems = load(&text).expect_err(slip.replace);
        assert_eq!(problems, [Problem { line, column, kind: slip.kind }], "{}", slip.replace);
    }
}

fn kinds_of(text: &str) -> Vec<(usize, ProblemKind)> {
    load(text).expect_err("a bad file").into_iter().map(|p| (p.line, p.kind)).collect()
}

#[test]
fn what_is_not_toml_is_refused_in_the_line_where_it_breaks() {
    let text = edited("minutes = 15", "minutes = fifteen minutes");
    let (line, _) = place(&text, "fifteen");
    let problems = kinds_of(&text);
    assert!(matches!(&problems[..], [(l, ProblemKind::Syntax { .. })] if *l == line), "{problems:?}");
    let text = edited("minutes = 15", "minutes = \"fifteen\"");
    let problems = kinds_of(&text);
    assert!(matches!(&problems[..], [(l, ProblemKind::Syntax { .. })] if *l == line), "{problems:?}");
}

#[test]
fn a_document_or_step_named_twice_points_at_the_first() {
    let text = edited("id = \"ktp_lama\"", "id = \"kk\"");
    let first_line = place(&text, "\"kk\"\nname").0;
    let again = ProblemKind::Duplicate { what: "document", id: "kk".into(), first_line };
    assert!(kinds_of(&text).contains(&(place(&text, "\"kk\"\nname = { id = \"KTP-el lama\"").0, again)));
    let text = edited("id = \"penyerahan\"", "id = \"pencetakan\"");
    let first_line = place(&text, "\"pencetakan\"\nno = 3").0;
    let again = ProblemKind::Duplicate { what: "step", id: "pencetakan".into(), first_line };
    assert!(kinds_of(&text).contains(&(place(&text, "\"pencetakan\"\nno = 4").0, again)));
}

#[test]
fn a_reason_named_twice_points_at_the_first() {
    let text = edited("id = \"rusak\"", "id = \"hilang\"");
    let first_line = place(&text, "\"hilang\"\nname").0;
    let again = ProblemKind::Duplicate { what: "reason", id: "hilang".into(), first_line };
    assert!(kinds_of(&text).iter().any(|(_, kind)| *kind == again));
}

#[test]
fn a_step_from_which_no_request_can_end_is_refused_with_those_before_it_sound() {
    let handover = KTP.find("[[step]]\nid = \"penyerahan\"").expect("the last step");
    let (before, last) = KTP.split_at(handover);
    let text = format!(
        "{before}{}",
        last.replace("\"end:handed_over\"", "\"stay\"").replace("\"end:not_collected\"", "\"await\"")
    );
    let stuck = |step: &str| ProblemKind::NoWayOut { step: step.to_owned() };
    let line = |step: &str| place(&text, &format!("\"{step}\"\nno = ")).0;
    let expected = ["pencetakan", "penyerahan"].map(|s| (line(s), stuck(s)));
    assert_eq!(kinds_of(&text), expected);
}

#[test]
fn an_office_that_never_opens_is_refused() {
    let days = |text: &str| {
        let hours = |l: &&str| !l.contains("day = [");
        text.lines().filter(hours).collect::<Vec<_>>().join("\n")
    };
    let text = days(KTP);
    assert_eq!(kinds_of(&text), [(place(&text, "zone = ").0, ProblemKind::NeverOpen)]);
}

#[test]
fn a_step_that_records_a_blank_needs_somebody_who_keeps_the_store_and_somebody_who_countersigns() {
    for power in ["stock = [\"kasi\"]\n", "countersign = [\"kabid\", \"kadis\"]\n"] {
        let text = KTP.replace(power, "");
        assert_ne!(text, KTP);
        let problems = [("print", ProblemKind::NoStore), ("spoil", ProblemKind::NoStore)];
        let expected = problems.map(|(act, kind)| (place(&text, &format!("\"{act}\"")).0, kind));
        assert_eq!(kinds_of(&text), expected);
    }
}

#[test]
fn an_outcome_that_asks_for_a_proof_needs_to_know_for_how_long_one_is_good() {
    let text = KTP.replace("[operator_proof]\nminutes = 5\n", "");
    assert_ne!(text, KTP);
    let acts = ["order_print", "print", "spoil", "hand_over"];
    let expected = acts.map(|act| (place(&text, &format!("\"{act}\"")).0, ProblemKind::NoProof));
    assert_eq!(kinds_of(&text), expected);
    let without = load(&text.replace(", \"operator_proved\"", "")).expect("a whole procedure");
    assert_eq!(without.operator_proof, None);
}

#[test]
fn a_chip_is_wanted_only_at_a_step_that_records_the_blank_and_where_somebody_is_told_of_known_ones() {
    let nobody = KTP.replace("chips = [\"kasi\", \"kabid\", \"kadis\"]\n", "");
    assert_ne!(nobody, KTP);
    let marker = "\"activate\"";
    assert_eq!(kinds_of(&nobody), [(place(&nobody, marker).0, ProblemKind::ChipUnfounded)]);
    let elsewhere = edited("guards = [\"notified\"]", "guards = [\"notified\", \"chip_bound\"]");
    assert_eq!(
        kinds_of(&elsewhere),
        [(place(&elsewhere, "\"not_collected\"").0, ProblemKind::ChipUnfounded)]
    );
}

#[test]
fn a_level_of_the_protocol_that_is_missing_or_there_twice_is_named() {
    let text = edited("level = \"strict\"", "level = \"cautious\"");
    let cautious = |marker: &str| place(&text, marker).0;
    let first_line = cautious("\"cautious\"\nname = { id = \"Waspada\"");
    let twice = ProblemKind::Duplicate { what: "protocol", id: "cautious".into(), first_line };
    let expected = [
        (cautious("3\nslot_minutes"), ProblemKind::NoLevel { level: "strict" }),
        (cautious("\"cautious\"\nname = { id = \"Ketat\""), twice),
    ];
    assert_eq!(kinds_of(&text), expected);
}

#[test]
fn a_procedure_without_appointments_is_whole_and_one_with_levels_alone_is_not() {
    let (before, rest) = KTP.split_once("[appointments]").expect("the section");
    let (_, levels) = rest.split_once("\n[[protocol]]").expect("levels");
    let without = load(before).expect("a whole procedure");
    assert_eq!(without.appointments, None);
    let alone = format!("{before}\n[[protocol]]{levels}");
    let missing = ProblemKind::MissingKey { key: "appointments".into() };
    assert_eq!(kinds_of(&alone), [(place(&alone, "\"off\"\nname").0, missing)]);
}

#[test]
fn all_faults_are_reported_at_once_in_the_order_of_their_lines() {
    let text = KTP
        .replace("minutes = 10", "minutes = 0")
        .replace("\"step:pencetakan\"", "\"step:cetak\"")
        .replace("start = \"penerimaan\"", "start = \"loket\"");
    let problems = load(&text).expect_err("a bad file");
    assert!(problems.len() >= 5);
    assert!(problems.is_sorted_by_key(|p| (p.line, p.column)));
    assert_eq!(problems[0].kind, unknown("step", "loket"));
}

#[test]
fn every_kind_of_problem_has_a_slip_and_words_of_its_own() {
    let mut kinds: Vec<ProblemKind> = slips::all().into_iter().map(|s| s.kind).collect();
    // These have tests of their own, above.
    kinds.push(ProblemKind::Syntax { message: "…".to_owned() });
    kinds.push(ProblemKind::NoWayOut { step: "penyerahan".to_owned() });
    kinds.push(ProblemKind::NeverOpen);
    kinds.push(ProblemKind::NoStore);
    kinds.push(ProblemKind::NoProof);
    kinds.push(ProblemKind::ChipUnfounded);
    kinds.push(ProblemKind::NoLevel { level: "strict" });
    for kind in KINDS {
        let found = kinds.iter().find(|k| name(k) == *kind).unwrap_or_else(|| panic!("no slip for {kind}"));
        assert!(found.key().starts_with("problem-"));
    }
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
    assert!(load(&KTP.replace('\n', "\r\n")).is_ok());
    assert!(load(&format!("\u{feff}{KTP}")).is_ok());
}
