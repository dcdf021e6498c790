//! The pages of the identity provider: the way there, the way back, and a person's own link with it. The way back is asked
//! by GET and changes nothing; what came back is sent on by a form of ours.

use super::super::sign_in::{Proved, begin_or_go_on, desk_or, is_not_them};
use super::super::{Officer, SignInWay};
use super::{Asked, Provider, ProviderError};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::{SignedDuration, Timestamp};
use procedure::UserId;
use serde::{Deserialize, Serialize};

/// How long somebody may be away at the provider.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
const GONE: &str = "__Host-rancak-penyedia";

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::AskProvider, ask)
        .at(Route::BackFromProvider, back)
        .at(Route::EnterByProvider, enter)
        .at(Route::LinkIdentity, link)
        .at(Route::EndUserIdentity, end_users)
        .hiding_addresses()
}

/// Somebody who is at the provider, as their browser keeps it, sealed.
#[derive(Serialize, Deserialize)]
struct Gone {
    asked: Asked,
    to: String,
    /// Who is to be linked; none who only signs in.
    links: Option<UserId>,
    until: Timestamp,
}

#[derive(Deserialize)]
struct Where {
    #[serde(default)]
    ke: String,
    /// `tautkan`: the identity is to be linked with the account that is signed in.
    #[serde(default)]
    untuk: String,
}

async fn ask(
    officer: Option<Extension<Officer>>,
    State(app): State<Shared>,
    page: Page,
    jar: CookieJar,
    address: Address,
    Query(to): Query<Where>,
) -> Result<Response, Error> {
    let (provider, now) = (provider(&app)?, app.clock.now());
    let links = match (to.untuk.as_str(), officer) {
        ("tautkan", Some(officer)) => Some(officer.user.clone()),
        ("tautkan", None) => return Ok(Redirect::to("/masuk").into_response()),
        _ => None,
    };
    if !app.nameless_slowing.allows(&address) {
        return failed(page, provider, StatusCode::TOO_MANY_REQUESTS, "provider-often");
    }
    let (url, asked) = match provider.ask(now).await {
        Ok(asked) => asked,
        Err(e) => return told(page, provider, &e),
    };
    let until = now.saturating_add(PATIENCE).unwrap_or(now);
    let gone = Gone { asked, to: desk_or(&to.ke).to_owned(), links, until };
    let sealed = sealed(&app, &gone).ok_or_else(|| Error::Broken("nothing can be sealed".to_owned()))?;
    Ok((jar.add(cookie(sealed)), Redirect::to(url.as_str())).into_response())
}

#[derive(Deserialize)]
struct Came {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "provider_back.html")]
struct Back {
    page: Page,
    provider: String,
    code: String,
    state: String,
    /// Whether an account is to be linked: then its password is asked for.
    linking: bool,
    fault: Option<String>,
}

/// Shows what to do next; what the provider said is looked at when that is done.
async fn back(
    State(app): State<Shared>,
    page: Page,
    jar: CookieJar,
    Query(came): Query<Came>,
) -> Result<Response, Error> {
    let provider = provider(&app)?;
    if !came.error.is_empty() {
        return failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-refused");
    }
    let Some(gone) = gone(&app, &jar, &came.state) else {
        return failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-over");
    };
    let (linking, name) = (gone.links.is_some(), provider.name.clone());
    html(&Back { page, provider: name, code: came.code, state: came.state, linking, fault: None })
}

async fn enter(
    State(app): State<Shared>,
    page: Page,
    jar: CookieJar,
    headers: HeaderMap,
    address: Address,
    Form(came): Form<Came>,
) -> Result<Response, Error> {
    let (provider, now) = (provider(&app)?, app.clock.now());
    if !app.nameless_slowing.allows(&address) {
        return failed(page, provider, StatusCode::TOO_MANY_REQUESTS, "provider-often");
    }
    let Some(gone) = gone(&app, &jar, &came.state).filter(|g| g.links.is_none()) else {
        return failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-over");
    };
    let jar = jar.remove(cookie(String::new()));
    let subject = match provider.subject(gone.asked, &came.code, now).await {
        Ok(subject) => subject,
        Err(e) => return Ok((jar, told(page, provider, &e)?).into_response()),
    };
    match app.accounts.by_identity((provider.issuer(), &subject), now).await? {
        Some(user) => {
            let proved = Proved { user: &user, way: SignInWay::Provider };
            begin_or_go_on(&app, jar, &headers, proved, &gone.to).await
        }
        None => {
            let answer = failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-nobody")?;
            Ok((jar, answer).into_response())
        }
    }
}

/// A person lets themselves in by the provider from now on. Their password shows that it is them.
async fn link(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    (address, jar): (Address, CookieJar),
    Form(came): Form<Came>,
) -> Result<Response, Error> {
    let (provider, now) = (provider(&app)?, app.clock.now());
    let Some(gone) = gone(&app, &jar, &came.state).filter(|g| g.links.as_ref() == Some(&officer.user)) else {
        return failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-over");
    };
    let user = app.accounts.user(&officer.user, now).await?.ok_or(Error::NotFound)?;
    if let Some((status, key)) = is_not_them(&app, (&jar, address), &user, &came.password, now).await? {
        let (name, fault) = (provider.name.clone(), Some(page.t(key)));
        let Came { code, state, .. } = came;
        return page_with(status, &Back { page, provider: name, code, state, linking: true, fault });
    }
    let jar = jar.remove(cookie(String::new()));
    let subject = match provider.subject(gone.asked, &came.code, now).await {
        Ok(subject) => subject,
        Err(e) => return Ok((jar, told(page, provider, &e)?).into_response()),
    };
    match app.accounts.link_identity(&user, (provider.issuer(), &subject), now).await? {
        true => Ok((jar, Redirect::to("/meja/sesi")).into_response()),
        false => {
            let answer = failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-taken")?;
            Ok((jar, answer).into_response())
        }
    }
}

/// An administrator ends somebody's link.
async fn end_users(
    officer: Officer,
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (issuer, user) = (provider(&app)?.issuer(), UserId::new(id));
    if user == officer.user {
        return Ok(Redirect::to("/meja/sesi").into_response());
    }
    app.accounts.user(&user, app.clock.now()).await?.ok_or(Error::NotFound)?;
    app.accounts.end_identity(&user, issuer, &officer.by(), app.clock.now()).await?;
    Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
}

/// Where the office has no provider these addresses name nothing.
fn provider(app: &Shared) -> Result<&Provider, Error> {
    app.provider.as_ref().ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "provider_failed.html")]
struct Failed {
    page: Page,
    provider: String,
    fault: String,
}

fn failed(page: Page, provider: &Provider, status: StatusCode, key: &str) -> Result<Response, Error> {
    let fault = page.t1(key, "provider", provider.name.as_str());
    page_with(status, &Failed { page, provider: provider.name.clone(), fault })
}

/// What a person is told of a failure; why stands in the program's log.
fn told(page: Page, provider: &Provider, e: &ProviderError) -> Result<Response, Error> {
    tracing::warn!("{e}");
    match e {
        ProviderError::Away(_) => failed(page, provider, StatusCode::SERVICE_UNAVAILABLE, "provider-away"),
        ProviderError::Refused(_) => {
            failed(page, provider, StatusCode::UNPROCESSABLE_ENTITY, "provider-refused")
        }
    }
}

fn whose(app: &App) -> String {
    format!("{}/provider", app.office())
}

fn sealed(app: &App, gone: &Gone) -> Option<String> {
    app.accounts.seal.seal(&whose(app), &serde_json::to_vec(gone).ok()?)
}

/// Who went away from this browser and comes back with this answer in time.
fn gone(app: &App, jar: &CookieJar, state: &str) -> Option<Gone> {
    let plain = app.accounts.seal.open(&whose(app), jar.get(GONE)?.value())?;
    let gone: Gone = serde_json::from_slice(&plain).ok()?;
    (gone.until > app.clock.now() && gone.asked.fits(state)).then_some(gone)
}

/// Lax: the browser comes back from elsewhere, and by this alone it is known again.
fn cookie(sealed: String) -> Cookie<'static> {
    Cookie::build((GONE, sealed)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build()
}
