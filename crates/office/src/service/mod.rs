//! What everybody may know of the service: its standard, today's waiting time, blank cards, and what residents think of
//! it. No personal data, and no figure of so few cases that it could tell something of one of them.

mod told;

use crate::app::Shared;
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::numbers::{decimals, duration, number, percent};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use procedure::measure::is_too_few_to_publish;

pub use told::{Kept, Told};

pub fn doors() -> Doors {
    Doors::new().at(Route::Service, show)
}

/// A step of the SOP, and in how long it is done.
struct Standard {
    no: u32,
    title: String,
    minutes: String,
}

#[derive(Template)]
#[template(path = "service.html")]
struct Service {
    page: Page,
    name: String,
    fee: String,
    steps: Vec<Standard>,
    whole: String,
    waiting_time: String,
    waiting_now: String,
    blanks: String,
    within: String,
    satisfaction: String,
    /// Each way of complaining that the office has: its name, what to use, and where that leads.
    complaints: Vec<(String, String, Option<String>)>,
    opening_hours: String,
    updated: String,
}

async fn show(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let told = app.service.told(&app).await?;
    let p = app.cases.procedures().active();
    let minutes = |minutes: u32| duration(&page, u64::from(minutes) * 60);
    let step = |s: &procedure::Step| Standard {
        no: s.no,
        title: page.of(&s.title).to_owned(),
        minutes: minutes(s.minutes),
    };
    html(&Service {
        name: page.of(&p.name).to_owned(),
        fee: page.of(&p.fee).to_owned(),
        steps: p.steps.iter().map(step).collect(),
        whole: minutes(p.clocks.minutes),
        waiting_time: waiting_time(&page, &told),
        waiting_now: waiting_now(&page, &told),
        blanks: blanks(&page, &told),
        within: within(&page, &told),
        satisfaction: satisfaction(&page, &told),
        complaints: complaints(&app, &page),
        opening_hours: app.config.office.opening_hours.clone(),
        updated: page.t1("service-updated", "at", page.moment(told.at)),
        page,
    })
}

fn waiting_time(page: &Page, told: &Told) -> String {
    match told.median.filter(|_| !is_too_few_to_publish(told.ended)) {
        Some(median) => page.with(
            "service-median",
            &[
                ("day", page.day(told.day)),
                ("count", number(page, told.ended)),
                ("time", duration(page, median)),
            ],
        ),
        None => page.t("service-median-too-few"),
    }
}

fn waiting_now(page: &Page, told: &Told) -> String {
    if is_too_few_to_publish(told.waiting) {
        return page.t("service-waiting-few");
    }
    page.t1("service-waiting-now", "count", number(page, told.waiting))
}

fn blanks(page: &Page, told: &Told) -> String {
    let blanks = number(page, told.outlook.blanks);
    match told.outlook.days_left {
        Some(days) => page.with("service-blanks", &[("blanks", blanks), ("days", number(page, days))]),
        None => page.t1("service-blanks-unused", "blanks", blanks),
    }
}

fn within(page: &Page, told: &Told) -> String {
    if is_too_few_to_publish(told.judged) {
        return page.t("service-too-few");
    }
    let share = percent(page, told.within, told.judged);
    page.with("service-within-share", &[("share", share), ("count", number(page, told.judged))])
}

fn satisfaction(page: &Page, told: &Told) -> String {
    let Some((index, letter)) = told.index.filter(|_| !is_too_few_to_publish(told.forms)) else {
        return page.t("service-too-few-answers");
    };
    let index = decimals(page, index);
    let forms = number(page, told.forms);
    page.with("service-index", &[("index", index), ("letter", letter.to_owned()), ("forms", forms)])
}

/// Each way there is; a text says so where the office has named none.
fn complaints(app: &Shared, page: &Page) -> Vec<(String, String, Option<String>)> {
    let c = &app.config.complaints;
    let ways = [
        ("service-complain-phone", &c.phone, Some("tel:")),
        ("service-complain-email", &c.email, Some("mailto:")),
        ("service-complain-address", &c.address, None),
        ("service-complain-lapor", &c.lapor, Some("")),
    ];
    let named = ways.into_iter().filter(|(_, value, _)| !value.trim().is_empty());
    named
        .map(|(key, value, scheme)| {
            let href = scheme.map(|scheme| match scheme {
                "tel:" => format!("tel:{}", value.replace(' ', "")),
                scheme => format!("{scheme}{value}"),
            });
            (page.t(key), value.clone(), href)
        })
        .collect()
}
