//! SIMULATOR of a card printer: speaks IPP (RFC 8010, RFC 8011) as an ID-1 printer does, takes its time, and has
//! every fault of a real one, by hand on its page or by script. Prints nothing, and knows nothing of the office.

mod machine;
mod page;
mod protocol;

pub use machine::{Fault, JobSeen, Mishap, Printer};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running printer; it is switched off with this.
pub struct Running {
    pub address: SocketAddr,
    pub printer: Printer,
    tasks: [JoinHandle<()>; 2],
}

impl Running {
    /// Listens on `address`; a card takes `card`.
    pub async fn start(address: SocketAddr, card: Duration) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let printer = Printer::new(card);
        let routes = routes(printer.clone());
        let serving = tokio::spawn(async move { drop(axum::serve(listener, routes).await) });
        let working = tokio::spawn(printer.clone().run());
        Ok(Self { address, printer, tasks: [serving, working] })
    }

    /// Where the office sends its jobs.
    pub fn uri(&self) -> String {
        format!("ipp://localhost:{}{}", self.address.port(), protocol::PATH)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

fn routes(printer: Printer) -> Router {
    Router::new()
        .route(protocol::PATH, post(protocol::answer))
        .route("/", get(page::show))
        .route("/kartu/{job}", get(page::card))
        .route("/_sim/gangguan/{fault}/{state}", post(page::fault))
        .route("/_sim/sial/{mishap}", post(page::mishap))
        .route("/_sim/matikan", post(page::restart))
        .layer(DefaultBodyLimit::max(16 * 1024 * 1024))
        .with_state(printer)
}
