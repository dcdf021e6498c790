//! `rancak station` before other people's PC/SC: a real `pcscd` with the reader `vpcd`, on which cards of ours lie.
//! `pcscd` has one fixed address on a machine, so its tests take turns and want to be alone with it.

use crate::support::rehearsal::PATIENCE;
use crate::support::server::Server;
use crate::support::station_process::{Program, answers, paired};
use crate::support::stations::{ATR, OTHER_UID, UID};
use office::stations::Seen;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

static ALONE: Mutex<()> = Mutex::const_new(());

/// A computer with a reader, and nothing on it yet.
struct Counter {
    folder: TempDir,
    port: u16,
    service: Option<Child>,
    _alone: MutexGuard<'static, ()>,
}

impl Counter {
    async fn set_up() -> Self {
        let alone = ALONE.lock().await;
        let folder = tempfile::tempdir().expect("folder");
        let port = ports();
        let reader = format!(
            "FRIENDLYNAME \"Pembaca\"\nDEVICENAME /dev/null:{port}\n\
             LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID {port}\n"
        );
        std::fs::write(folder.path().join("vpcd"), reader).expect("written");
        let mut counter = Self { folder, port, service: None, _alone: alone };
        counter.start().await;
        counter
    }

    /// Starts the service and waits until it has its reader.
    async fn start(&mut self) {
        let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("pcscd");
        command.args(["--foreground", "--config"]).arg(self.folder.path()).env("PATH", path);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.service = Some(child.expect("pcscd: scripts/setup test"));
        let begun = Instant::now();
        while !office::station::smartcard::readers().is_ok_and(|r| !r.is_empty()) {
            let ended = self.service.as_mut().expect("started").try_wait().expect("a child");
            assert!(ended.is_none(), "pcscd does not run: is another one there, or is this not root?");
            assert!(begun.elapsed() < PATIENCE, "no reader: scripts/setup test");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.service.take() {
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Two ports in a row, for the two slots that vpcd opens; none of those that connections are given by chance.
fn ports() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 14_000 + u16::try_from(std::process::id() % 100).unwrap_or(0) * 40;
    let free = |port: u16| TcpListener::bind(("0.0.0.0", port)).is_ok();
    let mut pairs = (0..20).map(|_| first + 2 * (NEXT.fetch_add(1, Ordering::Relaxed) % 20));
    pairs.find(|port| free(*port) && free(*port + 1)).expect("two free ports")
}

/// What a card answers when it is asked for its UID.
#[derive(Clone)]
enum Answer {
    Uid(&'static str),
    /// An error of its own.
    Nothing,
    /// It is pulled away.
    Gone,
}

/// A card on the reader, until it is dropped: speaks vpcd's protocol.
struct Card(TcpStream);

impl Card {
    fn lay(counter: &Counter, answer: Answer) -> Self {
        let begun = Instant::now();
        let line = loop {
            match TcpStream::connect(("127.0.0.1", counter.port)) {
                Ok(line) => break line,
                Err(e) => assert!(begun.elapsed() < PATIENCE, "vpcd does not listen: {e}"),
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let card = line.try_clone().expect("a line");
        std::thread::spawn(move || while talk(&line, &answer).is_ok() {});
        Self(card)
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        let _ = self.0.shutdown(std::net::Shutdown::Both);
    }
}

/// One command of the reader's: a length in two bytes and so many bytes, one of which alone is no command of a card.
fn talk(mut line: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    let mut length = [0; 2];
    line.read_exact(&mut length)?;
    let mut heard = vec![0; usize::from(u16::from_be_bytes(length))];
    line.read_exact(&mut heard)?;
    let told = match (heard.as_slice(), answer) {
        // Power off, power on, reset.
        ([0..=2], _) => return Ok(()),
        ([4], _) => hex::decode(ATR).expect("hex"),
        ([0xFF, 0xCA, 0, 0, 0], Answer::Uid(uid)) => [hex::decode(uid).expect("hex"), vec![0x90, 0]].concat(),
        ([0xFF, 0xCA, 0, 0, 0], Answer::Gone) => return line.shutdown(std::net::Shutdown::Both),
        _ => vec![0x6A, 0x81],
    };
    let length = u16::try_from(told.len()).expect("short").to_be_bytes();
    line.write_all(&[length.as_slice(), &told].concat())
}

/// The program at that counter, paired with an office.
struct Station {
    server: Server,
    key: PathBuf,
    program: Program,
    _folder: TempDir,
}

impl Station {
    async fn start() -> Self {
        let server = Server::start().await;
        let folder = tempfile::tempdir().expect("folder");
        let key = paired(&server, &folder, "Loket").await;
        let program = Program::start(&key, &[]);
        Self { server, key, program, _folder: folder }
    }

    /// Waits until the office sees this.
    async fn tells(&self, what: &str, wanted: impl Fn(&Seen) -> bool) -> office::stations::Station {
        let begun = Instant::now();
        loop {
            let all = self.server.app.stations.all().await.expect("stations");
            if let Some(found) = all.into_iter().find(|s| s.heard_at.is_some() && wanted(&s.seen)) {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "never: {what}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

fn lies(uid: &'static str) -> impl Fn(&Seen) -> bool {
    move |seen| matches!(seen, Seen::Card { uid: u, atr } if u.as_str() == uid && atr.as_str() == ATR)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_read_when_it_is_laid_down_and_gone_when_it_is_taken_away() {
    let counter = Counter::set_up().await;
    let station = Station::start().await;
    assert!(answers(&station.key, &["--list"]).await.contains("Pembaca"));
    station.tells("an empty reader", |s| *s == Seen::Empty).await;
    let card = Card::lay(&counter, Answer::Uid(UID));
    let found = station.tells("a card", lies(UID)).await;
    assert!(found.reader.starts_with("Pembaca") && !found.simulator);
    drop(card);
    station.tells("taken away", |s| *s == Seen::Empty).await;
    let _other = Card::lay(&counter, Answer::Uid(OTHER_UID));
    station.tells("another card", lies(OTHER_UID)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_does_not_answer_or_is_pulled_away_while_it_is_read_is_told() {
    let counter = Counter::set_up().await;
    let station = Station::start().await;
    station.tells("an empty reader", |s| *s == Seen::Empty).await;
    let mute = Card::lay(&counter, Answer::Nothing);
    station.tells("a mute card", |s| *s == Seen::Mute).await;
    drop(mute);
    station.tells("taken away", |s| *s == Seen::Empty).await;
    let _pulled = Card::lay(&counter, Answer::Gone);
    station.tells("pulled away", |s| *s == Seen::Mute || *s == Seen::Empty).await;
    let _whole = Card::lay(&counter, Answer::Uid(UID));
    station.tells("laid down once more", lies(UID)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_stopped_and_started_again_is_told_and_found_again() {
    let mut counter = Counter::set_up().await;
    let mut station = Station::start().await;
    station.tells("an empty reader", |s| *s == Seen::Empty).await;
    counter.stop();
    station.tells("no service", |s| *s == Seen::NoService).await;
    station.program.says("Layanan pembaca kartu (pcscd) tidak berjalan").await;
    let told = answers(&station.key, &["--list"]).await;
    assert!(told.contains("Layanan pembaca kartu (pcscd) tidak menjawab"), "{told}");
    counter.start().await;
    let _card = Card::lay(&counter, Answer::Uid(UID));
    station.tells("the card", lies(UID)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_another_name_is_not_taken() {
    let counter = Counter::set_up().await;
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("folder");
    let key = paired(&server, &folder, "Loket").await;
    let program = Program::start(&key, &["--reader", "ACR122"]);
    let station = Station { server, key, program, _folder: folder };
    let _card = Card::lay(&counter, Answer::Uid(UID));
    station.tells("no reader", |s| *s == Seen::NoReader).await;
}
