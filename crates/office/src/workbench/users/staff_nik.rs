//! One officer's own NIK, typed by their administrator: only a mark of it is kept.

use super::answered;
use crate::accounts::{Officer, UserError};
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::workbench::fields::Fields;
use axum::extract::{Form, Path, State};
use axum::response::Response;
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
    // Or the looks at one's own file would be raised no more.
    if user.id == officer.user && app.accounts.has_mark(&user.id).await? {
        let own = Err(UserError::Input("user-own-mark"));
        return answered(&app, page, user, (own, |_| "nik"), |_| {}).await;
    }
    let done = app.accounts.mark_nik(&user.id, fields.one("nik"), &officer.by(), now).await;
    answered(&app, page, user, (done, |_| "nik"), |_| {}).await
}
