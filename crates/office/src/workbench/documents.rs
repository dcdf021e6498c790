//! Hands out the pages of documents to people who see cases: only by way of the case that they belong to.

use crate::app::{App, Shared};
use crate::documents::{Reading, Size};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use procedure::{FileId, Ticket};

pub fn doors() -> Doors {
    Doors::new().at(Route::CasePage, whole).at(Route::CaseThumbnail, thumbnail)
}

type Which = Path<(String, String, String)>;

async fn whole(State(app): State<Shared>, Path(which): Which) -> Result<Response, Error> {
    picture(&app, which, Size::Whole).await
}

async fn thumbnail(State(app): State<Shared>, Path(which): Which) -> Result<Response, Error> {
    picture(&app, which, Size::Thumbnail).await
}

async fn picture(
    app: &App,
    (ticket, file, page): (String, String, String),
    size: Size,
) -> Result<Response, Error> {
    let ticket = Ticket::parse(&ticket).map_err(|_| Error::NotFound)?;
    let loaded = app.cases.load(app.office(), &ticket).await?.ok_or(Error::NotFound)?;
    let page: u32 = page.parse().map_err(|_| Error::NotFound)?;
    let facts = &loaded.case.file(&FileId::new(file)).ok_or(Error::NotFound)?.facts;
    let picture = app.documents.page(&facts.file, page, size).await?.ok_or(Error::NotFound)?;
    Ok(as_picture(&format!("{ticket}-{}-{page}", facts.file), picture))
}

/// A picture of our own drawing; `web::headers` sees to it that nothing in it could ever act.
pub fn as_picture(name: &str, picture: Reading) -> Response {
    let headers = [
        (CONTENT_TYPE, "image/jpeg".to_owned()),
        (CONTENT_LENGTH, picture.length.to_string()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}.jpg\"")),
    ];
    (headers, Body::from_stream(picture.into_stream())).into_response()
}
