//! What was written down, for whoever asks: overseers about everybody, and a resident about their own file.

use super::{Reads, Unusual};
use crate::accounts::Officer;
use crate::db::{DbError, Row, Statement, Write};
use crate::events::{self, Log, Stream};
use crate::params;
use jiff::Timestamp;
use serde_json::json;

/// One look at one person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub subject: String,
    pub at: Timestamp,
    pub id: String,
    pub user: String,
    pub name: String,
    /// Ids of the roles they held then.
    pub roles: Vec<String>,
    pub purpose: String,
    pub unusual: Vec<Unusual>,
    /// Who has looked into it, when, and what came of it.
    pub reviewed: Option<(String, Timestamp, String)>,
}

/// Looks of one kind at one person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summed {
    pub purpose: String,
    pub roles: Vec<String>,
    pub times: i64,
    pub last: Timestamp,
}

fn listed(text: &str) -> Vec<String> {
    text.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Which looks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter<'a> {
    /// Those that were raised and nobody has looked into.
    Raised,
    All,
    Of(&'a str),
    /// By this person, from one instant until before another.
    By(&'a str, Timestamp, Timestamp),
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT subject, at, id, user_id, name, roles, purpose, unusual, reviewed_by, reviewed_at, review
             FROM reads WHERE office = ?1 ",
            $which
        )
    };
}

impl Reads {
    /// The latest first, at most `most`.
    pub async fn list(&self, filter: Filter<'_>, most: usize) -> Result<Vec<Read>, DbError> {
        let (sql, values) = match filter {
            Filter::Raised => (
                select!("AND unusual <> '' AND reviewed_at IS NULL ORDER BY at DESC LIMIT ?2"),
                params![&self.office, most],
            ),
            Filter::All => (select!("ORDER BY at DESC LIMIT ?2"), params![&self.office, most]),
            Filter::Of(subject) => {
                (select!("AND subject = ?3 ORDER BY at DESC LIMIT ?2"), params![&self.office, most, subject])
            }
            Filter::By(user, from, until) => (
                select!("AND user_id = ?3 AND at >= ?4 AND at < ?5 ORDER BY at DESC LIMIT ?2"),
                params![&self.office, most, user, from, until],
            ),
        };
        self.db.query(sql, values).await?.iter().map(read).collect()
    }

    /// What came of looking into it, which is part of the record too. False where there is no such look, where somebody
    /// has looked into it already, and where it is the officer's own.
    pub async fn review(
        &self,
        (subject, id): (&str, &str),
        by: &Officer,
        words: &str,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "UPDATE reads SET reviewed_by = ?4, reviewed_at = ?5, review = ?6
            WHERE office = ?1 AND subject = ?2 AND id = ?3 AND unusual <> '' AND reviewed_at IS NULL
            AND user_id <> ?7";
        let values = params![&self.office, subject, id, &by.name, at, words, by.user.as_str()];
        let stream = Stream { office: &self.office, log: Log::Read, name: "" };
        let said = json!({ "look": id, "subject": subject, "by": by.user.as_str(), "name": by.name, "words": words });
        let head = events::head(&self.db, stream).await?;
        let (row, _) = events::append_json(stream, head, (at, "reviewed"), &said)?;
        let statements = vec![Statement::new(sql, values).must_change(), row];
        match self.db.write(Write { statements, touches: vec!["reviews".to_owned()] }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// The statements by which looks from before then are forgotten, oldest first, at most `most`: but for those that were
    /// raised and that nobody has looked into.
    pub async fn old(&self, before: Timestamp, most: usize) -> Result<Vec<Statement>, DbError> {
        let sql = "SELECT subject, at, id FROM reads WHERE office = ?1 AND at < ?2
            AND (unusual = '' OR reviewed_at IS NOT NULL) ORDER BY at LIMIT ?3";
        let gone = "DELETE FROM reads WHERE office = ?1 AND subject = ?2 AND at = ?3 AND id = ?4";
        let each = |row: &Row| {
            let values = params![&self.office, row.text(0)?, row.int(1)?, row.text(2)?];
            Ok(Statement::new(gone, values))
        };
        self.db.query(sql, params![&self.office, before, most]).await?.iter().map(each).collect()
    }

    /// For what and by which roles somebody's data were looked at, how often, and when last; not by whom.
    pub async fn summed(&self, subject: &str) -> Result<Vec<Summed>, DbError> {
        let sql = "SELECT purpose, roles, count(*), max(at) FROM reads WHERE office = ?1 AND subject = ?2
            GROUP BY purpose, roles ORDER BY max(at) DESC";
        let each = |row: &Row| {
            let (purpose, roles) = (row.text(0)?, listed(&row.text(1)?));
            Ok(Summed { purpose, roles, times: row.int(2)?, last: row.instant(3)? })
        };
        self.db.query(sql, params![&self.office, subject]).await?.iter().map(each).collect()
    }
}

fn read(row: &Row) -> Result<Read, DbError> {
    let reviewed = match (row.opt_text(8)?, row.opt_instant(9)?) {
        (Some(by), Some(at)) => Some((by, at, row.opt_text(10)?.unwrap_or_default())),
        _ => None,
    };
    Ok(Read {
        subject: row.text(0)?,
        at: row.instant(1)?,
        id: row.text(2)?,
        user: row.text(3)?,
        name: row.text(4)?,
        roles: listed(&row.text(5)?),
        purpose: row.text(6)?,
        unusual: listed(&row.text(7)?).iter().filter_map(|w| Unusual::parse(w)).collect(),
        reviewed,
    })
}
