//! Codes of an authenticator app as a second factor. A code is good for its 30 seconds and those before and after, and
//! once only; the secret lies sealed.

use super::log::{By, Change};
use super::users::UserError;
use super::{Accounts, User};
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::UserId;
use rand::TryRngCore;
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// 160 bits, as RFC 4226 advises.
const SECRET: usize = 20;

/// How long a secret that was offered waits for its first code.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

/// What an authenticator app is told: as an address for a QR code, and as letters to type. The database keeps nothing of it
/// before the first right code: it goes to the form, sealed, and comes back with that.
pub struct Offered {
    pub address: String,
    pub letters: String,
    pub sealed: String,
}

impl Accounts {
    fn whose(&self, user: &UserId) -> String {
        format!("{}/{user}/totp", self.office)
    }

    fn offered_to(&self, user: &UserId) -> String {
        format!("{}/{user}/totp-offer", self.office)
    }

    fn sealed(&self, whose: &str, secret: &[u8]) -> Result<String, DbError> {
        self.seal.seal(whose, secret).ok_or_else(|| DbError::Broken("no key to seal with".to_owned()))
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

    /// A secret for an app: the one that was offered before, where it is still good, and else a fresh one.
    pub fn offer_totp(&self, user: &User, before: &str, at: Timestamp) -> Result<Offered, DbError> {
        let secret = match self.offered_before(user, before, at) {
            Some(secret) => secret,
            None => {
                let mut secret = Zeroizing::new(vec![0; SECRET]);
                rand::rngs::OsRng.try_fill_bytes(&mut secret).map_err(|e| DbError::Broken(e.to_string()))?;
                secret
            }
        };
        let totp = self.totp(user, &secret)?;
        let address = totp.to_url().map_err(|e| DbError::Broken(format!("totp: {e}")))?;
        let until = at.saturating_add(PATIENCE).unwrap_or(at);
        let kept = [secret.as_slice(), &until.as_millisecond().to_be_bytes()].concat();
        let sealed = self.sealed(&self.offered_to(&user.id), &Zeroizing::new(kept))?;
        Ok(Offered { address, letters: totp.secret().to_base32(), sealed })
    }

    fn offered_before(&self, user: &User, sealed: &str, at: Timestamp) -> Option<Zeroizing<Vec<u8>>> {
        let kept = self.seal.open(&self.offered_to(&user.id), sealed)?;
        let (secret, until) = kept.split_at_checked(SECRET)?;
        let until = i64::from_be_bytes(until.try_into().ok()?);
        (at.as_millisecond() < until).then(|| Zeroizing::new(secret.to_vec()))
    }

    /// Sets an app up with the secret that was offered, where this is a code of it that is good now.
    pub async fn enrol_totp(
        &self,
        user: &User,
        (sealed, typed): (&str, &str),
        at: Timestamp,
    ) -> Result<bool, DbError> {
        let Some(secret) = self.offered_before(user, sealed, at) else { return Ok(false) };
        let Some(step) = self.step_of(user, &secret, typed, at)? else { return Ok(false) };
        let sql = "INSERT INTO totp_secrets (office, user_id, secret, step, made_at, enrolled_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (office, user_id) DO UPDATE SET
                secret = excluded.secret, step = excluded.step, made_at = excluded.made_at,
                enrolled_at = excluded.enrolled_at WHERE totp_secrets.enrolled_at IS NULL";
        let sealed = self.sealed(&self.whose(&user.id), &secret)?;
        let statements = vec![
            Statement::new(sql, params![&self.office, user.id.as_str(), sealed, step, at]).must_change(),
            self.note(&user.id, &By::own(user), Change::FactorEnrolled, at)?,
        ];
        match self.db.write(Write { statements, touches: Vec::new() }).await {
            Err(DbError::Conflict(_)) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// The half minute of which this is the code, where it is one that is good now.
    fn step_of(
        &self,
        user: &User,
        secret: &[u8],
        typed: &str,
        at: Timestamp,
    ) -> Result<Option<u64>, DbError> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(at.as_second()).unwrap_or(0);
        Ok(self.totp(user, secret)?.check(&digits, seconds))
    }

    /// The secret of an app that is set up.
    async fn totp_secret(&self, user: &UserId) -> Result<Option<Zeroizing<Vec<u8>>>, DbError> {
        let sql = "SELECT secret FROM totp_secrets
            WHERE office = ?1 AND user_id = ?2 AND enrolled_at IS NOT NULL";
        let rows = self.db.query(sql, params![&self.office, user.as_str()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(self.seal.open(&self.whose(user), &row.text(0)?))
    }

    /// Whether the person has an app as a second factor.
    pub async fn has_totp(&self, user: &UserId) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM totp_secrets WHERE office = ?1 AND user_id = ?2 AND enrolled_at IS NOT NULL";
        Ok(!self.db.query(sql, params![&self.office, user.as_str()]).await?.is_empty())
    }

    /// Whether this is a code that is good now and was never used; it is used up.
    pub async fn use_totp(&self, user: &User, typed: &str, at: Timestamp) -> Result<bool, DbError> {
        let Some(secret) = self.totp_secret(&user.id).await? else { return Ok(false) };
        let Some(step) = self.step_of(user, &secret, typed, at)? else { return Ok(false) };
        // Sealed anew, so that a former master key is needed no longer than until the next sign-in.
        let sealed = self.sealed(&self.whose(&user.id), &secret)?;
        let sql = "UPDATE totp_secrets SET step = ?3, secret = ?4
            WHERE office = ?1 AND user_id = ?2 AND step < ?3 AND enrolled_at IS NOT NULL";
        let values = params![&self.office, user.id.as_str(), step, sealed];
        match self.db.write(Write::one(Statement::new(sql, values).must_change())).await {
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
