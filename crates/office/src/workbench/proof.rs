//! Operator proof in the browser: a person's own keys, enrolling one with an administrator's code, and proving with
//! one. What the browser and the key say to one another is JSON, and `proof.js` carries it.

use crate::accounts::sign_in::may_not_end;
use crate::accounts::{Officer, ProofError, SecurityKey, Sitting, Webauthn, session_token};
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::sessions::Present;
use askama::Template;
use axum::Json;
use axum::extract::{Form, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use procedure::KeyId;
use serde::Deserialize;
use serde_json::json;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Keys, own)
        .at(Route::BeginKey, begin_enrolment)
        .at(Route::AddKey, enrol)
        .at(Route::EndKey, end)
        .at(Route::BeginProof, begin_proof)
        .at(Route::Prove, prove)
}

#[derive(Template)]
#[template(path = "keys.html")]
struct Keys {
    page: Page,
    keys: Vec<KeyLine>,
    /// Whether ending one asks for the password.
    asks: bool,
    fault: Option<String>,
}

impl Keys {
    fn key_address(&self, key: &KeyId) -> String {
        format!("/meja/kunci/{key}/akhiri")
    }
}

/// A key as a list shows it.
pub struct KeyLine {
    pub id: KeyId,
    pub label: String,
    /// Since when it is the person's, who allowed it, and when it was last used.
    pub words: String,
    pub ended: Option<String>,
}

impl KeyLine {
    pub fn of(page: &Page, key: SecurityKey) -> Self {
        let since = [("at", page.moment(key.enrolled_at)), ("name", key.enrolled_by)];
        let used = key.used_at.map(|at| page.t1("keys-used", "at", page.moment(at)));
        let words = [Some(page.with("keys-since", &since)), used].into_iter().flatten();
        Self {
            id: key.id,
            label: key.label,
            words: words.collect::<Vec<_>>().join(" "),
            ended: key.ended_at.map(|at| page.t1("keys-ended", "at", page.moment(at))),
        }
    }
}

/// An officer before their browser, in the session that its cookie names.
struct Seat(Sitting);

impl FromRequestParts<Shared> for Seat {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Redirect> {
        let officer = Officer::from_request_parts(parts, app).await?;
        let session = session_token(&CookieJar::from_headers(&parts.headers)).unwrap_or_default();
        Ok(Self(Sitting { officer, session, at: app.clock.now() }))
    }
}

/// Where the office asks for no proof there are no keys.
fn asked(app: &Shared) -> Result<&Webauthn, Error> {
    app.webauthn.as_ref().ok_or(Error::NotFound)
}

async fn own(officer: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&own_page(&app, &officer, page).await?)
}

async fn own_page(app: &Shared, officer: &Officer, page: Page) -> Result<Keys, Error> {
    asked(app)?;
    let keys = app.accounts.keys(&officer.user).await?;
    let asks = app.accounts.user(&officer.user, app.clock.now()).await?.is_some_and(|user| user.ready);
    let keys = keys.into_iter().map(|key| KeyLine::of(&page, key)).collect();
    Ok(Keys { keys, asks, fault: None, page })
}

/// A person ends their own key, such as a lost one, with their password; a new one takes an administrator again.
async fn end(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Path(id): Path<String>,
    Form(Present { present }): Form<Present>,
) -> Result<Response, Error> {
    asked(&app)?;
    if let Some((status, key)) = may_not_end(&app, (&jar, address), &officer, &present).await? {
        let mut own = own_page(&app, &officer, page).await?;
        own.fault = Some(own.page.t(key));
        return page_with(status, &own);
    }
    let ended = app.accounts.end_key(&officer.user, &KeyId::new(id), &officer.by(), app.clock.now()).await?;
    if ended { Ok(Redirect::to("/meja/kunci").into_response()) } else { Err(Error::NotFound) }
}

#[derive(Deserialize)]
struct Enrolment {
    code: String,
    label: String,
}

async fn begin_enrolment(
    Seat(sitting): Seat,
    State(app): State<Shared>,
    page: Page,
    Json(asked_for): Json<Enrolment>,
) -> Result<Response, Error> {
    let party = asked(&app)?;
    answer(&page, app.accounts.begin_enrolment(party, &sitting, &asked_for.code, &asked_for.label).await)
}

async fn enrol(
    Seat(sitting): Seat,
    State(app): State<Shared>,
    page: Page,
    Json(credential): Json<RegisterPublicKeyCredential>,
) -> Result<Response, Error> {
    let enrolled = app.accounts.enrol(asked(&app)?, &sitting, &credential).await;
    answer(&page, enrolled.map(|()| json!({})))
}

async fn begin_proof(Seat(sitting): Seat, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    answer(&page, app.accounts.begin_proof(asked(&app)?, &sitting).await)
}

/// Answers for how many milliseconds the proof is good.
async fn prove(
    Seat(sitting): Seat,
    State(app): State<Shared>,
    page: Page,
    Json(credential): Json<PublicKeyCredential>,
) -> Result<Response, Error> {
    let proved = app.accounts.prove(asked(&app)?, &sitting, &credential).await;
    let minutes = app.cases.procedures().active().operator_proof.unwrap_or_default();
    answer(&page, proved.map(|_| json!({ "good_ms": u64::from(minutes) * 60_000 })))
}

/// What the script goes on with, or the words it shows.
fn answer(page: &Page, done: Result<impl serde::Serialize, ProofError>) -> Result<Response, Error> {
    match done {
        Ok(told) => Ok(Json(told).into_response()),
        Err(ProofError::Input(key)) => {
            let words = json!({ "words": page.t(key) });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(words)).into_response())
        }
        Err(ProofError::Db(e)) => Err(e.into()),
    }
}
