//! How another version of the procedure comes into force: proposed by one, approved by another, from a day on. Same shape
//! as a case: who did what, when and why is stored, and what stands is folded from it. Cases that run keep the version
//! they were opened under.

use crate::Procedure;
use crate::calendar::Calendar;
use crate::command::Actor;
use crate::decide::{MAX_NOTE, holds_one, officer, proved, text};
use crate::ids::{RoleId, UserId};
use crate::loader::load;
use crate::refusal::{AdoptionRefusal, Refusal};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How far ahead a version may come into force, in days.
const MOST_AHEAD: i64 = 366;

/// One thing that was done on the way of a version into force. Stored: readable for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub body: AdoptionBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "adoption", rename_all = "snake_case")]
pub enum AdoptionBody {
    /// `text` is the whole file; it is to be in force from the day `effective` on.
    Proposed {
        version: String,
        effective: Date,
        why: String,
        text: String,
    },
    Approved {
        version: String,
    },
    Declined {
        version: String,
        why: String,
    },
    /// From now on new requests open under it.
    CameIntoForce {
        version: String,
    },
}

/// What somebody wants of the versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdoptionCommand {
    Propose {
        text: String,
        effective: Date,
        why: String,
    },
    Approve {
        version: String,
    },
    Decline {
        version: String,
        why: String,
    },
    /// Whatever was approved and whose day has come.
    ComeIntoForce,
}

/// A version that was proposed, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub version: String,
    pub effective: Date,
    pub why: String,
    pub text: String,
    pub by: UserId,
    pub by_name: String,
    pub at: Timestamp,
    pub standing: ProposalStanding,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalStanding {
    Open,
    Approved { by: String, at: Timestamp },
    Declined { by: String, at: Timestamp, why: String },
}

/// The proposals as they stand, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adoptions {
    pub proposals: Vec<Proposal>,
    /// The version that came into force last, and when; none while the one of the files is.
    pub in_force: Option<(String, Timestamp)>,
    /// The number of things done so far.
    pub seq: u64,
}

impl Adoptions {
    pub fn proposal(&self, version: &str) -> Option<&Proposal> {
        self.proposals.iter().find(|p| p.version == version)
    }

    /// Approved, and not in force yet, nor overtaken by one that is; those whose day comes first stand first.
    pub fn to_come(&self) -> Vec<&Proposal> {
        let rank = |(n, p): (usize, &Proposal)| (p.effective, n);
        let reached = self.in_force.as_ref().and_then(|(version, _)| {
            self.proposals.iter().enumerate().find(|(_, p)| p.version == *version).map(rank)
        });
        let approved = |p: &Proposal| matches!(p.standing, ProposalStanding::Approved { .. });
        let all = self.proposals.iter().enumerate().filter(|(_, p)| approved(p));
        let mut ahead: Vec<_> = all.filter(|of| reached.is_none_or(|reached| rank(*of) > reached)).collect();
        ahead.sort_by_key(|of| rank(*of));
        ahead.into_iter().map(|(_, p)| p).collect()
    }

    /// When the next of them comes into force.
    pub fn next(&self, calendar: &Calendar) -> Option<Timestamp> {
        self.to_come().first().map(|p| calendar.begin_of(p.effective))
    }
}

/// What is in force where somebody wants something of the versions.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'a> {
    pub p: &'a Procedure,
    /// Its file. An office may do without a condition of it, so the file may say more than the procedure.
    pub text: &'a str,
    /// The name of every version there is.
    pub taken: &'a [String],
}

/// Decides what is wanted of the versions.
pub fn adopt(
    now: InForce<'_>,
    adoptions: &Adoptions,
    (actor, at): (&Actor, Timestamp),
    command: &AdoptionCommand,
) -> Result<Vec<Adoption>, Refusal> {
    let p = now.p;
    let bodies = match command {
        AdoptionCommand::Propose { text, effective, why } => {
            holds_one(roles(actor), &p.powers.propose)?;
            vec![propose(now, adoptions, at, (text, *effective, why))?]
        }
        AdoptionCommand::Approve { version } => {
            holds_one(roles(actor), &p.powers.adopt)?;
            let proposal = open(adoptions, version)?;
            if officer(actor).is_some_and(|o| *o.user == proposal.by) {
                return refused(AdoptionRefusal::OwnProposal);
            }
            // It may have been drawn up while another version was in force.
            readable(p, &proposal.text)?;
            proved(p, actor, at)?;
            vec![AdoptionBody::Approved { version: version.clone() }]
        }
        AdoptionCommand::Decline { version, why } => {
            let proposal = open(adoptions, version)?;
            if officer(actor).is_none_or(|o| *o.user != proposal.by) {
                holds_one(roles(actor), &p.powers.adopt)?;
            }
            vec![AdoptionBody::Declined { version: version.clone(), why: text(why, MAX_NOTE)? }]
        }
        AdoptionCommand::ComeIntoForce if *actor != Actor::System => {
            return Err(Refusal::NotYourPower { needed: Vec::new() });
        }
        AdoptionCommand::ComeIntoForce => {
            let begun = |of: &&Proposal| p.calendar.begin_of(of.effective) <= at;
            let come = adoptions.to_come().into_iter().filter(begun);
            come.map(|of| AdoptionBody::CameIntoForce { version: of.version.clone() }).collect()
        }
    };
    Ok(bodies.into_iter().map(|body| Adoption { at, actor: actor.clone(), body }).collect())
}

fn propose(
    now: InForce<'_>,
    adoptions: &Adoptions,
    at: Timestamp,
    (file, effective, why): (&str, Date, &str),
) -> Result<AdoptionBody, Refusal> {
    let p = now.p;
    let proposed = readable(p, file)?;
    if now.taken.contains(&proposed.version) || adoptions.proposal(&proposed.version).is_some() {
        return refused(AdoptionRefusal::VersionTaken { version: proposed.version });
    }
    let renamed = Procedure { version: p.version.clone(), ..proposed.clone() };
    if load(now.text).is_ok_and(|filed| filed == renamed) {
        return Err(Refusal::NothingChanges);
    }
    if let Some(open) = adoptions.proposals.iter().find(|p| p.standing == ProposalStanding::Open) {
        return refused(AdoptionRefusal::AnotherOpen { version: open.version.clone() });
    }
    let today = p.calendar.day_of(at);
    let last = today.saturating_add(SignedDuration::from_hours(24 * MOST_AHEAD));
    if effective < today || effective > last {
        return refused(AdoptionRefusal::BadDay { first: today, last });
    }
    let (why, text) = (text(why, MAX_NOTE)?, file.to_owned());
    Ok(AdoptionBody::Proposed { version: proposed.version, effective, why, text })
}

/// A sound file of the same procedure under which nobody's work is stranded: the roles that running cases need are
/// there, and somebody may approve the next version.
fn readable(p: &Procedure, file: &str) -> Result<Procedure, Refusal> {
    let proposed = match load(file) {
        Ok(proposed) => proposed,
        Err(problems) => return refused(AdoptionRefusal::BadFile { problems: problems.len() }),
    };
    if proposed.id != p.id {
        return refused(AdoptionRefusal::OtherProcedure { id: proposed.id });
    }
    if let Some(gone) = p.roles.iter().find(|r| proposed.role(&r.id).is_none()) {
        return refused(AdoptionRefusal::RoleGone { role: gone.id.clone() });
    }
    if proposed.powers.propose.is_empty() || proposed.powers.adopt.is_empty() {
        return refused(AdoptionRefusal::LastWord);
    }
    Ok(proposed)
}

fn open<'a>(adoptions: &'a Adoptions, version: &str) -> Result<&'a Proposal, Refusal> {
    let open = adoptions.proposal(version).filter(|p| p.standing == ProposalStanding::Open);
    open.ok_or(Refusal::Adoption { why: AdoptionRefusal::NotOpen })
}

fn refused<T>(why: AdoptionRefusal) -> Result<T, Refusal> {
    Err(Refusal::Adoption { why })
}

fn roles(actor: &Actor) -> &[RoleId] {
    officer(actor).map(|o| o.roles).unwrap_or_default()
}

/// Folds one thing that was done into what stands.
pub fn evolve_adoptions(mut adoptions: Adoptions, done: &Adoption) -> Adoptions {
    adoptions.seq += 1;
    let (user, name) = match &done.actor {
        Actor::Officer { user, name, .. } => (user.clone(), name.clone()),
        _ => (UserId::new(""), String::new()),
    };
    let mut stand = |version: &String, standing| {
        if let Some(proposal) = adoptions.proposals.iter_mut().find(|p| p.version == *version) {
            proposal.standing = standing;
        }
    };
    match &done.body {
        AdoptionBody::Proposed { version, effective, why, text } => adoptions.proposals.push(Proposal {
            version: version.clone(),
            effective: *effective,
            why: why.clone(),
            text: text.clone(),
            by: user,
            by_name: name,
            at: done.at,
            standing: ProposalStanding::Open,
        }),
        AdoptionBody::Approved { version } => {
            stand(version, ProposalStanding::Approved { by: name, at: done.at });
        }
        AdoptionBody::Declined { version, why } => {
            stand(version, ProposalStanding::Declined { by: name, at: done.at, why: why.clone() });
        }
        AdoptionBody::CameIntoForce { version } => adoptions.in_force = Some((version.clone(), done.at)),
    }
    adoptions
}
