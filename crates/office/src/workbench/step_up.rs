//! Proofs for what the core does not decide. Files that take data out of the office: where no proof is good, a page asks for
//! one and then leads to the file. What accounts may do, and erasing a person's data: the form asks, and is refused
//! without. Who may do it at all is the row's to say.

use crate::app::Shared;
use crate::error::Error;
use crate::web::Page;
use crate::web::page::page_with;
use askama::Template;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

/// That the officer has proved it, or is not asked to.
pub struct Proved;

#[derive(Template)]
#[template(path = "proof_first.html")]
struct ProofFirst {
    page: Page,
    /// The file's address, and what is asked of it.
    path: String,
    fields: Vec<(String, String)>,
    /// The page on which the file was chosen.
    back: String,
}

impl FromRequestParts<Shared> for Proved {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        let Ok(page) = Page::from_request_parts(parts, app).await;
        match asks_first(&page, &parts.uri) {
            Ok(None) => Ok(Self),
            Ok(Some(asks)) => Err(asks),
            Err(e) => Err(e.into_response()),
        }
    }
}

/// Refuses an officer who was ever given a key and has not just proved with one that it is them. Whoever never was is not
/// asked: the first administrator gives the first roles and allows the first keys. Who has lost theirs asks another
/// administrator for a new one, whom the terminal adds where there is none (`rancak user add`).
pub async fn demand(page: &Page) -> Result<(), Error> {
    let missing = page.officer.as_ref().and_then(|officer| page.app().proof_missing(officer));
    match missing {
        Some(refusal) if had_key(page).await? => Err(Error::Refused(refusal)),
        _ => Ok(()),
    }
}

/// The attribute of a form behind [`demand`].
pub async fn demanded(page: &Page) -> Result<String, Error> {
    Ok(if had_key(page).await? { page.asks_proof() } else { String::new() })
}

async fn had_key(page: &Page) -> Result<bool, Error> {
    match &page.officer {
        Some(officer) => Ok(page.app().accounts.had_key(&officer.user).await?),
        None => Ok(false),
    }
}

/// The page that asks for a proof; none where one is good, or the office asks for none.
pub fn asks_first(page: &Page, uri: &Uri) -> Result<Option<Response>, Error> {
    let app = page.app();
    if page.officer.as_ref().and_then(|officer| app.proof_missing(officer)).is_none() {
        return Ok(None);
    }
    let Query(fields) = Query::try_from_uri(uri).map_err(|_| Error::NotFound)?;
    let first = ProofFirst { path: uri.path().to_owned(), fields, back: back(uri), page: page.clone() };
    page_with(StatusCode::FORBIDDEN, &first).map(Some)
}

fn back(uri: &Uri) -> String {
    let (path, query) = (uri.path(), uri.query().map(|q| format!("?{q}")).unwrap_or_default());
    let copied = path.split_once("/salinan/").map(|(request, _)| request.to_owned());
    let report = path.starts_with("/meja/laporan/").then(|| format!("/meja/laporan/lihat{query}"));
    let incident = path.strip_prefix("/meja/insiden/").and_then(|rest| rest.split('/').next());
    let incident = incident.map(|no| format!("/meja/insiden/{no}"));
    let sheet = path.rsplit_once('.').map(|(list, _)| format!("{list}{query}"));
    copied.or(report).or(incident).or(sheet).unwrap_or_else(|| "/meja".to_owned())
}
