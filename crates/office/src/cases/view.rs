//! The row that screens read, made anew from the case after each decision, and the words a case is
//! found by. Nothing here decides anything.

use super::{Story, timers};
use crate::db::{Blind, Covered, DbError, Row, Statement, Value};
use crate::params;
use crate::permissions::Standing;
use crate::reads;
use jiff::Timestamp;
use procedure::case::Claim;
use procedure::event::Waiting;
use procedure::{Case, EventBody, Status, Ticket};

/// One line of an inbox, a search result or the tracking page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub ticket: Ticket,
    /// `draft`, `open`, or how it ended: `handed_over`, `rejected`, `withdrawn`, `not_collected`.
    pub status: String,
    /// The step it stands at; empty for drafts and closed cases.
    pub lane: String,
    /// `work`, `applicant`, `stock` or `equipment`: who or what it waits for.
    pub turn: String,
    pub due_at: Timestamp,
    pub minutes: u32,
    /// When the whole case's time is used up, where it has a clock.
    pub case_due_at: Option<Timestamp>,
    pub claimed_by: Option<String>,
    pub claimed_name: Option<String>,
    pub name: String,
    pub nik: String,
    pub phone: String,
    pub contact: String,
    /// Ids of reasons, separated by commas.
    pub reasons: String,
    pub channel: String,
    pub opened_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub procedure: String,
    pub version: String,
}

impl Summary {
    /// What the table of permissions asks of it.
    pub fn standing(&self) -> Standing<'_> {
        Standing { status: &self.status, lane: &self.lane }
    }
}

/// The columns of a [`Summary`], in its order.
macro_rules! columns {
    () => {
        "ticket, status, lane, turn, due_at, minutes, claimed_by, claimed_name, name, nik, phone, contact, \
         reasons, channel, opened_at, submitted_at, closed_at, updated_at, procedure, version, case_due_at"
    };
}
pub(super) use columns;

impl Summary {
    pub(super) fn read(row: &Row) -> Result<Self, DbError> {
        let ticket = Ticket::parse(&row.text(0)?).map_err(|e| DbError::Broken(e.to_string()))?;
        reads::seen(ticket.as_str());
        Ok(Self {
            ticket,
            status: row.text(1)?,
            lane: row.text(2)?,
            turn: row.text(3)?,
            due_at: row.instant(4)?,
            minutes: u32::try_from(row.int(5)?).unwrap_or(0),
            claimed_by: row.opt_text(6)?,
            claimed_name: row.opt_text(7)?,
            name: row.text(8)?,
            nik: row.text(9)?,
            phone: row.text(10)?,
            contact: row.text(11)?,
            reasons: row.text(12)?,
            channel: row.text(13)?,
            opened_at: row.instant(14)?,
            submitted_at: row.opt_instant(15)?,
            closed_at: row.opt_instant(16)?,
            updated_at: row.instant(17)?,
            procedure: row.text(18)?,
            version: row.text(19)?,
            case_due_at: Some(row.instant(20)?).filter(|at| *at != Timestamp::UNIX_EPOCH),
        })
    }
}

/// A draft that ended was never sent to the office: nothing of it is kept.
pub(super) fn is_purged(case: &Case) -> bool {
    matches!(case.status, Status::Closed(_)) && case.submitted_at.is_none()
}

/// Destroys the key of a draft's events and deletes every other row of it, notices that nobody has sent yet included;
/// its files are deleted by a timer. What is left of it nobody can read.
pub(super) fn purge(office: &str, ticket: &Ticket, case: &Case, at: Timestamp) -> Vec<Statement> {
    let files: Vec<_> = case.documents.iter().map(|d| d.facts.file.as_str()).collect();
    let row = |sql| Statement::new(sql, params![office, ticket.as_str()]);
    vec![
        super::log::destroy_key(office, ticket),
        row("DELETE FROM cases WHERE office = ?1 AND ticket = ?2"),
        row("DELETE FROM case_terms WHERE office = ?1 AND ticket = ?2"),
        row("DELETE FROM outbox WHERE office = ?1 AND ticket = ?2 AND notice IS NOT NULL"),
        super::twins::forget(office, ticket),
        super::readings::forget(office, ticket),
        timers::clear(office, ticket),
        timers::set(office, ticket.as_str(), timers::FILES, at, &files.join(",")),
    ]
}

pub(super) fn refresh(story: &Story<'_>, case: &Case) -> Vec<Statement> {
    let mut statements = vec![row(story, case)];
    use EventBody as E;
    let renamed = |b: &E| matches!(b, E::Opened { .. } | E::Amended { .. } | E::ApplicantCorrected { .. });
    if story.events.iter().any(|e| renamed(&e.body)) {
        statements.extend(terms(story, case));
    }
    for event in story.events {
        if let EventBody::DocumentAttached { facts, .. } = &event.body {
            statements.extend(super::twins::rows(story.office, story.ticket, facts));
            statements.push(super::readings::row(story.office, story.ticket, facts, event.at));
        }
    }
    if matches!(case.status, Status::Closed(_)) {
        statements.push(timers::clear(story.office, story.ticket));
    } else if story.events.iter().any(|e| e.body == EventBody::Submitted) {
        statements.push(timers::clear_draft(story.office, story.ticket));
    }
    statements
}

const INSERT: &str = "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at,
        minutes, claimed_by, claimed_name, name, nik, phone, contact, reasons, channel, opened_at, submitted_at,
        closed_at, updated_at, kept, precedence, jump_asked, call_at, case_due_at, calendar)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
        ?23, ?24, ?25, ?26, ?27, ?28)";

/// Of the case as it was decided upon, and of no other: a draft that was purged meanwhile stays away.
const UPDATE: &str =
    "UPDATE cases SET seq = ?3, procedure = ?4, version = ?5, status = ?6, lane = ?7, turn = ?8,
        due_at = ?9, minutes = ?10, claimed_by = ?11, claimed_name = ?12, name = ?13, nik = ?14, phone = ?15,
        contact = ?16, reasons = ?17, channel = ?18, opened_at = ?19, submitted_at = ?20, closed_at = ?21,
        updated_at = ?22, kept = ?23, precedence = ?24, jump_asked = ?25, call_at = ?26,
        case_due_at = ?27, calendar = COALESCE(?28, calendar)
    WHERE office = ?1 AND ticket = ?2 AND seq = ?29";

fn row(story: &Story<'_>, case: &Case) -> Statement {
    let updated = story.events.last().map_or(case.opened_at, |e| e.at);
    let standing = case.step.as_ref().filter(|_| case.status == Status::Open);
    let claim = standing.and_then(|s| s.claim.as_ref());
    let user = |c: &Claim| c.user.as_str().to_owned();
    let a = &case.applicant;
    let mut values = params![
        story.office,
        story.ticket.as_str(),
        case.seq,
        &case.procedure,
        &case.version,
        status(case),
        standing.map_or("", |s| s.id.as_str()),
        standing.map_or("", |_| turn(case)),
        standing.map_or(case.opened_at, |s| s.clock.due),
        standing.map_or(0, |s| s.minutes),
        claim.map(user),
        claim.map(|c| c.name.clone()),
        Covered(&a.name),
        Covered(a.nik.as_str()),
        Covered(a.phone.as_ref().map_or("", |p| p.as_str())),
        a.contact.as_ref().map_or("", |c| c.as_str()),
        case.grounds.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(","),
        word(&case.channel),
        case.opened_at,
        case.submitted_at,
        case.closed_at,
        updated,
        case.kept().count(),
        super::queue::precedence(case),
        case.jump.as_ref().is_some_and(|j| !j.granted),
        case.call_at().map_or(0, |at| at.as_millisecond()),
        standing.and(case.clock.as_ref()).map_or(0, |c| c.due.as_millisecond()),
    ];
    let Some(before) = story.before else {
        values.push(story.calendar.into());
        return Statement::new(INSERT, values);
    };
    let counted = story.events.iter().any(|e| counts_time(&e.body));
    values.push(counted.then(|| story.calendar.to_owned()).into());
    values.push(before.seq.into());
    Statement::new(UPDATE, values).must_change()
}

/// Whether its deadlines were counted by the calendar as it is now.
fn counts_time(body: &EventBody) -> bool {
    matches!(body, EventBody::StepStarted { .. } | EventBody::Resumed { .. } | EventBody::DueMoved { .. })
}

fn status(case: &Case) -> String {
    match case.status {
        Status::Draft => "draft".to_owned(),
        Status::Open => "open".to_owned(),
        Status::Closed(closing) => word(&closing),
    }
}

fn turn(case: &Case) -> &'static str {
    match case.waiting.as_ref().map(|w| w.waiting) {
        None => "work",
        Some(Waiting::Applicant) => "applicant",
        Some(Waiting::Stock) => "stock",
        Some(Waiting::Equipment) => "equipment",
    }
}

/// A unit variant as the events write it.
pub fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn terms(story: &Story<'_>, case: &Case) -> Vec<Statement> {
    let delete = "DELETE FROM case_terms WHERE office = ?1 AND ticket = ?2";
    let mut statements = vec![Statement::new(delete, params![story.office, story.ticket.as_str()])];
    let insert = "INSERT INTO case_terms (office, term, ticket) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    let a = &case.applicant;
    let numbers =
        [Some(a.nik.as_str()), a.nomor_kk.as_ref().map(|n| n.as_str()), a.phone.as_ref().map(|p| p.as_str())];
    let marks = numbers.into_iter().flatten().map(|number| Value::from(Blind(number)));
    let words = super::search::words(&a.name).into_iter().map(Value::from);
    let terms = marks.chain(words).chain([Value::from(super::search::folded(story.ticket.as_str()))]);
    statements.extend(terms.map(|t| Statement::new(insert, params![story.office, t, story.ticket.as_str()])));
    statements
}
