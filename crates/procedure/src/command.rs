//! What somebody wants to do to a case, who they are and when. Imperative; nothing here is stored.

use crate::Ticket;
use crate::appointment::{Cause, Diary, Slot};
use crate::chip::OnReader;
use crate::clock::ClockKind;
use crate::event::Fault;
use crate::event::{
    Applicant, CallResult, Channel, Closing, Consent, FileFacts, Grounds, PrintEnd, Trouble, Waiting,
};
use crate::handover::{Finger, FingerResult, Way};
use crate::ids::{
    CheckId, ContactId, DocumentId, FileId, KeyId, NoticeId, OutcomeId, PrinterId, RoleId, StationId, StepId,
    UserId,
};
use crate::layer::LayerPart;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who acts. The shell says so, after it has made sure; `roles` are those held at that instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    Applicant {
        contact: ContactId,
    },
    Officer {
        user: UserId,
        name: String,
        roles: Vec<RoleId>,
        /// How they proved not long ago that it is them; none where they have not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator_auth: Option<OperatorAuth>,
    },
    /// Timers, delivery statuses, devices.
    System,
}

impl Actor {
    /// The same officer, having proved who they are; nobody else can.
    pub fn proved(mut self, auth: OperatorAuth) -> Self {
        if let Self::Officer { operator_auth, .. } = &mut self {
            *operator_auth = Some(auth);
        }
        self
    }
}

/// That an officer has proved with their own security key, and with finger or PIN, that it is them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorAuth {
    pub at: Timestamp,
    /// The security key they proved it with.
    pub key: KeyId,
}

/// What an officer filled in. Raw, as typed: `decide` parses it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    pub blangko: Option<String>,
    pub why: Option<String>,
    pub faults: Vec<Fault>,
    pub note: Option<String>,
    pub received_by: Option<String>,
    pub relation: Option<String>,
    pub surrendered: bool,
    /// The printer that prints the card; none where another program does.
    pub printer: Option<PrinterId>,
    pub gate: Gate,
}

/// What is filled in at the gate, where the product is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// Who came for the holder; none where the holder came themself.
    pub representative: Option<Representative>,
    /// What was compared with the file.
    pub compared: Vec<CheckId>,
    /// The original of a letter was seen.
    pub original: bool,
    /// Why no pass was shown.
    pub without_pass: Option<String>,
    /// How it is known that it arrived, where it was under way: in words, by a photo, or both.
    pub proof: Option<String>,
    pub photo: Option<Box<FileFacts>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Representative {
    pub nik: String,
    /// The power of attorney (F-1.07) was seen.
    pub power_of_attorney: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Opens a draft.
    Open {
        channel: Channel,
        applicant: Applicant,
        grounds: Grounds,
        consent: Option<Consent>,
    },
    Amend {
        applicant: Applicant,
        grounds: Grounds,
        why: Option<String>,
    },
    /// What the applicant's data should have been all along, as they asked: what was told of who they are until it is
    /// verified, how to reach them at any time.
    CorrectApplicant {
        applicant: Applicant,
        why: String,
    },
    Attach {
        facts: FileFacts,
        document: Option<DocumentId>,
    },
    /// Says which document a file without a name is.
    File {
        file: FileId,
        document: DocumentId,
    },
    SetAside {
        file: FileId,
        why: String,
    },
    /// The draft is complete, or what was at fault is mended.
    Submit,
    Claim,
    Release,
    Reassign {
        to: UserId,
        to_name: String,
        to_roles: Vec<RoleId>,
        why: String,
    },
    /// Records an outcome of the step the officer has before them.
    Decide {
        step: StepId,
        outcome: OutcomeId,
        form: Form,
    },
    /// The clock stops for want of stock or equipment.
    Pause {
        waiting: Waiting,
        why: String,
    },
    Resume,
    /// What is to be printed on the blank; a photo that was given before stays where none comes along.
    PrepareLayer {
        parts: BTreeMap<LayerPart, String>,
        photo: Option<FileFacts>,
    },
    /// The print job that is under way is not wanted any more.
    CancelPrint,
    /// What the printer says of a job.
    ReportPrint {
        job: u64,
        report: PrintReport,
    },
    /// The chip on this station's reader is that of the printed card, whose serial was typed anew. `seen` is the UID
    /// that the officer was shown.
    BindChip {
        station: StationId,
        serial: String,
        seen: String,
    },
    /// What came of looking into chips that were bound before.
    ReviewChip {
        why: String,
    },
    /// To be printed before others who wait for blanks longer.
    AskJump {
        why: String,
    },
    GrantJump,
    DeclineJump {
        why: String,
    },
    /// An appointment at this slot, or this slot instead of another.
    Book {
        slot: Slot,
    },
    CancelAppointment,
    /// The office moves an appointment, or calls it off where there is no place.
    MoveAppointment {
        from: Slot,
        to: Option<Slot>,
        cause: Cause,
    },
    /// Reminds of an appointment, if it still stands.
    RemindAppointment {
        slot: Slot,
    },
    /// Answers the questions before the visit: no symptom, or some.
    Screen {
        clear: bool,
    },
    /// The visitor stands at the door, and these checks are passed.
    Arrive {
        checks: Vec<CheckId>,
    },
    /// Records that nobody came, if nobody did.
    MissAppointment {
        slot: Slot,
    },
    /// The product goes to the safe, if nobody has an appointment for it.
    StoreInSafe,
    /// The pass with this number was shown at the counter.
    ShowPass {
        pass: u64,
    },
    /// The pass of this other case was shown, and serves its household.
    ShowHouseholdPass {
        of: Ticket,
    },
    /// What the certified reader says of the holder's finger.
    CheckFinger {
        device: String,
        finger: Option<Finger>,
        result: FingerResult,
        why: String,
    },
    /// The product leaves by courier or for a nagari's office; `card` is the serial of the card in hand.
    Dispatch {
        way: Way,
        through: String,
        reference: String,
        card: String,
    },
    /// It came back.
    ReturnDispatch {
        why: String,
    },
    /// The survey of this case was answered.
    AnswerSurvey,
    Withdraw {
        why: Option<String>,
    },
    Reopen {
        why: String,
    },
    Note {
        text: String,
    },
    Write {
        text: String,
    },
    ConfirmNotice {
        notice: NoticeId,
    },
    FailNotice {
        notice: NoticeId,
        why: String,
    },
    /// What came of a telephone call about what the applicant had not been told.
    RecordCall {
        result: CallResult,
        note: Option<String>,
    },
    /// Time has passed on the way to this deadline, or beyond it.
    PassTime {
        clock: ClockKind,
        due: Timestamp,
    },
    /// The office's calendar has changed.
    ApplyCalendar,
    /// The files of a case that ended so, and before then, are to go.
    DestroyDocuments {
        class: Closing,
        closed_before: Timestamp,
    },
    /// Reminds of a draft, or lets it expire, if nobody has touched it for long enough.
    TendDraft,
}

/// What a printer says of a job of ours, or its silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintReport {
    Troubled(Trouble),
    /// It goes on, or nothing is in its way.
    Well,
    Ended {
        end: PrintEnd,
        impressions: Option<u32>,
        reasons: Vec<String>,
    },
}

/// How another case resembles this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Twin {
    /// The same NIK has another request that goes on.
    OpenCase,
    /// The same NIK was given a product not long ago.
    Recent,
    /// The same photo stands in a case of another NIK.
    SamePhoto,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub actor: Actor,
    pub at: Timestamp,
    pub command: Command,
    /// What the shell found of other cases; asked for where the procedure refuses any of it.
    pub twins: Vec<Twin>,
    /// Blanks that the ledger has, in the store and in hands; asked for where a case may have to wait for some.
    pub stock: Option<u64>,
    /// Cases that wait for blanks at the same step and whose turn comes first; asked for where one is to be printed.
    pub ahead: u64,
    /// What the book of appointments says; asked for where a command needs it.
    pub diary: Option<Diary>,
    /// What lies on a station's reader; asked for where a chip is to be bound.
    pub on_reader: Option<OnReader>,
    /// Whether the other case's pass serves this one; asked for where one is shown for it.
    pub household: bool,
}

impl Request {
    pub fn new(actor: Actor, at: Timestamp, command: Command) -> Self {
        Self {
            actor,
            at,
            command,
            twins: Vec::new(),
            stock: None,
            ahead: 0,
            diary: None,
            on_reader: None,
            household: false,
        }
    }
}
