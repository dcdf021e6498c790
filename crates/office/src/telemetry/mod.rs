//! What the program tells whoever operates it: numbers for Prometheus, at an address of their own and never at the public
//! one, and traces to a collector. Names and labels are words of this program and ids of offices; nothing of a case and nobody's data is ever among them.

mod exposed;
mod gauges;
pub mod numbers;
mod otlp;
mod process;
mod requests;
pub mod trace;

pub use gauges::QUESTIONS;
pub use requests::counted;

use crate::app::Shared;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Looked at so often, and of many offices less often: a round is never more than a small part of the time between two.
const ROUND: Duration = Duration::from_secs(15);
const EACH_OFFICE: Duration = Duration::from_millis(250);

/// Tells what the settings of the first of these offices ask for.
pub async fn start(offices: &[Shared], workers: &mut JoinSet<()>) -> std::io::Result<()> {
    let Some(first) = offices.first() else { return Ok(()) };
    let settings = &first.config.telemetry;
    trace::start(settings, &first.clock, workers);
    if !settings.metrics.is_empty() {
        tell_numbers(offices, TcpListener::bind(&settings.metrics).await?, workers);
    }
    Ok(())
}

/// Tells numbers at this address, and looks now and then what they are.
fn tell_numbers(offices: &[Shared], listener: TcpListener, workers: &mut JoinSet<()>) {
    numbers::from_nothing(offices.iter().map(|app| app.office()));
    workers.spawn(exposed::serve(listener));
    let offices = offices.to_vec();
    let pause = EACH_OFFICE.saturating_mul(u32::try_from(offices.len()).unwrap_or(u32::MAX)).max(ROUND);
    workers.spawn(async move {
        let mut look = gauges::Look::default();
        loop {
            look.at(&offices).await;
            tokio::time::sleep(pause).await;
        }
    });
}
