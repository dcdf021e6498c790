//! What of an incident leaves the office on paper or as a file: letters to people, the letter to the agency, the list.

use super::one::{batch, find};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::incidents::letters::{self, classes};
use crate::incidents::{Affected, Incident};
use crate::web::Page;
use crate::workbench::csv::csv as written;
use crate::workbench::step_up::Proved;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// People read at once for the list.
const PAGE: usize = 1_000;

const COLUMNS: [&str; 7] = [
    "incident-column-subject",
    "incident-column-name",
    "incident-column-nik",
    "incident-column-phone",
    "incident-column-since",
    "incident-column-classes",
    "incident-column-told",
];

/// The letter to one person it concerns.
pub(super) async fn letter(
    _: Proved,
    State(app): State<Shared>,
    Path((no, ticket)): Path<(String, String)>,
) -> Result<Response, Error> {
    let incident = find(&app, &no).await?;
    let person = app.incidents.one_affected(&incident, &ticket).await?;
    let person = person.filter(|p| !p.nik.is_empty()).ok_or(Error::NotFound)?;
    let name = format!("insiden-{}-{}.pdf", incident.no, person.subject);
    of_people(&app, &incident, &[person], &name).await
}

/// The letters to those who come next, in one file.
pub(super) async fn letters(
    _: Proved,
    State(app): State<Shared>,
    Path(no): Path<String>,
) -> Result<Response, Error> {
    let incident = find(&app, &no).await?;
    let people = batch(&app, &incident).await?;
    if people.is_empty() {
        return Err(Error::Input("incident-no-letters"));
    }
    of_people(&app, &incident, &people, &format!("insiden-{}-surat.pdf", incident.no)).await
}

async fn of_people(
    app: &App,
    incident: &Incident,
    people: &[Affected],
    name: &str,
) -> Result<Response, Error> {
    pdf(typeset::Template::Letter, name, letters::letters(app, incident, people)).await
}

/// The letter to the agency names nobody.
pub(super) async fn agency(
    State(app): State<Shared>,
    page: Page,
    Path(no): Path<String>,
) -> Result<Response, Error> {
    let incident = find(&app, &no).await?;
    let report = letters::agency(&app, &incident, page.language).await?;
    pdf(typeset::Template::Report, &format!("insiden-{}-lembaga.pdf", incident.no), report).await
}

async fn pdf(
    template: typeset::Template,
    name: &str,
    data: impl Serialize + Send + 'static,
) -> Result<Response, Error> {
    let file = name.to_owned();
    let made = tokio::task::spawn_blocking(move || typeset::pdf(template, &file, &data));
    let bytes = made.await.map_err(|e| Error::Broken(e.to_string()))?;
    let bytes = bytes.map_err(|e| Error::Broken(e.to_string()))?;
    let name = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// Everybody it concerns, for those who write to them.
pub(super) async fn csv(
    _: Proved,
    State(app): State<Shared>,
    page: Page,
    Path(no): Path<String>,
) -> Result<Response, Error> {
    let incident = find(&app, &no).await?;
    let (mut after, mut rows) = (String::new(), Vec::new());
    loop {
        let people = app.incidents.affected(&incident, &after, PAGE).await?;
        let Some(last) = people.last() else { break };
        after.clone_from(&last.subject);
        rows.extend(people.iter().map(|p| cells(&page, p)));
    }
    let headings: Vec<String> = COLUMNS.iter().map(|key| page.t(key)).collect();
    let name = format!("attachment; filename=\"insiden-{}.csv\"", incident.no);
    let kind = "text/csv; charset=utf-8".to_owned();
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, written(&headings, &rows)).into_response())
}

fn cells(page: &Page, person: &Affected) -> [String; 7] {
    [
        person.subject.clone(),
        person.name.clone(),
        person.nik.clone(),
        person.phone.clone(),
        page.moment(person.since),
        classes(page.language, person.classes.each()),
        page.t(&format!("incident-told-{}", person.told.word())),
    ]
}
