//! The stock as the page shows it: words and numbers, and who may do what.

use super::form::{HOLDER, KEEPER};
use crate::accounts::Officer;
use crate::cases::Summary;
use crate::permissions::Right;
use crate::stock::{Booked, Closed, Holding, Open, booked_as};
use crate::web::Page;
use procedure::ledger::{Balance, Movement, evolve, holders};
use procedure::{Blangko, Procedure};

/// Runs of serials that are shown of one holder.
const RUNS: usize = 8;

/// What the officer may do here.
pub struct Rights {
    /// The moves they may make, as the form names them.
    pub acts: Vec<&'static str>,
    pub counts: bool,
    pub countersigns: bool,
}

impl Rights {
    pub fn of(p: &Procedure, officer: &Officer) -> Self {
        let keeps = Right::KeepsStock.held_by(p, &officer.roles);
        let holds = officer.roles.iter().any(|r| holders(p).contains(r));
        let acts = match (keeps, holds) {
            (true, _) => KEEPER.to_vec(),
            (false, true) => HOLDER.to_vec(),
            (false, false) => Vec::new(),
        };
        let countersigns = Right::Countersigns.held_by(p, &officer.roles);
        Self { acts, counts: keeps, countersigns }
    }
}

/// The open period's account.
pub struct Account {
    pub no: i64,
    pub since: String,
    pub sums: Vec<(String, i64)>,
    pub closing: i64,
    /// The count that waits for its second signature.
    pub count: Option<CountShown>,
}

pub struct CountShown {
    pub words: String,
    pub why: Option<String>,
    /// Blanks have moved since: it must be counted anew.
    pub stale: bool,
    /// The officer counted it themselves.
    pub own: bool,
}

impl Account {
    pub fn of(page: &Page, officer: &Officer, open: &Open) -> Self {
        let booked = open.period.balance.closing();
        let count = open.period.count.as_ref().map(|c| CountShown {
            words: page.with(
                "stock-counted",
                &[
                    ("counted", c.counted.to_string()),
                    ("booked", c.booked.to_string()),
                    ("name", c.name.clone()),
                    ("at", page.moment(c.at)),
                ],
            ),
            why: c.why.clone(),
            stale: c.booked != booked,
            own: c.by == officer.user,
        });
        Self {
            no: open.no,
            since: page.moment(open.opened_at),
            sums: sums(page, &open.period.balance),
            closing: booked,
            count,
        }
    }
}

fn sums(page: &Page, balance: &Balance) -> Vec<(String, i64)> {
    vec![
        (page.t("stock-opening"), balance.opening),
        (page.t("stock-received"), balance.received),
        (page.t("stock-good"), -balance.good),
        (page.t("stock-spoiled"), -balance.spoiled),
        (page.t("stock-returned"), -balance.returned),
        (page.t("stock-lost"), -balance.lost),
    ]
}

/// One line of the book, or of a blank's story.
pub struct Line {
    pub at: String,
    pub what: String,
    pub serials: String,
    pub blanks: i64,
    pub ticket: Option<String>,
    pub note: String,
    pub officer: String,
}

pub fn booked(page: &Page, line: &Booked) -> Line {
    let what = page.t(&format!("stock-moved-{}", line.kind));
    Line {
        at: page.moment(line.at),
        what: if line.whom.is_empty() { what } else { format!("{what}: {}", line.whom) },
        serials: range(&line.first, &line.last),
        blanks: line.blanks,
        ticket: line.ticket.clone(),
        note: line.note.clone(),
        officer: line.officer.clone(),
    }
}

pub fn moved(page: &Page, serial: &str, movement: &Movement) -> Line {
    booked(page, &booked_as(serial, movement))
}

/// Where the blank stands, in words; none where no delivery brought it.
pub fn standing(page: &Page, movements: &[Movement]) -> Option<String> {
    let blank = movements.iter().fold(None, evolve)?;
    Some(page.t(&format!("standing-{}", blank.standing.kind().word())))
}

/// Who answers for how many, and from which serial to which.
pub fn holding(page: &Page, holding: &Holding) -> (String, String, String) {
    let who = holding.name.clone().unwrap_or_else(|| page.t("stock-store"));
    let run = |(first, last): &(Blangko, Blangko)| range(first.as_str(), last.as_str());
    let mut runs: Vec<String> = holding.runs.iter().take(RUNS).map(run).collect();
    if holding.runs.len() > RUNS {
        runs.push(page.t1("stock-more-runs", "count", holding.runs.len() - RUNS));
    }
    (who, holding.blanks.to_string(), runs.join("; "))
}

fn range(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} – {last}") }
}

/// A closed period.
pub struct ClosedLine {
    pub no: i64,
    pub at: String,
    pub numbers: [i64; 7],
    pub counted: String,
    pub why: String,
    pub signed: String,
}

impl ClosedLine {
    pub fn of(page: &Page, closed: &Closed) -> Self {
        let b = &closed.balance;
        let count = closed.count.as_ref();
        Self {
            no: closed.no,
            at: page.moment(closed.closed_at),
            numbers: [b.opening, b.received, b.good, b.spoiled, b.returned, b.lost, b.closing()],
            counted: count.map(|c| c.counted.to_string()).unwrap_or_default(),
            why: count.and_then(|c| c.why.clone()).unwrap_or_default(),
            signed: format!(
                "{}; {}",
                count.map(|c| c.name.as_str()).unwrap_or_default(),
                closed.countersigned_by
            ),
        }
    }
}

/// A case that waits for blanks.
pub struct Waiting {
    pub place: usize,
    pub ticket: String,
    pub name: String,
    pub since: String,
}

impl Waiting {
    pub fn of(page: &Page, place: usize, summary: &Summary) -> Self {
        Self {
            place,
            ticket: summary.ticket.to_string(),
            name: summary.name.clone(),
            since: summary.submitted_at.map(|at| page.moment(at)).unwrap_or_default(),
        }
    }
}
