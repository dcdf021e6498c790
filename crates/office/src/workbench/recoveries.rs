//! Recoveries that wait for a second person, for administrators and those who oversee. Whoever confirms is shown the link
//! once, and hands it to the person.

use crate::accounts::{Officer, RECOVERED, Recovery, UserError};
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::step_up::{demand, demanded};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::UserId;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Recoveries, list)
        .at(Route::ConfirmRecovery, confirm)
        .at(Route::DeclineRecovery, decline)
}

#[derive(Template)]
#[template(path = "recoveries.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    trouble: Option<String>,
    /// What the form of a confirmation asks for a proof by.
    proof: String,
}

struct Line {
    id: UserId,
    name: String,
    words: String,
    why: String,
    /// The reader neither asked for it nor is the person.
    may: bool,
}

async fn list_page(app: &Shared, page: Page, trouble: Option<String>) -> Result<List, Error> {
    let users = app.accounts.users(app.clock.now()).await?;
    let me = page.officer.as_ref().map(|o| o.user.clone());
    let line = |r: Recovery| {
        let name = users.iter().find(|u| u.id == r.user).map(|u| u.name.clone()).unwrap_or_default();
        let asked = [("name", r.asked_name.clone()), ("at", page.moment(r.asked_at))];
        let may = me.as_ref().is_some_and(|me| *me != r.asked_by && *me != r.user);
        Line { name, words: page.with("recovery-asked", &asked), why: r.why, may, id: r.user }
    };
    let lines = app.accounts.recoveries().await?.into_iter().map(line).collect();
    let proof = demanded(&page).await?;
    Ok(List { lines, trouble, proof, page })
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&list_page(&app, page, None).await?)
}

#[derive(Template)]
#[template(path = "recovered.html")]
struct Confirmed {
    page: Page,
    name: String,
    login: String,
    link: String,
    hours: i64,
}

/// The only time the link is shown.
async fn confirm(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.filter(|u| !u.disabled);
    let user = user.ok_or(Error::NotFound)?;
    match app.accounts.confirm_recovery(&user.id, &officer.by(), now).await {
        Ok(secret) => {
            let link = format!("{}/undangan/{secret}", app.config.server.public_url.trim_end_matches('/'));
            html(&Confirmed { name: user.name, login: user.login, link, hours: RECOVERED.as_hours(), page })
        }
        Err(UserError::Input(key)) => {
            let trouble = Some(page.t(key));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &list_page(&app, page, trouble).await?)
        }
        Err(UserError::Db(e)) => Err(e.into()),
    }
}

async fn decline(
    officer: Officer,
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let declined = app.accounts.decline_recovery(&UserId::new(id), &officer.by(), app.clock.now()).await?;
    if declined { Ok(Redirect::to("/meja/pemulihan").into_response()) } else { Err(Error::NotFound) }
}
