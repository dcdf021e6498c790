//! Which of the SOP's qualifications (kualifikasi pelaksana) people have, and what shows it. Whoever lacks one is marked,
//! and never kept from anything: the head of the office decides about that, and not a program.

use super::Accounts;
use super::assignments::civil;
use super::log::{By, Change};
use super::users::UserError;
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::UserId;

/// How long the words of an evidence may be.
const LONGEST: usize = 200;

/// A qualification that a person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification {
    pub id: String,
    pub user: UserId,
    /// In the SOP's own words.
    pub kind: String,
    pub evidence: String,
    pub day: Date,
    pub recorded_by: String,
}

/// A qualification to record.
#[derive(Debug, Clone)]
pub struct NewQualification {
    pub kind: String,
    pub evidence: String,
    pub day: Date,
}

impl Accounts {
    /// Records a qualification; `known` are those that the SOP asks for. Nobody records their own.
    pub async fn qualify(
        &self,
        user: &UserId,
        new: &NewQualification,
        known: &[String],
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        if by.is(user) {
            return Err(UserError::Input("qualification-not-yourself"));
        }
        if !known.contains(&new.kind) {
            return Err(UserError::Input("qualification-which"));
        }
        if !(1..=LONGEST).contains(&new.evidence.chars().count()) {
            return Err(UserError::Input("qualification-no-evidence"));
        }
        let id = uuid::Uuid::now_v7().to_string();
        let sql =
            "INSERT INTO qualifications (office, id, user_id, kind, evidence, day, recorded_by, recorded_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let day = new.day.to_string();
        let values = params![&self.office, id, user.as_str(), &new.kind, &new.evidence, day, &by.name, at];
        let change = Change::Qualified { qualification: new.kind.clone(), evidence: new.evidence.clone() };
        let statements = vec![Statement::new(sql, values), self.note(user, by, change, at)?];
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    /// Takes back what was recorded. False where there is nothing.
    pub async fn end_qualification(
        &self,
        user: &UserId,
        id: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "UPDATE qualifications SET ended_at = ?4, ended_by = ?5
            WHERE office = ?1 AND user_id = ?2 AND id = ?3 AND ended_at IS NULL";
        let statements = vec![
            Statement::new(sql, params![&self.office, user.as_str(), id, at, &by.name]).must_change(),
            self.note(user, by, Change::QualificationEnded { qualification: id.to_owned() }, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// What everybody has, the oldest first.
    pub async fn qualifications(&self) -> Result<Vec<Qualification>, DbError> {
        let sql = "SELECT id, user_id, kind, evidence, day, recorded_by FROM qualifications
            WHERE office = ?1 AND ended_at IS NULL ORDER BY recorded_at, id";
        self.db.query(sql, params![&self.office]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<Qualification, DbError> {
    Ok(Qualification {
        id: row.text(0)?,
        user: UserId::new(row.text(1)?),
        kind: row.text(2)?,
        evidence: row.text(3)?,
        day: civil(&row.text(4)?)?,
        recorded_by: row.text(5)?,
    })
}
