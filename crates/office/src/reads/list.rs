//! What was written down, for whoever asks: overseers about everybody, and a resident about their own file.

use super::{Reads, Unusual};
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::Timestamp;

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

/// Which looks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter<'a> {
    /// Those that were raised and nobody has looked into.
    Raised,
    All,
    Of(&'a str),
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
            Filter::Of(subject) => (
                select!("AND subject = ?3 ORDER BY at DESC LIMIT ?2"),
                params![&self.office, most, subject],
            ),
        };
        self.db.query(sql, values).await?.iter().map(read).collect()
    }

    /// What came of looking into it. False where there is no such look, or somebody has looked into it already.
    pub async fn review(
        &self,
        (subject, id): (&str, &str),
        by: &str,
        words: &str,
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let sql = "UPDATE reads SET reviewed_by = ?4, reviewed_at = ?5, review = ?6
            WHERE office = ?1 AND subject = ?2 AND id = ?3 AND unusual <> '' AND reviewed_at IS NULL";
        let values = params![&self.office, subject, id, by, at, words];
        match self.db.write(Write::one(Statement::new(sql, values).must_change())).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }
}

fn read(row: &Row) -> Result<Read, DbError> {
    let list = |text: String| text.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
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
        roles: list(row.text(5)?),
        purpose: row.text(6)?,
        unusual: list(row.text(7)?).iter().filter_map(|w| Unusual::parse(w)).collect(),
        reviewed,
    })
}
