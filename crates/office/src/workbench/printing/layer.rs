//! The form for what is printed on one person's card, and the layer as a page to look at. Whether it may be, the
//! rules say.

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Loaded, Order};
use crate::documents::{DocumentFault, Holder, Incoming};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::production::layer::{Way, pdf};
use crate::web::field;
use crate::web::page::page_with;
use crate::web::{Page, form_token};
use crate::workbench::fields::{Faults, Fields};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::layer::drafted;
use procedure::{Command, FileFacts, FileId, LayerPart, Nik, Refusal, Ticket};
use std::collections::BTreeMap;

pub fn doors() -> Doors {
    Doors::new().at(Route::Card, show).at(Route::PrepareCard, prepare).at(Route::CardPdf, preview)
}

#[derive(Template)]
#[template(path = "desk/layer.html")]
struct LayerPage {
    page: Page,
    ticket: String,
    name: String,
    nik: String,
    parts: Vec<Part>,
    prepared: bool,
    /// What the NIK tells otherwise, in words.
    differs: Option<String>,
    megabytes: u64,
    faults: Faults,
    saved: bool,
    form: String,
}

struct Part {
    id: &'static str,
    label: String,
    value: String,
}

impl LayerPage {
    fn of(page: Page, ticket: &Ticket, loaded: &Loaded, typed: Option<Typed>, faults: Faults) -> Self {
        let case = &loaded.case;
        let year = loaded.procedure.calendar.offset.to_datetime(page.app().clock.now()).year();
        let prepared = case.layer.as_ref();
        let known = match (typed, prepared) {
            (Some(typed), _) => typed.parts,
            (None, Some(layer)) => layer.parts.clone(),
            (None, None) => drafted(&case.applicant, year),
        };
        let part = |p: LayerPart| Part {
            id: p.word(),
            label: page.t(&format!("layer-{}", p.word())),
            value: known.get(&p).cloned().unwrap_or_default(),
        };
        Self {
            ticket: ticket.to_string(),
            name: case.applicant.name.clone(),
            nik: case.applicant.nik.as_str().to_owned(),
            parts: LayerPart::ALL.map(part).into(),
            prepared: prepared.is_some(),
            differs: prepared
                .and_then(|l| differs(&page, &case.applicant.nik, &l.differs_from(&case.applicant.nik))),
            megabytes: page.app().documents.max_bytes() / 1_000_000,
            saved: faults.is_empty() && prepared.is_some(),
            faults,
            form: form_token(),
            page,
        }
    }
}

fn differs(page: &Page, nik: &Nik, parts: &[LayerPart]) -> Option<String> {
    let names: Vec<_> = parts.iter().map(|p| page.t(&format!("layer-{}", p.word()))).collect();
    let args = [("parts", names.join(", ")), ("nik", nik.as_str().to_owned())];
    (!names.is_empty()).then(|| page.with("layer-differs", &args))
}

async fn found(app: &App, ticket: &str) -> Result<(Ticket, Loaded), Error> {
    let ticket = Ticket::parse(ticket).map_err(|_| Error::NotFound)?;
    let loaded = app.cases.load(app.office(), &ticket).await?.ok_or(Error::NotFound)?;
    Ok((ticket, loaded))
}

/// Whoever may not prepare it now is led to the case, which says why.
async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let command = Command::PrepareLayer { parts: BTreeMap::new(), photo: None };
    let request = procedure::Request::new(officer.actor(), app.clock.now(), command);
    match procedure::decide(&loaded.procedure, Some(&loaded.case), &request) {
        Ok(_) | Err(Refusal::LayerIncomplete { .. }) => {
            let shown = LayerPage::of(page, &ticket, &loaded, None, Faults::default());
            page_with(StatusCode::OK, &shown)
        }
        Err(_) => Ok(Redirect::to(&format!("/meja/perkara/{ticket}")).into_response()),
    }
}

/// What was typed, and the photo that came along.
struct Typed {
    parts: BTreeMap<LayerPart, String>,
    photo: Option<Incoming>,
    once: Option<String>,
}

async fn prepare(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let mut typed = read(&app, form).await?;
    let photo = match typed.photo.take() {
        None => None,
        Some(incoming) => match keep(&app, &ticket, incoming).await? {
            Ok(facts) => Some(facts),
            Err(fault) => {
                let faults = Faults::one("photo", page.with(fault.key(), &fault.args()));
                let shown = LayerPage::of(page, &ticket, &loaded, Some(typed), faults);
                return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
            }
        },
    };
    let command = Command::PrepareLayer { parts: typed.parts.clone(), photo: photo.clone() };
    let mut order = Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), command);
    order.once = typed.once.clone();
    match app.cases.dispatch(app.office(), order).await {
        Ok(done) => {
            if done.repeated {
                drop_photo(&app, photo).await?;
            }
            Ok(Redirect::to(&format!("/meja/perkara/{ticket}/kartu")).into_response())
        }
        Err(CaseError::Refused(refusal)) => {
            drop_photo(&app, photo).await?;
            let faults = faults(&page, &loaded, &refusal);
            let shown = LayerPage::of(page, &ticket, &loaded, Some(typed), faults);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(other) => Err(other.into()),
    }
}

async fn drop_photo(app: &App, photo: Option<FileFacts>) -> Result<(), Error> {
    match photo {
        Some(photo) => app.documents.delete(&[photo.file]).await,
        None => Ok(()),
    }
}

async fn read(app: &App, mut form: Multipart) -> Result<Typed, Error> {
    let broken = |_| Error::Input("form-broken");
    let mut fields = Fields::default();
    let mut photo = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "photo" {
            fields.push(&name, field::typed(field).await.map_err(broken)?);
            continue;
        }
        let incoming = field::file(field, app.documents.incoming()?).await?;
        if !incoming.is_empty() {
            photo = Some(incoming);
        }
    }
    let parts = LayerPart::ALL.map(|p| (p, fields.one(p.word()).to_owned())).into();
    Ok(Typed { parts, photo, once: fields.once() })
}

async fn keep(
    app: &App,
    ticket: &Ticket,
    incoming: Incoming,
) -> Result<Result<FileFacts, DocumentFault>, Error> {
    let file = FileId::new(uuid::Uuid::new_v4().simple().to_string());
    match app.documents.keep(file, Holder::Case(ticket), incoming).await {
        Err(DocumentFault::Io(e)) => Err(e.into()),
        other => Ok(other),
    }
}

/// A refusal at the fields it is about.
fn faults(page: &Page, loaded: &Loaded, refusal: &Refusal) -> Faults {
    let mut faults = Faults::default();
    match refusal {
        Refusal::LayerIncomplete { parts } if !parts.is_empty() => {
            for part in parts {
                let label = page.t(&format!("layer-{}", part.word()));
                faults.add(part.word(), page.t1("layer-wrong", "part", label));
            }
        }
        other => faults.add("photo", page.refusal(&loaded.procedure, other)),
    }
    faults
}

/// The layer as it will be printed. Opened by itself: it is a PDF of ours, and still of a person.
async fn preview(State(app): State<Shared>, Path(ticket): Path<String>) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let layer = loaded.case.layer.as_ref().ok_or(Error::NotFound)?;
    let photo = app.documents.photo(&layer.photo.file).await?.ok_or(Error::NotFound)?;
    let drawn = pdf(&loaded.case.applicant.nik, layer, &photo, Way::Read);
    let drawn = drawn.ok_or_else(|| Error::Broken(format!("the card of {ticket} cannot be drawn")))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{ticket}-kartu.pdf\"")),
    ];
    Ok((headers, drawn).into_response())
}
