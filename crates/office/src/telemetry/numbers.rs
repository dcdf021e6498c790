//! Every number there is, by the name under which Prometheus knows it, and the few functions by which the rest of the
//! program counts. Labels take their values from a short list each: never a path, a ticket or a person.

use prometheus::core::Collector;
use prometheus::{
    GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry, Result, TextEncoder,
};
use std::sync::LazyLock;
use std::time::Duration;

/// Upper ends in seconds of what somebody waits for.
const SECONDS: &[f64] = &[0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Writes that one commit takes along.
const WRITES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// A kind of number, made and registered.
trait Made: Collector + Clone + Sized + 'static {
    fn new(name: &str, help: &str, labels: &[&str], ends: &[f64]) -> Result<Self>;

    fn made(of: &Registry, name: &str, help: &str, labels: &[&str], ends: &[f64]) -> Result<Self> {
        let made = Self::new(name, help, labels, ends)?;
        of.register(Box::new(made.clone()))?;
        Ok(made)
    }
}

impl Made for IntCounterVec {
    fn new(name: &str, help: &str, labels: &[&str], _: &[f64]) -> Result<Self> {
        Self::new(Opts::new(name, help), labels)
    }
}

impl Made for IntGaugeVec {
    fn new(name: &str, help: &str, labels: &[&str], _: &[f64]) -> Result<Self> {
        Self::new(Opts::new(name, help), labels)
    }
}

impl Made for GaugeVec {
    fn new(name: &str, help: &str, labels: &[&str], _: &[f64]) -> Result<Self> {
        Self::new(Opts::new(name, help), labels)
    }
}

impl Made for HistogramVec {
    fn new(name: &str, help: &str, labels: &[&str], ends: &[f64]) -> Result<Self> {
        Self::new(HistogramOpts::new(name, help).buckets(ends.to_vec()), labels)
    }
}

macro_rules! numbers {
    ($($field:ident: $kind:ty = $name:literal [$($label:literal),*] $ends:ident $help:literal;)*) => {
        pub struct Numbers {
            registry: Registry,
            $(pub(super) $field: $kind,)*
        }

        impl Numbers {
            fn new() -> Result<Self> {
                let registry = Registry::new();
                Ok(Self {
                    $($field: <$kind as Made>::made(&registry, $name, $help, &[$($label),*], $ends)?,)*
                    registry,
                })
            }
        }
    };
}

/// Where a number has no upper ends.
const NONE: &[f64] = &[];

numbers! {
    requests: IntCounterVec = "rancak_http_requests_total" ["verb", "route", "status"] NONE
        "Requests answered, by the row of the table of addresses.";
    request_seconds: HistogramVec = "rancak_http_request_seconds" ["verb", "route"] SECONDS
        "From a request's head to its answer's head.";
    connections: IntGaugeVec = "rancak_http_connections" [] NONE "Connections that are open.";
    ready: IntGaugeVec = "rancak_ready" [] NONE "1 where requests should be sent here.";
    webhooks: IntCounterVec = "rancak_webhooks_total" ["office", "outcome"] NONE
        "Webhooks: kept, refused for their signature, or not kept so that they come again.";
    webhook_seconds: HistogramVec = "rancak_webhook_seconds" [] SECONDS
        "From a webhook's body to its acknowledgement.";
    webhook_updates: IntCounterVec = "rancak_webhook_updates_total" ["office", "outcome"] NONE
        "Messages and statuses in webhooks: fresh, or repeated and dropped.";
    webhook_last: GaugeVec = "rancak_webhook_last_timestamp_seconds" ["office"] NONE
        "When WhatsApp last brought something, on any node; 0 for never.";
    dispatched: IntCounterVec = "rancak_dispatch_total" ["outcome"] NONE
        "Orders to cases: done, repeated, refused, conflict, unavailable or broken.";
    dispatch_seconds: HistogramVec = "rancak_dispatch_seconds" [] SECONDS
        "From an order to its commit or refusal.";
    dispatch_again: IntCounterVec = "rancak_dispatch_retries_total" [] NONE
        "Orders decided anew because somebody else was quicker.";
    commits: IntCounterVec = "rancak_database_commits_total" ["outcome"] NONE
        "Commits of the writer: done or failed.";
    commit_seconds: HistogramVec = "rancak_database_commit_seconds" [] SECONDS
        "One commit of the writer with everything in it, durable.";
    batch: HistogramVec = "rancak_database_batch_writes" [] WRITES "Writes that one commit took along.";
    write_conflicts: IntCounterVec = "rancak_database_conflicts_total" [] NONE
        "Writes that found a row taken or changed.";
    writes_waiting: IntGaugeVec = "rancak_database_writes_waiting" [] NONE
        "Writes in the queue of the writer or in its hands.";
    database_up: IntGaugeVec = "rancak_database_up" [] NONE "1 where the database answered when last asked, and has the tables of this program.";
    database_seconds: GaugeVec = "rancak_database_answer_seconds" [] NONE
        "How long the smallest question to the database took when last asked.";
    measured: GaugeVec = "rancak_measured_timestamp_seconds" [] NONE
        "When the numbers that come from the database were last looked at.";
    outbox_waiting: IntGaugeVec = "rancak_outbox_waiting" ["office"] NONE
        "Messages to residents that wait to be sent; counted up to 10000.";
    outbox_failing: IntGaugeVec = "rancak_outbox_failing" ["office"] NONE
        "Of these, how many have failed at least once.";
    outbox_oldest: GaugeVec = "rancak_outbox_oldest_seconds" ["office"] NONE "Age of the oldest of these.";
    letters: IntCounterVec = "rancak_letters_total" ["office", "outcome"] NONE
        "Tries to send a message: sent, put_back to be tried again, or failed for good.";
    timers_overdue: IntGaugeVec = "rancak_timers_overdue" ["office"] NONE
        "Timers that have fallen due and were not carried out yet; counted up to 10000.";
    timers_late: GaugeVec = "rancak_timers_overdue_seconds" ["office"] NONE "For how long the oldest is due.";
    inbound_waiting: IntGaugeVec = "rancak_inbound_waiting" ["office"] NONE
        "Messages and statuses kept and not worked off; counted up to 10000.";
    inbound_oldest: GaugeVec = "rancak_inbound_oldest_seconds" ["office"] NONE "Age of the oldest of these.";
    unread: IntGaugeVec = "rancak_documents_unread" ["office"] NONE
        "Files whose pages wait to be read; counted up to 10000.";
    unread_late: GaugeVec = "rancak_documents_unread_seconds" ["office"] NONE
        "For how long the first of these is due.";
    print_jobs: IntGaugeVec = "rancak_print_jobs" ["office", "phase"] NONE "Cards on their way through a printer.";
    printers_in_trouble: IntGaugeVec = "rancak_printers_in_trouble" ["office"] NONE
        "Printers that say that something stands in their way.";
    cases_open: IntGaugeVec = "rancak_cases_open" ["office"] NONE
        "Requests that stand at a step; counted up to 50000.";
    cases_overdue: IntGaugeVec = "rancak_cases_overdue" ["office"] NONE
        "Of these, how many are past their deadline while somebody should be at work on them.";
    blanks: IntGaugeVec = "rancak_blanks_in_stock" ["office"] NONE "Blank cards that are left.";
    record_signed: GaugeVec = "rancak_record_signed_timestamp_seconds" ["office"] NONE
        "When the last checkpoint of the record was signed; 0 for never.";
    record_verified: GaugeVec = "rancak_record_verified_timestamp_seconds" ["office"] NONE
        "When this process last recomputed the whole record and found it as it was signed.";
    record_differs: GaugeVec = "rancak_record_differs_timestamp_seconds" ["office"] NONE
        "When this process last found that the record differs from what was signed.";
    backup_taken: GaugeVec = "rancak_backup_taken_timestamp_seconds" ["office"] NONE
        "The instant that the last whole copy of the office shows it at, where copies are made; 0 for never.";
    build: IntGaugeVec = "rancak_build_info" ["version", "schema"] NONE
        "1; the program's version, and the newest change of tables that it knows.";
    resident: IntGaugeVec = "process_resident_memory_bytes" [] NONE "Memory in use.";
    open_fds: IntGaugeVec = "process_open_fds" [] NONE "Open file descriptors.";
    max_fds: IntGaugeVec = "process_max_fds" [] NONE "How many there may be.";
    started: GaugeVec = "process_start_time_seconds" [] NONE "When this process began.";
}

static NUMBERS: LazyLock<Option<Numbers>> =
    LazyLock::new(|| Numbers::new().inspect_err(|e| tracing::error!("no numbers are told: {e}")).ok());

/// No label.
pub(super) const ALL: &[&str] = &[];

/// Counts; a mistake of ours in the table of numbers costs numbers, and nothing else.
pub(super) fn count(with: impl FnOnce(&Numbers)) {
    if let Some(numbers) = &*NUMBERS {
        with(numbers);
    }
}

/// Tells what may stay away for long from the beginning, as nothing: what grows is seen to grow only from a first value on.
pub(super) fn from_nothing<'a>(offices: impl Iterator<Item = &'a str>) {
    count(|n| {
        for of in [&n.dispatch_again, &n.write_conflicts] {
            of.with_label_values(ALL);
        }
        for of in [&n.webhook_seconds, &n.dispatch_seconds] {
            of.with_label_values(ALL);
        }
        for outcome in ["done", "failed"] {
            n.commits.with_label_values(&[outcome]);
        }
        for outcome in ["done", "repeated", "refused", "conflict", "unavailable", "broken"] {
            n.dispatched.with_label_values(&[outcome]);
        }
        for office in offices {
            for outcome in ["kept", "refused", "unavailable"] {
                n.webhooks.with_label_values(&[office, outcome]);
            }
            for outcome in ["fresh", "repeated"] {
                n.webhook_updates.with_label_values(&[office, outcome]);
            }
            for outcome in ["sent", "put_back", "failed"] {
                n.letters.with_label_values(&[office, outcome]);
            }
            for of in [&n.record_verified, &n.record_differs] {
                of.with_label_values(&[office]);
            }
        }
    });
}

/// Everything as Prometheus reads it.
pub(super) fn told() -> Result<String> {
    let families = NUMBERS.as_ref().map(|numbers| numbers.registry.gather()).unwrap_or_default();
    TextEncoder::new().encode_to_string(&families)
}

/// A webhook was answered.
pub fn webhook(office: &str, outcome: &'static str, after: Duration) {
    count(|n| {
        n.webhooks.with_label_values(&[office, outcome]).inc();
        n.webhook_seconds.with_label_values(ALL).observe(after.as_secs_f64());
    });
}

/// What was in it.
pub fn updates(office: &str, fresh: u64, repeated: u64) {
    count(|n| {
        n.webhook_updates.with_label_values(&[office, "fresh"]).inc_by(fresh);
        n.webhook_updates.with_label_values(&[office, "repeated"]).inc_by(repeated);
    });
}

/// An order to a case was carried out or was not.
pub fn dispatched(outcome: &'static str, after: Duration) {
    count(|n| {
        n.dispatched.with_label_values(&[outcome]).inc();
        n.dispatch_seconds.with_label_values(ALL).observe(after.as_secs_f64());
    });
}

/// An order is decided anew.
pub fn decided_again() {
    count(|n| n.dispatch_again.with_label_values(ALL).inc());
}

/// The writer has committed so many writes, or could not.
pub fn committed(done: bool, writes: usize, after: Duration) {
    count(|n| {
        n.commits.with_label_values(&[if done { "done" } else { "failed" }]).inc();
        n.commit_seconds.with_label_values(ALL).observe(after.as_secs_f64());
        n.batch.with_label_values(ALL).observe(f64::from(u32::try_from(writes).unwrap_or(u32::MAX)));
    });
}

pub fn write_conflict() {
    count(|n| n.write_conflicts.with_label_values(ALL).inc());
}

/// What came of one try to send a letter.
pub fn letter(office: &str, outcome: &'static str) {
    count(|n| n.letters.with_label_values(&[office, outcome]).inc());
}

/// The record was held against what was signed.
pub fn record_checked(office: &str, intact: bool, at: jiff::Timestamp) {
    count(|n| {
        let of = if intact { &n.record_verified } else { &n.record_differs };
        of.with_label_values(&[office]).set(seconds(at));
    });
}

/// Whether requests should be sent here.
pub fn readiness(ready: bool) {
    count(|n| n.ready.with_label_values(ALL).set(i64::from(ready)));
}

/// An instant as Prometheus writes it.
pub(super) fn seconds(at: jiff::Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}

/// Something that lasts, counted while it does.
pub struct Lasting(fn(&Numbers) -> &IntGaugeVec);

impl Lasting {
    fn begin(of: fn(&Numbers) -> &IntGaugeVec) -> Self {
        count(|n| of(n).with_label_values(ALL).inc());
        Self(of)
    }

    pub fn connection() -> Self {
        Self::begin(|n| &n.connections)
    }

    pub fn write() -> Self {
        Self::begin(|n| &n.writes_waiting)
    }
}

impl Drop for Lasting {
    fn drop(&mut self) {
        count(|n| (self.0)(n).with_label_values(ALL).dec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_can_be_made_and_told() {
        webhook("13.01", "kept", Duration::from_millis(3));
        updates("13.01", 2, 1);
        committed(true, 3, Duration::from_millis(2));
        let waiting = Lasting::write();
        let told = told().expect("told");
        for line in [
            "rancak_webhooks_total{office=\"13.01\",outcome=\"kept\"} 1",
            "rancak_webhook_updates_total{office=\"13.01\",outcome=\"repeated\"} 1",
            "rancak_database_batch_writes_bucket{le=\"4\"} 1",
            "rancak_database_writes_waiting 1",
        ] {
            assert!(told.lines().any(|l| l == line), "{line}: {told}");
        }
        drop(waiting);
        assert!(self::told().expect("told").contains("rancak_database_writes_waiting 0"));
    }
}
