//! Documents given on a page of ours (`secure_link`): when a link to it is offered, and when the one that was
//! given will still do. Photos that come by chat all the same are taken.

use super::question::{Question, wanted};
use super::stage::{Form, Stage};
use super::{Known, Talk};
use crate::texts;
use procedure::{Consent, Grounds, Ticket};

/// Where residents give their data and documents.
#[derive(Debug, Clone, Copy)]
pub enum Capture<'a> {
    InChat,
    Link {
        /// How long a link works.
        minutes: u32,
        given: Option<&'a Given>,
    },
}

/// The link that the sender has and may still use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub ticket: Option<Ticket>,
    pub consent: Option<Consent>,
}

/// A link that an answer offers; the worker makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkWanted {
    /// None while the request is not opened yet.
    pub ticket: Option<Ticket>,
    pub grounds: Grounds,
    pub consent: Option<Consent>,
    /// What stands on its button.
    pub title: String,
}

impl Talk<'_> {
    pub(super) fn by_link(&self) -> bool {
        matches!(self.view.capture, Capture::Link { .. })
    }

    /// What was done on the page meanwhile: the request was opened there, or sent.
    pub(super) fn catch_up(&mut self) {
        if !self.by_link() {
            return;
        }
        if let Stage::Link { form } = &self.thread.stage {
            let opened = |k: &&Known| form.consent.is_some() && k.case.consent == form.consent;
            if let Some(ticket) = self.view.cases.iter().find(opened).map(|k| k.ticket.clone()) {
                self.thread.stage = Stage::Documents { ticket };
            }
        }
        self.let_go_of_what_came();
        if let Stage::Documents { ticket }
        | Stage::Check { ticket }
        | Stage::Review { ticket }
        | Stage::Sort { ticket, .. } = &self.thread.stage
            && !self.known(ticket).is_some_and(|k| k.case.takes_documents())
        {
            self.thread.stage = Stage::Idle;
        }
    }

    pub(super) fn nothing_wanted(&self, ticket: &Ticket) -> bool {
        self.known(ticket).is_some_and(|k| wanted(k).is_empty())
    }

    /// `tautan`: a new link, wherever the conversation stands.
    pub(super) fn new_link(&mut self) {
        if !self.by_link() {
            self.say("chat-link-none");
            self.ask = self.thread.stage != Stage::Idle;
            return;
        }
        self.fresh_link = true;
        let draft = self.draft().map(|k| k.ticket.clone());
        match (&self.thread.stage, draft) {
            (Stage::Link { .. } | Stage::Documents { .. }, _) => self.ask = true,
            (Stage::Idle | Stage::Menu | Stage::Resume { .. }, Some(ticket)) => self.settle(&ticket),
            (Stage::Idle | Stage::Menu, None) => self.begin(),
            _ => self.ask = true,
        }
    }

    /// Nothing is known yet but what is asked for.
    pub(super) fn link_for_form(&self, form: &Form) -> Question {
        let required = self.view.procedure.required(&form.grounds());
        let names: Vec<_> = required.iter().map(|d| texts::of(self.thread.language, &d.name)).collect();
        let body = self.with("chat-link-first", &[("documents", list(&names))]);
        self.link_question(body, None, form.grounds(), form.consent.clone())
    }

    /// The documents that are still wanted, all at once.
    pub(super) fn link_for_case(&self, ticket: &Ticket) -> Option<Question> {
        let known = self.known(ticket)?;
        let faults = known.case.open_faults();
        let line = |id: &procedure::DocumentId| {
            let name = self.document_name(&known.procedure, id);
            match faults.iter().find(|f| f.document == *id) {
                Some(fault) => format!("{name}: {}", fault.why),
                None => name,
            }
        };
        let names: Vec<String> = wanted(known).iter().map(line).collect();
        let key = match (names.is_empty(), faults.is_empty()) {
            (true, _) => "chat-link-change",
            (false, true) => "chat-link-documents",
            (false, false) => "chat-link-faults",
        };
        let body =
            self.with(key, &[("documents", list(&names)), ("name", known.case.applicant.name.clone())]);
        let case = &known.case;
        Some(self.link_question(body, Some(ticket), case.grounds.clone(), case.consent.clone()))
    }

    fn link_question(
        &self,
        body: String,
        ticket: Option<&Ticket>,
        grounds: Grounds,
        consent: Option<Consent>,
    ) -> Question {
        let (minutes, given) = match self.view.capture {
            Capture::InChat => (0, None),
            Capture::Link { minutes, given } => (minutes, given),
        };
        let title = self.t("chat-link-title");
        if !self.fresh_link && given.is_some_and(|g| fits(g, ticket, consent.as_ref())) {
            let body = format!("{body}\n\n{}", self.with("chat-link-above", &[("title", title)]));
            return Question { body, offers: Vec::new(), link: None };
        }
        let body = format!("{body}\n\n{}", self.with("chat-link-go", &[("minutes", minutes.to_string())]));
        let ticket = ticket.cloned();
        Question { body, offers: Vec::new(), link: Some(LinkWanted { ticket, grounds, consent, title }) }
    }

    /// Whether the link that was given is still for something: not once what it was for was called off.
    pub fn keeps_link(&self, given: &Given) -> bool {
        match (&given.ticket, &self.thread.stage) {
            (Some(ticket), _) => self.known(ticket).is_some_and(|k| k.case.takes_documents()),
            (None, Stage::Link { form }) => fits(given, None, form.consent.as_ref()),
            (None, _) => false,
        }
    }
}

/// Whether a link leads to this request, opened or not.
fn fits(given: &Given, ticket: Option<&Ticket>, consent: Option<&Consent>) -> bool {
    match (&given.ticket, ticket) {
        (Some(of), Some(ticket)) => of == ticket,
        _ => consent.is_some() && given.consent.as_ref() == consent,
    }
}

fn list<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|n| format!("- {}", n.as_ref())).collect::<Vec<_>>().join("\n")
}
