//! Hints from one process to the others that share a PostgreSQL, by LISTEN and NOTIFY, on a connection of their own and
//! never inside a transaction: a commit with a NOTIFY in it waits for every other such commit. One that is missed does no
//! harm, since everybody looks now and then; so an engine without LISTEN is slower to tell and never wrong.

use super::DbError;
use super::postgres::PATIENCE;
use super::postgres::failure::{away, failed};
use futures::StreamExt;
use futures::stream::poll_fn;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::sleep;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

const CHANNEL: &str = "rancak";
/// Hints of so long go out together.
const GATHER: Duration = Duration::from_millis(25);
/// Bytes of one NOTIFY; PostgreSQL takes fewer than 8,000.
const MOST: usize = 7_900;
/// Hints that somebody may fall behind by.
const BEHIND: usize = 1_024;
const AFTER_TROUBLE: Duration = Duration::from_secs(1);
/// Before an engine that knows no LISTEN is asked again: it may have been another that answered.
const WITHOUT: Duration = Duration::from_secs(600);

/// What another process let us know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// One hint, as it was told: a line of text.
    Hint(String),
    /// Nobody listened for a while: there may have been any.
    Missed,
}

/// Where this process tells and hears.
pub(super) struct Hints {
    telling: mpsc::UnboundedSender<String>,
    heard: broadcast::Sender<Heard>,
}

impl Hints {
    pub(super) fn start(mut target: Config, tls: MakeRustlsConnect) -> Self {
        target.application_name("rancak hints");
        let (telling, told) = mpsc::unbounded_channel();
        let (heard, _) = broadcast::channel(BEHIND);
        let line = Line { target, tls, heard: heard.clone() };
        tokio::spawn(line.hold(told));
        Self { telling, heard }
    }

    pub(super) fn tell(&self, hint: String) {
        debug_assert!(!hint.contains('\n') && hint.len() < MOST, "a hint is a line: {hint}");
        // The line ends only with the program.
        let _ = self.telling.send(hint);
    }

    pub(super) fn heard(&self) -> broadcast::Receiver<Heard> {
        self.heard.subscribe()
    }
}

struct Line {
    target: Config,
    tls: MakeRustlsConnect,
    heard: broadcast::Sender<Heard>,
}

impl Line {
    /// Keeps a connection, with pauses where there is none.
    async fn hold(self, mut told: mpsc::UnboundedReceiver<String>) {
        let mut away_for = None;
        loop {
            let pause = match self.listen(&mut told, &mut away_for).await {
                Ok(()) => return,
                Err(Ended::Unknown(e)) => {
                    tracing::warn!(
                        "this database tells nobody of changes; they are seen when looked for: {e}"
                    );
                    WITHOUT
                }
                Err(Ended::Trouble(e)) => {
                    tracing::warn!("no hints from other processes for a while: {e}");
                    AFTER_TROUBLE
                }
            };
            away_for = Some(pause);
            sleep(pause).await;
            // They are old by now, and whoever comes back looks for everything.
            while told.try_recv().is_ok() {}
        }
    }

    /// Until the connection ends, or nobody is left who could tell anything.
    async fn listen(
        &self,
        told: &mut mpsc::UnboundedReceiver<String>,
        was_away: &mut Option<Duration>,
    ) -> Result<(), Ended> {
        let (client, mut driver) =
            self.target.connect(self.tls.clone()).await.map_err(|e| Ended::Trouble(away(e)))?;
        let (arrived, mut arrivals) = mpsc::unbounded_channel();
        let driving = tokio::spawn(async move {
            let mut messages = poll_fn(|cx| driver.poll_message(cx));
            while let Some(message) = messages.next().await {
                match message {
                    Ok(AsyncMessage::Notification(note)) => drop(arrived.send(note)),
                    Ok(_) => {}
                    Err(e) => return tracing::debug!("the line of hints ended: {e}"),
                }
            }
        });
        let own = begun(&client).await?;
        if was_away.take().is_some() {
            let _ = self.heard.send(Heard::Missed);
        }
        loop {
            tokio::select! {
                note = arrivals.recv() => {
                    let Some(note) = note else { break };
                    if note.process_id() != own {
                        note.payload().lines().for_each(|hint| drop(self.heard.send(Heard::Hint(hint.to_owned()))));
                    }
                }
                first = told.recv() => {
                    let Some(first) = first else { driving.abort(); return Ok(()) };
                    sleep(GATHER).await;
                    tell(&client, gathered(first, told)).await?;
                }
            }
        }
        Err(Ended::Trouble(DbError::Unavailable("the connection ended".to_owned())))
    }
}

enum Ended {
    /// The engine has no LISTEN.
    Unknown(DbError),
    Trouble(DbError),
}

impl From<tokio_postgres::Error> for Ended {
    fn from(e: tokio_postgres::Error) -> Self {
        let unknown = [SqlState::FEATURE_NOT_SUPPORTED, SqlState::SYNTAX_ERROR, SqlState::UNDEFINED_FUNCTION];
        match e.code() {
            Some(code) if unknown.contains(code) => Self::Unknown(failed(&e)),
            _ => Self::Trouble(failed(&e)),
        }
    }
}

/// Listens, and says which of the senders is this process.
async fn begun(client: &Client) -> Result<i32, Ended> {
    client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
    Ok(client.query_one("SELECT pg_backend_pid()", &[]).await?.try_get(0)?)
}

async fn tell(client: &Client, payloads: Vec<String>) -> Result<(), Ended> {
    for payload in payloads {
        let said: [&(dyn ToSql + Sync); 2] = [&CHANNEL, &payload];
        // A line that nothing comes back on is given up.
        let sent = tokio::time::timeout(PATIENCE, client.execute("SELECT pg_notify($1, $2)", &said)).await;
        sent.map_err(|_| Ended::Trouble(DbError::Unavailable("no answer".to_owned())))??;
    }
    Ok(())
}

/// What waits, each hint once, in as few payloads as it fits into.
fn gathered(first: String, told: &mut mpsc::UnboundedReceiver<String>) -> Vec<String> {
    let mut hints = vec![first];
    while let Ok(hint) = told.try_recv() {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    let mut payloads = vec![String::new()];
    for hint in hints {
        match payloads.last_mut() {
            Some(last) if last.is_empty() => *last = hint,
            Some(last) if last.len() + 1 + hint.len() <= MOST => {
                last.push('\n');
                last.push_str(&hint);
            }
            _ => payloads.push(hint),
        }
    }
    payloads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_that_wait_go_out_together_each_once_and_never_more_than_the_channel_takes() {
        let (telling, mut told) = mpsc::unbounded_channel();
        for n in [1, 2, 2, 1] {
            telling.send(format!("hint {n}")).expect("open");
        }
        assert_eq!(gathered("hint 0".to_owned(), &mut told), ["hint 0\nhint 1\nhint 2"]);
        for n in 0..200 {
            telling.send(format!("{n:0100}")).expect("open");
        }
        let payloads = gathered("first".to_owned(), &mut told);
        assert_eq!(payloads.len(), 3);
        assert!(payloads.iter().all(|p| p.len() <= MOST));
        assert_eq!(payloads.iter().map(|p| p.lines().count()).sum::<usize>(), 201);
    }
}
