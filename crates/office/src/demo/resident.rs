//! A resident asking for a card, message by message, through the SIMULATOR.

use super::cast::{Ask, Person};
use super::simulator::{Heard, Simulator, Talker};
use anyhow::Context;
use procedure::Ticket;

/// From the first word to the first document.
pub async fn begin(talker: &mut Talker<'_>, person: &Person, ask: &Ask) -> anyhow::Result<Heard> {
    let notice = talker.say("Assalamualaikum").await?;
    let reasons = talker.tap(&notice, "Setuju").await?;
    let mut asked = talker.tap(&reasons, ask.title).await?;
    if let Some(elements) = ask.elements {
        asked = talker.say(elements).await?;
    }
    if !asked.links {
        talker.say(&person.nik).await?;
        return talker.say(&person.name).await;
    }
    // Nobody here has a browser: the one-message format tells what the page would ask.
    let family = format!("{}0001", person.nik.get(..12).unwrap_or_default());
    let told = talker.say(&format!("#KTP#{}#{family}#{}###{}", person.nik, person.name, ask.word)).await?;
    match ask.elements {
        Some(elements) => talker.say(elements).await,
        None => Ok(told),
    }
}

/// From the first word to the review.
pub async fn fill_in(talker: &mut Talker<'_>, person: &Person, ask: &Ask) -> anyhow::Result<Heard> {
    begin(talker, person, ask).await?;
    documents(talker, person, ask).await
}

/// Every document that is asked for, one after another, and what the last one was answered with.
pub async fn documents(talker: &mut Talker<'_>, person: &Person, ask: &Ask) -> anyhow::Result<Heard> {
    let mut heard = None;
    for page in ask.pages {
        heard = Some(talker.photo(person, page).await?);
    }
    heard.context("no documents are asked for")
}

/// The whole request; the ticket the resident was told.
pub async fn apply<'a>(
    sim: &'a Simulator,
    person: &Person,
    ask: &Ask,
) -> anyhow::Result<(Talker<'a>, Ticket)> {
    let mut talker = sim.resident(&person.phone, &person.name).await?;
    let review = fill_in(&mut talker, person, ask).await?;
    let ticket = send(&mut talker, &review).await?;
    Ok((talker, ticket))
}

/// Sends the request that is under review; the ticket the resident was told.
pub async fn send(talker: &mut Talker<'_>, review: &Heard) -> anyhow::Result<Ticket> {
    let told = talker.tap(review, "Kirim").await?;
    let ticket = told.words.split('*').nth(1).and_then(|t| Ticket::parse(t).ok());
    ticket.with_context(|| format!("no ticket in: {}", told.words))
}
