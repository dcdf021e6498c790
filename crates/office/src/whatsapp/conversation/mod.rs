//! What is said to a resident, and what of a case they change by it. Pure: what was heard comes in, words
//! and wishes go out; the worker carries wishes to `cases::dispatch` and tells what came of them.

mod answers;
mod ending;
mod files;
mod link;
mod looked;
mod question;
mod stage;
mod status;
mod visit;
mod words;

pub use link::{Capture, Given, LinkWanted};
pub use looked::Looked;
pub use question::next_wanted;
pub use stage::{Form, PENDING_KEPT, Pending, Stage, Thread};
pub use visit::{health_choices, questions, slot_choices};
pub use words::{LINK, asks_who_looked, is_name};

use super::outbound::{Choice, Turn};
use crate::appointments::Offer;
use crate::texts;
use jiff::Timestamp;
use procedure::{
    Case, Command, ContactId, DocumentId, FileFacts, FileId, Phone, Procedure, Refusal, Status, Ticket,
};
use std::sync::Arc;

/// The version of the notice (`chat-notice`) that consent is recorded for; raise it with the text.
pub const NOTICE_VERSION: &str = "2026-11";
/// Not understood so often in a row: help, and then a member of staff.
const HELP_AFTER: u32 = 2;
const STAFF_AFTER: u32 = 3;

/// One of the sender's cases.
#[derive(Debug, Clone)]
pub struct Known {
    pub ticket: Ticket,
    pub case: Case,
    pub procedure: Arc<Procedure>,
}

/// What the conversation may look at.
pub struct View<'a> {
    pub now: Timestamp,
    pub procedure: &'a Procedure,
    pub office_name: &'a str,
    pub contact: &'a ContactId,
    pub phone: Option<&'a Phone>,
    pub capture: Capture<'a>,
    /// When a card that is ready may be collected; none where nobody can make an appointment.
    pub offer: Option<Offer>,
    /// The sender's cases, newest first.
    pub cases: Vec<Known>,
    /// Who looked at the sender's data, where they ask for it.
    pub looked: Vec<Looked>,
}

/// What was heard.
#[derive(Debug, Clone)]
pub enum Input {
    Text(String),
    /// A tapped button or row, by the id it was sent with.
    Tap {
        id: String,
        title: String,
    },
    File {
        facts: FileFacts,
        caption: Option<String>,
    },
    /// A file that is not kept; the text that says what to send instead.
    BadFile {
        key: &'static str,
        args: Vec<(&'static str, String)>,
    },
    /// Something that cannot be answered by itself: a voice note, a sticker.
    Other {
        kind: String,
    },
    /// The sender's number changed.
    NewNumber,
}

/// Something to be done to a case. None opens a new one.
#[derive(Debug, Clone)]
pub struct Wish {
    pub ticket: Option<Ticket>,
    pub command: Command,
}

/// One person's turn: everything heard since the last answer, answered once.
pub struct Talk<'a> {
    pub view: View<'a>,
    thread: Thread,
    said: Vec<String>,
    /// Ask the question of the stage at the end.
    ask: bool,
    /// A new link, although the one that was given would do.
    fresh_link: bool,
    /// Documents whose page was at fault in this very turn.
    failed: Vec<DocumentId>,
    /// Files that nothing holds any more.
    dropped: Vec<FileId>,
}

/// What a turn leaves behind.
pub struct Ended {
    pub thread: Thread,
    /// The one answer to everything heard.
    pub answer: Option<Turn>,
    /// The link that goes with it.
    pub link: Option<LinkWanted>,
    /// Files to be deleted.
    pub dropped: Vec<FileId>,
}

impl<'a> Talk<'a> {
    pub fn new(view: View<'a>, mut thread: Thread) -> Self {
        thread.forget_old_files(view.now);
        let mut talk = Self {
            view,
            thread,
            said: Vec::new(),
            ask: false,
            fresh_link: false,
            failed: Vec::new(),
            dropped: Vec::new(),
        };
        talk.catch_up();
        talk
    }

    /// Takes in one thing heard. A wish must be carried out and answered by [`Talk::told`] before the next.
    pub fn hear(&mut self, input: &Input) -> Option<Wish> {
        if self.thread.stopped
            && !matches!(input, Input::Text(t) if words::global(t) == Some(words::Global::Start))
        {
            return None;
        }
        match input {
            Input::Text(text) => self.text(text),
            Input::Tap { id, title } => self.tap(id, title),
            Input::File { facts, caption } => self.file(facts, caption.as_deref()),
            Input::BadFile { key, args } if !self.thread.with_staff => {
                self.say_with(key, args);
                self.ask = true;
                None
            }
            Input::Other { kind } if !self.thread.with_staff => self.other(kind),
            Input::NewNumber if !self.view.cases.is_empty() => {
                self.say("chat-new-number");
                None
            }
            Input::BadFile { .. } | Input::Other { .. } | Input::NewNumber => None,
        }
    }

    /// What came of a wish, the sender's cases having been read anew.
    pub fn told(&mut self, wish: &Wish, result: Result<Ticket, Refusal>) -> Option<Wish> {
        match (&wish.command, result) {
            (Command::Open { .. }, Ok(ticket)) => {
                self.stage(Stage::Documents { ticket: ticket.clone() });
                self.attach_pending(&ticket)
            }
            (Command::Attach { .. } | Command::File { .. } | Command::SetAside { .. }, Ok(ticket)) => {
                let more = self.replace_rest(&ticket).or_else(|| self.attach_pending(&ticket));
                if more.is_none() {
                    self.settle(&ticket);
                }
                more
            }
            (Command::Amend { .. }, Ok(ticket)) => {
                self.say("chat-changed");
                self.settle(&ticket);
                None
            }
            (Command::Submit, Ok(_)) => {
                // The case itself tells its ticket; saying it twice would cost two messages.
                self.thread.stage = Stage::Idle;
                self.ask = false;
                None
            }
            (Command::Book { .. } | Command::CancelAppointment | Command::Screen { .. }, result) => {
                self.visit_told(wish, result);
                None
            }
            (Command::Withdraw { .. }, Ok(ticket)) => self.withdrawn(&ticket),
            (_, Ok(_)) => None,
            (_, Err(refusal)) => {
                self.refused(wish, &refusal);
                None
            }
        }
    }

    /// The thread as it now stands, and the one answer to everything heard.
    pub fn finish(mut self) -> Ended {
        self.let_go_of_the_rest();
        let question = if self.ask { self.question() } else { None };
        let (mut turn, mut link) = (Turn::default(), None);
        if let Some(question) = question {
            self.thread.nonce += 1;
            self.said.push(question.body);
            link = question.link;
            turn.open = self.t("chat-open-list");
            let nonce = self.thread.nonce;
            turn.choices = question
                .offers
                .into_iter()
                .map(|o| Choice { id: format!("{nonce}:{}", o.key), title: o.title })
                .collect();
        }
        self.said.dedup();
        turn.body = self.said.join("\n\n");
        let answer = (!turn.body.is_empty()).then_some(turn);
        Ended { thread: self.thread, answer, link, dropped: self.dropped }
    }

    fn t(&self, key: &str) -> String {
        texts::text(self.thread.language, key)
    }

    fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        texts::text_with(self.thread.language, key, args)
    }

    fn say(&mut self, key: &str) {
        let text = self.t(key);
        self.said.push(text);
    }

    /// However many photos came, it is said once.
    fn say_once(&mut self, key: &str) {
        let text = self.t(key);
        if !self.said.contains(&text) {
            self.said.push(text);
        }
    }

    fn say_with(&mut self, key: &str, args: &[(&str, String)]) {
        let text = self.with(key, args);
        self.said.push(text);
    }

    /// Says something and asks the question of the stage again.
    fn answer_with(&mut self, key: &str) -> Option<Wish> {
        self.say(key);
        self.ask = true;
        None
    }

    fn stage(&mut self, stage: Stage) {
        self.thread.stage = stage;
        self.thread.misses = 0;
        self.ask = true;
    }

    fn known(&self, ticket: &Ticket) -> Option<&Known> {
        self.view.cases.iter().find(|k| k.ticket == *ticket)
    }

    /// The draft that was begun last, if any.
    fn draft(&self) -> Option<&Known> {
        self.view.cases.iter().find(|k| k.case.status == Status::Draft)
    }

    /// Cases that were returned and wait for the applicant's correction.
    fn corrections(&self) -> Vec<Ticket> {
        let waiting = |k: &&Known| k.case.status == Status::Open && k.case.correction.is_some();
        self.view.cases.iter().filter(waiting).map(|k| k.ticket.clone()).collect()
    }

    fn document_name(&self, p: &Procedure, id: &DocumentId) -> String {
        p.document(id).map_or(id.as_str(), |d| texts::of(self.thread.language, &d.name)).to_owned()
    }

    fn refused(&mut self, wish: &Wish, refusal: &Refusal) {
        let p = wish.ticket.as_ref().and_then(|t| self.known(t)).map(|k| Arc::clone(&k.procedure));
        let text = texts::refusal(self.thread.language, p.as_deref().unwrap_or(self.view.procedure), refusal);
        self.said.push(text);
        match &wish.ticket {
            Some(ticket) => self.settle(&ticket.clone()),
            None => self.stage(Stage::Reason { form: Form::default() }),
        }
    }

    /// Not understood: say so, then help, then a member of staff.
    fn miss(&mut self) -> Option<Wish> {
        self.thread.misses += 1;
        let misses = self.thread.misses;
        if misses >= STAFF_AFTER {
            self.hand_to_staff();
        } else {
            self.answer_with(if misses >= HELP_AFTER { "chat-help" } else { "chat-not-understood" });
        }
        None
    }

    fn hand_to_staff(&mut self) {
        self.thread.with_staff = true;
        self.thread.misses = 0;
        self.say("chat-to-staff");
        self.ask = false;
    }

    fn other(&mut self, kind: &str) -> Option<Wish> {
        let key = match kind {
            "audio" | "voice" => "chat-other-audio",
            "video" => "chat-other-video",
            "sticker" => "chat-other-sticker",
            _ => "chat-other",
        };
        self.answer_with(key)
    }
}

#[cfg(test)]
mod tests;
