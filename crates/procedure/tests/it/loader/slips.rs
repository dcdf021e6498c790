//! The slips: each one edit of the good file, the place it is pointed at, and what is wrong there.

use super::place;
use crate::support::{KTP, ktp};
use procedure::loader::ProblemKind;

/// One edit: the first `find` is replaced.
pub struct Slip {
    pub find: &'static str,
    pub replace: &'static str,
    /// Where the fault is pointed at: the first place of this in the edited file.
    pub marker: &'static str,
    pub kind: ProblemKind,
}

pub fn all() -> Vec<Slip> {
    [
        slips_of_keys_and_words(),
        slips_of_references(),
        slips_of_the_course(),
        slips_of_texts_and_calendar(),
        slips_of_clocks(),
        slips_of_visits(),
        slips_of_the_gate(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn slip(find: &'static str, replace: &'static str, marker: &'static str, kind: ProblemKind) -> Slip {
    Slip { find, replace, marker, kind }
}
/// A name that the good file does not define.
pub fn unknown(what: &'static str, name: &str) -> ProblemKind {
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
                "clock",
                "escalation",
                "appointments",
                "operator_proof",
                "protocol",
                "handover",
                "survey",
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
                "void",
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
                "chip_bound",
                "in_production",
                "notified",
                "operator_proved",
                "holder_verified",
            ];
            UnknownWord { word: "complete".into(), known: words(&known) }
        }),
        slip("asks = [\"note\"]", "asks = [\"notes\"]", "\"notes\"", {
            let known = [
                "blangko",
                "why",
                "faults",
                "note",
                "received_by",
                "surrendered",
                "printer",
                "card",
                "original",
                "pass",
                "compared",
            ];
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
            "asks = [\"received_by\", \"surrendered\", \"original\", \"card\", \"pass\", \"compared\"]",
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
        slip("zone = \"Asia/Jakarta\"", "zone = \"WIB\"", "\"WIB\"", {
            let known = words(&["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]);
            UnknownWord { word: "WIB".into(), known }
        }),
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
        slip("\"2026-02-17\"", "\"2026-01-01\"", "\"2026-01-01\", name = \"Tahun Baru Imlek\"", {
            let first_line = place(KTP, "\"2026-01-01\"").0;
            Duplicate { what: "holiday", id: "2026-01-01".into(), first_line }
        }),
        slip("\"2027-12-26\"", "\"2029-12-26\"", "\"2029-12-26\"", YearWithoutHolidays { year: 2028 }),
        slip("to = \"2026-03-20\"", "to = \"2026-02-01\"", "\"2026-02-01\"", bad("2026-02-01", "2026-03-20")),
        slip("from = \"2027-02-08\"", "from = \"2026-03-20\"", "\"2026-03-20\"\nto = \"2027", {
            Overlap { value: "2026-03-20".into() }
        }),
        slip(
            "from = \"2026-02-19\"",
            "from = \"2026-02-29\"",
            "\"2026-02-29\"",
            bad("2026-02-29", "2026-02-19"),
        ),
    ]
}

fn slips_of_clocks() -> Vec<Slip> {
    use ProblemKind::*;
    vec![
        slip("minutes = 45", "minutes = 0", "0\nat_risk", NotPositive { value: 0 }),
        slip("at_risk_percent = 80", "at_risk_percent = 120", "120", bad("120", "80")),
        slip("by_minutes = 60", "by_minutes = -60", "-60", NotPositive { value: -60 }),
        slip("tell = [\"step\"]", "tell = []", "[]\n\n[[escalation]]\nid = \"langkah_lewat\"", {
            bad("[]", "[\"step\", \"kasi\"]")
        }),
        slip("tell = [\"kadis\"]", "tell = [\"bupati\"]", "\"bupati\"", {
            let known = [
                "step",
                "operator_pelayanan",
                "kasi",
                "operator_cetak",
                "petugas_register",
                "kabid",
                "kadis",
            ];
            Unknown { what: "role", name: "bupati".into(), known: words(&known) }
        }),
        slip("id = \"permohonan_lewat\"", "id = \"langkah_lewat\"", "\"langkah_lewat\"\nclock = \"case\"", {
            let first_line = place(KTP, "\"langkah_lewat\"").0;
            Duplicate { what: "escalation", id: "langkah_lewat".into(), first_line }
        }),
        slip(
            "clock = \"case\"\nwhen = \"over\"\ntell = [\"kabid\"]",
            "clock = \"day\"\nwhen = \"over\"\ntell = [\"kabid\"]",
            "\"day\"",
            UnknownWord { word: "day".into(), known: words(&["step", "case"]) },
        ),
    ]
}

fn slips_of_visits() -> Vec<Slip> {
    use ProblemKind::*;
    let section = "3\nslot_minutes";
    vec![
        slip("slot_minutes = 15", "slot_minutes = 300", "300", bad("300", "15")),
        slip("days_ahead = 14", "days_ahead = 400", "400", bad("400", "14")),
        slip("rebookings = 1", "rebookings = -1", "-1\n# Without", bad("-1", "1")),
        slip("safe_days = 14", "safe_days = 0", "0\n# A symptom", NotPositive { value: 0 }),
        slip(
            "counters = 1\nwaiting_room = 10",
            "counters = 4\nwaiting_room = 10",
            "4\nwaiting",
            bad("4", "1"),
        ),
        slip("waiting_room = 20", "waiting_room = 1", "1\nquestions", bad("1", "20")),
        slip("level = \"strict\"", "level = \"severe\"", "\"severe\"", {
            UnknownWord { word: "severe".into(), known: words(&["off", "cautious", "strict"]) }
        }),
        slip("protocol = [\"kasi\", \"kabid\", \"kadis\"]\n", "", section, NobodyReceives),
        slip("appointments = [\"petugas_register\", \"kasi\"]\n", "", section, NobodyReceives),
        slip(
            "{ id = \"Memakai masker\", en = \"Wears a mask\" }",
            "{ id = \"Memakai masker\", en = \"\" }",
            "{ id = \"Memakai masker\", en = \"\" }",
            EmptyText { what: "text" },
        ),
    ]
}

fn slips_of_the_gate() -> Vec<Slip> {
    use ProblemKind::*;
    let duplicate =
        |what, id: &str, first: &str| Duplicate { what, id: id.to_owned(), first_line: place(KTP, first).0 };
    let no_gate = || MissingKey { key: "handover".into() };
    vec![
        slip("pass_days = 60", "pass_days = 0", "0\n# The verdict", NotPositive { value: 0 }),
        slip("verdict_minutes = 5", "verdict_minutes = -5", "-5\nways", NotPositive { value: -5 }),
        slip("ways = [\"counter\", ", "ways = [", "[\"courier\", \"nagari\"]", bad("[]", "[\"counter\"]")),
        slip("\"nagari\"]", "\"drone\"]", "\"drone\"", {
            UnknownWord { word: "drone".into(), known: words(&["counter", "courier", "nagari"]) }
        }),
        slip("id = \"data\"", "id = \"wajah\"", "\"wajah\", text = { id = \"Nama", {
            duplicate("check", "wajah", "\"wajah\"")
        }),
        slip("id = \"U2\"", "id = \"U1\"", "\"U1\"\ntext = { id = \"Prosedur", {
            duplicate("survey", "U1", "\"U1\"")
        }),
        slip(
            "[[survey]]\nid = \"U1\"\ntext = { id = \"Persyaratan: sesuai dan mudah dipenuhi\", en = \"Requirements: fitting and easy to meet\" }\n",
            "",
            "\"U9\"",
            bad("8", "9"),
        ),
        slip(
            "asks = [\"note\"]\nguards = [\"notified\"]",
            "asks = [\"pass\"]\nguards = [\"notified\"]",
            "\"not_collected\"",
            no_gate(),
        ),
        slip(
            "guards = [\"printed\", \"chip_bound\"]",
            "guards = [\"holder_verified\"]",
            "\"activate\"",
            no_gate(),
        ),
    ]
}
