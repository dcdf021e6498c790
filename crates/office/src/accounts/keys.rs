//! Security keys of people: enrolled by an administrator and the person together, used to prove that it is them,
//! ended when lost. Of a key only the public half is ever here.

use super::log::{By, Change};
use super::{Accounts, Officer, kept};
use crate::db::{Blind, DbError, Row, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{KeyId, UserId};
use webauthn_rs::prelude::Passkey;

/// How long a code that lets somebody enrol a key is good for, and how often it may be typed wrongly.
pub const CODE_GOOD: SignedDuration = SignedDuration::from_mins(10);
const TRIES: i64 = 5;

/// A key as it is shown; none is ever forgotten, so that an old proof still has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityKey {
    pub id: KeyId,
    pub label: String,
    pub enrolled_at: Timestamp,
    /// The administrator's name.
    pub enrolled_by: String,
    pub used_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// A key that is about to be enrolled, and who allowed it.
pub(super) struct NewKey<'a> {
    pub owner: &'a Officer,
    pub label: &'a str,
    pub allowed_by: &'a str,
    pub passkey: &'a Passkey,
}

impl Accounts {
    /// The keys of a person, those that ended included, oldest first.
    pub async fn keys(&self, user: &UserId) -> Result<Vec<SecurityKey>, DbError> {
        let sql = "SELECT id, label, enrolled_at, enrolled_by, used_at, ended_at FROM security_keys
            WHERE office = ?1 AND user_id = ?2 ORDER BY enrolled_at, id";
        self.db.query(sql, params![&self.office, user.as_str()]).await?.iter().map(read).collect()
    }

    /// Whether somebody was ever given a key. Whoever never was is asked for no proof of it, and ending one's last key is
    /// no way around.
    pub async fn had_key(&self, user: &UserId) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM security_keys WHERE office = ?1 AND user_id = ?2 LIMIT 1";
        Ok(!self.db.query(sql, params![&self.office, user.as_str()]).await?.is_empty())
    }

    /// What of a person's keys is still good can be proved with.
    pub(super) async fn passkeys(&self, user: &UserId) -> Result<Vec<(KeyId, Passkey)>, DbError> {
        let sql = "SELECT id, passkey FROM security_keys
            WHERE office = ?1 AND user_id = ?2 AND ended_at IS NULL ORDER BY id";
        let rows = self.db.query(sql, params![&self.office, user.as_str()]).await?;
        rows.iter().map(|row| Ok((KeyId::new(row.text(0)?), json(&row.text(1)?)?))).collect()
    }

    /// Lets a person enrol one key: the code to tell them, shown once. An earlier one dies.
    pub async fn allow_key(&self, user: &UserId, by: &By, at: Timestamp) -> Result<String, DbError> {
        let code = format!("{:08}", rand::random_range(0..100_000_000_u32));
        let until = at.saturating_add(CODE_GOOD).unwrap_or(at);
        let sql = "INSERT INTO enrolments (office, user_id, code, allowed_by, tries, expires_at)
            VALUES (?1, ?2, ?3, ?4, 0, ?5)
            ON CONFLICT (office, user_id) DO UPDATE SET code = excluded.code,
                allowed_by = excluded.allowed_by, tries = 0, expires_at = excluded.expires_at";
        let values = params![&self.office, user.as_str(), Blind(&marked(user, &code)), &by.name, until];
        let statements = vec![Statement::new(sql, values), self.note(user, by, Change::KeyAllowed, at)?];
        self.db.write(Write { statements, touches: Vec::new() }).await?;
        Ok(code)
    }

    /// Who allowed it, where this is the code; each asking counts as a try.
    pub(super) async fn allowed_by(
        &self,
        user: &UserId,
        typed: &str,
        at: Timestamp,
    ) -> Result<Option<String>, DbError> {
        let sql = "UPDATE enrolments SET tries = tries + 1
            WHERE office = ?1 AND user_id = ?2 AND tries < ?3 AND expires_at > ?4 RETURNING allowed_by,
                CASE WHEN code = ?5 THEN 1 ELSE 0 END";
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let values = params![&self.office, user.as_str(), TRIES, at, Blind(&marked(user, &digits))];
        let rows = self.db.claim(Statement::new(sql, values)).await?;
        let right = rows.first().map(|row| Ok::<_, DbError>((row.text(0)?, row.int(1)? == 1))).transpose()?;
        Ok(right.and_then(|(by, right)| right.then_some(by)))
    }

    /// Keeps a new key and uses the permission up. A conflict where either was not as expected.
    pub(super) async fn keep_key(&self, new: NewKey<'_>, at: Timestamp) -> Result<(), DbError> {
        let id = uuid::Uuid::now_v7().to_string();
        let used = "DELETE FROM enrolments WHERE office = ?1 AND user_id = ?2";
        let sql = "INSERT INTO security_keys
            (office, id, user_id, credential, label, passkey, enrolled_at, enrolled_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let credential = hex::encode(new.passkey.cred_id());
        let values = params![
            &self.office,
            id,
            new.owner.user.as_str(),
            credential,
            new.label,
            written(new.passkey)?,
            at,
            new.allowed_by
        ];
        let enrolled =
            Change::KeyEnrolled { label: new.label.to_owned(), allowed_by: new.allowed_by.to_owned() };
        let statements = vec![
            Statement::new(used, params![&self.office, new.owner.user.as_str()]).must_change(),
            Statement::new(sql, values),
            self.note(&new.owner.user, &new.owner.by(), enrolled, at)?,
        ];
        self.db.write(Write { statements, touches: Vec::new() }).await
    }

    /// Keeps what a proof left in the key, and that this session has proved it. A conflict where key or session ended.
    pub(super) async fn keep_proof(
        &self,
        key: &KeyId,
        passkey: &Passkey,
        session: &str,
        at: Timestamp,
    ) -> Result<(), DbError> {
        let used = "UPDATE security_keys SET passkey = ?3, used_at = ?4
            WHERE office = ?1 AND id = ?2 AND ended_at IS NULL";
        let proved = "UPDATE sessions SET proved_at = ?3, proved_key = ?4 WHERE office = ?1 AND token = ?2";
        let statements = vec![
            Statement::new(used, params![&self.office, key.as_str(), written(passkey)?, at]).must_change(),
            Statement::new(proved, params![&self.office, kept(session), at, key.as_str()]).must_change(),
        ];
        self.db.write(Write { statements, touches: Vec::new() }).await
    }

    /// Keeps what a sign-in left in the key. A conflict where it ended meanwhile.
    pub(super) async fn keep_use(
        &self,
        key: &KeyId,
        passkey: &Passkey,
        at: Timestamp,
    ) -> Result<(), DbError> {
        let sql = "UPDATE security_keys SET passkey = ?3, used_at = ?4
            WHERE office = ?1 AND id = ?2 AND ended_at IS NULL";
        let values = params![&self.office, key.as_str(), written(passkey)?, at];
        self.db.write(Write::one(Statement::new(sql, values).must_change())).await
    }

    /// Ends a key of this person, and every proof that was given with it. False where there is none that is good.
    pub async fn end_key(&self, user: &UserId, key: &KeyId, by: &By, at: Timestamp) -> Result<bool, DbError> {
        let end = "UPDATE security_keys SET ended_at = ?4, ended_by = ?5
            WHERE office = ?1 AND user_id = ?2 AND id = ?3 AND ended_at IS NULL";
        let forget = "UPDATE sessions SET proved_at = NULL, proved_key = NULL
            WHERE office = ?1 AND user_id = ?2 AND proved_key = ?3";
        let statements = vec![
            Statement::new(end, params![&self.office, user.as_str(), key.as_str(), at, &by.name])
                .must_change(),
            Statement::new(forget, params![&self.office, user.as_str(), key.as_str()]),
            self.note(user, by, Change::KeyEnded { key: key.to_string() }, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }
}

/// Eight digits are soon tried out: of a code a keyed mark alone is kept, so that a stolen database tells none.
fn marked(user: &UserId, code: &str) -> String {
    format!("enrolment {user} {code}")
}

fn read(row: &Row) -> Result<SecurityKey, DbError> {
    Ok(SecurityKey {
        id: KeyId::new(row.text(0)?),
        label: row.text(1)?,
        enrolled_at: row.instant(2)?,
        enrolled_by: row.text(3)?,
        used_at: row.opt_instant(4)?,
        ended_at: row.opt_instant(5)?,
    })
}

pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Broken(format!("a security key: {e}")))
}

pub(super) fn written(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Broken(format!("a security key: {e}")))
}
