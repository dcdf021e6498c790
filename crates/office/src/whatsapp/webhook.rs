//! The address Meta calls. Checks the signature, keeps what came, answers; the work is done afterwards.

use super::wire::{self, Content, Inbound, Parsed, Peer, Update};
use crate::app::{App, Shared};
use crate::db::{Covered, DbError, Statement, Write};
use crate::hearing::Told;
use crate::params;
use crate::telemetry::{numbers, trace};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use procedure::ContactId;
use seal::signature;
use secrecy::ExposeSecret;
use serde::Deserialize;
use sha2::Digest;
use std::time::Instant;
use subtle::ConstantTimeEq;

#[derive(Deserialize)]
pub struct Subscription {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    token: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

/// The handshake: whoever knows the agreed word gets the challenge back.
pub async fn verify(State(app): State<Shared>, Query(asked): Query<Subscription>) -> (StatusCode, String) {
    let word = app.config.secrets.verify_token.expose_secret();
    let same: bool = word.as_bytes().ct_eq(asked.token.as_bytes()).into();
    if asked.mode == "subscribe" && same {
        (StatusCode::OK, asked.challenge)
    } else {
        (StatusCode::FORBIDDEN, String::new())
    }
}

/// 401 without a row for a wrong signature; 200 once everything in it is durable.
pub async fn receive(State(app): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let begun = Instant::now();
    let status = received(&app, &headers, &body).await;
    let outcome = match status {
        StatusCode::OK => "kept",
        StatusCode::UNAUTHORIZED => "refused",
        _ => "unavailable",
    };
    numbers::webhook(app.office(), outcome, begun.elapsed());
    status
}

async fn received(app: &Shared, headers: &HeaderMap, body: &Bytes) -> StatusCode {
    let header = headers.get("x-hub-signature-256").and_then(|h| h.to_str().ok());
    if !signature::is_right(app.config.secrets.app_secret.expose_secret().as_bytes(), body, header) {
        tracing::warn!("a webhook without the right signature was refused");
        return StatusCode::UNAUTHORIZED;
    }
    match keep(app, body).await {
        Ok(()) => {
            app.whatsapp.inbound_filled.notify_one();
            Told::Inbound { office: app.office().to_owned() }.tell(&app.db);
            StatusCode::OK
        }
        Err(e) => {
            tracing::warn!("a webhook could not be kept, it will come again: {e}");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

async fn keep(app: &App, body: &[u8]) -> Result<(), DbError> {
    let parsed = match serde_json::from_slice(body) {
        Ok(json) => wire::parse(&json),
        Err(_) => {
            let raw = serde_json::Value::String(String::from_utf8_lossy(body).into_owned());
            Parsed { updates: Vec::new(), strange: vec![("not JSON", raw)] }
        }
    };
    let now = app.clock.now();
    let mut statements = Vec::new();
    for (why, raw) in &parsed.strange {
        statements.push(strange(app.office(), why, &raw.to_string(), now));
    }
    // A millisecond apart each, so that what came in one webhook is heard in the order it was said.
    for (place, update) in (0..).map(SignedDuration::from_millis).zip(&parsed.updates) {
        let at = now.saturating_add(place).unwrap_or(now);
        statements.push(row(app, update, at).await?);
    }
    if statements.is_empty() {
        return Ok(());
    }
    let all = u64::try_from(statements.len()).unwrap_or(u64::MAX);
    let fresh = app.db.write_counted(Write { statements, touches: Vec::new() }).await?;
    numbers::updates(app.office(), fresh, all.saturating_sub(fresh));
    Ok(())
}

/// The same bytes twice are one row.
fn strange(office: &str, why: &str, body: &str, at: Timestamp) -> Statement {
    let id = hex::encode(sha2::Sha256::digest(body.as_bytes()));
    let sql = "INSERT INTO strange_inbound (office, id, at, why, body) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO NOTHING";
    Statement::new(sql, params![office, id, at, why, Covered(body)])
}

async fn row(app: &App, update: &Update, now: Timestamp) -> Result<Statement, DbError> {
    let (id, contact, wait) = match update {
        Update::Message(m) => {
            let quiet = SignedDuration::from_millis(i64::try_from(app.config.whatsapp.quiet_ms).unwrap_or(0));
            let wait = if waits(m) { quiet } else { SignedDuration::ZERO };
            (m.id.clone(), contact_of(app, &m.from).await?, wait)
        }
        // Statuses have a queue of their own: they never wait for an album.
        Update::Status(s) => {
            let id = format!("{}:{}", s.wamid, s.status);
            (id, ContactId::new(format!("status:{}", s.wamid)), SignedDuration::ZERO)
        }
    };
    let body = serde_json::to_string(update).map_err(|e| DbError::Broken(e.to_string()))?;
    let sql = "INSERT INTO inbound (office, id, contact, received_at, due_at, attempts, body, done, trace)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, 0, ?7) ON CONFLICT DO NOTHING";
    let due = now.saturating_add(wait).unwrap_or(now);
    Ok(Statement::new(
        sql,
        params![app.office(), id, contact.as_str(), now, due, Covered(&body), trace::here()],
    ))
}

/// Photos of an album come one by one; an answer to each would bury the resident.
fn waits(message: &Inbound) -> bool {
    matches!(message.content, Content::Media { .. })
}

/// The key of a person: their user id, or the number under which we have known them since before.
async fn contact_of(app: &App, from: &Peer) -> Result<ContactId, DbError> {
    let key = |part: &String| format!("wa:{part}");
    let (Some(user), Some(phone)) = (from.user_id.as_ref().map(key), from.phone.as_ref().map(key)) else {
        let only = from.user_id.as_ref().or(from.phone.as_ref()).map(key);
        return Ok(ContactId::new(only.unwrap_or_default()));
    };
    let sql = "SELECT contact FROM threads WHERE office = ?1 AND contact IN (?2, ?3)";
    let rows = app.db.query(sql, params![app.office(), &user, &phone]).await?;
    let known: Vec<String> = rows.iter().map(|r| r.text(0)).collect::<Result<_, _>>()?;
    Ok(ContactId::new(if known.contains(&phone) && !known.contains(&user) { phone } else { user }))
}
