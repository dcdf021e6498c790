//! Officers' own NIK, kept as a mark that only this office can make: so that a look at one's own file or a colleague's is
//! noticed, and no table holds the number.

use super::log::{By, Change};
use super::{Accounts, UserError};
use crate::db::{DbError, Row, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::{Nik, UserId};

/// What a mark is made of.
fn of(user: &UserId, nik: &Nik) -> String {
    format!("nik:{user}:{}", nik.as_str())
}

impl Accounts {
    /// Remembers the mark of this person's NIK; an earlier one is replaced.
    pub async fn mark_nik(
        &self,
        user: &UserId,
        typed: &str,
        by: &By,
        at: Timestamp,
    ) -> Result<(), UserError> {
        let nik = Nik::parse(typed.trim()).map_err(|_| UserError::Input("user-bad-nik"))?;
        let mark = self.seal.mark(&of(user, &nik)).ok_or(UserError::Input("failure-broken"))?;
        let sql = "INSERT INTO staff_marks (office, user_id, mark) VALUES (?1, ?2, ?3)
            ON CONFLICT (office, user_id) DO UPDATE SET mark = excluded.mark";
        let set = Statement::new(sql, params![&self.office, user.as_str(), mark]);
        let statements = vec![set, self.note(user, by, Change::NikMarked, at)?];
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }

    /// The officers whose NIK this is.
    pub async fn bearers(&self, nik: &Nik) -> Result<Vec<UserId>, DbError> {
        let sql = "SELECT user_id, mark FROM staff_marks WHERE office = ?1";
        let rows = self.db.query(sql, params![&self.office]).await?;
        let each = |row: &Row| Ok((UserId::new(row.text(0)?), row.text(1)?));
        let all: Vec<(UserId, String)> = rows.iter().map(each).collect::<Result<_, DbError>>()?;
        Ok(all
            .into_iter()
            .filter(|(user, mark)| self.seal.is_ours(&of(user, nik), mark))
            .map(|(user, _)| user)
            .collect())
    }

    /// Whether this person's NIK is marked.
    pub async fn has_mark(&self, user: &UserId) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM staff_marks WHERE office = ?1 AND user_id = ?2";
        Ok(!self.db.query(sql, params![&self.office, user.as_str()]).await?.is_empty())
    }
}
