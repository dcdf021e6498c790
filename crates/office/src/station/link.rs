//! The station's end of the channel to the office: pairing, and signed reports. The office's clock counts, not the
//! station's: counters' computers have wrong ones.

use super::key::{self, Key, KeyError};
use crate::clock::Clock;
use crate::stations::report::{self, Late, Paired, Pairing, Report, SIGNATURE, STAMP, STATION, signed};
use reqwest::{Client, StatusCode};
use ring::signature::Ed25519KeyPair;
use std::time::Duration;

/// How long the office may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Not reached, or it cannot do its work at the moment.
    #[error("{0}")]
    Away(String),
    /// The code is wrong, was used, or has run out.
    #[error("the code is not good")]
    BadCode,
    /// Too many codes were tried from here.
    #[error("too many tries")]
    TooOften,
    /// The office does not know this station, or has ended it.
    #[error("not a station of the office")]
    Ended,
    /// Another answer than an office gives.
    #[error("no office answers there")]
    NoOffice,
    #[error("nobody reads")]
    NobodyReads,
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Whether nobody on the way can read or change what goes to this address.
pub fn is_safe(server: &str) -> bool {
    let here = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
    let rest = here.iter().find_map(|h| server.strip_prefix(*h));
    server.starts_with("https://") || rest.is_some_and(|r| r.is_empty() || r.starts_with([':', '/']))
}

fn client() -> Result<Client, LinkError> {
    let client = Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build();
    client.map_err(|e| LinkError::Away(e.to_string()))
}

fn away(e: &reqwest::Error) -> LinkError {
    // Its innermost cause says the most, such as "connection refused".
    let mut cause: &dyn std::error::Error = e;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    LinkError::Away(cause.to_string())
}

fn at(server: &str, path: &str) -> String {
    format!("{}{path}", server.trim_end_matches('/'))
}

/// Makes a key, and has the office take its public half for the code. With the office's name.
pub async fn pair(server: &str, code: &str) -> Result<(Key, String), LinkError> {
    let (private_key, public_key) = key::fresh()?;
    let asked = Pairing { code: code.to_owned(), public_key };
    let sent = client()?.post(at(server, report::PAIR)).json(&asked).send().await;
    let answer = sent.map_err(|e| away(&e))?;
    match answer.status() {
        StatusCode::OK => {
            let paired: Paired = answer.json().await.map_err(|_| LinkError::NoOffice)?;
            Ok((Key::new(server, paired.station, paired.name, private_key), paired.office))
        }
        StatusCode::UNPROCESSABLE_ENTITY => Err(LinkError::BadCode),
        StatusCode::TOO_MANY_REQUESTS => Err(LinkError::TooOften),
        StatusCode::SERVICE_UNAVAILABLE => Err(LinkError::Away("503".to_owned())),
        _ => Err(LinkError::NoOffice),
    }
}

pub struct Link {
    http: Client,
    key: Ed25519KeyPair,
    station: String,
    address: String,
    clock: Clock,
    /// What the office's clock is ahead of ours, in milliseconds.
    ahead: i64,
    last: i64,
}

impl Link {
    pub fn new(key: &Key, clock: Clock) -> Result<Self, LinkError> {
        Ok(Self {
            http: client()?,
            key: key.pair()?,
            station: key.station.clone(),
            address: at(&key.server, report::REPORT),
            clock,
            ahead: 0,
            last: 0,
        })
    }

    /// Told late, it takes over the office's time and tells it once more.
    pub async fn report(&mut self, report: &Report) -> Result<(), LinkError> {
        let body = serde_json::to_vec(report).map_err(|_| LinkError::NoOffice)?;
        let Some(now) = self.tell(&body).await? else { return Ok(()) };
        self.ahead = now - self.clock.now().as_millisecond();
        self.last = 0;
        match self.tell(&body).await? {
            None => Ok(()),
            // Told before under a later instant: the office's clock was put back. It passes.
            Some(_) => Err(LinkError::Away("clock".to_owned())),
        }
    }

    /// None where it was heard; the office's time where it was late.
    async fn tell(&mut self, body: &[u8]) -> Result<Option<i64>, LinkError> {
        let stamp = (self.clock.now().as_millisecond() + self.ahead).max(self.last + 1);
        self.last = stamp;
        let signature = hex::encode(self.key.sign(&signed(&self.station, stamp, body)));
        let request = self.http.post(&self.address).header(STATION, &self.station);
        let request = request.header(STAMP, stamp).header(SIGNATURE, signature);
        let sent = request.header("content-type", "application/json").body(body.to_vec()).send().await;
        let answer = sent.map_err(|e| away(&e))?;
        match answer.status() {
            StatusCode::NO_CONTENT => Ok(None),
            StatusCode::UNAUTHORIZED => match answer.json::<Late>().await {
                Ok(late) => Ok(Some(late.now)),
                Err(_) => Err(LinkError::Ended),
            },
            StatusCode::BAD_REQUEST => Err(LinkError::NoOffice),
            other => Err(LinkError::Away(other.as_u16().to_string())),
        }
    }
}
