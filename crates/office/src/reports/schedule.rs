//! Reports that nobody has to ask for: each night those of the day before, of the month and of the year that are over.
//! What was missed while nobody ran is made up for.

use super::kept::{find, keep};
use super::{Asked, Kind, today};
use crate::app::App;
use crate::cases::timers::{self, Due, REPORTS};
use crate::db::Write;
use crate::error::Error;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// After midnight, so that whatever was still being written of the day is there.
const AFTER_MIDNIGHT: SignedDuration = SignedDuration::from_mins(20);
/// So many days are looked back at for a day's report.
const DAYS_BACK: i64 = 7;

/// Has the next night's reports remembered, where none are.
pub async fn begin(app: &App) -> Result<(), Error> {
    let first = timers::set_once(app.office(), "", REPORTS, next_night(app));
    Ok(app.db.write(Write::one(first)).await?)
}

/// Makes what is missing. Two processes at once do the work twice and give each report one number.
pub async fn night(app: &App, _: &Due) -> Result<(), Error> {
    for asked in due(app).await? {
        if find(app, asked).await?.is_none() {
            keep(app, asked, "system").await?;
        }
    }
    let next = timers::set(app.office(), "", REPORTS, next_night(app), "");
    Ok(app.db.write(Write::one(next)).await?)
}

/// The working days of the last week, the last month and the last year, as far as the office has worked with us.
async fn due(app: &App) -> Result<Vec<Asked>, Error> {
    let calendar = &app.cases.procedures().active().calendar;
    let Some(first) = app.cases.first_event(app.office()).await? else { return Ok(Vec::new()) };
    let (first, today) = (calendar.day_of(first), today(app));
    let back = |span: jiff::Span| today.saturating_sub(span);
    let worked = |day: &Date| !calendar.hours(*day).is_empty();
    let days = (1..=DAYS_BACK).rev().map(|n| back(n.days())).filter(worked);
    let days = days.map(|day| (Kind::Daily, day));
    let longer = [(Kind::Monthly, back(1.months())), (Kind::Yearly, back(1.years()))];
    let asked = days.chain(longer).map(|(kind, day)| {
        let (from, to) = kind.period(day, day);
        Asked { kind, from, to }
    });
    Ok(asked.filter(|a| a.to >= first && a.is_over(today)).collect())
}

fn next_night(app: &App) -> Timestamp {
    let calendar = &app.cases.procedures().active().calendar;
    let tomorrow = today(app).saturating_add(1.days());
    calendar.begin_of(tomorrow).saturating_add(AFTER_MIDNIGHT).unwrap_or(Timestamp::MAX)
}
