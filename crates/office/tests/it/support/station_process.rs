//! The program `rancak station` as a process: what it is told on its terminal, and what it says there.

use super::rehearsal::PATIENCE;
use super::server::Server;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Killed when this is dropped.
pub struct Program {
    child: Child,
    terminal: ChildStdin,
    said: Arc<Mutex<String>>,
}

fn command(key: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rancak"));
    command.args(["--lang", "id", "station", "--key-file"]).arg(key).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Program {
    pub fn start(key: &Path, arguments: &[&str]) -> Self {
        let mut child = command(key, arguments).spawn().expect("it starts");
        let said = Arc::new(Mutex::new(String::new()));
        listen(child.stdout.take().expect("a terminal"), Arc::clone(&said));
        listen(child.stderr.take().expect("a terminal"), Arc::clone(&said));
        Self { terminal: child.stdin.take().expect("a terminal"), child, said }
    }

    /// Somebody types this line.
    pub fn hears(&mut self, line: &str) {
        writeln!(self.terminal, "{line}").expect("typed");
    }

    /// Waits until it has said this.
    pub async fn says(&mut self, words: &str) {
        let begun = Instant::now();
        while !self.said.lock().expect("words").contains(words) {
            let said = self.said.lock().expect("words").clone();
            assert!(begun.elapsed() < PATIENCE, "it never says {words}: {said}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the station said:\n{}", self.said.lock().map(|s| s.clone()).unwrap_or_default());
        }
    }
}

fn listen(from: impl std::io::Read + Send + 'static, to: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut said = to.lock().expect("words");
            said.push_str(&line);
            said.push('\n');
        }
    });
}

/// What it says, once it has ended by itself.
pub async fn answers(key: &Path, arguments: &[&str]) -> String {
    let mut command = command(key, arguments);
    let output = tokio::task::spawn_blocking(move || command.stdin(Stdio::null()).output());
    let output = output.await.expect("a thread").expect("it runs");
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// The program pairs itself with this office; its key's file.
pub async fn paired(server: &Server, folder: &TempDir, name: &str) -> PathBuf {
    let now = server.app.clock.now();
    let code = server.app.stations.make_code(name, "Administrator", now, None).await.expect("a code");
    let key = folder.path().join("stasiun.key");
    let told = answers(&key, &["--server", &server.base, "--pair", &code]).await;
    assert!(told.contains(&format!("Stasiun {name} dipasangkan")), "{told}");
    key
}
