//! The record that can be verified: its last checkpoint, whether it is still what was signed, and proofs for others.
//! Nothing here says what an event says, and nothing changes one.

use crate::app::{App, Shared};
use crate::audit::{AuditError, prove, words};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::qr::Qr;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use procedure::Ticket;
use seal::record::{Checkpoint, NoteError, Verified};
use serde::Deserialize;
use tokio::sync::Mutex;

/// Findings that are shown.
const MOST: usize = 200;

/// The whole record is read: by one person at a time.
static TURN: Mutex<()> = Mutex::const_new(());

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Record, show)
        .at(Route::CheckRecord, check)
        .at(Route::SignRecord, sign)
        .at(Route::ProveCase, proof)
}

#[derive(Template)]
#[template(path = "record.html")]
struct Record {
    page: Page,
    key: String,
    last: Option<Last>,
    /// What came of a check that was just made.
    checked: Option<Checked>,
}

struct Last {
    checkpoint: Checkpoint,
    at: String,
    note: String,
    qr: Qr,
}

struct Checked {
    told: String,
    findings: Vec<String>,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&record(&app, page, None).await?)
}

async fn record(app: &App, page: Page, checked: Option<Checked>) -> Result<Record, Error> {
    let note = app.audit.last_note().await?;
    let last = match note.as_str() {
        "" => None,
        note => Some(Last::of(app, &page, note)?),
    };
    Ok(Record { key: app.audit.signer.verifier.key(), last, checked, page })
}

impl Last {
    fn of(app: &App, page: &Page, note: &str) -> Result<Self, Error> {
        let checkpoint = app.audit.signer.verifier.read(note).map_err(AuditError::from)?;
        let at = page.moment(crate::clock::instant(checkpoint.at));
        Ok(Self { checkpoint, at, qr: Qr::of(note)?, note: note.to_owned() })
    }
}

/// Reads the whole record and holds it against everything that is kept.
async fn check(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let Ok(_turn) = TURN.try_lock() else { return Err(Error::Input("record-busy")) };
    let found = app.audit.verify(&app.db).await?;
    let checked = Checked::of(&page, &found);
    html(&record(&app, page, Some(checked)).await?)
}

impl Checked {
    fn of(page: &Page, found: &Verified) -> Self {
        let args = [
            ("events", found.events.to_string()),
            ("checkpoints", found.checkpoints.to_string()),
            ("fresh", found.fresh.len().to_string()),
            ("findings", found.findings.len().to_string()),
            ("root", hex::encode(found.root)),
        ];
        let findings = found.findings.iter().take(MOST).map(|f| words(page.language, f)).collect();
        Self { told: page.with("record-verified", &args), findings }
    }
}

/// Signs now, unless the record differs from what was signed.
async fn sign(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let Ok(_turn) = TURN.try_lock() else { return Err(Error::Input("record-busy")) };
    let checked = match app.audit.sign(&app.db, app.clock.now()).await {
        Ok(_) => None,
        Err(AuditError::Differs(findings)) => Some(Checked {
            told: page.t("record-unsigned"),
            findings: findings.iter().take(MOST).map(|f| words(page.language, f)).collect(),
        }),
        Err(e) => return Err(e.into()),
    };
    html(&record(&app, page, checked).await?)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    nomor: String,
}

/// A proof about one case, for whoever checks it without us.
async fn proof(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let ticket = Ticket::parse(&asked.nomor).map_err(|_| Error::Input("record-no-proof"))?;
    let note = app.audit.last_note().await?;
    let with = (note.as_str(), &app.audit.signer.verifier);
    let proof = match prove(&app.db, app.office(), &ticket, with).await {
        Err(AuditError::Uncovered | AuditError::Note(NoteError::Note)) => {
            return Err(Error::Input("record-no-proof"));
        }
        other => other?,
    };
    let name = format!("attachment; filename=\"bukti-{ticket}.json\"");
    let head = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((head, format!("{proof:#}\n")).into_response())
}
