//! The replay itself, from event to event. Each role's people take what came to their queue first, one case at a time
//! each, and work in open hours alone. It decides nothing: where a case goes stands in its script.

use super::draws::Draws;
use super::month::{Leg, LegKind};
use super::replay::Replay;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// How a leg was gone through, in whole seconds: when the case reached it, when somebody took it up, when it was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    pub reached: i64,
    /// As `reached` where the leg is no work.
    pub taken: i64,
    pub over: i64,
}

/// Every leg of every case, as [`super::Script`] has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played(pub Vec<Vec<Passed>>);

/// What happens at an instant. First all that is over is over, and cases reach their next leg; then people take up what
/// there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    /// To the case of this number.
    Over,
    /// In the role of this number.
    TakeUp,
}

struct Play<'a> {
    replay: &'a Replay<'a>,
    draws: &'a Draws,
    heap: BinaryHeap<Reverse<(i64, Happens, usize)>>,
    roles: Vec<Desk>,
    passed: Vec<Vec<Passed>>,
}

/// A role's people who have nothing to do, and the cases that wait for one.
struct Desk {
    free: u32,
    queue: BTreeSet<(i64, usize)>,
}

pub(super) fn play(replay: &Replay<'_>, draws: &Draws) -> Played {
    let scripts = replay.month.scripts();
    let roles = replay.people.iter().map(|free| Desk { free: *free, queue: BTreeSet::new() }).collect();
    let heap = scripts.iter().enumerate().map(|(n, s)| Reverse((s.sent, Happens::Over, n))).collect();
    let passed = scripts.iter().map(|s| Vec::with_capacity(s.legs.len())).collect();
    let mut play = Play { replay, draws, heap, roles, passed };
    while let Some(Reverse((at, happens, number))) = play.heap.pop() {
        match happens {
            Happens::Over => play.over(at, number),
            Happens::TakeUp => play.take_up(at, number),
        }
    }
    Played(play.passed)
}

impl Play<'_> {
    /// The case has done with its leg, or was sent just now; it reaches the next.
    fn over(&mut self, at: i64, case: usize) {
        let Some(script) = self.replay.month.scripts().get(case) else { return };
        let Some(passed) = self.passed.get_mut(case) else { return };
        let next = passed.len();
        let done = next.checked_sub(1).and_then(|last| script.legs.get(last));
        let leg = script.legs.get(next);
        let over = match leg.map(|l| l.kind) {
            Some(LegKind::Rest { seconds }) => at.saturating_add(seconds),
            Some(LegKind::Until { at: until }) => until.max(at),
            Some(LegKind::Work { .. }) | None => at,
        };
        if leg.is_some() {
            passed.push(Passed { reached: at, taken: at, over });
        }
        if let Some(role) = done.and_then(|l| self.work_of(l)) {
            self.change(at, role, |desk| desk.free += 1);
        }
        match leg.map(|l| (l, self.work_of(l))) {
            Some((_, Some(role))) => self.change(at, role, |desk| _ = desk.queue.insert((at, case))),
            Some((_, None)) => self.heap.push(Reverse((over, Happens::Over, case))),
            None => {}
        }
    }

    /// Whose work a leg is; none where it is no work.
    fn work_of(&self, leg: &Leg) -> Option<usize> {
        let is_work = matches!(leg.kind, LegKind::Work { .. });
        self.replay.month.steps().get(leg.step).filter(|_| is_work).map(|s| s.role)
    }

    fn change(&mut self, at: i64, role: usize, change: impl FnOnce(&mut Desk)) {
        let Some(desk) = self.roles.get_mut(role) else { return };
        change(desk);
        if desk.free > 0 && !desk.queue.is_empty() {
            self.heap.push(Reverse((at, Happens::TakeUp, role)));
        }
    }

    fn take_up(&mut self, at: i64, role: usize) {
        let Some(desk) = self.roles.get_mut(role) else { return };
        while desk.free > 0
            && let Some((_, case)) = desk.queue.pop_first()
        {
            desk.free -= 1;
            let Some(passed) = self.passed.get_mut(case) else { continue };
            let hands_on = self.replay.hands_on(self.draws, case, passed.len().saturating_sub(1));
            let over = self.replay.axis.after(at, hands_on);
            if let Some(last) = passed.last_mut() {
                (last.taken, last.over) = (at, over);
            }
            self.heap.push(Reverse((over, Happens::Over, case)));
        }
    }
}
