//! Scripting calls about one resident: create, send, tap, wait for the answer, read, change number.
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Refusal, body};
use crate::drawn::drawn;
use crate::engine::Engine;
use crate::error::SimError;
use crate::inbound::{File, Inbound};
use crate::message::{Message, Status};
use crate::resident::{self, Handset, Resident};
use crate::samples::Sample;
use crate::store::ResidentRow;

type Sim = State<Arc<Engine>>;
type Answer<T> = Result<Json<T>, Refusal>;

fn find(engine: &Arc<Engine>, key: &str) -> Result<Resident, SimError> {
    Ok(Resident::new(engine, engine.resident(key)?.no))
}

fn shown(row: &ResidentRow) -> Value {
    json!({
        "phone": row.phone,
        "user_id": row.user_id,
        "name": row.name,
        "hide_phone": row.hide_phone,
        "online": row.online,
        "reads": row.reads,
        "reachable": row.reachable,
        "last_inbound": row.last_inbound,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewResident {
    phone: String,
    name: String,
    #[serde(default)]
    handset: Handset,
}

pub(super) async fn create(State(engine): Sim, new: Body<NewResident>) -> Answer<Value> {
    let new = body(new)?;
    let resident = resident::create(&engine, &new.phone, &new.name, &new.handset)?;
    Ok(Json(shown(&resident.row()?)))
}

#[derive(Deserialize)]
pub(super) struct Page {
    limit: Option<u32>,
}

pub(super) async fn list(State(engine): Sim, Query(page): Query<Page>) -> Answer<Vec<Value>> {
    Ok(Json(engine.store.residents(page.limit.unwrap_or(10_000))?.iter().map(shown).collect()))
}

pub(super) async fn one(State(engine): Sim, Path(key): Path<String>) -> Answer<Value> {
    Ok(Json(shown(&engine.resident(&key)?)))
}

pub(super) async fn handset(
    State(engine): Sim,
    Path(key): Path<String>,
    handset: Body<Handset>,
) -> Answer<Value> {
    let resident = find(&engine, &key)?;
    resident.handset(&body(handset)?)?;
    Ok(Json(shown(&resident.row()?)))
}

/// What a resident does; exactly one of the variants.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Act {
    /// `{"text": "halo"}` or `{"text": {"body": "halo", "answering": "wamid…"}}`
    Text(Words),
    Sample {
        name: String,
        caption: Option<String>,
        /// `image`, `document` …; absent: what a phone would choose.
        #[serde(rename = "as")]
        kind: Option<String>,
    },
    /// A photo of an invented document, drawn for this person.
    Drawn {
        /// `kk`, `ktp`, `loss_letter` …
        page: String,
        name: String,
        nik: String,
        #[serde(default)]
        blurred: bool,
        /// The same page photographed once more is another number.
        #[serde(default)]
        take: u32,
    },
    /// Taps a choice, by id or title, under a message.
    Tap {
        message: String,
        choice: String,
    },
    Reaction {
        message: String,
        emoji: Option<String>,
    },
    Location {
        latitude: f64,
        longitude: f64,
        #[serde(default)]
        name: String,
    },
    Contacts {
        name: String,
        phone: String,
    },
    Order {
        product: String,
    },
    FlowReply(Value),
    Unsupported {
        what: String,
    },
    InteractiveWithoutBody {},
    /// A message object as it stands: unknown types, broken ones.
    Raw(Value),
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Plain(String),
    Answer { body: String, answering: String },
}

pub(super) async fn send(State(engine): Sim, Path(key): Path<String>, act: Body<Act>) -> Answer<Value> {
    Ok(Json(json!({"id": play(&engine, &key, body(act)?)?})))
}

/// Lets a resident do something and returns the id of the message it became.
pub(super) fn play(engine: &Arc<Engine>, key: &str, act: Act) -> Result<String, SimError> {
    let resident = find(engine, key)?;
    match act {
        Act::Text(Words::Plain(text)) => resident.text(&text),
        Act::Text(Words::Answer { body, answering }) => {
            resident.send(&Inbound::text(&body).answering(&answering))
        }
        Act::Sample { name, caption, kind } => {
            let sample = Sample::named(&name).ok_or(SimError::UnknownSample(name))?;
            resident.sample(sample, kind.as_deref().unwrap_or(sample.kind()), caption.as_deref())
        }
        Act::Drawn { page, name, nik, blurred, take } => {
            let bytes = drawn(&page, (&name, &nik), blurred, take).ok_or(SimError::UnknownSample(page))?;
            let mime_type = "image/jpeg".to_owned();
            resident.file("image", File { bytes, mime_type, file_name: None, caption: None })
        }
        Act::Tap { message, choice } => resident.tap(&known(engine, &message)?, &choice),
        Act::Reaction { message, emoji } => resident.send(&Inbound::reaction(&message, emoji.as_deref())),
        Act::Location { latitude, longitude, name } => {
            resident.send(&Inbound::location(latitude, longitude, &name))
        }
        Act::Contacts { name, phone } => resident.send(&Inbound::contacts(&name, &phone)),
        Act::Order { product } => resident.send(&Inbound::order(&product)),
        Act::FlowReply(response) => resident.send(&Inbound::flow_reply(&response)),
        Act::Unsupported { what } => resident.send(&Inbound::unsupported(&what)),
        Act::InteractiveWithoutBody {} => resident.send(&Inbound::interactive_without_body()),
        Act::Raw(message) => resident.raw(message),
    }
}

#[derive(Deserialize)]
pub(super) struct FileQuery {
    #[serde(rename = "as", default = "image")]
    kind: String,
    name: Option<String>,
    caption: Option<String>,
}

fn image() -> String {
    "image".to_owned()
}

/// The request's body is the file, its content type the type the phone claims.
pub(super) async fn file(
    State(engine): Sim,
    Path(key): Path<String>,
    Query(query): Query<FileQuery>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer<Value> {
    let mime_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let file = File {
        bytes: bytes.to_vec(),
        mime_type: mime_type.unwrap_or("application/octet-stream").to_owned(),
        file_name: query.name,
        caption: query.caption,
    };
    Ok(Json(json!({"id": find(&engine, &key)?.file(&query.kind, file)?})))
}

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: i64,
    timeout_ms: Option<u64>,
}

pub(super) async fn conversation(
    State(engine): Sim,
    Path(key): Path<String>,
    Query(after): Query<After>,
) -> Answer<Vec<Message>> {
    let no = engine.resident(&key)?.no;
    Ok(Json(engine.store.conversation(no, after.after, 1000)?))
}

/// The next message from the office after `after`, or 204 at the deadline.
pub(super) async fn next(
    State(engine): Sim,
    Path(key): Path<String>,
    Query(after): Query<After>,
) -> Result<Response, Refusal> {
    let patience = Duration::from_millis(after.timeout_ms.unwrap_or(5_000).min(120_000));
    let message = find(&engine, &key)?.next_after(after.after, patience).await?;
    Ok(match message {
        Some(message) => Json(readable(&message)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// A message with what a person would read and could tap.
pub(super) fn readable(message: &Message) -> Value {
    let mut json = json!(message);
    json["words"] = message.text().into();
    json["choices"] = json!(message.choices());
    json["links"] = json!(message.links());
    json
}

pub(super) async fn read(State(engine): Sim, Path(key): Path<String>) -> Result<StatusCode, Refusal> {
    find(&engine, &key)?.read()?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Number {
    phone: String,
    #[serde(default)]
    older: bool,
}

pub(super) async fn change_number(
    State(engine): Sim,
    Path(key): Path<String>,
    number: Body<Number>,
) -> Answer<Value> {
    let number = body(number)?;
    Ok(Json(json!({"id": find(&engine, &key)?.change_number(&number.phone, number.older)?})))
}

pub(super) async fn change_user_id(State(engine): Sim, Path(key): Path<String>) -> Answer<Value> {
    Ok(Json(json!({"id": find(&engine, &key)?.change_user_id()?})))
}

fn known(engine: &Engine, id: &str) -> Result<Message, SimError> {
    let found = engine.store.message(id)?;
    found.map(|(_, message)| message).ok_or_else(|| SimError::UnknownMessage(id.to_owned()))
}

pub(super) async fn message(State(engine): Sim, Path(id): Path<String>) -> Answer<Message> {
    Ok(Json(known(&engine, &id)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewStatus {
    status: Status,
    error: Option<Value>,
}

pub(super) async fn status(
    State(engine): Sim,
    Path(id): Path<String>,
    status: Body<NewStatus>,
) -> Result<StatusCode, Refusal> {
    let status = body(status)?;
    let unknown = || SimError::UnknownMessage(id.clone());
    let (no, message) = engine.store.message(&id)?.ok_or_else(unknown)?;
    let row = engine.store.resident_by_no(no)?.ok_or_else(unknown)?;
    engine.report(&row, &message, status.status, status.error.as_ref())?;
    Ok(StatusCode::NO_CONTENT)
}
