//! Bad procedure files: each is the good one with one slip, and is refused with its place and what is wrong.

use crate::support::{KTP, ktp};
use procedure::loader::{Problem, ProblemKind, load};

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

struct Slip {
    find: &'static str,
    replace: &'static str,
    /// Where the fault is pointed at: the first place of this in the edited file.
    marker: &'static str,
    kind: ProblemKind,
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
    NoStore
);

fn slip(find: &'static str, replace: &'static str, marker: &'static str, kind: ProblemKind) -> Slip {
    Slip { find, replace, marker, kind }
}
fn unknown(what: &'static str, name: &str) -> ProblemKind {
    let known = match what {
        "role" => ktp().roles.iter().map(|r| r.id.to_string()).collect(),
        "document" => ktp().documents.iter().map(|d| d.id.to_string()).collect(),
        "reason" => ktp().reasons.iter().map(|r| r.id.to_string()).collect(),
        _ => ktp().steps.iter().map(|s| s.id.to_string()).collect(),
    };
    ProblemKind::Unknown { what, name: name.to_owned(), known }
}
/// In `different_from` of the step `verifikasi`, which cannot name itself.
fn unknown_other(name: &str) -> ProblemKind {
    let known = words(&["penerimaan", "pencetakan", "penyerahan"]);
    ProblemKind::Unknown { what: "step", name: name.to_owned(), known }
}
fn bad(value: &str, example: &'static str) -> ProblemKind {
    ProblemKind::BadValue { value: value.to_owned(), example }
}
fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

fn slips_of_keys_and_words() -> Vec<Slip> {
    use ProblemKind::*;
    vec![
        slip(
            "oversees = true",
            "overseas = true",
            "overseas",
            UnknownKey { key: "overseas".into(), known: words(&["id", "name", "actor", "oversees"]) },
        ),
        slip("fee = {", "price = {", "price", {
            let known = [
                "id",
                "version",
                "name",
                "fee",
                "start",
                "combinations",
                "identity",
                "draft",
                "duplicates",
                "powers",
                "calendar",
                "role",
                "document",
                "reason",
                "element",
                "step",
            ];
            UnknownKey { key: "price".into(), known: words(&known) }
        }),
        slip("no = 2\n", "", "[[step]]\nid = \"verifikasi\"", MissingKey { key: "no".into() }),
        slip(
            ", en = \"Family card (KK)\"",
            "",
            "{ id = \"Kartu Keluarga (KK)\"",
            MissingKey { key: "en".into() },
        ),
        slip("act = \"accept\"", "act = \"approve\"", "\"approve\"", {
            let known = [
                "accept",
                "recommend",
                "return",
                "reject",
                "order_print",
                "print",
                "spoil",
                "activate",
                "notify",
                "hand_over",
                "not_collected",
            ];
            UnknownWord { word: "approve".into(), known: words(&known) }
        }),
        slip("[\"documents_complete\"]", "[\"complete\"]", "\"complete\"", {
            let known = [
                "documents_complete",
                "print_ordered",
                "nothing_printed",
                "printed",
                "in_production",
                "notified",
            ];
            UnknownWord { word: "complete".into(), known: words(&known) }
        }),
        slip("asks = [\"note\"]", "asks = [\"notes\"]", "\"notes\"", {
            let known = ["blangko", "why", "faults", "note", "received_by", "surrendered"];
            UnknownWord { word: "notes".into(), known: words(&known) }
        }),
    ]
}

fn slips_of_references() -> Vec<Slip> {
    use ProblemKind::*;
    let duplicate =
        |what, id: &str, first: &str| Duplicate { what, id: id.to_owned(), first_line: place(KTP, first).0 };
    vec![
        slip("role = \"kasi\"", "role = \"kaur\"", "\"kaur\"", unknown("role", "kaur")),
        slip(
            "intake = [\"operator_pelayanan\"]",
            "intake = [\"loket\"]",
            "\"loket\"",
            unknown("role", "loket"),
        ),
        slip("[\"kk\", \"surat_hilang\"]", "[\"kk\", \"surat\"]", "\"surat\"", unknown("document", "surat")),
        slip("[\"dasar_nama\"]", "[\"akta\"]", "\"akta\"", unknown("document", "akta")),
        slip("start = \"penerimaan\"", "start = \"loket\"", "\"loket\"", unknown("step", "loket")),
        slip("\"step:verifikasi\"", "\"step:periksa\"", "\"step:periksa\"", unknown("step", "periksa")),
        slip("\"applicant:penerimaan\"", "\"applicant:\"", "\"applicant:\"", unknown("step", "")),
        slip(
            "[[\"hilang\", \"perubahan\"]",
            "[[\"lupa\", \"perubahan\"]",
            "\"lupa\"",
            unknown("reason", "lupa"),
        ),
        slip(
            "different_from = [\"penerimaan\"]",
            "different_from = [\"loket\"]",
            "\"loket\"",
            unknown_other("loket"),
        ),
        slip(
            "# OURS: who may do what",
            "[[role]]\nid = \"kabid\"\nname = { id = \"Lagi\", en = \"Again\" }\nactor = \"Kabid\"\n#",
            "\"kabid\"\nname = { id = \"Lagi\"",
            duplicate("role", "kabid", "\"kabid\"\nname"),
        ),
        slip(
            "id = \"agama\"",
            "id = \"nama\"",
            "\"nama\"\nname = { id = \"Agama\"",
            duplicate("element", "nama", "\"nama\"\nname"),
        ),
        slip(
            "id = \"tolak\"",
            "id = \"lengkap\"",
            "\"lengkap\"\nlabel = { id = \"Tolak",
            duplicate("outcome", "lengkap", "\"lengkap\""),
        ),
    ]
}

fn slips_of_the_course() -> Vec<Slip> {
    use ProblemKind::*;
    let leads = |value: &str| BadLeads { value: value.to_owned() };
    vec![
        slip("leads = \"stay\"", "leads = \"here\"", "\"here\"", leads("here")),
        slip("\"end:rejected\"", "\"end:withdrawn\"", "\"end:withdrawn\"", leads("end:withdrawn")),
        slip("\"await\"", "\"await:soon\"", "\"await:soon\"", leads("await:soon")),
        slip("\"applicant:penerimaan\"", "\"nowhere\"", "\"nowhere\"", leads("nowhere")),
        slip("\"applicant:penerimaan\"", "\"stay\"", "\"stay\"", bad("stay", "applicant:ID")),
        slip(
            "\"step:verifikasi\"",
            "\"applicant:verifikasi\"",
            "\"applicant:verifikasi\"",
            bad("applicant:verifikasi", "step:ID"),
        ),
        slip(
            "asks = [\"faults\", \"why\"]",
            "asks = [\"why\"]",
            "\"return\"",
            FieldNotAsked { field: "faults" },
        ),
        slip(
            "asks = [\"received_by\", \"surrendered\"]",
            "",
            "\"hand_over\"",
            FieldNotAsked { field: "received_by" },
        ),
        slip(
            "\"step:penyerahan\"",
            "\"end:handed_over\"",
            "\"penyerahan\"",
            Unreachable { step: "penyerahan".into() },
        ),
        slip("minutes = 15", "minutes = 0", "0\ndifferent_from = [\"verifikasi\"]", NotPositive { value: 0 }),
        slip("minutes = 15", "minutes = -15", "-15\n", NotPositive { value: -15 }),
        slip(
            "keep_hours = 168",
            "keep_hours = 9999999999",
            "9999999999",
            NotPositive { value: 9_999_999_999 },
        ),
        slip("reminder_hours = 21", "reminder_hours = 168", "168", bad("168", "21")),
        slip("[[\"hilang\", \"perubahan\"], ", "[[], ", "[], ", bad("[]", "[\"hilang\", \"perubahan\"]")),
        slip(
            "different_from = [\"penerimaan\"]",
            "different_from = [\"verifikasi\"]",
            "\"verifikasi\"]",
            unknown_other("verifikasi"),
        ),
    ]
}

fn slips_of_texts_and_calendar() -> Vec<Slip> {
    use ProblemKind::*;
    vec![
        slip("id = \"penggantian-ktp-el\"", "id = \"\"", "\"\"", EmptyText { what: "id" }),
        slip(
            "en = \"Receiving the request\"",
            "en = \" \"",
            "{ id = \"Penerimaan permohonan\"",
            EmptyText { what: "title" },
        ),
        slip(
            "en = \"Family card (KK)\"",
            "en = \"\"",
            "{ id = \"Kartu Keluarga (KK)\"",
            EmptyText { what: "name" },
        ),
        slip("\"+07:00\"", "\"WIB\"", "\"WIB\"", bad("WIB", "+07:00")),
        slip("\"+07:00\"", "\"+07:99\"", "\"+07:99\"", bad("+07:99", "+07:00")),
        slip("\"+07:00\"", "\"+07:-30\"", "\"+07:-30\"", bad("+07:-30", "+07:00")),
        slip("\"07:30-12:00\"", "\"7.30-12.00\"", "\"7.30-12.00\"", bad("7.30-12.00", "07:30-12:00")),
        slip("\"07:30-12:00\"", "\"12:00-07:30\"", "\"12:00-07:30\"", bad("12:00-07:30", "07:30-12:00")),
        slip("\"07:30-12:00\"", "\"07:30-25:00\"", "\"07:30-25:00\"", bad("07:30-25:00", "07:30-12:00")),
        slip(
            "\"13:15-16:30\"",
            "\"11:15-16:30\"",
            "\"11:15-16:30\"",
            Overlap { value: "11:15-16:30".into() },
        ),
        slip("\"2026-01-01\"", "\"2026-02-30\"", "\"2026-02-30\"", bad("2026-02-30", "2026-12-25")),
    ]
}

#[test]
fn every_slip_is_reported_alone_with_its_place_and_kind() {
    let groups = [
        slips_of_keys_and_words(),
        slips_of_references(),
        slips_of_the_course(),
        slips_of_texts_and_calendar(),
    ];
    for slip in groups.into_iter().flatten() {
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
    assert_eq!(kinds_of(&text), [(place(&text, "utc_offset").0, ProblemKind::NeverOpen)]);
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
    let mut kinds: Vec<ProblemKind> = [
        slips_of_keys_and_words(),
        slips_of_references(),
        slips_of_the_course(),
        slips_of_texts_and_calendar(),
    ]
    .into_iter()
    .flatten()
    .map(|s| s.kind)
    .collect();
    // These have tests of their own, above.
    kinds.push(ProblemKind::Syntax { message: "…".to_owned() });
    kinds.push(ProblemKind::NoWayOut { step: "penyerahan".to_owned() });
    kinds.push(ProblemKind::NeverOpen);
    kinds.push(ProblemKind::NoStore);
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
