//! Places given and taken by what happens to a case, and what the rules must know of the book before they decide.

use super::{agenda, read};
use crate::cases::CaseError;
use crate::db::{Db, Statement};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::appointment::{Agenda, Taken, VisitRules, free_place};
use procedure::{Actor, Case, Command, Diary, Event, EventBody, Procedure, Slot, Status, Ticket, evolve};

/// What was read of the book for one order.
#[derive(Debug)]
pub struct Asked {
    pub diary: Diary,
    taken: Taken,
    capacity: u32,
    room: u32,
    day: Timestamp,
    /// The number of changes of the rules that this was read under.
    turn: u64,
}

/// What a case's events write into the book, and what it must not share a commit with.
#[derive(Debug, Default)]
pub struct Seats {
    pub statements: Vec<Statement>,
    pub touches: Vec<String>,
}

/// The slot that an order asks for, and the instant from which another is looked for.
fn wanted(
    command: &Command,
    agenda: &Agenda<'_>,
    at: Timestamp,
) -> Option<(Option<Slot>, Option<Timestamp>)> {
    let day = SignedDuration::from_hours(24);
    match command {
        Command::Book { slot } => Some((Some(*slot), None)),
        Command::MoveAppointment { to, .. } => to.map(|slot| (Some(slot), None)),
        Command::MissAppointment { slot } => {
            let later = slot.from.saturating_add(day).unwrap_or(slot.from);
            // A machine that was off for days does not ask anybody to come at once.
            let half_a_day = at.saturating_add(day / 2).unwrap_or(at);
            Some((None, Some(later.max(half_a_day))))
        }
        Command::Screen { .. } => {
            let days = i64::from(agenda.settings.symptom_days);
            Some((None, at.saturating_add(SignedDuration::from_hours(24 * days)).ok()))
        }
        Command::RemindAppointment { .. } | Command::Arrive { .. } => Some((None, None)),
        _ => None,
    }
}

/// Reads the book where the rules will ask for it.
pub async fn asked(
    db: &Db,
    office: &str,
    p: &Procedure,
    (actor, at): (&Actor, Timestamp),
    command: &Command,
) -> Result<Option<Asked>, CaseError> {
    let default = VisitRules::default();
    let needed = agenda(p, &default).is_some_and(|a| wanted(command, &a, at).is_some());
    if !needed {
        return Ok(None);
    }
    let rules = read::rules(db, office).await?;
    let Some(agenda) = agenda(p, &rules) else { return Ok(None) };
    let Some((slot, after)) = wanted(command, &agenda, at) else { return Ok(None) };
    let days = SignedDuration::from_hours(24 * (i64::from(agenda.settings.days_ahead) + 2));
    let taken = match (slot, after) {
        (Some(slot), _) => read::taken(db, office, slot.from, slot.until).await?,
        (None, Some(after)) => {
            read::taken(db, office, after, after.saturating_add(days).unwrap_or(after)).await?
        }
        (None, None) => Taken::new(),
    };
    let offered = slot.is_some_and(|slot| match actor {
        Actor::Applicant { .. } => agenda.offers(slot, at, false),
        Actor::Officer { .. } => agenda.offers(slot, at, true),
        Actor::System => slot.from > at && agenda.has(slot),
    });
    let day = read::day_start(&p.calendar, agenda.day_of(at));
    let diary = Diary {
        level: rules.level,
        offered,
        free: slot.is_some_and(|slot| agenda.is_free(slot, &taken)),
        next: after.and_then(|after| agenda.next_free(after, &taken)),
        waiting: read::waiting(db, office, day).await?,
    };
    let room = agenda.settings.protocol(rules.level).map_or(0, |p| p.waiting_room);
    Ok(Some(Asked { diary, taken, capacity: agenda.capacity(), room, day, turn: rules.seq }))
}

/// What these events do to the book. A place that somebody else took meanwhile is a conflict: decided anew.
pub fn seats(
    office: &str,
    ticket: &Ticket,
    before: Option<&Case>,
    events: &[Event],
    asked: Option<&Asked>,
) -> Result<Seats, CaseError> {
    let mut seats = Seats::default();
    let Some(before) = before.filter(|_| !events.is_empty()) else { return Ok(seats) };
    let after = events.iter().fold(Some(before.clone()), evolve);
    let Some(after) = after else { return Ok(seats) };
    if before.appointment == after.appointment && before.status == after.status {
        return Ok(seats);
    }
    let (held, kept) = (before.expected().map(|a| a.slot), after.expected().map(|a| a.slot));
    seats.statements.extend(left(office, ticket, before, &after));
    if let Some(slot) = held.filter(|_| held != kept && !arrived(&after)) {
        seats.statements.push(given_up(office, ticket, slot, events));
    }
    if let Some(slot) = kept.filter(|_| held != kept) {
        let asked = asked.ok_or_else(unread)?;
        seats.statements.extend(asked.take(office, ticket, slot)?);
        seats.touches.push(format!("slot:{office}:{}", slot.from.as_millisecond()));
    }
    if !arrived(before) && arrived(&after) {
        let asked = asked.ok_or_else(unread)?;
        seats.statements.extend(asked.let_in(office, ticket, &after));
        seats.touches.push(format!("door:{office}"));
    }
    Ok(seats)
}

/// Who was in the office and is not any more: the case ended, or another appointment was made.
fn left(office: &str, ticket: &Ticket, before: &Case, after: &Case) -> Option<Statement> {
    let over = arrived(before) && (!arrived(after) || matches!(after.status, Status::Closed(_)));
    let sql = "UPDATE appointments SET standing = 'served'
        WHERE office = ?1 AND ticket = ?2 AND standing = 'arrived'";
    over.then(|| Statement::new(sql, params![office, ticket.as_str()]))
}

/// What becomes of a place that nobody sits in: it is missed, or served without having been at the door, or free for
/// others, as where the card was handed over before its time.
fn given_up(office: &str, ticket: &Ticket, slot: Slot, events: &[Event]) -> Statement {
    let happened = |wanted: fn(&EventBody) -> bool| events.iter().find(|e| wanted(&e.body));
    let handed = happened(|b| matches!(b, EventBody::HandedOver { .. }));
    let sql = if happened(|b| matches!(b, EventBody::Missed { .. })).is_some() {
        "UPDATE appointments SET standing = 'missed'
            WHERE office = ?1 AND ticket = ?2 AND standing = 'booked'"
    } else if handed.is_some_and(|e| slot.from <= e.at) {
        "UPDATE appointments SET standing = 'served'
            WHERE office = ?1 AND ticket = ?2 AND standing = 'booked'"
    } else {
        "DELETE FROM appointments WHERE office = ?1 AND ticket = ?2 AND standing = 'booked'"
    };
    Statement::new(sql, params![office, ticket.as_str()])
}

fn arrived(case: &Case) -> bool {
    case.appointment.as_ref().is_some_and(|a| a.arrived.is_some())
}

/// Nothing is given out that was not read before.
fn unread() -> CaseError {
    CaseError::Broken("a place of a book that was not read".to_owned())
}

/// The row at which bookings and changes take turns; there from the first of them on.
pub(super) fn first(office: &str) -> Statement {
    let sql = "INSERT INTO visit_turns (office, no) VALUES (?1, 0) ON CONFLICT (office) DO NOTHING";
    Statement::new(sql, params![office])
}

impl Asked {
    /// Holds the rules as they were read until the commit.
    fn under_these_rules(&self, office: &str) -> [Statement; 2] {
        let sql = "UPDATE visit_turns SET no = no WHERE office = ?1 AND no = ?2";
        [first(office), Statement::new(sql, params![office, self.turn]).must_change()]
    }

    fn take(&self, office: &str, ticket: &Ticket, slot: Slot) -> Result<Vec<Statement>, CaseError> {
        let taken = self.taken.get(&slot.from).cloned().unwrap_or_default();
        let start = ticket.as_str().bytes().fold(0u32, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into()));
        // The rules were told of a free place; none any more is the answer to another question.
        let place = free_place(&taken, self.capacity, start).ok_or(CaseError::Conflict)?;
        let sql = "INSERT INTO appointments (office, slot, place, ticket, slot_end, standing)
            SELECT ?1, ?2, ?3, ?4, ?5, 'booked'
            WHERE (SELECT count(*) FROM appointments WHERE office = ?1 AND slot = ?2) < ?6";
        let values = params![office, slot.from, place, ticket.as_str(), slot.until, self.capacity];
        let mut statements = self.under_these_rules(office).to_vec();
        statements.push(Statement::new(sql, values).must_change());
        Ok(statements)
    }

    fn let_in(&self, office: &str, ticket: &Ticket, after: &Case) -> Vec<Statement> {
        let at = after.appointment.as_ref().and_then(|a| a.arrived);
        let sql = "UPDATE appointments SET standing = 'arrived', arrived_at = ?3
            WHERE office = ?1 AND ticket = ?2 AND standing = 'booked'
            AND (SELECT count(*) FROM appointments
                WHERE office = ?1 AND slot >= ?4 AND standing = 'arrived') < ?5";
        let values = params![office, ticket.as_str(), at, self.day, self.room];
        let mut statements = self.under_these_rules(office).to_vec();
        statements.push(Statement::new(sql, values).must_change());
        statements
    }
}
