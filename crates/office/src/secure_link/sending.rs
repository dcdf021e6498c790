//! Files as they come in. In parts, for the page's script: begin, put each part, complete; each of these may be
//! repeated. Or one file in one form, where no script runs.

use super::uploads::{self, PART, State, Upload};
use super::visit::Visit;
use super::{dossier, judge};
use crate::app::{App, Shared};
use crate::cases::Loaded;
use crate::documents::{DocumentFault, Incoming};
use crate::error::Error;
use crate::web::Page;
use crate::web::failure::Said;
use crate::web::field::{self, FileError};
use crate::workbench::{Faults, Fields};
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{Form, Multipart, Path, State as Of};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use procedure::{DocumentId, Ticket};
use serde::Deserialize;
use serde_json::json;
use sha2::Digest;

/// A form so long is read to its end before it is told that its file is too large: a browser whose sending is
/// cut off shows a broken connection and not our words.
pub const HEARD_OUT: usize = 64 * 1024 * 1024;

/// A file that a browser means to send.
#[derive(Deserialize)]
pub struct Announced {
    document: String,
    size: u64,
    /// By which the browser knows the same file again.
    fingerprint: String,
}

/// Begins a file, or goes on with the same one: its id, the size of a part, and the parts that are there.
pub async fn begin(
    visit: Visit,
    Of(app): Of<Shared>,
    page: Page,
    Form(new): Form<Announced>,
) -> Result<Response, Error> {
    let (_, loaded) = visit.dossier(&app).await?;
    let document = wanted(&loaded, &new.document)?;
    let unfit =
        |words: String| Ok((StatusCode::UNPROCESSABLE_ENTITY, Extension(Said), words).into_response());
    let max = app.documents.max_bytes();
    match new.size {
        0 => return unfit(page.t(DocumentFault::Empty.key())),
        size if size > max => return unfit(page.t(DocumentFault::TooLarge { max }.key())),
        _ => {}
    }
    let fingerprint: String = new.fingerprint.chars().take(64).collect();
    let all = uploads::of_link(&app, &visit.link.id).await?;
    let same = all.into_iter().find(|u| {
        (u.state, &u.document, u.size, &u.fingerprint)
            == (State::Receiving, &document, new.size, &fingerprint)
    });
    let id = match same {
        Some(upload) => upload.id,
        None => {
            let id = uuid::Uuid::new_v4().simple().to_string();
            let upload = receiving(id, document, new.size, fingerprint);
            if !uploads::begin(&app, &visit.link.id, &upload).await? {
                return unfit(page.t("link-enough"));
            }
            upload.id
        }
    };
    let had = uploads::had(&app, &id).await?;
    Ok(Json(json!({"id": id, "part": PART, "had": had})).into_response())
}

/// Keeps one part.
pub async fn part(
    visit: Visit,
    Of(app): Of<Shared>,
    Path((id, number)): Path<(String, u32)>,
    bytes: Bytes,
) -> Result<StatusCode, Error> {
    if bytes.len() > uploads::PART {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let upload = uploads::one(&app, &visit.link.id, &id).await?.ok_or(Error::NotFound)?;
    let index = usize::try_from(number).unwrap_or(usize::MAX);
    if upload.length_of(index) != Some(bytes.len()) {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let closed = visit.seal.close(&uploads::place(&id, i64::from(number)), bytes.to_vec())?;
    let kept = uploads::put(&app, &visit.link.id, &id, index, closed).await?;
    Ok(if kept || upload.state != State::Receiving { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT })
}

/// Every part is there: the file is looked at. What came of it stands on the page.
pub async fn complete(
    visit: Visit,
    Of(app): Of<Shared>,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    let (ticket, loaded) = visit.dossier(&app).await?;
    let upload = uploads::one(&app, &visit.link.id, &id).await?.ok_or(Error::NotFound)?;
    if upload.state != State::Receiving {
        return Ok(StatusCode::NO_CONTENT);
    }
    let Some(incoming) = uploads::whole(&app, &visit.seal, &upload).await? else {
        return Ok(StatusCode::CONFLICT);
    };
    judge::receive(&app, &visit, (&ticket, &loaded), &upload, incoming).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One document's form, sent by a browser without a script.
pub async fn at_once(
    visit: Visit,
    Of(app): Of<Shared>,
    page: Page,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Error> {
    let (ticket, loaded) = visit.dossier(&app).await?;
    let max = app.documents.max_bytes();
    let announced = headers.get(CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse::<u64>().ok());
    let taken = match announced {
        Some(length) if length > HEARD_OUT as u64 => None,
        _ => match take(&app, &visit, &page, (&ticket, &loaded), form).await {
            Ok(taken) => taken.ok(),
            Err(e) => return dossier::back(&app, &visit, page, &loaded, Err(e)).await,
        },
    };
    let too_large = || Faults::one("documents", page.t(DocumentFault::TooLarge { max }.key()));
    let faults = taken.unwrap_or_else(too_large);
    if faults.is_empty() {
        return Ok(Redirect::to("/kirim").into_response());
    }
    dossier::page(&app, &visit, page, (StatusCode::UNPROCESSABLE_ENTITY, faults)).await
}

async fn take(
    app: &App,
    visit: &Visit,
    page: &Page,
    case: (&Ticket, &Loaded),
    mut form: Multipart,
) -> Result<Result<Faults, MultipartError>, Error> {
    let (mut fields, mut faults) = (Fields::default(), Faults::default());
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(Ok(faults)),
            Err(e) => return Ok(Err(e)),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let named = field.file_name().is_some_and(|n| !n.is_empty());
        if name != "file" {
            match field::typed(field).await {
                Ok(typed) => fields.push(&name, typed),
                Err(e) => return Ok(Err(e)),
            }
            continue;
        }
        let incoming = match field::file(field, app.documents.incoming()?).await {
            Ok(incoming) => incoming,
            Err(FileError::Form(e)) => return Ok(Err(e)),
            Err(FileError::Io(e)) => return Err(e.into()),
        };
        // Of the two choices of a form, a file and the camera, one is empty.
        if !named && incoming.is_empty() {
            continue;
        }
        let document = wanted(case.1, fields.one("document"))?;
        let unfit = if incoming.is_too_large() {
            Some(DocumentFault::TooLarge { max: app.documents.max_bytes() })
        } else {
            incoming.is_empty().then_some(DocumentFault::Empty)
        };
        match unfit {
            Some(fault) => faults.add(&format!("choose-{document}"), page.t(fault.key())),
            None if !whole_file(app, visit, case, (document, fields.one("form")), incoming).await? => {
                faults.add("documents", page.t("link-enough"));
            }
            None => {}
        }
    }
}

/// A file that came at once. False: the link has had enough.
async fn whole_file(
    app: &App,
    visit: &Visit,
    case: (&Ticket, &Loaded),
    (document, form): (DocumentId, &str),
    incoming: Incoming,
) -> Result<bool, Error> {
    // The same file in the same form is the same upload.
    let of = format!("{}:{form}:{document}:{}", visit.link.id, incoming.sha256());
    let id = hex::encode(sha2::Sha256::digest(of)).chars().take(32).collect::<String>();
    if uploads::one(app, &visit.link.id, &id).await?.is_some_and(|u| u.state != State::Receiving) {
        return Ok(true);
    }
    let upload = receiving(id, document, incoming.length(), String::new());
    if !uploads::begin(app, &visit.link.id, &upload).await? {
        return Ok(false);
    }
    judge::receive(app, visit, case, &upload, incoming).await?;
    Ok(true)
}

fn receiving(id: String, document: DocumentId, size: u64, fingerprint: String) -> Upload {
    Upload { id, document, size, fingerprint, state: State::Receiving, facts: None, problem: None }
}

/// The document of this name, where the request asks for it.
fn wanted(loaded: &Loaded, document: &str) -> Result<DocumentId, Error> {
    let wanted = dossier::asked_for(loaded).into_iter().find(|d| d.id == *document);
    wanted.map(|d| d.id.clone()).ok_or(Error::NotFound)
}
