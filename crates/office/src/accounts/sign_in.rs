//! The pages of signing in and out, and of choosing a password by invitation.

use super::session::{cookie, token};
use super::users::UserError;
use crate::app::Shared;
use crate::error::Error;
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::{Page, html, own_path};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
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
}

#[derive(Deserialize)]
pub struct To {
    #[serde(default)]
    ke: String,
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

pub async fn show(page: Page, Query(to): Query<To>) -> Result<Response, Error> {
    match page.officer {
        Some(_) => Ok(Redirect::to(desk_or(&to.ke)).into_response()),
        None => html(&SignIn { page, login: String::new(), to: to.ke, fault: None }),
    }
}

pub async fn enter(
    State(app): State<Shared>,
    page: Page,
    address: Address,
    jar: CookieJar,
    Form(given): Form<Credentials>,
) -> Result<Response, Error> {
    let key = (address, given.login.trim().to_lowercase());
    if !app.sign_in_slowing.allows(&key) {
        let fault = Some(page.t("sign-in-too-often"));
        let form = SignIn { page, login: given.login, to: given.ke, fault };
        return page_with(StatusCode::TOO_MANY_REQUESTS, &form);
    }
    match app.accounts.sign_in(&given.login, &given.password, app.clock.now()).await? {
        Some(session) => {
            if let Some(old) = token(&jar) {
                app.accounts.sign_out(&old).await?;
            }
            Ok((jar.add(cookie(session)), Redirect::to(desk_or(&given.ke))).into_response())
        }
        None => {
            let fault = Some(page.t("sign-in-wrong"));
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &SignIn { page, login: given.login, to: given.ke, fault },
            )
        }
    }
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
        Ok(user) => Ok((enter_as(&app, jar, &user.id).await?, Redirect::to("/meja")).into_response()),
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
fn desk_or(to: &str) -> &str {
    own_path(to).filter(|p| !p.starts_with("/masuk")).unwrap_or("/meja")
}

/// Signs a person in without asking for a password: after an invitation, and in a demonstration.
pub async fn enter_as(app: &Shared, jar: CookieJar, user: &UserId) -> Result<CookieJar, Error> {
    let session = app.accounts.start_session(user, app.clock.now()).await?;
    Ok(jar.add(cookie(session)))
}
