//! Appointments in the chat: choosing a time, changing it, and the questions before a visit. What is free is looked at
//! anew at each turn; whether a time is still free is for the rules to say.

use super::stage::{Purpose, Stage};
use super::words::{self, Offer as Choosable, VISIT};
use super::{Known, Talk, Wish};
use crate::appointments::Offer;
use crate::texts;
use crate::whatsapp::outbound::Choice;
use jiff::civil::Date;
use jiff::tz::Offset;
use procedure::{Case, Command, Language, Level, Procedure, Refusal, Slot, Ticket};

/// Times shown at once: with what else may be chosen they fit a list of ten rows.
const SHOWN: usize = 7;
/// Times of one day among the first that are shown.
const A_DAY: usize = 3;
const DAYS: usize = 10;

/// A tapped button about an appointment. It says for itself what it means, since it came with news, whatever was
/// asked last.
pub struct Tapped {
    ticket: Ticket,
    what: What,
}

enum What {
    /// A slot by its start, in milliseconds.
    Book(i64),
    OtherDay,
    Health {
        clear: bool,
    },
}

impl Tapped {
    pub fn parse(id: &str) -> Option<Self> {
        let (ticket, what) = id.strip_prefix(VISIT)?.strip_prefix(':')?.split_once(':')?;
        let what = match what {
            "hari" => What::OtherDay,
            "sehat" => What::Health { clear: true },
            "gejala" => What::Health { clear: false },
            start => What::Book(start.parse().ok()?),
        };
        Some(Self { ticket: Ticket::parse(ticket).ok()?, what })
    }
}

fn id(ticket: &Ticket, what: &str) -> String {
    format!("{VISIT}:{}:{what}", ticket.as_str())
}

/// What stands below the news that a card is ready: the first times, and other days.
pub fn slot_choices(ticket: &Ticket, offer: &Offer, language: Language, offset: Offset) -> Vec<Choice> {
    let slot = |slot: Slot| Choice {
        id: id(ticket, &slot.from.as_millisecond().to_string()),
        title: texts::visit(language, offset, slot.from),
    };
    let other = Choice { id: id(ticket, "hari"), title: texts::text(language, "chat-offer-more-days") };
    spread(&offer.slots, offset).into_iter().map(slot).chain([other]).collect()
}

/// What stands below a reminder that asks questions.
pub fn health_choices(ticket: &Ticket, language: Language) -> Vec<Choice> {
    let choice = |what: &str, key: &str| Choice { id: id(ticket, what), title: texts::text(language, key) };
    vec![choice("sehat", "chat-offer-healthy"), choice("gejala", "chat-offer-symptom")]
}

/// The questions of a level, a line each.
pub fn questions(p: &Procedure, level: Level, language: Language) -> String {
    let protocol = p.appointments.as_ref().and_then(|a| a.protocol(level));
    let lines = protocol.into_iter().flat_map(|p| &p.questions);
    lines.map(|q| format!("- {}", texts::of(language, q))).collect::<Vec<_>>().join("\n")
}

/// A few times of each of the next days: the first, one in the middle, the last.
fn spread(slots: &[Slot], offset: Offset) -> Vec<Slot> {
    let day = |s: &Slot| offset.to_datetime(s.from).date();
    let days = slots.chunk_by(|a, b| day(a) == day(b));
    let few = days.flat_map(|of_day| {
        let last = of_day.len().saturating_sub(1);
        let mut places: Vec<usize> = (0..A_DAY).map(|n| n * last / (A_DAY - 1)).collect();
        places.dedup();
        places.into_iter().filter_map(|n| of_day.get(n).copied())
    });
    few.take(SHOWN).collect()
}

fn key(slot: Slot) -> String {
    format!("slot-{}", slot.from.as_millisecond())
}

impl Talk<'_> {
    /// The sender's cards that can be collected.
    pub(super) fn ready(&self) -> impl Iterator<Item = &Known> {
        self.view.cases.iter().filter(|k| k.case.is_ready() && k.procedure.appointments.is_some())
    }

    fn offset(&self) -> Offset {
        self.view.procedure.calendar.offset
    }

    pub(super) fn time_of(&self, slot: Slot) -> String {
        texts::visit(self.thread.language, self.offset(), slot.from)
    }

    /// `janji`: for the card that is ready, or for which of them.
    pub(super) fn visit(&mut self) {
        self.thread.with_staff = false;
        let ready: Vec<Ticket> = self.ready().map(|k| k.ticket.clone()).collect();
        if self.view.offer.is_none() && !ready.is_empty() {
            return self.say("chat-no-visits-here");
        }
        match ready.as_slice() {
            [] => {
                self.say("chat-no-visit");
                self.ask = self.thread.stage != Stage::Idle;
            }
            [only] => self.stage(Stage::Slots { ticket: only.clone(), day: None, skip: 0 }),
            _ => self.stage(Stage::Pick { purpose: Purpose::Visit }),
        }
    }

    /// What somebody who just writes is asked: the questions before a visit, or when they come.
    pub(super) fn visit_to_ask(&self) -> Option<Stage> {
        let offer = self.view.offer.as_ref()?;
        let unanswered = |k: &&Known| {
            let asks = k.procedure.appointments.as_ref().is_some_and(|a| a.asks(offer.level));
            asks && k.case.expected().is_some_and(|a| a.reminded && a.screened.is_none())
        };
        let health = self.ready().find(unanswered).map(|k| Stage::Health { ticket: k.ticket.clone() });
        let unbooked = self.ready().find(|k| k.case.appointment.is_none());
        let slots = unbooked.map(|k| Stage::Slots { ticket: k.ticket.clone(), day: None, skip: 0 });
        health.or(slots)
    }

    /// `tidak ada`, in answer to the reminder: a template has no buttons.
    pub(super) fn health_said(&mut self, text: &str) -> Option<Wish> {
        let Some(Stage::Health { ticket }) = self.visit_to_ask() else { return None };
        let before = std::mem::replace(&mut self.thread.stage, Stage::Health { ticket: ticket.clone() });
        let answer = words::chosen(&self.offers(), text).map(|o| o.key == "healthy");
        self.thread.stage = before;
        answer.and_then(|clear| wish(&ticket, Command::Screen { clear }))
    }

    pub(super) fn visit_tapped(&mut self, tapped: Tapped) -> Option<Wish> {
        let Tapped { ticket, what } = tapped;
        let Some(booked) =
            self.ready().find(|k| k.ticket == ticket).map(|k| k.case.expected().map(|a| a.slot))
        else {
            self.say("chat-no-visit");
            return None;
        };
        match what {
            What::OtherDay => {
                self.stage(Stage::Days { ticket });
                None
            }
            What::Health { clear } => wish(&ticket, Command::Screen { clear }),
            What::Book(start) => {
                let is = |s: &Slot| s.from.as_millisecond() == start;
                let slots = self.view.offer.iter().flat_map(|o| &o.slots).copied();
                match slots.chain(booked).find(is) {
                    Some(slot) if booked == Some(slot) => {
                        self.status(Some(ticket.as_str()));
                        None
                    }
                    Some(slot) => wish(&ticket, Command::Book { slot }),
                    None => self.ask_anew(&ticket, &Refusal::SlotTaken),
                }
            }
        }
    }

    pub(super) fn visit_chosen(&mut self, key: &str) -> Option<Wish> {
        let slots: Vec<Slot> = self.view.offer.iter().flat_map(|o| &o.slots).copied().collect();
        match (self.thread.stage.clone(), key) {
            (Stage::Slots { ticket, day, skip }, "more-times") => {
                self.stage(Stage::Slots { ticket, day, skip: skip + SHOWN });
            }
            (Stage::Slots { ticket, .. }, "more-days") => self.stage(Stage::Days { ticket }),
            (Stage::Slots { ticket, .. }, "cancel-visit") => {
                return wish(&ticket, Command::CancelAppointment);
            }
            (Stage::Slots { ticket, .. }, chosen) => {
                return match slots.into_iter().find(|s| self::key(*s) == chosen) {
                    Some(slot) => wish(&ticket, Command::Book { slot }),
                    None => self.ask_anew(&ticket, &Refusal::SlotTaken),
                };
            }
            (Stage::Days { ticket }, day) => {
                self.stage(Stage::Slots { ticket, day: day.parse::<Date>().ok(), skip: 0 });
            }
            (Stage::Health { ticket }, answer) => {
                return wish(&ticket, Command::Screen { clear: answer == "healthy" });
            }
            _ => return self.miss(),
        }
        None
    }

    /// What came of it; of all but a good answer the case tells by itself.
    pub(super) fn visit_told(&mut self, asked: &Wish, result: Result<Ticket, Refusal>) {
        let Some(ticket) = &asked.ticket else { return };
        match (&asked.command, result) {
            (_, Err(refusal)) => {
                self.ask_anew(ticket, &refusal);
            }
            (command, Ok(_)) => {
                self.thread.stage = Stage::Idle;
                self.ask = false;
                let slot = self.known(ticket).and_then(|k| k.case.expected()).map(|a| a.slot);
                if let (Command::Screen { clear: true }, Some(slot)) = (command, slot) {
                    let slot = self.time_of(slot);
                    self.say_with("chat-screened", &[("slot", slot)]);
                }
            }
        }
    }

    /// Why not, and the times that are free by now.
    fn ask_anew(&mut self, ticket: &Ticket, refusal: &Refusal) -> Option<Wish> {
        let words = texts::refusal(self.thread.language, self.view.procedure, refusal);
        self.said.push(words);
        if self.ready().any(|k| k.ticket == *ticket) {
            self.stage(Stage::Slots { ticket: ticket.clone(), day: None, skip: 0 });
        } else {
            self.thread.stage = Stage::Idle;
        }
        None
    }

    pub(super) fn slots_asked(&self, ticket: &Ticket) -> String {
        let case = self.known(ticket).map(|k| &k.case);
        let slot = case.and_then(Case::expected).map(|a| self.time_of(a.slot));
        let none_left = self.view.offer.as_ref().is_none_or(|o| o.slots.is_empty());
        let key = match slot {
            Some(_) => "chat-slots-booked",
            None if none_left => "chat-slots-none",
            None => "chat-slots",
        };
        let name = case.map(|c| c.applicant.name.clone()).unwrap_or_default();
        self.with(key, &[("name", name), ("slot", slot.unwrap_or_default())])
    }

    pub(super) fn health_asked(&self, ticket: &Ticket) -> Option<String> {
        let known = self.known(ticket)?;
        let slot = self.time_of(known.case.expected()?.slot);
        let level = self.view.offer.as_ref()?.level;
        let questions = questions(&known.procedure, level, self.thread.language);
        Some(self.with("chat-health", &[("slot", slot), ("questions", questions)]))
    }

    pub(super) fn slot_offers(
        &self,
        ticket: &Ticket,
        day: Option<Date>,
        skip: usize,
        [other_time, other_day, cancel]: [Choosable; 3],
    ) -> Vec<Choosable> {
        let all = self.view.offer.iter().flat_map(|o| &o.slots).copied();
        let booked = self.known(ticket).and_then(|k| k.case.expected()).map(|a| a.slot);
        let all: Vec<Slot> = all.filter(|s| Some(*s) != booked).collect();
        let offset = self.offset();
        let shown: Vec<Slot> = match day {
            None => spread(&all, offset),
            Some(day) => all.iter().copied().filter(|s| offset.to_datetime(s.from).date() == day).collect(),
        };
        let more = day.is_some() && shown.len() > skip + SHOWN;
        let page = shown.into_iter().skip(if day.is_some() { skip } else { 0 }).take(SHOWN);
        let mut offers: Vec<_> = page.map(|s| Choosable::new(key(s), self.time_of(s))).collect();
        offers.extend(more.then_some(other_time));
        offers.extend((!all.is_empty()).then_some(other_day));
        offers.extend(booked.map(|_| cancel));
        offers
    }

    pub(super) fn day_offers(&self) -> Vec<Choosable> {
        let days =
            self.view.offer.iter().flat_map(|o| &o.slots).map(|s| self.offset().to_datetime(s.from).date());
        let mut days: Vec<Date> = days.collect();
        days.dedup();
        let offer = |d: Date| Choosable::new(d.to_string(), texts::visit_day(self.thread.language, d));
        days.into_iter().take(DAYS).map(offer).collect()
    }
}

fn wish(ticket: &Ticket, command: Command) -> Option<Wish> {
    Some(Wish { ticket: Some(ticket.clone()), command })
}
