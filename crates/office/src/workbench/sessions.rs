//! A person's own account: where they are signed in, each of which they may end, and their second factor.

use crate::accounts::{Officer, SignedIn, session_token};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use procedure::UserId;

pub fn doors() -> Doors {
    Doors::new().at(Route::Sessions, own).at(Route::EndOtherSessions, end_others).at(Route::EndSession, end)
}

/// A session as a list shows it.
pub struct SessionLine {
    pub id: String,
    pub agent: String,
    pub words: String,
    pub this: bool,
}

/// Where somebody is signed in; `token` is the reader's own session.
pub(super) async fn lines(
    app: &App,
    page: &Page,
    user: &UserId,
    token: &str,
) -> Result<Vec<SessionLine>, Error> {
    let line = |s: SignedIn| SessionLine {
        this: s.is(token),
        words: page
            .with("sessions-since", &[("at", page.moment(s.started_at)), ("seen", page.moment(s.seen_at))]),
        agent: if s.agent.is_empty() { page.t("sessions-unknown") } else { s.agent },
        id: s.id,
    };
    Ok(app.accounts.sessions(user).await?.into_iter().map(line).collect())
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct Own {
    page: Page,
    sessions: Vec<SessionLine>,
    /// Whether an authenticator app is set up.
    app: bool,
}

impl Own {
    fn session_address(&self, id: &str) -> String {
        format!("/meja/sesi/{id}/akhiri")
    }
}

async fn own(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    jar: CookieJar,
) -> Result<Response, Error> {
    let token = session_token(&jar).unwrap_or_default();
    let sessions = lines(&app, &page, &officer.user, &token).await?;
    html(&Own { sessions, app: app.accounts.has_totp(&officer.user).await?, page })
}

async fn end(officer: Officer, State(app): State<Shared>, Path(id): Path<String>) -> Result<Response, Error> {
    let ended = app.accounts.end_session(&officer.user, &id, &officer.by(), app.clock.now()).await?;
    if ended { Ok(Redirect::to("/meja/sesi").into_response()) } else { Err(Error::NotFound) }
}

async fn end_others(officer: Officer, State(app): State<Shared>, jar: CookieJar) -> Result<Response, Error> {
    let token = session_token(&jar).unwrap_or_default();
    app.accounts.end_others(&officer.user, &token, &officer.by(), app.clock.now()).await?;
    Ok(Redirect::to("/meja/sesi").into_response())
}
