//! What is made of words and taps: first the words that work everywhere, then the answer to the
//! question of the stage.

use super::stage::{Form, Purpose, Stage};
use super::visit::Tapped;
use super::words::{self, Global, Offer};
use super::{Known, NOTICE_VERSION, Talk, Wish};
use crate::texts;
use procedure::{Channel, Command, Consent, DocumentId, ElementId, Nik, ReasonId, Status, Ticket};

impl Talk<'_> {
    pub(super) fn text(&mut self, text: &str) -> Option<Wish> {
        if let Some(word) = words::global(text) {
            return self.global(word);
        }
        if self.thread.with_staff {
            return None;
        }
        if words::is_format(text) {
            return self.one_message(text);
        }
        self.answer(text)
    }

    /// A tap counts only for the question asked last; an old one gets the present question again.
    pub(super) fn tap(&mut self, id: &str, title: &str) -> Option<Wish> {
        if self.thread.with_staff {
            return None;
        }
        if id == words::LINK {
            return self.text(id);
        }
        if let Some(tapped) = Tapped::parse(id) {
            return self.visit_tapped(tapped);
        }
        let asked = id.split_once(':').filter(|(nonce, _)| *nonce == self.thread.nonce.to_string());
        let offer = asked.and_then(|(_, key)| self.offers().into_iter().find(|o| o.key == key));
        match offer {
            Some(offer) => self.chosen(&offer),
            None if self.thread.stage == Stage::Idle => self.text(title),
            None => self.answer_with("chat-stale-tap"),
        }
    }

    fn answer(&mut self, text: &str) -> Option<Wish> {
        match self.thread.stage.clone() {
            Stage::Idle => self.health_said(text).or_else(|| {
                self.begin();
                None
            }),
            Stage::Elements { form } => self.elements_told(form, text),
            Stage::Nik { form } => self.nik_told(form, text),
            Stage::Name { form } => self.name_told(form, text),
            // Meta's policy: no such number in a chat.
            Stage::Link { .. } if Nik::parse(text).is_ok() => self.answer_with("chat-link-not-here"),
            Stage::Documents { ticket } if self.by_link() && self.nothing_wanted(&ticket) => {
                self.settle(&ticket);
                None
            }
            Stage::Reason { .. } => {
                let offers = self.offers();
                match words::chosen(&offers, text).cloned() {
                    Some(offer) => self.chosen(&offer),
                    None => self.reasons_told(text),
                }
            }
            _ => match words::chosen(&self.offers(), text).cloned() {
                Some(offer) => self.chosen(&offer),
                None => self.miss(),
            },
        }
    }

    /// The first word of a conversation.
    pub(super) fn begin(&mut self) {
        let corrections = self.corrections();
        let draft = self.draft().map(|k| k.ticket.clone());
        let visit = self.visit_to_ask();
        let any = self.view.cases.iter().any(|k| k.case.status == Status::Open);
        match (corrections.as_slice(), draft) {
            ([only], _) => self.settle(&only.clone()),
            ([_, _, ..], _) => self.stage(Stage::Pick { purpose: Purpose::Send }),
            ([], Some(ticket)) => self.stage(Stage::Resume { ticket }),
            ([], None) if visit.is_some() => visit.into_iter().for_each(|stage| self.stage(stage)),
            ([], None) if any => self.stage(Stage::Menu),
            ([], None) => self.stage(Stage::Notice),
        }
    }

    fn global(&mut self, word: Global) -> Option<Wish> {
        match word {
            Global::Status(ticket) => self.status(ticket.as_deref()),
            Global::Help if self.by_link() => {
                self.say("chat-help");
                return self.answer_with("chat-link-help");
            }
            Global::Help => return self.answer_with("chat-help"),
            Global::Staff => self.hand_to_staff(),
            Global::Menu => {
                self.thread.with_staff = false;
                self.stage(Stage::Menu);
            }
            Global::Cancel => self.cancel(),
            Global::Link => self.new_link(),
            Global::Visit => self.visit(),
            Global::Looked => self.looked(),
            Global::Again => return self.again(),
            Global::Stop => {
                self.thread.stopped = true;
                self.say("chat-stopped");
                self.ask = false;
            }
            Global::Start => {
                self.thread.stopped = false;
                self.say("chat-started");
                match self.thread.stage {
                    Stage::Idle => self.begin(),
                    _ => self.ask = true,
                }
            }
            Global::Speak(language) => {
                self.thread.language = language;
                match self.thread.stage {
                    Stage::Idle => self.begin(),
                    _ => self.ask = true,
                }
            }
        }
        None
    }

    fn chosen(&mut self, offer: &Offer) -> Option<Wish> {
        let key = offer.key.as_str();
        match (self.thread.stage.clone(), key) {
            (Stage::Menu, "new") => self.stage(Stage::Notice),
            (Stage::Menu, "status") => self.status(None),
            (Stage::Menu | Stage::Resume { .. } | Stage::Reason { .. }, "staff" | "other") => {
                self.hand_to_staff()
            }
            (Stage::Notice, "agree") => {
                let consent = Some(Consent { at: self.view.now, text_version: NOTICE_VERSION.to_owned() });
                self.stage(Stage::Reason { form: Form { consent, ..Form::default() } });
            }
            (Stage::Notice, _) => {
                self.thread.stage = Stage::Idle;
                self.say("chat-refused-notice");
            }
            (Stage::Reason { form }, key) => {
                return self.reasons_chosen(form, key.split('+').map(ReasonId::new).collect());
            }
            (Stage::Check { ticket }, "use") => return self.use_held(&ticket),
            (Stage::Check { .. }, _) => self.say("chat-resend"),
            (Stage::Sort { ticket, file }, "not-needed") => {
                let why = texts::text(procedure::Language::Id, "chat-not-needed-why");
                return wish(ticket, Command::SetAside { file, why });
            }
            (Stage::Sort { ticket, file }, key) => {
                return wish(ticket, Command::File { file, document: DocumentId::new(key) });
            }
            (Stage::Review { ticket }, "send") => return wish(ticket, Command::Submit),
            (Stage::Review { ticket }, "change") => self.stage(Stage::Change { ticket }),
            (Stage::Review { ticket }, "replace") => self.stage(Stage::Replace { ticket }),
            (Stage::Review { ticket }, _) => self.stage(Stage::ConfirmCancel { ticket }),
            (Stage::Change { ticket }, key) => self.change(&ticket, key),
            (Stage::Replace { ticket }, key) => return self.replace(&ticket, &DocumentId::new(key)),
            (Stage::Resume { ticket }, "go-on") => self.settle(&ticket),
            (Stage::Resume { ticket }, _) | (Stage::ConfirmCancel { ticket }, "yes-cancel") => {
                return wish(ticket, Command::Withdraw { why: None });
            }
            (Stage::ConfirmCancel { ticket }, _) => {
                self.say("chat-kept");
                self.settle(&ticket);
            }
            (Stage::Slots { .. } | Stage::Days { .. } | Stage::Health { .. }, key) => {
                let key = key.to_owned();
                return self.visit_chosen(&key);
            }
            (Stage::Pick { purpose }, key) => return self.picked(purpose, key),
            _ => return self.miss(),
        }
        None
    }

    /// `1 dan 3`, `hilang + ubah data`.
    fn reasons_told(&mut self, text: &str) -> Option<Wish> {
        let offers: Vec<Offer> = self.offers().into_iter().filter(|o| o.key != "other").collect();
        let told: Vec<_> = words::several(&offers, text).iter().map(|o| ReasonId::new(&*o.key)).collect();
        if told.is_empty() {
            return self.miss();
        }
        match self.form() {
            Some(form) if self.view.procedure.allows(&told) => self.reasons_chosen(form, told),
            _ => self.answer_with("refusal-bad-reasons"),
        }
    }

    fn reasons_chosen(&mut self, mut form: Form, reasons: Vec<ReasonId>) -> Option<Wish> {
        let p = self.view.procedure;
        let asks = reasons.iter().filter_map(|r| p.reason(r)).any(|r| r.asks_elements);
        form.reasons = reasons;
        form.elements = Vec::new();
        if asks {
            self.stage(Stage::Elements { form });
            return None;
        }
        self.go_on(form)
    }

    fn elements_told(&mut self, mut form: Form, text: &str) -> Option<Wish> {
        let offers = self.offers();
        let told = words::several(&offers, text);
        if told.is_empty() {
            return self.miss();
        }
        form.elements = told.iter().map(|o| ElementId::new(&*o.key)).collect();
        self.go_on(form)
    }

    fn nik_told(&mut self, mut form: Form, text: &str) -> Option<Wish> {
        match Nik::parse(text) {
            Ok(nik) => {
                form.nik = Some(nik);
                self.go_on(form)
            }
            Err(e) => {
                // Which check failed, and never the number itself.
                self.say_with(e.key(), &e.args());
                self.ask = true;
                None
            }
        }
    }

    fn name_told(&mut self, mut form: Form, text: &str) -> Option<Wish> {
        if !words::is_name(text) {
            return self.answer_with("chat-name-bad");
        }
        form.name = Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
        self.go_on(form)
    }

    /// The next thing the form still lacks; complete, it opens the case or amends the draft.
    fn go_on(&mut self, form: Form) -> Option<Wish> {
        if self.by_link() && (form.nik.is_none() || form.name.is_none()) {
            self.stage(Stage::Link { form });
            return None;
        }
        if form.nik.is_none() {
            self.stage(Stage::Nik { form });
            return None;
        }
        let applicant = form.applicant(self.view.contact, self.view.phone, self.thread.language);
        let Some(applicant) = applicant else {
            self.stage(Stage::Name { form });
            return None;
        };
        let grounds = form.grounds();
        let command = match form.ticket {
            Some(_) => Command::Amend { applicant, grounds, why: None },
            None => Command::Open {
                channel: Channel::Whatsapp,
                applicant,
                grounds,
                consent: form.consent.clone(),
            },
        };
        Some(Wish { ticket: form.ticket.clone(), command })
    }

    /// `#KTP#…`: the notice is told with the answer, and sending documents agrees to it.
    fn one_message(&mut self, text: &str) -> Option<Wish> {
        match words::format(self.view.procedure, text) {
            Err(faults) => {
                for (key, args) in faults {
                    self.say_with(key, &args);
                }
                self.say("chat-format-help");
                None
            }
            Ok(mut form) => {
                form.consent =
                    Some(Consent { at: self.view.now, text_version: format!("{NOTICE_VERSION}/format") });
                let fee = texts::of(self.thread.language, &self.view.procedure.fee).to_owned();
                self.say_with("chat-format-taken", &[("fee", fee)]);
                self.reasons_chosen(form.clone(), form.reasons)
            }
        }
    }

    fn change(&mut self, ticket: &Ticket, key: &str) {
        let Some(form) = self.known(ticket).map(|k| Form::of(ticket, &k.case)) else { return };
        self.stage(match key {
            "change-name" | "change-nik" if self.by_link() => Stage::Documents { ticket: ticket.clone() },
            "change-name" => Stage::Name { form: Form { name: None, ..form } },
            "change-nik" => Stage::Nik { form: Form { nik: None, ..form } },
            "change-reason" => Stage::Reason { form },
            _ => Stage::Replace { ticket: ticket.clone() },
        });
    }

    /// Puts aside the pages of a document, one by one; with none left the document is asked for again.
    fn replace(&mut self, ticket: &Ticket, document: &DocumentId) -> Option<Wish> {
        let standing = |k: &Known| {
            k.case.standing().find(|d| d.document.as_ref() == Some(document)).map(|d| d.facts.file.clone())
        };
        let Some(file) = self.known(ticket).and_then(standing) else {
            self.settle(ticket);
            return None;
        };
        let why = texts::text(procedure::Language::Id, "chat-replaced-why");
        wish(ticket.clone(), Command::SetAside { file, why })
    }

    /// The next page of the document whose pages are being put aside.
    pub(super) fn replace_rest(&mut self, ticket: &Ticket) -> Option<Wish> {
        if self.thread.stage != (Stage::Replace { ticket: ticket.clone() }) {
            return None;
        }
        let last = |k: &Known| {
            let aside = k.case.documents.iter().rev().find(|d| d.set_aside.is_some());
            aside.and_then(|d| d.document.clone())
        };
        let document = self.known(ticket).and_then(last)?;
        self.replace(ticket, &document)
    }

    fn picked(&mut self, purpose: Purpose, key: &str) -> Option<Wish> {
        let Ok(ticket) = Ticket::parse(key) else { return self.miss() };
        match purpose {
            Purpose::Cancel => {
                self.stage(Stage::ConfirmCancel { ticket });
                None
            }
            Purpose::Visit => {
                self.stage(Stage::Slots { ticket, day: None, skip: 0 });
                None
            }
            Purpose::Send => {
                let more = self.attach_pending(&ticket);
                if more.is_none() {
                    self.settle(&ticket);
                }
                more
            }
        }
    }
}

pub(super) fn wish(ticket: Ticket, command: Command) -> Option<Wish> {
    Some(Wish { ticket: Some(ticket), command })
}
