//! The program itself as a process of its own, with the SIMULATOR beside it: killed, stopped and started
//! again on the same files. Looks into the database only while the program is down.

use super::browser::Browser;
pub use super::crew::{Crew, STEPS};
use super::rehearsal::simulator;
use super::server::{CETAK, KASI, OPERATOR, REGISTER, pages_are_built, parsed, signed_in, variables};
use super::stock::supply;
use office::app::{App, Shared};
use office::clock::Clock;
use office::config::Config;
use office::procedures::Procedures;
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use whatsapp_sim::{Resident, Simulator, Status};

/// Longer than a lease: what a killed process was sending is sent again by then.
pub const AFTER_A_KILL: Duration = Duration::from_secs(75);
const READY: Duration = Duration::from_secs(60);

/// An office in a folder of its own. The program is killed when this is dropped.
pub struct Process {
    platform: Option<Platform>,
    whatsapp: whatsapp_sim::Config,
    pub base: String,
    pub staff: Crew,
    pub folder: TempDir,
    variables: BTreeMap<&'static str, String>,
    /// What watches it, or lets its calls fail: `strace` with these arguments.
    pub watch: Option<Vec<String>>,
    program: PathBuf,
    /// The address, held open for the program as systemd does; none where it listens by itself.
    held: Option<TcpListener>,
    child: Option<Child>,
}

/// The SIMULATOR with everything that it runs, connections too, so that it can go down as a whole.
struct Platform {
    sim: Simulator,
    runtime: Runtime,
}

impl Platform {
    async fn start(config: whatsapp_sim::Config) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let begun = Instant::now();
        loop {
            // Its address is free again only when the last of it is gone.
            match runtime.spawn(Simulator::start(config.clone())).await.expect("a simulator") {
                Ok(sim) => return Self { sim, runtime },
                Err(e) => assert!(begun.elapsed() < READY, "{e}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Process {
    /// Another node of the same office: on the same database and stores, with a folder of its own for its log.
    pub async fn beside(&self) -> Self {
        let base = format!("http://127.0.0.1:{}", port());
        let mut variables = self.variables.clone();
        variables.insert("RANCAK_SERVER_LISTEN", base.trim_start_matches("http://").to_owned());
        let (folder, staff) = (tempfile::tempdir().expect("folder"), self.staff.at(&base));
        let whatsapp = self.whatsapp.clone();
        let (program, held) = (self.program.clone(), None);
        let mut node = Self {
            platform: None,
            whatsapp,
            base,
            staff,
            folder,
            variables,
            program,
            held,
            watch: None,
            child: None,
        };
        node.up().await;
        node
    }

    /// Another program at the very same address, which is held open for both; on PostgreSQL only.
    pub async fn behind_the_same_address(&self) -> Self {
        let held =
            self.held.as_ref().expect("an address that is held").try_clone().expect("the same address");
        let (folder, staff) = (tempfile::tempdir().expect("folder"), self.staff.at(&self.base));
        let (whatsapp, base, variables) = (self.whatsapp.clone(), self.base.clone(), self.variables.clone());
        let (program, held) = (self.program.clone(), Some(held));
        let mut node =
            Self { platform: None, whatsapp, base, staff, folder, variables, program, held, child: None };
        node.begin();
        // Readiness cannot be asked of it: either of the two may answer.
        while !node.said().contains("\"started\"") {
            node.must_run(Instant::now());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        node
    }

    /// From now on the address is held open, whether the program runs or not.
    pub fn hold(&mut self) {
        assert!(self.child.is_none(), "it listens there itself");
        self.held = Some(TcpListener::bind(self.base.trim_start_matches("http://")).expect("the address"));
    }

    /// Sets a variable of its environment for the next start.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.variables.insert(name, value.to_owned());
    }

    /// Another program for the next start.
    pub fn becomes(&mut self, program: PathBuf) {
        self.program = program;
    }

    /// Started and answering, on SQLite or on the database at `url`.
    pub async fn start(url: Option<String>) -> Self {
        Self::start_with(url, &[]).await
    }

    /// The same, with documents given by a one-time link.
    pub async fn start_by_link(url: Option<String>) -> Self {
        Self::start_with(url, &[("RANCAK_WHATSAPP_CAPTURE", "secure_link")]).await
    }

    /// The same, telling its log everything that our own code can tell, traces too; nobody collects them.
    pub async fn start_telling(url: Option<String>) -> Self {
        let ours = "office=trace,procedure=trace,reader=trace,typeset=trace,rancak=trace,debug";
        let traces = ("RANCAK_TELEMETRY_TRACES", "http://127.0.0.1:9");
        Self::start_with(url, &[("RANCAK_LOG_LEVEL", ours), traces]).await
    }

    async fn start_with(url: Option<String>, settings: &[(&'static str, &str)]) -> Self {
        office::app::install_tls();
        pages_are_built();
        let folder = tempfile::tempdir().expect("folder");
        let base = format!("http://127.0.0.1:{}", port());
        let whatsapp = whatsapp_sim::Config {
            bind: SocketAddr::from(([127, 0, 0, 1], port())),
            db: Some(folder.path().join("whatsapp.db")),
            ..simulator()
        };
        let listen = base.trim_start_matches("http://");
        let port = listen.rsplit(':').next().and_then(|p| p.parse().ok()).expect("a port");
        let mut variables = variables(folder.path(), port);
        variables.insert("RANCAK_SERVER_LISTEN", listen.to_owned());
        variables.insert("RANCAK_WHATSAPP_BASE_URL", format!("http://localhost:{}", whatsapp.bind.port()));
        variables.insert("RANCAK_WHATSAPP_QUIET_MS", "100".to_owned());
        variables.extend(url.map(|url| ("RANCAK_DATABASE_URL", url)));
        variables.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let app = opened(&variables).await;
        let bearer = async |role: &str| signed_in(&app, &base, role, &format!("Orang {role}"), &[role]).await;
        let staff = Crew {
            operator: bearer(OPERATOR).await,
            kasi: bearer(KASI).await,
            printer: bearer(CETAK).await,
            register: bearer(REGISTER).await,
        };
        let printer = staff.printer.actor();
        for range in [("AB00000000", "AB00000199"), ("AB12345678", "AB12345678")] {
            supply(&app.stock, &printer, app.clock.now(), range).await;
        }
        drop(app);
        let (program, held) = (PathBuf::from(env!("CARGO_BIN_EXE_rancak")), None);
        let mut process = Self {
            platform: None,
            whatsapp,
            base,
            staff,
            folder,
            variables,
            program,
            held,
            watch: None,
            child: None,
        };
        process.up().await;
        process.whatsapp_up().await;
        process
    }

    pub async fn whatsapp_up(&mut self) {
        let platform = Platform::start(self.whatsapp.clone()).await;
        platform.sim.webhook(&format!("{}/webhook", self.base)).await.expect("the handshake");
        platform.sim.change(|s| s.delivery.retry_base_ms = 50).expect("settings");
        self.platform = Some(platform);
    }

    /// As if its machine had lost its power.
    pub fn whatsapp_down(&mut self) {
        if let Some(Platform { sim, runtime }) = self.platform.take() {
            drop(sim);
            runtime.shutdown_background();
        }
    }

    pub fn sim(&self) -> &Simulator {
        &self.platform.as_ref().expect("WhatsApp is up").sim
    }

    /// The resident of this number, at a phone on which nothing was read yet.
    pub fn resident(&self, phone: &str) -> Resident {
        self.sim().resident(phone, "Sari").expect("a resident")
    }

    /// Starts the program; how long it took until it was ready.
    pub async fn up(&mut self) -> Duration {
        let begun = Instant::now();
        self.begin();
        let visitor = Browser::new(&self.base);
        while !visitor.answers(self.readiness()).await {
            self.must_run(begun);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        begun.elapsed()
    }

    /// Programs of before answered only whether they live.
    fn readiness(&self) -> &'static str {
        if self.program == Path::new(env!("CARGO_BIN_EXE_rancak")) { "/siap" } else { "/sehat" }
    }

    fn must_run(&mut self, begun: Instant) {
        let ended = self.child.as_mut().expect("started").try_wait().expect("a child");
        assert!(ended.is_none() && begun.elapsed() < READY, "it does not run: {}", self.said());
    }

    /// Starts the program and waits for nothing.
    pub fn begin(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let log = std::fs::File::options().create(true).append(true).open(self.log()).expect("a log");
        // A limit on the size of files ends a process that does not ignore its signal.
        let mut command = match (&self.held, &self.watch) {
            (None, None) => Command::new("env"),
            (Some(held), _) => handed_over(held),
            (None, Some(arguments)) => {
                // The watcher stands beside it: who is killed is the program, and not who watches it.
                let mut strace = Command::new("strace");
                strace.args(["-D", "-f"]).args(arguments).arg("env");
                strace
            }
        };
        command.arg("--ignore-signal=XFSZ").arg(&self.program).arg("serve");
        std::fs::create_dir_all(self.temporary()).expect("a folder");
        command.env("TMPDIR", self.temporary());
        command.current_dir(self.folder.path()).envs(&self.variables).stdout(Stdio::null()).stderr(log);
        self.child = Some(command.spawn().expect("it starts"));
    }

    /// SIGKILL; nothing more runs when this returns.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("killed");
        child.wait().expect("ended");
    }

    /// As [`Process::kill`], whether it still runs or not.
    pub fn stop_now(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            child.wait().expect("ended");
        }
    }

    /// How it ended, where it did by itself.
    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.as_mut()?.try_wait().expect("a child")?;
        self.child = None;
        Some(status)
    }

    /// Asks it to stop as a supervisor does.
    pub fn terminate(&self) {
        run("kill", &["-TERM", &self.id().to_string()]);
    }

    /// Waits for its end; how it ended.
    pub async fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        let mut child = self.child.take().expect("it runs");
        loop {
            if let Some(status) = child.try_wait().expect("a child") {
                return status;
            }
            if begun.elapsed() > READY {
                self.child = Some(child);
                panic!("it does not stop");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn settings(&self) -> Config {
        parsed(&self.variables)
    }

    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("office.db")
    }

    /// The office's own eyes on its files, while the program is down.
    pub async fn look(&self) -> Shared {
        assert!(self.child.is_none(), "the program is still at work on them");
        opened(&self.variables).await
    }

    /// Where it puts what it needs for a moment.
    pub fn temporary(&self) -> PathBuf {
        self.folder.path().join("sementara")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("office.log")
    }

    /// What it wrote to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.whatsapp_down();
        self.stop_now();
        if std::thread::panicking() {
            eprintln!("the program's log:\n{}", self.said());
        }
    }
}

async fn opened(variables: &BTreeMap<&'static str, String>) -> Shared {
    let config = parsed(variables);
    let procedures =
        Procedures::read(&config.office.procedures, &config.office.procedure).expect("procedures");
    App::open(config, procedures, Clock::default(), false).await.expect("the files can be opened")
}

/// As systemd starts a program whose address it holds: open as descriptor 3, and told to this process alone.
fn handed_over(held: &TcpListener) -> Command {
    let mut command = Command::new("sh");
    let script = r#"export LISTEN_PID=$$ LISTEN_FDS=1; exec 3<&0 </dev/null; exec env "$@""#;
    command.args(["-c", script, "sh"]);
    command.stdin(Stdio::from(OwnedFd::from(held.try_clone().expect("the same address"))));
    command
}

/// A port that no connection of another test is given by chance while the program is down.
pub fn port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 100).unwrap_or(0) * 100;
    let candidates = (0..100).map(|_| first + NEXT.fetch_add(1, Ordering::Relaxed) % 100);
    let mut free = candidates.filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.next().expect("a free port")
}

/// Runs a small program that must succeed.
pub fn run(program: &str, args: &[&str]) {
    let output = Command::new(program).args(args).output().unwrap_or_else(|e| panic!("{program}: {e}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Process {
    /// Waits until the office has said that it has this message.
    pub async fn acknowledged(&self, id: &str) {
        let begun = Instant::now();
        while self.sim().message(id).expect("a message").status == Status::Sent {
            assert!(begun.elapsed() < AFTER_A_KILL, "never acknowledged: {}", self.said());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}
