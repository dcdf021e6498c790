//! From a case's events to its facts, and what is different from those kept to the counters: in one transaction, so that
//! a case is counted once however often it is told of, whoever does it and whatever dies in between.

use super::Figures;
use super::counters::{Counter, counters, written};
use super::due::Taken;
use crate::cases::{CaseError, Cases};
use crate::db::{DbError, Row, Statement, Write};
use crate::error::Error;
use crate::hearing::Told as Hint;
use crate::params;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use procedure::Ticket;
use procedure::measure::{Fact, Figure, Scope, facts};
use std::collections::BTreeMap;

/// How long a case that cannot be read waits, so that it does not keep the others waiting.
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);

/// A fact as it is kept.
pub(super) type Kept = (Fact, Scope);
type Sums = BTreeMap<Counter, (i64, i64)>;

/// What is to be written of one case.
struct Told {
    ticket: String,
    rows: Vec<Statement>,
    sums: Sums,
}

impl Figures {
    /// Tells of cases that are due; how many were taken.
    pub async fn project(&self, cases: &Cases, at: Timestamp) -> Result<u64, Error> {
        let taken = self.take(at).await?;
        let found = join_all(taken.tickets.iter().map(|ticket| self.tell(cases, ticket))).await;
        let mut told = Vec::new();
        for (ticket, found) in taken.tickets.iter().zip(found) {
            match found {
                Ok(of_case) => told.push(of_case),
                Err(CaseError::Broken(why)) => {
                    tracing::error!("no figures of {ticket}: {why}");
                    let until = at.saturating_add(PUT_OFF).unwrap_or(at);
                    self.db.write(Write::one(taken.put_off(&self.office, ticket, until))).await?;
                }
                Err(other) => return Err(other.into()),
            }
        }
        self.keep(&taken, told).await?;
        Ok(u64::try_from(taken.tickets.len()).unwrap_or(0))
    }

    /// All together; where one of them changed meanwhile, each by itself, and that one another time.
    async fn keep(&self, taken: &Taken, told: Vec<Told>) -> Result<(), DbError> {
        if told.is_empty() {
            return Ok(());
        }
        let together = self.write(taken, &told.iter().collect::<Vec<_>>()).await;
        match together {
            Ok(()) => {}
            Err(DbError::Conflict(_)) => {
                for one in &told {
                    match self.write(taken, &[one]).await {
                        Ok(()) | Err(DbError::Conflict(_)) => {}
                        Err(other) => return Err(other),
                    }
                }
            }
            Err(other) => return Err(other),
        }
        self.changed_anywhere();
        Hint::Figures { office: self.office.to_string() }.tell(&self.db);
        Ok(())
    }

    async fn write(&self, taken: &Taken, told: &[&Told]) -> Result<(), DbError> {
        let mut statements: Vec<Statement> =
            told.iter().map(|t| taken.done(&self.office, &t.ticket)).collect();
        let mut sums = Sums::new();
        for one in told {
            statements.extend(one.rows.iter().cloned());
            for (counter, (counted, total)) in &one.sums {
                let sum = sums.entry(counter.clone()).or_default();
                *sum = (sum.0 + counted, sum.1 + total);
            }
        }
        let changed = sums.iter().filter(|(_, sum)| **sum != (0, 0));
        statements.extend(changed.map(|(counter, sum)| self.add(counter, *sum)));
        self.db.write(Write { statements, touches: vec![self.turn()] }).await
    }

    fn add(&self, counter: &Counter, (counted, total): (i64, i64)) -> Statement {
        let sql = "INSERT INTO figures
                (office, grain, district, reasons, period, figure, subject, bucket, counted, total)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (office, grain, district, reasons, period, figure, subject, bucket) DO UPDATE
            SET counted = figures.counted + excluded.counted, total = figures.total + excluded.total";
        let Counter { grain, district, reasons, period, figure, subject, bucket } = counter;
        let office = &*self.office;
        Statement::new(
            sql,
            params![office, *grain, district, reasons, period, figure, subject, *bucket, counted, total],
        )
    }

    /// What is different now from what is kept of a case. One that is gone tells nothing.
    async fn tell(&self, cases: &Cases, ticket: &str) -> Result<Told, CaseError> {
        let parsed = Ticket::parse(ticket).map_err(|e| CaseError::Broken(e.to_string()))?;
        let kept = self.kept(ticket).await?;
        let now: Vec<Kept> = match cases.load(&self.office, &parsed).await? {
            Some(loaded) => {
                let scope = Scope::of(&loaded.case);
                let told = facts(&loaded.procedure, &loaded.events);
                told.into_iter().map(|fact| (fact, scope.clone())).collect()
            }
            None => Vec::new(),
        };
        let mut told = Told { ticket: ticket.to_owned(), rows: Vec::new(), sums: Sums::new() };
        for no in 0..kept.len().max(now.len()) {
            let (before, after) = (kept.get(no), now.get(no));
            if before == after {
                continue;
            }
            if let Some(before) = before {
                told.rows.push(self.drop_fact(ticket, no));
                told.sum(before, -1);
            }
            if let Some(after) = after {
                told.rows.push(self.keep_fact(ticket, no, after));
                told.sum(after, 1);
            }
        }
        Ok(told)
    }

    async fn kept(&self, ticket: &str) -> Result<Vec<Kept>, DbError> {
        let sql = "SELECT figure, subject, day, value, district, reasons FROM facts
            WHERE office = ?1 AND ticket = ?2 ORDER BY no";
        let rows = self.db.query(sql, params![&*self.office, ticket]).await?;
        rows.iter().map(read).collect()
    }

    fn drop_fact(&self, ticket: &str, no: usize) -> Statement {
        let sql = "DELETE FROM facts WHERE office = ?1 AND ticket = ?2 AND no = ?3";
        Statement::new(sql, params![&*self.office, ticket, no])
    }

    fn keep_fact(&self, ticket: &str, no: usize, (fact, scope): &Kept) -> Statement {
        let sql = "INSERT INTO facts (office, ticket, no, figure, subject, day, value, district, reasons)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let (figure, day) = (fact.figure.word(), written(fact.day));
        let office = &*self.office;
        Statement::new(
            sql,
            params![
                office,
                ticket,
                no,
                figure,
                &fact.subject,
                day,
                fact.value,
                &scope.district,
                &scope.reasons
            ],
        )
    }
}

impl Told {
    fn sum(&mut self, (fact, scope): &Kept, times: i64) {
        let value = i64::try_from(fact.value).unwrap_or(i64::MAX);
        for counter in counters(fact, scope) {
            let sum = self.sums.entry(counter).or_default();
            *sum = (sum.0 + times, sum.1 + times * value);
        }
    }
}

/// Columns: figure, subject, day, value, district, reasons.
pub(super) fn read(row: &Row) -> Result<Kept, DbError> {
    let (word, day) = (row.text(0)?, row.text(2)?);
    let broken = || DbError::Broken(format!("a fact: {word} on {day}"));
    let fact = Fact {
        figure: Figure::parse(&word).ok_or_else(broken)?,
        subject: row.text(1)?,
        day: day.parse().map_err(|_| broken())?,
        value: u64::try_from(row.int(3)?).unwrap_or(0),
    };
    Ok((fact, Scope { district: row.text(4)?, reasons: row.text(5)? }))
}
