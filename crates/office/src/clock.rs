//! The one place that reads the machine's clock. Everything else is handed an instant.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The time of day in whole milliseconds, as the database keeps it. A test may move it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        let real = Timestamp::now().as_millisecond();
        instant(real.saturating_add(self.offset_ms.load(Ordering::Relaxed)))
    }

    /// Moves the clock for everyone who holds it; tests use it to reach a deadline.
    pub fn advance(&self, by: std::time::Duration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

/// From the milliseconds of a database column; out of range means the epoch.
pub fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}
