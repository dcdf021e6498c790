//! Whose card it is: NIK, name, and the family card's number where it is known. Given for the first time this
//! opens the request, with the reasons and the consent from the chat; later it amends the draft.

use super::visit::{Stand, Visit, gone};
use crate::app::{App, Shared};
use crate::cases::Order;
use crate::db::Write;
use crate::error::Error;
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::whatsapp;
use crate::workbench::{Faults, Fields};
use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::{Applicant, Channel, Command, Grounds, Nik, NomorKk, Status};

#[derive(Template)]
#[template(path = "link_applicant.html")]
struct Asks {
    page: Page,
    typed: Typed,
    faults: Faults,
    reasons: String,
    /// The request is there, and can be gone back to.
    amends: bool,
}

/// What stands in the form, right or wrong.
#[derive(Debug, Clone, Default)]
struct Typed {
    nik: String,
    nomor_kk: String,
    name: String,
}

/// What the form says once every field is right.
struct Told {
    nik: Nik,
    nomor_kk: Option<NomorKk>,
    name: String,
}

impl Typed {
    fn read(fields: &Fields) -> Self {
        let text = |name| fields.one(name).to_owned();
        Self { nik: text("nik"), nomor_kk: text("nomor_kk"), name: text("name") }
    }

    fn of(a: &Applicant) -> Self {
        let nomor_kk = a.nomor_kk.as_ref().map_or_else(String::new, |n| n.as_str().to_owned());
        Self { nik: a.nik.as_str().to_owned(), nomor_kk, name: a.name.clone() }
    }

    fn parse(&self, page: &Page) -> Result<Told, Faults> {
        let mut faults = Faults::default();
        let nik = Nik::parse(&self.nik).map_err(|e| faults.add("nik", page.with(e.key(), &e.args())));
        let nomor_kk = match self.nomor_kk.as_str() {
            "" => Ok(None),
            typed => NomorKk::parse(typed).map(Some),
        }
        .map_err(|e| faults.add("nomor_kk", page.with(e.key(), &e.args())));
        if !whatsapp::is_name(&self.name) {
            faults.add("name", page.t("chat-name-bad"));
        }
        match (nik, nomor_kk) {
            (Ok(nik), Ok(nomor_kk)) if faults.is_empty() => {
                let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
                Ok(Told { nik, nomor_kk, name })
            }
            _ => Err(faults),
        }
    }
}

pub async fn show(visit: Visit, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    match visit.stand(&app).await? {
        Stand::Applicant => asks(&visit, page),
        Stand::Dossier(_, loaded) if loaded.case.status == Status::Draft => {
            let typed = Typed::of(&loaded.case.applicant);
            let reasons = reasons(&page, &loaded.case.grounds);
            html(&Asks { page, typed, faults: Faults::default(), reasons, amends: true })
        }
        _ => Ok(Redirect::to("/kirim").into_response()),
    }
}

/// The empty form.
pub fn asks(visit: &Visit, page: Page) -> Result<Response, Error> {
    let reasons = reasons(&page, &visit.link.asked.grounds);
    html(&Asks { page, typed: Typed::default(), faults: Faults::default(), reasons, amends: false })
}

pub fn reasons(page: &Page, grounds: &Grounds) -> String {
    let p = &*page.app().cases.procedures().active();
    let reasons = grounds.reasons.iter().filter_map(|r| p.reason(r)).map(|r| page.of(&r.name));
    let elements = grounds.elements.iter().filter_map(|e| p.element(e)).map(|e| page.of(&e.name));
    let (reasons, elements): (Vec<_>, Vec<_>) = (reasons.collect(), elements.collect());
    match elements.as_slice() {
        [] => reasons.join(" + "),
        some => format!("{} ({})", reasons.join(" + "), some.join(", ")),
    }
}

pub async fn tell(
    visit: Visit,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let typed = Typed::read(&fields);
    let stand = visit.stand(&app).await?;
    let amends = matches!(stand, Stand::Dossier(..));
    let again = |page: Page, status, faults| {
        let reasons = reasons(&page, &visit.link.asked.grounds);
        page_with(status, &Asks { page, typed: typed.clone(), faults, reasons, amends })
    };
    let told = match typed.parse(&page) {
        Ok(told) => told,
        Err(faults) => return again(page, StatusCode::UNPROCESSABLE_ENTITY, faults),
    };
    let done = match stand {
        Stand::Applicant => open(&app, &visit, told).await,
        Stand::Dossier(ticket, loaded) => {
            let Told { nik, nomor_kk, name } = told;
            let applicant = Applicant { name, nik, nomor_kk, ..loaded.case.applicant };
            let command = Command::Amend { applicant, grounds: loaded.case.grounds, why: None };
            let order = Order::new(Some(ticket), visit.actor(), app.clock.now(), command);
            app.cases.dispatch(app.office(), order).await.map(|_| ()).map_err(Error::from)
        }
        Stand::Receipt(_) | Stand::Over => return Ok(gone(page)),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/kirim").into_response()),
        Err(Error::Refused(refusal)) => {
            let words = page.refusal(&app.cases.procedures().active(), &refusal);
            again(page, StatusCode::CONFLICT, Faults::one("nik", words))
        }
        Err(e) => Err(e),
    }
}

/// Opens the request, once for each link. Photos that came by chat before it become part of it.
async fn open(app: &App, visit: &Visit, told: Told) -> Result<(), Error> {
    let (link, asked) = (&visit.link, &visit.link.asked);
    let applicant = Applicant {
        name: told.name,
        nik: told.nik,
        nomor_kk: told.nomor_kk,
        phone: asked.phone.clone(),
        contact: Some(link.contact.clone()),
        village: None,
        district: None,
        language: asked.language,
    };
    let (channel, grounds, consent) = (Channel::Whatsapp, asked.grounds.clone(), asked.consent.clone());
    let command = Command::Open { channel, applicant, grounds, consent };
    let order = Order::new(None, visit.actor(), app.clock.now(), command).once(format!("tautan:{}", link.id));
    let done = app.cases.dispatch(app.office(), order).await?;
    app.db.write(Write::one(link.opened(app.office(), &done.ticket))).await?;
    whatsapp::attach_pending(app, &link.contact, &done.ticket).await
}
