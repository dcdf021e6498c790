//! Invented people and what they say. Their numbers belong to nobody.

use super::given_when_then::monday_at_eight;
use jiff::Timestamp;
use procedure::{
    Actor, Applicant, Channel, Command, Consent, ContactId, FileFacts, FileId, Form, Grounds, Language, Nik,
    NomorKk, OperatorAuth, Phone, RoleId,
};

pub fn officer(user: &str, roles: &[&str]) -> Actor {
    let roles = roles.iter().map(|r| RoleId::from(*r)).collect();
    Actor::Officer { user: user.into(), name: format!("Petugas {user}"), roles, operator_auth: None }
}
/// Whoever it is has proved it at this instant.
pub fn proved(actor: Actor, at: Timestamp) -> Actor {
    actor.proved(OperatorAuth { at, key: "kunci-uji".into() })
}
pub fn rani() -> Actor {
    officer("rani", &["operator_pelayanan"])
}
pub fn hendra() -> Actor {
    officer("hendra", &["kasi"])
}
pub fn yusuf() -> Actor {
    officer("yusuf", &["operator_cetak"])
}
pub fn mira() -> Actor {
    officer("mira", &["petugas_register"])
}
pub fn darwis() -> Actor {
    officer("darwis", &["kabid"])
}
/// Holds every role that has a step, as in a small office.
pub fn everyone(user: &str) -> Actor {
    officer(user, &["operator_pelayanan", "kasi", "operator_cetak", "petugas_register", "kabid"])
}

/// Sinta, writing from her own telephone.
pub fn sinta() -> Actor {
    Actor::Applicant { contact: "wa:sinta".into() }
}
/// Somebody else's telephone.
pub fn stranger() -> Actor {
    Actor::Applicant { contact: "wa:stranger".into() }
}

pub fn applicant(contact: Option<&str>) -> Applicant {
    Applicant {
        name: "Sinta Maharani".to_owned(),
        nik: Nik::parse("1301014507900001").expect("a NIK"),
        nomor_kk: NomorKk::parse("1301010101150007").ok(),
        phone: Phone::parse("081200000001").ok(),
        contact: contact.map(ContactId::from),
        village: Some("Painan".to_owned()),
        district: Some("IV Jurai".to_owned()),
        language: Language::Id,
    }
}

pub fn grounds(reasons: &[&str], elements: &[&str]) -> Grounds {
    Grounds {
        reasons: reasons.iter().map(|r| (*r).into()).collect(),
        elements: elements.iter().map(|e| (*e).into()).collect(),
    }
}

pub fn open(grounds: Grounds) -> Command {
    let consent = Consent { at: monday_at_eight(), text_version: "1".to_owned() };
    Command::Open {
        channel: Channel::Whatsapp,
        applicant: applicant(Some("wa:sinta")),
        grounds,
        consent: Some(consent),
    }
}

/// A request at the counter, of somebody whom no message reaches.
pub fn open_at_counter(grounds: Grounds) -> Command {
    Command::Open { channel: Channel::Counter, applicant: applicant(None), grounds, consent: None }
}

pub fn page(file: &str) -> FileFacts {
    FileFacts {
        file: FileId::from(file),
        media_type: "image/jpeg".to_owned(),
        sha256: "0".repeat(64),
        bytes: 1_000,
        pages: 1,
        findings: Vec::new(),
        likeness: Vec::new(),
    }
}
/// The page `file`, said to be `document` unless that is empty.
pub fn attach(file: &str, document: &str) -> Command {
    let document = (!document.is_empty()).then(|| document.into());
    Command::Attach { facts: page(file), document }
}

pub fn decides(step: &str, outcome: &str) -> Command {
    fills_in(step, outcome, Form::default())
}
pub fn fills_in(step: &str, outcome: &str, form: Form) -> Command {
    Command::Decide { step: step.into(), outcome: outcome.into(), form }
}
