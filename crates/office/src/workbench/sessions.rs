//! A person's own account: where they are signed in, each of which they may end, and their second factor.

use crate::accounts::sign_in::{is_not_them, may_not_end};
use crate::accounts::{Officer, SHORTEST_PASSWORD, SignedIn, UserError, session_token};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use procedure::UserId;
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Sessions, own)
        .at(Route::ChangePassword, change_password)
        .at(Route::EndOtherSessions, end_others)
        .at(Route::EndSession, end)
        .at(Route::EndIdentity, end_identity)
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

/// The office's identity provider, and since when the account is linked with it.
pub(super) struct Linked {
    pub name: String,
    pub since: Option<String>,
}

pub(super) async fn linked(app: &App, page: &Page, user: &UserId) -> Result<Option<Linked>, Error> {
    let Some(provider) = &app.provider else { return Ok(None) };
    let identity = app.accounts.identity(user, provider.issuer()).await?;
    let since = identity.map(|i| page.moment(i.linked_at));
    Ok(Some(Linked { name: provider.name.clone(), since }))
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct Own {
    page: Page,
    sessions: Vec<SessionLine>,
    /// Whether an authenticator app is set up.
    app: bool,
    provider: Option<Linked>,
    shortest: usize,
    /// Whether ending asks for the password.
    asks: bool,
    fault: Option<String>,
    done: Option<String>,
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
    html(&own_page(&app, &officer, page, &jar).await?)
}

async fn own_page(app: &App, officer: &Officer, page: Page, jar: &CookieJar) -> Result<Own, Error> {
    let token = session_token(jar).unwrap_or_default();
    let sessions = lines(app, &page, &officer.user, &token).await?;
    let provider = linked(app, &page, &officer.user).await?;
    let has_app = app.accounts.has_totp(&officer.user).await?;
    let asks = app.accounts.user(&officer.user, app.clock.now()).await?.is_some_and(|user| user.ready);
    let shortest = SHORTEST_PASSWORD;
    Ok(Own { sessions, app: has_app, provider, shortest, asks, fault: None, done: None, page })
}

/// The page as it stands, and why nothing was done.
async fn faulty(
    app: &App,
    officer: &Officer,
    page: Page,
    jar: &CookieJar,
    (status, key): (StatusCode, &str),
) -> Result<Response, Error> {
    let mut own = own_page(app, officer, page, jar).await?;
    own.fault = Some(own.page.t1(key, "shortest", SHORTEST_PASSWORD));
    page_with(status, &own)
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    present: String,
    #[serde(default)]
    chosen: String,
    #[serde(default)]
    again: String,
}

/// With the present password, since a screen may have been left open.
async fn change_password(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Form(given): Form<Chosen>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(&officer.user, now).await?.ok_or(Error::NotFound)?;
    let session = session_token(&jar).unwrap_or_default();
    let fault = match is_not_them(&app, (&jar, address), &user, &given.present, now).await? {
        Some(fault) => Some(fault),
        None if given.chosen != given.again => Some((StatusCode::UNPROCESSABLE_ENTITY, "password-not-same")),
        None => match app.accounts.change_password(&user, &given.chosen, &session, now).await {
            Ok(()) => None,
            Err(UserError::Input(key)) => Some((StatusCode::UNPROCESSABLE_ENTITY, key)),
            Err(UserError::Db(e)) => return Err(e.into()),
        },
    };
    if let Some(fault) = fault {
        return faulty(&app, &officer, page, &jar, fault).await;
    }
    let mut own = own_page(&app, &officer, page, &jar).await?;
    own.done = Some(own.page.t("password-changed"));
    html(&own)
}

/// The password with which a person ends what is theirs.
#[derive(Deserialize)]
pub(super) struct Present {
    #[serde(default)]
    pub present: String,
}

async fn end(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Path(id): Path<String>,
    Form(Present { present }): Form<Present>,
) -> Result<Response, Error> {
    if let Some(fault) = may_not_end(&app, (&jar, address), &officer, &present).await? {
        return faulty(&app, &officer, page, &jar, fault).await;
    }
    let ended = app.accounts.end_session(&officer.user, &id, &officer.by(), app.clock.now()).await?;
    if ended { Ok(Redirect::to("/meja/sesi").into_response()) } else { Err(Error::NotFound) }
}

async fn end_others(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Form(Present { present }): Form<Present>,
) -> Result<Response, Error> {
    if let Some(fault) = may_not_end(&app, (&jar, address), &officer, &present).await? {
        return faulty(&app, &officer, page, &jar, fault).await;
    }
    let token = session_token(&jar).unwrap_or_default();
    app.accounts.end_others(&officer.user, &token, &officer.by(), app.clock.now()).await?;
    Ok(Redirect::to("/meja/sesi").into_response())
}

async fn end_identity(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Form(Present { present }): Form<Present>,
) -> Result<Response, Error> {
    let issuer = app.provider.as_ref().ok_or(Error::NotFound)?.issuer();
    if let Some(fault) = may_not_end(&app, (&jar, address), &officer, &present).await? {
        return faulty(&app, &officer, page, &jar, fault).await;
    }
    app.accounts.end_identity(&officer.user, issuer, &officer.by(), app.clock.now()).await?;
    // From there to the sign-in page: every session has ended, this one too.
    Ok(Redirect::to("/meja/sesi").into_response())
}
