//! What a row of the table says: method and path, who may, which cases it serves, what stands behind it, and why
//! personal data is shown there.

use super::right::{Right, makes_cards};
use procedure::{Procedure, Step, StepId};
use serde::Serialize;

/// How an address is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Get,
    Post,
    Put,
}

impl Verb {
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// Which cases an address serves that names one; every other is not there. What a form may do to a case of these is for
/// the core to say. A stage stays open to a form that is sent twice: the second time it must find its case again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Every case of this office, drafts as well.
    Any,
    /// A draft, or a case that goes on.
    Running,
    /// At the step where cards are made or behind it: a verification came before.
    Verified,
    /// At the step that hands over, or handed over.
    AtGate,
    /// Handed over once.
    HandedOver,
}

/// How a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// `draft`, `open`, or how it ended: `handed_over`, `rejected`, `withdrawn`, `not_collected`.
    pub status: &'a str,
    /// The step it stands at; empty for drafts and closed cases.
    pub lane: &'a str,
}

impl Stage {
    /// Whether a case that stands so is one of these. `p` is the procedure it runs under.
    pub fn has(self, p: &Procedure, case: Standing<'_>) -> bool {
        let handed_over = case.status == "handed_over";
        let lane = p.step(&StepId::from(case.lane));
        let at_gate = p.handing_over().is_some_and(|s| lane.is_some_and(|l| l.id == s.id));
        match self {
            Self::Any => true,
            Self::Running => matches!(case.status, "draft" | "open"),
            Self::Verified => match (lane, printing(p)) {
                (Some(lane), Some(printing)) => lane.no >= printing.no,
                _ => handed_over || case.status == "not_collected",
            },
            Self::AtGate => at_gate || handed_over,
            // One that was reopened stands at a step again, and still has its receipt.
            Self::HandedOver => handed_over || at_gate,
        }
    }
}

/// The step where cards are made.
fn printing(p: &Procedure) -> Option<&Step> {
    p.steps.iter().find(|s| makes_cards(s))
}

/// What the path names beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Nothing,
    /// `{ticket}`: a case of this office at this stage.
    Case(Stage),
    /// `{step}`: a step that the officer works at.
    OwnStep,
}

/// A rule of the core that stands behind an address: separation of duties, or a proof. Here it has its name only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Only the role of the step performs it, and only whoever claimed the case.
    OwnStep,
    /// Only bearers of the power that the procedure names.
    OwnPower,
    /// Receiver, verifier, printer and whoever hands over are different people, as the procedure says.
    Separation,
    /// They have proved just now with their security key that it is them.
    OperatorProof,
    /// Whoever asks that a case come first does not grant it.
    AskerNotGranter,
    /// Whoever met a chip alarm does not review it.
    FinderNotReviewer,
    /// Whoever took a role by emergency access does not look into it.
    HolderNotReviewer,
    /// Whoever proposes a version does not approve it.
    ProposerNotApprover,
    /// Who counted does not countersign, and nobody hands blanks to themselves.
    OwnHands,
    /// The holder's finger was compared just now, or waived for a reason.
    FingerVerdict,
    /// What comes before in the procedure has happened: nothing is printed before it is verified.
    Sequence,
    /// Whoever takes in a request to erase does not carry it out.
    ReceiverNotEraser,
    /// Whoever opens an incident does not close it.
    OpenerNotCloser,
    /// Nobody lets themselves enrol a key.
    NotOneself,
    /// The office keeps an administrator.
    LastAdministrator,
}

impl Rule {
    /// The text of the refusal by which the core says no.
    pub fn refusal(self) -> &'static str {
        match self {
            Self::OwnStep => "refusal-not-your-role",
            Self::OwnPower => "refusal-not-your-power",
            Self::Separation | Self::FinderNotReviewer => "refusal-same-officer",
            Self::OperatorProof => "refusal-proof-needed",
            Self::HolderNotReviewer => "emergency-not-own",
            Self::AskerNotGranter => "refusal-own-jump",
            Self::ProposerNotApprover => "refusal-adoption-own-proposal",
            Self::OwnHands => "refusal-blank-own-hands",
            Self::FingerVerdict => "refusal-verdict-too-old",
            Self::Sequence => "refusal-elsewhere-now",
            Self::ReceiverNotEraser => "privacy-not-alone",
            Self::OpenerNotCloser => "incident-not-alone",
            Self::NotOneself => "keys-not-yourself",
            Self::LastAdministrator => "users-last-administrator",
        }
    }
}

/// Why personal data is shown at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To see what waits.
    Work,
    /// To serve and check one case.
    Verification,
    /// To take in or mend a request.
    Intake,
    /// To make a card.
    Printing,
    /// To hand a product over.
    Handover,
    /// To receive visitors.
    Appointments,
    /// To find a case.
    Search,
    /// To telephone.
    Calls,
    /// To write with residents.
    Messages,
    /// To read the register book.
    Register,
    /// To take data out as a file.
    Export,
    /// To account for the office's work.
    Reports,
    /// To see which cases are behind a figure.
    Figures,
    /// To account for blanks and old cards.
    Stock,
    /// To account for what was destroyed.
    Destruction,
    /// To keep the accounts of staff.
    Accounts,
    /// To look into messages that nothing could be made of.
    Faults,
    /// To answer somebody who asks about their own data.
    SubjectRights,
    /// To look into what was done by emergency access.
    Review,
    /// To tell people that their data were seen.
    Breach,
    /// A resident sees their own request.
    OwnRequest,
}

/// One address and everything there is to say of who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub verb: Verb,
    pub path: &'static str,
    pub who: Right,
    pub subject: Subject,
    pub behind: &'static [Rule],
    /// None where nobody's data is shown.
    pub purpose: Option<Purpose>,
}

impl Row {
    const fn new(verb: Verb, path: &'static str, who: Right) -> Self {
        Self { verb, path, who, subject: Subject::Nothing, behind: &[], purpose: None }
    }

    /// Only looks.
    pub(super) const fn reads(path: &'static str, who: Right) -> Self {
        Self::new(Verb::Get, path, who)
    }

    /// Changes something.
    pub(super) const fn writes(path: &'static str, who: Right) -> Self {
        Self::new(Verb::Post, path, who)
    }

    /// Puts a part of something in its place.
    pub(super) const fn puts(path: &'static str, who: Right) -> Self {
        Self::new(Verb::Put, path, who)
    }

    pub(super) const fn of(mut self, stage: Stage) -> Self {
        self.subject = Subject::Case(stage);
        self
    }

    pub(super) const fn of_own_step(mut self) -> Self {
        self.subject = Subject::OwnStep;
        self
    }

    pub(super) const fn behind(mut self, rules: &'static [Rule]) -> Self {
        self.behind = rules;
        self
    }

    pub(super) const fn shows(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Which cases it serves; none where its path names no case.
    pub fn stage(&self) -> Option<Stage> {
        match self.subject {
            Subject::Case(stage) => Some(stage),
            Subject::Nothing | Subject::OwnStep => None,
        }
    }

    /// Whether something may be written by it. By GET nothing ever is.
    pub fn is_write(&self) -> bool {
        self.verb != Verb::Get
    }
}
