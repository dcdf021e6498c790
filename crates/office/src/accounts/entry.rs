//! Signing in with a security key: by somebody who says who they are, or by a key that keeps whose it is. A finger or a PIN
//! was asked for at the key, so it is both factors. Who has a key nobody learns here.

use super::ceremony::{Waiting, refused, unasked};
use super::keys::{json, written};
use super::{Accounts, ProofError, User};
use crate::db::DbError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::Timestamp;
use procedure::UserId;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PublicKeyCredential,
    Url, Webauthn,
};

const ENTER: &str = "enter";
/// How many bytes makers of keys give what a key is named by.
const LENGTHS: [usize; 4] = [16, 32, 48, 64];

impl Accounts {
    /// Begins a sign-in with a key of this person; with no name, with a key that knows whose it is. `browser` names the
    /// browser that is to answer.
    pub async fn begin_entry(
        &self,
        webauthn: &Webauthn,
        login: &str,
        browser: &str,
        at: Timestamp,
    ) -> Result<serde_json::Value, ProofError> {
        if login.trim().is_empty() {
            let (challenge, state) = webauthn.start_discoverable_authentication().map_err(|e| unasked(&e))?;
            self.wait_to_enter(browser, written(&state)?, "", at).await?;
            return Ok(asked(&challenge)?);
        }
        let user = self.by_login(login, at).await?.map(|(user, _)| user).filter(|u| !u.disabled);
        let keys = match &user {
            Some(user) => self.passkeys(&user.id).await?,
            None => Vec::new(),
        };
        let (Some(user), false) = (user, keys.is_empty()) else {
            // Kept like any other, though no answer is right.
            self.wait_to_enter(browser, String::new(), "nobody", at).await?;
            return Ok(self.asked_of_nobody(webauthn, login));
        };
        let keys: Vec<Passkey> = keys.into_iter().map(|(_, key)| key).collect();
        let (challenge, state) = webauthn.start_passkey_authentication(&keys).map_err(|e| unasked(&e))?;
        self.wait_to_enter(browser, written(&state)?, user.id.as_str(), at).await?;
        Ok(asked(&challenge)?)
    }

    async fn wait_to_enter(
        &self,
        browser: &str,
        state: String,
        user: &str,
        at: Timestamp,
    ) -> Result<(), DbError> {
        let waiting = Waiting { state, label: user.to_owned(), allowed_by: String::new() };
        self.wait_in(browser, ENTER, &waiting, at).await
    }

    /// What is asked of whoever has no key, so that the question does not tell who has: keys that are the same each time
    /// and nobody's, as many and as long as people's are.
    fn asked_of_nobody(&self, webauthn: &Webauthn, login: &str) -> serde_json::Value {
        let login = login.trim().to_lowercase();
        let drawn = |what: &str| {
            let mark =
                self.seal.mark(&format!("nobody's {what} {} {login}", self.office)).unwrap_or_default();
            hex::decode(mark).unwrap_or_default()
        };
        let kind = drawn("keys").first().copied().unwrap_or_default();
        let length = LENGTHS.get(usize::from(kind) % LENGTHS.len()).copied().unwrap_or(32);
        let id = |which: &str| {
            let bytes = [drawn(&format!("{which} key")), drawn(&format!("{which} key's rest"))].concat();
            let id = BASE64.encode(bytes.get(..length).unwrap_or_default());
            serde_json::json!({ "type": "public-key", "id": id })
        };
        // One in four has a second key.
        let keys = ["first", "second"].iter().take(if kind < 64 { 2 } else { 1 });
        let keys: Vec<_> = keys.map(|which| id(which)).collect();
        let challenge = BASE64.encode(rand::random::<[u8; 32]>());
        let host = webauthn.get_allowed_origins().first().and_then(Url::host_str).unwrap_or_default();
        serde_json::json!({ "publicKey": {
            "challenge": challenge, "timeout": 300_000, "rpId": host, "userVerification": "required",
            "allowCredentials": keys,
        } })
    }

    /// Ends it with what the browser answered: who it is.
    pub async fn enter_with_key(
        &self,
        webauthn: &Webauthn,
        browser: &str,
        answer: &PublicKeyCredential,
        at: Timestamp,
    ) -> Result<User, ProofError> {
        let waiting = self.answered_in(browser, ENTER, at).await?;
        let not_yours = || ProofError::Input("proof-refused");
        let named = match waiting.label.as_str() {
            "" => {
                let (user, _) =
                    webauthn.identify_discoverable_authentication(answer).map_err(|e| refused(&e))?;
                UserId::new(user.to_string())
            }
            user => UserId::new(user),
        };
        let user = self.user(&named, at).await?.filter(|u| !u.disabled).ok_or_else(not_yours)?;
        let keys = self.passkeys(&user.id).await?;
        let theirs: Vec<&Passkey> = keys.iter().map(|(_, key)| key).collect();
        let result = checked(webauthn, &waiting, answer, &theirs)?;
        let used = keys.into_iter().find(|(_, key)| key.cred_id() == result.cred_id());
        let (id, mut passkey) = used.filter(|_| result.user_verified()).ok_or_else(not_yours)?;
        passkey.update_credential(&result);
        match self.keep_use(&id, &passkey, at).await {
            Err(DbError::Conflict(_)) => Err(not_yours()),
            other => Ok(other.map(|()| user)?),
        }
    }
}

/// Holds the answer against what was asked; where no name was, against the keys of whom the answer names.
fn checked(
    webauthn: &Webauthn,
    waiting: &Waiting,
    answer: &PublicKeyCredential,
    keys: &[&Passkey],
) -> Result<AuthenticationResult, ProofError> {
    let result = if waiting.label.is_empty() {
        let state: DiscoverableAuthentication = json(&waiting.state)?;
        let used = keys.iter().find(|key| key.cred_id().as_slice() == answer.get_credential_id());
        let used = used.ok_or(ProofError::Input("proof-refused"))?;
        webauthn.finish_discoverable_authentication_v2(answer, state, *used)
    } else {
        let state: PasskeyAuthentication = json(&waiting.state)?;
        webauthn.finish_passkey_authentication(answer, &state)
    };
    result.map_err(|e| refused(&e))
}

fn asked(challenge: &impl serde::Serialize) -> Result<serde_json::Value, DbError> {
    serde_json::to_value(challenge).map_err(|e| DbError::Broken(e.to_string()))
}
