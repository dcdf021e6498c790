//! Orders on one case take turns within this process, so that none is decided in vain. Between processes
//! the case log's key decides; nothing here is ever needed for a right result.

use procedure::Ticket;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

/// Queues; cases that share one by chance wait for each other needlessly.
const QUEUES: usize = 1_024;

#[derive(Clone)]
pub(super) struct Turns(Arc<[Mutex<()>]>);

impl Turns {
    pub(super) fn new() -> Self {
        Self((0..QUEUES).map(|_| Mutex::default()).collect())
    }

    /// Waits until it is this order's turn; first come, first served.
    pub(super) async fn wait(&self, office: &str, ticket: &Ticket) -> Option<MutexGuard<'_, ()>> {
        let mut hasher = DefaultHasher::new();
        (office, ticket).hash(&mut hasher);
        let queue = usize::try_from(hasher.finish() % QUEUES as u64).ok()?;
        Some(self.0.get(queue)?.lock().await)
    }
}
