//! Codes of an authenticator app as a second factor. A code is good for its 30 seconds and those before and after, and
//! once only; the secret lies sealed.

use super::log::{By, Change};
use super::users::UserError;
use super::{Accounts, User};
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::Timestamp;
use procedure::UserId;
use rand::TryRngCore;
use totp_rs::{Builder, Totp};

/// 160 bits, as RFC 4226 advises.
const SECRET: usize = 20;

/// What an authenticator app is told: as an address for a QR code, and as letters to type.
pub struct Offered {
    pub address: String,
    pub letters: String,
}

impl Accounts {
    fn whose(&self, user: &UserId) -> String {
        format!("{}/{user}/totp", self.office)
    }

    fn totp(&self, user: &User, secret: &[u8]) -> Result<Totp, DbError> {
        let made = Builder::new()
            .with_secret(secret.to_vec())
            .with_skew(1)
            .with_account_name(user.login.clone())
            .with_issuer(Some("Rancak"))
            .build();
        made.map_err(|e| DbError::Broken(format!("totp: {e}")))
    }

    /// A secret for an app, the same until the first right code; a fresh one where there is none.
    pub async fn offer_totp(&self, user: &User, at: Timestamp) -> Result<Offered, DbError> {
        if let Some((secret, _, false)) = self.totp_secret(&user.id).await? {
            return self.offered(user, &secret);
        }
        let mut secret = zeroize::Zeroizing::new([0; SECRET]);
        rand::rngs::OsRng.try_fill_bytes(&mut *secret).map_err(|e| DbError::Broken(e.to_string()))?;
        let sealed = self.seal.seal(&self.whose(&user.id), &*secret);
        let sealed = sealed.ok_or_else(|| DbError::Broken("no key to seal with".to_owned()))?;
        let sql =
            "INSERT INTO totp_secrets (office, user_id, secret, step, made_at) VALUES (?1, ?2, ?3, 0, ?4)
            ON CONFLICT (office, user_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at
                WHERE totp_secrets.enrolled_at IS NULL";
        let values = params![&self.office, user.id.as_str(), sealed, at];
        self.db.write(Write::one(Statement::new(sql, values))).await?;
        self.offered(user, &*secret)
    }

    fn offered(&self, user: &User, secret: &[u8]) -> Result<Offered, DbError> {
        let totp = self.totp(user, secret)?;
        let address = totp.to_url().map_err(|e| DbError::Broken(format!("totp: {e}")))?;
        Ok(Offered { address, letters: totp.secret().to_base32() })
    }

    /// The secret, the last step that was used, and whether the app has shown that it has it.
    async fn totp_secret(
        &self,
        user: &UserId,
    ) -> Result<Option<(zeroize::Zeroizing<Vec<u8>>, i64, bool)>, DbError> {
        let sql = "SELECT secret, step, enrolled_at FROM totp_secrets WHERE office = ?1 AND user_id = ?2";
        let rows = self.db.query(sql, params![&self.office, user.as_str()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let opened = self.seal.open(&self.whose(user), &row.text(0)?);
        Ok(opened.map(|secret| (secret, row.int(1).unwrap_or(0), !matches!(row.opt_int(2), Ok(None)))))
    }

    /// Whether the person has an app as a second factor.
    pub async fn has_totp(&self, user: &UserId) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM totp_secrets WHERE office = ?1 AND user_id = ?2 AND enrolled_at IS NOT NULL";
        Ok(!self.db.query(sql, params![&self.office, user.as_str()]).await?.is_empty())
    }

    /// Whether this is a code that is good now and was never used; it is used up. The first one enrols the app.
    pub async fn use_totp(&self, user: &User, typed: &str, at: Timestamp) -> Result<bool, DbError> {
        let Some((secret, _, enrolled)) = self.totp_secret(&user.id).await? else { return Ok(false) };
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(at.as_second()).unwrap_or(0);
        let Some(step) = self.totp(user, &secret)?.check(&digits, seconds) else { return Ok(false) };
        // Sealed anew, so that a former master key is needed no longer than until the next sign-in.
        let sealed = self.seal.seal(&self.whose(&user.id), &secret);
        let sealed = sealed.ok_or_else(|| DbError::Broken("no key to seal with".to_owned()))?;
        let sql = "UPDATE totp_secrets SET step = ?3, secret = ?4, enrolled_at = COALESCE(enrolled_at, ?5)
            WHERE office = ?1 AND user_id = ?2 AND step < ?3";
        let values = params![&self.office, user.id.as_str(), step, sealed, at];
        let mut statements = vec![Statement::new(sql, values).must_change()];
        if !enrolled {
            statements.push(self.note(&user.id, &By::own(user), Change::FactorEnrolled, at)?);
        }
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Takes the app away, by its owner, who has shown a code of it just now.
    pub async fn end_totp(&self, user: &User, typed: &str, at: Timestamp) -> Result<(), UserError> {
        if !self.use_totp(user, typed, at).await? {
            return Err(UserError::Input("factor-wrong"));
        }
        let sql = "DELETE FROM totp_secrets WHERE office = ?1 AND user_id = ?2";
        let statements = vec![
            Statement::new(sql, params![&self.office, user.id.as_str()]),
            self.note(&user.id, &By::own(user), Change::FactorEnded, at)?,
        ];
        Ok(self.db.write(Write { statements, touches: Vec::new() }).await?)
    }
}
