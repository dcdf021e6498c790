//! Cards on a reader of this computer, through PC/SC. Only ever asks a card for its UID: what is on the chip is the
//! ministry's.

use super::Tray;
use crate::stations::report::Seen;
use pcsc::{
    Card, Context, Disposition, Error, MAX_BUFFER_SIZE, Protocols, ReaderState, Scope, ShareMode, State,
};
use procedure::{Atr, ChipUid};
use std::ffi::{CStr, CString};
use std::thread::sleep;
use std::time::Duration;
use tokio::sync::watch;

/// "Get data: UID" of PC/SC part 3.
const GET_UID: [u8; 5] = [0xFF, 0xCA, 0x00, 0x00, 0x00];
/// How soon a service or a reader that is away is looked for again, and how long a card is waited for at once.
const AGAIN: Duration = Duration::from_secs(1);

/// The readers there are.
pub fn readers() -> Result<Vec<String>, Error> {
    let found = Context::establish(Scope::User)?.list_readers_owned()?;
    Ok(found.iter().map(|r| r.to_string_lossy().into_owned()).collect())
}

/// Follows the first reader whose name has `wanted` in it, for as long as somebody listens.
pub fn watch(wanted: Option<String>, tray: watch::Sender<Tray>) {
    std::thread::spawn(move || {
        while !tray.is_closed() {
            let away = match Context::establish(Scope::User) {
                Ok(service) => follow(&service, wanted.as_deref(), &tray),
                Err(e) => e,
            };
            let seen = if is_reader(away) { Seen::NoReader } else { Seen::NoService };
            tell(&tray, "", seen);
            sleep(AGAIN);
        }
    });
}

/// Whether it is the reader that is away, and not the service.
fn is_reader(e: Error) -> bool {
    matches!(e, Error::NoReadersAvailable | Error::UnknownReader | Error::ReaderUnavailable)
}

/// Until the reader or the service is gone.
fn follow(service: &Context, wanted: Option<&str>, tray: &watch::Sender<Tray>) -> Error {
    let reader = match choose(service, wanted) {
        Ok(reader) => reader,
        Err(e) => return e,
    };
    let name = reader.to_string_lossy().into_owned();
    let mut states = [ReaderState::new(reader.clone(), State::UNAWARE)];
    while !tray.is_closed() {
        match service.get_status_change(AGAIN, &mut states) {
            Ok(()) => {}
            Err(Error::Timeout) => continue,
            Err(e) => return e,
        }
        let [state] = &mut states;
        let now = state.event_state();
        if now.intersects(State::UNKNOWN | State::UNAVAILABLE | State::IGNORE) {
            return Error::UnknownReader;
        }
        state.sync_current_state();
        tell(tray, &name, lying(service, &reader, now));
    }
    Error::Cancelled
}

fn choose(service: &Context, wanted: Option<&str>) -> Result<CString, Error> {
    let is_wanted = |r: &CString| wanted.is_none_or(|w| r.to_string_lossy().contains(w));
    service.list_readers_owned()?.into_iter().find(is_wanted).ok_or(Error::NoReadersAvailable)
}

fn lying(service: &Context, reader: &CStr, state: State) -> Seen {
    if !state.contains(State::PRESENT) {
        return Seen::Empty;
    }
    if state.contains(State::MUTE) {
        return Seen::Mute;
    }
    let connected = service.connect(reader, ShareMode::Shared, Protocols::ANY);
    let read = connected.ok().and_then(|card| {
        let read = uid_and_atr(&card);
        // It is left as it was found: the ministry's program may be at work with it.
        let _ = card.disconnect(Disposition::LeaveCard);
        read
    });
    read.map_or(Seen::Mute, |(uid, atr)| Seen::Card { uid, atr })
}

fn uid_and_atr(card: &Card) -> Option<(ChipUid, Atr)> {
    let mut buffer = [0; MAX_BUFFER_SIZE];
    let answer = card.transmit(&GET_UID, &mut buffer).ok()?;
    let (uid, status) = answer.split_last_chunk::<2>()?;
    if *status != [0x90, 0x00] {
        return None;
    }
    let atr = card.status2_owned().ok()?.atr().to_vec();
    Some((ChipUid::parse(&hex::encode(uid)).ok()?, Atr::parse(&hex::encode(atr)).ok()?))
}

fn tell(tray: &watch::Sender<Tray>, reader: &str, seen: Seen) {
    let now = Tray { reader: reader.to_owned(), seen };
    tray.send_if_modified(|before| {
        let changed = *before != now;
        *before = now;
        changed
    });
}
