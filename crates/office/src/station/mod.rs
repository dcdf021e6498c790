//! `rancak station`: the program on the computer beside a printer. It reads the card that lies on a reader (or on a
//! simulated one) and tells the office, again and again, so that the office also knows when it does not hear. It
//! knows no case, and what it reads is bound to nothing here.

mod key;
mod link;
pub mod simulator;
#[cfg(feature = "smartcard")]
pub mod smartcard;

pub use key::{Key, KeyError};
pub use link::{Link, LinkError, is_safe, pair};

use crate::stations::report::{Report, Seen};
use std::time::Duration;
use tokio::sync::watch;

/// How often the office is told, though nothing has changed.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How soon an office that was away is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// What somebody who stands before the station is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Seen(Seen),
    /// The office cannot be reached, and why.
    Away(String),
    /// It is reached again.
    Back,
}

/// A reader and what lies on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tray {
    pub reader: String,
    pub seen: Seen,
}

impl Tray {
    pub fn none() -> Self {
        Self { reader: String::new(), seen: Seen::NoReader }
    }
}

/// Tells the office what lies on the reader, until the office refuses to hear it or nobody watches the reader any
/// more.
pub async fn run(
    mut link: Link,
    mut tray: watch::Receiver<Tray>,
    simulator: bool,
    mut say: impl FnMut(Said),
) -> LinkError {
    let (mut away, mut said) = (false, None);
    loop {
        let Tray { reader, seen } = tray.borrow_and_update().clone();
        if said.as_ref() != Some(&seen) {
            say(Said::Seen(seen.clone()));
            said = Some(seen.clone());
        }
        let pause = match link.report(&Report { seen, reader, simulator }).await {
            Ok(()) => {
                if std::mem::take(&mut away) {
                    say(Said::Back);
                }
                HEARTBEAT
            }
            Err(LinkError::Away(why)) => {
                if !std::mem::replace(&mut away, true) {
                    say(Said::Away(why));
                }
                AGAIN
            }
            Err(over) => return over,
        };
        tokio::select! {
            changed = tray.changed() => if changed.is_err() {
                return LinkError::NobodyReads;
            },
            () = tokio::time::sleep(pause) => {}
        }
    }
}
