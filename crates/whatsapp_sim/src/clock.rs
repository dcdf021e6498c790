//! The simulator's clock: real time plus an offset that scripts move forward.
//! Everything with a deadline (window, pair limit, URL expiry, retries) must ask here, never the system.
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970, as the simulator sees it.
pub type Millis = i64;

#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    started_at: Millis,
    offset: AtomicI64,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub(crate) fn new(offset: Millis) -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { started: Instant::now(), started_at: to_millis(wall), offset: AtomicI64::new(offset) }
    }

    pub(crate) fn now(&self) -> Millis {
        self.started_at + to_millis(self.started.elapsed()) + self.offset.load(Ordering::Relaxed)
    }

    /// Moves the clock forward and returns the new offset, which the store keeps across a restart.
    pub(crate) fn advance(&self, by: Duration) -> Millis {
        self.offset.fetch_add(to_millis(by), Ordering::Relaxed) + to_millis(by)
    }

    pub(crate) fn offset(&self) -> Millis {
        self.offset.load(Ordering::Relaxed)
    }
}

pub(crate) fn to_millis(duration: Duration) -> Millis {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
