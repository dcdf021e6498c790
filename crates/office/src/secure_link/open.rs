//! The first page of a link: a button, so that a look at the address (a preview, a scanner) uses nothing up.
//! Whoever presses it first has the link, and nobody else.

use super::link::Link;
use super::visit;
use crate::accounts::kept;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::web::address::Address;
use crate::web::language::{self, spoken};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

const FORM: &str = "/kirim";

#[derive(Template)]
#[template(path = "link_open.html")]
struct Open {
    page: Page,
    until: String,
}

pub async fn show(
    State(app): State<Shared>,
    mut page: Page,
    jar: CookieJar,
    address: Address,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    if is_opened_here(&app, &jar, &token).await? {
        return Ok(Redirect::to(FORM).into_response());
    }
    match Link::unopened(&app, &token).await? {
        Some(link) => {
            if !spoken(&jar) {
                page.language = link.asked.language;
            }
            html(&Open { until: page.moment(link.expires_at), page })
        }
        None => Ok(refused(&app, page, &address)),
    }
}

pub async fn bind(
    State(app): State<Shared>,
    mut page: Page,
    jar: CookieJar,
    address: Address,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    if is_opened_here(&app, &jar, &token).await? {
        return Ok(Redirect::to(FORM).into_response());
    }
    let Some(link) = Link::unopened(&app, &token).await? else { return Ok(refused(&app, page, &address)) };
    let Some(secret) = link.bind(&app).await? else { return Ok(refused(&app, page, &address)) };
    let mut jar = jar.add(visit::cookie(&secret)?);
    if !spoken(&jar) {
        page.language = link.asked.language;
        jar = jar.add(language::cookie(page.lang()));
    }
    Ok((jar, Redirect::to(FORM)).into_response())
}

async fn is_opened_here(app: &App, jar: &CookieJar, token: &str) -> Result<bool, Error> {
    Ok(visit::opened(app, jar).await?.is_some_and(|(link, _)| link.id == kept(token)))
}

/// Only wrong tries count: many residents of one network share an address.
fn refused(app: &App, page: Page, address: &Address) -> Response {
    if app.link_slowing.allows(address) { visit::gone(page) } else { visit::too_often(page) }
}
