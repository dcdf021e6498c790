//! Sets a peer up: its packages, pinned by content, in an environment of their own below `target`. Nothing is fetched where
//! that was done before.

use super::{Peer, Server};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the peer's programs are.
pub fn programs(peer: &Peer) -> Result<PathBuf> {
    match peer.server {
        Server::Node => node(peer),
        Server::Gunicorn(_) | Server::Uvicorn => python(peer),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn python(peer: &Peer) -> Result<PathBuf> {
    let mut script = Command::new(root().join("scripts/venv"));
    script.arg(format!("bench/peers/{}", peer.folder)).current_dir(root());
    // A system's own Python is a fifth faster than one that was built by hand.
    if Path::new("/usr/bin/python3").exists() {
        script.env("PYTHON", "/usr/bin/python3");
    }
    let told = output(&mut script)?;
    Ok(root().join(told.lines().last().context("where its packages are")?).canonicalize()?)
}

fn node(peer: &Peer) -> Result<PathBuf> {
    let folder = root().join("target/peers").join(peer.folder);
    std::fs::create_dir_all(&folder)?;
    let mut fetched = true;
    for name in ["package.json", "package-lock.json"] {
        let list = std::fs::read(peer.source().join(name))?;
        fetched &= std::fs::read(folder.join(name)).is_ok_and(|had| had == list);
        std::fs::write(folder.join(name), list)?;
    }
    if !(fetched && folder.join("node_modules").exists()) {
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        output(Command::new("npm").args(words).current_dir(&folder))?;
    }
    std::fs::copy(peer.source().join("app.mjs"), folder.join("app.mjs"))?;
    Ok(folder.canonicalize()?)
}

/// What a command says; what it complains of where it fails.
fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?}"))?;
    let trouble = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{}",
        trouble.trim().lines().last().unwrap_or("it failed without a word")
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
