//! The pages of signing in and out, and of choosing a password by invitation.

use super::agent::agent;
use super::session::{cookie, token};
use super::users::UserError;
use super::{Pending, Stage, Turn, User, WAIT};
use crate::app::Shared;
use crate::error::Error;
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::{Page, html, own_path};
use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use procedure::UserId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    page: Page,
    login: String,
    to: String,
    fault: Option<String>,
    /// Whether security keys are asked for in this office.
    keys: bool,
}

#[derive(Deserialize)]
pub struct To {
    #[serde(default)]
    pub(super) ke: String,
}

#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    ke: String,
}

pub async fn show(
    pending: Option<Extension<Pending>>,
    page: Page,
    Query(to): Query<To>,
) -> Result<Response, Error> {
    match (&page.officer, pending.map(|p| p.stage)) {
        (Some(_), _) => Ok(Redirect::to(desk_or(&to.ke)).into_response()),
        (None, Some(Stage::Enrol)) => Ok(Redirect::to("/masuk/faktor/daftar").into_response()),
        (None, Some(_)) => Ok(Redirect::to(&format!("/masuk/faktor?ke={}", desk_or(&to.ke))).into_response()),
        (None, None) => {
            let keys = page.app().webauthn.is_some();
            html(&SignIn { keys, page, login: String::new(), to: to.ke, fault: None })
        }
    }
}

pub async fn enter(
    State(app): State<Shared>,
    page: Page,
    address: Address,
    jar: CookieJar,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    match app.sign_in_slowing.turn(&app.accounts, &jar, address, &given.login, now) {
        Turn::Now => {}
        Turn::Soon => return too_often(page, jar, given, "sign-in-too-often"),
        Turn::Wait(cookie) => {
            let jar = cookie.into_iter().fold(jar, CookieJar::add);
            return too_often(page, jar, given, "sign-in-wait");
        }
    }
    match app.accounts.check_password(&given.login, &given.password, now).await? {
        Some(user) => {
            app.sign_in_slowing.succeeded(&user.id);
            enter_by_password(&app, jar, &headers, &user, &given.ke).await
        }
        None => {
            app.accounts.failed(&app.sign_in_slowing, &given.login, now).await?;
            let fault = Some(page.t("sign-in-wrong"));
            let form = SignIn { keys: app.webauthn.is_some(), page, login: given.login, to: given.ke, fault };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
    }
}

fn too_often(page: Page, jar: CookieJar, given: Credentials, key: &str) -> Result<Response, Error> {
    let fault = Some(page.t1(key, "minutes", WAIT.as_mins()));
    let keys = page.app().webauthn.is_some();
    let form = SignIn { keys, page, login: given.login, to: given.ke, fault };
    Ok((jar, page_with(StatusCode::TOO_MANY_REQUESTS, &form)?).into_response())
}

/// Whoever gave their password goes on to what else is asked of them.
async fn enter_by_password(
    app: &Shared,
    jar: CookieJar,
    headers: &HeaderMap,
    user: &User,
    to: &str,
) -> Result<Response, Error> {
    let stage = app.accounts.stage_of(&user.id, app.asked_at_sign_in()).await?;
    let jar = begin(app, jar, headers, user, stage).await?;
    let to = match stage {
        Stage::Full => desk_or(to).to_owned(),
        Stage::Factor => format!("/masuk/faktor?ke={}", desk_or(to)),
        Stage::Enrol => "/masuk/faktor/daftar".to_owned(),
    };
    Ok((jar, Redirect::to(&to)).into_response())
}

/// A session in this browser instead of the one there was; where nothing more is asked, the browser is known from now on.
pub(super) async fn begin(
    app: &Shared,
    jar: CookieJar,
    headers: &HeaderMap,
    user: &User,
    stage: Stage,
) -> Result<CookieJar, Error> {
    let (old, now) = (token(&jar), app.clock.now());
    let session = app.accounts.begin_session(&user.id, stage, &agent(headers), old.as_deref(), now).await?;
    let known = if stage == Stage::Full { app.accounts.knows_browser(&user.login) } else { None };
    Ok(known.into_iter().fold(jar.add(cookie(session)), CookieJar::add))
}

pub async fn leave(State(app): State<Shared>, jar: CookieJar) -> Result<Response, Error> {
    if let Some(session) = token(&jar) {
        app.accounts.sign_out(&session).await?;
    }
    Ok((jar.remove(cookie(String::new())), Redirect::to("/masuk")).into_response())
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct Invitation {
    page: Page,
    name: String,
    login: String,
    shortest: usize,
    fault: Option<String>,
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

pub async fn invitation(
    State(app): State<Shared>,
    page: Page,
    Path(secret): Path<String>,
) -> Result<Response, Error> {
    let user =
        app.accounts.invited(&secret, app.clock.now()).await?.ok_or(Error::Input("invitation-gone"))?;
    let shortest = super::password::SHORTEST;
    html(&Invitation { page, name: user.name, login: user.login, shortest, fault: None })
}

pub async fn choose(
    State(app): State<Shared>,
    page: Page,
    jar: CookieJar,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Form(given): Form<Chosen>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.invited(&secret, now).await?.ok_or(Error::Input("invitation-gone"))?;
    let chosen = if given.password == given.again {
        app.accounts.choose_password(&secret, &given.password, now).await
    } else {
        Err(UserError::Input("password-not-same"))
    };
    match chosen {
        Ok(user) => enter_by_password(&app, jar, &headers, &user, "/meja").await,
        Err(UserError::Input(key)) => {
            let fault = Some(page.t1(key, "shortest", super::password::SHORTEST));
            let shortest = super::password::SHORTEST;
            let form = Invitation { page, name: user.name, login: user.login, shortest, fault };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
        Err(UserError::Db(e)) => Err(e.into()),
    }
}

/// Where a person goes after signing in.
pub(super) fn desk_or(to: &str) -> &str {
    own_path(to).filter(|p| !p.starts_with("/masuk")).unwrap_or("/meja")
}

/// Signs a person in without asking for anything, in a demonstration.
pub async fn enter_as(app: &Shared, jar: CookieJar, user: &UserId) -> Result<CookieJar, Error> {
    let session = app.accounts.start_session(user, app.clock.now()).await?;
    Ok(jar.add(cookie(session)))
}
