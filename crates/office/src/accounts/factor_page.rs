//! The pages of the second factor: giving it, setting one up, ending it, and signing in with a security key. Whoever has
//! given a password only sees these and no other.

use super::sign_in::{Proved, To, begin, desk_or, is_not_them};
use super::{Officer, Pending, ProofError, SignInWay, Stage, Turn, User, UserError, WAIT, Webauthn};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::qr::Qr;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;
use serde_json::json;
use webauthn_rs::prelude::PublicKeyCredential;

/// Which browser was asked to sign in with a key.
const ASKED: &str = "__Host-rancak-kunci";

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Factor, ask)
        .at(Route::GiveFactor, give)
        .at(Route::OfferFactor, offer)
        .at(Route::EnrolFactor, enrol)
        .at(Route::BeginKeySignIn, begin_key)
        .at(Route::EnterWithKey, enter_with_key)
        .at(Route::EndFactor, end)
}

#[derive(Template)]
#[template(path = "factor.html")]
struct Ask {
    page: Page,
    to: String,
    login: String,
    app: bool,
    keys: bool,
    fault: Option<String>,
}

async fn ask_page(app: &App, page: Page, user: &User, to: &str, fault: Option<String>) -> Result<Ask, Error> {
    let keys = app.webauthn.is_some() && !app.accounts.passkeys(&user.id).await?.is_empty();
    let has_app = app.accounts.has_totp(&user.id).await?;
    Ok(Ask { page, to: desk_or(to).to_owned(), login: user.login.clone(), app: has_app, keys, fault })
}

async fn ask(
    pending: Pending,
    State(app): State<Shared>,
    page: Page,
    Query(to): Query<To>,
) -> Result<Response, Error> {
    let user = app.accounts.pending(&pending, app.clock.now()).await?.ok_or(Error::NotFound)?;
    match pending.stage {
        Stage::Factor => html(&ask_page(&app, page, &user, &to.ke, None).await?),
        _ => Ok(Redirect::to("/masuk/faktor/daftar").into_response()),
    }
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    code: String,
    #[serde(default)]
    ke: String,
    #[serde(default)]
    password: String,
    /// The secret that was offered.
    #[serde(default)]
    sealed: String,
}

/// Signs in where the code is right. Wrong ones are slowed as passwords are.
async fn give(
    pending: Pending,
    State(app): State<Shared>,
    page: Page,
    (address, jar, headers): (Address, CookieJar, HeaderMap),
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.pending(&pending, now).await?.ok_or(Error::NotFound)?;
    let turn = app.factor_slowing.turn(&app.accounts, &jar, address, &user.login, now);
    if let Some((key, jar)) = slowed(turn, &jar) {
        let fault = Some(page.t1(key, "minutes", WAIT.as_mins()));
        let form = ask_page(&app, page, &user, &given.ke, fault).await?;
        return Ok((jar, page_with(StatusCode::TOO_MANY_REQUESTS, &form)?).into_response());
    }
    let may = pending.stage == Stage::Factor && app.accounts.has_totp(&user.id).await?;
    if may && app.accounts.use_totp(&user, &given.code, now).await? {
        app.factor_slowing.succeeded(&user.id);
        let proved = Proved { user: &user, way: SignInWay::App };
        let jar = begin(&app, jar, &headers, proved, Stage::Full).await?;
        return Ok((jar, Redirect::to(desk_or(&given.ke))).into_response());
    }
    app.accounts.failed(&app.factor_slowing, &user.login, now).await?;
    let fault = Some(page.t("factor-wrong"));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &ask_page(&app, page, &user, &given.ke, fault).await?)
}

/// Whoever sets up a second factor: signed in, or led here before they are.
struct Setting {
    user: User,
    led: bool,
}

async fn setting(
    app: &App,
    officer: Option<Extension<Officer>>,
    pending: Option<Extension<Pending>>,
) -> Result<Option<Setting>, Error> {
    let (id, led) = match (officer, pending) {
        (Some(officer), _) => (officer.user.clone(), false),
        (None, Some(pending)) if pending.stage == Stage::Enrol => (pending.user.clone(), true),
        _ => return Ok(None),
    };
    let user = app.accounts.user(&id, app.clock.now()).await?.filter(|u| !u.disabled);
    Ok(user.map(|user| Setting { user, led }))
}

#[derive(Template)]
#[template(path = "factor_offer.html")]
struct Offer {
    page: Page,
    qr: Qr,
    /// In fours, as they are typed.
    letters: String,
    /// The secret, sealed, for the form.
    sealed: String,
    led: bool,
    fault: Option<String>,
}

fn offer_page(
    app: &App,
    page: Page,
    setting: &Setting,
    (before, fault): (&str, Option<String>),
) -> Result<Offer, Error> {
    let offered = app.accounts.offer_totp(&setting.user, before, app.clock.now())?;
    let letters: Vec<char> = offered.letters.chars().collect();
    let letters = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let (qr, sealed) = (Qr::of(&offered.address)?, offered.sealed);
    Ok(Offer { qr, letters, sealed, led: setting.led, fault, page })
}

/// Another secret each time; nobody is ever shown that of an app that is set up.
async fn offer(
    officer: Option<Extension<Officer>>,
    pending: Option<Extension<Pending>>,
    State(app): State<Shared>,
    page: Page,
) -> Result<Response, Error> {
    let Some(setting) = setting(&app, officer, pending).await? else {
        return Ok(Redirect::to("/masuk").into_response());
    };
    if app.accounts.has_totp(&setting.user.id).await? {
        return Ok(Redirect::to("/meja/sesi").into_response());
    }
    html(&offer_page(&app, page, &setting, ("", None))?)
}

async fn enrol(
    officer: Option<Extension<Officer>>,
    pending: Option<Extension<Pending>>,
    State(app): State<Shared>,
    page: Page,
    (address, jar, headers): (Address, CookieJar, HeaderMap),
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let Some(setting) = setting(&app, officer, pending).await? else {
        return Ok(Redirect::to("/masuk").into_response());
    };
    let now = app.clock.now();
    let (user, led) = (&setting.user, setting.led);
    let turn = app.factor_slowing.turn(&app.accounts, &jar, address, &user.login, now);
    if let Some((key, jar)) = slowed(turn, &jar) {
        let fault = Some(page.t1(key, "minutes", WAIT.as_mins()));
        let form = offer_page(&app, page, &setting, (&given.sealed, fault))?;
        return Ok((jar, page_with(StatusCode::TOO_MANY_REQUESTS, &form)?).into_response());
    }
    // Whoever has worked here for a while may have left the screen open.
    if !led
        && let Some((status, key)) = is_not_them(&app, (&jar, address), user, &given.password, now).await?
    {
        let fault = Some(page.t(key));
        return page_with(status, &offer_page(&app, page, &setting, (&given.sealed, fault))?);
    }
    if app.accounts.enrol_totp(user, (&given.sealed, &given.code), now).await? {
        let jar = begin(&app, jar, &headers, Proved { user, way: SignInWay::App }, Stage::Full).await?;
        return Ok((jar, Redirect::to(if led { "/meja" } else { "/meja/sesi" })).into_response());
    }
    let fault = Some(page.t("factor-wrong"));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &offer_page(&app, page, &setting, (&given.sealed, fault))?)
}

/// A person takes their own app away, with a code of it.
async fn end(
    officer: Officer,
    State(app): State<Shared>,
    (address, jar): (Address, CookieJar),
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(&officer.user, now).await?.ok_or(Error::NotFound)?;
    if app.factor_slowing.turn(&app.accounts, &jar, address, &user.login, now) != Turn::Now {
        return Err(Error::Input("sign-in-too-often"));
    }
    match app.accounts.end_totp(&user, &given.code, now).await {
        Ok(()) => Ok(Redirect::to("/meja/sesi").into_response()),
        Err(UserError::Input(key)) => Err(Error::Input(key)),
        Err(UserError::Db(e)) => Err(e.into()),
    }
}

#[derive(Deserialize)]
struct Whose {
    /// Nothing where the key is to say it.
    login: String,
}

/// Where the office asks for no proof there are no keys.
fn party(app: &Shared) -> Result<&Webauthn, Error> {
    app.webauthn.as_ref().ok_or(Error::NotFound)
}

async fn begin_key(
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Json(whose): Json<Whose>,
) -> Result<Response, Error> {
    let (party, now) = (party(&app)?, app.clock.now());
    let turn = match whose.login.trim() {
        "" if app.nameless_slowing.allows(&address) => Turn::Now,
        "" => Turn::Soon,
        login => app.sign_in_slowing.turn(&app.accounts, &jar, address, login, now),
    };
    if let Some((key, jar)) = slowed(turn, &jar) {
        return Ok((jar, words(&page, StatusCode::TOO_MANY_REQUESTS, key)).into_response());
    }
    let (browser, _) = super::fresh_token();
    match app.accounts.begin_entry(party, &whose.login, &browser, now).await {
        Ok(challenge) => Ok((jar.add(asked(browser)), Json(challenge)).into_response()),
        Err(ProofError::Input(key)) => Ok(words(&page, StatusCode::UNPROCESSABLE_ENTITY, key)),
        Err(ProofError::Db(e)) => Err(e.into()),
    }
}

#[derive(Deserialize)]
struct Answered {
    #[serde(default)]
    to: String,
    credential: PublicKeyCredential,
}

async fn enter_with_key(
    State(app): State<Shared>,
    page: Page,
    (jar, headers): (CookieJar, HeaderMap),
    Json(answered): Json<Answered>,
) -> Result<Response, Error> {
    let (party, now) = (party(&app)?, app.clock.now());
    let browser = jar.get(ASKED).map(|c| c.value().to_owned()).unwrap_or_default();
    match app.accounts.enter_with_key(party, &browser, &answered.credential, now).await {
        Ok(user) => {
            let (jar, proved) =
                (jar.remove(asked(String::new())), Proved { user: &user, way: SignInWay::Key });
            let jar = begin(&app, jar, &headers, proved, Stage::Full).await?;
            Ok((jar, Json(json!({ "to": desk_or(&answered.to) }))).into_response())
        }
        Err(ProofError::Input(_)) => Ok(words(&page, StatusCode::UNPROCESSABLE_ENTITY, "sign-in-key-failed")),
        Err(ProofError::Db(e)) => Err(e.into()),
    }
}

/// What somebody is told who must wait, with the mark of their turn.
fn slowed(turn: Turn, jar: &CookieJar) -> Option<(&'static str, CookieJar)> {
    match turn {
        Turn::Now => None,
        Turn::Soon => Some(("sign-in-too-often", jar.clone())),
        Turn::Wait(cookie) => Some(("sign-in-wait", cookie.into_iter().fold(jar.clone(), CookieJar::add))),
    }
}

fn asked(browser: String) -> Cookie<'static> {
    Cookie::build((ASKED, browser)).path("/").secure(true).http_only(true).same_site(SameSite::Strict).build()
}

fn words(page: &Page, status: StatusCode, key: &str) -> Response {
    (status, Json(json!({ "words": page.t1(key, "minutes", WAIT.as_mins()) }))).into_response()
}
