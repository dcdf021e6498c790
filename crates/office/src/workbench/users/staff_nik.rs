//! One officer's own NIK, typed by their administrator: only a mark of it is kept.

use super::{Typed, edit_page};
use crate::accounts::{Officer, UserError};
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::web::page::page_with;
use crate::workbench::fields::{Faults, Fields};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::UserId;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::MarkNik, mark)
}

async fn mark(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.ok_or(Error::NotFound)?;
    match app.accounts.mark_nik(&user.id, fields.one("nik"), &officer.by(), now).await {
        Ok(()) => Ok(Redirect::to(&format!("/meja/pengguna/{}", user.id)).into_response()),
        Err(UserError::Db(e)) => Err(e.into()),
        Err(UserError::Input(key)) => {
            let faults = Faults::one("nik", page.t(key));
            let edit = edit_page(&app, page, Typed::of(&user), user, faults).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit)
        }
    }
}
