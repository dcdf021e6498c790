//! What one message causes, as a trace: which piece of work led to which, how long each took and whether it failed. Rows that
//! are worked off later carry the place they come from (`trace`), so that a trace goes on from one process to the next. A
//! piece of work has a name of ours and an office; nothing else is ever told of it.

use super::otlp::{self, Finished};
use crate::clock::Clock;
use crate::config::Telemetry;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Instant;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::Instrument;

/// Pieces that wait to be told; more are dropped, since nothing waits for whoever listens to them.
const WAITING: usize = 8_192;

tokio::task_local! {
    static HERE: Place;
}

static TRACER: OnceLock<Tracer> = OnceLock::new();

struct Tracer {
    told: mpsc::Sender<Finished>,
    trusts: bool,
    clock: Clock,
}

/// A piece of work in a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub(super) trace: [u8; 16],
    pub(super) piece: [u8; 8],
}

impl Place {
    /// As W3C writes it: `00-TRACE-PIECE-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace, piece) = (parts.next()?, parts.next()?, parts.next()?);
        let known =
            version.len() == 2 && version != "ff" && parts.next().is_some_and(|flags| flags.len() == 2);
        let mut place = Self { trace: [0; 16], piece: [0; 8] };
        hex::decode_to_slice(trace, &mut place.trace).ok()?;
        hex::decode_to_slice(piece, &mut place.piece).ok()?;
        (known && place.trace != [0; 16] && place.piece != [0; 8]).then_some(place)
    }

    fn written(&self) -> String {
        format!("00-{}-{}-01", hex::encode(self.trace), hex::encode(self.piece))
    }
}

/// Work that lies on the heap: wrapped as it is here it would lie on a thread's stack several times over.
type Boxed<W> = Pin<Box<W>>;

/// What a piece of work is to those beside it, by OTLP's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Within = 1,
    /// Somebody asked.
    Asked = 2,
    /// We ask somebody.
    Asks = 3,
    /// Taken from a table where another piece of work left it.
    Takes = 5,
}

/// Traces are told from now on, where the settings say to whom.
pub(super) fn start(settings: &Telemetry, clock: &Clock, workers: &mut JoinSet<()>) {
    if settings.traces.is_empty() {
        return;
    }
    let (told, waiting) = mpsc::channel(WAITING);
    let tracer = Tracer { told, trusts: settings.trust_traceparent, clock: clock.clone() };
    if TRACER.set(tracer).is_ok() {
        workers.spawn(otlp::tell(settings.traces.clone(), waiting));
    }
}

/// Where this work stands, for a row that is worked off later.
pub fn here() -> Option<String> {
    HERE.try_with(Place::written).ok()
}

/// The place that whoever asks says they come from; none where nobody is believed.
pub(super) fn said(headers: &axum::http::HeaderMap) -> Option<Place> {
    TRACER.get().filter(|tracer| tracer.trusts)?;
    headers.get("traceparent")?.to_str().ok().and_then(Place::parse)
}

/// Work that a row was left for: behind the place where it was left.
pub async fn taken<T, E>(
    name: &'static str,
    office: &str,
    left: Option<&str>,
    work: Boxed<impl Future<Output = Result<T, E>>>,
) -> Result<T, E> {
    piece(name, Kind::Takes, office, left.and_then(Place::parse), work, Result::is_err).await
}

/// Work within other work; no piece of its own where nothing around it is traced.
pub async fn within<T, E>(
    name: &'static str,
    kind: Kind,
    office: &str,
    work: Boxed<impl Future<Output = Result<T, E>>>,
) -> Result<T, E> {
    match HERE.try_with(|here| *here) {
        Ok(here) => piece(name, kind, office, Some(here), work, Result::is_err).await,
        Err(_) => work.await,
    }
}

/// A piece of work, behind another one or at the beginning of a trace.
pub(super) async fn piece<T>(
    name: &str,
    kind: Kind,
    office: &str,
    behind: Option<Place>,
    work: Boxed<impl Future<Output = T>>,
    failed: impl FnOnce(&T) -> bool,
) -> T {
    let Some(tracer) = TRACER.get() else { return work.await };
    let trace = behind.map_or_else(rand::random, |place| place.trace);
    let place = Place { trace, piece: rand::random() };
    let (at, begun) = (tracer.clock.now(), Instant::now());
    let line = tracing::info_span!("traced", trace = hex::encode(trace), piece = name);
    let done = HERE.scope(place, work).instrument(line).await;
    let finished = Finished {
        place,
        behind: behind.map(|b| b.piece),
        name: name.to_owned(),
        kind,
        office: office.to_owned(),
        at,
        took: begun.elapsed(),
        failed: failed(&done),
    };
    // Whoever cannot keep up misses some.
    let _ = tracer.told.try_send(finished);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_text_and_from_nothing_else() {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let place = Place::parse(text).expect("a place");
        assert_eq!(place.written(), text);
        for wrong in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-zzf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(Place::parse(wrong), None, "{wrong}");
        }
    }
}
