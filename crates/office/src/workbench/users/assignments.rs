//! The roles of one person, for their administrator: given from one day to another on a decree, ended, and kept as a
//! history. Nobody gives themselves a role.

use super::{Edit, answered};
use crate::accounts::{ADMINISTRATOR, Assignment, AssignmentKind, NewAssignment, Officer, User, UserError};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::workbench::fields::Fields;
use crate::workbench::step_up::demand;
use crate::workbench::words;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use jiff::civil::Date;
use procedure::{RoleId, UserId};

/// How many days before it is told that only one administrator will be left.
const WARNED: i64 = 30;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::Assign, assign).at(Route::EndAssignment, end)
}

/// A role that somebody holds, held or is to hold.
pub struct PostLine {
    pub id: String,
    pub post: String,
    /// From when to when, on which decree, and who recorded it.
    pub words: String,
    pub end: PostEnd,
    /// Nothing says on which decree.
    pub no_decree: bool,
}

/// How it stands with a role.
pub enum PostEnd {
    InForce,
    ToCome,
    Over(String),
}

impl PostLine {
    fn of(page: &Page, today: Date, users: &[User], a: &Assignment) -> Self {
        let from = page.day(a.first_day);
        let days = match a.last_day {
            Some(last) => page.with("assignment-days", &[("from", from), ("to", page.day(last))]),
            None => page.t1("assignment-since", "from", from),
        };
        let decree = match a.decree_day {
            _ if a.decree.is_empty() => None,
            Some(day) => Some(
                page.with("assignment-decree-of", &[("decree", a.decree.clone()), ("day", page.day(day))]),
            ),
            None => Some(a.decree.clone()),
        };
        let whose = a.acts_for.as_ref().and_then(|id| users.iter().find(|u| u.id == *id));
        let whose = whose.map(|u| page.t1("assignment-for", "name", &u.name));
        let by = (!a.recorded_by.is_empty()).then(|| page.t1("assignment-by", "name", &a.recorded_by));
        let end = match a.ended_at {
            Some(at) => PostEnd::Over(page.t1("assignment-ended", "at", page.moment(at))),
            None if a.in_force(today) => PostEnd::InForce,
            None if a.first_day > today => PostEnd::ToCome,
            None => PostEnd::Over(page.t("assignment-over")),
        };
        Self {
            id: a.id.clone(),
            post: words::post(page, &a.role, a.kind),
            words: [Some(days), decree, whose, by].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            no_decree: a.decree.is_empty() && a.ended_at.is_none(),
            end,
        }
    }
}

pub(super) async fn lines(app: &App, page: &Page, user: &User) -> Result<Vec<PostLine>, Error> {
    let now = app.clock.now();
    let (held, users) = (app.accounts.assignments(&user.id).await?, app.accounts.users(now).await?);
    Ok(held.iter().map(|a| PostLine::of(page, app.accounts.day(now), &users, a)).collect())
}

/// From which day on one administrator alone is left, where that is near.
pub(super) async fn administrators_end(
    app: &App,
    page: &Page,
    users: &[User],
) -> Result<Option<String>, Error> {
    let today = app.accounts.day(app.clock.now());
    let near = today.saturating_add(jiff::Span::new().days(WARNED));
    // Whoever has not followed their invitation does not, unless nobody has, as in a demonstration.
    let anybody = users.iter().any(|u| u.ready);
    let signs_in =
        |user: &UserId| users.iter().any(|u| u.id == *user && !u.disabled && (u.ready || !anybody));
    let all = app.accounts.all_assignments().await?;
    let held = all.iter().filter(|a| a.role == *ADMINISTRATOR && a.in_force(today) && signs_in(&a.user));
    let (for_good, ending): (Vec<_>, Vec<_>) = held.partition(|a| a.last_day.is_none_or(|last| last > near));
    let alone = for_good.iter().all(|a| for_good.first().is_some_and(|first| first.user == a.user));
    let last = ending.iter().filter_map(|a| a.last_day).max().filter(|_| alone);
    let first_alone = last.and_then(|day| day.tomorrow().ok());
    Ok(first_alone.map(|day| page.t1("users-administrators-end", "day", page.day(day))))
}

/// What stands in the form of a role to give.
#[derive(Default)]
pub struct AssignForm {
    pub role: String,
    pub kind: String,
    pub decree: String,
    pub decree_day: String,
    pub first_day: String,
    pub last_day: String,
    pub roles: Vec<(String, String)>,
    pub kinds: Vec<(&'static str, String)>,
}

impl AssignForm {
    pub(super) fn fresh(app: &App, page: &Page) -> Self {
        let first_day = app.accounts.day(app.clock.now()).to_string();
        Self { first_day, ..Self::offering(page) }
    }

    fn offering(page: &Page) -> Self {
        let roles = super::choices(page, &[], &[]).into_iter().map(|c| (c.id.to_string(), c.name));
        let kinds =
            AssignmentKind::ALL.map(|k| (k.as_str(), page.t(&format!("assignment-kind-{}", k.as_str()))));
        Self { roles: roles.collect(), kinds: kinds.to_vec(), ..Self::default() }
    }

    fn read(page: &Page, fields: &Fields) -> Self {
        let one = |name| fields.one(name).to_owned();
        Self {
            role: one("role"),
            kind: one("kind"),
            decree: one("decree"),
            decree_day: one("decree_day"),
            first_day: one("first_day"),
            last_day: one("last_day"),
            ..Self::offering(page)
        }
    }

    /// Only roles on offer are taken, and days that there are.
    fn parsed(&self) -> Result<NewAssignment, UserError> {
        if !self.roles.iter().any(|(id, _)| *id == self.role) {
            return Err(UserError::Input("user-no-role"));
        }
        Ok(NewAssignment {
            role: RoleId::new(&self.role),
            kind: AssignmentKind::parse(&self.kind).unwrap_or(AssignmentKind::Definitive),
            decree: self.decree.clone(),
            decree_day: optional_day(&self.decree_day)?,
            first_day: optional_day(&self.first_day)?.ok_or(UserError::Input("assignment-no-day"))?,
            last_day: optional_day(&self.last_day)?,
            acts_for: None,
            absence: None,
        })
    }
}

/// A day as a form gives it; none where it is empty.
pub(super) fn optional_day(text: &str) -> Result<Option<Date>, UserError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| UserError::Input("assignment-no-day"))
}

impl Edit {
    pub(super) fn post_address(&self, id: &str) -> String {
        format!("/meja/pengguna/{}/peran/{id}/akhiri", self.user.id)
    }
}

async fn assign(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.ok_or(Error::NotFound)?;
    let form = AssignForm::read(&page, &fields);
    let done = match form.parsed() {
        Ok(new) => app.accounts.assign(&user.id, &new, &officer.by(), now).await,
        Err(e) => Err(e),
    };
    answered(&app, page, user, (done, field_of), |edit| edit.assign = form).await
}

/// At which field of the form something is wrong.
fn field_of(key: &str) -> &'static str {
    match key {
        "assignment-no-decree" | "assignment-decree-long" => "decree",
        "assignment-no-day" => "first_day",
        "assignment-ends-before" => "last_day",
        _ => "role",
    }
}

async fn end(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path((id, assignment)): Path<(String, String)>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.ok_or(Error::NotFound)?;
    match app.accounts.end_assignment(&user.id, &assignment, &officer.by(), now).await {
        Err(UserError::Input("assignment-gone")) => Err(Error::NotFound),
        done => answered(&app, page, user, (done, |_| "posts"), |_| {}).await,
    }
}
