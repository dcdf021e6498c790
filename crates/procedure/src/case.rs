//! A case as its events have made it. [`evolve`] never refuses, never reads the procedure and never
//! panics, whatever history it is given. A `Case` is never stored.

use crate::Blangko;
use crate::command::Actor;
use crate::event::{
    Applicant, Channel, Closing, Consent, Event, EventBody, Fault, FileFacts, Grounds, Waiting,
};
use crate::ids::{DocumentId, FileId, NoticeId, OutcomeId, RoleId, StepId, UserId};
use jiff::Timestamp;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub procedure: String,
    pub version: String,
    pub channel: Channel,
    pub applicant: Applicant,
    pub grounds: Grounds,
    pub consent: Option<Consent>,
    pub documents: Vec<Document>,
    pub status: Status,
    /// The step the case stands at; stays after closing, so that a reopened case knows where it was.
    pub step: Option<CurrentStep>,
    pub waiting: Option<Paused>,
    /// That it be printed before others who wait for blanks: asked for, or granted.
    pub jump: Option<Jump>,
    /// Its turn among those who wait for blanks has come; a card that fails is printed anew without waiting again.
    pub turn_came: bool,
    /// What the applicant must mend, and the step that goes on afterwards.
    pub correction: Option<Correction>,
    /// Every outcome recorded, oldest first.
    pub performed: Vec<Performed>,
    /// Who recommended it last, and when; a return undoes it.
    pub verified: Option<Verified>,
    pub production: Production,
    /// Blank cards this case has spoiled.
    pub spoiled: Vec<Blangko>,
    pub notified: bool,
    pub notices: BTreeMap<NoticeId, Flag>,
    pub opened_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// When a person last did something to the case.
    pub touched_at: Timestamp,
    pub reminded: bool,
    /// The number of events so far; the next event's number is one more.
    pub seq: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Open,
    Closed(Closing),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub facts: FileFacts,
    pub document: Option<DocumentId>,
    pub attached_at: Timestamp,
    /// Why it no longer counts.
    pub set_aside: Option<String>,
    /// When its bytes were destroyed; it counts no more then.
    pub destroyed: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentStep {
    pub id: StepId,
    pub no: u32,
    pub role: RoleId,
    pub minutes: u32,
    pub started: Timestamp,
    pub due: Timestamp,
    pub overdue: bool,
    pub claim: Option<Claim>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub user: UserId,
    pub name: String,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    pub waiting: Waiting,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    pub by: UserId,
    pub name: String,
    pub why: String,
    pub granted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub faults: Vec<Fault>,
    pub why: String,
    pub resume: StepId,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub name: String,
    pub at: Timestamp,
}

/// One outcome of one step, and who recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    pub step: StepId,
    pub outcome: OutcomeId,
    pub user: UserId,
    pub name: String,
    pub at: Timestamp,
}

/// How far the making of the product is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Production {
    #[default]
    None,
    Ordered,
    Printed(Option<Blangko>),
    Activated(Option<Blangko>),
}

/// What is known of a notice that the case owes its applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flag {
    Confirmed,
    Failed(String),
}

impl Case {
    /// The documents that count: attached, not set aside and not destroyed.
    pub fn standing(&self) -> impl Iterator<Item = &Document> {
        self.kept().filter(|d| d.set_aside.is_none())
    }
    /// The documents whose bytes there still are, those set aside included.
    pub fn kept(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|d| d.destroyed.is_none())
    }
    /// When documents of this case were last destroyed.
    pub fn destroyed_at(&self) -> Option<Timestamp> {
        self.documents.iter().filter_map(|d| d.destroyed).max()
    }
    pub fn file(&self, id: &FileId) -> Option<&Document> {
        self.documents.iter().find(|d| d.facts.file == *id)
    }
    pub fn has(&self, document: &DocumentId) -> bool {
        self.standing().any(|d| d.document.as_ref() == Some(document))
    }
    /// Faults that nothing attached since has answered.
    pub fn open_faults(&self) -> Vec<&Fault> {
        let Some(correction) = &self.correction else { return Vec::new() };
        let mended = |f: &&Fault| {
            self.standing()
                .any(|d| d.document.as_ref() == Some(&f.document) && d.attached_at >= correction.since)
        };
        correction.faults.iter().filter(|f| !mended(f)).collect()
    }
    /// Whether its applicant may still add documents and send it: a draft, or what was returned to them.
    pub fn takes_documents(&self) -> bool {
        self.status == Status::Draft || (self.status == Status::Open && self.correction.is_some())
    }
    /// Whether it stands in the print queue.
    pub fn waits_for_blanks(&self) -> bool {
        self.waiting.as_ref().is_some_and(|w| w.waiting == Waiting::Stock)
    }
    /// Whether it comes before those who wait longer.
    pub fn jumps(&self) -> bool {
        self.jump.as_ref().is_some_and(|j| j.granted)
    }
    pub fn blangko(&self) -> Option<&Blangko> {
        match &self.production {
            Production::Printed(b) | Production::Activated(b) => b.as_ref(),
            _ => None,
        }
    }
    /// The last outcome recorded at a step.
    pub fn last_performed(&self, step: &StepId) -> Option<&Performed> {
        self.performed.iter().rev().find(|p| p.step == *step)
    }
}

/// Folds one event into the case. An event that does not fit (none does that `decide` made) changes
/// nothing but the count.
pub fn evolve(case: Option<Case>, event: &Event) -> Option<Case> {
    let Some(mut case) = case else { return open(event) };
    case.seq += 1;
    apply(&mut case, event);
    Some(case)
}

fn open(event: &Event) -> Option<Case> {
    let EventBody::Opened { procedure, version, channel, applicant, grounds, consent } = &event.body else {
        return None;
    };
    Some(Case {
        procedure: procedure.clone(),
        version: version.clone(),
        channel: *channel,
        applicant: applicant.clone(),
        grounds: grounds.clone(),
        consent: consent.clone(),
        documents: Vec::new(),
        status: Status::Draft,
        step: None,
        waiting: None,
        jump: None,
        turn_came: false,
        correction: None,
        performed: Vec::new(),
        verified: None,
        production: Production::None,
        spoiled: Vec::new(),
        notified: false,
        notices: BTreeMap::new(),
        opened_at: event.at,
        submitted_at: None,
        closed_at: None,
        touched_at: event.at,
        reminded: false,
        seq: 1,
    })
}

fn apply(case: &mut Case, event: &Event) {
    use EventBody as E;
    if event.actor != Actor::System {
        case.touched_at = event.at;
        case.reminded = false;
    }
    record(case, event);
    match &event.body {
        E::Opened { .. } | E::Noted { .. } | E::Written { .. } => {}
        E::Amended { applicant, grounds, .. } => {
            case.applicant = applicant.clone();
            case.grounds = grounds.clone();
        }
        E::DocumentAttached { facts, document } => case.documents.push(Document {
            facts: facts.clone(),
            document: document.clone(),
            attached_at: event.at,
            set_aside: None,
            destroyed: None,
        }),
        E::DocumentFiled { file, document } => {
            with_file(case, file, |d| d.document = Some(document.clone()));
        }
        E::DocumentSetAside { file, why } => with_file(case, file, |d| d.set_aside = Some(why.clone())),
        E::Submitted => {
            case.status = Status::Open;
            case.submitted_at = Some(event.at);
        }
        E::Resubmitted => case.correction = None,
        E::Reminded => case.reminded = true,
        E::StepStarted { step, no, role, minutes, due } => {
            case.waiting = None;
            (case.jump, case.turn_came) = (None, false);
            case.step = Some(CurrentStep {
                id: step.clone(),
                no: *no,
                role: role.clone(),
                minutes: *minutes,
                started: event.at,
                due: *due,
                overdue: false,
                claim: None,
            });
        }
        E::Claimed { .. } => claim_by_actor(case, event),
        E::Released { .. } => with_step(case, |s| s.claim = None),
        E::Reassigned { to, to_name, .. } => {
            let claim = Claim { user: to.clone(), name: to_name.clone(), since: event.at };
            with_step(case, |s| s.claim = Some(claim));
        }
        E::Accepted { .. } | E::Rejected { .. } | E::NotCollected { .. } => {}
        E::Verified { .. } => case.verified = verified(event),
        E::Returned { faults, why, resume, .. } => {
            case.verified = None;
            case.correction = Some(Correction {
                faults: faults.clone(),
                why: why.clone(),
                resume: resume.clone(),
                since: event.at,
            });
            with_step(case, |s| s.claim = None);
        }
        E::PrintOrdered { .. } => {
            case.production = Production::Ordered;
            case.turn_came = true;
        }
        E::Printed { blangko, .. } => case.production = Production::Printed(blangko.clone()),
        E::Spoiled { blangko, .. } => {
            case.production = Production::None;
            // What was told to be ready is not ready any more.
            case.notified = false;
            case.spoiled.extend(blangko.clone());
        }
        E::Activated { .. } => {
            case.production = Production::Activated(case.blangko().cloned());
        }
        E::Notified { .. } => case.notified = true,
        E::NoticeConfirmed { notice } => {
            case.notices.insert(notice.clone(), Flag::Confirmed);
        }
        E::NoticeFailed { notice, why } => {
            case.notices.insert(notice.clone(), Flag::Failed(why.clone()));
        }
        E::HandedOver { .. } => case.waiting = None,
        E::Paused { waiting, .. } => {
            case.waiting = Some(Paused { waiting: *waiting, since: event.at });
        }
        E::Resumed { due } => {
            let stood_for_blanks = case.waits_for_blanks();
            case.turn_came |= stood_for_blanks;
            (case.waiting, case.jump) = (None, None);
            with_step(case, |s| s.due = *due);
        }
        E::JumpAsked { why } => case.jump = asked_jump(event, why),
        E::JumpGranted => {
            if let Some(jump) = &mut case.jump {
                jump.granted = true;
            }
        }
        E::JumpDeclined { .. } => case.jump = None,
        E::DeadlinePassed { .. } => with_step(case, |s| s.overdue = true),
        E::Withdrawn { .. } => {}
        E::Reopened { .. } => {
            case.status = Status::Open;
            case.closed_at = None;
            case.correction = None;
        }
        E::Closed { closing } => {
            case.status = Status::Closed(*closing);
            case.closed_at = Some(event.at);
            (case.waiting, case.jump) = (None, None);
            case.correction = None;
            with_step(case, |s| s.claim = None);
        }
        E::DocumentsDestroyed { .. } => {
            for document in &mut case.documents {
                document.destroyed.get_or_insert(event.at);
            }
        }
    }
}

/// Keeps who recorded which outcome of which step, for separation of duties.
fn record(case: &mut Case, event: &Event) {
    if let (Some((step, outcome)), Actor::Officer { user, name, .. }) = (event.body.outcome(), &event.actor) {
        case.performed.push(Performed {
            step: step.clone(),
            outcome: outcome.clone(),
            user: user.clone(),
            name: name.clone(),
            at: event.at,
        });
    }
}

fn verified(event: &Event) -> Option<Verified> {
    match &event.actor {
        Actor::Officer { name, .. } => Some(Verified { name: name.clone(), at: event.at }),
        _ => None,
    }
}

fn asked_jump(event: &Event, why: &str) -> Option<Jump> {
    match &event.actor {
        Actor::Officer { user, name, .. } => {
            Some(Jump { by: user.clone(), name: name.clone(), why: why.to_owned(), granted: false })
        }
        _ => None,
    }
}

fn claim_by_actor(case: &mut Case, event: &Event) {
    if let Actor::Officer { user, name, .. } = &event.actor {
        let claim = Claim { user: user.clone(), name: name.clone(), since: event.at };
        with_step(case, |s| s.claim = Some(claim));
    }
}

fn with_step(case: &mut Case, change: impl FnOnce(&mut CurrentStep)) {
    if let Some(step) = &mut case.step {
        change(step);
    }
}

fn with_file(case: &mut Case, file: &FileId, change: impl FnOnce(&mut Document)) {
    if let Some(document) = case.documents.iter_mut().find(|d| d.facts.file == *file) {
        change(document);
    }
}

impl EventBody {
    /// The step and outcome, where the event is an officer's recorded outcome.
    pub fn outcome(&self) -> Option<(&StepId, &OutcomeId)> {
        use EventBody as E;
        match self {
            E::Accepted { step, outcome, .. }
            | E::Verified { step, outcome, .. }
            | E::Returned { step, outcome, .. }
            | E::Rejected { step, outcome, .. }
            | E::PrintOrdered { step, outcome }
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
