//! Who may see which screen. Whoever may not is told that nothing is there.

use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::error::Error;
use crate::reports::Kind;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use procedure::{Act, Procedure, RoleId, Step};

/// Manages accounts.
pub struct Administrator;

/// Has the power of intake.
pub struct Intake(pub Officer);

/// Works at a step, takes in requests, or oversees: sees cases.
pub struct Clerk(pub Officer);

/// Hands products over, oversees, or may reopen: reads the register book.
pub struct RegisterReader;

/// Hands products over.
pub struct HandsOver(pub Officer);

/// May read one kind of report at least.
pub struct ReportReader(pub Officer);

/// May propose another version of the procedure.
pub struct Proposer(pub Officer);

/// Oversees: reads what residents think of the service.
pub struct IndexReader;

/// Verifies, or oversees: reads the dashboards.
pub struct FiguresReader(pub Officer);

/// Oversees, or manages accounts: reads what was destroyed.
pub struct Overseer;

/// Keeps the stock of blanks, prints on them, countersigns or oversees.
pub struct StockReader(pub Officer);

/// Keeps the stock of blanks, or oversees: sees what was given back and spoiled, and the minutes of its destruction.
pub struct DisposalReader(pub Officer);

/// Makes appointments for others, sets the level of the health protocol, or oversees: sees who comes.
pub struct Receiver(pub Rights);

/// What an officer may do about visitors.
pub struct Rights {
    pub officer: Officer,
    /// Lets visitors in.
    pub receives: bool,
    /// Sets the level and closes days.
    pub sets: bool,
}

async fn officer_who(
    parts: &mut Parts,
    app: &Shared,
    may: impl FnOnce(&Procedure, &Officer) -> bool,
) -> Result<Officer, Response> {
    let officer = Officer::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
    let allowed = may(&app.cases.procedures().active(), &officer);
    allowed.then_some(officer).ok_or_else(|| Error::NotFound.into_response())
}

pub fn takes_in(p: &Procedure, officer: &Officer) -> bool {
    officer.roles.iter().any(|r| p.powers.intake.contains(r))
}

pub fn oversees(p: &Procedure, officer: &Officer) -> bool {
    officer.roles.iter().filter_map(|r| p.role(r)).any(|r| r.oversees)
}

pub fn sees_cases(p: &Procedure, officer: &Officer) -> bool {
    let works = |r: &RoleId| p.steps.iter().any(|s| s.role == *r);
    takes_in(p, officer) || oversees(p, officer) || officer.roles.iter().any(works)
}

pub fn reads_destructions(p: &Procedure, officer: &Officer) -> bool {
    oversees(p, officer) || officer.is_administrator()
}

pub fn reads_stock(p: &Procedure, officer: &Officer) -> bool {
    let holders = procedure::ledger::holders(p);
    let may =
        |r: &RoleId| p.powers.stock.contains(r) || p.powers.countersign.contains(r) || holders.contains(r);
    oversees(p, officer) || officer.roles.iter().any(may)
}

pub fn reads_disposal(p: &Procedure, officer: &Officer) -> bool {
    oversees(p, officer) || keeps_stock(p, officer)
}

pub fn reads_alarms(p: &Procedure, officer: &Officer) -> bool {
    oversees(p, officer) || officer.roles.iter().any(|r| p.powers.chips.contains(r))
}

pub fn sees_visits(p: &Procedure, officer: &Officer) -> bool {
    let powers = &p.powers;
    let may = |r: &RoleId| powers.appointments.contains(r) || powers.protocol.contains(r);
    p.appointments.is_some() && (oversees(p, officer) || officer.roles.iter().any(may))
}

pub fn keeps_stock(p: &Procedure, officer: &Officer) -> bool {
    officer.roles.iter().any(|r| p.powers.stock.contains(r))
}

pub fn reads_register(p: &Procedure, officer: &Officer) -> bool {
    let may = |r: &RoleId| p.powers.reopen.contains(r);
    hands_over(p, officer) || oversees(p, officer) || officer.roles.iter().any(may)
}

/// Those who oversee or head the section read figures; names are read by whoever reads the list they stand in.
pub fn reads_report(p: &Procedure, officer: &Officer, kind: Kind) -> bool {
    match kind {
        Kind::Register => reads_register(p, officer),
        Kind::Destruction => reads_disposal(p, officer),
        Kind::Daily | Kind::Monthly | Kind::Yearly => {
            oversees(p, officer) || officer.roles.iter().any(|r| p.powers.reopen.contains(r))
        }
    }
}

pub fn reads_reports(p: &Procedure, officer: &Officer) -> bool {
    Kind::ALL.into_iter().any(|kind| reads_report(p, officer, kind))
}

pub fn hands_over(p: &Procedure, officer: &Officer) -> bool {
    p.handing_over().is_some_and(|s| officer.roles.contains(&s.role))
}

/// At a gate; a procedure without one hands over on the case's page.
pub fn works_at_gate(p: &Procedure, officer: &Officer) -> bool {
    p.handover.is_some() && hands_over(p, officer)
}

pub fn proposes(p: &Procedure, officer: &Officer) -> bool {
    officer.roles.iter().any(|r| p.powers.propose.contains(r))
}

pub fn adopts(p: &Procedure, officer: &Officer) -> bool {
    officer.roles.iter().any(|r| p.powers.adopt.contains(r))
}

pub fn reads_index(p: &Procedure, officer: &Officer) -> bool {
    !p.survey.is_empty() && oversees(p, officer)
}

/// Records recommendations.
pub fn verifies(p: &Procedure, officer: &Officer) -> bool {
    let recommends = |s: &&Step| s.outcomes.iter().any(|o| o.act == Act::Recommend);
    p.steps.iter().filter(recommends).any(|s| officer.roles.contains(&s.role))
}

pub fn reads_figures(p: &Procedure, officer: &Officer) -> bool {
    oversees(p, officer) || verifies(p, officer)
}

impl FromRequestParts<Shared> for FiguresReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_figures).await.map(Self)
    }
}

impl FromRequestParts<Shared> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, |_, o| o.is_administrator()).await.map(|_| Self)
    }
}

impl FromRequestParts<Shared> for Intake {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, takes_in).await.map(Self)
    }
}

impl FromRequestParts<Shared> for Clerk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, sees_cases).await.map(Self)
    }
}

impl Clerk {
    /// Whether they may also take in requests.
    pub fn takes_in(&self, app: &App) -> bool {
        takes_in(&app.cases.procedures().active(), &self.0)
    }
}

impl FromRequestParts<Shared> for RegisterReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_register).await.map(|_| Self)
    }
}

impl FromRequestParts<Shared> for HandsOver {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, works_at_gate).await.map(Self)
    }
}

impl FromRequestParts<Shared> for ReportReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_reports).await.map(Self)
    }
}

impl FromRequestParts<Shared> for Proposer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, proposes).await.map(Self)
    }
}

impl FromRequestParts<Shared> for IndexReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_index).await.map(|_| Self)
    }
}

impl FromRequestParts<Shared> for StockReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_stock).await.map(Self)
    }
}

impl FromRequestParts<Shared> for DisposalReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_disposal).await.map(Self)
    }
}

impl DisposalReader {
    /// Whether they also draw up minutes.
    pub fn draws(&self, app: &App) -> bool {
        keeps_stock(&app.cases.procedures().active(), &self.0)
    }
}

impl FromRequestParts<Shared> for Receiver {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        let officer = officer_who(parts, app, sees_visits).await?;
        let powers = &app.cases.procedures().active().powers;
        let holds = |needed: &[RoleId]| officer.roles.iter().any(|r| needed.contains(r));
        let (receives, sets) = (holds(&powers.appointments), holds(&powers.protocol));
        Ok(Self(Rights { officer, receives, sets }))
    }
}

impl FromRequestParts<Shared> for Overseer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Response> {
        officer_who(parts, app, reads_destructions).await.map(|_| Self)
    }
}
