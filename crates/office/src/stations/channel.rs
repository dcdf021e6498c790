//! The addresses that stations call. The signature is checked over the raw bytes before a byte is read; whoever is
//! not a station of this office learns nothing.

use super::report::{self, Late, Paired, Pairing, Report};
use crate::app::Shared;
use crate::clock::instant;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::address::Address;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;

/// A report is small.
const MOST_BYTES: usize = 4_096;
/// A report signed for an instant further from now is late, be it held back or from a clock that is wrong.
const LATE: SignedDuration = SignedDuration::from_secs(60);

pub fn doors() -> Doors {
    Doors::new().at(Route::PairStation, pair).at(Route::StationReport, hear).at_most(MOST_BYTES)
}

/// 422 for a code that is wrong, used or too old: which of them is nobody's business.
async fn pair(State(app): State<Shared>, address: Address, body: Bytes) -> Result<Response, Response> {
    if !app.pairing_slowing.allows(&address) {
        return Err(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let asked = serde_json::from_slice::<Pairing>(&body).ok().filter(|a| report::is_key(&a.public_key));
    let asked = asked.ok_or(StatusCode::BAD_REQUEST.into_response())?;
    let now = app.clock.now();
    let paired = app.stations.pair(&asked.code, &asked.public_key, now).await.map_err(unavailable)?;
    let (station, name) = paired.ok_or(StatusCode::UNPROCESSABLE_ENTITY.into_response())?;
    let office = app.config.office.name.clone();
    let paired = Paired { station: station.to_string(), name, office, now: now.as_millisecond() };
    Ok(Json(paired).into_response())
}

/// 401 without a row for whatever is not signed by a station in use; with the office's time where the signature is
/// right and the report too old, too new or told before.
async fn hear(State(app): State<Shared>, headers: HeaderMap, body: Bytes) -> Result<StatusCode, Response> {
    let strange = || {
        tracing::warn!("a report that no station of ours signed was refused");
        StatusCode::UNAUTHORIZED.into_response()
    };
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (id, signature) = (text(report::STATION), text(report::SIGNATURE));
    let stamp: i64 = text(report::STAMP).parse().map_err(|_| strange())?;
    let station = app.stations.station(id).await.map_err(unavailable)?.ok_or_else(strange)?;
    if !report::is_signed(&station.public_key, &report::signed(id, stamp, &body), signature) {
        return Err(strange());
    }
    let now = app.clock.now();
    let late = || (StatusCode::UNAUTHORIZED, Json(Late { now: now.as_millisecond() })).into_response();
    let stamp = instant(stamp);
    if stamp.duration_until(now).abs() > LATE {
        return Err(late());
    }
    let told: Report = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
    match app.stations.hear(&station.id, stamp, &told, now).await.map_err(unavailable)? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(late()),
    }
}

fn unavailable(e: crate::db::DbError) -> Response {
    tracing::warn!("a station was not heard: {}", Error::from(e));
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
