//! Where a resident sees how their request stands, by ticket and the last digits of their phone. Whoever
//! does not know both learns nothing: every wrong guess gets the same answer.

mod standing;

use crate::app::{App, Shared};
use crate::cases::{Loaded, Summary};
use crate::error::Error;
use crate::handover::Purpose;
use crate::permissions::{Doors, Route};
use crate::web::address::Address;
use crate::web::page::page_with;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use procedure::Ticket;
use serde::Deserialize;
use standing::Standing;

/// So many digits of the phone are asked for.
const DIGITS: usize = 4;

pub fn doors() -> Doors {
    Doors::new().at(Route::Tracking, ask).at(Route::TrackCase, show)
}

#[derive(Template)]
#[template(path = "tracking.html")]
struct Ask {
    page: Page,
    fault: Option<String>,
    ticket: String,
    /// Each reason and what it needs.
    reasons: Vec<(String, Vec<String>)>,
    whatsapp: Whatsapp,
    /// Blank cards that the office has, for everybody to see.
    blanks: u64,
}

#[derive(Template)]
#[template(path = "tracking_case.html")]
struct Show {
    page: Page,
    standing: Standing,
    /// The place in the print queue, from 1.
    place: Option<u64>,
    /// Where the pass to the counter is shown.
    pass: Option<String>,
    address: String,
    opening_hours: String,
    whatsapp: Whatsapp,
}

/// The office's number, as people read it and as the link wants it; both empty where none is set.
struct Whatsapp {
    shown: String,
    digits: String,
}

#[derive(Deserialize, Default)]
struct Guess {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    digits: String,
}

async fn ask(page: Page) -> Result<Response, Error> {
    html(&form(page, None, String::new()).await?)
}

async fn show(
    State(app): State<Shared>,
    page: Page,
    address: Address,
    guess: Result<Form<Guess>, FormRejection>,
) -> Result<Response, Error> {
    let guess = guess.map(|Form(g)| g).unwrap_or_default();
    let again = async |page: Page, status, key: &str| {
        let fault = page.t(key);
        page_with(status, &form(page, Some(fault), guess.ticket.clone()).await?)
    };
    if !app.tracking_slowing.allows(&address) {
        return again(page, StatusCode::TOO_MANY_REQUESTS, "tracking-too-often").await;
    }
    let Some(loaded) = found(&app, &guess).await? else {
        return again(page, StatusCode::NOT_FOUND, "tracking-not-found").await;
    };
    let (ticket, loaded) = loaded;
    html(&Show {
        standing: Standing::of(&page, &guess.ticket, &loaded),
        place: app.cases.place(app.office(), &ticket, &loaded.case).await?,
        pass: pass(&app, &ticket, &loaded).await?,
        address: app.config.office.address.clone(),
        opening_hours: app.config.office.opening_hours.clone(),
        whatsapp: Whatsapp::of(&app),
        page,
    })
}

/// Of a product that can be collected, as long as its pass is good.
async fn pass(app: &App, ticket: &Ticket, loaded: &Loaded) -> Result<Option<String>, Error> {
    let Some(pass) = loaded.case.gate.pass.as_ref().filter(|_| loaded.case.is_ready()) else {
        return Ok(None);
    };
    let passes = app.cases.passes();
    let token = passes.shown_again(&app.db, Purpose::Collect, app.office(), (ticket, pass.no)).await?;
    Ok(token.map(|token| format!("/tanda/{token}")))
}

/// The case, where ticket and digits belong together. A wrong guess of any kind reads one row of one
/// index and no more, so that its timing tells nothing.
async fn found(app: &App, guess: &Guess) -> Result<Option<(Ticket, Loaded)>, Error> {
    let typed = Ticket::parse(&guess.ticket);
    let ticket = typed.clone().unwrap_or_else(|_| Ticket::from_random(0));
    let summary = app.cases.summary(app.office(), &ticket).await?;
    match summary.filter(|s| typed.is_ok() && fits(s, &guess.digits)) {
        Some(s) => Ok(app.cases.load(app.office(), &s.ticket).await?.map(|loaded| (s.ticket, loaded))),
        None => Ok(None),
    }
}

fn fits(summary: &Summary, typed: &str) -> bool {
    let digits: Vec<u8> = typed.bytes().filter(u8::is_ascii_digit).collect();
    let last = digits.get(digits.len().saturating_sub(DIGITS)..).unwrap_or_default();
    summary.status != "draft" && last.len() == DIGITS && summary.phone.as_bytes().ends_with(last)
}

async fn form(page: Page, fault: Option<String>, ticket: String) -> Result<Ask, Error> {
    let p = page.app().cases.procedures().active().clone();
    let names = |r: &procedure::definition::Reason| {
        r.documents.iter().filter_map(|d| p.document(d)).map(|d| page.of(&d.name).to_owned()).collect()
    };
    let reasons = p.reasons.iter().map(|r| (page.of(&r.name).to_owned(), names(r))).collect();
    let whatsapp = Whatsapp::of(page.app());
    // Whatever was typed comes back, a page full of it does not.
    let ticket = ticket.chars().take(20).collect();
    let blanks = page.app().stock.in_stock().await?;
    Ok(Ask { fault, ticket, reasons, whatsapp, blanks, page })
}

impl Whatsapp {
    fn of(app: &App) -> Self {
        let shown = app.config.whatsapp.display_number.clone();
        let digits =
            procedure::Phone::parse(&shown).map_or_else(|_| String::new(), |p| p.as_str().to_owned());
        Self { shown, digits }
    }
}
