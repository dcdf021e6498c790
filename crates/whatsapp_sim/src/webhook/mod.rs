//! Everything that reaches the office unasked: the subscription handshake, and deliveries with retries.
//! What an update says is decided where it happens; here it only travels.
mod deliver;
pub(crate) mod payload;

pub(crate) use deliver::run;

use std::time::Duration;

use crate::error::{Result, SimError};

/// A callback address that has answered its challenge.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) url: String,
}

/// Asks the address to echo a random challenge, as Meta does when a webhook is set up.
pub(crate) async fn verify(http: &reqwest::Client, url: &str, verify_token: &str) -> Result<Subscription> {
    let unverified = |reason: String| SimError::Unverified { url: url.to_owned(), reason };
    let challenge = uuid::Uuid::new_v4().as_u128().to_string();
    let mut address = reqwest::Url::parse(url).map_err(|error| unverified(error.to_string()))?;
    address
        .query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", verify_token);
    let answer = http
        .get(address)
        .timeout(Duration::from_secs(10))
        .send()
        .await
        .map_err(|error| unverified(error.to_string()))?;
    let status = answer.status();
    let body = answer.text().await.map_err(|error| unverified(error.to_string()))?;
    if status != reqwest::StatusCode::OK {
        return Err(unverified(format!("HTTP {status}")));
    }
    if body != challenge {
        return Err(unverified(
            "tantangan tidak digemakan persis / the challenge was not echoed exactly".into(),
        ));
    }
    Ok(Subscription { url: url.to_owned() })
}
