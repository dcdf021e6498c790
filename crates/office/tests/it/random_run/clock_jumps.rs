//! The same office by a machine's clock that jumps: ahead and back, by a second and by ten years, and is set right again.

use super::{Run, record_holds};
use crate::support::story::OFFICE;
use crate::torture::Row;
use jiff::{SignedDuration, Timestamp};
use procedure::{ClockKind, Event, EventBody, Status};
use rand::Rng;

const ROW: Row = Row { name: "clock_jumps", in_build: 200, long: 2_000 };
const STEPS: u64 = 20;
const SECOND: i64 = 1;
const YEAR: i64 = 365 * 24 * 60 * 60;
const JUMPS: [i64; 8] = [SECOND, 60, 3_600, 24 * 3_600, 7 * 24 * 3_600, 31 * 24 * 3_600, YEAR, 10 * YEAR];

impl Run {
    /// Steps by a clock that is wrong by another amount again and again, while time goes on.
    async fn by_a_jumping_clock(&mut self, steps: u64) -> u64 {
        let (mut time, mut jumps) = (self.now, 0);
        self.delivers().await;
        let mut wrong_by = 0;
        for _ in 0..steps {
            time += SignedDuration::from_mins(self.rng.random_range(0..90));
            wrong_by = match self.rng.random_range(0..3) {
                0 => wrong_by,
                1 if wrong_by != 0 => 0,
                _ => self.by_chance(&JUMPS) * if self.rng.random() { 1 } else { -1 },
            };
            jumps += u64::from(wrong_by != 0);
            self.now = time + SignedDuration::from_secs(wrong_by);
            self.time_passes().await;
            self.happens().await;
            self.steps += 1;
        }
        self.now = time;
        self.all_holds().await;
        jumps
    }

    /// Long afterwards nothing waits to be told, and of each open case that runs it was told that its time is over.
    async fn every_deadline_was_told(&mut self) {
        self.now += SignedDuration::from_hours(24 * 365 * 30);
        self.time_passes().await;
        let waits = self.cases.due_timers(OFFICE, Timestamp::MAX).await.expect("read");
        assert_eq!(waits, [], "a timer that never fires");
        self.read_all_again("long afterwards").await;
        for (ticket, known) in &self.seen {
            if known.case.status != Status::Open || !known.case.runs() {
                continue;
            }
            let clock = &known.case.step.as_ref().expect("a step").clock;
            let passed =
                |e: &Event| matches!(&e.body, EventBody::DeadlinePassed { clock: ClockKind::Step, .. });
            let told = known.events.iter().any(passed);
            assert!(clock.over && told, "{ticket}: never told of {}", clock.due);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deadlines_and_order_are_right_by_a_clock_that_jumps_by_seconds_and_by_years() {
    let (mut jumps, mut steps, mut cases) = (0, 0, 0);
    let seeds = ROW.seeds();
    for seed in &seeds {
        ROW.plays(*seed, async {
            let mut run = Run::of(*seed).await;
            jumps += run.by_a_jumping_clock(STEPS).await;
            run.every_deadline_was_told().await;
            record_holds(&run.db).await;
            steps += run.steps;
            cases += run.seen.len();
        })
        .await;
    }
    assert!(seeds.len() < 200 || jumps > 1_000, "{jumps} jumps prove little");
    ROW.done(
        seeds.len() as u64,
        &format!("deadlines and order right ({jumps} jumps, {steps} steps, {cases} cases)"),
    );
}
