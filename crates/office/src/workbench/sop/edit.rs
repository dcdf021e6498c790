//! The values of the SOP that an office changes by itself: filled in, checked, looked at beside what is in force, and
//! proposed. Nothing is in force by this page; that takes another person's approval.

use super::differences::{Row, rows};
use super::proposal::status;
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::procedures::values::{Editable, Group, Kind, changed, editable};
use crate::stock::Wish;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::workbench::fields::{Faults, Fields};
use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use procedure::Procedure;
use procedure::adoption::AdoptionCommand;
use procedure::loader::load;
use std::sync::Arc;

/// So many wrong values are told at once.
const MOST_TOLD: usize = 12;

#[derive(Template)]
#[template(path = "sop_edit.html")]
struct Edit {
    page: Page,
    in_force: Arc<Procedure>,
    groups: Vec<(Group, Vec<Input>)>,
    /// Today, before which nothing comes into force.
    today: Date,
    faults: Faults,
    trouble: Option<String>,
    typed: Fields,
}

/// A value as the form shows it.
struct Input {
    path: String,
    label: String,
    kind: Kind,
    /// What stands in it: in the file, or as it was typed.
    values: Vec<String>,
}

#[derive(Template)]
#[template(path = "sop_preview.html")]
struct Preview {
    page: Page,
    changes: Vec<Change>,
    left: Arc<Procedure>,
    right: Arc<Procedure>,
    rows: Vec<Row>,
    form: String,
    typed: Fields,
}

/// One value, before and after.
pub struct Change {
    pub label: String,
    pub before: String,
    pub after: String,
}

impl Input {
    fn has(&self, word: &str) -> bool {
        self.values.iter().any(|v| v == word)
    }

    fn lines(&self) -> String {
        self.values.join("\n")
    }
}

impl Preview {
    /// The fields to be sent again, as they came.
    fn sent(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed.pairs().filter(|(name, _)| *name != "form" && *name != "lakukan")
    }
}

pub async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&build(&app, page, Fields::default()))
}

/// Checks and shows what would change; with the button, proposes it.
pub async fn send(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let p = app.cases.procedures().active();
    let text = app.cases.procedures().text();
    let read = match Draft::read(&app, &page, &p, &text, &fields) {
        Ok(read) => read,
        Err(faults) => {
            return page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &Edit { faults, ..build(&app, page, fields) },
            );
        }
    };
    let command = AdoptionCommand::Propose {
        text: read.text,
        effective: read.effective,
        why: fields.one("why").to_owned(),
    };
    let once = fields.once().filter(|_| fields.has("lakukan"));
    let wish = Wish { actor: officer.actor(), at: app.clock.now(), once };
    let wanted = if fields.has("lakukan") {
        app.adopting.change(&wish, &command).await
    } else {
        app.adopting.check(&wish, &command).await
    };
    if let Err(e) = wanted {
        let Error::Refused(refusal) = Error::from(e) else { return Err(Error::NotFound) };
        let trouble = Some(page.refusal(&p, &refusal));
        return page_with(status(&refusal), &Edit { trouble, ..build(&app, page, fields) });
    }
    if fields.has("lakukan") {
        let to = format!("/meja/sop/usulan/{}", read.proposed.version);
        return Ok(Redirect::to(&to).into_response());
    }
    let rows = rows(page.language, &p, &read.proposed).into_iter().filter(|r| r.change.is_some()).collect();
    let (changes, right) = (read.changes, Arc::new(read.proposed));
    html(&Preview { changes, left: p, right, rows, form: form_token(), typed: fields, page })
}

/// What was filled in, as a file.
struct Draft {
    text: String,
    proposed: Procedure,
    effective: Date,
    changes: Vec<Change>,
}

impl Draft {
    fn read(app: &App, page: &Page, p: &Procedure, text: &str, fields: &Fields) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let effective = fields.one("berlaku").parse::<Date>();
        if effective.is_err() {
            faults.add("berlaku", page.t("edit-bad-day"));
        }
        if fields.one("why").is_empty() {
            faults.add("why", page.t("edit-no-why"));
        }
        let whole = fields.one("file");
        if !whole.is_empty() {
            return Self::of_file(page, (text, p), whole, effective.ok(), faults);
        }
        // Without a day there is no version yet, and only the values are looked at.
        let version =
            effective.as_ref().map_or_else(|_| p.version.to_string(), |day| free_version(app, *day));
        let places = editable(text, p);
        let typed: Vec<_> =
            places.iter().filter_map(|place| Some((place, filled_in(place, fields)?))).collect();
        let together = changed(text, &version, &typed).ok().and_then(|t| Some((load(&t).ok()?, t)));
        if together.is_none() {
            tell(page, (text, &version), &typed, &mut faults);
        }
        let (Ok(effective), true) = (effective, faults.is_empty()) else { return Err(faults) };
        let Some((proposed, text)) = together else {
            return Err(Faults::one("why", page.t("edit-not-together")));
        };
        let change = |(place, value): &(&Editable, Vec<String>)| Change {
            label: label(page, place),
            before: place.now.join("\n"),
            after: value.join("\n"),
        };
        Ok(Self { changes: typed.iter().map(change).collect(), text, proposed, effective })
    }

    fn of_file(
        page: &Page,
        (now, p): (&str, &Procedure),
        whole: &str,
        effective: Option<Date>,
        mut faults: Faults,
    ) -> Result<Self, Faults> {
        let proposed = match load(whole) {
            Ok(proposed) => proposed,
            Err(problems) => {
                for problem in &problems {
                    let line = page.t1("edit-line", "n", problem.line);
                    faults.add("file", format!("{line}: {}", page.problem(problem)));
                }
                return Err(faults);
            }
        };
        let (Some(effective), true) = (effective, faults.is_empty()) else { return Err(faults) };
        let changes = changes(page, (now, p), (whole, &proposed));
        Ok(Self { changes, text: whole.to_owned(), proposed, effective })
    }
}

/// Says beside each value what is wrong with it by itself. Halves that are sound are not looked at one by one, and of
/// very many wrong values the first are told.
fn tell(page: &Page, (text, version): (&str, &str), typed: &[(&Editable, Vec<String>)], faults: &mut Faults) {
    if typed.is_empty() || faults.all().len() >= MOST_TOLD {
        return;
    }
    let words = match changed(text, version, typed).as_deref().map(load) {
        Ok(Ok(_)) => return,
        Ok(Err(problems)) => problems.first().map(|problem| page.problem(problem)),
        Err(_) => Some(page.t("edit-no-number")),
    };
    if let [(place, _)] = typed {
        let words = words.unwrap_or_default();
        return faults.add(&place.path, format!("{}: {words}", label(page, place)));
    }
    let (first, last) = typed.split_at(typed.len() / 2);
    tell(page, (text, version), first, faults);
    tell(page, (text, version), last, faults);
}

/// The values that differ, before and after.
pub fn changes(page: &Page, left: (&str, &Procedure), right: (&str, &Procedure)) -> Vec<Change> {
    let before = editable(left.0, left.1);
    let after = editable(right.0, right.1);
    let was =
        |path: &str| before.iter().find(|b| b.path == path).map(|b| b.now.join("\n")).unwrap_or_default();
    let change = |place: &Editable| Change {
        label: label(page, place),
        before: was(&place.path),
        after: place.now.join("\n"),
    };
    after.iter().map(change).filter(|c| c.before != c.after).collect()
}

/// The day is the version's name; where there is one of that day, with a number.
fn free_version(app: &App, day: Date) -> String {
    let taken: Vec<_> = app.cases.procedures().all().iter().map(|p| p.version.clone()).collect();
    let named = |n: u32| if n == 1 { day.to_string() } else { format!("{day}-{n}") };
    (1..).map(named).find(|name| !taken.contains(name)).unwrap_or_default()
}

/// What was typed for a value, where that differs from what stands in the file.
fn filled_in(place: &Editable, fields: &Fields) -> Option<Vec<String>> {
    let path = place.path.as_str();
    let typed: Vec<String> = match &place.kind {
        Kind::Words(_) if !fields.all("ada").any(|shown| shown == path) => return None,
        Kind::Words(known) => {
            let chosen = known.iter().filter(|(id, _)| fields.all(path).any(|word| word == id));
            let mut now: Vec<_> = place.now.clone();
            let mut chosen: Vec<_> = chosen.map(|(id, _)| id.clone()).collect();
            // In whatever order they stand in the file.
            now.sort();
            chosen.sort();
            return (now != chosen).then_some(chosen);
        }
        _ if !fields.has(path) => return None,
        Kind::Lines | Kind::Holidays => {
            let lines = fields.one(path).lines().map(str::trim).filter(|l| !l.is_empty());
            lines.map(str::to_owned).collect()
        }
        Kind::Number | Kind::Line => vec![fields.one(path).to_owned()],
    };
    (typed != place.now).then_some(typed)
}

fn label(page: &Page, place: &Editable) -> String {
    let what = page.t(place.what);
    let what = match &place.of {
        Some(of) => format!("{what}: {}", page.of(of)),
        None => what,
    };
    match place.path.rsplit('.').next() {
        Some("id") => format!("{what} ({})", page.t("edit-in-indonesian")),
        Some("en") => format!("{what} ({})", page.t("edit-in-english")),
        _ => what,
    }
}

fn build(app: &App, page: Page, typed: Fields) -> Edit {
    let p = app.cases.procedures().active();
    let places = editable(&app.cases.procedures().text(), &p);
    let input = |place: &Editable| Input {
        path: place.path.clone(),
        label: label(&page, place),
        kind: place.kind.clone(),
        values: filled_in(place, &typed).unwrap_or_else(|| place.now.clone()),
    };
    let of = |group: Group| (group, places.iter().filter(|p| p.group == group).map(input).collect());
    Edit {
        groups: Group::ALL.map(of).into_iter().collect(),
        today: p.calendar.day_of(app.clock.now()),
        in_force: Arc::clone(&p),
        faults: Faults::default(),
        trouble: None,
        typed,
        page,
    }
}
