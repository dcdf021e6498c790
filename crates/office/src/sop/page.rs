//! The SOP in force, for everybody: a page and a PDF. No login, no personal data but the name of whoever approved it.

use super::Document;
use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use procedure::Procedure;
use procedure::sop::{Placed, Symbol};
use std::sync::Arc;

pub fn doors() -> Doors {
    Doors::new().at(Route::PublicSop, show).at(Route::PublicSopPdf, as_pdf)
}

/// A version of the procedure as a page.
#[derive(Template)]
#[template(path = "sop.html")]
pub struct Shown {
    page: Page,
    document: Document,
    /// Where its PDF is; none of a version that is only proposed.
    pdf: Option<String>,
}

impl Shown {
    pub fn new(page: Page, p: &Procedure, pdf: String) -> Self {
        Self { document: Document::of(page.language, p), pdf: Some(pdf), page }
    }

    /// Of a version that is only proposed.
    pub fn preview(page: Page, p: &Procedure) -> Self {
        Self { document: Document::of(page.language, p), pdf: None, page }
    }

    /// What a symbol is, for those who cannot see it.
    fn said(&self, symbol: &Placed) -> String {
        match symbol.symbol {
            Symbol::Start => self.document.words.start.clone(),
            Symbol::End => self.document.words.end.clone(),
            Symbol::Process => self.page.t("sop-process"),
            Symbol::Decision => self.page.t("sop-decision"),
        }
    }
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&Shown::new(page, &app.cases.procedures().active(), "/sop.pdf".to_owned()))
}

async fn as_pdf(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    file(page, app.cases.procedures().active()).await
}

/// The PDF of this version, to be read in the browser.
pub async fn file(page: Page, p: Arc<Procedure>) -> Result<Response, Error> {
    let name = format!("inline; filename=\"sop-{}-{}.pdf\"", plain(&p.id), plain(&p.version));
    let made = tokio::task::spawn_blocking(move || super::pdf(page.language, &p)).await;
    let bytes = made.map_err(|e| Error::Broken(e.to_string()))??;
    let kind = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((kind, bytes).into_response())
}

/// Safe in the name of a file.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect()
}
