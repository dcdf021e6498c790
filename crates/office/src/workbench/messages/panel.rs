//! What was said with one person, as bubbles: on the case page and on the page of conversations.

use crate::app::App;
use crate::error::Error;
use crate::web::Page;
use crate::whatsapp::{Message, rank};
use procedure::ContactId;

/// Messages shown on a case page.
const SHOWN: usize = 40;

pub struct Bubble {
    pub outward: bool,
    pub text: String,
    pub when: String,
    /// How far a message of ours has come, in words.
    pub state: String,
    pub problem: Option<String>,
}

impl Bubble {
    pub fn of(page: &Page, message: &Message) -> Self {
        let state = match message.rank {
            rank::QUEUED => "message-state-queued",
            rank::SENT => "message-state-sent",
            rank::DELIVERED => "message-state-delivered",
            rank::READ => "message-state-read",
            _ => "message-state-failed",
        };
        Self {
            outward: message.outward,
            text: message.text.clone(),
            when: page.moment(message.at),
            state: if message.outward { page.t(state) } else { String::new() },
            problem: message.problem.clone(),
        }
    }
}

/// The last messages with this person, oldest first.
pub async fn bubbles(app: &App, page: &Page, contact: &ContactId) -> Result<Vec<Bubble>, Error> {
    let said = Message::with(&app.db, app.office(), contact, SHOWN).await?;
    Ok(said.iter().map(|m| Bubble::of(page, m)).collect())
}
