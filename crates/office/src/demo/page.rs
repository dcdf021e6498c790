//! The page of the demonstration: the phone on one side, the staff desk on the other, roles switched with
//! one click. Exists in a demonstration only.

use super::cast::STAFF;
use super::insider;
use crate::accounts::sign_in;
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Demo, show)
        .at(Route::SwitchRole, switch)
        .at(Route::DeleteEvent, insider::delete)
        .at(Route::RestoreEvent, insider::restore)
}

struct Part {
    role: &'static str,
    label: String,
    name: &'static str,
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Demo {
    page: Page,
    phone: String,
    /// The page of the printer SIMULATOR.
    printer: Option<String>,
    parts: Vec<Part>,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let label = |role: &str| match p.role(&role.into()) {
        Some(r) => page.of(&r.name).to_owned(),
        None => page.t("role-administrator"),
    };
    let parts = STAFF.iter().map(|(role, _, name)| Part { role, label: label(role), name }).collect();
    let resident = super::cast::resident(super::seed::VISITOR);
    let phone = format!("{}/phone?resident={}", app.config.whatsapp.base_url, resident.phone);
    let printer = app.config.printing.printers.first().and_then(|p| crate::production::parse(p));
    let printer = printer.and_then(|(_, uri)| uri.authority().map(|a| format!("http://{a}/")));
    html(&Demo { page, phone, printer, parts })
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    peran: String,
}

/// Signs in as the demonstration's own bearer of a role, whoever else was given it meanwhile. There is no such way in
/// the real thing.
async fn switch(
    State(app): State<Shared>,
    jar: CookieJar,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Error> {
    let (_, login, _) = STAFF.iter().find(|(role, ..)| *role == chosen.peran).ok_or(Error::NotFound)?;
    let users = app.accounts.users(app.clock.now()).await?;
    let user = users.iter().find(|u| u.login == *login).ok_or(Error::NotFound)?;
    let jar = sign_in::enter_as(&app, jar, &user.id).await?;
    Ok((jar, Redirect::to("/meja")).into_response())
}
