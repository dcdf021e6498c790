//! Photos and PDFs: which document each one is, whether a person could read it, and what is still wanted.

use super::question::wanted;
use super::stage::{Held, MOST_PENDING, Pending, Purpose, Stage};
use super::words::plain;
use super::{Known, Talk, Wish};
use crate::documents::repeats;
use procedure::{Command, DocumentId, FileFacts, Ticket};

/// After so many pages at fault their sender may keep the last one.
pub(super) const KEEP_AFTER: u32 = 2;

impl Talk<'_> {
    pub(super) fn file(&mut self, facts: &FileFacts, caption: Option<&str>) -> Option<Wish> {
        match self.case_for_files() {
            Some(ticket) => self.take(&ticket, facts, caption),
            None => {
                self.hold(facts);
                None
            }
        }
    }

    /// A file for this case. A page at fault waits beside it: its sender decides.
    fn take(&mut self, ticket: &Ticket, facts: &FileFacts, caption: Option<&str>) -> Option<Wish> {
        let document = self.meant(ticket, caption);
        if self.known(ticket)?.case.standing().any(|d| repeats(d, facts, document.as_ref())) {
            self.dropped.push(facts.file.clone());
            return self.answer_with("chat-file-twice");
        }
        if self.by_link() && !self.thread.with_staff {
            self.say_once("chat-link-better");
        }
        let Some(document) = document.filter(|_| !self.thread.with_staff) else {
            return Some(attach(ticket, facts, None));
        };
        let before = self.let_go(ticket, &document);
        if facts.findings.is_empty() {
            return Some(attach(ticket, facts, Some(document)));
        }
        self.failed.push(document.clone());
        self.thread.held.push(Held {
            ticket: ticket.clone(),
            document,
            facts: facts.clone(),
            failures: before + 1,
            at: self.view.now,
        });
        self.settle(ticket);
        None
    }

    /// Drops what is held of a document; how often it had failed.
    fn let_go(&mut self, ticket: &Ticket, document: &DocumentId) -> u32 {
        let at = |h: &Held| h.ticket == *ticket && h.document == *document;
        let Some(held) = self.thread.held.iter().position(at).map(|i| self.thread.held.remove(i)) else {
            return 0;
        };
        self.dropped.push(held.facts.file);
        held.failures
    }

    /// The page at fault that is asked about.
    pub(super) fn held(&self, ticket: &Ticket) -> Option<&Held> {
        self.thread.held.iter().find(|h| h.ticket == *ticket)
    }

    /// "Use this one": it goes to the case with what was found, for the officer to see.
    pub(super) fn use_held(&mut self, ticket: &Ticket) -> Option<Wish> {
        let at = self.thread.held.iter().position(|h| h.ticket == *ticket)?;
        let held = self.thread.held.remove(at);
        Some(attach(ticket, &held.facts, Some(held.document)))
    }

    /// What is held for a case that takes no files any more is let go.
    pub(super) fn let_go_of_the_rest(&mut self) {
        let takes = |h: &Held| self.known(&h.ticket).is_some_and(takes_files);
        let (kept, gone): (Vec<_>, Vec<_>) = self.thread.held.iter().cloned().partition(takes);
        self.thread.held = kept;
        self.dropped.extend(gone.into_iter().map(|h| h.facts.file));
    }

    /// Pages held for documents that came by another way meanwhile.
    pub(super) fn let_go_of_what_came(&mut self) {
        let wants = |h: &Held| self.known(&h.ticket).is_none_or(|k| wanted(k).contains(&h.document));
        let (kept, gone): (Vec<_>, Vec<_>) = self.thread.held.iter().cloned().partition(wants);
        self.thread.held = kept;
        self.dropped.extend(gone.into_iter().map(|h| h.facts.file));
    }

    /// The document a caption names; without one, what is held, then what is wanted, but nothing twice in
    /// one turn: who sends five photos at once has not read of the first one's fault.
    fn meant(&self, ticket: &Ticket, caption: Option<&str>) -> Option<DocumentId> {
        let known = self.known(ticket)?;
        let fresh = |d: &DocumentId| !self.failed.contains(d);
        let held = self.thread.held.iter().filter(|h| h.ticket == *ticket).map(|h| h.document.clone());
        named(known, caption).or_else(|| held.chain(wanted(known)).find(fresh))
    }

    /// The case a file belongs to: the one being talked about, else the only one that waits for files.
    fn case_for_files(&self) -> Option<Ticket> {
        let takes = |t: &Ticket| self.known(t).is_some_and(takes_files);
        let here = match &self.thread.stage {
            Stage::Documents { ticket }
            | Stage::Check { ticket }
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
            let wish = match takes_files(known) && known.case.file(&facts.file).is_none() {
                true => self.take(ticket, &facts, None),
                false => None,
            };
            if wish.is_some() {
                return wish;
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
            None if self.held(&ticket).is_some() => Stage::Check { ticket },
            None if missing => Stage::Documents { ticket },
            None => Stage::Review { ticket },
        });
    }
}

fn takes_files(known: &Known) -> bool {
    known.case.takes_documents()
}

/// The document that a caption names.
fn named(known: &Known, caption: Option<&str>) -> Option<DocumentId> {
    let said = caption.map(plain).filter(|s| !s.is_empty())?;
    let is = |d: &&procedure::definition::DocumentKind| {
        let id = plain(&d.id.as_str().replace('_', " "));
        said == id || said == plain(&d.name.id) || said == plain(&d.name.en)
    };
    known.procedure.required(&known.case.grounds).into_iter().find(is).map(|d| d.id.clone())
}

fn attach(ticket: &Ticket, facts: &FileFacts, document: Option<DocumentId>) -> Wish {
    Wish { ticket: Some(ticket.clone()), command: Command::Attach { facts: facts.clone(), document } }
}
