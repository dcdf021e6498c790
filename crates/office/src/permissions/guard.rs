//! What stands before every handler. Whoever has not signed in is sent to do so, from anything below `/meja` alike, be
//! it there or not; whoever may not is told that nothing is there, in the same bytes as where there is nothing.

use super::right::Right;
use super::row::{Row, Stage, Subject};
use crate::accounts::{Officer, sign_in_first};
use crate::app::App;
use crate::cases::Summary;
use crate::error::Error;
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use procedure::{Procedure, StepId, Ticket};

/// The part of the program that is for officers.
const DESK: &str = "/meja";

/// The request, for whoever the row lets in.
pub async fn enter(row: &Row, app: &App, request: Request) -> Result<Request, Response> {
    let (mut parts, body) = request.into_parts();
    let allowed = match row.who {
        Right::InDemonstration => app.demo,
        who if !who.is_officers() => true,
        who => {
            let Some(officer) = parts.extensions.get::<Officer>().cloned() else {
                return Err(sign_in_first(&parts.method, &parts.uri).into_response());
            };
            let p = app.cases.procedures().active();
            // The case is looked for only once the officer may ask for one.
            who.held_by(&p, &officer)
                && serves(row, app, &p, &officer, &mut parts).await.map_err(IntoResponse::into_response)?
        }
    };
    if allowed { Ok(Request::from_parts(parts, body)) } else { Err(Error::NotFound.into_response()) }
}

/// Whether what the path names is there for this officer.
async fn serves(
    row: &Row,
    app: &App,
    p: &Procedure,
    officer: &Officer,
    parts: &mut Parts,
) -> Result<bool, Error> {
    let Ok(named) = RawPathParams::from_request_parts(parts, &()).await else { return Ok(false) };
    let named = |name: &str| named.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
    match row.subject {
        Subject::Nothing => Ok(true),
        Subject::OwnStep => {
            let step = p.step(&StepId::from(named("step")));
            Ok(step.is_some_and(|s| officer.holds(s.role.as_str())))
        }
        Subject::Case(stage) => {
            let Ok(ticket) = Ticket::parse(named("ticket")) else { return Ok(false) };
            let Some(case) = app.cases.summary(app.office(), &ticket).await? else { return Ok(false) };
            Ok(is_at(app, stage, &case))
        }
    }
}

/// Whether the case is at this stage of the procedure that it runs under.
pub fn is_at(app: &App, stage: Stage, case: &Summary) -> bool {
    stage.has(&app.cases.procedures().of(&case.procedure, &case.version), case)
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
