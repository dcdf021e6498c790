//! Old cards that were given back and blanks that were spoiled: what is stored, and the official minutes of its
//! destruction, to be printed and signed.

use super::{status, wish};
use crate::accounts::Officer;
use crate::app::Shared;
use crate::cases::CaseError;
use crate::error::Error;
use crate::permissions::{Doors, Right, Route, holds};
use crate::stock::OldCard;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::ledger::{Minutes, MinutesDraft};
use procedure::{Actor, Blangko, Refusal, Ticket};

/// Cards and blanks of one batch, and minutes that are listed.
const BATCH: usize = 500;
const LISTED: usize = 50;

pub fn doors() -> Doors {
    Doors::new().at(Route::Disposal, show).at(Route::DestroyBlanks, destroy).at(Route::Minutes, minutes)
}

#[derive(Template)]
#[template(path = "disposal.html")]
struct Disposal {
    page: Page,
    /// Whether the officer draws minutes up, or only reads.
    draws: bool,
    cards: Vec<Card>,
    blanks: Vec<Blangko>,
    /// Number in the ledger, the office's number, when.
    minutes: Vec<(i64, String, String)>,
    form: String,
    trouble: Option<String>,
    typed: Fields,
}

impl Disposal {
    /// Ticked at first; after a mistake as it was sent.
    fn ticked(&self, name: &str, value: &str) -> bool {
        self.trouble.is_none() || self.typed.all(name).any(|v| v == value)
    }

    /// What was typed, or what is usual.
    fn method(&self) -> String {
        let typed = self.typed.one("method");
        if typed.is_empty() { self.page.t("disposal-method-usual") } else { typed.to_owned() }
    }
}

struct Card {
    ticket: String,
    name: String,
    nik: String,
    address: String,
    at: String,
}

impl Card {
    fn of(page: &Page, card: OldCard) -> Self {
        Self {
            ticket: card.ticket.to_string(),
            name: card.name,
            nik: card.nik,
            address: card.address,
            at: page.moment(card.surrendered_at),
        }
    }
}

#[derive(Template)]
#[template(path = "minutes.html")]
struct MinutesPage {
    page: Page,
    minutes: Minutes,
    when: String,
    by: String,
    cards: Vec<Card>,
}

async fn show(officer: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&build(&app, page, &officer).await?)
}

async fn build(app: &Shared, page: Page, officer: &Officer) -> Result<Disposal, CaseError> {
    let cards = app.stock.old_cards(BATCH).await?.into_iter().map(|c| Card::of(&page, c)).collect();
    let listed = app.stock.minutes(LISTED).await?.into_iter();
    Ok(Disposal {
        draws: holds(app, officer, Right::KeepsStock),
        cards,
        blanks: app.stock.spoiled(BATCH).await?,
        minutes: listed.map(|(no, m)| (no, m.number, page.moment(m.at))).collect(),
        form: crate::web::form_token(),
        trouble: None,
        typed: Fields::default(),
        page,
    })
}

async fn destroy(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let done = match draft(&fields) {
        Ok(draft) => app.stock.destroy(&wish(&app, &officer, &fields), &draft).await,
        Err(refusal) => Err(CaseError::Refused(refusal)),
    };
    let refusal = match done {
        Ok(no) => return Ok(Redirect::to(&format!("/meja/blangko/berita-acara/{no}")).into_response()),
        Err(CaseError::Refused(refusal)) => refusal,
        Err(other) => return Err(other.into()),
    };
    let trouble = Some(page.refusal(&app.cases.procedures().active(), &refusal));
    let shown = Disposal { trouble, typed: fields, ..build(&app, page, &officer).await? };
    page_with(status(&refusal), &shown)
}

fn draft(fields: &Fields) -> Result<MinutesDraft, Refusal> {
    let typed = |name: &str| fields.one(name).to_owned();
    let blanks = fields.all("blank").map(Blangko::parse).collect::<Result<_, _>>();
    let cards = fields.all("card").map(Ticket::parse).collect::<Result<_, _>>();
    Ok(MinutesDraft {
        number: typed("number"),
        place: typed("place"),
        method: typed("method"),
        witnesses: typed("witnesses"),
        blanks: blanks.map_err(|_| Refusal::BadBlangko)?,
        cards: cards.map_err(|_| Refusal::NoSuchCase)?,
    })
}

async fn minutes(State(app): State<Shared>, page: Page, Path(no): Path<String>) -> Result<Response, Error> {
    let no: i64 = no.parse().map_err(|_| Error::NotFound)?;
    let minutes = app.stock.one_minutes(no).await?.ok_or(Error::NotFound)?;
    let cards = app.stock.cards_of(no, minutes.cards.len()).await?;
    let by = match &minutes.actor {
        Actor::Officer { name, .. } => name.clone(),
        _ => String::new(),
    };
    let cards = cards.into_iter().map(|c| Card::of(&page, c)).collect();
    let when = page.moment(minutes.at);
    page_with(StatusCode::OK, &MinutesPage { when, by, cards, minutes, page })
}
