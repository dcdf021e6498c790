//! Scripting calls about many residents at once, for load: create, act, and hear what the office says to anyone.
//! One reader follows thousands; nothing here can be done that the calls about one resident cannot do.
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::residents::{Act, play, readable};
use super::{Body, Refusal, body};
use crate::engine::Engine;
use crate::resident;

type Sim = State<Arc<Engine>>;
type Answer<T> = Result<Json<T>, Refusal>;

/// Acts in one call.
const MOST_ACTS: usize = 10_000;
/// Messages in one answer.
const MOST_MESSAGES: u32 = 10_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Crowd {
    first_phone: String,
    count: u32,
    name: String,
}

/// Consecutive phone numbers: answers with how many there are and the last number.
pub(super) async fn create(State(engine): Sim, crowd: Body<Crowd>) -> Answer<Value> {
    let crowd = body(crowd)?;
    let residents = resident::crowd(&engine, &crowd.first_phone, crowd.count, &crowd.name)?;
    let last = residents.last().map(resident::Resident::phone).transpose()?.flatten();
    Ok(Json(json!({"count": residents.len(), "last_phone": last})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneAct {
    resident: String,
    act: Act,
}

/// Plays the acts in order; each has an answer of its own, an id or an error.
pub(super) async fn send(State(engine): Sim, acts: Body<Vec<OneAct>>) -> Answer<Vec<Value>> {
    let acts = body(acts)?;
    if acts.len() > MOST_ACTS {
        return Err(Refusal::unplayable(format!("≤ {MOST_ACTS}")));
    }
    let played = acts.into_iter().map(|one| match play(&engine, &one.resident, one.act) {
        Ok(id) => json!({ "id": id }),
        Err(error) => json!({"error": error.to_string()}),
    });
    Ok(Json(played.collect()))
}

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: i64,
    limit: Option<u32>,
    timeout_ms: Option<u64>,
}

/// What the office sent to anybody after `after`; pass the last `seq` to go on. Empty at the deadline.
pub(super) async fn outbound(State(engine): Sim, Query(after): Query<After>) -> Answer<Vec<Value>> {
    let limit = after.limit.unwrap_or(1_000).min(MOST_MESSAGES);
    let patience = Duration::from_millis(after.timeout_ms.unwrap_or(5_000).min(120_000));
    let spoken = engine.outbound_after(after.after, limit, patience).await?;
    let shown = spoken.iter().map(|one| {
        let mut json = readable(&one.message);
        json["resident"] = one.resident.as_str().into();
        json
    });
    Ok(Json(shown.collect()))
}
