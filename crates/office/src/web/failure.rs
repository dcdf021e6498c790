//! From an [`Error`] to a page in the visitor's language. The handler only returns the error; this
//! layer, which knows the visitor, finds the words.

use super::page::{Page, page_with};
use crate::error::Error;
use askama::Template;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "failure.html")]
struct Failure {
    page: Page,
    title: String,
    text: String,
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Input(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(procedure::Refusal::NoSuchCase) => StatusCode::NOT_FOUND,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) | Self::Newer(_) | Self::RolledBack | Self::WrongMasterKey { .. } => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// Title and text for the person before the screen; no detail of ours.
    pub fn words(&self, page: &Page) -> (String, String) {
        match self {
            Self::NotFound | Self::Refused(procedure::Refusal::NoSuchCase) => {
                (page.t("failure-not-found"), page.t("failure-not-found-text"))
            }
            Self::Input(key) => (page.t("failure-input"), page.t(key)),
            Self::Refused(refusal) => {
                let p = &*page.app().cases.procedures().active();
                (page.t("failure-refused"), page.refusal(p, refusal))
            }
            Self::Unavailable(_) => (page.t("failure-unavailable"), page.t("failure-unavailable-text")),
            Self::Broken(_) | Self::Newer(_) | Self::RolledBack | Self::WrongMasterKey { .. } => {
                (page.t("failure-broken"), page.t("failure-broken-text"))
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match &self {
            Self::Unavailable(why) => tracing::warn!("{why}"),
            Self::Broken(_) | Self::Newer(_) | Self::RolledBack | Self::WrongMasterKey { .. } => {
                tracing::error!("{self}")
            }
            _ => {}
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// A plain word of ours that a script of ours shows to the person: it goes as it is.
#[derive(Debug, Clone, Copy)]
pub struct Said;

/// Of what is not there, or not for this visitor, the page is the same to the byte: the address asked for does not stand
/// in it either.
pub async fn explain(mut page: Page, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<Arc<Error>>().cloned() else {
        return in_our_words(page, response);
    };
    if error.status() == StatusCode::NOT_FOUND {
        "/".clone_into(&mut page.path);
    }
    let (title, text) = error.words(&page);
    page_with(error.status(), &Failure { page, title, text }).unwrap_or(response)
}

/// What cannot be read at all is refused before a handler sees it, in a programmer's English that names our fields and
/// types. The status stays, and the person gets a page.
fn in_our_words(mut page: Page, response: Response) -> Response {
    let unread = [
        StatusCode::BAD_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if !unread.contains(&status)
        || !kind.starts_with("text/plain")
        || response.extensions().get::<Said>().is_some()
    {
        return response;
    }
    "/".clone_into(&mut page.path);
    let (title, text) = (page.t("failure-input"), page.t("failure-unread"));
    page_with(status, &Failure { page, title, text }).unwrap_or_else(|_| status.into_response())
}

/// For an address of which too much was asked.
pub fn too_often(page: Page) -> Response {
    let (title, text) = (page.t("failure-too-often"), page.t("failure-too-often-text"));
    let status = StatusCode::TOO_MANY_REQUESTS;
    page_with(status, &Failure { page, title, text }).unwrap_or_else(|_| status.into_response())
}
