//! Asks for the recovery of one person, by their administrator; another person confirms it on their own screen.

use super::answered;
use crate::accounts::Officer;
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::workbench::fields::Fields;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::UserId;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::AskRecovery, ask)
}

async fn ask(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.ok_or(Error::NotFound)?;
    match app.accounts.ask_recovery(&user, fields.one("why"), &officer.by(), now).await {
        Ok(()) => Ok(Redirect::to("/meja/pemulihan").into_response()),
        done => answered(&app, page, user, (done, |_| "why"), |_| {}).await,
    }
}
