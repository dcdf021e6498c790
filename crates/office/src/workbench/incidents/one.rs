//! The page of one incident: how far each step has come, whom it concerns, and what can be done next.

use super::{Line, line};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::incidents::letters::{AT_ONCE, classes};
use crate::incidents::{Affected, Incident, Scope, Tally, Told};
use crate::web::{Page, html};
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::Nik;
use serde::Deserialize;

/// People on one page.
const SHOWN: usize = 50;
/// People marked by one form.
const MARKED: usize = 500;

#[derive(Template)]
#[template(path = "incident.html")]
struct One {
    page: Page,
    line: Line,
    facts: Vec<(String, String)>,
    /// How many it concerns; none until that was found out.
    counted: Option<String>,
    /// How many stand how, in words.
    tally: Vec<String>,
    /// Nobody is left to be told.
    all_told: bool,
    people: Vec<Person>,
    /// Where the next page of people begins.
    after: Option<String>,
    /// The last of those whose letters come next, and how many they are.
    batch: Option<(String, usize)>,
    owed: i64,
    agency: Option<String>,
    public: Option<String>,
    closed: Option<String>,
    /// This officer opened it, so another closes it.
    own: bool,
    /// A notice at its head, after something was done.
    done: Option<String>,
}

struct Person {
    subject: String,
    /// Whether there is a case whose page and letter can be asked for.
    known: bool,
    name: String,
    nik: String,
    since: String,
    classes: String,
    chip: &'static str,
    told: String,
    note: Option<String>,
    may_mark: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    /// The last person of the page before.
    #[serde(default)]
    setelah: String,
    /// How many messages were just put on their way.
    kirim: Option<u32>,
}

pub(super) async fn find(app: &App, no: &str) -> Result<Incident, Error> {
    let no = no.parse().map_err(|_| Error::NotFound)?;
    app.incidents.one(no).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(no): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let incident = find(&app, &no).await?;
    let tally = app.incidents.tally(&incident).await?;
    let mut people = app.incidents.affected(&incident, &asked.setelah, SHOWN + 1).await?;
    let more = people.len() > SHOWN;
    people.truncate(SHOWN);
    let open = incident.closed.is_none();
    let batch = if open && incident.counted.is_some() { batch(&app, &incident).await? } else { Vec::new() };
    let signed =
        |key: &str, at, name: &str| page.with(key, &[("at", page.moment(at)), ("name", name.to_owned())]);
    let closed = incident.closed.as_ref().map(|(at, name, words)| {
        let args = [("at", page.moment(*at)), ("name", name.clone()), ("words", words.clone())];
        page.with("incident-closed", &args)
    });
    html(&One {
        line: line(&app, &page, &incident),
        facts: facts(&app, &page, &incident).await?,
        counted: incident.counted.as_ref().map(|(n, at, _)| {
            page.with("incident-counted", &[("count", n.to_string()), ("at", page.moment(*at))])
        }),
        tally: in_words(&page, &tally),
        all_told: tally.left() == 0,
        after: people.last().filter(|_| more).map(|p| p.subject.clone()),
        people: people.into_iter().map(|p| person(&page, open, p)).collect(),
        batch: batch.last().map(|p| (p.subject.clone(), batch.len())),
        owed: tally.of(Told::Owed),
        agency: incident.agency.as_ref().map(|(at, name)| signed("incident-agency-told", *at, name)),
        public: incident.public.as_ref().map(|(at, name)| signed("incident-public-told", *at, name)),
        closed,
        own: incident.opened_by == officer.user.as_str(),
        done: asked.kirim.map(|n| page.t1("incident-sent", "count", n)),
        page,
    })
}

fn in_words(page: &Page, tally: &Tally) -> Vec<String> {
    let all = Told::ALL.into_iter().filter(|told| tally.of(*told) > 0);
    all.map(|told| format!("{}: {}", page.t(&format!("incident-told-{}", told.word())), tally.of(told)))
        .collect()
}

async fn facts(app: &App, page: &Page, incident: &Incident) -> Result<Vec<(String, String)>, Error> {
    let report = &incident.report;
    let (from, until) = report.exposed;
    let mut scope = page.t(&format!("incident-scope-{}", crate::cases::word(&report.scope)));
    if report.scope == Scope::Officer {
        let user = app.accounts.user(&report.of.as_str().into(), app.clock.now()).await?;
        scope = format!("{scope}: {}", user.map_or_else(|| report.of.clone(), |u| u.name));
    }
    let opened = format!("{}, {}", page.moment(incident.opened_at), incident.opened_name);
    let facts = [
        ("incident-known", page.moment(report.known_at)),
        ("incident-due", page.moment(incident.due_at)),
        ("incident-period", format!("{} – {}", page.moment(from), page.moment(until))),
        ("incident-scope", scope),
        ("incident-what", report.what.clone()),
        ("incident-measures", report.measures.clone()),
        ("incident-opened", opened),
    ];
    Ok(facts.into_iter().map(|(key, value)| (page.t(key), value)).collect())
}

fn person(page: &Page, open: bool, found: Affected) -> Person {
    let told = page.t(&format!("incident-told-{}", found.told.word()));
    let told = match (found.told_at, &found.told_name) {
        (Some(at), Some(name)) => format!("{told}, {}, {name}", page.moment(at)),
        _ => told,
    };
    let known = !found.nik.is_empty();
    let chip = match found.told {
        Told::Owed | Told::Failed => "warn",
        Told::Sent => "info",
        Told::Delivered | Told::Told => "good",
        Told::Excused => "pause",
    };
    Person {
        nik: Nik::parse(&found.nik).map(|n| n.masked()).unwrap_or_default(),
        name: if known { found.name } else { page.t("incident-erased") },
        known,
        since: page.moment(found.since),
        classes: classes(page.language, found.classes.each()),
        chip,
        told,
        note: found.why,
        may_mark: open && !found.told.is_done(),
        subject: found.subject,
    }
}

/// Those whose letters come next: nobody has told them, or the message did not arrive, and their names are known.
pub(super) async fn batch(app: &App, incident: &Incident) -> Result<Vec<Affected>, Error> {
    let (mut after, mut batch) = (String::new(), Vec::new());
    loop {
        let page = app.incidents.owed(incident, &after, AT_ONCE).await?;
        let Some(last) = page.last() else { return Ok(batch) };
        after.clone_from(&last.subject);
        batch.extend(page.into_iter().filter(|p| p.told.needs_letter() && !p.nik.is_empty()));
        if batch.len() >= AT_ONCE {
            batch.truncate(AT_ONCE);
            return Ok(batch);
        }
    }
}

/// One step of it, by the word in the path.
pub(super) async fn act(
    officer: Officer,
    State(app): State<Shared>,
    Path((no, step)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let incident = find(&app, &no).await?;
    let (at, words) = (app.clock.now(), fields.one("keterangan"));
    let back = format!("/meja/insiden/{}", incident.no);
    match step.as_str() {
        "kabari" => {
            let sent = app.incidents.send(&incident, &officer, at).await?;
            app.cases.outbox_filled().notify_one();
            return Ok(Redirect::to(&format!("{back}?kirim={sent}")).into_response());
        }
        "surat" => {
            let people = chosen(&app, &incident, &fields).await?;
            app.incidents.handed(&incident, &people, &officer, at).await?;
        }
        "kecuali" => {
            let people = chosen(&app, &incident, &fields).await?;
            app.incidents.excuse(&incident, &people, words, &officer, at).await?;
        }
        "lembaga" => app.incidents.tell_agency(&incident, words, &officer, at).await?,
        "umum" => app.incidents.tell_public(&incident, words, &officer, at).await?,
        "tutup" => app.incidents.close(&incident, words, &officer, at).await?,
        _ => return Err(Error::NotFound),
    }
    Ok(Redirect::to(&back).into_response())
}

/// Whom a form marks: those that were ticked, everybody whose letters were printed together, or everybody of whom nothing
/// is known any more.
async fn chosen(app: &App, incident: &Incident, fields: &Fields) -> Result<Vec<Affected>, Error> {
    let mut people = Vec::new();
    let until = fields.one("hingga");
    if !until.is_empty() {
        people = batch(app, incident).await?;
        people.retain(|p| p.subject.as_str() <= until);
    } else if fields.has("tanpa_data") {
        people = app.incidents.nameless(incident, MARKED).await?;
    } else {
        for subject in fields.all("siapa").take(MARKED) {
            people.extend(app.incidents.one_affected(incident, subject).await?);
        }
    }
    people.retain(|p| !p.told.is_done());
    if people.is_empty() { Err(Error::Input("incident-choose-somebody")) } else { Ok(people) }
}
