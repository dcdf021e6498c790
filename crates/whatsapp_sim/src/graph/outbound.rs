//! What becomes of an accepted message: stored, shown to the resident, reported by statuses.
//! Whether it may be sent at all was decided before.
use std::time::Duration;

use serde_json::{Value, json};

use super::error::GraphError;
use super::messages::Recipient;
use crate::clock::Millis;
use crate::counters::add;
use crate::engine::Engine;
use crate::ids;
use crate::message::{Direction, Status};
use crate::store::{Media, NewMessage, NewUpdate, Owner};
use crate::webhook::payload;

/// A typing indicator goes away after 25 seconds, or with the next message.
pub(super) const TYPING: Millis = 25_000;
/// Resident number of messages to people who are not on WhatsApp.
const NOBODY: i64 = 0;

pub(super) async fn send(
    engine: &Engine,
    request: &Value,
    kind: &str,
    rendered: Option<Value>,
    recipient: &Recipient,
    failure: Option<GraphError>,
) -> Result<Value, GraphError> {
    let mut content = request[kind].clone();
    if let Some(rendered) = rendered {
        content["rendered"] = rendered;
    }
    let failure = match failure {
        Some(failure) => Some(failure),
        None => fetch_link(engine, kind, &mut content).await,
    };
    let failure = failure.or_else(|| unreachable(recipient)).map(|error| error.in_webhook());
    let statuses = statuses(recipient, failure.is_some());
    let id = ids::wamid();
    let callback = request["biz_opaque_callback_data"].as_str();
    let updates: Vec<NewUpdate> = statuses
        .iter()
        .map(|status| {
            let of = payload::StatusOf {
                id: &id,
                status: *status,
                at: engine.clock.now(),
                template: kind == "template",
                callback,
                error: failure.as_ref(),
            };
            let value = payload::status(&engine.config, recipient.resident.as_ref(), &recipient.key, &of);
            let resident = recipient.resident.as_ref().map(|resident| resident.no);
            engine.update(resident, value, None, engine.settings().delivery.status_delay_ms)
        })
        .collect();
    let resident = recipient.resident.as_ref().map_or(NOBODY, |resident| resident.no);
    let new = NewMessage {
        id: &id,
        resident,
        direction: Direction::Outbound,
        kind,
        content: &content,
        context: request["context"]["message_id"].as_str(),
        at: engine.clock.now(),
        status: statuses.last().copied().unwrap_or(Status::Sent),
        callback,
        error: failure.as_ref(),
    };
    engine.store.insert_message(&new, false, &updates)?;
    stop_typing(engine, recipient)?;
    add(&engine.counters.outbound);
    engine.wake.notify_one();
    engine.spoke(resident);
    Ok(receipt(kind, &id, recipient))
}

fn receipt(kind: &str, id: &str, recipient: &Recipient) -> Value {
    let identity = if recipient.by_user_id { "user_id" } else { "wa_id" };
    let mut message = json!({ "id": id });
    if kind == "template" {
        message["message_status"] = "accepted".into();
    }
    json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": recipient.input, identity: recipient.key}],
        "messages": [message],
    })
}

fn unreachable(recipient: &Recipient) -> Option<GraphError> {
    let reachable = recipient.resident.as_ref().is_some_and(|resident| resident.reachable);
    (!reachable).then(|| GraphError::new(131_026, "Message undeliverable."))
}

fn statuses(recipient: &Recipient, failed: bool) -> Vec<Status> {
    if failed {
        return vec![Status::Failed];
    }
    let mut statuses = vec![Status::Sent];
    if let Some(resident) = recipient.resident.as_ref().filter(|resident| resident.online) {
        statuses.push(Status::Delivered);
        if resident.reads {
            statuses.push(Status::Read);
        }
    }
    statuses
}

fn stop_typing(engine: &Engine, recipient: &Recipient) -> Result<(), GraphError> {
    if let Some(mut resident) = recipient.resident.clone().filter(|resident| resident.typing_until > 0) {
        resident.typing_until = 0;
        engine.store.update_resident(&resident)?;
    }
    Ok(())
}

/// Meta fetches media given by link; what cannot be fetched fails later, with 131053.
async fn fetch_link(engine: &Engine, kind: &str, content: &mut Value) -> Option<GraphError> {
    let object = if kind == "interactive" {
        let header = content["header"]["type"].as_str()?.to_owned();
        content.get_mut("header")?.get_mut(&header)?
    } else {
        content
    };
    let link = object.get("link")?.as_str()?.to_owned();
    let failed = |reason: String| Some(GraphError::new(131_053, format!("Cannot fetch {link}: {reason}")));
    let answer = engine.http.get(&link).timeout(Duration::from_secs(10)).send().await;
    let answer = match answer.and_then(reqwest::Response::error_for_status) {
        Ok(answer) if answer.content_length().is_none_or(|length| length <= super::LARGEST_BODY as u64) => {
            answer
        }
        Ok(_) => return failed("too large".into()),
        Err(error) => return failed(error.without_url().to_string()),
    };
    let mime_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
    let mime_type = mime_type.unwrap_or("application/octet-stream").to_owned();
    let bytes = match answer.bytes().await {
        Ok(bytes) => bytes.to_vec(),
        Err(error) => return failed(error.without_url().to_string()),
    };
    let media = Media {
        id: ids::media(),
        owner: Owner::Business,
        sha256: <sha2::Sha256 as sha2::Digest>::digest(&bytes).to_vec(),
        mime_type,
        file_name: object["filename"].as_str().map(str::to_owned),
        bytes,
        at: engine.clock.now(),
    };
    object["id"] = media.id.as_str().into();
    match engine.store.insert_media(&media) {
        Ok(()) => None,
        Err(error) => failed(error.to_string()),
    }
}
