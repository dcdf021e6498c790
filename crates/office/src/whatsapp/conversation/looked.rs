//! `siapa melihat`: for what the sender's data were looked at and by which offices, not by whom.

use super::Talk;
use super::stage::Stage;
use jiff::civil::Date;

/// Kinds of looks told of at once.
const TOLD: usize = 12;

/// Looks of one kind, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The ticket, or none for the conversation itself.
    pub ticket: Option<String>,
    /// Offices, as the procedure names them.
    pub offices: String,
    /// What for, as a key of texts.
    pub purpose: String,
    pub times: i64,
    pub last: Date,
}

impl Talk<'_> {
    pub(super) fn looked(&mut self) {
        self.ask = !self.thread.with_staff && self.thread.stage != Stage::Idle;
        if self.view.looked.is_empty() {
            self.say("chat-looked-none");
            return;
        }
        self.with_said("chat-looked", &[("office", self.view.office_name.to_owned())]);
        for look in self.view.looked.clone().into_iter().take(TOLD) {
            let args = [
                ("ticket", look.ticket.unwrap_or_else(|| self.t("chat-looked-chat"))),
                ("offices", look.offices),
                ("purpose", self.t(&look.purpose)),
                ("times", look.times.to_string()),
                ("last", crate::texts::day(self.thread.language, look.last)),
            ];
            self.with_said("chat-looked-line", &args);
        }
        if let Some(more) = self.view.looked.len().checked_sub(TOLD).filter(|more| *more > 0) {
            self.with_said("chat-looked-more", &[("count", more.to_string())]);
        }
        self.say("chat-looked-strange");
    }

    fn with_said(&mut self, key: &str, args: &[(&'static str, String)]) {
        let words = self.with(key, args);
        self.said.push(words);
    }
}
