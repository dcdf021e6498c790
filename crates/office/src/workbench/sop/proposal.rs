//! A proposed version: what it changes, who proposed it and why, and the word of whoever approves or declines it.

use super::differences::{Row, rows};
use super::edit::{Change, changes};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Right, holds};
use crate::sop::page::Shown;
use crate::stock::Wish;
use crate::texts;
use crate::web::page::page_with;
use crate::web::{Page, form_token, html};
use crate::workbench::fields::Fields;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::adoption::{AdoptionCommand, Adoptions, Proposal, ProposalStanding};
use procedure::loader::load;
use procedure::{AdoptionRefusal, Procedure, Refusal};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "sop_proposal.html")]
struct ProposalPage {
    page: Page,
    line: Line,
    why: String,
    changes: Vec<Change>,
    left: Arc<Procedure>,
    right: Arc<Procedure>,
    rows: Vec<Row>,
    /// Still to be decided on, and this reader may.
    approves: bool,
    declines: bool,
    form: String,
    trouble: Option<String>,
    typed: Fields,
}

/// A proposal in a list.
pub struct Line {
    pub version: String,
    pub by: String,
    pub at: String,
    pub effective: String,
    pub open: bool,
    /// How it stands, in words, and the class that goes with it.
    pub standing: String,
    pub class: &'static str,
}

pub fn line(page: &Page, all: &Adoptions, of: &Proposal) -> Line {
    let in_force = all.in_force.as_ref().is_some_and(|(version, _)| *version == of.version);
    let (class, standing) = match &of.standing {
        ProposalStanding::Open => ("warn", page.t("proposal-open")),
        ProposalStanding::Declined { by, why, .. } => {
            ("bad", page.with("proposal-declined", &[("name", by.clone()), ("why", why.clone())]))
        }
        ProposalStanding::Approved { by, .. } if in_force => {
            ("good", page.t1("proposal-in-force", "name", by))
        }
        ProposalStanding::Approved { by, .. } => ("info", page.t1("proposal-approved", "name", by)),
    };
    Line {
        version: of.version.clone(),
        by: of.by_name.clone(),
        at: page.moment(of.at),
        effective: texts::day(page.language, of.effective),
        open: of.standing == ProposalStanding::Open,
        standing,
        class,
    }
}

/// Whether a proposal waits for this officer's word.
pub async fn waits_for(app: &App, officer: &Officer) -> Result<Option<String>, Error> {
    if !holds(app, officer, Right::Adopts) {
        return Ok(None);
    }
    let all = app.adopting.standing().await?;
    let open = all.proposals.into_iter().find(|p| p.standing == ProposalStanding::Open);
    Ok(open.filter(|p| p.by != officer.user).map(|p| p.version))
}

pub async fn show(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(version): Path<String>,
) -> Result<Response, Error> {
    html(&build(&app, page, &officer, &version).await?)
}

/// The SOP document as it would be.
pub async fn document(
    State(app): State<Shared>,
    page: Page,
    Path(version): Path<String>,
) -> Result<Response, Error> {
    let all = app.adopting.standing().await?;
    let p = read(all.proposal(&version).ok_or(Error::NotFound)?)?;
    html(&Shown::preview(page, &p))
}

pub async fn word(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path((version, word)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let command = match word.as_str() {
        "setujui" => AdoptionCommand::Approve { version: version.clone() },
        "tolak" => AdoptionCommand::Decline { version: version.clone(), why: fields.one("why").to_owned() },
        _ => return Err(Error::NotFound),
    };
    let wish = Wish { actor: officer.actor(), at: app.clock.now(), once: fields.once() };
    match app.adopting.change(&wish, &command).await.map_err(Error::from) {
        Ok(()) => {
            // Deadlines are counted by the calendar as it is now.
            app.cases.recount(app.office(), app.clock.now()).await?;
            Ok(Redirect::to(&format!("/meja/sop/usulan/{version}")).into_response())
        }
        Err(Error::Refused(refusal)) => {
            let trouble = Some(page.refusal(&app.cases.procedures().active(), &refusal));
            let shown = build(&app, page, &officer, &version).await?;
            page_with(status(&refusal), &ProposalPage { trouble, typed: fields, ..shown })
        }
        Err(other) => Err(other),
    }
}

pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotYourPower { .. } | Refusal::Adoption { why: AdoptionRefusal::OwnProposal } => {
            StatusCode::FORBIDDEN
        }
        Refusal::Adoption { why: AdoptionRefusal::NotOpen | AdoptionRefusal::AnotherOpen { .. } } => {
            StatusCode::CONFLICT
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn read(proposal: &Proposal) -> Result<Procedure, Error> {
    load(&proposal.text).map_err(|problems| Error::Broken(format!("proposal: {problems:?}")))
}

async fn build(app: &App, page: Page, officer: &Officer, version: &str) -> Result<ProposalPage, Error> {
    let all = app.adopting.standing().await?;
    let proposal = all.proposal(version).ok_or(Error::NotFound)?;
    let right = Arc::new(read(proposal)?);
    let (left, text) = (app.cases.procedures().active(), app.cases.procedures().text());
    let line = line(&page, &all, proposal);
    let own = proposal.by == officer.user;
    let adopts = Right::Adopts.held_by(&left, &officer.roles);
    let rows = rows(page.language, &left, &right).into_iter().filter(|r| r.change.is_some()).collect();
    Ok(ProposalPage {
        why: proposal.why.clone(),
        changes: changes(&page, (&text, &left), (&proposal.text, &right)),
        approves: line.open && adopts && !own,
        declines: line.open && (adopts || own),
        line,
        left,
        right,
        rows,
        form: form_token(),
        trouble: None,
        typed: Fields::default(),
        page,
    })
}
