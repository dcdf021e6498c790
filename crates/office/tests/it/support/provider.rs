//! An identity provider as a server of its own, SIMULATED: it signs whatever a test wants to have said of somebody.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const CLIENT: &str = "rancak";
pub const SECRET: &str = "rahasia antara kami";

/// What it says next, and what was asked of it.
pub struct Told {
    key: Ed25519KeyPair,
    /// Another one than `key`, of which nobody was told.
    foreign: Ed25519KeyPair,
    pub kid: String,
    pub header: Value,
    pub claims: Value,
    pub signed_by_another: bool,
    pub unsigned: bool,
    /// PKCE: what the authorization was asked with; the verifier must fit.
    pub challenge: String,
    /// Codes that were given out and not used.
    pub codes: Vec<String>,
    pub asked: u32,
    pub discovery: BTreeMap<String, Value>,
    pub away: bool,
}

#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    pub told: Arc<Mutex<Told>>,
}

fn fresh() -> Ed25519KeyPair {
    let seed: [u8; 32] = rand::random();
    Ed25519KeyPair::from_seed_unchecked(&seed).expect("a key")
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("address"));
        let told = Told {
            key: fresh(),
            foreign: fresh(),
            kid: "satu".to_owned(),
            header: json!({}),
            claims: json!({}),
            signed_by_another: false,
            unsigned: false,
            challenge: String::new(),
            codes: Vec::new(),
            asked: 0,
            discovery: BTreeMap::new(),
            away: false,
        };
        let provider = Self { issuer, told: Arc::new(Mutex::new(told)) };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub fn tells<T>(&self, change: impl FnOnce(&mut Told) -> T) -> T {
        change(&mut self.told.lock().expect("told"))
    }

    /// It has another key from now on.
    pub fn changes_its_key(&self) {
        self.tells(|t| {
            t.key = fresh();
            t.kid = "dua".to_owned();
        });
    }

    /// Somebody has signed in there who was sent to this address: the code and state with which they come back. `at`: now,
    /// in seconds.
    pub fn signs_in(&self, address: &str, subject: &str, at: i64) -> (String, String) {
        let address = url::Url::parse(address).expect("an address");
        let asked: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].contains("openid"));
        let code = format!("code-{}", rand::random::<u64>());
        self.tells(|t| {
            t.challenge = asked["code_challenge"].clone();
            t.codes.push(code.clone());
            t.claims = json!({
                "iss": self.issuer, "sub": subject, "aud": CLIENT, "nonce": asked["nonce"],
                "iat": at, "exp": at + 300, "email": "siapa.saja@contoh.example", "preferred_username": "admin",
            });
        });
        (code, asked["state"].clone())
    }
}

async fn discovery(State(provider): State<Provider>) -> Response {
    let issuer = &provider.issuer;
    let mut told = json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    let (away, other) = provider.tells(|t| (t.away, t.discovery.clone()));
    if away {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    for (name, value) in other {
        told[name] = value;
    }
    Json(told).into_response()
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let (kid, x) = provider.tells(|t| (t.kid.clone(), BASE64.encode(t.key.public_key())));
    Json(
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "use": "sig", "alg": "EdDSA" }] }),
    )
}

async fn token(State(provider): State<Provider>, Form(given): Form<BTreeMap<String, String>>) -> Response {
    let of = |name: &str| given.get(name).cloned().unwrap_or_default();
    provider.tells(|t| {
        t.asked += 1;
        let known = t.codes.iter().position(|c| *c == of("code"));
        let fits = BASE64.encode(Sha256::digest(of("code_verifier"))) == t.challenge;
        let (Some(known), true) = (known, fits) else {
            let no = Json(json!({ "error": "invalid_grant" }));
            return (StatusCode::BAD_REQUEST, no).into_response();
        };
        t.codes.remove(known);
        let mut header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": t.kid });
        for (name, value) in t.header.as_object().expect("a header") {
            header[name] = value.clone();
        }
        let part = |value: &Value| BASE64.encode(value.to_string());
        let text = format!("{}.{}", part(&header), part(&t.claims));
        let key = if t.signed_by_another { &t.foreign } else { &t.key };
        let signature = match header["alg"].as_str() {
            _ if t.unsigned => String::new(),
            Some("HS256") => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                BASE64.encode(ring::hmac::sign(&key, text.as_bytes()))
            }
            _ => BASE64.encode(key.sign(text.as_bytes())),
        };
        let id_token = format!("{text}.{signature}");
        let answer = json!({ "access_token": "x", "token_type": "Bearer", "id_token": id_token });
        Json(answer).into_response()
    })
}
