//! One blank's page: its story, and photos of it where it is spoiled. A photo is kept under the key of the case that
//! it was spoiled for, since it may show whose card it was to be.

use super::shown::{self, Line};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::CaseError;
use crate::documents::{DocumentFault, Holder, Incoming, Size};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::reads;
use crate::stock::Wish;
use crate::web::field;
use crate::web::page::page_with;
use crate::web::{Page, form_token};
use crate::workbench::documents::as_picture;
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::ledger::{Movement, MovementBody, Standing, StockCommand, evolve};
use procedure::{Blangko, FileFacts, FileId};

pub fn doors() -> Doors {
    Doors::new().at(Route::Blank, show).at(Route::PhotographBlank, add).at(Route::BlankPhoto, photo)
}

#[derive(Template)]
#[template(path = "stock_blank.html")]
struct BlankPage {
    page: Page,
    serial: String,
    standing: Option<String>,
    lines: Vec<Line>,
    /// The photos' names, oldest first.
    photos: Vec<String>,
    /// Whether it can be photographed.
    spoiled: bool,
    megabytes: u64,
    trouble: Option<String>,
    form: String,
}

impl BlankPage {
    fn of(page: Page, serial: &Blangko, movements: &[Movement], trouble: Option<String>) -> Self {
        let lines = movements.iter().rev().map(|m| shown::moved(&page, serial.as_str(), m)).collect();
        Self {
            serial: serial.as_str().to_owned(),
            standing: shown::standing(&page, movements),
            lines,
            photos: photos(movements).map(|f| f.file.to_string()).collect(),
            spoiled: matches!(standing(movements), Some(Standing::Spoiled { .. })),
            megabytes: page.app().documents.max_bytes() / 1_000_000,
            trouble,
            form: form_token(),
            page,
        }
    }
}

fn standing(movements: &[Movement]) -> Option<Standing> {
    movements.iter().fold(None, evolve).map(|b| b.standing)
}

fn photos(movements: &[Movement]) -> impl Iterator<Item = &FileFacts> {
    movements.iter().filter_map(|m| match &m.body {
        MovementBody::Photographed { photo } => Some(photo),
        _ => None,
    })
}

async fn found(app: &App, serial: &str) -> Result<(Blangko, Vec<Movement>), Error> {
    let serial = Blangko::parse(serial).map_err(|_| Error::NotFound)?;
    let movements = app.stock.story(&serial).await?;
    Ok((serial, movements))
}

async fn show(State(app): State<Shared>, page: Page, Path(serial): Path<String>) -> Result<Response, Error> {
    let (serial, movements) = found(&app, &serial).await?;
    page_with(StatusCode::OK, &BlankPage::of(page, &serial, &movements, None))
}

async fn add(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(serial): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let (serial, movements) = found(&app, &serial).await?;
    let (incoming, once) = read(&app, form).await?;
    let trouble = if incoming.is_empty() {
        Some(page.t("stock-photo-choose"))
    } else {
        match keep(&app, &movements, incoming).await? {
            Err(fault) => Some(page.with(fault.key(), &fault.args())),
            Ok(photo) => {
                let wish = Wish { actor: officer.actor(), at: app.clock.now(), once };
                let file = photo.file.clone();
                match app.stock.shift(&wish, &serial, &serial, StockCommand::Photograph { photo }).await {
                    Ok(_) => None,
                    Err(CaseError::Refused(refusal)) => {
                        app.documents.delete(&[file]).await?;
                        Some(page.refusal(&app.cases.procedures().active(), &refusal))
                    }
                    Err(other) => return Err(other.into()),
                }
            }
        }
    };
    match trouble {
        None => Ok(Redirect::to(&format!("/meja/blangko/seri/{}", serial.as_str())).into_response()),
        some => {
            let shown = BlankPage::of(page, &serial, &movements, some);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

async fn read(app: &App, mut form: Multipart) -> Result<(Incoming, Option<String>), Error> {
    let broken = |_| Error::Input("form-broken");
    let (mut photo, mut fields) = (app.documents.incoming()?, Fields::default());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "photo" {
            photo = field::file(field, app.documents.incoming()?).await?;
        } else {
            fields.push(&name, field::typed(field).await.map_err(broken)?);
        }
    }
    Ok((photo, fields.once()))
}

async fn keep(
    app: &App,
    movements: &[Movement],
    incoming: Incoming,
) -> Result<Result<FileFacts, DocumentFault>, Error> {
    let file = FileId::new(uuid::Uuid::new_v4().simple().to_string());
    let ticket = match standing(movements) {
        Some(Standing::Spoiled { ticket }) => ticket,
        _ => None,
    };
    let holder = ticket.as_ref().map_or(Holder::File, Holder::Case);
    match app.documents.keep(file, holder, incoming).await {
        Err(DocumentFault::Io(e)) => Err(e.into()),
        other => Ok(other),
    }
}

async fn photo(
    State(app): State<Shared>,
    Path((serial, file)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (serial, movements) = found(&app, &serial).await?;
    let known = photos(&movements).find(|f| f.file == *file).ok_or(Error::NotFound)?;
    // It may show whose card it was to be.
    if let Some(Standing::Spoiled { ticket: Some(ticket) }) = standing(&movements) {
        reads::seen(ticket.as_str());
    }
    let picture = app.documents.page(&known.file, 1, Size::Whole).await?.ok_or(Error::NotFound)?;
    Ok(as_picture(&format!("{}-{}", serial.as_str(), known.file), picture))
}
