//! The answers to the survey: one row a form, without a ticket, a person or an instant, and what they come to month by
//! month.

use crate::app::App;
use crate::db::Statement;
use crate::error::Error;
use crate::figures::Which;
use crate::params;
use jiff::civil::Date;
use procedure::measure::{Figure, Period};
use procedure::survey::{Answers, ELEMENTS, Index, index, sample_size};
use std::collections::BTreeMap;

/// The answers of one month, and of how many handovers.
pub struct Month {
    /// `2026-11`.
    pub name: String,
    pub forms: u64,
    /// Handovers of the month: whoever might have answered.
    pub population: u64,
    /// How many answers would be enough.
    pub wanted: u64,
    pub index: Option<Index>,
    sums: [u64; ELEMENTS],
}

/// The row of a form. The day is not kept: with it, somebody who knows when a card was handed over would know whose
/// answers these are.
pub(super) fn row(office: &str, today: Date, answers: Answers) -> Statement {
    let sql = "INSERT INTO survey_answers (office, month, id, u1, u2, u3, u4, u5, u6, u7, u8, u9)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let id = hex::encode(rand::random::<[u8; 16]>());
    let [u1, u2, u3, u4, u5, u6, u7, u8, u9] = answers.marks().map(i64::from);
    Statement::new(sql, params![office, name(today), id, u1, u2, u3, u4, u5, u6, u7, u8, u9])
}

fn name(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The last `most` months, the newest first, and before them what they come to together.
pub async fn months(app: &App, most: usize) -> Result<(Month, Vec<Month>), Error> {
    let calendar = &app.cases.procedures().active().calendar;
    let mut first = calendar.offset.to_datetime(app.clock.now()).date().first_of_month();
    let back = jiff::Span::new().months(i64::try_from(most.saturating_sub(1)).unwrap_or(0));
    let sums = sums(app, &name(first.saturating_sub(back))).await?;
    let mut all = Vec::new();
    for _ in 0..most {
        let after = first.last_of_month().tomorrow().map_err(|e| Error::Broken(e.to_string()))?;
        let population = handed_over(app, first, after).await?;
        let (forms, sums) = sums.get(&name(first)).copied().unwrap_or_default();
        all.push(month(name(first), forms, sums, population));
        first = first.yesterday().map_err(|e| Error::Broken(e.to_string()))?.first_of_month();
    }
    let mut together = [0; ELEMENTS];
    for (whole, part) in all.iter().flat_map(|m| m.sums.iter().enumerate()) {
        together[whole] += part;
    }
    let (forms, population) = (all.iter().map(|m| m.forms).sum(), all.iter().map(|m| m.population).sum());
    Ok((month(String::new(), forms, together, population), all))
}

/// The month of this day.
pub async fn month_of(app: &App, day: Date) -> Result<Month, Error> {
    let first = day.first_of_month();
    let after = first.last_of_month().tomorrow().map_err(|e| Error::Broken(e.to_string()))?;
    let population = handed_over(app, first, after).await?;
    let all = sums(app, &name(first)).await?;
    let (forms, sums) = all.get(&name(first)).copied().unwrap_or_default();
    Ok(month(name(first), forms, sums, population))
}

fn month(name: String, forms: u64, sums: [u64; ELEMENTS], population: u64) -> Month {
    Month { name, forms, population, wanted: sample_size(population), index: index(sums, forms), sums }
}

/// What people thought of it in the months that a period touches: answers are kept by month and not by day.
pub async fn satisfaction(app: &App, period: &Period) -> Result<Month, Error> {
    let months = period.whole_months();
    let answer = app.figures.answer(&Which::default(), &months).await?;
    let population = answer.count_of(Figure::Closed, "handed_over");
    let last = name(months.to());
    let (mut forms, mut together) = (0, [0; ELEMENTS]);
    for (_, (filled_in, sums)) in sums(app, &name(months.from())).await?.range(..=last) {
        forms += filled_in;
        together.iter_mut().zip(sums).for_each(|(whole, part)| *whole += part);
    }
    Ok(month(String::new(), forms, together, population))
}

async fn handed_over(app: &App, from: Date, to: Date) -> Result<u64, Error> {
    let offset = app.cases.procedures().active().calendar.offset;
    let start = |day: Date| offset.to_timestamp(day.at(0, 0, 0, 0)).map_err(|e| Error::Broken(e.to_string()));
    let sql = "SELECT count(*) FROM register WHERE office = ?1 AND at >= ?2 AND at < ?3";
    let rows = app.db.query(sql, params![app.office(), start(from)?, start(to)?]).await?;
    let count = rows.first().map(|row| row.int(0)).transpose()?;
    Ok(count.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

/// Forms and sums of marks, by month from this one on.
async fn sums(app: &App, oldest: &str) -> Result<BTreeMap<String, (u64, [u64; ELEMENTS])>, Error> {
    let sql =
        "SELECT month, count(*), CAST(sum(u1) AS BIGINT), CAST(sum(u2) AS BIGINT), CAST(sum(u3) AS BIGINT),
        CAST(sum(u4) AS BIGINT), CAST(sum(u5) AS BIGINT), CAST(sum(u6) AS BIGINT), CAST(sum(u7) AS BIGINT),
        CAST(sum(u8) AS BIGINT), CAST(sum(u9) AS BIGINT)
        FROM survey_answers WHERE office = ?1 AND month >= ?2 GROUP BY month";
    let mut found = BTreeMap::new();
    for row in app.db.query(sql, params![app.office(), oldest]).await? {
        let count = |at: usize| Ok::<_, Error>(u64::try_from(row.int(at)?).unwrap_or(0));
        let mut sums = [0; ELEMENTS];
        for (element, sum) in sums.iter_mut().enumerate() {
            *sum = count(element + 2)?;
        }
        found.insert(row.text(0)?, (count(1)?, sums));
    }
    Ok(found)
}
