//! The floor: the same requests and the same transactions with nothing but SQL behind them. No rules
//! beyond role and state, no history that is read, no messages, no timers, no pages: a bound, no product.

mod postgres;
mod schema;
mod sqlite;

use crate::installation::{Database, Staff};
use crate::support::server::{parsed, variables};
use anyhow::Result;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Router, routing::post};
use office::documents::{Documents, Holder};
use procedure::FileId;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Who the cookies of [`staff`] stand for: cookie, name, role.
pub const STAFF: [(&str, &str, &str); 4] = [
    ("operator", "Operator Contoh", "operator_pelayanan"),
    ("kasi", "Kasi Contoh", "kasi"),
    ("printer", "Cetak Contoh", "operator_cetak"),
    ("register", "Register Contoh", "petugas_register"),
];

/// A transaction: what one request writes, or one document of it.
#[derive(Debug)]
pub enum Act {
    Open { ticket: String, fields: BTreeMap<String, String> },
    Attach { ticket: String, document: String, file: String },
    Move { ticket: String, step: &'static Step, note: String },
}

/// From one state to the next, by whoever holds the role.
#[derive(Debug)]
pub struct Step {
    pub outcome: &'static str,
    pub role: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

const fn step(outcome: &'static str, role: usize, from: &'static str, to: &'static str) -> Step {
    Step { outcome, role: STAFF[role].2, from, to }
}

const SUBMIT: Step = step("kirim", 0, "draft", "penerimaan");
const DECISIONS: [Step; 8] = [
    step("lengkap", 0, "penerimaan", "verifikasi"),
    step("rekomendasi", 1, "verifikasi", "pencetakan"),
    step("perintah_cetak", 2, "pencetakan", "diperintahkan"),
    step("tercetak", 2, "diperintahkan", "tercetak"),
    step("aktif", 2, "tercetak", "penyerahan"),
    step("beritahu", 3, "penyerahan", "diberitahu"),
    step("jari", 3, "diberitahu", "diperiksa"),
    step("serahkan", 3, "diperiksa", OVER),
];

/// The state after the last step; the transaction that reaches it writes the register's line too.
pub const OVER: &str = "selesai";

enum Store {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Carries out an act in one durable transaction; false where role or state are not right.
    async fn carry_out(&self, cookie: &str, act: Act) -> Result<bool> {
        match self {
            Self::Sqlite(store) => store.carry_out(cookie, act).await,
            Self::Postgres(store) => store.carry_out(cookie, act).await,
        }
    }
}

pub struct Floor {
    store: Store,
    /// None: the bytes are dropped, and only the reference is kept.
    documents: Option<Documents>,
    _folder: tempfile::TempDir,
}

/// What is in the tables after a burst.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub over: i64,
    /// Cases with so many lines of history as a full case has.
    pub full: i64,
    pub registered: i64,
    pub last_number: i64,
}

/// What tells it, in columns of that order. `?1` cannot stand here: the count is written in.
fn found_sql() -> String {
    format!(
        "SELECT (SELECT count(*) FROM cases WHERE state = '{OVER}'),
            (SELECT count(*) FROM (SELECT ticket FROM history GROUP BY ticket HAVING count(*) = {}) AS h),
            (SELECT count(*) FROM register), (SELECT coalesce(max(number), 0) FROM register)",
        crate::course::TRANSACTIONS
    )
}

/// Milliseconds since the epoch.
fn now() -> i64 {
    office::clock::Clock::default().now().as_millisecond()
}

impl Floor {
    /// Serves on a free port until the program ends.
    pub async fn start(database: Database, with_files: bool) -> Result<(SocketAddr, Arc<Self>)> {
        let folder = tempfile::tempdir()?;
        let url = database.fresh(folder.path());
        let store = match database {
            Database::Sqlite => Store::Sqlite(sqlite::Sqlite::open(url.trim_start_matches("sqlite:"))?),
            Database::Postgres => Store::Postgres(postgres::Postgres::open(&url).await?),
        };
        let config = parsed(&variables(folder.path(), 0));
        let documents = if with_files { Some(Documents::open(&config).await?) } else { None };
        let floor = Arc::new(Self { store, documents, _folder: folder });
        let routes = Router::new()
            .route("/meja/loket", post(open))
            .route("/meja/loket/{ticket}/berkas", post(attach))
            .route("/meja/loket/{ticket}/kirim", post(submit))
            .route("/meja/perkara/{ticket}/putuskan", post(decide))
            .route("/meja/penyerahan/{ticket}/{outcome}", post(gate))
            .layer(DefaultBodyLimit::max(10_000_000))
            .with_state(Arc::clone(&floor));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let host = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok((host, floor))
    }

    pub async fn found(&self) -> Result<Found> {
        match &self.store {
            Store::Sqlite(store) => store.found(),
            Store::Postgres(store) => store.found().await,
        }
    }
}

/// The heads of the requests of [`STAFF`].
pub fn staff() -> Staff {
    let [operator, kasi, printer, register] = STAFF.map(|(cookie, ..)| format!("cookie: {cookie}\r\n"));
    Staff { operator, kasi, printer, register }
}

type Fields = Form<BTreeMap<String, String>>;

/// A request that could not be carried out is said to the log of the one who measures.
fn failed(e: &anyhow::Error) -> Response {
    eprintln!("the floor failed: {e:#}");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

impl Floor {
    async fn answer(&self, headers: &HeaderMap, act: Act, to: &str) -> Response {
        let cookie = headers.get(header::COOKIE).and_then(|c| c.to_str().ok()).unwrap_or_default();
        match self.store.carry_out(cookie, act).await {
            Ok(true) => Redirect::to(to).into_response(),
            Ok(false) => StatusCode::CONFLICT.into_response(),
            Err(e) => failed(&e),
        }
    }

    /// One decision, noted with whatever was filled in.
    async fn moved(
        &self,
        headers: &HeaderMap,
        ticket: String,
        outcome: &str,
        mut fields: BTreeMap<String, String>,
        to: &str,
    ) -> Response {
        let Some(step) = DECISIONS.iter().find(|s| s.outcome == outcome) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        fields.retain(|name, _| name != "form" && name != "step");
        let note = fields.into_values().collect::<Vec<_>>().join(", ");
        self.answer(headers, Act::Move { ticket, step, note }, to).await
    }

    async fn keep(&self, file: &str, bytes: Bytes) -> Result<()> {
        if let Some(documents) = &self.documents {
            let mut incoming = documents.incoming()?;
            incoming.add(&bytes).await?;
            documents.keep(FileId::new(file), Holder::File, incoming).await?;
        }
        Ok(())
    }
}

async fn open(State(floor): State<Arc<Floor>>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let ticket = uuid::Uuid::new_v4().simple().to_string();
    let to = format!("/meja/loket/{ticket}");
    floor.answer(&headers, Act::Open { ticket, fields }, &to).await
}

async fn attach(
    State(floor): State<Arc<Floor>>,
    Path(ticket): Path<String>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let to = format!("/meja/loket/{ticket}");
    let mut last = StatusCode::BAD_REQUEST.into_response();
    while let Ok(Some(field)) = form.next_field().await {
        let document = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_none() {
            continue;
        }
        let Ok(bytes) = field.bytes().await else { break };
        let file = uuid::Uuid::new_v4().simple().to_string();
        if let Err(e) = floor.keep(&file, bytes).await {
            return failed(&e);
        }
        last = floor.answer(&headers, Act::Attach { ticket: ticket.clone(), document, file }, &to).await;
        if last.status() != StatusCode::SEE_OTHER {
            break;
        }
    }
    last
}

async fn submit(
    State(floor): State<Arc<Floor>>,
    Path(ticket): Path<String>,
    headers: HeaderMap,
    _: Fields,
) -> Response {
    let to = format!("/meja/loket/{ticket}");
    floor.answer(&headers, Act::Move { ticket, step: &SUBMIT, note: String::new() }, &to).await
}

async fn decide(
    State(floor): State<Arc<Floor>>,
    Path(ticket): Path<String>,
    headers: HeaderMap,
    Form(mut fields): Fields,
) -> Response {
    let outcome = fields.remove("outcome").unwrap_or_default();
    let to = format!("/meja/perkara/{ticket}");
    floor.moved(&headers, ticket, &outcome, fields, &to).await
}

/// After the finger the page stays, as the office's does.
async fn gate(
    State(floor): State<Arc<Floor>>,
    Path((ticket, outcome)): Path<(String, String)>,
    headers: HeaderMap,
    Form(fields): Fields,
) -> Response {
    let to = format!("/meja/penyerahan/{ticket}/tanda-terima");
    let answer = floor.moved(&headers, ticket, &outcome, fields, &to).await;
    let stays = outcome == "jari" && answer.status() == StatusCode::SEE_OTHER;
    if stays { StatusCode::OK.into_response() } else { answer }
}
