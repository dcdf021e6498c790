//! What grows with the tables, and should not: full cases a second, the inbox, search by NIK and the page of a case, with
//! 1,000, 100,000 and 1,000,000 cases, all asked in turn. Then, over the same tables, the program itself: see `process`.

use super::cases::CLIENTS;
use super::{Effort, Pairs, process, undisturbed};
use crate::course::full_case;
use crate::fill::{Person, fill};
use crate::http::{Connection, form};
use crate::installation::{Database, Office};
use crate::load;
use crate::references::Door;
use crate::report::{Goal, Line, Notes};
use anyhow::{Context, Result, ensure};
use office::cases::inbox::PAGE;
use office::params;
use procedure::Ticket;
use std::time::Instant;
use tokio::runtime::Runtime;

pub const SIZES: [(usize, &str); 3] = [(1_000, "1,000"), (100_000, "100,000"), (1_000_000, "1,000,000")];
/// Of the rate with the fewest.
const RATE: f64 = 0.9;
/// Of the time with the fewest.
const TIME: f64 = 1.2;
/// Cases whose pages are asked for.
const LOOKED_AT: usize = 400;
/// Each case of the fill is as good as any other, but for the first few.
const BEHIND: usize = 10;

/// What is asked of each size.
const ASKED: [(&str, &str); 4] = [
    ("full cases, references", "/s"),
    ("inbox page", "ms"),
    ("search by NIK", "ms"),
    ("page of a case", "ms"),
];

struct Filled {
    office: Office,
    door: Door,
    size: usize,
    name: &'static str,
    tickets: Vec<String>,
    done: usize,
    before: i64,
}

pub fn measure(
    runtime: &Runtime,
    effort: Effort,
    (sizes, only): (std::ops::RangeInclusive<usize>, Option<&str>),
    notes: &mut Notes,
) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH.into_iter().filter(|d| only.is_none_or(|only| only == d.name())) {
        let mut all = Vec::new();
        for (size, name) in SIZES.into_iter().filter(|(size, _)| sizes.contains(size)) {
            let begun = Instant::now();
            all.push(runtime.block_on(Filled::start(database, (size, name))).context(name)?);
            eprint!("({name} in {} s)", begun.elapsed().as_secs());
        }
        lines.extend(asked(&mut all, effort, database)?);
        for sized in all {
            runtime.block_on(sized.check())?;
            let Filled { office, door, name, done, .. } = sized;
            drop(door);
            let left = runtime.block_on(office.leave())?;
            lines.extend(process::measure(left, (name, done), effort, database, notes)?);
        }
    }
    Ok(lines)
}

/// Everything that is asked, of every size in turn.
fn asked(all: &mut [Filled], effort: Effort, database: Database) -> Result<Vec<Line>> {
    let mut rounds: Vec<Vec<([f64; 4], f64)>> = vec![Vec::new(); all.len()];
    for round in 0..=effort.rounds {
        for (sized, rounds) in all.iter_mut().zip(&mut rounds) {
            let found = undisturbed(effort, || sized.round(effort))?;
            // The first only warms up.
            if round > 0 {
                rounds.push(found);
            }
        }
    }
    let mut lines = Vec::new();
    for (what, (asked, unit)) in ASKED.into_iter().enumerate() {
        for (sized, many) in all.iter().zip(&rounds).skip(1) {
            let mut pairs = Pairs::default();
            for (many, few) in many.iter().zip(&rounds[0]) {
                pairs.push(many.0[what], few.0[what], many.1.max(few.1));
            }
            let goal = if unit == "/s" { Goal::RatioAtLeast(RATE) } else { Goal::RatioAtMost(TIME) };
            let row = format!("{asked}, {} cases : {}", sized.name, all[0].name);
            lines.push(pairs.line(row, database.name(), unit).with(goal));
        }
    }
    Ok(lines)
}

impl Filled {
    async fn start(database: Database, (size, name): (usize, &'static str)) -> Result<Self> {
        let office = Office::start_today(database).await?;
        fill(&office, size).await?;
        let door = Door::open(&office.server.app).await?;
        let tickets = tickets(&office, size).await?;
        let before = office.count("SELECT count(*) FROM register").await?;
        let sized = Self { office, door, size, name, tickets, done: 0, before };
        sized.pages_are_right().await?;
        Ok(sized)
    }

    /// Cases a second, then the medians of the three pages in milliseconds.
    fn round(&mut self, effort: Effort) -> Result<[f64; 4]> {
        let (first, staff) = (self.done, &self.office.staff);
        let burst =
            load::closed(&[self.door.host], CLIENTS, effort.burst, |c, n| full_case(c, staff, first + n))?;
        self.done += burst.done;
        let one = |work: &(dyn Fn(&mut Connection, usize) -> Result<()> + Sync)| {
            Ok::<_, anyhow::Error>(
                load::closed(&[self.door.host], 1, effort.burst / 3, work)?.latencies.latency().p50,
            )
        };
        Ok([
            burst.a_second(),
            one(&|c, _| self.inbox(c).map(drop))?,
            one(&|c, n| self.search(c, n).map(drop))?,
            one(&|c, n| self.case(c, n).map(drop))?,
        ])
    }

    fn inbox(&self, connection: &mut Connection) -> Result<String> {
        page(connection.get("/meja", &self.office.staff.operator)?, "the inbox")
    }

    fn person(&self, n: usize) -> Person {
        // Far apart, so that each is looked for among others.
        Person::nth(BEHIND + n * 7_919 % (self.size - BEHIND))
    }

    fn search(&self, connection: &mut Connection, n: usize) -> Result<String> {
        let body = form(&[("q", &self.person(n).nik)])?;
        let head =
            format!("content-type: application/x-www-form-urlencoded\r\n{}", self.office.staff.operator);
        page(connection.post("/meja/cari", &head, body.as_bytes())?, "a search")
    }

    fn case(&self, connection: &mut Connection, n: usize) -> Result<String> {
        let path = format!("/meja/perkara/{}", self.tickets[n % self.tickets.len()]);
        page(connection.get(&path, &self.office.staff.operator)?, &path)
    }

    /// The inbox shows exactly what is due first, a search finds the one it is about, a case opens with its history.
    async fn pages_are_right(&self) -> Result<()> {
        let mut connection = Connection::open(self.door.host)?;
        let inbox = self.inbox(&mut connection)?;
        let sql = "SELECT ticket FROM cases WHERE office = ?1 AND lane = 'penerimaan' AND turn = 'work'
            ORDER BY due_at, ticket LIMIT ?2";
        let app = &self.office.server.app;
        let rows = app.db.query(sql, params![app.office(), PAGE + 1]).await?;
        let tickets: Vec<String> = rows.iter().map(|r| r.text(0)).collect::<Result<_, _>>()?;
        let shown = tickets.iter().take_while(|t| inbox.contains(t.as_str())).count();
        ensure!(shown == tickets.len().min(PAGE), "the inbox shows {shown} cases of {}", tickets.len());
        for n in 0..10 {
            let (found, person) = (self.search(&mut connection, n)?, self.person(n));
            let lines = found.matches("/meja/perkara/").count();
            ensure!(lines == 1 && found.contains(&person.name), "{lines} cases of one NIK are found");
            let case = self.case(&mut connection, n)?;
            ensure!(case.contains("Orang") || case.contains("Operator"), "a case without a history");
        }
        Ok(())
    }

    /// Every case that was carried out stands in the register, and in no other number.
    async fn check(&self) -> Result<()> {
        let now = self.office.count("SELECT count(*) FROM register").await?;
        let done = i64::try_from(self.done)?;
        ensure!(now == self.before + done, "{done} cases, {} lines of the register", now - self.before);
        Ok(())
    }
}

/// Tickets from all over the table.
async fn tickets(office: &Office, size: usize) -> Result<Vec<String>> {
    let app = &office.server.app;
    let sql = "SELECT ticket FROM cases WHERE office = ?1 AND ticket >= ?2 ORDER BY ticket LIMIT 1";
    let mut tickets = Vec::new();
    for _ in 0..LOOKED_AT.min(size) {
        let from = Ticket::from_random(rand::random());
        let rows = app.db.query(sql, params![app.office(), from.as_str()]).await?;
        tickets.extend(rows.first().map(|row| row.text(0)).transpose()?);
    }
    ensure!(!tickets.is_empty(), "no case is there");
    Ok(tickets)
}

fn page(answer: crate::http::Answer, what: &str) -> Result<String> {
    ensure!(answer.status == 200, "{what} was answered with {}", answer.status);
    Ok(String::from_utf8(answer.body)?)
}
