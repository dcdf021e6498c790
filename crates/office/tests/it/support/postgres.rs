//! A private PostgreSQL cluster for this test process: made on first use, ended with the process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

pub struct Cluster {
    data: PathBuf,
    sockets: PathBuf,
    /// What it is started with, on top of what every cluster is.
    more: Vec<String>,
    server: Mutex<Option<Child>>,
    databases: AtomicU32,
}

/// A fresh cluster that only the caller uses (to kill it, say).
pub fn private() -> Cluster {
    Cluster::start()
}

/// A certificate and its key, as PEM.
pub struct Shown<'a> {
    pub certificate: &'a str,
    pub key: &'a str,
}

/// A fresh cluster that is reached at this port of 127.0.0.1 too, by TLS where it has something to show.
pub fn at(port: u16, shown: Option<&Shown<'_>>) -> Cluster {
    let mut cluster = Cluster::made();
    cluster.more = vec!["listen_addresses=127.0.0.1".to_owned(), format!("port={port}")];
    if let Some(shown) = shown {
        for (setting, name, text) in
            [("ssl_cert_file", "server.crt", shown.certificate), ("ssl_key_file", "server.key", shown.key)]
        {
            let file = cluster.data.join(name);
            std::fs::write(&file, text).expect("written");
            std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600))
                .expect("mode");
            owned(&file);
            cluster.more.push(format!("{setting}={name}"));
        }
        cluster.more.push("ssl=on".to_owned());
    }
    cluster.up();
    cluster
}

/// The cluster that all tests of this process share.
pub fn shared() -> &'static Cluster {
    static CLUSTER: std::sync::LazyLock<Cluster> = std::sync::LazyLock::new(Cluster::start);
    &CLUSTER
}

impl Cluster {
    fn start() -> Self {
        let cluster = Self::made();
        cluster.up();
        cluster
    }

    fn made() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        sweep();
        let home = base().join(format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let (data, sockets) = (home.join("data"), home.join("s"));
        std::fs::create_dir_all(&sockets).expect("a folder for the cluster");
        [&home, &sockets].into_iter().for_each(|folder| owned(folder));
        let init = as_owner(&program("initdb"))
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .output()
            .expect("initdb runs");
        assert!(init.status.success(), "initdb: {}", String::from_utf8_lossy(&init.stderr));
        let (server, databases) = (Mutex::new(None), AtomicU32::new(0));
        Self { data, sockets, more: Vec::new(), server, databases }
    }

    /// Starts the server and waits until it answers.
    pub fn up(&self) {
        let (data, sockets, more) = (self.data.clone(), self.sockets.clone(), self.more.clone());
        // The server must die with this process, so a thread that never ends is its parent.
        let (give, take) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let child = as_owner(&program("postgres"))
                .arg("-D")
                .arg(&data)
                .args(["-c", "listen_addresses=", "-c", "max_connections=300", "-k"])
                .arg(&sockets)
                .args(more.iter().flat_map(|setting| ["-c", setting]))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("postgres runs");
            give.send(child).expect("someone waits");
            loop {
                std::thread::park();
            }
        });
        *self.server.lock().expect("lock") = Some(take.recv().expect("a server"));
        let deadline = Instant::now() + Duration::from_secs(60);
        while !self.answers() {
            assert!(Instant::now() < deadline, "PostgreSQL did not answer in {}", self.sockets.display());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// SIGKILL for all of it, as a power cut would: a backend outlives its postmaster long enough to
    /// commit. Stopped first, so that it starts no other meanwhile.
    pub fn kill(&self) {
        let mut server = self.server.lock().expect("lock");
        if let Some(mut child) = server.take() {
            signal("STOP", &[child.id()]);
            let mut all = children(child.id());
            all.push(child.id());
            signal("KILL", &all);
            child.wait().expect("wait");
            let deadline = Instant::now() + Duration::from_secs(20);
            while all.iter().any(|process| runs(*process)) {
                assert!(Instant::now() < deadline, "a process outlived its kill");
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }

    fn answers(&self) -> bool {
        self.psql("postgres", "select 1").is_some()
    }

    fn psql(&self, database: &str, sql: &str) -> Option<String> {
        let out = Command::new(program("psql"))
            .args(["-qAt", "-U", "postgres", "-d", database, "-c", sql, "-h"])
            .arg(&self.sockets)
            .args(["-p", &self.port()])
            .output()
            .ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    }

    /// Its socket is named after it.
    fn port(&self) -> String {
        let named = self.more.iter().find_map(|setting| setting.strip_prefix("port="));
        named.unwrap_or("5432").to_owned()
    }

    /// A fresh empty database; its name.
    pub fn fresh(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("create database {name}")).expect("create database");
        name
    }

    /// Has a statement carried out in the database of this address.
    pub fn run(&self, url: &str, sql: &str) {
        let name = url.trim_start_matches("postgres:///").split('?').next().unwrap_or_default();
        self.psql(name, sql).expect("carried out");
    }

    /// A fresh empty database; its address for the settings.
    pub fn database(&self) -> String {
        let name = self.fresh();
        format!("postgres:///{name}?host={}&user=postgres", self.sockets.display())
    }

    /// The plan PostgreSQL makes for a query, one for all values as the program asks for it, as text.
    pub fn explain(&self, url: &str, sql: &str, values: &str) -> String {
        let name = url.trim_start_matches("postgres:///").split('?').next().expect("a name");
        let once = "set plan_cache_mode = force_generic_plan";
        let sql = format!("{once}; prepare asked as {sql}; explain execute asked ({values})");
        self.psql(name, &sql).expect("explain")
    }
}

fn signal(name: &str, processes: &[u32]) {
    let ids = processes.iter().map(u32::to_string);
    // One that has just ended by itself is as good as killed.
    Command::new("kill").arg(format!("-{name}")).args(ids).stderr(Stdio::null()).status().expect("kill runs");
}

/// The processes that `parent` started.
fn children(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").expect("proc").flatten();
    let ids = processes.filter_map(|e| e.file_name().to_string_lossy().parse().ok());
    let parent = format!("PPid:\t{parent}");
    ids.filter(|id| status(*id).lines().any(|line| line == parent)).collect()
}

/// A zombie does not: it waits for a parent to ask how it ended.
fn runs(process: u32) -> bool {
    let status = status(process);
    !status.is_empty() && !status.contains("State:\tZ")
}

fn status(process: u32) -> String {
    std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default()
}

fn base() -> PathBuf {
    // A socket's path may have 107 characters at the most, so the build folder will not do.
    std::env::temp_dir().join("rancak-test-pg")
}

/// Removes what test processes left that no longer run.
fn sweep() {
    for entry in std::fs::read_dir(base()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.split('-').next().unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn program(name: &str) -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = debian.map(|e| e.path().join("bin").join(name)).collect();
    versions.sort();
    let on_path = std::env::var_os("PATH")
        .map(|p| std::env::split_paths(&p).map(|d| d.join(name)).collect::<Vec<_>>())
        .unwrap_or_default();
    versions.into_iter().rev().chain(on_path).find(|p| p.exists()).unwrap_or_else(|| {
        panic!("{name} is missing: install PostgreSQL 15 or newer (Debian: apt-get install postgresql)")
    })
}

fn am_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("proc")) == 0
}

fn owned(path: &Path) {
    if am_root() {
        std::os::unix::fs::chown(path, Some(owner().0), Some(owner().1)).expect("chown");
    }
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
fn owner() -> (u32, u32) {
    let passwd = std::fs::read_to_string("/etc/passwd").expect("passwd");
    let find = |user: &str| {
        let line = passwd.lines().find(|l| l.starts_with(&format!("{user}:")))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    find("postgres").or_else(|| find("nobody")).expect("a user to run PostgreSQL as")
}

fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "QUIT"]);
    if am_root() {
        let (user, group) = owner();
        command.arg(format!("--reuid={user}")).arg(format!("--regid={group}")).arg("--clear-groups");
    }
    command.arg(program);
    command
}
