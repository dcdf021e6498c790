//! What must always hold, whatever was drawn: of the case that was touched, and of everything. Draws nothing.

use super::Run;
use crate::support::story::OFFICE;
use office::params;
use procedure::ledger::{StandingKind, evolve};
use procedure::{Act, Actor, Case, Procedure, Status, Ticket};
use std::collections::BTreeSet;

impl Run {
    /// What must hold of a case after somebody wanted something of it.
    pub(super) async fn holds(&mut self, ticket: &Ticket, before: Option<Case>, told: &str) {
        let loaded = self.cases.load(OFFICE, ticket).await.expect("read").expect("no case vanishes");
        let (case, p) = (&loaded.case, &loaded.procedure);
        assert_eq!(case.seq, loaded.events.len() as u64, "{told}: it forked");
        assert!(self.seen.insert(ticket.clone(), case.seq).is_none_or(|seq| seq <= case.seq), "{told}");
        let known = before.as_ref().map_or(0, |c| usize::try_from(c.seq).expect("few"));
        for event in loaded.events.iter().skip(known) {
            let word = serde_json::to_value(&event.body).expect("JSON")["event"].to_string();
            self.met.insert(word);
            if let (Some((step, _)), Actor::Officer { roles, .. }) = (event.body.outcome(), &event.actor) {
                assert!(roles.contains(&p.step(step).expect("a step").role), "{told}: without the role");
            }
        }
        let did = |acts: &[Act]| doers(p, case, acts);
        let verified = did(&[Act::Recommend]);
        let printed = did(&[Act::OrderPrint, Act::Print, Act::Spoil, Act::Activate, Act::Void]);
        let handed = did(&[Act::Notify, Act::HandOver, Act::NotCollected]);
        assert!(verified.is_disjoint(&printed) && printed.is_disjoint(&handed), "{told}: duties");
        assert!(handed.is_disjoint(&verified), "{told}: duties");
        if let Some(before) = before {
            clock_holds(&before, case, told);
        }
        if let Some(blangko) = case.blangko() {
            let story = self.stock.story(blangko).await.expect("read");
            let blank = story.iter().fold(None, evolve).expect("a blank of the ledger");
            assert_eq!(blank.standing.kind(), StandingKind::Used, "{told}: {}", blangko.as_str());
        }
        if case.status != Status::Open {
            self.living.retain(|t| t != ticket);
        }
    }

    /// What must hold of everything.
    pub(super) async fn all_holds(&self, at: usize) {
        let found = self.stock.verify().await.expect("verified");
        assert_eq!(found.differences, [], "step {at}");
        let there = i64::try_from(self.stock.in_stock().await.expect("read")).expect("few");
        assert_eq!(found.balance.closing(), there, "step {at}");
        let sql = "SELECT count(*) FROM cases WHERE office = ?1";
        let rows = self.db.query(sql, params![OFFICE]).await.expect("read");
        assert_eq!(rows[0].int(0).expect("a number"), self.seen.len() as i64, "step {at}: no case vanishes");
        let sql = "SELECT slot, count(*) FROM appointments WHERE office = ?1 GROUP BY slot";
        for row in self.db.query(sql, params![OFFICE]).await.expect("read") {
            assert!(row.int(1).expect("a number") <= 3, "step {at}: overbooked");
        }
        let sql = "SELECT ticket FROM appointments WHERE office = ?1 AND standing = 'booked' ORDER BY ticket";
        let rows = self.db.query(sql, params![OFFICE]).await.expect("read");
        let book: Vec<String> = rows.iter().map(|r| r.text(0).expect("a ticket")).collect();
        let mut told = Vec::new();
        for ticket in self.seen.keys() {
            let case = self.cases.load(OFFICE, ticket).await.expect("read").expect("a case").case;
            told.extend(case.expected().map(|_| ticket.to_string()));
        }
        told.sort();
        assert_eq!(book, told, "step {at}: the book and the cases");
    }
}

fn doers(p: &Procedure, case: &Case, acts: &[Act]) -> BTreeSet<String> {
    let is = |d: &&procedure::case::Performed| {
        p.step(&d.step).and_then(|s| s.outcome(&d.outcome)).is_some_and(|o| acts.contains(&o.act))
    };
    case.performed.iter().filter(is).map(|d| d.user.to_string()).collect()
}

/// A clock's age never shrinks, and stands still while it is paused.
fn clock_holds(before: &Case, after: &Case, told: &str) {
    let (Some(was), Some(is)) = (&before.step, &after.step) else { return };
    if was.id != is.id || was.clock.started != is.clock.started {
        return;
    }
    assert!(is.clock.due >= was.clock.due, "{told}: the deadline came nearer");
    if before.waiting.is_some() && after.waiting.is_some() {
        assert_eq!(is.clock.due, was.clock.due, "{told}: a clock that stands was moved");
        assert_eq!(is.clock.over, was.clock.over, "{told}: late while it stands");
    }
}
