//! What this machine can do at all, measured in the same run: bytes made durable, and the smallest answer of the web
//! framework that the office is served by.

use super::cases::CLIENTS;
use super::{Effort, alone, undisturbed};
use crate::http::Connection;
use crate::load;
use crate::machine::syncs;
use crate::report::Line;
use anyhow::{Result, ensure};
use axum::{Router, routing::get};
use std::net::SocketAddr;
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const SYNCS: usize = 2_000;

pub fn measure(runtime: &Runtime, effort: Effort) -> Result<Vec<Line>> {
    let host = runtime.block_on(hello())?;
    let folder = tempfile::tempdir()?;
    let (mut durable, mut answers, mut others) = (Vec::new(), Vec::new(), 0.0_f64);
    for round in 0..=effort.rounds {
        let both = || {
            let begun = Instant::now();
            let synced = syncs(folder.path(), SYNCS)?;
            let seconds = begun.elapsed().as_secs_f64();
            Ok((
                synced.count() as f64 / seconds,
                load::closed(&[host], CLIENTS, effort.burst, greet)?.a_second(),
            ))
        };
        let ((syncs, greetings), disturbed) = undisturbed(effort, both)?;
        // The first only warms up.
        if round > 0 {
            durable.push(syncs);
            answers.push(greetings);
            others = others.max(disturbed);
        }
    }
    Ok(vec![
        alone("fdatasync of 4 KiB", "–", "/s", (&durable, others)),
        alone("hello world of axum, 32 clients", "–", "/s", (&answers, others)),
    ])
}

async fn hello() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    let routes = Router::new().route("/", get(async || "hello"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(host)
}

fn greet(connection: &mut Connection, _: usize) -> Result<()> {
    let answer = connection.get("/", "")?;
    ensure!(answer.status == 200, "hello was answered with {}", answer.status);
    Ok(())
}
