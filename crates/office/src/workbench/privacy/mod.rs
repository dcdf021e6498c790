//! Requests of people about their own data: taken in, answered within three days, a copy made, an erasure carried out by
//! two. Only shows and asks; the rules are `crate::privacy`'s.

use super::case::history;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::privacy::copy::Copy;
use crate::privacy::{Kind, PrivacyRequest};
use crate::web::{Page, html};
use crate::workbench::step_up::{Proved, demand, demanded};
use askama::Template;
use axum::body::Body;
use axum::extract::{Form, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use procedure::{ApplicantField, Ticket};
use serde::Deserialize;

/// Requests that are shown.
const MOST: usize = 200;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Privacy, list)
        .at(Route::ReceivePrivacy, receive)
        .at(Route::PrivacyRequest, show)
        .at(Route::PrivacyCopy, copy)
        .at(Route::AnswerPrivacy, answer)
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
}

struct Line {
    no: i64,
    ticket: String,
    what: String,
    received: String,
    standing: String,
    /// The hours that are left, while it waits.
    left: Option<i64>,
    late: bool,
}

#[derive(Template)]
#[template(path = "privacy_request.html")]
struct One {
    page: Page,
    line: Line,
    note: String,
    received_by: String,
    due: String,
    answer: Option<String>,
    is_correction: bool,
    /// What an officer mended of the case, in words.
    corrected: Option<String>,
    is_access: bool,
    is_erasure: bool,
    /// This officer took it in, so another carries it out.
    own: bool,
    open: bool,
    /// What the form of an erasure asks for a proof by.
    proof: String,
}

fn line(app: &App, page: &Page, request: &PrivacyRequest) -> Line {
    let open = request.standing == "open";
    let left = app.clock.now().duration_until(request.due_at);
    Line {
        no: request.no,
        ticket: request.ticket.to_string(),
        what: page.t(&format!("privacy-kind-{}", crate::cases::word(&request.kind))),
        received: page.moment(request.received_at),
        standing: page.t(&format!("privacy-standing-{}", request.standing)),
        // An hour that has begun is still an hour.
        left: open.then(|| (left.as_secs() + 3_599) / 3_600),
        late: open && left < SignedDuration::ZERO,
    }
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let lines = app.privacy.list(MOST).await?.iter().map(|r| line(&app, &page, r)).collect();
    html(&List { page, lines })
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    nomor: String,
    jenis: Kind,
    #[serde(default)]
    catatan: String,
}

/// Of a case there is: whoever asks about another's data is found out before, by what the note says of their proof.
async fn receive(
    officer: Officer,
    State(app): State<Shared>,
    Form(asked): Form<Asked>,
) -> Result<Response, Error> {
    let ticket = Ticket::parse(asked.nomor.trim()).map_err(|_| Error::Input("privacy-no-case"))?;
    if app.cases.summary(app.office(), &ticket).await?.is_none() {
        return Err(Error::Input("privacy-no-case"));
    }
    let wanted = (&ticket, asked.jenis, asked.catatan.as_str());
    let no = app.privacy.receive(wanted, &officer, app.clock.now()).await?;
    Ok(Redirect::to(&format!("/meja/privasi/{no}")).into_response())
}

async fn find(app: &App, no: &str) -> Result<PrivacyRequest, Error> {
    let no = no.parse().map_err(|_| Error::NotFound)?;
    app.privacy.one(no).await?.ok_or(Error::NotFound)
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(no): Path<String>,
) -> Result<Response, Error> {
    let request = find(&app, &no).await?;
    let answer = request.answered.as_ref().map(|(at, name, words)| {
        page.with(
            "privacy-answered",
            &[("at", page.moment(*at)), ("name", name.clone()), ("words", words.clone())],
        )
    });
    html(&One {
        line: line(&app, &page, &request),
        due: page.moment(request.due_at),
        is_access: request.kind == Kind::Access,
        is_correction: request.kind == Kind::Correction,
        corrected: request.corrected.as_ref().map(|c| {
            let fields = fields(&page, &c.fields);
            page.with(
                "privacy-corrected-by",
                &[("at", page.moment(c.at)), ("name", c.name.clone()), ("fields", fields)],
            )
        }),
        is_erasure: request.kind == Kind::Erasure,
        own: request.received_by == officer.user.as_str(),
        open: request.standing == "open",
        proof: demanded(&page).await?,
        note: request.note,
        received_by: request.received_name,
        answer,
        page,
    })
}

/// Fields of an applicant's data in words.
pub(super) fn fields(page: &Page, fields: &[ApplicantField]) -> String {
    let words = fields.iter().map(|f| page.t(&format!("privacy-field-{}", crate::cases::word(f))));
    words.collect::<Vec<_>>().join(", ")
}

/// A copy of the data for whoever asked; only while the request waits, and only of a request for it.
async fn copy(
    _: Proved,
    State(app): State<Shared>,
    page: Page,
    Path((no, format)): Path<(String, String)>,
) -> Result<Response, Error> {
    let request = find(&app, &no).await?;
    if request.kind != Kind::Access || request.standing != "open" {
        return Err(Error::NotFound);
    }
    let copy = Copy::of(&app, &request.ticket).await?.ok_or(Error::NotFound)?;
    let (media, body) = match format.as_str() {
        "json" => ("application/json", Body::from_stream(copy.json(app.clone()))),
        "pdf" => ("application/pdf", pdf(&app, &page, &copy, &request).await?.into()),
        _ => return Err(Error::NotFound),
    };
    let name = format!("attachment; filename=\"salinan-{}.{format}\"", request.ticket);
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, name)], body)
        .into_response())
}

async fn pdf(app: &App, page: &Page, copy: &Copy, request: &PrivacyRequest) -> Result<Vec<u8>, Error> {
    let acted_as = app.accounts.acted_as().await?;
    let told = history::lines(page, &copy.loaded, &acted_as).into_iter().rev().map(|l| {
        let what = [Some(l.what), l.quote].into_iter().flatten().collect::<Vec<_>>().join(": ");
        vec![l.at, l.who, what]
    });
    let report = copy.report(app, page.language, told.collect());
    let name = format!("salinan {} {}", request.no, request.ticket);
    let made = tokio::task::spawn_blocking(move || typeset::pdf(typeset::Template::Report, &name, &report));
    made.await.map_err(|e| Error::Broken(e.to_string()))?.map_err(|e| Error::Broken(e.to_string()))
}

#[derive(Deserialize)]
struct Answered {
    #[serde(default)]
    jawaban: String,
}

async fn answer(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path((no, word)): Path<(String, String)>,
    Form(given): Form<Answered>,
) -> Result<Response, Error> {
    let request = find(&app, &no).await?;
    let at = app.clock.now();
    match word.as_str() {
        "jawab" => app.privacy.answer(&request, (true, &given.jawaban), &officer, at).await?,
        "tolak" => app.privacy.answer(&request, (false, &given.jawaban), &officer, at).await?,
        "hapus" => {
            demand(&page).await?;
            app.privacy.erase(&app.cases, &request, &given.jawaban, &officer, at).await?;
        }
        _ => return Err(Error::NotFound),
    }
    Ok(Redirect::to(&format!("/meja/privasi/{}", request.no)).into_response())
}
