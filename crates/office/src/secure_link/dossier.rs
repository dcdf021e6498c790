//! The page of the documents: what is asked for, what is there, what was found, what is on its way; and sending
//! the request. Shows and passes on; what happens to the case is decided by the case.

use super::applicant::{asks, reasons};
use super::judge::{self, may_be_kept};
use super::keeping;
use super::uploads::{self, State, Upload};
use super::visit::{Stand, Visit, chat, gone};
use crate::app::{App, Shared};
use crate::cases::{Loaded, Order};
use crate::error::Error;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::workbench::{Faults, Fields};
use askama::Template;
use axum::body::Body;
use axum::extract::{Form, Path, State as Of};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::definition::DocumentKind;
use procedure::{Command, Document, FileId, Status};

#[derive(Template)]
#[template(path = "link_dossier.html")]
struct Dossier {
    page: Page,
    /// Names the link to the page's script; no secret.
    link: String,
    form: String,
    name: String,
    nik: String,
    reasons: String,
    draft: bool,
    needs: Vec<Need>,
    megabytes: u64,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "link_receipt.html")]
struct Receipt {
    page: Page,
    ticket: String,
    chat: String,
}

impl Dossier {
    /// The field that a fault with this document's form stands at.
    fn field(&self, need: &Need) -> String {
        format!("choose-{}", need.id)
    }
}

/// One document that is asked for.
struct Need {
    id: String,
    name: String,
    hint: String,
    /// What the office found wrong with the page it has.
    wrong: Option<String>,
    /// Whether a place on that page is marked.
    marked: bool,
    files: Vec<Attached>,
    news: News,
}

/// A file that the case has, and the number of its pages.
struct Attached {
    id: String,
    pages: u32,
}

/// What came of the last file.
enum News {
    None,
    Receiving { upload: String, percent: u64, megabytes: String },
    Refused(String),
    Held { upload: String, found: Vec<String>, may_be_kept: bool },
}

pub async fn show(visit: Visit, Of(app): Of<Shared>, page: Page) -> Result<Response, Error> {
    self::page(&app, &visit, page, (StatusCode::OK, Faults::default())).await
}

/// The page as the request stands.
pub async fn page(
    app: &App,
    visit: &Visit,
    mut page: Page,
    (status, faults): (StatusCode, Faults),
) -> Result<Response, Error> {
    // A form may have led here, and its address is no page.
    "/kirim".clone_into(&mut page.path);
    match visit.stand(app).await? {
        Stand::Applicant => asks(visit, page),
        Stand::Dossier(_, loaded) => {
            let sent = uploads::of_link(app, &visit.link.id).await?;
            let mut needs = Vec::new();
            for kind in asked_for(&loaded) {
                needs.push(need(app, &page, &loaded, kind, &sent).await?);
            }
            page_with(status, &dossier(visit, page, &loaded, needs, faults))
        }
        Stand::Receipt(ticket) => {
            let (ticket, chat) = (ticket.to_string(), chat(&page, "status"));
            html(&Receipt { ticket, chat, page })
        }
        Stand::Over => Ok(gone(page)),
    }
}

fn dossier(visit: &Visit, page: Page, loaded: &Loaded, needs: Vec<Need>, faults: Faults) -> Dossier {
    let case = &loaded.case;
    Dossier {
        link: visit.link.id.chars().take(12).collect(),
        form: form_token(),
        name: case.applicant.name.clone(),
        nik: case.applicant.nik.masked(),
        reasons: reasons(&page, &case.grounds),
        draft: case.status == Status::Draft,
        needs,
        megabytes: page.app().documents.max_bytes() / 1_000_000,
        faults,
        page,
    }
}

/// What is asked for: of a draft all that its reasons require, of a returned request what is at fault or missing.
pub fn asked_for(loaded: &Loaded) -> Vec<&DocumentKind> {
    let (case, p) = (&loaded.case, &loaded.procedure);
    let required = p.required(&case.grounds);
    let Some(correction) = &case.correction else { return required };
    let at_fault = |d: &&DocumentKind| correction.faults.iter().any(|f| f.document == d.id);
    let mut asked: Vec<&DocumentKind> = p.documents.iter().filter(at_fault).collect();
    let missing = required.into_iter().filter(|d| !case.has(&d.id)).collect::<Vec<_>>();
    asked.extend(missing.into_iter().filter(|d| !correction.faults.iter().any(|f| f.document == d.id)));
    asked
}

async fn need(
    app: &App,
    page: &Page,
    loaded: &Loaded,
    kind: &DocumentKind,
    sent: &[Upload],
) -> Result<Need, Error> {
    let case = &loaded.case;
    let own = |d: &&Document| d.document.as_ref() == Some(&kind.id);
    let fault = case.open_faults().into_iter().find(|f| f.document == kind.id);
    // What the office has sent back is not among the pages: it says, and may show, what was wrong with it.
    let since = case.correction.as_ref().map(|c| c.since);
    let shown = |d: &&Document| since.is_none_or(|since| d.attached_at >= since);
    let last = sent.iter().rev().find(|u| u.document == kind.id);
    Ok(Need {
        id: kind.id.to_string(),
        name: page.of(&kind.name).to_owned(),
        hint: page.of(&kind.hint).to_owned(),
        wrong: fault.map(|f| f.why.clone()),
        marked: fault.is_some_and(|f| f.mark.is_some()),
        files: case.standing().filter(own).filter(shown).map(attached).collect(),
        news: match last {
            Some(upload) => news(app, page, sent, upload).await?,
            None => News::None,
        },
    })
}

fn attached(document: &Document) -> Attached {
    Attached { id: document.facts.file.to_string(), pages: document.facts.pages }
}

async fn news(app: &App, page: &Page, sent: &[Upload], upload: &Upload) -> Result<News, Error> {
    Ok(match (upload.state, &upload.facts, &upload.problem) {
        (State::Receiving, ..) => {
            let had = uploads::had(app, &upload.id).await?.len() * 100;
            let percent = u64::try_from(had / upload.parts().max(1)).unwrap_or(0);
            let tenths = upload.size.div_ceil(100_000);
            let megabytes = format!("{},{}", tenths / 10, tenths % 10);
            News::Receiving { upload: upload.id.clone(), percent, megabytes }
        }
        (State::Refused, _, Some(problem)) => {
            let args: Vec<_> = problem.args.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
            News::Refused(page.with(&problem.key, &args))
        }
        (State::Held, Some(facts), _) => News::Held {
            upload: upload.id.clone(),
            found: facts.findings.iter().map(|id| found(page, id)).collect(),
            may_be_kept: may_be_kept(sent, upload),
        },
        _ => News::None,
    })
}

/// What was found, and how to do better.
fn found(page: &Page, id: &str) -> String {
    format!("{} {}", page.t(&format!("finding-{id}")), page.t(&format!("finding-{id}-advice")))
}

/// A page that was sent by this link or stands in its case, small.
pub async fn picture(visit: Visit, Of(app): Of<Shared>, Path(file): Path<String>) -> Result<Response, Error> {
    let (_, loaded) = visit.dossier(&app).await?;
    let file = FileId::new(file);
    let held = uploads::one(&app, &visit.link.id, file.as_str()).await?.filter(|u| u.state == State::Held);
    if held.is_none() && !loaded.case.standing().any(|d| d.facts.file == file) {
        return Err(Error::NotFound);
    }
    let small = keeping::small(&app, &file).await?;
    Ok(jpeg(small.length, Body::from_stream(small.into_stream())))
}

/// The page that is to be mended, with the place that the office marked.
pub async fn marked(
    visit: Visit,
    Of(app): Of<Shared>,
    Path(document): Path<String>,
) -> Result<Response, Error> {
    let (_, loaded) = visit.dossier(&app).await?;
    let fault = loaded.case.open_faults().into_iter().find(|f| f.document.as_str() == document);
    let mark = fault.and_then(|f| f.mark.as_ref()).ok_or(Error::NotFound)?;
    let drawn = app.documents.marked(mark).await.ok_or(Error::NotFound)?;
    Ok(jpeg(drawn.length, Body::from_stream(drawn.into_stream())))
}

fn jpeg(length: u64, picture: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, "image/jpeg".to_owned()),
        (CONTENT_LENGTH, length.to_string()),
        (CONTENT_DISPOSITION, "inline".to_owned()),
    ];
    (headers, picture).into_response()
}

pub async fn remove(
    visit: Visit,
    Of(app): Of<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let (ticket, loaded) = visit.dossier(&app).await?;
    let done = judge::remove(&app, &visit, (&ticket, fields.one("file")), page.t("link-removed-why")).await;
    back(&app, &visit, page, &loaded, done).await
}

pub async fn accept(
    visit: Visit,
    Of(app): Of<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let (ticket, loaded) = visit.dossier(&app).await?;
    let done = judge::accept(&app, &visit, &ticket, fields.one("file")).await;
    back(&app, &visit, page, &loaded, done).await
}

/// Sends the request; of the link only the receipt is left.
pub async fn submit(visit: Visit, Of(app): Of<Shared>, page: Page) -> Result<Response, Error> {
    let Stand::Dossier(ticket, loaded) = visit.stand(&app).await? else {
        return self::page(&app, &visit, page, (StatusCode::OK, Faults::default())).await;
    };
    let used = visit.link.used(&app).await?;
    let order = Order::new(Some(ticket), visit.actor(), app.clock.now(), Command::Submit);
    let order = order.once(format!("kirim:{}", visit.link.id)).also(used);
    let done = app.cases.dispatch(app.office(), order).await.map(|_| ()).map_err(Error::from);
    back(&app, &visit, page, &loaded, done).await
}

/// To the page again; where the case refused what was asked there, with its words.
pub async fn back(
    app: &App,
    visit: &Visit,
    page: Page,
    loaded: &Loaded,
    done: Result<(), Error>,
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(Redirect::to("/kirim").into_response()),
        Err(Error::Refused(refusal)) => {
            let faults = Faults::one("documents", page.refusal(&loaded.procedure, &refusal));
            self::page(app, visit, page, (StatusCode::CONFLICT, faults)).await
        }
        Err(e) => Err(e),
    }
}
