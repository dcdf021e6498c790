//! The rights there are, each worked out from what the procedure says of an officer's roles. No role's name stands
//! here but the administrator's and the ministry's; roles are the procedure file's.

use procedure::{Act, Procedure, RoleId, Step};
use serde::Serialize;

/// The role of whoever keeps the accounts; the one that no procedure names.
pub const ADMINISTRATOR: &str = "administrator";

/// The role of whoever sees the figures of all offices, and nobody's case; no procedure names it either.
pub const MINISTRY: &str = "kementerian";

/// What opens an address. The first are for people without an account: what they must bring, the handler checks, since
/// only it can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Nothing is asked.
    Anybody,
    /// Login and password.
    ByPassword,
    /// What the office's identity provider sent back, in the browser that asked it.
    ByProvider,
    /// The secret of an invitation.
    ByInvitation,
    /// A ticket, and the last digits of the telephone.
    ByTicketAndPhone,
    /// A one-time link to give data and documents, or the cookie of the browser that opened it.
    ByLink,
    /// The token of a pass or of a survey.
    ByPass,
    /// The messenger's signature over the raw bytes.
    BySignature,
    /// The messenger's token, once, when the webhook is set up.
    ByVerifyToken,
    /// A code of the administrator's, by which a station is paired.
    ByPairingCode,
    /// A station's own key over the raw bytes.
    ByStationKey,
    /// A rehearsal; nowhere else.
    InDemonstration,
    /// Any account in use.
    SignedIn,
    /// Sees cases, manages accounts, or is away and holds nothing today: there is a page to begin at.
    HasDesk,
    /// Works at a step, takes in requests, or oversees.
    SeesCases,
    /// Works at the step that the address names, or at any where it names none.
    WorksAtStep,
    /// Works at a step where cards are made.
    MakesCards,
    /// Takes in requests at the counter.
    TakesIn,
    /// Works at the step that hands over, where the procedure has a gate.
    WorksAtGate,
    /// Hands products over, oversees, or may reopen.
    ReadsRegister,
    /// May read one kind of report at least.
    ReadsReports,
    /// Heads the section or oversees: reports of figures.
    ReadsFigureReports,
    /// Verifies, or oversees.
    ReadsFigures,
    /// Oversees, where there is a survey.
    ReadsIndex,
    /// Oversees, or manages accounts.
    ReadsDestructions,
    /// Keeps the stock of blanks, prints on them, countersigns or oversees.
    ReadsStock,
    /// Keeps the stock of blanks, or oversees.
    ReadsDisposal,
    /// Makes appointments for others, sets the health protocol, or oversees; where there are appointments.
    SeesVisits,
    /// Proposes another version of the procedure.
    Proposes,
    /// Manages accounts.
    Administers,
    /// Sees the whole office.
    Oversees,
    /// Records recommendations.
    Verifies,
    /// Keeps the stock of blanks.
    KeepsStock,
    /// Puts the second signature under a closing.
    Countersigns,
    /// Looks into chips that were bound before.
    LooksIntoChips,
    /// Approves or declines another version of the procedure.
    Adopts,
    /// Lets visitors in.
    Receives,
    /// Sets the level of the health protocol and closes days.
    SetsProtocol,
    /// Sees the figures of every office in the installation.
    ReadsNation,
}

impl Right {
    pub const ALL: &[Self] = &[
        Self::Anybody,
        Self::ByPassword,
        Self::ByProvider,
        Self::ByInvitation,
        Self::ByTicketAndPhone,
        Self::ByLink,
        Self::ByPass,
        Self::BySignature,
        Self::ByVerifyToken,
        Self::ByPairingCode,
        Self::ByStationKey,
        Self::InDemonstration,
        Self::SignedIn,
        Self::HasDesk,
        Self::SeesCases,
        Self::WorksAtStep,
        Self::MakesCards,
        Self::TakesIn,
        Self::WorksAtGate,
        Self::ReadsRegister,
        Self::ReadsReports,
        Self::ReadsFigureReports,
        Self::ReadsFigures,
        Self::ReadsIndex,
        Self::ReadsDestructions,
        Self::ReadsStock,
        Self::ReadsDisposal,
        Self::SeesVisits,
        Self::Proposes,
        Self::Administers,
        Self::Oversees,
        Self::Verifies,
        Self::KeepsStock,
        Self::Countersigns,
        Self::LooksIntoChips,
        Self::Adopts,
        Self::Receives,
        Self::SetsProtocol,
        Self::ReadsNation,
    ];

    /// The rights of people with an account.
    pub fn is_officers(self) -> bool {
        self >= Self::SignedIn
    }

    /// Whether an officer with these roles has it. What people without an account must bring is none of an officer's rights.
    pub fn held_by(self, p: &Procedure, roles: &[RoleId]) -> bool {
        let one = |needed: &[RoleId]| roles.iter().any(|r| needed.contains(r));
        let has = |other: Self| other.held_by(p, roles);
        let powers = &p.powers;
        match self {
            Self::SignedIn => true,
            Self::HasDesk => {
                let desks = [Self::SeesCases, Self::Administers, Self::ReadsNation];
                desks.into_iter().any(has) || roles.is_empty()
            }
            Self::SeesCases => has(Self::WorksAtStep) || has(Self::TakesIn) || has(Self::Oversees),
            Self::WorksAtStep => works_at(p, roles, |_| true),
            Self::MakesCards => works_at(p, roles, makes_cards),
            Self::TakesIn => one(&powers.intake),
            Self::WorksAtGate => p.handover.is_some() && hands_over(p, roles),
            Self::ReadsRegister => hands_over(p, roles) || has(Self::ReadsFigureReports),
            Self::ReadsReports => has(Self::ReadsRegister) || has(Self::ReadsDisposal),
            Self::ReadsFigureReports => has(Self::Oversees) || one(&powers.reopen),
            Self::ReadsFigures => has(Self::Oversees) || has(Self::Verifies),
            Self::ReadsIndex => !p.survey.is_empty() && has(Self::Oversees),
            Self::ReadsDestructions => has(Self::Oversees) || has(Self::Administers),
            Self::ReadsStock => {
                let prints = one(&procedure::ledger::holders(p));
                has(Self::KeepsStock) || has(Self::Countersigns) || prints || has(Self::Oversees)
            }
            Self::ReadsDisposal => has(Self::KeepsStock) || has(Self::Oversees),
            Self::SeesVisits => {
                let sees = has(Self::Receives) || has(Self::SetsProtocol) || has(Self::Oversees);
                p.appointments.is_some() && sees
            }
            Self::Proposes => one(&powers.propose),
            Self::Administers => roles.iter().any(|r| *r == *ADMINISTRATOR),
            Self::Oversees => roles.iter().filter_map(|r| p.role(r)).any(|r| r.oversees),
            Self::Verifies => works_at(p, roles, records_recommendations),
            Self::KeepsStock => one(&powers.stock),
            Self::Countersigns => one(&powers.countersign),
            Self::LooksIntoChips => has(Self::Oversees) || one(&powers.chips),
            Self::Adopts => one(&powers.adopt),
            Self::Receives => one(&powers.appointments),
            Self::SetsProtocol => one(&powers.protocol),
            Self::ReadsNation => roles.iter().any(|r| *r == *MINISTRY),
            _ => false,
        }
    }
}

fn works_at(p: &Procedure, roles: &[RoleId], which: impl Fn(&Step) -> bool) -> bool {
    p.steps.iter().filter(|s| which(s)).any(|s| roles.contains(&s.role))
}

fn records_recommendations(step: &Step) -> bool {
    step.outcomes.iter().any(|o| o.act == Act::Recommend)
}

/// Also where the chip of a card is bound.
pub(super) fn makes_cards(step: &Step) -> bool {
    step.outcomes.iter().any(|o| matches!(o.act, Act::OrderPrint | Act::Print | Act::Activate))
}

fn hands_over(p: &Procedure, roles: &[RoleId]) -> bool {
    p.handing_over().is_some_and(|s| roles.contains(&s.role))
}
