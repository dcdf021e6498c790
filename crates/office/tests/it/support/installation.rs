//! The program as people start it: an office's settings in a folder, and the program run or served from them.

use super::server::pages_are_built;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// An office's settings and folder, as an operator would keep them.
pub struct Installation {
    pub folder: tempfile::TempDir,
}

impl Installation {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name).display().to_string();
        for secret in ["token", "secret", "verify"] {
            written(folder.path(), secret, "a secret for tests\n");
        }
        let settings = format!(
            "[office]\nid = \"13.01\"\nname = \"Dinas Percobaan\"\n\
             [server]\nlisten = \"127.0.0.1:0\"\npublic_url = \"http://localhost:8080\"\n\
             [database]\nurl = \"sqlite:{}\"\n\
             [documents]\nstore = \"{}\"\nkeys = \"{}\"\nmaster_key_file = \"{}\"\n\
             [audit]\nstore = \"{}\"\nsigning_key_file = \"{}\"\n\
             [whatsapp]\nphone_number_id = \"1301\"\naccess_token_file = \"{}\"\n\
             app_secret_file = \"{}\"\nverify_token_file = \"{}\"\n",
            at("office.db"),
            at("documents"),
            at("keys"),
            at("master"),
            at("record"),
            at("signing"),
            at("token"),
            at("secret"),
            at("verify"),
        );
        written(folder.path(), "rancak.toml", &settings);
        // The key of the cases that tests begin without a server.
        written(folder.path(), "master", &"07".repeat(32));
        written(folder.path(), "signing", &"2e".repeat(32));
        Self { folder }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = rancak(args);
        command.arg("--config").arg(self.folder.path().join("rancak.toml"));
        command
    }

    pub fn rancak(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("it runs")
    }

    pub fn serve(self) -> Serving {
        pages_are_built();
        let mut child = self.command(&["serve"]).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut ready = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut ready).expect("a line");
        let port = ready.split("127.0.0.1:").nth(1).and_then(|r| r.split(')').next());
        let base = format!("http://127.0.0.1:{}", port.unwrap_or_else(|| panic!("no address in {ready:?}")));
        Serving { child, base, _office: self }
    }
}

/// A running program. It ends when this is dropped.
pub struct Serving {
    pub child: Child,
    pub base: String,
    _office: Installation,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, started where the repository's files are, with no setting from outside.
pub fn rancak(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rancak"));
    command.args(args).env_clear().current_dir(root());
    command
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn written(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("written");
    file.display().to_string()
}

pub fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
