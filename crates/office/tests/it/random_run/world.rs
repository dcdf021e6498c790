//! What nobody in the office does: time that passes, a network that loses, repeats and delays, a program that ends and
//! begins again. Drawn by chance.

use super::Run;
use crate::support::story::{OFFICE, cases};
use jiff::SignedDuration;
use office::cases::timers::{Due, VISITS, done};
use office::cases::{CaseError, Order, outbox};
use office::db::Write;
use procedure::{Actor, Command};
use rand::Rng;
use std::sync::Arc;

const LEASE: SignedDuration = SignedDuration::from_mins(1);
/// Rounds after which timers that fall due again and again have no end.
const ROUNDS: usize = 40;

impl Run {
    /// Whatever has fallen due, as the timekeeper does it.
    pub(super) async fn time_passes(&mut self) {
        for _ in 0..ROUNDS {
            let due = self.cases.due_timers(OFFICE, self.now).await.expect("read");
            if due.is_empty() {
                return;
            }
            for timer in due {
                self.fires(&timer).await;
            }
        }
        panic!("there is no end of timers");
    }

    async fn fires(&mut self, timer: &Due) {
        // Now and then two look at once, and the second comes with what the first has done.
        for _ in 0..1 + usize::from(self.rng.random_range(0..8) == 0) {
            if !self.cases.fire(OFFICE, timer, self.now).await.expect("fired") {
                assert_eq!(timer.kind, VISITS, "nobody set this timer");
                self.cases.visits(OFFICE).settle(&self.cases, self.now).await.expect("settled");
                self.cases.recount(OFFICE, self.now).await.expect("counted");
                self.db.write(Write::one(done(OFFICE, timer))).await.expect("written");
                self.read_all_again("the day's rules").await;
            }
        }
        if let Ok(ticket) = procedure::Ticket::parse(&timer.subject)
            && self.seen.contains_key(&ticket)
        {
            self.read_again(&ticket, &timer.kind).await;
        }
    }

    /// Letters go out: some arrive, some are lost on their way, some arrive and nobody hears of it.
    pub(super) async fn network(&mut self) {
        for letter in self.cases.take_letters(OFFICE, self.now, LEASE).await.expect("read") {
            let named = letter.letter.ticket.clone().zip(letter.letter.notice.clone());
            assert!(
                letter.letter.ticket.is_none() || named.is_some(),
                "a letter without a cause: {letter:?}"
            );
            if self.rng.random_range(0..6) == 0 {
                let later = self.now + SignedDuration::from_mins(self.rng.random_range(0..60));
                let back = outbox::put_back(OFFICE, &letter.id, later);
                self.db.write(Write::one(back)).await.expect("put back");
                continue;
            }
            *self.arrived.entry(letter.id.clone()).or_default() += 1;
            if self.rng.random_range(0..8) == 0 {
                // It arrived, and the answer to that was lost: it goes out again when its lease is over.
                self.crashes += 1;
                continue;
            }
            self.db.write(Write::one(outbox::remove(OFFICE, &letter.id))).await.expect("removed");
            let Some((ticket, notice)) = named else { continue };
            let command = match self.rng.random_range(0..5) {
                0 => Command::FailNotice { notice, why: "Tidak sampai".to_owned() },
                _ => Command::ConfirmNotice { notice },
            };
            // A status comes once, twice or never.
            for _ in 0..self.rng.random_range(0..3) {
                let order = Order::new(Some(ticket.clone()), Actor::System, self.now, command.clone());
                match self.cases.dispatch(OFFICE, order).await {
                    Ok(_) | Err(CaseError::Refused(_)) => {}
                    Err(other) => panic!("{command:?}: {other}"),
                }
            }
            self.read_again(&ticket, "a status").await;
        }
        let twice: usize = self.arrived.values().map(|times| times - 1).sum();
        assert!(twice <= self.crashes, "{twice} letters came twice, and {} answers were lost", self.crashes);
    }

    /// The program ends and begins again on the same file.
    pub(super) async fn begins_again(&mut self) {
        self.db = self.on.reopen().await;
        self.cases = cases(&self.db).with_tickets(Arc::clone(&self.new_tickets));
        self.stock = self.cases.stock(OFFICE);
    }
}
