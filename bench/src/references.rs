//! The office with a door of the bench's own beside its pages: what is attached there is kept as a reference, and its bytes
//! are dropped. That is how the peers and bare SQL know documents; the office itself has no address that believes in a file
//! it has not seen.

use anyhow::Result;
use axum::Router;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use office::accounts::{Officer, recognise};
use office::app::Shared;
use office::cases::Order;
use office::router::routes;
use procedure::{Command, DocumentId, FileFacts, FileId, Ticket};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The office and that door on a free port, until this is dropped.
pub struct Door {
    pub host: SocketAddr,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Door {
    pub async fn open(app: &Shared) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let host = listener.local_addr()?;
        let app = app.clone();
        let serving = tokio::spawn(async move { serve(&app, listener).await });
        Ok(Self { host, serving })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Serves both for ever.
pub async fn serve(app: &Shared, listener: TcpListener) -> std::io::Result<()> {
    let door = Router::new()
        .route("/meja/loket/{ticket}/berkas", post(attach))
        .layer(from_fn_with_state(app.clone(), recognise))
        .with_state(app.clone());
    let routes = door.fallback_service(routes(app.clone()));
    axum::serve(listener, routes.into_make_service_with_connect_info::<SocketAddr>()).await
}

/// A transaction for each document of the form, as at the counter.
async fn attach(
    officer: Officer,
    State(app): State<Shared>,
    Path(ticket): Path<String>,
    mut form: Multipart,
) -> Result<Response, StatusCode> {
    let ticket = Ticket::parse(&ticket).map_err(|_| StatusCode::NOT_FOUND)?;
    while let Some(field) = form.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        if field.file_name().is_none() {
            continue;
        }
        let document = DocumentId::new(field.name().unwrap_or_default());
        let bytes = field.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let facts = FileFacts {
            file: FileId::new(uuid::Uuid::new_v4().simple().to_string()),
            media_type: "image/png".to_owned(),
            sha256: "0".repeat(64),
            bytes: bytes.len() as u64,
            pages: 1,
            findings: Vec::new(),
            likeness: Vec::new(),
        };
        let command = Command::Attach { facts, document: Some(document) };
        let order = Order::new(Some(ticket.clone()), officer.actor(), app.clock.now(), command);
        app.cases.dispatch(app.office(), order).await.map_err(|e| {
            eprintln!("a reference was not taken: {e}");
            StatusCode::CONFLICT
        })?;
    }
    Ok(Redirect::to(&format!("/meja/loket/{ticket}")).into_response())
}
