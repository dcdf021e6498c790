//! A pass as its bearer shows it: the code to be scanned, the same to be typed, when to come and what to bring. No
//! name and no number of a person stands on it.

use super::passes::{Purpose, code};
use crate::app::{App, Shared};
use crate::cases::Loaded;
use crate::error::Error;
use crate::texts;
use crate::web::address::Address;
use crate::web::language::spoken;
use crate::web::qr::Qr;
use crate::web::{Page, html};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use procedure::Status;

#[derive(Template)]
#[template(path = "pass.html")]
struct PassPage {
    page: Page,
    qr: Qr,
    /// In threes, as it is read aloud.
    code: String,
    product: String,
    until: String,
    visit: Option<String>,
    bring: Vec<String>,
    address: String,
    opening_hours: String,
}

pub async fn show(
    State(app): State<Shared>,
    mut page: Page,
    jar: CookieJar,
    address: Address,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let Some(loaded) = good(&app, &token).await? else { return super::gone(page, &address) };
    if !spoken(&jar) {
        page.language = loaded.case.applicant.language;
    }
    let (case, p) = (&loaded.case, &loaded.procedure);
    let rules = p.handover.as_ref().ok_or(Error::NotFound)?;
    let made = case.gate.pass.as_ref().map_or(case.opened_at, |pass| pass.made_at);
    let visit = case.expected().map(|a| texts::visit(page.language, p.calendar.offset, a.slot.from));
    let documents = p.required(&case.grounds);
    let bring = |key: &str, of: &dyn Fn(&procedure::definition::DocumentKind) -> bool| {
        let named = documents.iter().filter(|d| of(d)).map(|d| page.t1(key, "document", page.of(&d.name)));
        named.collect::<Vec<_>>()
    };
    html(&PassPage {
        // In capitals: a code of few, large modules that an old phone's screen shows well.
        qr: Qr::of(token.to_ascii_uppercase())?,
        code: in_threes(&code(&token)),
        product: page.of(&p.name).to_owned(),
        until: page.moment(rules.pass_due(made)),
        visit: visit.map(|at| page.t1("pass-visit", "at", at)),
        bring: [
            vec![page.t("pass-bring-id")],
            bring("pass-bring-card", &|d| d.surrendered),
            bring("pass-bring-original", &|d| d.original),
        ]
        .concat(),
        address: app.config.office.address.clone(),
        opening_hours: app.config.office.opening_hours.clone(),
        page,
    })
}

/// The case of a pass that may be shown: the newest one, not expired, of a product that waits at the office.
async fn good(app: &App, token: &str) -> Result<Option<Loaded>, Error> {
    let passes = app.cases.passes();
    let Some(found) = passes.find(&app.db, Purpose::Collect, app.office(), token).await? else {
        return Ok(None);
    };
    let Some(loaded) = app.cases.load(app.office(), &found.ticket).await? else { return Ok(None) };
    let rules = loaded.procedure.handover.as_ref();
    let pass = loaded.case.gate.pass.as_ref().filter(|pass| pass.no == found.no);
    let fresh = rules.zip(pass).is_some_and(|(r, pass)| app.clock.now() < r.pass_due(pass.made_at));
    Ok((fresh && loaded.case.status == Status::Open).then_some(loaded))
}

fn in_threes(code: &str) -> String {
    let characters: Vec<char> = code.chars().collect();
    characters.chunks(3).map(|three| three.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
