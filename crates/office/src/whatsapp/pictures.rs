//! Marked pages on their way out: drawn from the page as we keep it, handed to the platform. A picture that
//! cannot be had holds up no words.

use super::client::{Action, CallError, action};
use crate::app::App;
use procedure::Mark;

/// After so many tries the words go without their picture.
const TRIES: i64 = 2;

/// What became of a picture.
pub enum Picture {
    /// The platform has it, under this id.
    Ready(String),
    /// There will be none.
    Without,
    /// To be tried again.
    Later(CallError),
}

/// Draws and hands over one picture; `attempts` says how often that was tried before.
pub async fn ready(app: &App, mark: &Mark, attempts: i64) -> Picture {
    let Some(jpeg) = app.documents.marked(mark).await else { return Picture::Without };
    match app.whatsapp.client.upload(jpeg).await {
        Ok(id) => Picture::Ready(id),
        Err(e) if attempts < TRIES && may_pass(&e) => Picture::Later(e),
        Err(e) => {
            tracing::warn!("a marked picture is left out: {e}");
            Picture::Without
        }
    }
}

/// Whether the same picture may go through another time; or whether nothing may be sent now at all.
fn may_pass(error: &CallError) -> bool {
    match error {
        CallError::Code { code, .. } => {
            matches!(action(*code), Action::Retry | Action::Delay | Action::Stop)
        }
        CallError::Unknown(_) => true,
        CallError::Media(_) => false,
    }
}
