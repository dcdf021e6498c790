//! The receipt (tanda terima): what was handed over, to whom, when and by whom, for two signatures.

use super::gate::{Relative, found, household};
use crate::accounts::Officer;
use crate::app::Shared;
use crate::cases::word;
use crate::error::Error;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use procedure::{Actor, Blangko, Event, EventBody, Procedure};

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct Receipt {
    page: Page,
    ticket: String,
    product: String,
    lines: Vec<(&'static str, String)>,
    received_by: String,
    officer: String,
    /// Other cards of the household that wait.
    household: Vec<Relative>,
}

/// Of a product that was handed over; of all else there is no receipt.
pub async fn show(
    reader: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let handed = |e: &&Event| matches!(e.body, EventBody::HandedOver { .. });
    let event = loaded.events.iter().rev().find(handed).ok_or(Error::NotFound)?;
    let EventBody::HandedOver { received_by, relation, surrendered, original, way, proof, photo, .. } =
        &event.body
    else {
        return Err(Error::NotFound);
    };
    let (case, p) = (&loaded.case, &*loaded.procedure);
    let officer = match &event.actor {
        Actor::Officer { name, .. } => name.clone(),
        _ => String::new(),
    };
    let cards = named(&page, p, case, |d| d.surrendered);
    let returned = if *surrendered && !cards.is_empty() { cards } else { page.t("receipt-nothing-returned") };
    let seen = if *original { named(&page, p, case, |d| d.original) } else { String::new() };
    let seen_in = photo.as_ref().map(|_| page.t("receipt-photo"));
    let proof: Vec<_> = proof.clone().into_iter().chain(seen_in).collect();
    let all = [
        ("receipt-holder", case.applicant.name.clone()),
        ("receipt-blangko", case.blangko().map(Blangko::as_str).unwrap_or_default().to_owned()),
        ("receipt-received-by", format!("{received_by} ({relation})")),
        ("receipt-way", page.t(&format!("way-{}", word(way)))),
        ("receipt-at", page.moment(event.at)),
        ("receipt-officer", officer.clone()),
        ("receipt-returned", returned),
        ("receipt-original", seen),
        ("receipt-proof", proof.join(", ")),
    ];
    html(&Receipt {
        ticket: ticket.to_string(),
        product: page.of(&p.name).to_owned(),
        lines: all.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        received_by: received_by.clone(),
        officer,
        household: household(&app, &ticket, case, &reader).await?,
        page,
    })
}

fn named(
    page: &Page,
    p: &Procedure,
    case: &procedure::Case,
    of: impl Fn(&procedure::definition::DocumentKind) -> bool,
) -> String {
    let documents = p.required(&case.grounds).into_iter().filter(|d| of(d));
    documents.map(|d| page.of(&d.name)).collect::<Vec<_>>().join(", ")
}
