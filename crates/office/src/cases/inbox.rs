//! Inboxes: what waits at a step, oldest deadline first. Each answer is one range of one index,
//! whatever the size of the table.

use super::view::columns;
use super::{CaseError, Cases, Summary};
use crate::params;
use procedure::{ContactId, Nik, StepId, Ticket, UserId};

/// Lines of one page of an inbox.
pub const PAGE: usize = 50;
/// Counting stops here, and a screen says "more than": every line counted is a line read.
pub const COUNTED: i64 = 200;

/// Office, lane, turn and the number of lines: the statement behind every inbox.
pub const BY_DEADLINE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE office = ?1 AND lane = ?2 AND turn = ?3 ORDER BY due_at, ticket LIMIT ?4"
);

impl Cases {
    /// Cases at `lane` whose turn is `turn` (`work`, `applicant`, `stock`, `equipment`).
    pub async fn inbox(&self, office: &str, lane: &StepId, turn: &str) -> Result<Vec<Summary>, CaseError> {
        let rows = self.db.query(BY_DEADLINE, params![office, lane.as_str(), turn, PAGE]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }

    /// What this officer works on at `lane`, however many others wait there.
    pub async fn claimed(
        &self,
        office: &str,
        lane: &StepId,
        user: &UserId,
    ) -> Result<Vec<Summary>, CaseError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE office = ?1 AND claimed_by = ?2 AND lane = ?3 ORDER BY due_at, ticket LIMIT ?4"
        );
        let rows = self.db.query(sql, params![office, user.as_str(), lane.as_str(), PAGE]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }

    /// How many wait there, counted up to [`COUNTED`].
    pub async fn waiting(&self, office: &str, lane: &StepId, turn: &str) -> Result<i64, CaseError> {
        let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM cases
            WHERE office = ?1 AND lane = ?2 AND turn = ?3 LIMIT ?4) AS few";
        let rows = self.db.query(sql, params![office, lane.as_str(), turn, COUNTED]).await?;
        Ok(rows.first().map(|r| r.int(0)).transpose()?.unwrap_or(0))
    }

    /// Cases whose applicant somebody is to telephone: those tried in vain last.
    pub async fn calls(&self, office: &str) -> Result<Vec<Summary>, CaseError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE office = ?1 AND call_at > 0 ORDER BY call_at, ticket LIMIT ?2"
        );
        let rows = self.db.query(sql, params![office, PAGE]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }

    /// Cases changed last, whatever their state.
    pub async fn recent(&self, office: &str) -> Result<Vec<Summary>, CaseError> {
        let sql =
            concat!("SELECT ", columns!(), " FROM cases WHERE office = ?1 ORDER BY updated_at DESC LIMIT ?2");
        let rows = self.db.query(sql, params![office, PAGE]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }

    pub async fn summary(&self, office: &str, ticket: &Ticket) -> Result<Option<Summary>, CaseError> {
        let sql = concat!("SELECT ", columns!(), " FROM cases WHERE office = ?1 AND ticket = ?2");
        let rows = self.db.query(sql, params![office, ticket.as_str()]).await?;
        Ok(rows.first().map(Summary::read).transpose()?)
    }

    /// Whether cases of more people than this one came from this contact. Nobody is shown them for it.
    pub async fn is_shared(&self, office: &str, contact: &ContactId, nik: &Nik) -> Result<bool, CaseError> {
        let sql = "SELECT nik FROM cases WHERE office = ?1 AND contact = ?2";
        let rows = self.db.query(sql, params![office, contact.as_str()]).await?;
        let niks = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
        Ok(niks.iter().any(|other| !other.is_empty() && other != nik.as_str()))
    }

    /// The cases of one applicant's thread, newest first.
    pub async fn of_contact(&self, office: &str, contact: &ContactId) -> Result<Vec<Summary>, CaseError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE office = ?1 AND contact = ?2 ORDER BY opened_at DESC LIMIT ?3"
        );
        let rows = self.db.query(sql, params![office, contact.as_str(), PAGE]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }
}

impl Cases {
    /// How many cases go on under each version: procedure, version, cases.
    pub async fn running(&self, office: &str) -> Result<Vec<(String, String, i64)>, CaseError> {
        let sql = "SELECT procedure, version, count(*) FROM cases WHERE office = ?1 AND lane <> ''
            GROUP BY procedure, version ORDER BY procedure, version";
        let rows = self.db.query(sql, params![office]).await?;
        let read = |r: &crate::db::Row| Ok((r.text(0)?, r.text(1)?, r.int(2)?));
        Ok(rows.iter().map(read).collect::<Result<_, crate::db::DbError>>()?)
    }

    /// As [`Cases::running`], of the versions that are not on the shelf: nobody could go on with those cases.
    pub async fn stranded(&self, office: &str) -> Result<Vec<(String, String, i64)>, CaseError> {
        let standing = self.procedures.look(&self.db, office).await?;
        let running = self.running(office).await?.into_iter();
        Ok(running.filter(|(id, version, _)| standing.get(id, version).is_none()).collect())
    }
}
