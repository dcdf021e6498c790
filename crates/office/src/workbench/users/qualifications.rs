//! Which of the SOP's qualifications one person has, for their administrator. Marks, and never blocks.

use super::assignments::optional_day;
use super::{Edit, answered};
use crate::accounts::{NewQualification, Officer, Qualification, User, UserError};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::workbench::fields::Fields;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use procedure::UserId;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::RecordQualification, record).at(Route::EndQualification, end)
}

/// A qualification that the SOP asks for, and what shows that the person has it.
pub struct SkillLine {
    pub kind: String,
    /// The row's name, and its words.
    pub had: Option<(String, String)>,
}

/// What the procedure in force asks of whoever carries it out.
pub(super) fn asked(app: &App) -> Vec<String> {
    app.cases.procedures().active().identity.qualifications.clone()
}

/// How many of the qualifications a person lacks who holds a role of the procedure.
pub(super) fn lacks(page: &Page, asked: &[String], all: &[Qualification], user: &User) -> Option<String> {
    let p = page.app().cases.procedures().active();
    let carries_out = user.roles.iter().any(|r| p.role(r).is_some());
    let has = |kind: &&String| all.iter().any(|q| q.user == user.id && q.kind == **kind);
    let missing = asked.iter().filter(|kind| !has(kind)).count();
    (carries_out && missing > 0).then(|| page.t1("qualification-lacks", "count", missing))
}

pub(super) async fn lines(app: &App, page: &Page, user: &User) -> Result<Vec<SkillLine>, Error> {
    let all = app.accounts.qualifications().await?;
    let had = |kind: &String| all.iter().rev().find(|q| q.user == user.id && q.kind == *kind);
    let words = |q: &Qualification| {
        let by = page.t1("assignment-by", "name", &q.recorded_by);
        (q.id.clone(), format!("{} · {} · {by}", q.evidence, page.day(q.day)))
    };
    let line = |kind: String| SkillLine { had: had(&kind).map(words), kind };
    Ok(asked(app).into_iter().map(line).collect())
}

impl Edit {
    pub(super) fn skill_address(&self, id: &str) -> String {
        format!("/meja/pengguna/{}/kualifikasi/{id}/akhiri", self.user.id)
    }
}

async fn record(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(&UserId::new(id), now).await?.ok_or(Error::NotFound)?;
    let nth = fields.one("skill").parse::<usize>().ok();
    let kind = nth.and_then(|n| asked(&app).get(n).cloned()).unwrap_or_default();
    let evidence = fields.one("evidence").to_owned();
    let done = match optional_day(fields.one("skill_day")) {
        Ok(Some(day)) => {
            let new = NewQualification { kind, evidence, day };
            app.accounts.qualify(&user.id, &new, &asked(&app), &officer.by(), now).await
        }
        Ok(None) => Err(UserError::Input("assignment-no-day")),
        Err(e) => Err(e),
    };
    answered(&app, page, user, (done, field_of), |_| {}).await
}

/// At which field of the form something is wrong.
fn field_of(key: &str) -> &'static str {
    match key {
        "assignment-no-day" => "skill_day",
        "qualification-no-evidence" => "evidence",
        _ => "skill",
    }
}

async fn end(
    officer: Officer,
    State(app): State<Shared>,
    Path((id, qualification)): Path<(String, String)>,
) -> Result<Response, Error> {
    let user = UserId::new(id);
    let ended = app.accounts.end_qualification(&user, &qualification, &officer.by(), app.clock.now()).await?;
    if ended {
        Ok(Redirect::to(&format!("/meja/pengguna/{user}")).into_response())
    } else {
        Err(Error::NotFound)
    }
}
