//! What stands before every handler. Whoever has not signed in is sent to do so, from anything below `/meja` alike, be
//! it there or not; whoever may not is told that nothing is there, in the same bytes as where there is nothing.

use super::{Row, Stage};
use crate::accounts::{Officer, sign_in_first};
use crate::app::App;
use crate::cases::Summary;
use crate::error::Error;
use ::permissions::{Verdict, is_own_step};
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use procedure::Ticket;

/// The part of the program that is for officers.
const DESK: &str = "/meja";

/// The request, for whoever the row lets in.
pub async fn enter(row: &Row, app: &App, request: Request) -> Result<Request, Response> {
    let (mut parts, body) = request.into_parts();
    let p = app.cases.procedures().active();
    let officer = parts.extensions.get::<Officer>().cloned();
    let roles = officer.as_ref().map(|o| o.roles.as_slice());
    let allowed = match row.verdict(&p, roles, app.demo) {
        Verdict::Enter => true,
        Verdict::SignInFirst => return Err(sign_in_first(&parts.method, &parts.uri).into_response()),
        Verdict::NotThere => false,
        Verdict::ForOwnStep => is_own_step(&p, roles.unwrap_or_default(), &named("step", &mut parts).await),
        // The case is looked for only once the officer may ask for one.
        Verdict::ForCase(stage) => {
            let ticket = named("ticket", &mut parts).await;
            serves(app, stage, &ticket).await.map_err(IntoResponse::into_response)?
        }
    };
    if allowed {
        return Ok(Request::from_parts(parts, body));
    }
    if let Some(officer) = officer {
        let (officer, method) = (officer.user.as_str(), parts.method.as_str());
        tracing::warn!(officer, method, address = row.path, "an officer was told that nothing is there");
    }
    Err(Error::NotFound.into_response())
}

/// What the path says there; nothing where it cannot be read.
async fn named(name: &str, parts: &mut Parts) -> String {
    let Ok(all) = RawPathParams::from_request_parts(parts, &()).await else { return String::new() };
    all.iter().find(|(key, _)| *key == name).map_or_else(String::new, |(_, value)| value.to_owned())
}

/// Whether there is such a case, at this stage.
async fn serves(app: &App, stage: Stage, ticket: &str) -> Result<bool, Error> {
    let Ok(ticket) = Ticket::parse(ticket) else { return Ok(false) };
    let case = app.cases.summary(app.office(), &ticket).await?;
    Ok(case.is_some_and(|case| is_at(app, stage, &case)))
}

/// Whether the case is at this stage of the procedure that it runs under.
pub fn is_at(app: &App, stage: Stage, case: &Summary) -> bool {
    stage.has(&app.cases.procedures().of(&case.procedure, &case.version), case.standing())
}

/// The answer to an address that names nothing, and to a method that no row knows.
pub async fn nothing(request: Request) -> Response {
    let path = request.uri().path();
    let desk = path.strip_prefix(DESK).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if desk && request.extensions().get::<Officer>().is_none() {
        return sign_in_first(request.method(), request.uri()).into_response();
    }
    Error::NotFound.into_response()
}
