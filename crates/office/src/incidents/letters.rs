//! What people and the agency are told of a breach: the message, the letter in both languages, the agency's letter. Law
//! asks for three things: which data, when and how they were seen, and what is done about it. Words only; nothing is sent.

use super::{Affected, DataClass, Incident, Tally, Told};
use crate::app::App;
use crate::cases::{Loaded, word};
use crate::error::Error;
use crate::reports::{Report, Signature, Table, today};
use crate::texts::{day, moment, text, text_with};
use jiff::Timestamp;
use procedure::{Language, Ticket};
use serde::Serialize;
use std::collections::BTreeMap;

/// Letters of one file.
pub const AT_ONCE: usize = 100;

/// Data of `letter.typ`.
#[derive(Debug, Clone, Serialize)]
pub struct Letters {
    lang: String,
    title: String,
    head: [String; 2],
    address: String,
    page_word: String,
    letters: Vec<Letter>,
}

#[derive(Debug, Clone, Serialize)]
struct Letter {
    number: String,
    to: Vec<String>,
    parts: Vec<Part>,
    signature: Signature,
}

/// A letter in one language.
#[derive(Debug, Clone, Serialize)]
struct Part {
    lang: String,
    title: String,
    lines: Vec<String>,
    facts: Vec<[String; 2]>,
    end: Vec<String>,
}

/// Classes of data in words.
pub fn classes(language: Language, given: impl Iterator<Item = DataClass>) -> String {
    let words = given.map(|class| text(language, &format!("incident-class-{}", word(&class))));
    words.collect::<Vec<_>>().join(", ")
}

/// The words of the message; none where the case is not among those it concerns.
pub async fn message(
    app: &App,
    loaded: &Loaded,
    ticket: &Ticket,
    args: &BTreeMap<String, String>,
) -> Result<Option<String>, Error> {
    let no = args.get("incident").and_then(|no| no.parse().ok()).unwrap_or_default();
    let Some(incident) = app.incidents.one(no).await? else { return Ok(None) };
    let Some(person) = app.incidents.one_affected(&incident, ticket.as_str()).await? else { return Ok(None) };
    let language = loaded.case.applicant.language;
    let args = told(app, &incident, &person, language);
    Ok(Some(text_with(language, super::telling::NOTICE, &args)))
}

/// What is said of one person's data.
fn told(
    app: &App,
    incident: &Incident,
    person: &Affected,
    language: Language,
) -> Vec<(&'static str, String)> {
    let at = |at: Timestamp| moment(language, app.cases.procedures().active().calendar.offset, at);
    let office = &app.config.office;
    let contact =
        [office.address.as_str(), app.config.complaints.phone.as_str(), app.config.complaints.email.as_str()];
    let contact = contact.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    vec![
        ("ticket", person.subject.clone()),
        ("name", person.name.clone()),
        ("classes", classes(language, person.classes.each())),
        ("since", at(person.since)),
        ("until", at(incident.report.exposed.1)),
        ("known", at(incident.report.known_at)),
        ("what", incident.report.what.clone()),
        ("measures", incident.report.measures.clone()),
        ("office", office.name.clone()),
        ("contact", contact),
    ]
}

/// A letter to each of these, in Indonesian with English below.
pub fn letters(app: &App, incident: &Incident, people: &[Affected]) -> Letters {
    let i = &app.cases.procedures().active().identity.clone();
    Letters {
        lang: "id".to_owned(),
        title: text(Language::Id, "breach-title"),
        head: [i.government.clone(), i.agency.clone()],
        address: app.config.office.address.clone(),
        page_word: text(Language::Id, "sop-page"),
        letters: people.iter().map(|person| letter(app, incident, person)).collect(),
    }
}

fn letter(app: &App, incident: &Incident, person: &Affected) -> Letter {
    let parts = [Language::Id, Language::En].map(|language| {
        let args = told(app, incident, person, language);
        let t = |key: &str| text_with(language, key, &args);
        let fact = |key: &str, value: &str| {
            [
                text(language, key),
                args.iter().find(|(k, _)| *k == value).map(|(_, v)| v.clone()).unwrap_or_default(),
            ]
        };
        Part {
            lang: if language == Language::Id { "id" } else { "en" }.to_owned(),
            title: t("breach-title"),
            lines: vec![t("breach-greeting"), t("breach-opening")],
            facts: vec![
                fact("breach-classes", "classes"),
                fact("breach-since", "since"),
                fact("breach-until", "until"),
                fact("breach-known", "known"),
                fact("breach-how", "what"),
                fact("breach-measures", "measures"),
            ],
            end: vec![t("breach-advice"), t("breach-ask")],
        }
    });
    let number = text_with(
        Language::Id,
        "breach-of",
        &[("ticket", person.subject.clone()), ("no", incident.no.to_string())],
    );
    let to = vec![text(Language::Id, "breach-to"), person.name.clone(), person.phone.clone()];
    Letter { number, to, parts: parts.into(), signature: signature(app, Language::Id) }
}

fn signature(app: &App, language: Language) -> Signature {
    let by = &app.cases.procedures().active().identity.approved_by;
    let today = day(language, today(app));
    let place = &app.config.office.place;
    Signature {
        place_and_day: if place.is_empty() { today } else { format!("{place}, {today}") },
        office: by.office.clone(),
        name: by.name.clone(),
        nip: by.nip.clone(),
    }
}

/// The letter to the agency: numbers, classes, what happened when, what is done. Names nobody.
pub async fn agency(app: &App, incident: &Incident, language: Language) -> Result<Report, Error> {
    let t = |key: &str| text(language, key);
    let p = app.cases.procedures().active();
    let i = &p.identity;
    let at = |at: Timestamp| moment(language, p.calendar.offset, at);
    let tally = app.incidents.tally(incident).await?;
    let title = t("breach-agency-title");
    let number = text_with(language, "breach-number", &[("no", incident.no.to_string())]);
    let counted = incident.counted.as_ref().map_or(0, |(n, _, _)| *n);
    let args = [
        ("office", app.config.office.name.clone()),
        ("count", counted.to_string()),
        ("what", incident.report.what.clone()),
        ("measures", incident.report.measures.clone()),
    ];
    let lines =
        ["breach-agency-opening", "breach-agency-what", "breach-agency-measures", "breach-agency-contact"];
    let contact = [&app.config.office.address, &app.config.complaints.phone, &app.config.complaints.email];
    let contact =
        contact.map(String::as_str).into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(", ");
    let args: Vec<_> = args.into_iter().chain([("contact", contact)]).collect();
    let by_class = app.incidents.by_class(incident).await?.into_iter().filter(|(_, n)| *n > 0);
    let by_class = by_class.map(|(class, n)| vec![classes(language, std::iter::once(class)), n.to_string()]);
    Ok(Report {
        lang: if language == Language::Id { "id" } else { "en" }.to_owned(),
        running: format!("{title}. {number}"),
        title,
        number,
        period: day(language, today(app)),
        head: [i.government.clone(), i.agency.clone()],
        address: app.config.office.address.clone(),
        wide: false,
        page_word: t("sop-page"),
        lines: lines.iter().map(|key| text_with(language, key, &args)).collect(),
        tables: vec![
            table(&t("breach-numbers"), [t("breach-class"), t("breach-people")], by_class.collect()),
            table(&t("breach-course"), [t("breach-step"), t("breach-when")], course(incident, language, &at)),
            table(
                &t("breach-progress"),
                [t("breach-standing"), t("breach-people")],
                progress(&tally, language),
            ),
        ],
        nothing: t("report-nothing"),
        signature: signature(app, language),
        checkpoint: None,
    })
}

fn course(incident: &Incident, language: Language, at: &impl Fn(Timestamp) -> String) -> Vec<Vec<String>> {
    let (from, until) = incident.report.exposed;
    let steps = [
        ("breach-since", Some(from)),
        ("breach-until", Some(until)),
        ("breach-known", Some(incident.report.known_at)),
        ("breach-opened", Some(incident.opened_at)),
        ("breach-counted", incident.counted.as_ref().map(|(_, at, _)| *at)),
        ("breach-due", Some(incident.due_at)),
    ];
    let row = |(key, when): (&str, Option<Timestamp>)| Some(vec![text(language, key), at(when?)]);
    steps.into_iter().filter_map(row).collect()
}

fn progress(tally: &Tally, language: Language) -> Vec<Vec<String>> {
    let all = Told::ALL.into_iter().filter(|told| tally.of(*told) > 0);
    let row = |told: Told| {
        vec![text(language, &format!("incident-told-{}", told.word())), tally.of(told).to_string()]
    };
    all.map(row).collect()
}

fn table(caption: &str, headings: [String; 2], rows: Vec<Vec<String>>) -> Table {
    Table {
        caption: caption.to_owned(),
        headings: headings.into(),
        widths: vec![3, 2],
        figures: vec![false, false],
        size: 9,
        rows,
        total: Vec::new(),
    }
}
