//! Shows what nobody should do: an event deleted from the database by hand, past everything the program knows, and
//! what the verifier says then. Exists in a demonstration only.

use crate::app::{App, Shared};
use crate::audit::words;
use crate::db::{Row, Statement, Value, Write};
use crate::error::Error;
use crate::params;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::{Mutex, PoisonError};

/// The event that was taken out, so that it can be put back.
static TAKEN: Mutex<Option<Row>> = Mutex::new(None);

/// The section head's decision in a case that is over, so that nobody is at work on it meanwhile.
const FIND: &str = "SELECT e.position, e.log, e.stream, e.seq, e.at, e.kind, e.body, e.hash FROM events AS e
    JOIN cases AS c ON c.office = e.office AND c.ticket = e.stream AND c.status = 'handed_over'
    WHERE e.office = ?1 AND e.log = 'case' AND e.kind = 'verified' ORDER BY e.position LIMIT 1";
const DELETE: &str = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
const RESTORE: &str = "INSERT INTO events (office, position, log, stream, seq, at, kind, body, hash)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

#[derive(Template)]
#[template(path = "demo_insider.html")]
struct Insider {
    page: Page,
    typed: String,
    findings: Vec<String>,
    gone: bool,
}

/// Signs the record as it is, then deletes an officer's decision, and has the record verified.
pub async fn delete(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let held = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    if held {
        return shown(&app, page, String::new()).await;
    }
    app.audit.sign(&app.db, app.clock.now()).await?;
    let mut rows = app.db.query(FIND, params![app.office()]).await?;
    let Some(row) = rows.pop() else { return Err(Error::Input("demo-insider-none")) };
    let (stream, seq) = (row.text(2)?, row.int(3)?);
    let typed = format!("DELETE FROM events WHERE stream = '{stream}' AND seq = {seq};");
    app.db.write(Write::one(Statement::new(DELETE, params![app.office(), stream, seq]))).await?;
    *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(row);
    shown(&app, page, typed).await
}

/// Puts it back as it was, and has the record verified.
pub async fn restore(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(row) = taken {
        let (log, stream, kind) = (row.text(1)?, row.text(2)?, row.text(5)?);
        let (body, hash) = (row.bytes(6)?.to_vec(), row.bytes(7)?.to_vec());
        let values: Vec<Value> =
            params![app.office(), row.int(0)?, log, stream, row.int(3)?, row.int(4)?, kind, body, hash];
        app.db.write(Write::one(Statement::new(RESTORE, values))).await?;
    }
    shown(&app, page, String::new()).await
}

async fn shown(app: &App, page: Page, typed: String) -> Result<Response, Error> {
    let found = app.audit.verify(&app.db).await?;
    let findings = found.findings.iter().map(|f| words(page.language, f)).collect();
    let gone = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    html(&Insider { page, typed, findings, gone })
}
