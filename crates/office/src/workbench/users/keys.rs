//! A person's security keys, for their administrator: lets them enrol one, and ends one. Administrator and person do
//! it together: the one tells a code, the other types it where they are signed in.

use super::{Edit, if_own};
use crate::accounts::{CODE_GOOD, Officer, User};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use crate::workbench::proof::KeyLine;
use crate::workbench::step_up::demand;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::{KeyId, UserId};

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::AllowKey, allow).at(Route::EndUserKey, end)
}

pub(super) async fn lines(app: &App, page: &Page, user: &User) -> Result<Option<Vec<KeyLine>>, Error> {
    if app.webauthn.is_none() {
        return Ok(None);
    }
    let keys = app.accounts.keys(&user.id).await?;
    Ok(Some(keys.into_iter().map(|key| KeyLine::of(page, key)).collect()))
}

impl Edit {
    /// Nobody allows themselves a key.
    pub(super) fn of_somebody_else(&self) -> bool {
        self.page.officer.as_ref().is_some_and(|o| o.user != self.user.id)
    }

    pub(super) fn key_address(&self, key: &KeyId) -> String {
        format!("/meja/pengguna/{}/kunci/{key}/akhiri", self.user.id)
    }
}

#[derive(Template)]
#[template(path = "key_allowed.html")]
struct Allowed {
    page: Page,
    user: User,
    code: String,
    minutes: i64,
}

/// The only time the code is shown. Nobody allows themselves.
async fn allow(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let user = app
        .accounts
        .user(&UserId::new(id), app.clock.now())
        .await?
        .filter(|u| !u.disabled)
        .ok_or(Error::NotFound)?;
    if app.webauthn.is_none() {
        return Err(Error::NotFound);
    }
    if user.id == officer.user {
        return Err(Error::Input("keys-not-yourself"));
    }
    let code = app.accounts.allow_key(&user.id, &officer.by(), app.clock.now()).await?;
    let (first, last) = code.split_at(4);
    html(&Allowed { code: format!("{first} {last}"), minutes: CODE_GOOD.as_mins(), user, page })
}

async fn end(
    officer: Officer,
    State(app): State<Shared>,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    if let Some(there) = if_own(&officer, &user, "/meja/kunci") {
        return Ok(there);
    }
    let ended = app.accounts.end_key(&user, &KeyId::new(key), &officer.by(), app.clock.now()).await?;
    if ended {
        Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
    } else {
        Err(Error::NotFound)
    }
}
