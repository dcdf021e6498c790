//! WebAuthn ceremonies: the browser is asked to sign a challenge with a security key, and what it answers is checked.
//! Always with user verification: a finger or a PIN at the key itself, never a touch alone. Each challenge is
//! answered once, in the session that asked for it.

use super::keys::{NewKey, json, written};
use super::{Accounts, Officer, kept};
use crate::db::{DbError, Statement, Write};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::KeyId;
pub use webauthn_rs::prelude::Webauthn;
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    RequestChallengeResponse, Url, Uuid, WebauthnBuilder, WebauthnError,
};

/// How long a browser may take to answer.
const PATIENCE: SignedDuration = SignedDuration::from_mins(3);
const LONGEST_LABEL: usize = 40;
const ENROL: &str = "enrol";
const PROVE: &str = "prove";

#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The key of the text that says what is wrong and what to do.
    #[error("{0}")]
    Input(&'static str),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Who this office is to a security key: its own address alone. None where an address cannot be that.
pub fn relying_party(public_url: &str, office_name: &str) -> Option<Webauthn> {
    let origin = Url::parse(public_url).ok()?;
    let host = origin.host_str()?.to_owned();
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name(office_name).build().ok()
}

/// Somebody before their browser: the officer, and their session.
pub struct Sitting {
    pub officer: Officer,
    pub session: String,
    pub at: Timestamp,
}

pub(super) struct Waiting {
    pub state: String,
    pub label: String,
    pub allowed_by: String,
}

impl Accounts {
    /// Begins to enrol a key, where the code is the one that an administrator told.
    pub async fn begin_enrolment(
        &self,
        webauthn: &Webauthn,
        sitting: &Sitting,
        code: &str,
        label: &str,
    ) -> Result<serde_json::Value, ProofError> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > LONGEST_LABEL {
            return Err(ProofError::Input("proof-bad-label"));
        }
        let officer = &sitting.officer;
        let allowed = self.allowed_by(&officer.user, code, sitting.at).await?;
        let allowed_by = allowed.ok_or(ProofError::Input("proof-bad-code"))?;
        let known = self.passkeys(&officer.user).await?;
        let exclude = known.iter().map(|(_, key)| key.cred_id().clone()).collect();
        let id = Uuid::parse_str(officer.user.as_str()).map_err(|e| DbError::Broken(e.to_string()))?;
        let begun = webauthn.start_passkey_registration(id, &officer.name, &officer.name, Some(exclude));
        let (challenge, state) = begun.map_err(|e| unasked(&e))?;
        let waiting = Waiting { state: written(&state)?, label: label.to_owned(), allowed_by };
        self.wait_for(sitting, ENROL, &waiting).await?;
        let mut asked = serde_json::to_value(challenge).map_err(|e| DbError::Broken(e.to_string()))?;
        // A key that can keep whose it is signs in without the name being typed.
        asked["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
        Ok(asked)
    }

    /// Ends it with what the browser answered: the key is the person's from now on.
    pub async fn enrol(
        &self,
        webauthn: &Webauthn,
        sitting: &Sitting,
        answer: &RegisterPublicKeyCredential,
    ) -> Result<(), ProofError> {
        let waiting = self.answered(sitting, ENROL).await?;
        let state: PasskeyRegistration = json(&waiting.state)?;
        let passkey = webauthn.finish_passkey_registration(answer, &state).map_err(|e| refused(&e))?;
        let (label, allowed_by) = (waiting.label.as_str(), waiting.allowed_by.as_str());
        let new = NewKey { owner: &sitting.officer, label, allowed_by, passkey: &passkey };
        match self.keep_key(new, sitting.at).await {
            Err(DbError::Conflict(_)) => Err(ProofError::Input("proof-key-taken")),
            other => Ok(other?),
        }
    }

    /// Begins a proof with any of the officer's own keys.
    pub async fn begin_proof(
        &self,
        webauthn: &Webauthn,
        sitting: &Sitting,
    ) -> Result<RequestChallengeResponse, ProofError> {
        let keys = self.passkeys(&sitting.officer.user).await?;
        if keys.is_empty() {
            return Err(ProofError::Input("proof-no-key"));
        }
        let keys: Vec<Passkey> = keys.into_iter().map(|(_, key)| key).collect();
        let (challenge, state) = webauthn.start_passkey_authentication(&keys).map_err(|e| unasked(&e))?;
        let waiting = Waiting { state: written(&state)?, label: String::new(), allowed_by: String::new() };
        self.wait_for(sitting, PROVE, &waiting).await?;
        Ok(challenge)
    }

    /// Ends it with what the browser answered: the session has proved who sits before it.
    pub async fn prove(
        &self,
        webauthn: &Webauthn,
        sitting: &Sitting,
        answer: &PublicKeyCredential,
    ) -> Result<KeyId, ProofError> {
        let waiting = self.answered(sitting, PROVE).await?;
        let state: PasskeyAuthentication = json(&waiting.state)?;
        let result = webauthn.finish_passkey_authentication(answer, &state).map_err(|e| refused(&e))?;
        let not_yours = ProofError::Input("proof-refused");
        if !result.user_verified() {
            return Err(not_yours);
        }
        let keys = self.passkeys(&sitting.officer.user).await?;
        let used = keys.into_iter().find(|(_, key)| key.cred_id() == result.cred_id());
        let (id, mut passkey) = used.ok_or(not_yours)?;
        passkey.update_credential(&result);
        match self.keep_proof(&id, &passkey, &sitting.session, sitting.at).await {
            Err(DbError::Conflict(_)) => Err(ProofError::Input("proof-refused")),
            other => Ok(other.map(|()| id)?),
        }
    }

    async fn wait_for(&self, sitting: &Sitting, kind: &str, waiting: &Waiting) -> Result<(), DbError> {
        self.wait_in(&sitting.session, kind, waiting, sitting.at).await
    }

    pub(super) async fn wait_in(
        &self,
        session: &str,
        kind: &str,
        waiting: &Waiting,
        at: Timestamp,
    ) -> Result<(), DbError> {
        let until = at.saturating_add(PATIENCE).unwrap_or(at);
        let forget = "DELETE FROM ceremonies WHERE office = ?1 AND expires_at <= ?2";
        let sql = "INSERT INTO ceremonies (office, session, kind, state, label, allowed_by, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (office, session) DO UPDATE SET kind = excluded.kind, state = excluded.state,
                label = excluded.label, allowed_by = excluded.allowed_by, expires_at = excluded.expires_at";
        let Waiting { state, label, allowed_by } = waiting;
        let values = params![&self.office, kept(session), kind, state, label, allowed_by, until];
        let statements = vec![Statement::new(forget, params![&self.office, at]), Statement::new(sql, values)];
        self.db.write(Write { statements, touches: Vec::new() }).await
    }

    /// What this session waits for an answer to; it is used up whatever the answer is worth.
    async fn answered(&self, sitting: &Sitting, kind: &str) -> Result<Waiting, ProofError> {
        self.answered_in(&sitting.session, kind, sitting.at).await
    }

    pub(super) async fn answered_in(
        &self,
        session: &str,
        kind: &str,
        at: Timestamp,
    ) -> Result<Waiting, ProofError> {
        let sql = "DELETE FROM ceremonies WHERE office = ?1 AND session = ?2
            RETURNING kind, state, label, allowed_by, expires_at";
        let values = params![&self.office, kept(session)];
        let rows = self.db.claim(Statement::new(sql, values)).await?;
        let row = rows.first().ok_or(ProofError::Input("proof-over"))?;
        if row.text(0)? != kind || row.instant(4)? <= at {
            return Err(ProofError::Input("proof-over"));
        }
        Ok(Waiting { state: row.text(1)?, label: row.text(2)?, allowed_by: row.text(3)? })
    }
}

/// The answer does not prove anything; which check failed is for the log.
pub(super) fn refused(e: &WebauthnError) -> ProofError {
    tracing::warn!("an operator's proof was refused: {e}");
    ProofError::Input("proof-refused")
}

/// No challenge could be made: a mistake of ours.
pub(super) fn unasked(e: &WebauthnError) -> ProofError {
    ProofError::Db(DbError::Broken(format!("webauthn: {e}")))
}
