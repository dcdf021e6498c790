//! A case on its way from the first word to the register, through `Cases::dispatch`, with invented people
//! and the procedure the project ships. Decides nothing and asserts nothing about the result.

use super::people;
use super::stock::supply;
use jiff::{SignedDuration, Timestamp};
use office::cases::{CaseError, Cases, Done, Order};
use office::config::{Key256, Secrets};
use office::db::Db;
use office::handover::Passes;
use office::procedures::Procedures;
use procedure::command::Form;
use procedure::{
    Actor, Applicant, Channel, CheckId, Command, Consent, ContactId, ElementId, FileFacts, FileId,
    FingerResult, Gate, Grounds, Guard, Language, Nik, NomorKk, OutcomeId, Phone, RoleId, StepId, Ticket,
    UserId,
};
use std::path::Path;
use std::sync::{Arc, LazyLock};

pub const OFFICE: &str = "13.01";

/// The reasons a request may give, each with the elements it must name.
pub const GROUNDS: &[(&[&str], &[&str])] = &[
    (&["hilang"], &[]),
    (&["rusak"], &[]),
    (&["perubahan"], &["alamat", "status_kawin"]),
    (&["hilang", "perubahan"], &["nama"]),
    (&["rusak", "perubahan"], &["pas_foto"]),
];

/// What officers record from submission to the register: step, its outcome, the officer's role.
const OUTCOMES: &[(&str, &str, &str)] = &[
    ("penerimaan", "lengkap", "operator_pelayanan"),
    ("verifikasi", "rekomendasi", "kasi"),
    ("pencetakan", "perintah_cetak", "operator_cetak"),
    ("pencetakan", "tercetak", "operator_cetak"),
    ("pencetakan", "aktif", "operator_cetak"),
    ("penyerahan", "beritahu", "petugas_register"),
    ("penyerahan", "serahkan", "petugas_register"),
];

static PROCEDURES: LazyLock<Arc<Procedures>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures");
    let shipped = Procedures::read(&folder, "penggantian-ktp-el").expect("the shipped procedure");
    // These cases have no station beside them and nobody has a key; what is told of both has tests of its own.
    Arc::new(shipped.without(Guard::OperatorProved).without(Guard::ChipBound))
});

pub fn cases(db: &Db) -> Cases {
    Cases::new(db.clone(), Arc::clone(&PROCEDURES), &secrets()).expect("a master key")
}

/// Passes under a key that these tests share.
pub fn passes() -> Passes {
    Passes::of(&secrets())
}

pub fn secrets() -> Secrets {
    Secrets { master_key: Key256::parse(&"07".repeat(32)), ..Secrets::default() }
}

/// The office's own time, seven hours ahead of Greenwich.
pub fn offset() -> jiff::tz::Offset {
    jiff::tz::Offset::constant(7)
}

/// Minutes after eight o'clock on a Monday morning in Painan, when the office is open.
pub fn minute(minutes: i64) -> Timestamp {
    let monday: Timestamp = "2026-11-23T08:00:00+07:00".parse().expect("an instant");
    monday + SignedDuration::from_mins(minutes)
}

/// The `n`-th invented applicant.
pub fn applicant(n: u32) -> Applicant {
    const FIRST: &[&str] = &["Siti", "Rahmat", "Yulia", "Afrizal", "Murni", "Zulkifli"];
    const LAST: &[&str] = &["Contohwati", "Misalnya", "Umpama", "Ibarat", "Seandainya"];
    let pick = |names: &[&str], n: u32| names[n as usize % names.len()].to_owned();
    Applicant {
        name: format!("{} {}", pick(FIRST, n), pick(LAST, n / 6)),
        nik: Nik::parse(&format!("130105{:02}0190{:04}", n % 28 + 1, n % 9_999 + 1)).expect("a NIK"),
        nomor_kk: Some(NomorKk::parse(&format!("13010501{n:08}")).expect("a No KK")),
        phone: Some(Phone::parse(&format!("0812{n:08}")).expect("a phone")),
        contact: Some(ContactId::new(format!("wa:62812{n:08}"))),
        village: Some("Nagari Contoh".to_owned()),
        district: None,
        language: Language::Id,
    }
}

pub fn grounds(of: (&[&str], &[&str])) -> Grounds {
    Grounds {
        reasons: of.0.iter().map(|r| (*r).into()).collect(),
        elements: of.1.iter().map(|e| ElementId::new(*e)).collect(),
    }
}

pub fn themself(n: u32) -> Actor {
    people::themself(&applicant(n))
}

/// An officer who holds one role; `who` tells two of the same role apart.
pub fn officer(role: &str, who: &str) -> Actor {
    Actor::Officer {
        user: UserId::new(format!("{role}-{who}")),
        name: format!("Petugas {who}"),
        roles: vec![RoleId::new(role)],
        operator_auth: None,
    }
}

pub fn open(n: u32, of: (&[&str], &[&str])) -> Command {
    Command::Open {
        channel: Channel::Whatsapp,
        applicant: applicant(n),
        grounds: grounds(of),
        consent: Some(Consent { at: minute(0), text_version: "1".to_owned() }),
    }
}

pub fn attach(file: &str, document: &str) -> Command {
    let facts = FileFacts {
        file: FileId::new(file),
        media_type: "image/jpeg".to_owned(),
        sha256: "0".repeat(64),
        bytes: 1_024,
        pages: 1,
        findings: Vec::new(),
        likeness: Vec::new(),
    };
    Command::Attach { facts, document: Some(document.into()) }
}

pub fn record(step: &str, outcome: &str, form: Form) -> Command {
    Command::Decide { step: StepId::new(step), outcome: OutcomeId::new(outcome), form }
}

/// The form that each outcome on the way to the register asks for.
pub fn form(n: u32) -> Form {
    Form {
        blangko: Some(format!("B{n:07}")),
        received_by: Some(applicant(n).name),
        relation: Some("diri sendiri".to_owned()),
        surrendered: true,
        gate: at_counter(),
        ..Form::default()
    }
}

/// What is filled in at the gate of a holder who has come without a pass.
pub fn at_counter() -> Gate {
    Gate {
        compared: ["wajah", "data"].map(CheckId::from).into(),
        original: true,
        without_pass: Some("Ponsel tertinggal".to_owned()),
        ..Gate::default()
    }
}

/// The holder's finger is not read, with a reason.
pub fn waive() -> Command {
    let why = "Sidik jari aus".to_owned();
    Command::CheckFinger { device: String::new(), finger: None, result: FingerResult::Waived, why }
}

/// Everything that is done to the case of applicant `n` until it stands in the register, in order.
pub fn course(n: u32, of: (&[&str], &[&str])) -> Vec<(Actor, Command)> {
    let required = PROCEDURES.active().required(&grounds(of));
    let mut all = vec![(themself(n), open(n, of))];
    all.extend(required.iter().map(|d| (themself(n), attach(&format!("{n}-{}", d.id), d.id.as_str()))));
    all.push((themself(n), Command::Submit));
    all.extend(OUTCOMES.iter().map(|(s, o, role)| (officer(role, "A"), record(s, o, form(n)))));
    let handed = all.pop().expect("the last outcome hands over");
    all.push((handed.0.clone(), waive()));
    all.push(handed);
    all
}

/// Carries out a course up to and with the outcome `last` (the whole of it where none has that name),
/// a minute for each command from `start` on.
pub async fn play(
    cases: &Cases,
    office: &str,
    course: Vec<(Actor, Command)>,
    last: &str,
    start: Timestamp,
) -> Result<Done, CaseError> {
    let mut done: Option<Done> = None;
    if !["submit", "lengkap", "rekomendasi", "perintah_cetak"].contains(&last) {
        for (actor, command) in &course {
            if let Command::Decide { form: Form { blangko: Some(serial), .. }, outcome, .. } = command
                && *outcome == "tercetak"
            {
                supply(&cases.stock(office), actor, start, (serial, serial)).await;
            }
        }
    }
    for (at, (actor, command)) in (0..).zip(course) {
        let end = matches!(&command, Command::Decide { outcome, .. } if *outcome == last)
            || matches!(&command, Command::Submit if last == "submit");
        let ticket = done.map(|d| d.ticket);
        let order = Order::new(ticket, actor, start + SignedDuration::from_mins(at), command);
        done = Some(cases.dispatch(office, order).await?);
        if end {
            break;
        }
    }
    Ok(done.expect("a course is not empty"))
}

/// Waives the holder's finger in the minute of the handover.
pub async fn waived(cases: &Cases, ticket: &Ticket, at: Timestamp) {
    let order = Order::new(Some(ticket.clone()), officer("petugas_register", "A"), at, waive());
    cases.dispatch(OFFICE, order).await.expect("waived");
}

/// A lost card's case of applicant `n`, played until `last`.
pub async fn reached(cases: &Cases, office: &str, n: u32, last: &str) -> Ticket {
    play(cases, office, course(n, GROUNDS[0]), last, minute(0)).await.expect("the course").ticket
}
