//! Scripting calls about the simulator as a whole: settings, faults, templates, webhook, clock, counters.
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Refusal, body};
use crate::config::Settings;
use crate::counters::Counts;
use crate::engine::Engine;
use crate::faults::Fault;
use crate::samples::Sample;
use crate::template::Template;

type Sim = State<Arc<Engine>>;
type Answer<T> = Result<Json<T>, Refusal>;

pub(super) async fn about(State(engine): Sim) -> Json<Value> {
    Json(super::addresses(&engine))
}

pub(super) async fn settings(State(engine): Sim) -> Json<Settings> {
    Json(engine.settings())
}

/// Merges the given fields into the settings; unknown ones are refused.
pub(super) async fn change(State(engine): Sim, change: Body<Value>) -> Answer<Settings> {
    let mut settings = serde_json::to_value(engine.settings()).map_err(Refusal::unplayable)?;
    merge(&mut settings, &body(change)?);
    engine.set_settings(serde_json::from_value(settings).map_err(Refusal::unplayable)?)?;
    Ok(Json(engine.settings()))
}

fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (key, value) in change {
                merge(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, change) => *into = change.clone(),
    }
}

pub(super) async fn faults(State(engine): Sim) -> Json<Value> {
    Json(json!(engine.faults.list()))
}

pub(super) async fn add_fault(State(engine): Sim, fault: Body<Fault>) -> Answer<Value> {
    let fault = body(fault)?;
    if fault.probability.is_some_and(|chance| !(0.0..=1.0).contains(&chance)) {
        return Err(Refusal::unplayable("probability: 0–1"));
    }
    Ok(Json(json!({"id": engine.faults.add(fault)})))
}

pub(super) async fn clear_faults(State(engine): Sim) -> StatusCode {
    engine.faults.clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn remove_fault(State(engine): Sim, Path(id): Path<u64>) -> StatusCode {
    if engine.faults.remove(id) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

pub(super) async fn templates(State(engine): Sim) -> Json<Vec<Template>> {
    Json(engine.templates())
}

pub(super) async fn put_template(
    State(engine): Sim,
    template: Body<Template>,
) -> Result<StatusCode, Refusal> {
    engine.put_template(body(template)?);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Address {
    url: String,
}

pub(super) async fn subscribe(State(engine): Sim, address: Body<Address>) -> Result<StatusCode, Refusal> {
    engine.subscribe(&body(address)?.url).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn unsubscribe(State(engine): Sim) -> StatusCode {
    engine.unsubscribe();
    StatusCode::NO_CONTENT
}

/// The request's body becomes the webhook's, byte for byte.
pub(super) async fn raw_webhook(State(engine): Sim, body: String) -> Result<StatusCode, Refusal> {
    engine.raw_webhook(&body)?;
    Ok(StatusCode::ACCEPTED)
}

pub(super) async fn clock(State(engine): Sim) -> Json<Value> {
    Json(json!({"now": engine.clock.now(), "offset": engine.clock.offset()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    seconds: u64,
}

pub(super) async fn advance(State(engine): Sim, by: Body<Advance>) -> Answer<Value> {
    let seconds = body(by)?.seconds;
    if seconds > 10 * 366 * 86_400 {
        return Err(Refusal::unplayable("seconds: ≤ 10 tahun / years"));
    }
    engine.advance(Duration::from_secs(seconds))?;
    Ok(clock(State(engine)).await)
}

pub(super) async fn counters(State(engine): Sim) -> Answer<Counts> {
    Ok(Json(engine.counts()?))
}

#[derive(Deserialize)]
pub(super) struct Patience {
    timeout_ms: Option<u64>,
}

pub(super) async fn settled(
    State(engine): Sim,
    Query(patience): Query<Patience>,
) -> Result<StatusCode, Refusal> {
    engine.settled(Duration::from_millis(patience.timeout_ms.unwrap_or(5_000).min(120_000))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An invented face for whoever needs a passport photo: each seed another.
pub(super) async fn portrait(
    axum::extract::Path(seed): axum::extract::Path<u64>,
) -> impl axum::response::IntoResponse {
    ([(axum::http::header::CONTENT_TYPE, "image/jpeg")], specimen::portrait(seed))
}

pub(super) async fn samples() -> Json<Value> {
    let list = Sample::all().map(|sample| {
        json!({
            "name": sample.name(),
            "label": sample.label(),
            "type": sample.kind(),
            "mime_type": sample.mime_type(),
            "file_name": sample.file_name(),
            "bytes": sample.bytes().len(),
        })
    });
    Json(list.collect())
}

pub(super) async fn shutdown(State(engine): Sim) -> StatusCode {
    engine.stop();
    StatusCode::ACCEPTED
}
