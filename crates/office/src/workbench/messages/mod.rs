//! Residents who asked for a person: who waits, what was said, an answer, and the way back to the
//! automatic service. A case's own messages are shown on its page by [`panel`].

pub mod panel;

use super::fields::Fields;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::reads;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::whatsapp::{self, Message, Person};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use panel::Bubble;

/// Messages of one conversation that are shown.
const SHOWN: usize = 100;
/// The longest answer, as on the case page.
const LONGEST: usize = procedure::decide::MAX_MESSAGE;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Conversations, list)
        .at(Route::Conversation, show)
        .at(Route::AnswerConversation, answer)
        .at(Route::EndConversation, finish)
}

#[derive(Template)]
#[template(path = "desk/conversations.html")]
struct List {
    page: Page,
    waiting: Vec<Waiting>,
}

struct Waiting {
    code: String,
    name: String,
    since: String,
}

#[derive(Template)]
#[template(path = "desk/conversation.html")]
struct Conversation {
    page: Page,
    code: String,
    name: String,
    phone: String,
    bubbles: Vec<Bubble>,
    form: String,
    typed: String,
    fault: Option<String>,
}

fn code(person: &Person) -> String {
    whatsapp::code(&person.contact)
}

fn name(page: &Page, person: &Person) -> String {
    if person.name.is_empty() { page.t("messages-nameless") } else { person.name.clone() }
}

async fn find(app: &App, wanted: &str) -> Result<Person, Error> {
    let waiting = Person::with_staff(&app.db, app.office()).await?;
    waiting.into_iter().find(|p| code(p) == wanted).ok_or(Error::NotFound)
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let people = Person::with_staff(&app.db, app.office()).await?;
    let line = |p: &Person| {
        reads::seen(&reads::conversation(&code(p)));
        Waiting { code: code(p), name: name(&page, p), since: page.moment(p.last_inbound_at) }
    };
    let waiting = people.iter().map(line).collect();
    html(&List { page, waiting })
}

async fn show(State(app): State<Shared>, page: Page, Path(wanted): Path<String>) -> Result<Response, Error> {
    let person = find(&app, &wanted).await?;
    html(&conversation(&app, page, &person, String::new(), None).await?)
}

async fn conversation(
    app: &App,
    page: Page,
    person: &Person,
    typed: String,
    fault: Option<String>,
) -> Result<Conversation, Error> {
    let said = Message::with(&app.db, app.office(), &person.contact, SHOWN).await?;
    reads::seen(&reads::conversation(&code(person)));
    Ok(Conversation {
        code: code(person),
        name: name(&page, person),
        phone: person.phone.clone(),
        bubbles: said.iter().map(|m| Bubble::of(&page, m)).collect(),
        form: form_token(),
        typed,
        fault,
        page,
    })
}

async fn answer(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(wanted): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let person = find(&app, &wanted).await?;
    let text = fields.one("text").to_owned();
    let fault = match text.chars().count() {
        0 => Some(page.t("refusal-empty-text")),
        n if n > LONGEST => Some(page.t1("refusal-text-too-long", "max", LONGEST)),
        _ => None,
    };
    if fault.is_some() {
        let shown = conversation(&app, page, &person, text, fault).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    whatsapp::say(&app, &person.contact, &text, &officer.name, fields.once().as_deref()).await?;
    Ok(Redirect::to(&format!("/meja/pesan/{wanted}")).into_response())
}

/// Back to the automatic service; the person is told.
async fn finish(State(app): State<Shared>, Path(wanted): Path<String>) -> Result<Response, Error> {
    let person = find(&app, &wanted).await?;
    whatsapp::back_from_staff(&app, person).await?;
    Ok(Redirect::to("/meja/pesan").into_response())
}
