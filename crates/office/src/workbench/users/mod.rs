//! The people of the office, for its administrator: added, given roles, disabled, invited. Passwords are
//! never chosen, shown or read here.

mod form;
mod keys;

use crate::accounts::{NewUser, User};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::{Faults, Fields};
use crate::workbench::proof::KeyLine;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use form::{Choice, Typed, choices};
use procedure::UserId;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Users, list)
        .at(Route::AddUser, add)
        .at(Route::User, edit)
        .at(Route::ChangeUser, change)
        .at(Route::Invite, invite)
        .merge(keys::doors())
}

#[derive(Template)]
#[template(path = "users.html")]
struct List {
    page: Page,
    users: Vec<Line>,
    typed: Typed,
    choices: Vec<Choice>,
    faults: Faults,
}

struct Line {
    user: User,
    roles: String,
}

#[derive(Template)]
#[template(path = "user.html")]
struct Edit {
    page: Page,
    user: User,
    typed: Typed,
    choices: Vec<Choice>,
    faults: Faults,
    /// Their security keys; none where the office asks for no operator's proof.
    keys: Option<Vec<KeyLine>>,
}

#[derive(Template)]
#[template(path = "user_invited.html")]
struct Invited {
    page: Page,
    name: String,
    login: String,
    link: String,
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&list_page(&app, page, Typed::default(), Faults::default()).await?)
}

async fn list_page(app: &App, page: Page, typed: Typed, faults: Faults) -> Result<List, Error> {
    let lines = app.accounts.users().await?.into_iter().map(|user| {
        let names = choices(&page, &user.roles, &user.roles).into_iter().filter(|c| c.chosen);
        Line { roles: names.map(|c| c.name).collect::<Vec<_>>().join(", "), user }
    });
    let choices = choices(&page, &[], &typed.roles);
    Ok(List { users: lines.collect(), typed, choices, faults, page })
}

async fn add(State(app): State<Shared>, page: Page, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let typed = Typed::read(&page, &fields, &[]);
    let new = NewUser { login: &typed.login, name: &typed.name, roles: &typed.roles };
    match app.accounts.add(&new, app.clock.now()).await {
        Ok(id) => invitation(&app, page, &id).await,
        Err(e) => {
            let faults = form::faults(&page, e)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &list_page(&app, page, typed, faults).await?)
        }
    }
}

async fn edit(State(app): State<Shared>, page: Page, Path(id): Path<String>) -> Result<Response, Error> {
    let user = app.accounts.user(&UserId::new(id)).await?.ok_or(Error::NotFound)?;
    html(&edit_page(&app, page, Typed::of(&user), user, Faults::default()).await?)
}

async fn edit_page(app: &App, page: Page, typed: Typed, user: User, faults: Faults) -> Result<Edit, Error> {
    let choices = choices(&page, &user.roles, &typed.roles);
    let keys = keys::lines(app, &page, &user).await?;
    Ok(Edit { choices, typed, keys, user, faults, page })
}

async fn change(
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let user = app.accounts.user(&UserId::new(id)).await?.ok_or(Error::NotFound)?;
    let typed = Typed::read(&page, &fields, &user.roles);
    match app.accounts.change(&user.id, &typed.name, &typed.roles, typed.disabled).await {
        Ok(()) => Ok(Redirect::to("/meja/pengguna").into_response()),
        Err(e) => {
            let faults = form::faults(&page, e)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit_page(&app, page, typed, user, faults).await?)
        }
    }
}

async fn invite(State(app): State<Shared>, page: Page, Path(id): Path<String>) -> Result<Response, Error> {
    invitation(&app, page, &UserId::new(id)).await
}

/// The only time the link is shown.
async fn invitation(app: &App, page: Page, id: &UserId) -> Result<Response, Error> {
    let user = app.accounts.user(id).await?.filter(|u| !u.disabled).ok_or(Error::NotFound)?;
    let secret = app.accounts.invite(id, app.clock.now()).await?;
    let link = format!("{}/undangan/{secret}", app.config.server.public_url.trim_end_matches('/'));
    html(&Invited { name: user.name, login: user.login, link, page })
}
