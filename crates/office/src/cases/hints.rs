//! Who is woken when a case changed: pages that show it, and workers whose tables have something new. A hint carries no
//! fact, and one that is missed does no harm.

use super::{Cases, Story};
use procedure::{Case, StepId, Ticket};
use std::sync::Arc;
use tokio::sync::{Notify, broadcast};

/// Changes that a page may fall behind by.
const BEHIND: usize = 1_024;

/// That something changed, for whoever shows it. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub office: String,
    /// None where it is something beside the cases that inboxes show.
    pub ticket: Option<Ticket>,
    /// The steps whose inboxes it left and entered.
    pub lanes: Vec<StepId>,
}

#[derive(Clone)]
pub(super) struct Hints {
    changes: broadcast::Sender<Change>,
    outbox_filled: Arc<Notify>,
    timers_set: Arc<Notify>,
    prints_ordered: Arc<Notify>,
    files_attached: Arc<Notify>,
    figures_due: Arc<Notify>,
}

impl Hints {
    pub(super) fn new() -> Self {
        let (changes, _) = broadcast::channel(BEHIND);
        Self {
            changes,
            outbox_filled: Arc::default(),
            timers_set: Arc::default(),
            prints_ordered: Arc::default(),
            files_attached: Arc::default(),
            figures_due: Arc::default(),
        }
    }
}

impl Cases {
    /// A hint for every change from now on; one that is missed does no harm.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.hints.changes.subscribe()
    }

    /// Wakes when the outbox has something new.
    pub fn outbox_filled(&self) -> &Notify {
        &self.hints.outbox_filled
    }

    /// Wakes when a timer was set.
    pub fn timers_set(&self) -> &Notify {
        &self.hints.timers_set
    }

    /// Wakes when a print was ordered.
    pub fn prints_ordered(&self) -> &Notify {
        &self.hints.prints_ordered
    }

    /// Wakes when a file was attached.
    pub fn files_attached(&self) -> &Notify {
        &self.hints.files_attached
    }

    /// Wakes when a case changed that figures are told of.
    pub fn figures_due(&self) -> &Notify {
        &self.hints.figures_due
    }

    /// Something beside the case itself is new on its page: what was said with its applicant.
    pub fn hint(&self, office: &str, ticket: Ticket) {
        // Nobody listening is fine.
        let change = Change { office: office.to_owned(), ticket: Some(ticket), lanes: Vec::new() };
        let _ = self.hints.changes.send(change);
    }

    /// Something beside the cases is new on the page of these steps' inboxes.
    pub fn hint_inboxes(&self, office: &str, lanes: Vec<StepId>) {
        let _ = self.hints.changes.send(Change { office: office.to_owned(), ticket: None, lanes });
    }

    pub(super) fn announce(&self, story: &Story<'_>, after: Option<&Case>) {
        let lane = |c: Option<&Case>| c.and_then(|c| c.step.as_ref()).map(|s| s.id.clone());
        let mut lanes: Vec<_> = [lane(story.before), lane(after)].into_iter().flatten().collect();
        lanes.dedup();
        let change = Change { office: story.office.to_owned(), ticket: Some(story.ticket.clone()), lanes };
        // Nobody listening is fine.
        let _ = self.hints.changes.send(change);
        self.hints.outbox_filled.notify_one();
        self.hints.timers_set.notify_one();
        self.hints.prints_ordered.notify_one();
        self.hints.files_attached.notify_one();
        self.hints.figures_due.notify_one();
    }
}
