//! `rancak`: reads the command line and hands it to `office::cli`. Nothing else stands here but what holds
//! for the whole process.

use anyhow::Context;
use clap::Parser;
use office::cli::{Options, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    office::app::install_tls();
    run(Options::parse()).await.context("standard output")
}
