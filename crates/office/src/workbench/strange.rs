//! Signed webhooks that nothing could be made of, as they came, for the administrator to look into.

use crate::app::Shared;
use crate::db::Row;
use crate::error::Error;
use crate::params;
use crate::permissions::{Doors, Route};
use crate::reads;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;

/// Entries shown at the most, newest first, and characters of each.
const MOST: usize = 50;
const LONGEST: usize = 4_000;

/// In the list of looks: nobody knows whose they are.
const SUBJECT: &str = "masukan aneh";

pub fn doors() -> Doors {
    Doors::new().at(Route::Strange, list)
}

#[derive(Template)]
#[template(path = "strange.html")]
struct Strange {
    page: Page,
    entries: Vec<Entry>,
    most: usize,
    longest: usize,
}

struct Entry {
    at: Timestamp,
    why: String,
    body: String,
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let sql = "SELECT at, why, body FROM strange_inbound WHERE office = ?1
        ORDER BY at DESC, id DESC LIMIT ?2";
    let rows = app.db.query(sql, params![app.office(), MOST]).await?;
    let read = |row: &Row| {
        let body = row.text(2)?.chars().take(LONGEST).collect();
        Ok(Entry { at: row.instant(0)?, why: row.text(1)?, body })
    };
    if !rows.is_empty() {
        reads::seen(SUBJECT);
    }
    let entries = rows.iter().map(read).collect::<Result<_, crate::db::DbError>>()?;
    html(&Strange { page, entries, most: MOST, longest: LONGEST })
}
