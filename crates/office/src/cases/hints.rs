//! Who is woken when a case changed: pages that show it, and workers whose tables have something new, here and in other
//! processes. A hint carries no fact, and one that is missed does no harm.

use super::{Cases, Story};
use crate::db::Db;
use crate::hearing::Told;
use procedure::{Case, StepId, Ticket};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::{Notify, broadcast};

/// Changes that a page may fall behind by.
const BEHIND: usize = 1_024;

/// That something changed, for whoever shows it. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub office: String,
    /// None where it is something beside the cases that inboxes show.
    pub ticket: Option<Ticket>,
    /// The steps whose inboxes it left and entered.
    pub lanes: Vec<StepId>,
    /// Nobody knows what: whoever shows anything asks again.
    #[serde(default)]
    pub anything: bool,
}

impl Change {
    fn of(office: &str, ticket: Option<Ticket>, lanes: Vec<StepId>) -> Self {
        Self { office: office.to_owned(), ticket, lanes, anything: false }
    }

    pub fn anything(office: &str) -> Self {
        Self { anything: true, ..Self::of(office, None, Vec::new()) }
    }
}

#[derive(Clone)]
pub(super) struct Hints {
    db: Db,
    changes: broadcast::Sender<Change>,
    outbox_filled: Arc<Notify>,
    timers_set: Arc<Notify>,
    prints_ordered: Arc<Notify>,
    files_attached: Arc<Notify>,
    figures_due: Arc<Notify>,
}

impl Hints {
    pub(super) fn new(db: Db) -> Self {
        let (changes, _) = broadcast::channel(BEHIND);
        Self {
            db,
            changes,
            outbox_filled: Arc::default(),
            timers_set: Arc::default(),
            prints_ordered: Arc::default(),
            files_attached: Arc::default(),
            figures_due: Arc::default(),
        }
    }

    /// To the pages of this process, and to the other processes.
    fn everywhere(&self, change: Change) {
        Told::Changed(change.clone()).tell(&self.db);
        // Nobody listening is fine.
        let _ = self.changes.send(change);
    }

    fn wake_workers(&self) {
        self.outbox_filled.notify_one();
        self.timers_set.notify_one();
        self.prints_ordered.notify_one();
        self.files_attached.notify_one();
        self.figures_due.notify_one();
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
        self.hints.everywhere(Change::of(office, Some(ticket), Vec::new()));
    }

    /// Something beside the cases is new on the page of these steps' inboxes.
    pub fn hint_inboxes(&self, office: &str, lanes: Vec<StepId>) {
        self.hints.everywhere(Change::of(office, None, lanes));
    }

    /// Another process changed something; what there is to do of it, either may.
    pub fn changed_elsewhere(&self, change: Change) {
        let _ = self.hints.changes.send(change);
        self.hints.wake_workers();
    }

    pub(super) fn announce(&self, story: &Story<'_>, after: Option<&Case>) {
        let lane = |c: Option<&Case>| c.and_then(|c| c.step.as_ref()).map(|s| s.id.clone());
        let mut lanes: Vec<_> = [lane(story.before), lane(after)].into_iter().flatten().collect();
        lanes.dedup();
        self.hints.everywhere(Change::of(story.office, Some(story.ticket.clone()), lanes));
        self.hints.wake_workers();
    }
}
