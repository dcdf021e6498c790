//! Whatever residents and the office want of the book of appointments, no slot is ever overbooked, and nobody is lost.

use super::agenda;
use crate::support::{kk, ktp, monday_at_eight};
use jiff::{SignedDuration, Span, Timestamp};
use procedure::appointment::{Seat, Taken, VisitRules, free_place, moves};
use procedure::{Level, Procedure, Slot, Ticket};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
enum Wish {
    Book { who: u64, which: usize, start: u32 },
    Cancel { who: u64 },
    SetLevel { level: Level },
    CloseDay { ahead: i64 },
    OpenDay { ahead: i64 },
    Wait { minutes: i64 },
}

fn wish() -> impl Strategy<Value = Wish> {
    // Few slots and many people, so that they want the same ones.
    prop_oneof![
        12 => (0u64..60, 0usize..12, any::<u32>()).prop_map(|(who, which, start)| Wish::Book { who, which, start }),
        2 => (0u64..60).prop_map(|who| Wish::Cancel { who }),
        2 => prop::sample::select(Level::ALL.to_vec()).prop_map(|level| Wish::SetLevel { level }),
        1 => (0i64..6).prop_map(|ahead| Wish::CloseDay { ahead }),
        1 => (0i64..6).prop_map(|ahead| Wish::OpenDay { ahead }),
        1 => (0i64..300).prop_map(|minutes| Wish::Wait { minutes }),
    ]
}

struct Book {
    p: &'static Procedure,
    rules: VisitRules,
    now: Timestamp,
    seats: BTreeMap<Ticket, (Slot, u32)>,
}

impl Book {
    fn taken(&self) -> Taken {
        let mut taken = Taken::new();
        for (slot, place) in self.seats.values() {
            assert!(taken.entry(slot.from).or_default().insert(*place), "two people have one place");
        }
        taken
    }

    fn carry_out(&mut self, wish: &Wish) {
        let day = |ahead: i64| agenda(self.p, &self.rules).day_of(self.now) + Span::new().days(ahead);
        match wish {
            Wish::Book { who, which, start } => self.book(*who, *which, *start),
            Wish::Cancel { who } => {
                self.seats.remove(&Ticket::from_random(*who));
            }
            Wish::SetLevel { level } => {
                self.rules.level = *level;
                self.settle();
            }
            Wish::CloseDay { ahead } => {
                let day = day(*ahead);
                self.rules.closed.insert(day);
                self.settle();
            }
            Wish::OpenDay { ahead } => {
                let day = day(*ahead);
                self.rules.closed.remove(&day);
                self.settle();
            }
            Wish::Wait { minutes } => self.now += SignedDuration::from_mins(*minutes),
        }
    }

    fn book(&mut self, who: u64, which: usize, start: u32) {
        let rules = self.rules.clone();
        let agenda = agenda(self.p, &rules);
        let Some(slot) = agenda.offered(self.now).nth(which) else { return };
        let taken = self.taken().remove(&slot.from).unwrap_or_default();
        if let Some(place) = free_place(&taken, agenda.capacity(), start) {
            self.seats.insert(Ticket::from_random(who), (slot, place));
        }
    }

    /// As the office does after its rules changed.
    fn settle(&mut self) {
        let rules = self.rules.clone();
        let agenda = agenda(self.p, &rules);
        let seat = |(ticket, (slot, place)): (&Ticket, &(Slot, u32))| Seat {
            ticket: ticket.clone(),
            slot: *slot,
            place: *place,
            came: false,
        };
        let before: Vec<Seat> = self.seats.iter().map(seat).collect();
        let plan = moves(agenda, &before, self.now);
        assert!(plan.moved.is_sorted_by_key(|m| m.from), "out of order");
        let placed: Vec<_> = plan.moved.iter().filter_map(|m| m.to).collect();
        assert!(placed.is_sorted(), "who came first does not stay first");
        for (seat, place) in &plan.reseated {
            self.seats.insert(seat.ticket.clone(), (seat.slot, *place));
        }
        for leaving in &plan.moved {
            assert!(leaving.to.is_none_or(|to| to > leaving.from), "put earlier");
            self.seats.remove(&leaving.ticket);
        }
        for arriving in &plan.moved {
            let Some(to) = arriving.to else { continue };
            let taken = self.taken().remove(&to.from).unwrap_or_default();
            let place = free_place(&taken, agenda.capacity(), 0).expect("a place where the plan says so");
            self.seats.insert(arriving.ticket.clone(), (to, place));
        }
        let lost = before.iter().filter(|s| !self.seats.contains_key(&s.ticket)).count();
        assert_eq!(lost, plan.unplaced(), "somebody is neither placed nor named");
    }

    fn is_never_overbooked(&self) {
        let agenda = agenda(self.p, &self.rules);
        let taken: BTreeMap<Slot, BTreeSet<u32>> =
            self.seats.values().fold(BTreeMap::new(), |mut all, (slot, place)| {
                assert!(
                    all.entry(*slot).or_insert_with(BTreeSet::new).insert(*place),
                    "one place, two people"
                );
                all
            });
        for (slot, places) in taken.iter().filter(|(slot, _)| slot.from > self.now) {
            let capacity = agenda.capacity();
            assert!(places.iter().all(|p| *p < capacity), "{places:?} of {capacity} at {slot:?}");
            assert!(agenda.has(*slot), "{slot:?} is no slot of the office");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_booked_cancelled_closed_or_restricted_no_slot_is_overbooked_and_nobody_is_lost(
        p in prop_oneof![Just(ktp()), Just(kk())], wishes in prop::collection::vec(wish(), 1..150),
    ) {
        let mut book = Book { p, rules: VisitRules::default(), now: monday_at_eight(), seats: BTreeMap::new() };
        for wish in &wishes {
            book.carry_out(wish);
            book.is_never_overbooked();
        }
    }
}
