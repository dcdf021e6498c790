//! A server that speaks S3 and checks signatures, started once for all tests of this process. `scripts/setup
//! test` installs it; it ends with us, since it reads its standard input until that is closed.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::OnceCell;

pub struct Bucket {
    pub endpoint: String,
    pub access_key_id: String,
    pub secret: String,
    places: AtomicUsize,
    _server: Child,
}

impl Bucket {
    pub async fn shared() -> &'static Self {
        static BUCKET: OnceCell<Bucket> = OnceCell::const_new();
        BUCKET.get_or_init(async || tokio::task::spawn_blocking(Self::start).await.expect("a server")).await
    }

    fn start() -> Self {
        let (python, program) = (built().join("venv-s3/bin/python"), root().join("tests/s3/serve.py"));
        assert!(python.exists(), "the S3 server for tests is not installed: run scripts/setup test first");
        let mut server = Command::new(python)
            .arg(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the S3 server starts");
        let mut line = String::new();
        BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let told: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let word = |key: &str| told[key].as_str().unwrap_or_else(|| panic!("no {key} in {line}")).to_owned();
        Self {
            endpoint: word("endpoint"),
            access_key_id: word("access_key_id"),
            secret: word("secret_access_key"),
            places: AtomicUsize::new(0),
            _server: server,
        }
    }

    /// Of two buckets, for documents and for keys, a prefix each that no other test has.
    pub fn places(&self) -> [String; 2] {
        let n = self.places.fetch_add(1, Ordering::Relaxed);
        [
            format!("s3://documents/test/{}-{n}", std::process::id()),
            format!("s3://keys/{}-{n}", std::process::id()),
        ]
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of what was built: this program lies two levels below it.
fn built() -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    program.ancestors().nth(3).expect("the build's folder").to_owned()
}
