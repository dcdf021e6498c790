//! The frame of a page: who looks at it, in which language, and the texts it may use.

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::texts;
use askama::Template;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::Language;
use procedure::refusal::Refusal;
use std::convert::Infallible;
use std::sync::Arc;

/// The cookie that keeps a visitor's language.
pub const LANGUAGE_COOKIE: &str = "__Host-rancak-bahasa";

/// What a template needs beside its own content. An extractor: any visitor has one.
#[derive(Clone)]
pub struct Page {
    pub language: Language,
    pub officer: Option<Officer>,
    pub office_name: String,
    /// The path of this page, for the link to the other language.
    pub path: String,
    /// Shown on every page of a demonstration.
    pub demo: bool,
    app: Shared,
}

impl Page {
    pub fn app(&self) -> &App {
        &self.app
    }

    /// A text by its key.
    pub fn t(&self, key: &str) -> String {
        texts::text(self.language, key)
    }

    /// A text with one placeholder.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        texts::text_with(self.language, key, &[(name, value.to_string())])
    }

    pub fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        texts::text_with(self.language, key, args)
    }

    /// A text of the procedure file.
    pub fn of<'a>(&self, text: &'a procedure::Text) -> &'a str {
        texts::of(self.language, text)
    }

    /// What is wrong with a procedure file.
    pub fn problem(&self, problem: &procedure::loader::Problem) -> String {
        self.with(problem.kind.key(), &problem.kind.args())
    }

    pub fn refusal(&self, p: &procedure::Procedure, refusal: &Refusal) -> String {
        texts::refusal(self.language, p, refusal)
    }

    /// An instant in the office's own time.
    pub fn moment(&self, at: Timestamp) -> String {
        texts::moment(self.language, self.app.cases.procedures().active().calendar.offset, at)
    }

    /// The time of day of an instant, in the office's own time.
    pub fn time(&self, at: Timestamp) -> String {
        texts::time(self.app.cases.procedures().active().calendar.offset, at)
    }

    pub fn day(&self, date: Date) -> String {
        texts::day(self.language, date)
    }

    pub fn lang(&self) -> &'static str {
        match self.language {
            Language::Id => "id",
            Language::En => "en",
        }
    }

    pub fn other_lang(&self) -> &'static str {
        match self.language {
            Language::Id => "en",
            Language::En => "id",
        }
    }

    /// For how many milliseconds more the visitor's proof that it is them is good; none where nobody is asked for one.
    pub fn proof_left(&self) -> Option<i128> {
        self.app.webauthn.as_ref()?;
        self.app.cases.procedures().active().operator_proof?;
        let auth = self.officer.as_ref().and_then(|o| o.operator_auth.as_ref());
        Some(auth.and_then(|a| self.app.proof_left(a)).map_or(0, |left| left.as_millis()))
    }

    /// The attribute of a form that asks for a proof: what `proof.js` goes by.
    pub fn asks_proof(&self) -> String {
        self.proof_left().map(|left| format!("data-proof={left}")).unwrap_or_default()
    }

    /// Whether the visitor holds this role.
    pub fn is(&self, role: &str) -> bool {
        self.officer.as_ref().is_some_and(|o| o.holds(role))
    }
}

impl<S> FromRequestParts<S> for Page
where
    Shared: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let app = Shared::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let language = match jar.get(LANGUAGE_COOKIE).map(|c| c.value()) {
            Some("en") => Language::En,
            _ => Language::Id,
        };
        Ok(Self {
            language,
            officer: parts.extensions.get::<Officer>().cloned(),
            office_name: app.config.office.name.clone(),
            path: parts.uri.path().to_owned(),
            demo: app.demo,
            app: Arc::clone(&app),
        })
    }
}

/// A rendered template as a response.
pub fn html(template: &impl Template) -> Result<Response, Error> {
    page_with(StatusCode::OK, template)
}

pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Error> {
    let body = template.render().map_err(|e| Error::Broken(format!("template: {e}")))?;
    Ok((status, Html(body)).into_response())
}
