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
    /// The role that they hold by emergency access at this instant.
    emergency: Option<String>,
}

/// Who tries emergency access where the page offers it.
const TRIES_EMERGENCY: &str = "operator_pelayanan";

#[derive(Template)]
#[template(path = "demo.html")]
struct Demo {
    page: Page,
    phone: String,
    /// The page of the printer SIMULATOR.
    printer: Option<String>,
    parts: Vec<Part>,
    tries_emergency: &'static str,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let p = &*app.cases.procedures().active();
    let label = |role: &str| match p.role(&role.into()) {
        Some(r) => page.of(&r.name).to_owned(),
        None => page.t("role-administrator"),
    };
    let users = app.accounts.users(app.clock.now()).await?;
    let emergency = |login: &str| {
        let held = users.iter().find(|u| u.login == login)?.emergency.as_ref()?;
        let until = ("until", page.time(held.ends_at));
        Some(page.with("demo-in-emergency", &[("role", label(held.role.as_str())), until]))
    };
    let part = |(role, login, name): &(&'static str, &'static str, &'static str)| Part {
        role,
        label: label(role),
        name,
        emergency: emergency(login),
    };
    let parts = STAFF.iter().map(part).collect();
    let resident = super::cast::resident(super::seed::VISITOR);
    let phone = format!("{}/phone?resident={}", app.config.whatsapp.base_url, resident.phone);
    let printer = app.config.printing.printers.first().and_then(|p| crate::production::parse(p));
    let printer = printer.and_then(|(_, uri)| uri.authority().map(|a| format!("http://{a}/")));
    html(&Demo { phone, printer, parts, tries_emergency: TRIES_EMERGENCY, page })
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    peran: String,
    /// To the page of emergency access instead of the desk.
    darurat: Option<String>,
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
    let to = if chosen.darurat.is_some() { Route::Emergencies } else { Route::Desk };
    Ok((jar, Redirect::to(to.row().path)).into_response())
}
