//! When one person is away, for their administrator: why, until when, and who acts for them on which order.

use super::assignments::optional_day;
use super::{Edit, answered};
use crate::accounts::{AbsenceReason, NewAbsence, Officer, User, UserError};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::workbench::fields::Fields;
use crate::workbench::step_up::demand;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::UserId;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::RecordAbsence, record).at(Route::EndAbsence, end)
}

/// Days on which somebody is, was or will be away.
pub struct AwayLine {
    pub id: String,
    pub reason: String,
    pub words: String,
    /// When it was ended, or that it is over.
    pub over: Option<String>,
}

pub(super) async fn lines(app: &App, page: &Page, user: &User) -> Result<Vec<AwayLine>, Error> {
    let today = app.accounts.day(app.clock.now());
    let line = |a: crate::accounts::Absence| {
        let over = match a.ended_at {
            Some(at) => Some(page.t1("assignment-ended", "at", page.moment(at))),
            None => a.last_day.filter(|last| *last < today).map(|_| page.t("assignment-over")),
        };
        let from = page.day(a.first_day);
        let days = match a.last_day {
            Some(last) => page.with("assignment-days", &[("from", from), ("to", page.day(last))]),
            None => page.t1("assignment-since", "from", from),
        };
        let by = page.t1("assignment-by", "name", &a.recorded_by);
        AwayLine { reason: reason(page, a.reason), words: format!("{days} · {by}"), over, id: a.id }
    };
    Ok(app.accounts.absences(&user.id).await?.into_iter().map(line).collect())
}

pub(in crate::workbench) fn reason(page: &Page, reason: AbsenceReason) -> String {
    page.t(&format!("absence-reason-{}", reason.as_str()))
}

/// What stands in the form of an absence.
#[derive(Default)]
pub struct AwayForm {
    pub open: bool,
    pub reason: String,
    pub first_day: String,
    pub last_day: String,
    pub substitute: String,
    pub decree: String,
    pub decree_day: String,
    pub reasons: Vec<(&'static str, String)>,
    /// Who may act for the person.
    pub others: Vec<(String, String)>,
}

impl AwayForm {
    pub(super) async fn fresh(app: &App, page: &Page, user: &User) -> Result<Self, Error> {
        let now = app.clock.now();
        let me = page.officer.as_ref().map(|o| o.user.clone());
        let may = |u: &User| !u.disabled && u.id != user.id && Some(&u.id) != me.as_ref();
        let others = app.accounts.users(now).await?.into_iter().filter(may);
        let reasons = AbsenceReason::ALL.map(|r| (r.as_str(), reason(page, r)));
        Ok(Self {
            first_day: app.accounts.day(now).to_string(),
            reasons: reasons.to_vec(),
            others: others.map(|u| (u.id.to_string(), u.name)).collect(),
            ..Self::default()
        })
    }

    fn typed(self, fields: &Fields) -> Self {
        let one = |name| fields.one(name).to_owned();
        Self {
            open: true,
            reason: one("reason"),
            first_day: one("away_first"),
            last_day: one("away_last"),
            substitute: one("substitute"),
            decree: one("order"),
            decree_day: one("order_day"),
            ..self
        }
    }

    fn parsed(&self) -> Result<NewAbsence, UserError> {
        Ok(NewAbsence {
            reason: AbsenceReason::parse(&self.reason).ok_or(UserError::Input("absence-which"))?,
            first_day: optional_day(&self.first_day)?.ok_or(UserError::Input("assignment-no-day"))?,
            last_day: optional_day(&self.last_day)?,
            substitute: Some(UserId::new(&self.substitute)).filter(|u| !u.as_str().is_empty()),
            decree: self.decree.clone(),
            decree_day: optional_day(&self.decree_day)?,
        })
    }
}

impl Edit {
    pub(super) fn away_address(&self, id: &str) -> String {
        format!("/meja/pengguna/{}/cuti/{id}/akhiri", self.user.id)
    }
}

async fn record(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.ok_or(Error::NotFound)?;
    let form = AwayForm::fresh(&app, &page, &user).await?.typed(&fields);
    let done = match form.parsed() {
        Ok(new) => app.accounts.absent(&user, &new, &officer.by(), now).await,
        Err(e) => Err(e),
    };
    answered(&app, page, user, (done, field_of), |edit| edit.away = form).await
}

/// At which field of the form something is wrong.
fn field_of(key: &str) -> &'static str {
    match key {
        "assignment-no-day" => "away_first",
        "assignment-ends-before" | "absence-no-end" => "away_last",
        "assignment-no-decree" | "assignment-decree-long" => "order",
        "absence-which" => "reason",
        _ => "substitute",
    }
}

async fn end(
    officer: Officer,
    State(app): State<Shared>,
    Path((id, absence)): Path<(String, String)>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    if app.accounts.end_absence(&user, &absence, &officer.by(), app.clock.now()).await? {
        Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
    } else {
        Err(Error::NotFound)
    }
}
