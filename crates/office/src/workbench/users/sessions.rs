//! Where one person is signed in, for their administrator, who may end it.

use super::{Edit, if_own};
use crate::accounts::Officer;
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::UserId;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::EndUserSessions, end_all).at(Route::EndUserSession, end)
}

impl Edit {
    pub(super) fn session_address(&self, id: &str) -> String {
        format!("/meja/pengguna/{}/sesi/{id}/akhiri", self.user.id)
    }
}

async fn end(
    officer: Officer,
    State(app): State<Shared>,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    if let Some(there) = if_own(&officer, &user, "/meja/sesi") {
        return Ok(there);
    }
    if app.accounts.end_session(&user, &session, &officer.by(), app.clock.now()).await? {
        Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
    } else {
        Err(Error::NotFound)
    }
}

async fn end_all(
    officer: Officer,
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    if let Some(there) = if_own(&officer, &user, "/meja/sesi") {
        return Ok(there);
    }
    if app.accounts.user(&user, app.clock.now()).await?.is_none() {
        return Err(Error::NotFound);
    }
    app.accounts.end_others(&user, "", &officer.by(), app.clock.now()).await?;
    Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
}
