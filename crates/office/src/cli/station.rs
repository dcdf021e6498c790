//! `rancak station`: pairs this computer with the office, lists its readers, and tells the office what lies on one.

use super::{Failure, print};
use crate::clock::Clock;
use crate::station::{self, Key, KeyError, Link, LinkError, Said, Tray, simulator};
use crate::stations::report::Seen;
use crate::texts::{text, text_with};
use procedure::Language;
use std::path::PathBuf;
use tokio::sync::watch;

#[derive(clap::Args)]
pub struct Station {
    /// Berkas kunci stasiun ini. / The file that holds this station's key.
    #[arg(long, value_name = "FILE", env = "RANCAK_STATION_KEY", default_value = "rancak-station.key")]
    key_file: PathBuf,
    /// Alamat kantor, untuk memasangkan. / The office's address, for pairing.
    #[arg(long, value_name = "URL", requires = "pair")]
    server: Option<String>,
    /// Kode dari halaman Stasiun. / The code of the page "Stations".
    #[arg(long, value_name = "CODE", requires = "server")]
    pair: Option<String>,
    /// Pembaca yang ada. / The readers there are.
    #[arg(long, conflicts_with_all = ["pair", "simulator"])]
    list: bool,
    /// Pembaca yang namanya memuat ini. / The reader whose name has this in it.
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// SIMULATOR: kartu diletakkan dengan kata di terminal. / SIMULATOR: cards are laid by words on the terminal.
    #[arg(long)]
    simulator: bool,
    /// Kartu pada pembaca SIMULATOR. / The card on the SIMULATOR's reader.
    #[arg(long, value_name = "UID", requires = "simulator")]
    card: Option<String>,
}

pub async fn run(language: Language, asked: &Station) -> Result<Vec<String>, Failure> {
    if asked.list {
        return list(language);
    }
    if let (Some(server), Some(code)) = (&asked.server, &asked.pair) {
        return pair(language, asked, server, code).await;
    }
    let key = Key::read(&asked.key_file).map_err(|e| unreadable(language, asked, &e))?;
    let link = Link::new(&key, Clock::default()).map_err(|e| failed(language, asked, &e))?;
    let tray = if asked.simulator { simulated(language, asked)? } else { real(language, asked)? };
    let args = [("name", key.name.clone()), ("server", key.server.clone())];
    say(text_with(language, "station-running", &args));
    let over = station::run(link, tray, asked.simulator, |said| say(words(language, &said))).await;
    Err(failed(language, asked, &over))
}

async fn pair(language: Language, asked: &Station, server: &str, code: &str) -> Result<Vec<String>, Failure> {
    if !station::is_safe(server) {
        let args = [("server", server.to_owned())];
        return Err(Failure::asked(text_with(language, "station-unsafe", &args)));
    }
    // Before the code is used up.
    if asked.key_file.exists() {
        let args = [("file", super::name_of(&asked.key_file))];
        return Err(Failure::asked(text_with(language, "station-key-there", &args)));
    }
    let (key, office) = station::pair(server, code).await.map_err(|e| failed(language, asked, &e))?;
    key.write(&asked.key_file).map_err(|e| unreadable(language, asked, &e))?;
    let args = [("name", key.name), ("office", office), ("file", super::name_of(&asked.key_file))];
    Ok(vec![text_with(language, "station-paired", &args)])
}

fn simulated(language: Language, asked: &Station) -> Result<watch::Receiver<Tray>, Failure> {
    let first = match &asked.card {
        None => simulator::empty(),
        Some(uid) => simulator::card(uid).ok_or_else(|| Failure::asked(text(language, "station-bad-uid")))?,
    };
    let (sender, tray) = watch::channel(first);
    say(text(language, "station-simulator"));
    let help = text(language, "station-simulator-words");
    say(help.clone());
    simulator::watch(sender, move |_| say(help.clone()));
    Ok(tray)
}

#[cfg(feature = "smartcard")]
fn real(_: Language, asked: &Station) -> Result<watch::Receiver<Tray>, Failure> {
    let (sender, tray) = watch::channel(Tray::none());
    station::smartcard::watch(asked.reader.clone(), sender);
    Ok(tray)
}

#[cfg(not(feature = "smartcard"))]
fn real(language: Language, _: &Station) -> Result<watch::Receiver<Tray>, Failure> {
    Err(Failure::unready(text(language, "station-no-feature")))
}

#[cfg(feature = "smartcard")]
fn list(language: Language) -> Result<Vec<String>, Failure> {
    match station::smartcard::readers() {
        Ok(readers) if readers.is_empty() => Ok(vec![text(language, "station-no-readers")]),
        Ok(readers) => Ok(readers),
        Err(e) => Err(Failure::unready(text_with(language, "station-no-service", &[("why", e.to_string())]))),
    }
}

#[cfg(not(feature = "smartcard"))]
fn list(language: Language) -> Result<Vec<String>, Failure> {
    Err(Failure::unready(text(language, "station-no-feature")))
}

/// A terminal that is gone is no reason to stop telling the office.
fn say(line: String) {
    let _ = print(&mut std::io::stdout(), &[line]);
}

fn words(language: Language, said: &Said) -> String {
    match said {
        Said::Seen(seen) => {
            let uid = match seen {
                Seen::Card { uid, .. } => uid.as_str().to_owned(),
                _ => String::new(),
            };
            text_with(language, &format!("station-seen-{}", seen.word()), &[("uid", uid)])
        }
        Said::Away(why) => text_with(language, "station-away", &[("why", why.clone())]),
        Said::Back => text(language, "station-back"),
    }
}

fn unreadable(language: Language, asked: &Station, e: &KeyError) -> Failure {
    let args = [("file", super::name_of(&asked.key_file)), ("why", e.to_string())];
    Failure::unready(text_with(language, "station-no-key", &args))
}

fn failed(language: Language, asked: &Station, e: &LinkError) -> Failure {
    match e {
        LinkError::BadCode => Failure::asked(text(language, "station-bad-code")),
        LinkError::TooOften => Failure::asked(text(language, "station-too-often")),
        LinkError::Ended => Failure::unready(text(language, "station-ended")),
        LinkError::NoOffice => Failure::unready(text(language, "station-no-office")),
        LinkError::Key(e) => unreadable(language, asked, e),
        LinkError::Away(why) => {
            Failure::unready(text_with(language, "station-away", &[("why", why.clone())]))
        }
        LinkError::NobodyReads => Failure::unready(text(language, "station-nobody-reads")),
    }
}
