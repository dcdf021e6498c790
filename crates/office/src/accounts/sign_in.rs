//! The pages of signing in and out, and of choosing a password by invitation.

use super::agent::agent;
use super::session::{cookie, token};
use super::stage::NewSession;
use super::users::UserError;
use super::{By, Change, Officer, Pending, SignInWay, Stage, Turn, User, WAIT};
use crate::app::{App, Shared};
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
use jiff::Timestamp;
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
    /// What the office's identity provider is called.
    provider: Option<String>,
}

impl SignIn {
    fn new(page: Page, login: String, to: String, fault: Option<String>) -> Self {
        let provider = page.app().provider.as_ref().map(|p| p.name.clone());
        Self { keys: page.app().webauthn.is_some(), provider, page, login, to, fault }
    }
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
        (None, None) => html(&SignIn::new(page, String::new(), to.ke, None)),
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
            let proved = Proved { user: &user, way: SignInWay::Password };
            begin_or_go_on(&app, jar, &headers, proved, &given.ke).await
        }
        None => {
            app.accounts.failed(&app.sign_in_slowing, &given.login, now).await?;
            let fault = Some(page.t("sign-in-wrong"));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &SignIn::new(page, given.login, given.ke, fault))
        }
    }
}

fn too_often(page: Page, jar: CookieJar, given: Credentials, key: &str) -> Result<Response, Error> {
    let fault = Some(page.t1(key, "minutes", WAIT.as_mins()));
    let form = SignIn::new(page, given.login, given.ke, fault);
    Ok((jar, page_with(StatusCode::TOO_MANY_REQUESTS, &form)?).into_response())
}

/// Somebody who has shown who they are, and by what.
#[derive(Clone, Copy)]
pub(super) struct Proved<'a> {
    pub user: &'a User,
    pub way: SignInWay,
}

/// Whoever gave their password, or came back from the provider, goes on to what else is asked of them.
pub(super) async fn begin_or_go_on(
    app: &Shared,
    jar: CookieJar,
    headers: &HeaderMap,
    proved: Proved<'_>,
    to: &str,
) -> Result<Response, Error> {
    let stage = app.accounts.stage_of(&proved.user.id, app.asked_at_sign_in()).await?;
    let jar = begin(app, jar, headers, proved, stage).await?;
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
    Proved { user, way }: Proved<'_>,
    stage: Stage,
) -> Result<CookieJar, Error> {
    let (old, now) = (token(&jar), app.clock.now());
    let new = NewSession { user: &user.id, stage, agent: &agent(headers), old: old.as_deref() };
    let signed_in = match stage {
        Stage::Full => Some(app.accounts.note(&user.id, &By::own(user), Change::SignedIn { way }, now)?),
        Stage::Factor | Stage::Enrol => None,
    };
    let session = app.accounts.begin_session(new, signed_in, now).await?;
    let known = if stage == Stage::Full { app.accounts.knows_browser(&user.login) } else { None };
    Ok(known.into_iter().fold(jar.add(cookie(session)), CookieJar::add))
}

pub async fn leave(State(app): State<Shared>, jar: CookieJar) -> Result<Response, Error> {
    if let Some(session) = token(&jar) {
        app.accounts.sign_out(&session).await?;
    }
    // Not the cookies: by one of them this browser is known, so that nobody's guesses make its owner wait.
    let forget = [("clear-site-data", "\"cache\", \"storage\"")];
    Ok((forget, jar.remove(cookie(String::new())), Redirect::to("/masuk")).into_response())
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
        Ok(user) => {
            let proved = Proved { user: &user, way: SignInWay::Password };
            begin_or_go_on(&app, jar, &headers, proved, "/meja").await
        }
        Err(UserError::Input(key)) => {
            let fault = Some(page.t1(key, "shortest", super::password::SHORTEST));
            let shortest = super::password::SHORTEST;
            let form = Invitation { page, name: user.name, login: user.login, shortest, fault };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
        Err(UserError::Db(e)) => Err(e.into()),
    }
}

/// What is wrong, where somebody who is signed in does not show with their password that it is them who sits there.
pub async fn is_not_them(
    app: &App,
    (jar, address): (&CookieJar, Address),
    user: &User,
    password: &str,
    now: Timestamp,
) -> Result<Option<(StatusCode, &'static str)>, Error> {
    if app.sign_in_slowing.turn(&app.accounts, jar, address, &user.login, now) != Turn::Now {
        return Ok(Some((StatusCode::TOO_MANY_REQUESTS, "sign-in-too-often")));
    }
    if app.accounts.check_password(&user.login, password, now).await?.is_some() {
        app.sign_in_slowing.succeeded(&user.id);
        return Ok(None);
    }
    app.accounts.failed(&app.sign_in_slowing, &user.login, now).await?;
    Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, "password-not-theirs")))
}

/// The same before something of an account ends. Whoever never chose a password, as in a demonstration, is asked for none.
pub async fn may_not_end(
    app: &App,
    came: (&CookieJar, Address),
    officer: &Officer,
    password: &str,
) -> Result<Option<(StatusCode, &'static str)>, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(&officer.user, now).await?.ok_or(Error::NotFound)?;
    if user.ready { is_not_them(app, came, &user, password, now).await } else { Ok(None) }
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
