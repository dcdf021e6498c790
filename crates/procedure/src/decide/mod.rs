//! The rules: what a command does to a case, or why not. One function a command, gathered by subject;
//! nothing of a particular service stands here.

mod appointment;
mod calls;
mod chip;
mod clocks;
mod correction;
mod course;
mod draft;
mod faults;
mod gate;
mod outcome;
mod people;
mod printing;
mod proof;
mod queue;

pub(crate) use outcome::required;
pub(crate) use proof::proved;

use crate::case::{Case, Status};
use crate::command::{Actor, Command, Request};
use crate::definition::{Procedure, Step};
use crate::event::{Event, EventBody};
use crate::ids::{RoleId, UserId};
use crate::refusal::Refusal;
use jiff::Timestamp;

/// Longest name, remark and message that is kept, in characters.
pub const MAX_NAME: usize = 120;
pub const MAX_NOTE: usize = 2_000;
pub const MAX_MESSAGE: usize = 1_000;
/// Files kept of one case, those set aside included.
pub const MAX_FILES: usize = 60;

type Decision = Result<Vec<EventBody>, Refusal>;

/// Yes with what happened, or no with what the person can do instead. `Ok` without events: the wish is
/// already fulfilled, or a timer has nothing left to say.
pub fn decide(p: &Procedure, case: Option<&Case>, request: &Request) -> Result<Vec<Event>, Refusal> {
    let bodies = match (&request.command, case) {
        (Command::Open { .. }, Some(_)) => Err(Refusal::AlreadyOpen),
        (Command::Open { .. }, None) => draft::open(p, request),
        (_, None) => Err(Refusal::NoSuchCase),
        (_, Some(case)) => on_case(&Desk { p, case, request }),
    }?;
    let event = |body| Event { at: request.at, actor: request.actor.clone(), body };
    Ok(bodies.into_iter().map(event).collect())
}

fn on_case(desk: &Desk<'_>) -> Decision {
    match &desk.request.command {
        Command::Open { .. } => Err(Refusal::AlreadyOpen),
        Command::Amend { applicant, grounds, why } => draft::amend(desk, applicant, grounds, why.as_deref()),
        Command::CorrectApplicant { applicant, why } => correction::correct(desk, applicant, why),
        Command::Attach { facts, document } => draft::attach(desk, facts, document.as_ref()),
        Command::File { file, document } => draft::file(desk, file, document),
        Command::SetAside { file, why } => draft::set_aside(desk, file, why),
        Command::Submit => draft::submit(desk),
        Command::TendDraft => draft::tend(desk),
        Command::Claim => people::claim(desk),
        Command::Release => people::release(desk),
        Command::Reassign { to, to_name, to_roles, why } => {
            people::reassign(desk, to, to_name, to_roles, why)
        }
        Command::Decide { step, outcome, form } => outcome::record(desk, step, outcome, form),
        Command::Pause { waiting, why } => course::pause(desk, *waiting, why),
        Command::Resume => course::resume(desk),
        Command::PrepareLayer { parts, photo } => printing::prepare(desk, parts, photo.as_ref()),
        Command::CancelPrint => printing::cancel(desk),
        Command::ReportPrint { job, report } => printing::report(desk, *job, report),
        Command::BindChip { station, serial, seen } => chip::bind(desk, station, serial, seen),
        Command::ReviewChip { why } => chip::review(desk, why),
        Command::AskJump { why } => queue::ask(desk, why),
        Command::GrantJump => queue::grant(desk),
        Command::DeclineJump { why } => queue::decline(desk, why),
        Command::Book { slot } => appointment::book(desk, *slot),
        Command::CancelAppointment => appointment::cancel(desk),
        Command::MoveAppointment { from, to, cause } => appointment::put(desk, *from, *to, *cause),
        Command::RemindAppointment { slot } => appointment::remind(desk, *slot),
        Command::Screen { clear } => appointment::screen(desk, *clear),
        Command::Arrive { checks } => appointment::arrive(desk, checks),
        Command::MissAppointment { slot } => appointment::miss(desk, *slot),
        Command::StoreInSafe => appointment::store(desk),
        Command::ShowPass { pass } => gate::show_pass(desk, *pass),
        Command::ShowHouseholdPass { of } => gate::show_household_pass(desk, of),
        Command::CheckFinger { device, finger, result, why } => {
            gate::check_finger(desk, device, *finger, *result, why)
        }
        Command::Dispatch { way, through, reference, card } => {
            gate::dispatch(desk, *way, through, reference, card)
        }
        Command::ReturnDispatch { why } => gate::come_back(desk, why),
        Command::AnswerSurvey => gate::answer_survey(desk),
        Command::Withdraw { why } => course::withdraw(desk, why.as_deref()),
        Command::Reopen { why } => course::reopen(desk, why),
        Command::Note { text } => course::note(desk, text),
        Command::Write { text } => course::write(desk, text),
        Command::ConfirmNotice { notice } => course::confirm_notice(desk, notice),
        Command::FailNotice { notice, why } => course::fail_notice(desk, notice, why),
        Command::RecordCall { result, note } => calls::record(desk, *result, note.as_deref()),
        Command::PassTime { clock, due } => clocks::pass_time(desk, *clock, *due),
        Command::ApplyCalendar => clocks::apply_calendar(desk),
        Command::DestroyDocuments { class, closed_before } => {
            course::destroy_documents(desk, *class, *closed_before)
        }
    }
}

/// What every rule has before it.
struct Desk<'a> {
    p: &'a Procedure,
    case: &'a Case,
    request: &'a Request,
}

/// An officer as the shell vouches for them.
#[derive(Clone, Copy)]
pub(crate) struct Officer<'a> {
    pub(crate) user: &'a UserId,
    pub(crate) roles: &'a [RoleId],
}

impl<'a> Desk<'a> {
    fn at(&self) -> Timestamp {
        self.request.at
    }

    fn officer(&self) -> Result<Officer<'a>, Refusal> {
        officer(&self.request.actor).ok_or(Refusal::NotYourPower { needed: Vec::new() })
    }

    fn system(&self) -> Result<(), Refusal> {
        match self.request.actor {
            Actor::System => Ok(()),
            _ => Err(Refusal::NotYourPower { needed: Vec::new() }),
        }
    }

    /// The case is submitted and not closed.
    fn open(&self) -> Result<(), Refusal> {
        match self.case.status {
            Status::Open => Ok(()),
            Status::Draft => Err(Refusal::StillDraft),
            Status::Closed(closing) => Err(self.closed(closing)),
        }
    }

    fn closed(&self, closing: crate::event::Closing) -> Refusal {
        Refusal::Closed { closing, at: self.case.closed_at.unwrap_or(self.case.opened_at) }
    }

    /// The step the case stands at, from its own version of the procedure.
    fn step(&self) -> Result<&'a Step, Refusal> {
        self.case.step.as_ref().and_then(|s| self.p.step(&s.id)).ok_or(Refusal::StillDraft)
    }

    /// The applicant themself, or an officer with one of these roles for them.
    fn applicant_or(&self, powers: &[RoleId]) -> Result<(), Refusal> {
        match &self.request.actor {
            Actor::Applicant { contact } if self.case.applicant.contact.as_ref() == Some(contact) => Ok(()),
            Actor::Applicant { .. } => Err(Refusal::NotYourCase),
            Actor::Officer { roles, .. } => holds_one(roles, powers),
            Actor::System => Err(Refusal::NotYourPower { needed: powers.to_vec() }),
        }
    }

    /// The event by which the case enters a step; its deadline counts from now.
    fn enter(&self, step: &Step) -> EventBody {
        EventBody::StepStarted {
            step: step.id.clone(),
            no: step.no,
            role: step.role.clone(),
            minutes: step.minutes,
            due: self.p.calendar.add(self.at(), step.minutes),
            case_due: Some(clocks::case_due(self)),
        }
    }
}

pub(crate) fn officer(actor: &Actor) -> Option<Officer<'_>> {
    match actor {
        Actor::Officer { user, roles, .. } => Some(Officer { user, roles }),
        _ => None,
    }
}

pub(crate) fn holds_one(held: &[RoleId], needed: &[RoleId]) -> Result<(), Refusal> {
    if held.iter().any(|r| needed.contains(r)) {
        Ok(())
    } else {
        Err(Refusal::NotYourPower { needed: needed.to_vec() })
    }
}

/// The text without surrounding space, neither empty nor longer than `max` characters.
pub(crate) fn text(input: &str, max: usize) -> Result<String, Refusal> {
    let text = input.trim();
    if text.is_empty() {
        return Err(Refusal::EmptyText);
    }
    if text.chars().count() > max {
        return Err(Refusal::TextTooLong { max });
    }
    Ok(text.to_owned())
}

pub(crate) fn optional(input: Option<&str>, max: usize) -> Result<Option<String>, Refusal> {
    match input.map(str::trim) {
        None | Some("") => Ok(None),
        Some(given) => text(given, max).map(Some),
    }
}
