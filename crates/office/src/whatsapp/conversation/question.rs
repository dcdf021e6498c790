//! The question that each stage asks, and what may be chosen in answer.

use super::files::KEEP_AFTER;
use super::stage::{Form, Purpose, Stage};
use super::words::Offer;
use super::{Known, LinkWanted, Talk};
use crate::texts;
use procedure::{Document, DocumentId, Status, Ticket};

pub struct Question {
    pub body: String,
    pub offers: Vec<Offer>,
    pub link: Option<LinkWanted>,
}

impl Talk<'_> {
    /// None where nothing is asked.
    pub(super) fn question(&self) -> Option<Question> {
        let body = match self.thread.stage.clone() {
            Stage::Idle => return None,
            Stage::Menu => self.t("chat-menu"),
            Stage::Notice => self.notice(),
            Stage::Reason { .. } => self.t("chat-reason"),
            Stage::Elements { .. } => return Some(self.elements()),
            Stage::Nik { .. } => self.t("chat-nik"),
            Stage::Name { .. } => self.t("chat-name"),
            Stage::Link { form } => return Some(self.link_for_form(&form)),
            Stage::Documents { ticket } if self.by_link() => return self.link_for_case(&ticket),
            Stage::Documents { ticket } => return self.document_wanted(&ticket),
            Stage::Check { ticket } => self.check(&ticket)?,
            Stage::Sort { .. } => self.t("chat-sort"),
            Stage::Review { ticket } => self.review(&ticket),
            Stage::Change { .. } => self.t("chat-change"),
            Stage::Replace { .. } => self.t("chat-replace"),
            Stage::Resume { ticket } => self.resume(&ticket),
            Stage::ConfirmCancel { ticket } => self.confirm_cancel(&ticket),
            Stage::Slots { ticket, .. } => self.slots_asked(&ticket),
            Stage::Days { .. } => self.t("chat-days"),
            Stage::Health { ticket } => self.health_asked(&ticket)?,
            Stage::Pick { purpose: Purpose::Visit } => self.t("chat-pick-visit"),
            Stage::Pick { purpose: Purpose::Cancel } => self.t("chat-pick-cancel"),
            Stage::Pick { purpose: Purpose::Send } => self.t("chat-pick-send"),
        };
        Some(Question { body, offers: self.offers(), link: None })
    }

    /// What may be chosen at the stage, in the order shown.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let offer = |key: &str| {
            Offer::new(key, self.t(&format!("chat-offer-{key}"))).or(&self.t(&format!("chat-words-{key}")))
        };
        match &self.thread.stage {
            Stage::Menu => ["new", "status", "staff"].map(offer).to_vec(),
            Stage::Notice => ["agree", "refuse"].map(offer).to_vec(),
            Stage::Reason { .. } => self.reasons(),
            Stage::Elements { .. } => self.element_offers(),
            Stage::Check { ticket } if self.held(ticket).is_some_and(|h| h.failures >= KEEP_AFTER) => {
                ["resend", "use"].map(offer).to_vec()
            }
            Stage::Sort { ticket, .. } => {
                let mut offers = self.documents_of(ticket);
                offers.push(offer("not-needed"));
                offers
            }
            Stage::Review { ticket } if self.is_draft(ticket) => {
                ["send", "change", "cancel"].map(offer).to_vec()
            }
            Stage::Review { .. } => ["send", "replace"].map(offer).to_vec(),
            Stage::Change { .. } => {
                ["change-name", "change-nik", "change-reason", "change-documents"].map(offer).to_vec()
            }
            Stage::Replace { ticket } => self.documents_of(ticket),
            Stage::Resume { .. } => ["go-on", "anew", "staff"].map(offer).to_vec(),
            Stage::ConfirmCancel { .. } => ["yes-cancel", "no-keep"].map(offer).to_vec(),
            Stage::Slots { ticket, day, skip } => {
                let more = [offer("more-times"), offer("more-days"), offer("cancel-visit")];
                self.slot_offers(ticket, *day, *skip, more)
            }
            Stage::Days { .. } => self.day_offers(),
            Stage::Health { .. } => ["healthy", "symptom"].map(offer).to_vec(),
            Stage::Pick { purpose } => self.tickets(*purpose),
            Stage::Idle
            | Stage::Nik { .. }
            | Stage::Name { .. }
            | Stage::Link { .. }
            | Stage::Documents { .. }
            | Stage::Check { .. } => Vec::new(),
        }
    }

    fn is_draft(&self, ticket: &Ticket) -> bool {
        self.known(ticket).is_some_and(|k| k.case.status == Status::Draft)
    }

    fn notice(&self) -> String {
        let fee = texts::of(self.thread.language, &self.view.procedure.fee).to_owned();
        let office = self.view.office_name.to_owned();
        self.with("chat-notice", &[("office", office), ("fee", fee)])
    }

    /// Each reason, each combination that may be asked for together, and something else.
    fn reasons(&self) -> Vec<Offer> {
        let (p, language) = (self.view.procedure, self.thread.language);
        let mut offers: Vec<Offer> = p
            .reasons
            .iter()
            .map(|r| Offer {
                key: r.id.as_str().to_owned(),
                title: texts::of(language, &r.name).to_owned(),
                words: r.words.clone(),
            })
            .collect();
        for set in &p.combinations {
            let key = set.iter().map(|r| r.as_str()).collect::<Vec<_>>().join("+");
            let names = set.iter().filter_map(|r| p.reason(r)).map(|r| texts::of(language, &r.name));
            offers.push(Offer::new(key, names.collect::<Vec<_>>().join(" + ")));
        }
        offers.push(Offer::new("other", self.t("chat-offer-other")).or(&self.t("chat-words-other")));
        offers
    }

    fn element_offers(&self) -> Vec<Offer> {
        let name = |e: &procedure::definition::Element| texts::of(self.thread.language, &e.name).to_owned();
        self.view.procedure.elements.iter().map(|e| Offer::new(e.id.as_str(), name(e))).collect()
    }

    /// Several may be chosen, which no button can do: always numbered words.
    fn elements(&self) -> Question {
        let numbered = self.element_offers().into_iter().zip(1..).map(|(o, n)| format!("{n}. {}", o.title));
        let list = numbered.collect::<Vec<_>>().join("\n");
        Question { body: format!("{}\n{list}", self.t("chat-elements")), offers: Vec::new(), link: None }
    }

    /// The documents the case asks for, as choices.
    fn documents_of(&self, ticket: &Ticket) -> Vec<Offer> {
        let Some(known) = self.known(ticket) else { return Vec::new() };
        let required = known.procedure.required(&known.case.grounds);
        required
            .into_iter()
            .map(|d| Offer::new(d.id.as_str(), texts::of(self.thread.language, &d.name)))
            .collect()
    }

    fn document_wanted(&self, ticket: &Ticket) -> Option<Question> {
        let known = self.known(ticket)?;
        let wanted = wanted(known);
        let kind = wanted.first().and_then(|d| known.procedure.document(d))?;
        let language = self.thread.language;
        let required = known.procedure.required(&known.case.grounds).len();
        let fault = known.case.open_faults().into_iter().find(|f| f.document == kind.id);
        let marked = fault.is_some_and(|f| f.mark.is_some());
        let args = [
            ("number", (required.saturating_sub(wanted.len()) + 1).to_string()),
            ("count", required.to_string()),
            ("document", texts::of(language, &kind.name).to_owned()),
            ("hint", texts::of(language, &kind.hint).to_owned()),
            ("why", fault.map(|f| f.why.clone()).unwrap_or_default()),
            ("marked", if marked { format!("\n{}", self.t("chat-marked")) } else { String::new() }),
        ];
        let key = if fault.is_some() { "chat-document-again" } else { "chat-document" };
        Some(Question { body: self.with(key, &args), offers: Vec::new(), link: None })
    }

    /// What is wrong with a page, the one thing that matters most, and how to do better.
    fn check(&self, ticket: &Ticket) -> Option<String> {
        let known = self.known(ticket)?;
        let held = self.held(ticket)?;
        let finding = held.facts.findings.first()?;
        let args = [
            ("document", self.document_name(&known.procedure, &held.document)),
            ("finding", self.t(&format!("finding-{finding}"))),
            ("advice", self.t(&format!("finding-{finding}-advice"))),
        ];
        Some(self.with("chat-check", &args))
    }

    /// Masked: a phone is shown around.
    fn review(&self, ticket: &Ticket) -> String {
        let Some(known) = self.known(ticket) else { return self.t("chat-help") };
        let case = &known.case;
        let named = |d: &Document| d.document.as_ref().map(|id| self.document_name(&known.procedure, id));
        let mut documents: Vec<String> = case.standing().filter_map(named).collect();
        documents.dedup();
        let args = [
            ("name", case.applicant.name.clone()),
            ("nik", case.applicant.nik.masked()),
            ("reasons", self.reason_names(known)),
            ("documents", documents.join(", ")),
        ];
        let key = if case.status == Status::Draft { "chat-review" } else { "chat-review-correction" };
        self.with(key, &args)
    }

    pub(super) fn reason_names(&self, known: &Known) -> String {
        let (p, language) = (&known.procedure, self.thread.language);
        let reasons = known.case.grounds.reasons.iter().filter_map(|r| p.reason(r)).map(|r| &r.name);
        let elements = known.case.grounds.elements.iter().filter_map(|e| p.element(e)).map(|e| &e.name);
        let names: Vec<_> = reasons.map(|t| texts::of(language, t)).collect();
        let changed: Vec<_> = elements.map(|t| texts::of(language, t)).collect();
        match changed.as_slice() {
            [] => names.join(" + "),
            _ => format!("{} ({})", names.join(" + "), changed.join(", ")),
        }
    }

    fn resume(&self, ticket: &Ticket) -> String {
        let known = self.known(ticket);
        let args = [
            ("name", known.map(|k| k.case.applicant.name.clone()).unwrap_or_default()),
            ("reasons", known.map(|k| self.reason_names(k)).unwrap_or_default()),
        ];
        self.with("chat-resume", &args)
    }

    fn confirm_cancel(&self, ticket: &Ticket) -> String {
        let name = self.known(ticket).map(|k| k.case.applicant.name.clone()).unwrap_or_default();
        match self.is_draft(ticket) {
            true => self.with("chat-confirm-cancel-draft", &[("name", name)]),
            false => self.with("chat-confirm-cancel", &[("name", name), ("ticket", ticket.to_string())]),
        }
    }

    fn tickets(&self, purpose: Purpose) -> Vec<Offer> {
        let fits = |k: &&Known| match purpose {
            Purpose::Cancel => !matches!(k.case.status, Status::Closed(_)) && !k.case.is_told(),
            Purpose::Visit => k.case.is_ready(),
            Purpose::Send => k.case.correction.is_some(),
        };
        let title = |k: &Known| {
            let name = k.case.applicant.name.split_whitespace().next().unwrap_or_default();
            match k.case.status {
                Status::Draft => format!("{name} ({})", self.t("chat-draft")),
                _ => format!("{} {name}", k.ticket),
            }
        };
        self.view
            .cases
            .iter()
            .filter(fits)
            .take(10)
            .map(|k| Offer::new(k.ticket.as_str(), title(k)))
            .collect()
    }

    /// The form that is being filled in.
    pub(super) fn form(&self) -> Option<Form> {
        match &self.thread.stage {
            Stage::Reason { form }
            | Stage::Elements { form }
            | Stage::Nik { form }
            | Stage::Name { form }
            | Stage::Link { form } => Some(form.clone()),
            _ => None,
        }
    }
}

/// The documents still wanted: those at fault first, then those missing.
pub(super) fn wanted(known: &Known) -> Vec<DocumentId> {
    let case = &known.case;
    let mut wanted: Vec<DocumentId> = case.open_faults().iter().map(|f| f.document.clone()).collect();
    let missing = known.procedure.required(&case.grounds).into_iter().filter(|d| !case.has(&d.id));
    for document in missing {
        if !wanted.contains(&document.id) {
            wanted.push(document.id.clone());
        }
    }
    wanted
}

/// The document that a page nobody has named is most likely to be.
pub fn next_wanted(known: &Known) -> Option<DocumentId> {
    wanted(known).into_iter().next()
}
