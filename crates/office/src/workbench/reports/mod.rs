//! Reports to read, to fetch as files and to give a number. What they say is counted elsewhere; reads, but for the
//! number.

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Right, Route, holds};
use crate::reports::files::{Format, bytes};
use crate::reports::kept::{Kept, find, keep, latest};
use crate::reports::{Asked, Frame, Kind, Report, make, today};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::Faults;
use crate::workbench::step_up::asks_first;
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Reports that are listed, and rows of one that are shown; files have all.
const LISTED: usize = 100;
const ON_SCREEN: usize = 500;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Reports, list)
        .at(Route::Report, show)
        .at(Route::ReportFile, file)
        .at(Route::NumberReport, give_number)
}

#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    jenis: String,
    #[serde(default)]
    dari: String,
    #[serde(default)]
    sampai: String,
}

#[derive(Template)]
#[template(path = "reports.html")]
struct List {
    page: Page,
    /// Those that this officer may read, each with its word and name.
    kinds: Vec<(&'static str, String)>,
    typed: Wanted,
    kept: Vec<Row>,
    faults: Faults,
}

struct Row {
    number: String,
    title: String,
    days: String,
    made: String,
    query: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Shown {
    page: Page,
    report: Report,
    query: String,
    wanted: Asked,
    /// It has no number and could have one.
    may_have_number: bool,
    /// More rows than are shown.
    more: bool,
}

async fn list(officer: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&build(&app, page, &officer, Wanted::default()).await?)
}

async fn build(app: &App, page: Page, officer: &Officer, mut typed: Wanted) -> Result<List, Error> {
    let p = app.cases.procedures().active();
    let may = |kind: Kind| reads(kind).held_by(&p, &officer.roles);
    let kinds = Kind::ALL.into_iter().filter(|k| may(*k));
    let kinds = kinds.map(|k| (k.word(), page.t(&format!("report-{}", k.word())))).collect();
    let kept = latest(app, LISTED).await?.into_iter().filter(|k| may(k.asked.kind));
    let kept = kept.map(|k| row(&page, &k)).collect();
    if typed.dari.is_empty() {
        typed.dari = today(app).to_string();
    }
    Ok(List { kinds, typed, kept, faults: Faults::default(), page })
}

/// Names are read by whoever reads the list that they stand in.
fn reads(kind: Kind) -> Right {
    match kind {
        Kind::Register => Right::ReadsRegister,
        Kind::Destruction => Right::ReadsDisposal,
        Kind::Daily | Kind::Monthly | Kind::Yearly => Right::ReadsFigureReports,
    }
}

fn row(page: &Page, kept: &Kept) -> Row {
    Row {
        number: kept.frame.number.clone(),
        title: page.t(&format!("report-{}", kept.asked.kind.word())),
        days: kept.asked.days(page.language),
        made: page.moment(kept.made_at),
        query: query(kept.asked),
    }
}

fn query(asked: Asked) -> String {
    format!("jenis={}&dari={}&sampai={}", asked.kind.word(), asked.from, asked.to)
}

/// What was asked for, where this officer may read it; a text's key where there is no such report.
fn asked(app: &App, officer: &Officer, wanted: &Wanted) -> Result<Result<Asked, &'static str>, Error> {
    let Some(kind) = Kind::parse(&wanted.jenis) else { return Ok(Err("report-which")) };
    if !holds(app, officer, reads(kind)) {
        return Err(Error::NotFound);
    }
    Ok(Asked::new(kind, &wanted.dari, &wanted.sampai, today(app)))
}

/// As it was given its number, or as it is now.
async fn report(app: &App, page: &Page, asked: Asked) -> Result<(Report, bool), Error> {
    let kept = find(app, asked).await?;
    let numbered = kept.is_some();
    let frame = match kept {
        Some(kept) => kept.frame,
        None => Frame::now(app, asked.kind, page.language).await?,
    };
    Ok((make(app, asked, &frame).await?, numbered))
}

async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let asked = match asked(&app, &officer, &wanted)? {
        Ok(asked) => asked,
        Err(key) => return refused(&app, page, &officer, wanted, key).await,
    };
    let (mut report, numbered) = report(&app, &page, asked).await?;
    let more = report.tables.iter().any(|t| t.rows.len() > ON_SCREEN);
    for table in &mut report.tables {
        table.rows.truncate(ON_SCREEN);
    }
    let may_have_number = !numbered && asked.is_over(today(&app));
    html(&Shown { report, query: query(asked), wanted: asked, may_have_number, more, page })
}

/// The form again, with what is wrong about it.
async fn refused(
    app: &App,
    page: Page,
    officer: &Officer,
    wanted: Wanted,
    key: &str,
) -> Result<Response, Error> {
    let field = if key == "report-which" { "jenis" } else { "dari" };
    let faults = Faults::one(field, page.t(key));
    let shown = List { faults, ..build(app, page, officer, wanted).await? };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn file(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(format): Path<String>,
    uri: Uri,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let format = Format::parse(&format).ok_or(Error::NotFound)?;
    let asked = asked(&app, &officer, &wanted)?.map_err(Error::Input)?;
    if asked.kind.names_people()
        && let Some(asks) = asks_first(&page, &uri)?
    {
        return Ok(asks);
    }
    let (report, _) = report(&app, &page, asked).await?;
    let bytes = bytes(&report, asked, format).await?;
    let name = format!("{}-{}-{}.{}", asked.kind.word(), asked.from, asked.to, format.ending());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"laporan-{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}

async fn give_number(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Error> {
    let asked = match asked(&app, &officer, &wanted)? {
        Ok(asked) if asked.is_over(today(&app)) => asked,
        Ok(_) => return refused(&app, page, &officer, wanted, "report-not-over").await,
        Err(key) => return refused(&app, page, &officer, wanted, key).await,
    };
    keep(&app, asked, &officer.name).await?;
    Ok(Redirect::to(&format!("/meja/laporan/lihat?{}", query(asked))).into_response())
}
