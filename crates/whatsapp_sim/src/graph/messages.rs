//! `POST /{phone_id}/messages`: from the raw body to Meta's answer, check by check in Meta's order.
//! What each message type must look like stands in `validate`; what happens then, in `outbound`.
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::error::GraphError;
use super::{admit, injected, outbound, refused, template, validate};
use crate::counters::add;
use crate::engine::Engine;
use crate::faults::{Endpoint, How};
use crate::limits::Hit;
use crate::message::{Direction, Status};
use crate::store::ResidentRow;

type Answer = Result<Json<Value>, GraphError>;

/// Whom a message is addressed to.
pub(super) struct Recipient {
    /// As the caller wrote it.
    pub(super) input: String,
    /// Digits of a phone, or a user id.
    pub(super) key: String,
    pub(super) by_user_id: bool,
    /// Nobody, when no such person is on WhatsApp.
    pub(super) resident: Option<ResidentRow>,
}

pub(super) async fn send(
    State(engine): State<Arc<Engine>>,
    Path(phone_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    admit(&engine, &headers).await?;
    let answer = answer(&engine, &phone_id, &body).await;
    match answer {
        Ok(answer) => Ok(Json(answer)),
        Err(error) => refused(&engine, error),
    }
}

async fn answer(engine: &Engine, phone_id: &str, body: &[u8]) -> Result<Value, GraphError> {
    if phone_id != engine.config.phone_number_id {
        return Err(GraphError::no_object("post", phone_id));
    }
    let request: Value = serde_json::from_slice(body)
        .map_err(|error| GraphError::parameter(format!("Invalid parameter: not JSON ({error})")))?;
    if request["messaging_product"] != "whatsapp" {
        return Err(GraphError::parameter("The parameter messaging_product is required."));
    }
    if request.get("status").is_some() {
        return mark_read(engine, &request).await;
    }
    let recipient = recipient(engine, &request)?;
    let fault = strike(engine, &recipient);
    if let Some(fault) = fault.as_ref().filter(|fault| fault.how == How::Answer) {
        return Err(injected(fault).await);
    }
    let kind = validate::message(engine, &request)?;
    let rendered = template::render(engine, &request, kind)?;
    limit(engine, &recipient)?;
    let mut failure = match fault.as_ref().filter(|fault| fault.how == How::Status) {
        Some(fault) => Some(injected(fault).await),
        None => None,
    };
    if let Err(closed) = window(engine, &recipient, kind) {
        if !engine.settings().limits.window_by_status {
            return Err(closed);
        }
        failure = failure.or(Some(closed));
    }
    let answer = outbound::send(engine, &request, kind, rendered, &recipient, failure).await?;
    match fault.as_ref().filter(|fault| fault.how == How::LostAnswer) {
        Some(fault) => Err(injected(fault).await),
        None => Ok(answer),
    }
}

fn strike(engine: &Engine, recipient: &Recipient) -> Option<crate::faults::Fault> {
    let mut keys = vec![recipient.key.as_str()];
    if let Some(resident) = &recipient.resident {
        keys.push(&resident.user_id);
        keys.extend(resident.phone.as_deref());
    }
    engine.faults.strike(Endpoint::Messages, &keys)
}

fn recipient(engine: &Engine, request: &Value) -> Result<Recipient, GraphError> {
    if request.get("recipient_type").is_some_and(|kind| kind != "individual") {
        return Err(GraphError::parameter("Param recipient_type must be one of {INDIVIDUAL}"));
    }
    // Meta: `to` wins when both are given.
    if let Some(to) = request.get("to") {
        let input = match to {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return Err(GraphError::parameter("Param to must be a string.")),
        };
        let key: String = input.chars().filter(char::is_ascii_digit).collect();
        let odd = |c: char| !c.is_ascii_digit() && !"+-() .".contains(c);
        if !(7..=15).contains(&key.len()) || input.contains(odd) {
            return Err(GraphError::parameter("Param to is not a valid WhatsApp phone number."));
        }
        let own = engine.config.display_phone_number.chars().filter(char::is_ascii_digit);
        if key.chars().eq(own) {
            return Err(GraphError::new(131_021, "Sender and recipient phone number is the same."));
        }
        let resident = engine.store.find_resident(&key)?;
        return Ok(Recipient { input, key, by_user_id: false, resident });
    }
    let Some(user_id) = request["recipient"].as_str().filter(|id| !id.is_empty()) else {
        return Err(GraphError::parameter("The parameter to is required."));
    };
    let resident = engine.store.find_resident(user_id)?;
    let id = user_id.to_owned();
    Ok(Recipient { input: id.clone(), key: id, by_user_id: true, resident })
}

fn limit(engine: &Engine, recipient: &Recipient) -> Result<(), GraphError> {
    let limits = engine.settings().limits;
    let resident = recipient.resident.as_ref().map(|resident| resident.no);
    let mut limiter = engine.limiter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    limiter.take(resident, engine.clock.now(), &limits).map_err(|hit| match hit {
        Hit::Pair => GraphError::new(
            131_056,
            "Message failed to send because there were too many messages sent from this phone number to the \
             same phone number in a short period of time.",
        ),
        Hit::Throughput => GraphError::new(
            130_429,
            "Message failed to send because there were too many messages sent from this phone number in a \
             short period of time.",
        ),
    })
}

fn window(engine: &Engine, recipient: &Recipient, kind: &str) -> Result<(), GraphError> {
    let seconds = engine.settings().limits.window_seconds;
    let Some(resident) = recipient.resident.as_ref().filter(|_| seconds > 0 && kind != "template") else {
        return Ok(());
    };
    let open = resident.last_inbound.is_some_and(|at| {
        let life = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        engine.clock.now() - at < life
    });
    if open {
        return Ok(());
    }
    let details = "Message failed to send because more than 24 hours have passed since the customer last \
                   replied to this number.";
    Err(GraphError::new(131_047, details))
}

async fn mark_read(engine: &Engine, request: &Value) -> Result<Value, GraphError> {
    if request["status"] != "read" {
        return Err(GraphError::parameter("Param status must be one of {READ}"));
    }
    let Some(id) = request["message_id"].as_str() else {
        return Err(GraphError::parameter("The parameter message_id is required."));
    };
    if request.get("typing_indicator").is_some_and(|typing| typing["type"] != "text") {
        return Err(GraphError::parameter("Param typing_indicator['type'] must be one of {TEXT}"));
    }
    if let Some(fault) = engine.faults.strike(Endpoint::Messages, &[]) {
        return Err(injected(&fault).await);
    }
    let found = engine.store.message(id)?.filter(|(_, message)| message.direction == Direction::Inbound);
    let Some((no, _)) = found else {
        return Err(GraphError::parameter("Invalid parameter: message_id is not a message from a user"));
    };
    engine.store.set_status(id, Status::Read, &[])?;
    if request.get("typing_indicator").is_some()
        && let Some(mut resident) = engine.store.resident_by_no(no)?
    {
        resident.typing_until = engine.clock.now() + outbound::TYPING;
        engine.store.update_resident(&resident)?;
    }
    add(&engine.counters.marked_read);
    engine.touch(no);
    Ok(json!({"success": true}))
}
