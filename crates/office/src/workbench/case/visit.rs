//! The appointment of a case whose product is ready: when it is, and the times that an officer may give.

use super::Standing;
use crate::app::App;
use crate::error::Error;
use crate::texts;
use crate::workbench::fields::Fields;
use jiff::civil::Date;
use procedure::{Command, Refusal, Slot};

/// Times offered at once: about two days.
const SHOWN: usize = 60;

pub struct VisitCard {
    pub lines: Vec<String>,
    pub day: Option<Date>,
    pub cancels: bool,
    /// What the form sends, and the time in words.
    pub slots: Vec<(String, String)>,
}

/// None where there is nothing to collect, or the office works without appointments.
pub async fn card(app: &App, standing: &Standing<'_>) -> Result<Option<VisitCard>, Error> {
    let (page, case, p) = (standing.page, standing.case, standing.p);
    if !case.is_ready() || p.appointments.is_none() {
        return Ok(None);
    }
    let time = |slot: Slot| texts::visit(page.language, p.calendar.offset, slot.from);
    let booked = case.expected();
    let mut lines = vec![match booked {
        Some(a) => page.t1("case-visit-at", "at", time(a.slot)),
        None => page.t("case-visit-none"),
    }];
    if booked.is_some_and(|a| a.screened == Some(true)) {
        lines.push(page.t("case-visit-screened"));
    }
    if case.missed > 0 {
        lines.push(page.t1("case-visit-missed", "times", case.missed));
    }
    lines.extend(case.in_safe.map(|at| page.t1("case-visit-safe", "at", page.moment(at))));
    let slots = match may_book(standing) {
        true => app.visits.offer_at_counter(standing.now).await?,
        false => Vec::new(),
    };
    Ok(Some(VisitCard {
        lines,
        day: booked.map(|a| p.calendar.offset.to_datetime(a.slot.from).date()),
        cancels: standing.may(Command::CancelAppointment),
        slots: slots.into_iter().take(SHOWN).map(|s| (value(s), time(s))).collect(),
    }))
}

/// The rules look at the power first and at the book second.
fn may_book(standing: &Standing<'_>) -> bool {
    let nowhere = Slot { from: standing.now, until: standing.now };
    standing.refusal(Command::Book { slot: nowhere }) == Some(Refusal::SlotNotOffered)
}

fn value(slot: Slot) -> String {
    format!("{}-{}", slot.from.as_millisecond(), slot.until.as_millisecond())
}

/// The slot that the form names.
pub fn chosen(fields: &Fields) -> Result<Slot, Error> {
    let instant = |ms: &str| ms.parse().ok().map(crate::clock::instant);
    let read = fields.one("slot").split_once('-').and_then(|(f, u)| Some((instant(f)?, instant(u)?)));
    read.map(|(from, until)| Slot { from, until }).ok_or(Error::Input("form-which-slot"))
}
