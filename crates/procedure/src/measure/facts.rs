//! The facts of one case: what is counted, on which day, and how long it took. What they add up to stands elsewhere.

use super::visit::{Account, End, Visit, is_done, track};
use crate::case::{Case, evolve};
use crate::command::Actor;
use crate::event::{Closing, Event, EventBody};
use crate::nik::Sex;
use crate::{Calendar, Procedure};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// What is counted. Its word is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// A request was sent; subject: the applicant's sex.
    Submitted,
    /// The office had done with a step; subject: the step, value: working time at work.
    Step,
    /// As [`Figure::Step`], after its deadline; value: how long after.
    StepLate,
    /// Work on a visit that came to nothing; subject: the step.
    GivenUp,
    /// Working time in which a visit waited for the applicant, for blank cards or for equipment; subject: the step.
    WaitedApplicant,
    WaitedStock,
    WaitedEquipment,
    /// A way was taken from a step; subject and value: those of [`super::Path`].
    Path,
    /// As [`Figure::Step`]; subject: the officer who ended it.
    Handled,
    /// Sent back to its applicant; subject: the step.
    Returned,
    /// A document at fault in a return; subject: the document.
    Fault,
    /// A file came; subject: empty.
    File,
    /// A file came that can hardly be read; subject: the first finding.
    Unreadable,
    /// The case ended; subject: how, value: all working time since it was sent, closed times left out.
    Closed,
    /// The office ended it after more work than the standard of the whole procedure; value: how much more.
    CaseLate,
    /// An appointment was made, kept or missed.
    Booked,
    Kept,
    Missed,
    /// Something the applicant was to be told did not arrive.
    Undelivered,
    /// A blank card was printed well, or spoiled.
    Printed,
    Spoiled,
}

impl Figure {
    pub const ALL: [Self; 21] = [
        Self::Submitted,
        Self::Step,
        Self::StepLate,
        Self::GivenUp,
        Self::WaitedApplicant,
        Self::WaitedStock,
        Self::WaitedEquipment,
        Self::Path,
        Self::Handled,
        Self::Returned,
        Self::Fault,
        Self::File,
        Self::Unreadable,
        Self::Closed,
        Self::CaseLate,
        Self::Booked,
        Self::Kept,
        Self::Missed,
        Self::Undelivered,
        Self::Printed,
        Self::Spoiled,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Step => "step",
            Self::StepLate => "step_late",
            Self::GivenUp => "given_up",
            Self::WaitedApplicant => "waited_applicant",
            Self::WaitedStock => "waited_stock",
            Self::WaitedEquipment => "waited_equipment",
            Self::Path => "path",
            Self::Handled => "handled",
            Self::Returned => "returned",
            Self::Fault => "fault",
            Self::File => "file",
            Self::Unreadable => "unreadable",
            Self::Closed => "closed",
            Self::CaseLate => "case_late",
            Self::Booked => "booked",
            Self::Kept => "kept",
            Self::Missed => "missed",
            Self::Undelivered => "undelivered",
            Self::Printed => "printed",
            Self::Spoiled => "spoiled",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.word() == word)
    }

    /// Whether the spread of its values is asked for, and not their sum alone.
    pub fn is_spread(self) -> bool {
        matches!(self, Self::Step | Self::Path | Self::Closed)
    }
}

/// One thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub figure: Figure,
    pub subject: String,
    /// The office's own date.
    pub day: Date,
    /// Seconds of working time where the figure is one of time; else 0.
    pub value: u64,
}

/// The facts of a case, in the order in which they came to be; none before it was sent, since a draft may still go
/// without a trace.
pub fn facts(p: &Procedure, events: &[Event]) -> Vec<Fact> {
    let calendar = &p.calendar;
    let track = track(events, calendar);
    let mut told = Telling { calendar, facts: Vec::new() };
    let mut case: Option<Case> = None;
    for event in events {
        let before = case.take();
        case = evolve(before.clone(), event);
        let Some(now) = &case else { continue };
        told.event(before.as_ref(), now, event);
        for path in track.paths.iter().filter(|p| p.seq == now.seq) {
            told.tell(Figure::Path, &path.subject(), event.at, path.time);
        }
        for visit in track.visits.iter().filter(|v| v.seq == now.seq) {
            told.visit(visit);
        }
        if let EventBody::Closed { closing } = &event.body {
            told.closing(p, *closing, event.at, track.visits.iter().take_while(|v| v.seq <= now.seq));
        }
    }
    let sent = case.is_some_and(|c| c.submitted_at.is_some());
    if sent { told.facts } else { Vec::new() }
}

struct Telling<'a> {
    calendar: &'a Calendar,
    facts: Vec<Fact>,
}

impl Telling<'_> {
    fn tell(&mut self, figure: Figure, subject: &str, at: Timestamp, value: SignedDuration) {
        let value = u64::try_from(value.as_secs()).unwrap_or(0);
        let day = self.calendar.day_of(at);
        self.facts.push(Fact { figure, subject: subject.to_owned(), day, value });
    }

    fn count(&mut self, figure: Figure, subject: &str, at: Timestamp) {
        self.tell(figure, subject, at, SignedDuration::ZERO);
    }

    fn event(&mut self, before: Option<&Case>, now: &Case, event: &Event) {
        use EventBody as E;
        let at = event.at;
        match &event.body {
            E::Submitted if before.is_some_and(|c| c.submitted_at.is_none()) => {
                let sex = match now.applicant.nik.sex() {
                    Sex::Female => "female",
                    Sex::Male => "male",
                };
                self.count(Figure::Submitted, sex, at);
            }
            // What an officer adds without saying which document it is, is no page of the dossier.
            E::DocumentAttached { document: None, .. } if matches!(event.actor, Actor::Officer { .. }) => {}
            E::DocumentAttached { facts, .. } => {
                self.count(Figure::File, "", at);
                if let Some(finding) = facts.findings.first() {
                    self.count(Figure::Unreadable, finding, at);
                }
            }
            E::Returned { step, faults, .. } => {
                self.count(Figure::Returned, step.as_str(), at);
                for fault in faults {
                    self.count(Figure::Fault, fault.document.as_str(), at);
                }
            }
            E::AppointmentMade { .. } => self.count(Figure::Booked, "", at),
            E::Arrived { .. } => self.count(Figure::Kept, "", at),
            E::Missed { .. } => self.count(Figure::Missed, "", at),
            E::NoticeFailed { .. } => self.count(Figure::Undelivered, "", at),
            E::Printed { blangko: Some(_), .. } => self.count(Figure::Printed, "", at),
            E::Spoiled { blangko: Some(_), .. } => self.count(Figure::Spoiled, "", at),
            _ => {}
        }
    }

    fn visit(&mut self, visit: &Visit) {
        let (step, at, work) = (visit.step.as_str(), visit.ended, visit.time(Account::Work));
        match visit.end {
            End::Done => {
                self.tell(Figure::Step, step, at, work);
                if let Some(late) = visit.late {
                    self.tell(Figure::StepLate, step, at, late);
                }
                if let Some(officer) = &visit.officer {
                    self.tell(Figure::Handled, officer.as_str(), at, work);
                }
            }
            End::GivenUp if work > SignedDuration::ZERO => {
                self.tell(Figure::GivenUp, step, at, work);
            }
            End::GivenUp | End::Corrected => {}
        }
        let waits = [
            (Figure::WaitedApplicant, visit.time(Account::Applicant)),
            (Figure::WaitedStock, visit.time(Account::Stock)),
            (Figure::WaitedEquipment, visit.time(Account::Equipment)),
        ];
        for (figure, waited) in waits.into_iter().filter(|(_, waited)| *waited > SignedDuration::ZERO) {
            self.tell(figure, step, at, waited);
        }
    }

    fn closing<'v>(
        &mut self,
        p: &Procedure,
        closing: Closing,
        at: Timestamp,
        visits: impl Iterator<Item = &'v Visit> + Clone,
    ) {
        let sum = |of: fn(&Visit) -> SignedDuration| {
            visits.clone().map(of).fold(SignedDuration::ZERO, SignedDuration::saturating_add)
        };
        self.tell(Figure::Closed, word(closing), at, sum(Visit::whole));
        let standard = SignedDuration::from_mins(i64::from(p.clocks.minutes));
        let over = sum(|v| v.time(Account::Work)).saturating_sub(standard);
        if is_done(closing) && over > SignedDuration::ZERO {
            self.tell(Figure::CaseLate, "", at, over);
        }
    }
}

/// As events write it.
fn word(closing: Closing) -> &'static str {
    match closing {
        Closing::HandedOver => "handed_over",
        Closing::Rejected => "rejected",
        Closing::Withdrawn => "withdrawn",
        Closing::NotCollected => "not_collected",
        Closing::Expired => "expired",
    }
}
