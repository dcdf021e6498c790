//! The survey as whoever was handed something meets it: one mark for everything, and another where an element differs.
//! Five taps at most, without a script too.

use super::passes::{Found, Purpose};
use super::survey;
use crate::app::{App, Shared};
use crate::cases::{CaseError, Order};
use crate::error::Error;
use crate::web::address::Address;
use crate::web::language::spoken;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::Fields;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use procedure::survey::{Answers, ELEMENTS};
use procedure::{Actor, Command, GateRefusal, Refusal};

#[derive(Template)]
#[template(path = "survey.html")]
struct Ask {
    page: Page,
    /// Id and words of each element.
    questions: Vec<(String, String)>,
    fault: Option<String>,
    typed: Fields,
}

#[derive(Template)]
#[template(path = "survey_thanks.html")]
struct Thanks {
    page: Page,
    /// It had been answered before.
    before: bool,
}

pub async fn ask(
    State(app): State<Shared>,
    mut page: Page,
    jar: CookieJar,
    address: Address,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let Some(found) = found(&app, &token).await? else { return super::gone(page, &address) };
    let loaded = app.cases.load(app.office(), &found.ticket).await?.ok_or(Error::NotFound)?;
    if !spoken(&jar) {
        page.language = loaded.case.applicant.language;
    }
    if loaded.case.gate.surveyed {
        return html(&Thanks { page, before: true });
    }
    html(&asked(page, None, Fields::default()))
}

pub async fn answer(
    State(app): State<Shared>,
    page: Page,
    address: Address,
    Path(token): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let Some(found) = found(&app, &token).await? else { return super::gone(page, &address) };
    let Some(answers) = answers(&page, &fields) else {
        let fault = Some(page.t("survey-no-mark"));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &asked(page, fault, fields));
    };
    let today = app.cases.procedures().active().calendar.offset.to_datetime(app.clock.now()).date();
    // The machine says that it was answered: the form's own key would tie the answers to the case.
    let order = Order::new(Some(found.ticket), Actor::System, app.clock.now(), Command::AnswerSurvey)
        .also(vec![survey::row(app.office(), today, answers)]);
    match app.cases.dispatch(app.office(), order).await {
        Ok(_) => html(&Thanks { page, before: false }),
        Err(CaseError::Refused(Refusal::Gate(GateRefusal::SurveyAnswered))) => {
            html(&Thanks { page, before: true })
        }
        Err(other) => Err(other.into()),
    }
}

async fn found(app: &App, token: &str) -> Result<Option<Found>, Error> {
    Ok(app.cases.passes().find(&app.db, Purpose::Survey, app.office(), token).await?)
}

fn asked(page: Page, fault: Option<String>, typed: Fields) -> Ask {
    let questions = &page.app().cases.procedures().active().survey;
    let questions = questions.iter().map(|q| (q.id.clone(), page.of(&q.text).to_owned())).collect();
    Ask { questions, fault, typed, page }
}

/// The mark of each element, or the overall mark where it has none; none where there is neither.
fn answers(page: &Page, fields: &Fields) -> Option<Answers> {
    let mark = |name: &str| fields.one(name).parse::<u8>().ok();
    let questions = &page.app().cases.procedures().active().survey;
    let marks: Option<Vec<u8>> = questions.iter().map(|q| mark(&q.id).or(mark("semua"))).collect();
    Answers::new(<[u8; ELEMENTS]>::try_from(marks?).ok()?)
}
