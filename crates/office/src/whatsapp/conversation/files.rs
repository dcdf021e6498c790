//! Photos and PDFs: which document each one is, and what is still wanted.

use super::question::wanted;
use super::stage::{MOST_PENDING, Pending, Purpose, Stage};
use super::words::plain;
use super::{Known, Talk, Wish};
use procedure::{Command, DocumentId, FileFacts, Ticket};

impl Talk<'_> {
    pub(super) fn file(&mut self, facts: &FileFacts, caption: Option<&str>) -> Option<Wish> {
        let Some(ticket) = self.case_for_files() else {
            self.hold(facts);
            return None;
        };
        if let Some(known) = self.known(&ticket)
            && known.case.standing().any(|d| d.facts.sha256 == facts.sha256 && d.facts.file != facts.file)
        {
            return self.answer_with("chat-file-twice");
        }
        let document = self.known(&ticket).and_then(|k| meant(k, caption));
        if self.thread.with_staff {
            return Some(attach(&ticket, facts, None));
        }
        if self.by_link() {
            self.say_once("chat-link-better");
        }
        Some(attach(&ticket, facts, document))
    }

    /// The case a file belongs to: the one being talked about, else the only one that waits for files.
    fn case_for_files(&self) -> Option<Ticket> {
        let takes = |t: &Ticket| self.known(t).is_some_and(takes_files);
        let here = match &self.thread.stage {
            Stage::Documents { ticket }
            | Stage::Sort { ticket, .. }
            | Stage::Review { ticket }
            | Stage::Change { ticket }
            | Stage::Replace { ticket }
            | Stage::Resume { ticket }
            | Stage::ConfirmCancel { ticket } => Some(ticket.clone()),
            _ => None,
        };
        if let Some(ticket) = here.filter(takes) {
            return Some(ticket);
        }
        if self.form().is_some() {
            return None;
        }
        let waiting: Vec<_> = self.view.cases.iter().filter(|k| takes_files(k)).collect();
        match waiting.as_slice() {
            [only] => Some(only.ticket.clone()),
            _ => None,
        }
    }

    /// Keeps a file until it is known what it is for.
    fn hold(&mut self, facts: &FileFacts) {
        if self.thread.pending.len() >= MOST_PENDING {
            self.answer_with("chat-too-many-files");
            return;
        }
        if !self.thread.pending.iter().any(|p| p.facts.sha256 == facts.sha256) {
            self.thread.pending.push(Pending { facts: facts.clone(), at: self.view.now });
        }
        if self.thread.with_staff {
            return;
        }
        self.say_once("chat-file-kept");
        if self.by_link() {
            self.say_once("chat-link-better");
        }
        if self.corrections().len() > 1 {
            self.stage(Stage::Pick { purpose: Purpose::Send });
        } else if self.form().is_none() {
            self.begin();
        }
        self.ask = true;
    }

    /// The next file kept from before, for a case that now takes it.
    pub(super) fn attach_pending(&mut self, ticket: &Ticket) -> Option<Wish> {
        while !self.thread.pending.is_empty() {
            let facts = self.thread.pending.remove(0).facts;
            let known = self.known(ticket)?;
            if takes_files(known) && known.case.file(&facts.file).is_none() {
                let document = meant(known, None);
                return Some(attach(ticket, &facts, document));
            }
        }
        None
    }

    /// Where the conversation goes on after something of the case changed: a page nobody has named, a
    /// document still wanted, or the review.
    pub(super) fn settle(&mut self, ticket: &Ticket) {
        if self.thread.with_staff {
            return;
        }
        let Some(known) = self.known(ticket).filter(|k| takes_files(k)) else {
            self.thread.stage = Stage::Idle;
            return;
        };
        let unnamed = known.case.standing().find(|d| d.document.is_none()).map(|d| d.facts.file.clone());
        let missing = !wanted(known).is_empty();
        let ticket = ticket.clone();
        self.stage(match unnamed {
            Some(file) => Stage::Sort { ticket, file },
            None if missing => Stage::Documents { ticket },
            None => Stage::Review { ticket },
        });
    }
}

fn takes_files(known: &Known) -> bool {
    known.case.takes_documents()
}

/// The document a caption names; without one, the next that is wanted; none when nothing is.
fn meant(known: &Known, caption: Option<&str>) -> Option<DocumentId> {
    let said = caption.map(plain).unwrap_or_default();
    let required = known.procedure.required(&known.case.grounds);
    let named = required.iter().find(|d| {
        let id = plain(&d.id.as_str().replace('_', " "));
        !said.is_empty() && (said == id || said == plain(&d.name.id) || said == plain(&d.name.en))
    });
    named.map(|d| d.id.clone()).or_else(|| wanted(known).into_iter().next())
}

fn attach(ticket: &Ticket, facts: &FileFacts, document: Option<DocumentId>) -> Wish {
    Wish { ticket: Some(ticket.clone()), command: Command::Attach { facts: facts.clone(), document } }
}
