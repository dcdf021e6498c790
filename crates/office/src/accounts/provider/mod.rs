//! The office's identity provider (OpenID Connect Core 1.0, code flow with PKCE), where it has one: whom the browser is sent
//! to, and who came back. It stands for the password alone: the second factor and all rights stay the office's, and it
//! makes no account. Nothing that a provider says but its subject is believed; an e-mail address can be anybody's.

mod http;
mod identities;
pub mod page;

pub use identities::Identity;

use crate::app::install_tls;
use crate::config::{Config, Oidc};
use crate::error::Error;
use chrono::{DateTime, Utc};
use http::Http;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use url::Url;

/// How long what the provider says of itself is believed before it is asked again.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// How far the provider's clock may be from ours.
const SKEW: SignedDuration = SignedDuration::from_mins(2);
/// Signed with a key that only the provider has: never with the secret that both know, and never not at all.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// Where the browser comes back to.
pub const BACK: &str = "/masuk/penyedia/kembali";

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or not as it should.
    #[error("the identity provider is away: {0}")]
    Away(String),
    /// What came back proves nothing.
    #[error("the identity provider's answer was refused: {0}")]
    Refused(String),
}

/// What the browser keeps, sealed, until it comes back: what the answer must fit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    state: String,
    nonce: String,
    verifier: String,
}

impl Asked {
    /// Whether the answer belongs to this question.
    pub fn fits(&self, state: &str) -> bool {
        use subtle::ConstantTimeEq;
        self.state.as_bytes().ct_eq(state.as_bytes()).into()
    }
}

pub struct Provider {
    /// As people call it.
    pub name: String,
    issuer: IssuerUrl,
    client_id: ClientId,
    secret: Option<SecretString>,
    back: RedirectUrl,
    http: Http,
    told: Mutex<Option<(Timestamp, CoreProviderMetadata)>>,
}

impl Provider {
    /// None where the office has none.
    pub fn of(config: &Config) -> Result<Option<Self>, Error> {
        let Oidc { issuer, client_id, name, .. } = &config.oidc;
        if issuer.is_empty() {
            return Ok(None);
        }
        install_tls();
        let broken = |e: String| Error::Broken(format!("oidc: {e}"));
        let back = format!("{}{BACK}", config.server.public_url.trim_end_matches('/'));
        Ok(Some(Self {
            name: name.clone(),
            issuer: IssuerUrl::new(issuer.clone()).map_err(|e| broken(e.to_string()))?,
            client_id: ClientId::new(client_id.clone()),
            secret: config.secrets.oidc_client_secret.clone(),
            back: RedirectUrl::new(back).map_err(|e| broken(e.to_string()))?,
            http: Http::new().map_err(|e| broken(e.to_string()))?,
            told: Mutex::default(),
        }))
    }

    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Where the browser is to go, and what must fit when it comes back.
    pub async fn ask(&self, at: Timestamp) -> Result<(Url, Asked), ProviderError> {
        let client = self.client(self.told(at).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let asked = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let (url, state, nonce) = asked.set_pkce_challenge(challenge).url();
        let asked = Asked {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok((url, asked))
    }

    /// Who came back with this code: the provider's name for them, which it gives to nobody else.
    pub async fn subject(&self, asked: Asked, code: &str, at: Timestamp) -> Result<String, ProviderError> {
        let client = self.client(self.told(at).await?);
        let exchange = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|e| ProviderError::Away(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier));
        let answer = exchange.request_async(&self.http).await.map_err(|e| http::refused_or_away(&e))?;
        let nothing = || ProviderError::Refused("no id token".to_owned());
        let token = answer.id_token().ok_or_else(nothing)?;
        let nonce = Nonce::new(asked.nonce);
        let verified = verified(&client, token, &nonce, answer.access_token(), at);
        match verified {
            // It may have changed its keys since we asked for them.
            Err(_) => {
                let client = self.client(self.told_anew(at).await?);
                self::verified(&client, token, &nonce, answer.access_token(), at)
            }
            good => good,
        }
    }

    fn client(&self, told: CoreProviderMetadata) -> Client {
        let secret = self.secret.as_ref().map(|s| ClientSecret::new(s.expose_secret().to_owned()));
        CoreClient::from_provider_metadata(told, self.client_id.clone(), secret)
            .set_redirect_uri(self.back.clone())
    }

    /// What the provider says of itself.
    async fn told(&self, at: Timestamp) -> Result<CoreProviderMetadata, ProviderError> {
        let kept = self.told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match kept {
            Some((when, told)) if when.duration_until(at).abs() <= FRESH => Ok(told),
            _ => self.told_anew(at).await,
        }
    }

    async fn told_anew(&self, at: Timestamp) -> Result<CoreProviderMetadata, ProviderError> {
        let told = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let told = told.map_err(|e| ProviderError::Away(http::chain(&e)))?;
        let places = [Some(told.authorization_endpoint().url()), told.token_endpoint().map(|t| t.url())];
        let fit = |place: &Option<&Url>| place.is_some_and(|p| is_safe(p, self.issuer.url()));
        if !places.iter().all(fit) || !is_safe(told.jwks_uri().url(), self.issuer.url()) {
            return Err(ProviderError::Away("it names an address without TLS".to_owned()));
        }
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, told.clone()));
        Ok(told)
    }
}

/// Over TLS; or, where the provider itself is reached without it, which only this machine may be, at the provider's own.
fn is_safe(place: &Url, issuer: &Url) -> bool {
    place.scheme() == "https" || place.origin() == issuer.origin()
}

/// Signature, issuer, audience, days, nonce, and that the access token belongs to it.
fn verified(
    client: &Client,
    token: &CoreIdToken,
    nonce: &Nonce,
    access: &openidconnect::AccessToken,
    at: Timestamp,
) -> Result<String, ProviderError> {
    let refused = |why: String| ProviderError::Refused(why);
    let now = move || DateTime::<Utc>::from_timestamp(at.as_second(), 0).unwrap_or_default();
    let early = at.saturating_add(SKEW).unwrap_or(at).as_second();
    let verifier: CoreIdTokenVerifier<'_> =
        client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(now).set_issue_time_verifier_fn(
            move |issued| match issued.timestamp() <= early {
                true => Ok(()),
                false => Err("issued in the future".to_owned()),
            },
        );
    let claims = token.claims(&verifier, nonce).map_err(|e| refused(http::chain(&e)))?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|e| refused(e.to_string()))?;
        let key = token.signing_key(&verifier).map_err(|e| refused(e.to_string()))?;
        let given = openidconnect::AccessTokenHash::from_token(access, algorithm, key);
        if given.map_err(|e| refused(e.to_string()))? != *expected {
            return Err(refused("another's access token".to_owned()));
        }
    }
    Ok(claims.subject().to_string())
}
