//! Hints that something changed, as a stream of events: the page then asks again for what it shows. No
//! fact of a case travels here.

use super::inbox::Lanes;
use crate::accounts::{Officer, session_token};
use crate::app::Shared;
use crate::cases::Change;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use axum::extract::{Query, State};
use axum::response::Sse;
use axum::response::sse::Event;
use axum_extra::extract::CookieJar;
use futures::Stream;
use procedure::StepId;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, interval_at};

/// Keeps proxies from closing the stream, and is how soon it ends after the session did.
const HEARTBEAT: Duration = Duration::from_secs(10);

pub fn doors() -> Doors {
    Doors::new().at(Route::Live, listen)
}

#[derive(Deserialize)]
struct Of {
    /// The one case that the page shows; without it, the officer's inboxes.
    perkara: Option<String>,
    /// The page shows figures.
    dasbor: Option<String>,
}

/// What a page shows, and so what it hears of.
enum Shown {
    Lanes(Vec<StepId>),
    Case(String),
    Figures,
}

/// Sends `case`, `lanes` or `figures` for every change that matters to the page, and once at the beginning: what
/// changed while nobody listened is then seen too.
async fn listen(
    officer: Officer,
    State(app): State<Shared>,
    jar: CookieJar,
    Query(of): Query<Of>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let p = app.cases.procedures().active();
    let lanes = Lanes::of(&p, &officer);
    let shown = match (of.perkara, of.dasbor) {
        (Some(ticket), _) => Shown::Case(ticket),
        (None, Some(_)) => Shown::Figures,
        (None, None) => Shown::Lanes(lanes.steps().iter().map(|s| s.id.clone()).collect()),
    };
    let listener = Listener {
        figures: app.figures.changes(),
        changes: app.cases.changes(),
        stopping: app.stopping.subscribe(),
        heartbeat: interval_at(Instant::now() + HEARTBEAT, HEARTBEAT),
        shown,
        session: session_token(&jar).unwrap_or_default(),
        app,
        officer,
        begun: false,
    };
    let events = futures::stream::unfold(listener, |mut listener| async {
        listener.next().await.map(|event| (Ok(event), listener))
    });
    Ok(Sse::new(events))
}

struct Listener {
    app: Shared,
    officer: Officer,
    session: String,
    changes: Receiver<Change>,
    stopping: watch::Receiver<bool>,
    heartbeat: Interval,
    shown: Shown,
    figures: Receiver<()>,
    begun: bool,
}

impl Listener {
    /// None once the session or the program ends.
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::replace(&mut self.begun, true) {
            return Some(self.hint());
        }
        loop {
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(change) if !self.concerns(&change) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => return Some(self.hint()),
                    Err(RecvError::Closed) => return None,
                },
                told = self.figures.recv(), if matches!(self.shown, Shown::Figures) => match told {
                    Ok(()) | Err(RecvError::Lagged(_)) => return Some(self.hint()),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.stopping.changed() => return None,
                _ = self.heartbeat.tick() => return self.is_signed_in().await.then(|| Event::default().comment("")),
            }
        }
    }

    fn hint(&self) -> Event {
        let name = match self.shown {
            Shown::Lanes(_) => "lanes",
            Shown::Case(_) => "case",
            Shown::Figures => "figures",
        };
        Event::default().event(name).data("")
    }

    fn concerns(&self, change: &Change) -> bool {
        change.office == self.app.office()
            && (change.anything
                || match &self.shown {
                    Shown::Lanes(lanes) => change.lanes.iter().any(|l| lanes.contains(l)),
                    Shown::Case(ticket) => change.ticket.as_ref().is_some_and(|t| t.as_str() == ticket),
                    // They have hints of their own, once they are added up.
                    Shown::Figures => false,
                })
    }

    /// Still the same person, with the same roles. Listening is no sign of life: it keeps no session.
    async fn is_signed_in(&self) -> bool {
        let now = self.app.clock.now();
        let found = self.app.accounts.session(&self.session, &self.app.config.session, now).await;
        let same = |o: &Officer| o.user == self.officer.user && o.roles == self.officer.roles;
        found.is_ok_and(|officer| officer.as_ref().is_some_and(same))
    }
}
