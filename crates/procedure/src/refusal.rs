//! Why a command was not carried out, with what a person needs to go on. The words themselves are
//! texts (`refusal-…` in the message files), found by [`Refusal::key`] and filled from [`Refusal::args`].

mod adoption;
mod chip;
mod gate;
mod ledger;

pub use adoption::AdoptionRefusal;
pub use chip::ChipRefusal;
pub use gate::GateRefusal;
pub use ledger::LedgerRefusal;

use crate::Blangko;
use crate::command::Twin;
use crate::definition::{Field, Guard};
use crate::event::{Closing, Waiting};
use crate::ids::{DocumentId, OutcomeId, ReasonId, RoleId, StepId};
use crate::layer::LayerPart;
use crate::ledger::StandingKind;
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Look the ticket up again.
    NoSuchCase,
    AlreadyOpen,
    /// The applicant should finish and send the draft first.
    StillDraft,
    /// It was sent already; changes go through the office.
    AlreadySubmitted,
    Closed {
        closing: Closing,
        at: Timestamp,
    },
    /// What was verified is not changed any more: withdraw the request and take in a new one.
    AlreadyVerified {
        by: String,
        at: Timestamp,
    },
    WaitingForApplicant,
    /// The clock is not paused, or not for a reason staff can end.
    NotPaused,
    AlreadyPaused {
        waiting: Waiting,
    },
    NotYourCase,
    NotYourRole {
        needed: RoleId,
    },
    /// Only bearers of one of these roles may.
    NotYourPower {
        needed: Vec<RoleId>,
    },
    ClaimedByOther {
        name: String,
        since: Timestamp,
    },
    NotClaimed,
    /// Somebody was quicker: the step was left by this outcome.
    AlreadyDone {
        step: StepId,
        outcome: OutcomeId,
        by: String,
        at: Timestamp,
    },
    /// The case stands at another step.
    ElsewhereNow {
        step: StepId,
    },
    /// Separation of duties: this officer performed `step` on the same case.
    SameOfficer {
        step: StepId,
    },
    UnknownOutcome {
        outcome: OutcomeId,
    },
    GuardNotMet {
        guard: Guard,
    },
    MissingField {
        field: Field,
    },
    BadBlangko,
    /// The serial is not the one printed.
    OtherBlangko {
        printed: String,
    },
    /// This case spoiled that blank card already.
    SpoiledBlangko,
    MissingDocuments {
        documents: Vec<DocumentId>,
    },
    StillFaulty {
        documents: Vec<DocumentId>,
    },
    UnknownDocument {
        document: DocumentId,
    },
    UnknownFile,
    /// The mark does not lie on a page of the document that is at fault.
    BadMark {
        document: DocumentId,
    },
    FileAlreadyAttached,
    TooManyFiles {
        max: usize,
    },
    BadReasons {
        reasons: Vec<ReasonId>,
    },
    MissingElements,
    EmptyText,
    TextTooLong {
        max: usize,
    },
    /// The procedure does not let it in beside another case; officers see which.
    Duplicate {
        twin: Twin,
    },
    /// There is no channel to this applicant; telephone or tell them in person.
    NoContact,
    /// Nobody waits for blanks that the ledger has: so many are in the store or in operators' hands.
    StockThere {
        blanks: u64,
    },
    /// So many wait for blanks longer than this one.
    QueueAhead {
        ahead: u64,
    },
    /// The printer has not done with it yet: wait, or cancel the print.
    PrintUnderWay,
    /// No print job is under way.
    NotPrinting,
    /// What is to be printed on the blank was not prepared.
    NoLayer,
    /// These parts are missing or cannot be so; without any, it is the photo that is missing.
    LayerIncomplete {
        parts: Vec<LayerPart>,
    },
    /// Everything was told by now.
    NobodyToCall,
    /// It does not wait for blanks.
    NotInQueue,
    NoJumpAsked,
    /// Whoever asked for it does not grant it.
    OwnJump,
    /// There is nothing to be handed over yet.
    NotReady,
    /// Somebody else was quicker: choose another slot.
    SlotTaken,
    /// The gate says no.
    Gate(GateRefusal),
    /// It is too soon, too far ahead, or no slot of the office.
    SlotNotOffered,
    NoAppointment,
    /// The appointment is on another day.
    NotToday {
        at: Timestamp,
    },
    /// A check at the door is not passed.
    DoorCheckMissing,
    WaitingRoomFull {
        limit: u32,
    },
    /// The rules for visitors say so already.
    NothingChanges,
    DayPassed,
    /// They have not proved who they are within so many minutes before.
    ProofNeeded {
        minutes: u32,
    },
    /// The ledger of blanks says no; `serial` is the first it says it of.
    Ledger {
        serial: Option<Blangko>,
        why: LedgerRefusal,
    },
    /// A chip is not bound.
    Chip {
        why: ChipRefusal,
    },
    Adoption {
        why: AdoptionRefusal,
    },
}

impl Refusal {
    /// The key of the text that says what happened and what the person can do instead.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoSuchCase => "refusal-no-such-case",
            Self::AlreadyOpen => "refusal-already-open",
            Self::StillDraft => "refusal-still-draft",
            Self::AlreadySubmitted => "refusal-already-submitted",
            Self::Closed { .. } => "refusal-closed",
            Self::AlreadyVerified { .. } => "refusal-already-verified",
            Self::WaitingForApplicant => "refusal-waiting-for-applicant",
            Self::NotPaused => "refusal-not-paused",
            Self::AlreadyPaused { .. } => "refusal-already-paused",
            Self::NotYourCase => "refusal-not-your-case",
            Self::NotYourRole { .. } => "refusal-not-your-role",
            Self::NotYourPower { .. } => "refusal-not-your-power",
            Self::ClaimedByOther { .. } => "refusal-claimed-by-other",
            Self::NotClaimed => "refusal-not-claimed",
            Self::AlreadyDone { .. } => "refusal-already-done",
            Self::ElsewhereNow { .. } => "refusal-elsewhere-now",
            Self::SameOfficer { .. } => "refusal-same-officer",
            Self::UnknownOutcome { .. } => "refusal-unknown-outcome",
            Self::GuardNotMet { guard } => guard.refusal_key(),
            Self::MissingField { field } => field.refusal_key(),
            Self::BadBlangko => "refusal-bad-blangko",
            Self::OtherBlangko { .. } => "refusal-other-blangko",
            Self::SpoiledBlangko => "refusal-spoiled-blangko",
            Self::MissingDocuments { .. } => "refusal-missing-documents",
            Self::StillFaulty { .. } => "refusal-still-faulty",
            Self::UnknownDocument { .. } => "refusal-unknown-document",
            Self::UnknownFile => "refusal-unknown-file",
            Self::BadMark { .. } => "refusal-bad-mark",
            Self::FileAlreadyAttached => "refusal-file-already-attached",
            Self::TooManyFiles { .. } => "refusal-too-many-files",
            Self::BadReasons { .. } => "refusal-bad-reasons",
            Self::MissingElements => "refusal-missing-elements",
            Self::EmptyText => "refusal-empty-text",
            Self::TextTooLong { .. } => "refusal-text-too-long",
            Self::Duplicate { twin: Twin::OpenCase } => "refusal-duplicate-open",
            Self::Duplicate { twin: Twin::Recent } => "refusal-duplicate-recent",
            Self::Duplicate { twin: Twin::SamePhoto } => "refusal-duplicate-photo",
            Self::NoContact => "refusal-no-contact",
            Self::StockThere { .. } => "refusal-stock-there",
            Self::QueueAhead { .. } => "refusal-queue-ahead",
            Self::PrintUnderWay => "refusal-print-under-way",
            Self::NotPrinting => "refusal-not-printing",
            Self::NobodyToCall => "refusal-nobody-to-call",
            Self::NoLayer => "refusal-no-layer",
            Self::LayerIncomplete { parts } if parts.is_empty() => "refusal-layer-photo",
            Self::LayerIncomplete { .. } => "refusal-layer-incomplete",
            Self::NotInQueue => "refusal-not-in-queue",
            Self::NoJumpAsked => "refusal-no-jump-asked",
            Self::OwnJump => "refusal-own-jump",
            Self::NotReady => "refusal-not-ready",
            Self::Gate(why) => why.key(),
            Self::SlotTaken => "refusal-slot-taken",
            Self::SlotNotOffered => "refusal-slot-not-offered",
            Self::NoAppointment => "refusal-no-appointment",
            Self::NotToday { .. } => "refusal-not-today",
            Self::DoorCheckMissing => "refusal-door-check-missing",
            Self::WaitingRoomFull { .. } => "refusal-waiting-room-full",
            Self::NothingChanges => "refusal-nothing-changes",
            Self::DayPassed => "refusal-day-passed",
            Self::ProofNeeded { .. } => "refusal-proof-needed",
            Self::Ledger { why, .. } => why.key(),
            Self::Chip { why } => why.key(),
            Self::Adoption { why } => why.key(),
        }
    }

    /// The values for the text's placeholders. Ids of roles, steps and documents are given as ids: the
    /// shell puts their names from the procedure. Instants are RFC 3339.
    pub fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Closed { closing, at } => {
                vec![("closing", Arg::Closing(*closing)), ("at", Arg::Instant(*at))]
            }
            Self::AlreadyVerified { by, at } => {
                vec![("name", Arg::Text(by.clone())), ("at", Arg::Instant(*at))]
            }
            Self::AlreadyPaused { waiting } => vec![("waiting", Arg::Waiting(*waiting))],
            Self::NotYourRole { needed } => vec![("role", Arg::Roles(vec![needed.clone()]))],
            Self::NotYourPower { needed } => vec![("role", Arg::Roles(needed.clone()))],
            Self::ClaimedByOther { name, since } => {
                vec![("name", Arg::Text(name.clone())), ("at", Arg::Instant(*since))]
            }
            Self::AlreadyDone { step, outcome, by, at } => vec![
                ("step", Arg::Step(step.clone())),
                ("outcome", Arg::Outcome(step.clone(), outcome.clone())),
                ("name", Arg::Text(by.clone())),
                ("at", Arg::Instant(*at)),
            ],
            Self::ElsewhereNow { step } | Self::SameOfficer { step } => {
                vec![("step", Arg::Step(step.clone()))]
            }
            Self::UnknownOutcome { outcome } => vec![("outcome", Arg::Text(outcome.to_string()))],
            Self::OtherBlangko { printed } => vec![("printed", Arg::Text(printed.clone()))],
            Self::MissingDocuments { documents } | Self::StillFaulty { documents } => {
                vec![("documents", Arg::Documents(documents.clone()))]
            }
            Self::UnknownDocument { document } | Self::BadMark { document } => {
                vec![("documents", Arg::Documents(vec![document.clone()]))]
            }
            Self::TextTooLong { max } | Self::TooManyFiles { max } => {
                vec![("max", Arg::Text(max.to_string()))]
            }
            Self::LayerIncomplete { parts } if !parts.is_empty() => {
                vec![("parts", Arg::Parts(parts.clone()))]
            }
            Self::StockThere { blanks } => vec![("blanks", Arg::Text(blanks.to_string()))],
            Self::NotToday { at } => vec![("at", Arg::Instant(*at))],
            Self::ProofNeeded { minutes } => vec![("minutes", Arg::Text(minutes.to_string()))],
            Self::Gate(why) => why.args(),
            Self::WaitingRoomFull { limit } => vec![("max", Arg::Text(limit.to_string()))],
            Self::QueueAhead { ahead } => vec![("ahead", Arg::Text(ahead.to_string()))],
            Self::Ledger { serial, why } => {
                let mut args = why.args();
                args.extend(serial.iter().map(|s| ("serial", Arg::Text(s.as_str().to_owned()))));
                args
            }
            Self::Chip { why } => why.args(),
            Self::Adoption { why } => why.args(),
            _ => Vec::new(),
        }
    }
}

/// A value for a placeholder of a refusal's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Instant(Timestamp),
    Roles(Vec<RoleId>),
    Step(StepId),
    Outcome(StepId, OutcomeId),
    Documents(Vec<DocumentId>),
    Closing(Closing),
    Waiting(Waiting),
    Standing(StandingKind),
    Parts(Vec<LayerPart>),
}

impl Guard {
    fn refusal_key(self) -> &'static str {
        match self {
            Self::DocumentsComplete => "refusal-guard-documents-complete",
            Self::PrintOrdered => "refusal-guard-print-ordered",
            Self::NothingPrinted => "refusal-guard-nothing-printed",
            Self::Printed => "refusal-guard-printed",
            Self::ChipBound => "refusal-guard-chip-bound",
            Self::InProduction => "refusal-guard-in-production",
            Self::Notified => "refusal-guard-notified",
            Self::OperatorProved => "refusal-proof-needed",
            Self::HolderVerified => "refusal-guard-holder-verified",
        }
    }
}

impl Field {
    fn refusal_key(self) -> &'static str {
        match self {
            Self::Blangko => "refusal-field-blangko",
            Self::Why => "refusal-field-why",
            Self::Faults => "refusal-field-faults",
            Self::Note => "refusal-field-note",
            Self::ReceivedBy => "refusal-field-received-by",
            Self::Surrendered => "refusal-field-surrendered",
            Self::Printer => "refusal-field-printer",
            Self::Card => "refusal-field-card",
            Self::Original => "refusal-field-original",
            Self::Pass => "refusal-field-pass",
            Self::Compared => "refusal-field-compared",
        }
    }
}
