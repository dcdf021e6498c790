//! `rancak`: reads the command line and hands it to `office::cli`. Nothing else stands here but what holds
//! for the whole process.

use anyhow::Context;
use clap::Parser;
use office::cli::{Options, run};
use office::documents::sandbox;
use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    // Before anything is started that a locked-up process must not have.
    if std::env::args_os().nth(1).is_some_and(|a| a == sandbox::NAME) {
        return Ok(sandbox::child::run());
    }
    office::app::install_tls();
    let runtime = tokio::runtime::Runtime::new().context("the runtime")?;
    runtime.block_on(run(Options::parse())).context("standard output")
}
