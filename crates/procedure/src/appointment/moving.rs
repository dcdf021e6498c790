//! Who must move when the office has fewer places than it gave out, and where to. Nobody is lost, nobody is put
//! earlier, and whoever came first stays first.

use super::{Agenda, Cause, Slot};
use crate::ticket::Ticket;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// An appointment that is to come, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub ticket: Ticket,
    pub slot: Slot,
    pub place: u32,
    /// They are here already, before their time: whatever is restricted, they stay.
    pub came: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub ticket: Ticket,
    pub from: Slot,
    /// None where no slot ahead has a place left.
    pub to: Option<Slot>,
    pub cause: Cause,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moves {
    /// Whoever gets another time, in the order of their present ones.
    pub moved: Vec<Move>,
    /// Whoever keeps their time, and stands under a number that is no more: the number they get.
    pub reseated: Vec<(Seat, u32)>,
}

impl Moves {
    /// How many find no place.
    pub fn unplaced(&self) -> usize {
        self.moved.iter().filter(|m| m.to.is_none()).count()
    }

    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.reseated.is_empty()
    }
}

/// What becomes of the appointments that are to come, under the rules as they now are.
pub fn moves(agenda: Agenda<'_>, seats: &[Seat], now: Timestamp) -> Moves {
    let mut ahead: Vec<&Seat> = seats.iter().filter(|s| s.slot.from > now).collect();
    let order = |s: &Seat| (s.slot, !s.came, s.place, s.ticket.clone());
    ahead.sort_by_key(|seat| order(seat));
    let mut slots: BTreeMap<Slot, Vec<&Seat>> = BTreeMap::new();
    for seat in ahead {
        slots.entry(seat.slot).or_default().push(seat);
    }
    let capacity = agenda.capacity();
    let (mut result, mut given, mut leave) = (Moves::default(), BTreeMap::new(), Vec::new());
    for (slot, seats) in slots {
        let closed = agenda.slots(agenda.day_of(slot.from)).is_empty();
        let room = if agenda.has(slot) { capacity } else { 0 };
        let here = seats.iter().filter(|s| s.came).count();
        let stay = usize::try_from(room).unwrap_or(usize::MAX).max(here).min(seats.len());
        let (kept, gone) = seats.split_at(stay);
        result.reseated.extend(reseated(kept, room));
        given.insert(slot.from, kept.len());
        let cause = if closed { Cause::DayClosed } else { Cause::Protocol };
        leave.extend(gone.iter().map(|seat| (*seat, cause)));
    }
    result.moved = placed(agenda, leave, given, now);
    result
}

/// Those whose number is too high get the lowest that nobody else in the slot has.
fn reseated(kept: &[&Seat], room: u32) -> Vec<(Seat, u32)> {
    let mut free = (0..room).filter(|p| !kept.iter().any(|s| s.place == *p));
    let high = kept.iter().filter(|s| s.place >= room && !s.came);
    high.filter_map(|seat| free.next().map(|place| ((*seat).clone(), place))).collect()
}

/// One walk through the slots ahead: each of these people in turn takes the first place that is left.
fn placed(
    agenda: Agenda<'_>,
    leave: Vec<(&Seat, Cause)>,
    mut given: BTreeMap<Timestamp, usize>,
    now: Timestamp,
) -> Vec<Move> {
    let (Some((first, _)), Some((last, _))) = (leave.first(), leave.last()) else { return Vec::new() };
    let earliest = agenda.earliest(now).max(first.slot.from);
    let day = agenda.day_of(earliest);
    let span = day.until(agenda.day_of(last.slot.from)).unwrap_or_default().get_days();
    let days = agenda.settings.days_ahead.saturating_add(u32::try_from(span).unwrap_or(0));
    let capacity = usize::try_from(agenda.capacity()).unwrap_or(usize::MAX);
    let mut slots = agenda.ahead(earliest, day, days).peekable();
    let mut found = Vec::new();
    for (seat, cause) in leave {
        let full = |slot: &Slot| given.get(&slot.from).copied().unwrap_or(0) >= capacity;
        while slots.next_if(|slot| slot.from < seat.slot.from || full(slot)).is_some() {}
        let to = slots.peek().copied();
        if let Some(slot) = to {
            *given.entry(slot.from).or_default() += 1;
        }
        found.push(Move { ticket: seat.ticket.clone(), from: seat.slot, to, cause });
    }
    found
}
