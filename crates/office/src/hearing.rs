//! What processes that share a database tell one another: that something changed, so that pages on each ask again and
//! workers on each look. Holds no fact and nothing personal; whatever is missed is seen when it is looked for.

use crate::app::{App, Shared};
use crate::cases::Change;
use crate::db::{Db, Heard};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;

/// What one process tells the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// A case, or what inboxes show beside cases.
    Changed(Change),
    /// Figures were added up.
    Figures { office: String },
    /// A message came in.
    Inbound { office: String },
}

impl Told {
    pub fn tell(&self, db: &Db) {
        if db.is_ours_alone() {
            return;
        }
        match serde_json::to_string(self) {
            Ok(line) => db.tell(line),
            Err(e) => tracing::error!("a hint cannot be told: {e}"),
        }
    }
}

pub fn start(app: &Shared, workers: &mut JoinSet<()>) {
    let Some(mut heard) = app.db.heard() else { return };
    let app = app.clone();
    workers.spawn(async move {
        loop {
            match heard.recv().await {
                Ok(Heard::Hint(line)) => pass_on(&app, &line),
                Ok(Heard::Missed) | Err(RecvError::Lagged(_)) => everything(&app),
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// What an older or newer program tells in its own way is seen when it is looked for.
fn pass_on(app: &App, line: &str) {
    match serde_json::from_str(line) {
        Ok(Told::Changed(change)) if change.office == app.office() => app.cases.changed_elsewhere(change),
        Ok(Told::Figures { office }) if office == app.office() => app.figures.changed_anywhere(),
        Ok(Told::Inbound { office }) if office == app.office() => app.whatsapp.inbound_filled.notify_one(),
        Ok(_) => {}
        Err(e) => tracing::debug!("a hint that this program does not know: {e}"),
    }
}

fn everything(app: &App) {
    app.cases.changed_elsewhere(Change::anything(app.office()));
    app.figures.changed_anywhere();
    app.whatsapp.inbound_filled.notify_one();
}
