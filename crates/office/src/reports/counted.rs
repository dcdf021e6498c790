//! The facts of some days, case by case, as `procedure::measure` tells them.

use super::Frame;
use crate::app::App;
use crate::error::Error;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::evolve;
use procedure::measure::{Fact, Scope, facts};
use procedure::nik::Sex;

/// One fact, and of what kind of case.
pub struct Counted {
    pub scope: Scope,
    pub sex: Sex,
    pub fact: Fact,
}

/// The first instant of the first day, and the first after the last.
pub fn instants(app: &App, from: Date, to: Date) -> (Timestamp, Timestamp) {
    let calendar = &app.cases.procedures().active().calendar;
    (calendar.begin_of(from), calendar.begin_of(to.tomorrow().unwrap_or(to)))
}

/// Everything that is counted on these days.
pub async fn counted(app: &App, from: Date, to: Date, frame: &Frame) -> Result<Vec<Counted>, Error> {
    let (office, watermark) = (app.office(), frame.watermark);
    let mut all = Vec::new();
    for ticket in app.cases.touched(office, instants(app, from, to), watermark).await? {
        let events = app.cases.events_until(office, &ticket, watermark).await?;
        let Some(case) = events.iter().fold(None, evolve) else { continue };
        let p = app.cases.procedures().of(&case.procedure, &case.version);
        let (scope, sex) = (Scope::of(&case), case.applicant.nik.sex());
        let of_days = facts(&p, &events).into_iter().filter(|f| (from..=to).contains(&f.day));
        all.extend(of_days.map(|fact| Counted { scope: scope.clone(), sex, fact }));
    }
    Ok(all)
}
