//! The printer as somebody who stands before it sees it: its lights, its levers, and what came out. Every page says
//! SIMULATOR.

use crate::machine::{Fault, JobState, Mishap, Printer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "printer.html")]
struct Page {
    faults: Vec<(&'static str, &'static str, bool)>,
    jobs: Vec<Line>,
}

struct Line {
    id: i32,
    name: String,
    state: &'static str,
    printed: bool,
}

pub async fn show(State(printer): State<Printer>) -> Response {
    let there = printer.faults();
    let faults = Fault::ALL.iter().map(|f| (f.word(), label(*f), there.contains(f))).collect();
    let line = |j: crate::JobSeen| Line {
        id: j.id,
        name: j.name,
        state: state(j.state),
        printed: j.impressions > 0,
    };
    let jobs = printer.jobs().into_iter().rev().take(50).map(line).collect();
    match (Page { faults, jobs }).render() {
        Ok(page) => Html(page).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What was printed, as it was sent.
pub async fn card(State(printer): State<Printer>, Path(job): Path<i32>) -> Response {
    match printer.job(job).filter(|j| !j.document.is_empty()) {
        Some(job) => ([(header::CONTENT_TYPE, job.format)], job.document).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub async fn fault(State(printer): State<Printer>, Path((fault, state)): Path<(String, String)>) -> Response {
    let Some(fault) = Fault::parse(&fault) else { return StatusCode::NOT_FOUND.into_response() };
    printer.set(fault, state == "ada");
    Redirect::to("/").into_response()
}

pub async fn mishap(State(printer): State<Printer>, Path(mishap): Path<String>) -> Response {
    let Some(mishap) = Mishap::parse(&mishap) else { return StatusCode::NOT_FOUND.into_response() };
    printer.befall(mishap);
    Redirect::to("/").into_response()
}

pub async fn restart(State(printer): State<Printer>) -> Redirect {
    printer.restart();
    Redirect::to("/")
}

fn label(fault: Fault) -> &'static str {
    match fault {
        Fault::NoCards => "Blangko habis / no cards",
        Fault::RibbonLow => "Pita menipis / ribbon low",
        Fault::RibbonEnd => "Pita habis / ribbon end",
        Fault::Jam => "Kartu macet / jam",
        Fault::CoverOpen => "Tutup terbuka / cover open",
        Fault::Offline => "Terputus / offline",
    }
}

fn state(state: JobState) -> &'static str {
    match state {
        JobState::Held => "menunggu berkas / waiting for its document",
        JobState::Pending => "antre / pending",
        JobState::Processing => "mencetak / printing",
        JobState::Stopped => "berhenti / stopped",
        JobState::Cancelled => "dibatalkan / cancelled",
        JobState::Aborted => "gagal / aborted",
        JobState::Completed => "selesai / completed",
    }
}
