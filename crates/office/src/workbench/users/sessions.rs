//! Where one person is signed in, for their administrator, who may end it.

use super::Edit;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::error::Error;
use crate::workbench::guard::Administrator;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use procedure::UserId;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/meja/pengguna/{id}/sesi/akhiri", post(end_all))
        .route("/meja/pengguna/{id}/sesi/{session}/akhiri", post(end))
}

impl Edit {
    pub(super) fn session_address(&self, id: &str) -> String {
        format!("/meja/pengguna/{}/sesi/{id}/akhiri", self.user.id)
    }
}

async fn end(
    _: Administrator,
    officer: Officer,
    State(app): State<Shared>,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    if app.accounts.end_session(&user, &session, &officer.by(), app.clock.now()).await? {
        Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
    } else {
        Err(Error::NotFound)
    }
}

async fn end_all(
    _: Administrator,
    officer: Officer,
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    app.accounts.end_others(&user, "", &officer.by(), app.clock.now()).await?;
    Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
}
