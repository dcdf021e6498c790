//! The versions of the SOP on the shelf: since when each is in force, who approved it, how many cases still run under
//! it; and two of them beside each other. Only reads.

mod differences;
mod edit;
pub mod proposal;

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route, may};
use crate::sop::page::{Shown, file};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Faults;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use differences::{Row, rows};
use procedure::Procedure;
use serde::Deserialize;
use std::sync::Arc;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Sop, list)
        .at(Route::CompareSop, compare)
        .at(Route::EditSop, edit::show)
        .at(Route::ProposeSop, edit::send)
        .at(Route::Proposal, proposal::show)
        .at(Route::ProposalDocument, proposal::document)
        .at(Route::AnswerProposal, proposal::word)
        .at(Route::SopVersion, show)
        .at(Route::SopVersionPdf, as_pdf)
}

#[derive(Template)]
#[template(path = "sop_versions.html")]
struct Versions {
    page: Page,
    versions: Vec<Version>,
    /// What was proposed, the newest first.
    proposals: Vec<proposal::Line>,
    /// The reader may propose.
    proposes: bool,
    /// The reader may see how cases really went.
    measures: bool,
    /// Of which two are compared, as [`name`] writes them.
    left: String,
    right: String,
    faults: Faults,
}

struct Version {
    name: String,
    procedure: Arc<Procedure>,
    in_force: bool,
    /// Cases that go on under it.
    running: i64,
}

impl Version {
    /// Since when it is in force, and when it was revised, in the document's own words.
    fn dates(&self) -> [&str; 2] {
        let identity = &self.procedure.identity;
        [&identity.effective, &identity.revised]
    }
}

#[derive(Template)]
#[template(path = "sop_beside.html")]
struct Beside {
    page: Page,
    left: Arc<Procedure>,
    right: Arc<Procedure>,
    rows: Vec<Row>,
    /// How many of the rows differ.
    differing: usize,
    /// They differ in what no SOP document says, such as conditions of outcomes.
    elsewhere: bool,
}

#[derive(Deserialize, Default)]
struct Two {
    #[serde(default)]
    kiri: String,
    #[serde(default)]
    kanan: String,
}

async fn list(officer: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&build(&app, page, &officer).await?)
}

async fn build(app: &App, page: Page, officer: &Officer) -> Result<Versions, Error> {
    let running = app.cases.running(app.office()).await?;
    let active = app.cases.procedures().active();
    let version = |p: Arc<Procedure>| {
        let of = running.iter().find(|(id, version, _)| *id == p.id && *version == p.version);
        let in_force = p.id == active.id && p.version == active.version;
        Version { name: name(&p), in_force, running: of.map_or(0, |r| r.2), procedure: p }
    };
    let versions: Vec<Version> = app.cases.procedures().all().into_iter().rev().map(version).collect();
    let nth = |n: usize| versions.get(n).map(|v| v.name.clone()).unwrap_or_default();
    let all = app.adopting.standing().await?;
    let proposals = all.proposals.iter().rev().map(|of| proposal::line(&page, &all, of)).collect();
    let (proposes, measures) = (may(app, officer, Route::EditSop), may(app, officer, Route::Flow));
    let (left, right) = (nth(1), nth(0));
    Ok(Versions { left, right, versions, proposals, proposes, measures, faults: Faults::default(), page })
}

async fn compare(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Query(two): Query<Two>,
) -> Result<Response, Error> {
    let (Some(left), Some(right)) = (named(&app, &two.kiri), named(&app, &two.kanan)) else {
        let faults = Faults::one("kiri", page.t("sop-which"));
        let shown = Versions { faults, ..build(&app, page, &officer).await? };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    let rows = rows(page.language, &left, &right);
    let differing = rows.iter().filter(|r| r.change.is_some()).count();
    let renamed = Procedure { version: left.version.clone(), ..Procedure::clone(&right) };
    let elsewhere = differing == 0 && *left != renamed;
    html(&Beside { page, left, right, rows, differing, elsewhere })
}

async fn show(
    State(app): State<Shared>,
    page: Page,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Error> {
    let p = app.cases.procedures().get(&id, &version).ok_or(Error::NotFound)?;
    let pdf = format!("{}/pdf", page.path);
    html(&Shown::new(page, &p, pdf))
}

async fn as_pdf(
    State(app): State<Shared>,
    page: Page,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Error> {
    file(page, app.cases.procedures().get(&id, &version).ok_or(Error::NotFound)?).await
}

/// A version as forms and addresses name it.
fn name(p: &Procedure) -> String {
    format!("{}/{}", p.id, p.version)
}

fn named(app: &App, name: &str) -> Option<Arc<Procedure>> {
    let (id, version) = name.split_once('/')?;
    app.cases.procedures().get(id, version)
}
