//! The rules of a service procedure, as values and functions. Pure: no async, no I/O, no clock and
//! no randomness live here; time and chance come in as arguments.
//!
//! The straight line: [`decide()`] turns a [`Request`] into [`Event`]s or a [`Refusal`], [`evolve`] folds
//! events into a [`Case`], [`react()`] says what the world should do about an event.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod adoption;
pub mod appointment;
pub mod blangko;
pub mod calendar;
pub mod case;
pub mod chip;
pub mod clock;
pub mod command;
pub mod decide;
pub mod definition;
pub mod event;
pub mod handover;
pub mod ids;
pub mod layer;
pub mod ledger;
pub mod loader;
pub mod measure;
pub mod nik;
pub mod nomor_kk;
pub mod phone;
pub mod react;
pub mod refusal;
pub mod sop;
pub mod survey;
pub mod ticket;
pub mod what_if;

pub use appointment::{Appointments, Cause, Diary, Level, Slot};
pub use blangko::Blangko;
pub use calendar::Calendar;
pub use case::{Case, Document, Flag, Status, evolve};
pub use chip::{Atr, BoundChip, Chip, ChipAlarm, ChipError, ChipUid, OnReader};
pub use clock::{Call, Clock, ClockKind};
pub use command::{Actor, Command, Form, Gate, OperatorAuth, PrintReport, Representative, Request, Twin};
pub use decide::decide;
pub use definition::{Act, Field, Guard, OnTwin, Procedure, Step, Text};
pub use event::{
    Applicant, ApplicantField, CallResult, Channel, Closing, Consent, Event, EventBody, Fault, FileFacts,
    Grounds, Language, Mark, PrintEnd, Trouble,
};
pub use handover::{Finger, FingerResult, Handover, Way};
pub use ids::{
    CheckId, ContactId, DocumentId, ElementId, EscalationId, FileId, KeyId, NoticeId, OutcomeId, PrinterId,
    ReasonId, RoleId, StationId, StepId, UserId,
};
pub use layer::{CardLayer, LayerPart};
pub use nik::Nik;
pub use nomor_kk::NomorKk;
pub use phone::Phone;
pub use react::{Effect, TimerKind, react};
pub use refusal::{AdoptionRefusal, ChipRefusal, GateRefusal, LedgerRefusal, Refusal};
pub use ticket::Ticket;
