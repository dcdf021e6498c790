//! `rancak`: reads the command line and hands it to `office::cli`. Nothing else stands here but what holds
//! for the whole process.

use anyhow::Context;
use clap::Parser;
use office::cli::{Options, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    // Every TLS connection of this process uses it; a second installation changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    run(Options::parse()).await.context("standard output")
}
