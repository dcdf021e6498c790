//! One month: requests by district, reason and sex, how many were done within the standard, and what residents think.

use super::counted::{Counted, counted};
use super::{Asked, Frame, Report, Table, number, percent};
use crate::app::App;
use crate::error::Error;
use crate::handover::month_of;
use crate::texts::{of, text, text_with};
use procedure::measure::{Figure, Scope, share};
use procedure::nik::Sex;
use procedure::{Procedure, ReasonId};
use std::collections::BTreeMap;

/// Requests sent and cards handed over, of men and of women.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    submitted: [u64; 2],
    handed_over: [u64; 2],
    /// Ended by the office in another way.
    otherwise: u64,
}

/// What the office ended, and how much of it took longer than the standard.
#[derive(Debug, Clone, Copy, Default)]
pub struct Promptness {
    pub done: u64,
    pub late: u64,
}

pub async fn tell(app: &App, asked: Asked, frame: &Frame, report: &mut Report) -> Result<(), Error> {
    let facts = counted(app, asked.from, asked.to, frame).await?;
    report.tables.push(by_district(frame, &frame.names(app), &facts));
    report.lines.push(standard(frame, promptness(&facts)));
    report.lines.push(satisfaction(app, asked, frame).await?);
    Ok(())
}

fn by_district(frame: &Frame, p: &Procedure, facts: &[Counted]) -> Table {
    let language = frame.language();
    let columns = [
        ("report-district", 4, false),
        ("report-reason", 4, false),
        ("report-in-men", 2, true),
        ("report-in-women", 2, true),
        ("report-out-men", 3, true),
        ("report-out-women", 3, true),
        ("report-otherwise", 2, true),
    ];
    let mut table = Table::new(frame, "report-by-district", &columns);
    let mut sums: BTreeMap<&Scope, Counts> = BTreeMap::new();
    for c in facts.iter().filter(|c| matches!(c.fact.figure, Figure::Submitted | Figure::Closed)) {
        sums.entry(&c.scope).or_default().add(c);
    }
    let mut total = Counts::default();
    for (scope, counts) in &sums {
        let district = match scope.district.as_str() {
            "" => text(language, "report-no-district"),
            district => district.to_owned(),
        };
        let reason =
            |id: &str| p.reason(&ReasonId::from(id)).map_or(id, |r| of(language, &r.name)).to_owned();
        let reasons: Vec<String> = scope.reasons.split(',').map(reason).collect();
        let cells = counts.cells().map(|n| number(language, n));
        table.rows.push([district, reasons.join(" + ")].into_iter().chain(cells).collect());
        total.join(counts);
    }
    if !table.rows.is_empty() {
        let cells = total.cells().map(|n| number(language, n));
        table.total = [text(language, "report-total"), String::new()].into_iter().chain(cells).collect();
    }
    table
}

impl Counts {
    fn add(&mut self, c: &Counted) {
        let sex = usize::from(c.sex == Sex::Female);
        match (c.fact.figure, c.fact.subject.as_str()) {
            (Figure::Submitted, _) => self.submitted[sex] += 1,
            (Figure::Closed, "handed_over") => self.handed_over[sex] += 1,
            _ => self.otherwise += 1,
        }
    }

    fn join(&mut self, other: &Self) {
        for sex in [0, 1] {
            self.submitted[sex] += other.submitted[sex];
            self.handed_over[sex] += other.handed_over[sex];
        }
        self.otherwise += other.otherwise;
    }

    fn cells(&self) -> [u64; 5] {
        let [in_men, in_women] = self.submitted;
        let [out_men, out_women] = self.handed_over;
        [in_men, in_women, out_men, out_women, self.otherwise]
    }
}

/// Of requests that the office ended; those that a resident took back are nobody's delay.
pub fn promptness(facts: &[Counted]) -> Promptness {
    let mut told = Promptness::default();
    for c in facts {
        match (c.fact.figure, c.fact.subject.as_str()) {
            (Figure::Closed, "handed_over" | "rejected" | "not_collected") => told.done += 1,
            (Figure::CaseLate, _) => told.late += 1,
            _ => {}
        }
    }
    told
}

impl Promptness {
    pub fn share(&self) -> Option<f64> {
        share(self.done.saturating_sub(self.late), self.done)
    }
}

fn standard(frame: &Frame, told: Promptness) -> String {
    let language = frame.language();
    let args = [
        ("done", number(language, told.done)),
        ("within", number(language, told.done.saturating_sub(told.late))),
        ("share", percent(language, told.share())),
    ];
    text_with(language, "report-standard", &args)
}

async fn satisfaction(app: &App, asked: Asked, frame: &Frame) -> Result<String, Error> {
    let language = frame.language();
    let month = month_of(app, asked.from).await?;
    let Some(index) = month.index else { return Ok(text(language, "report-no-ikm")) };
    let plain = format!("{:.2}", index.value);
    let value = if frame.lang == "id" { plain.replace('.', ",") } else { plain };
    let args = [
        ("index", value),
        ("letter", index.grade.letter().to_owned()),
        ("forms", number(language, month.forms)),
    ];
    Ok(text_with(language, "report-ikm", &args))
}
