//! The SIMULATOR of a reader: cards are laid on it and taken away by words on the terminal.

use super::Tray;
use crate::stations::report::Seen;
use procedure::{Atr, ChipUid};
use std::io::BufRead;
use tokio::sync::watch;

/// What the simulated reader calls itself.
pub const READER: &str = "SIMULATOR";
/// What its cards answer to reset.
const ATR: &str = "3B8980014A434F503431";

/// A card with this UID on the reader; none where it is no UID.
pub fn card(uid: &str) -> Option<Tray> {
    let (uid, atr) = (ChipUid::parse(uid).ok()?, Atr::parse(ATR).ok()?);
    Some(Tray { reader: READER.to_owned(), seen: Seen::Card { uid, atr } })
}

pub fn empty() -> Tray {
    Tray { reader: READER.to_owned(), seen: Seen::Empty }
}

/// What a line on the terminal makes of the reader: `card UID`, `remove`, `mute`, `unplug`, `plug`. None for any
/// other line.
pub fn heard(line: &str) -> Option<Tray> {
    let mut words = line.split_whitespace();
    let seen = match (words.next()?, words.next()) {
        ("card", Some(uid)) => return card(uid),
        ("remove" | "plug", None) => Seen::Empty,
        ("mute", None) => Seen::Mute,
        ("unplug", None) => Seen::NoReader,
        _ => return None,
    };
    Some(Tray { reader: READER.to_owned(), seen })
}

/// Follows the lines of the terminal for as long as there are any; `unknown` is told of those that say nothing.
pub fn watch(tray: watch::Sender<Tray>, mut unknown: impl FnMut(&str) + Send + 'static) {
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            match heard(&line) {
                Some(now) => drop(tray.send_replace(now)),
                None => unknown(&line),
            }
        }
        // Without a terminal, as under systemd, what lies there goes on lying there.
        loop {
            std::thread::park();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_the_terminal_lay_cards_on_the_reader_and_take_them_away() {
        let seen = |line| heard(line).map(|t| t.seen.word());
        assert_eq!(seen("card 04A1B2C3D4E5F6"), Some("card"));
        assert_eq!(seen(" remove "), Some("empty"));
        assert_eq!(
            (seen("mute"), seen("unplug"), seen("plug")),
            (Some("mute"), Some("no_reader"), Some("empty"))
        );
        for nothing in ["", "card", "card 12", "remove it", "Card 04A1B2C3D4E5F6"] {
            assert_eq!(seen(nothing), None, "{nothing}");
        }
    }
}
