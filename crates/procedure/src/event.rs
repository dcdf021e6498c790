//! What has happened to a case. The only thing of the core that is ever stored: a variant or field once
//! written stays readable for ever (`tests/it/golden.rs`). Add fields with `#[serde(default)]` only.

mod facts;
mod kinds;

pub use facts::{Applicant, ApplicantField, Consent, Fault, FileFacts, Grounds, Mark};
pub use kinds::{CallResult, Channel, Closing, Language, NoticeWay, PrintEnd, Trouble, Waiting};

use crate::appointment::{Cause, Level, Slot};
use crate::clock::{Call, ClockKind};
use crate::command::Actor;
use crate::handover::{Finger, FingerResult, Way};
use crate::ids::{
    CheckId, DocumentId, EscalationId, FileId, NoticeId, OutcomeId, PrinterId, RoleId, StationId, StepId,
    UserId,
};
use crate::layer::CardLayer;
use crate::refusal::{ChipRefusal, Refusal};
use crate::{Atr, Blangko, ChipUid, Nik, Ticket};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub body: EventBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventBody {
    Opened {
        procedure: String,
        version: String,
        channel: Channel,
        applicant: Applicant,
        grounds: Grounds,
        consent: Option<Consent>,
    },
    Amended {
        applicant: Applicant,
        grounds: Grounds,
        why: Option<String>,
    },
    /// The applicant's data were not right, and they asked that they be mended: as they are from now on.
    ApplicantCorrected {
        applicant: Applicant,
        why: String,
    },
    /// `document` is empty while nobody has said which page it is.
    DocumentAttached {
        facts: FileFacts,
        document: Option<DocumentId>,
    },
    DocumentFiled {
        file: FileId,
        document: DocumentId,
    },
    DocumentSetAside {
        file: FileId,
        why: String,
    },
    Submitted,
    /// After a return for correction.
    Resubmitted,
    Reminded,
    StepStarted {
        step: StepId,
        no: u32,
        role: RoleId,
        minutes: u32,
        due: Timestamp,
        /// When the whole case's time is used up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case_due: Option<Timestamp>,
    },
    Claimed {
        step: StepId,
    },
    Released {
        step: StepId,
    },
    Reassigned {
        step: StepId,
        to: UserId,
        to_name: String,
        why: String,
    },
    Accepted {
        step: StepId,
        outcome: OutcomeId,
        note: Option<String>,
    },
    Verified {
        step: StepId,
        outcome: OutcomeId,
        note: Option<String>,
    },
    Returned {
        step: StepId,
        outcome: OutcomeId,
        faults: Vec<Fault>,
        why: String,
        resume: StepId,
    },
    Rejected {
        step: StepId,
        outcome: OutcomeId,
        why: String,
    },
    /// Without a printer: a work order, carried out in another program. With one, the number of this event is
    /// the job's.
    PrintOrdered {
        step: StepId,
        outcome: OutcomeId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        printer: Option<PrinterId>,
    },
    /// What is to be printed on the blank.
    LayerPrepared {
        layer: CardLayer,
    },
    PrintCancelAsked {
        job: u64,
    },
    /// `impressions` is what the printer says it has completed; one is a card. `reasons` are its own words.
    PrintEnded {
        job: u64,
        end: PrintEnd,
        impressions: Option<u32>,
        reasons: Vec<String>,
    },
    /// The order came to nothing and used no blank, says an officer.
    PrintVoided {
        step: StepId,
        outcome: OutcomeId,
        why: String,
    },
    Printed {
        step: StepId,
        outcome: OutcomeId,
        blangko: Option<Blangko>,
    },
    Spoiled {
        step: StepId,
        outcome: OutcomeId,
        blangko: Option<Blangko>,
        why: String,
    },
    /// The card of this serial bears this chip, once and for all.
    ChipBound {
        step: StepId,
        station: StationId,
        blangko: Blangko,
        uid: ChipUid,
        atr: Atr,
    },
    /// A chip that was bound before was to be bound to this card.
    ChipRefused {
        step: StepId,
        station: StationId,
        blangko: Blangko,
        uid: ChipUid,
        bound_to: Ticket,
    },
    /// What came of looking into chips that were refused.
    ChipReviewed {
        why: String,
    },
    Activated {
        step: StepId,
        outcome: OutcomeId,
        note: Option<String>,
    },
    Notified {
        step: StepId,
        outcome: OutcomeId,
        way: NoticeWay,
    },
    NoticeConfirmed {
        notice: NoticeId,
    },
    NoticeFailed {
        notice: NoticeId,
        why: String,
    },
    /// Somebody telephoned about what the applicant had not been told.
    Called {
        result: CallResult,
        note: Option<String>,
    },
    /// The pass was shown to the officer who serves the case.
    /// With `of` it was that case's, of the same household, which serves this one too.
    PassShown {
        step: StepId,
        pass: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Ticket>,
    },
    /// What a certified reader says of the holder's finger; waived, with a reason and without a device.
    HolderFingerChecked {
        step: StepId,
        device: Option<String>,
        finger: Option<Finger>,
        attempt: u32,
        result: FingerResult,
        why: Option<String>,
    },
    /// The product left by courier, or for a nagari's office: through whom, and the number or name to ask by.
    Dispatched {
        step: StepId,
        way: Way,
        through: String,
        reference: String,
    },
    DispatchReturned {
        step: StepId,
        why: String,
    },
    /// `representative` is the NIK of who came for the holder; `without_pass` says why no pass was shown, `proof`
    /// how it is known that a product that was under way has arrived.
    HandedOver {
        step: StepId,
        outcome: OutcomeId,
        received_by: String,
        relation: String,
        surrendered: bool,
        #[serde(default, skip_serializing_if = "Way::is_counter")]
        way: Way,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<Nik>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        compared: Vec<CheckId>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        original: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        without_pass: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        photo: Option<FileId>,
    },
    /// Somebody told the office what they think of the service; what, stands elsewhere and without a name.
    SurveyAnswered,
    NotCollected {
        step: StepId,
        outcome: OutcomeId,
        note: Option<String>,
    },
    /// With `trouble` it is the printer that stands still, and the machine says so.
    Paused {
        waiting: Waiting,
        why: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trouble: Option<Trouble>,
    },
    Resumed {
        due: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case_due: Option<Timestamp>,
    },
    /// Somebody asks that it be printed before others who wait for blanks longer.
    JumpAsked {
        why: String,
    },
    JumpGranted,
    JumpDeclined {
        why: String,
    },
    AppointmentMade {
        slot: Slot,
    },
    AppointmentMoved {
        slot: Slot,
        cause: Cause,
    },
    AppointmentCancelled {
        cause: Cause,
    },
    AppointmentReminded {
        level: Level,
    },
    /// The questions before the visit were answered; which symptom it is, is nobody's business.
    Screened {
        clear: bool,
    },
    /// The visitor came, and passed these checks at the door.
    Arrived {
        level: Level,
        checks: Vec<CheckId>,
    },
    /// Nobody came. Whether another slot was given.
    Missed {
        slot: Slot,
        rebooked: bool,
    },
    /// Nobody has come for it, and the product lies in the safe.
    StoredInSafe,
    /// The office's calendar has changed, and the deadlines with it.
    DueMoved {
        due: Timestamp,
        case_due: Option<Timestamp>,
    },
    /// Most of the time until this deadline is used up.
    AtRisk {
        clock: ClockKind,
        step: StepId,
        due: Timestamp,
    },
    DeadlinePassed {
        step: StepId,
        due: Timestamp,
        #[serde(default, skip_serializing_if = "ClockKind::is_step")]
        clock: ClockKind,
    },
    /// Those who hold these roles are told of a clock that called, by this rule of the procedure.
    Escalated {
        escalation: EscalationId,
        clock: ClockKind,
        when: Call,
        step: StepId,
        due: Timestamp,
        to: Vec<RoleId>,
    },
    Withdrawn {
        why: Option<String>,
    },
    Reopened {
        why: String,
    },
    Closed {
        closing: Closing,
    },
    /// The period for which the files of a case that ended so are kept has run out.
    DocumentsDestroyed {
        class: Closing,
    },
    /// A remark for colleagues.
    Noted {
        text: String,
    },
    /// Free text from staff to the applicant.
    Written {
        text: String,
    },
}

impl EventBody {
    /// Why what was wanted did not happen, where the event is that it did not.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::ChipRefused { uid, bound_to, .. } => {
                let why = ChipRefusal::Known { uid: uid.clone(), ticket: bound_to.clone() };
                Some(Refusal::Chip { why })
            }
            _ => None,
        }
    }

    /// The step and outcome, where the event is an officer's recorded outcome.
    pub fn outcome(&self) -> Option<(&StepId, &OutcomeId)> {
        use EventBody as E;
        match self {
            E::Accepted { step, outcome, .. }
            | E::Verified { step, outcome, .. }
            | E::Returned { step, outcome, .. }
            | E::Rejected { step, outcome, .. }
            | E::PrintOrdered { step, outcome, .. }
            | E::PrintVoided { step, outcome, .. }
            | E::Printed { step, outcome, .. }
            | E::Spoiled { step, outcome, .. }
            | E::Activated { step, outcome, .. }
            | E::Notified { step, outcome, .. }
            | E::HandedOver { step, outcome, .. }
            | E::NotCollected { step, outcome, .. } => Some((step, outcome)),
            _ => None,
        }
    }
}
