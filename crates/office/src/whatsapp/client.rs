//! Calls to the Cloud API: sending, marking as read, fetching media. Knows addresses and errors, no case.

mod address;

use crate::config::Config;
use crate::documents::{Drawn, Incoming};
use crate::error::Error;
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::multipart::{Form, Part};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::time::Duration;

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    phone_number_id: String,
    /// `/{version}/{phone_id}` or what the provider has instead.
    sender_path: String,
    media_path: String,
    auth_header: HeaderName,
    token: SecretString,
    media_hosts: Vec<String>,
    plain_http: bool,
    max_bytes: u64,
}

/// Why a call failed. What to do about it: `action`.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CallError {
    /// No answer in time, or none at all: it may or may not have been carried out.
    #[error("no answer: {0}")]
    Unknown(String),
    /// The platform said no.
    #[error("code {code}: {message}")]
    Code { code: i64, message: String },
    /// The media cannot be fetched, at this address at least.
    #[error("media: {0}")]
    Media(String),
}

/// What a code asks for (Meta's table of error codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Retry,
    /// This recipient gets too much at once.
    Delay,
    UseTemplate,
    /// Telephone them instead.
    Unreachable,
    /// A mistake of ours; sending it again would not help.
    OurMistake,
    /// Nothing can be sent until somebody has mended the account.
    Stop,
}

pub fn action(code: i64) -> Action {
    match code {
        131_056 => Action::Delay,
        131_047 => Action::UseTemplate,
        131_021 | 131_026 | 131_030 | 131_049 | 131_050 => Action::Unreachable,
        33 | 100 | 131_008 | 131_009 | 131_051 | 131_062 | 132_000 | 132_001 | 132_005 | 132_007
        | 132_008 | 132_012 | 132_015 | 132_016 => Action::OurMistake,
        0 | 3 | 10 | 190 | 200..=299 | 368 | 131_005 | 131_031 | 131_042 | 131_045 | 131_048 | 133_010 => {
            Action::Stop
        }
        // 1, 2, 4, 80007, 130429, 131000, 131016, 131057, and what nobody has told us of.
        _ => Action::Retry,
    }
}

impl Client {
    pub fn new(config: &Config) -> Result<Self, Error> {
        crate::app::install_tls();
        let settings = &config.whatsapp;
        let broken = |e: String| Error::Broken(format!("WhatsApp client: {e}"));
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .connect_timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would resolve names for us, and not as carefully.
            .no_proxy()
            .dns_resolver(address::Resolver::new(settings.simulator))
            .build()
            .map_err(|e| broken(e.to_string()))?;
        let version =
            if settings.version.is_empty() { String::new() } else { format!("/{}", settings.version) };
        let sender =
            if settings.phone_id_in_path { format!("/{}", settings.phone_number_id) } else { String::new() };
        Ok(Self {
            http,
            base: settings.base_url.trim_end_matches('/').to_owned(),
            phone_number_id: settings.phone_number_id.clone(),
            sender_path: format!("{version}{sender}"),
            media_path: version,
            auth_header: settings.auth_header.parse().map_err(|_| broken("auth_header".into()))?,
            token: config.secrets.access_token.clone(),
            media_hosts: settings.media_hosts.clone(),
            plain_http: settings.simulator,
            max_bytes: config.documents.max_bytes,
        })
    }

    fn auth(&self) -> HeaderValue {
        let token = self.token.expose_secret();
        let text =
            if self.auth_header == "authorization" { format!("Bearer {token}") } else { token.to_owned() };
        let mut value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }

    /// Sends a message; its wamid.
    pub async fn send(&self, message: &Value) -> Result<String, CallError> {
        let answer = self.post(message).await?;
        let id = answer.pointer("/messages/0/id").and_then(Value::as_str);
        id.map(str::to_owned).ok_or_else(|| CallError::Unknown("an answer without a message id".to_owned()))
    }

    /// Blue ticks, and "typing…" until we answer. Nothing is lost if it fails.
    pub async fn mark_read(&self, wamid: &str) -> Result<(), CallError> {
        let body = json!({"messaging_product": "whatsapp", "status": "read", "message_id": wamid,
            "typing_indicator": {"type": "text"}});
        self.post(&body).await.map(|_| ())
    }

    /// Hands a JPEG to the platform; the id by which a message shows it. It is kept there for 30 days at most.
    pub async fn upload(&self, jpeg: Drawn) -> Result<String, CallError> {
        let length = jpeg.length;
        let part = Part::stream_with_length(reqwest::Body::wrap_stream(jpeg.into_stream()), length)
            .file_name("berkas.jpg")
            .mime_str("image/jpeg");
        let part = part.map_err(|e| CallError::Media(e.to_string()))?;
        let form = Form::new().text("messaging_product", "whatsapp").text("type", "image/jpeg");
        let url = format!("{}{}/media", self.base, self.sender_path);
        let call = self.http.post(url).header(&self.auth_header, self.auth());
        let answer = answer(call.multipart(form.part("file", part)).send().await).await?;
        let id = answer.get("id").and_then(Value::as_str);
        id.map(str::to_owned).ok_or_else(|| CallError::Unknown("an answer without a media id".to_owned()))
    }

    async fn post(&self, body: &Value) -> Result<Value, CallError> {
        let url = format!("{}{}/messages", self.base, self.sender_path);
        let call = self.http.post(url).header(&self.auth_header, self.auth()).json(body);
        answer(call.send().await).await
    }

    /// The bytes of a photo or file. An address that has died is asked for anew, once.
    pub async fn media(&self, id: &str) -> Result<Incoming, CallError> {
        match self.media_once(id).await {
            Err(CallError::Media(_)) => self.media_once(id).await,
            other => other,
        }
    }

    async fn media_once(&self, id: &str) -> Result<Incoming, CallError> {
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return Err(CallError::Media("not a media id".to_owned()));
        }
        let url = format!("{}{}/{id}?phone_number_id={}", self.base, self.media_path, self.phone_number_id);
        let call = self.http.get(url).header(&self.auth_header, self.auth());
        let meta = answer(call.send().await).await?;
        let url = meta.get("url").and_then(Value::as_str).unwrap_or_default();
        let url = reqwest::Url::parse(url).map_err(|e| CallError::Media(e.to_string()))?;
        self.may_fetch(&url)?;
        let got = self.http.get(url).header(&self.auth_header, self.auth()).send().await;
        let mut got = got.map_err(|e| CallError::Unknown(e.without_url().to_string()))?;
        if !got.status().is_success() {
            return Err(CallError::Media(format!("status {}", got.status())));
        }
        let mut incoming = Incoming::new(self.max_bytes).map_err(|e| CallError::Unknown(e.to_string()))?;
        while let Some(part) =
            got.chunk().await.map_err(|e| CallError::Unknown(e.without_url().to_string()))?
        {
            incoming.add(&part).await.map_err(|e| CallError::Unknown(e.to_string()))?;
            if incoming.is_too_large() {
                break;
            }
        }
        Ok(incoming)
    }

    /// The token goes to listed hosts only, over TLS only; to the simulator's own in a rehearsal.
    fn may_fetch(&self, url: &reqwest::Url) -> Result<(), CallError> {
        let host = url.host_str().unwrap_or_default();
        let base = reqwest::Url::parse(&self.base).ok();
        let simulators = self.plain_http && base.is_some_and(|b| b.host_str() == Some(host));
        if address::is_listed(url, &self.media_hosts) || simulators {
            Ok(())
        } else {
            Err(CallError::Media(format!("host {host} is not listed")))
        }
    }
}

async fn answer(sent: Result<reqwest::Response, reqwest::Error>) -> Result<Value, CallError> {
    let unknown = |e: reqwest::Error| CallError::Unknown(e.without_url().to_string());
    let got = sent.map_err(unknown)?;
    let status = got.status();
    let body = got.text().await.map_err(unknown)?;
    let json: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
    if let Some(error) = json.get("error") {
        let message = error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
        return Err(CallError::Code {
            code: error.get("code").and_then(Value::as_i64).unwrap_or(1),
            message,
        });
    }
    if status.is_success() { Ok(json) } else { Err(CallError::Unknown(format!("status {status}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_metas_table_has_its_action() {
        let table = [
            (Action::Retry, vec![1, 2, 4, 80_007, 130_429, 131_000, 131_016, 131_057, 999_999]),
            (Action::Delay, vec![131_056]),
            (Action::UseTemplate, vec![131_047]),
            (Action::Unreachable, vec![131_021, 131_026, 131_030, 131_049, 131_050]),
            (Action::OurMistake, vec![33, 100, 131_008, 131_051, 132_000, 132_016]),
            (Action::Stop, vec![0, 3, 10, 190, 200, 250, 299, 368, 131_005, 131_048, 133_010]),
        ];
        for (expected, codes) in table {
            assert!(codes.iter().all(|c| action(*c) == expected), "{expected:?}");
        }
    }
}
