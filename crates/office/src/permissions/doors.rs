//! Where handlers are put behind their rows. The only place that gives a path to the router: by a house test nobody else does.

use super::guard::{enter, nothing};
use super::{Route, Row, Verb};
use crate::accounts::Officer;
use crate::app::Shared;
use crate::db::DbError;
use crate::error::Error;
use crate::reads;
use crate::web::headers::hide_address;
use crate::web::limits::FORM_BYTES;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, any, on};
use std::collections::BTreeMap;

/// Handlers, each behind its row's guard.
#[derive(Default)]
pub struct Doors(Vec<(Route, MethodRouter<Shared>)>);

impl Doors {
    pub fn new() -> Self {
        Self::default()
    }

    /// The handler at this row's address. It runs for whoever the row lets in, and for nobody else.
    #[must_use]
    pub fn at<H, T>(mut self, route: Route, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let guarded = move |State(app): State<Shared>, request: Request| {
            let handler = handler.clone();
            async move {
                match enter(route.row(), &app, request).await {
                    Ok(request) => answered(route.row(), handler, request, app).await,
                    Err(denied) => denied,
                }
            }
        };
        let door = on(filter(route.row()), guarded);
        let door = if is_large(route) { door } else { door.layer(DefaultBodyLimit::max(FORM_BYTES)) };
        self.0.push((route, door));
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// For addresses that are a secret themselves: nobody else is told of them.
    #[must_use]
    pub fn hiding_addresses(self) -> Self {
        Self(self.0.into_iter().map(|(r, door)| (r, door.layer(map_response(hide_address)))).collect())
    }

    /// None of these takes more bytes.
    #[must_use]
    pub fn at_most(self, bytes: usize) -> Self {
        Self(self.0.into_iter().map(|(r, door)| (r, door.layer(DefaultBodyLimit::max(bytes)))).collect())
    }

    /// The rows that are served.
    pub fn routes(&self) -> Vec<Route> {
        self.0.iter().map(|(route, _)| *route).collect()
    }
}

/// A method that has no row is answered like a path that has none, without a list of those that have.
impl From<Doors> for Router<Shared> {
    fn from(doors: Doors) -> Self {
        let mut paths: BTreeMap<&str, MethodRouter<Shared>> = BTreeMap::new();
        for (route, method) in doors.0 {
            let path = route.row().path;
            let known = paths.remove(path).unwrap_or_else(|| any(nothing));
            paths.insert(path, known.merge(method));
        }
        paths.into_iter().fold(Self::new(), |router, (path, methods)| router.route(path, methods))
    }
}

/// The handler's answer; where an officer is shown somebody's data it leaves only once that is written down.
async fn answered<H, T>(row: &Row, handler: H, request: Request, app: Shared) -> Response
where
    H: Handler<T, Shared>,
    T: 'static,
{
    let officer = request.extensions().get::<Officer>().cloned();
    let address = request.uri().path().to_owned();
    let (Some(purpose), Some(officer)) = (row.purpose, officer) else {
        return handler.call(request, app).await;
    };
    let (response, seen) = reads::watched(handler.call(request, app.clone())).await;
    // A redirection shows nothing, and nor does an address of which the officer is told that nothing is there.
    if seen.is_empty() || response.status().is_redirection() || response.status() == StatusCode::NOT_FOUND {
        return response;
    }
    let calendar = &app.cases.procedures().active().calendar;
    let about = seen.iter().find(|one| address.split('/').any(|word| word == *one)).cloned();
    match app.reads.note(&officer, (purpose, about), seen, (calendar, app.clock.now())).await {
        Ok(()) => response,
        // Reading goes on while nothing can be written: then the program's own log is what is left of it.
        Err(DbError::Unavailable(why)) => {
            tracing::error!(officer = officer.user.as_str(), ?purpose, "a look is not in the record: {why}");
            response
        }
        Err(e) => Error::from(e).into_response(),
    }
}

/// Where more is sent than a form of words: files, and what a program has gathered.
fn is_large(route: Route) -> bool {
    matches!(
        route,
        Route::LinkFile
            | Route::LinkPart
            | Route::CounterAttach
            | Route::GateArrival
            | Route::PrepareCard
            | Route::PhotographBlank
            | Route::Webhook
            | Route::StationReport
            | Route::PairStation
    )
}

fn filter(row: &Row) -> MethodFilter {
    match row.verb {
        Verb::Get => MethodFilter::GET,
        Verb::Post => MethodFilter::POST,
        Verb::Put => MethodFilter::PUT,
    }
}
