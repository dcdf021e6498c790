//! Opening the phone: which resident and which language an address means, and the pages that only show.
//! Whoever asks for an unknown resident gets the list of residents, not an empty phone.
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::page::{Chat, People, Phone, query};
use super::problem::Problem;
use super::words::Words;
use crate::engine::Engine;
use crate::resident::Resident;
use crate::store::ResidentRow;

/// The query of the phone's addresses.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct At {
    resident: Option<String>,
    lang: Option<String>,
}

impl At {
    pub(super) fn words(&self) -> Words {
        Words::of(self.lang.as_deref())
    }
}

/// A known resident's phone.
pub(super) struct Open {
    pub(super) engine: Arc<Engine>,
    pub(super) row: ResidentRow,
    pub(super) words: Words,
}

impl FromRequestParts<Arc<Engine>> for Open {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, engine: &Arc<Engine>) -> Result<Self, Response> {
        let at: Query<At> = Query::try_from_uri(&parts.uri).unwrap_or_default();
        let words = at.words();
        let Some(key) = at.0.resident.filter(|key| !key.is_empty()) else {
            return Err(Redirect::to(&format!("/?lang={}", words.code())).into_response());
        };
        match engine.resident(&key) {
            Ok(row) => Ok(Self { engine: Arc::clone(engine), row, words }),
            Err(error) => Err(nobody(engine, words, &error.into(), String::new(), key)),
        }
    }
}

impl Open {
    pub(super) fn resident(&self) -> Resident {
        Resident::new(&self.engine, self.row.no)
    }

    /// Back to the phone after something was done, or the page with the reason why it was not.
    /// `text` is what was typed, which a refusal must not lose.
    pub(super) fn after(self, outcome: Result<(), Problem>, text: String) -> Response {
        let Err(problem) = outcome else {
            return Redirect::to(&format!("/phone?{}", query(&self.row, self.words))).into_response();
        };
        let page = Phone::of(&self.engine, self.row, self.words);
        match page {
            Ok(page) => (problem.status(), html(&page.refused(&problem, text))).into_response(),
            Err(error) => failed(&error.into(), self.words),
        }
    }
}

/// The list of residents with a refusal on it.
pub(super) fn nobody(
    engine: &Engine,
    words: Words,
    problem: &Problem,
    name: String,
    phone: String,
) -> Response {
    match People::of(engine, words) {
        Ok(page) => (problem.status(), html(&page.refused(problem.say(words), name, phone))).into_response(),
        Err(error) => failed(&error.into(), words),
    }
}

pub(super) async fn people(State(engine): State<Arc<Engine>>, at: Query<At>) -> Response {
    let words = at.words();
    People::of(&engine, words).map_or_else(|error| failed(&error.into(), words), |page| html(&page))
}

pub(super) async fn phone(open: Open) -> Response {
    let page = Phone::of(&open.engine, open.row, open.words);
    page.map_or_else(|error| failed(&error.into(), open.words), |page| html(&page))
}

pub(super) async fn chat(open: Open) -> Response {
    let chat = Chat::of(&open.engine, &open.row, open.words);
    chat.map_or_else(|error| failed(&error.into(), open.words), |chat| html(&chat))
}

fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("SIMULATOR: {error}")).into_response(),
    }
}

fn failed(problem: &Problem, words: Words) -> Response {
    (problem.status(), problem.say(words)).into_response()
}
