//! Why a version of the procedure does not come into force. What a person reads stands in the message files.

use super::Arg;
use crate::ids::RoleId;
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdoptionRefusal {
    /// The file has so many faults.
    BadFile { problems: usize },
    /// It is the file of another procedure.
    OtherProcedure { id: String },
    /// There is a version of that name.
    VersionTaken { version: String },
    /// Another proposal is to be decided on first.
    AnotherOpen { version: String },
    /// It is to be in force from a day that is past, or too far away.
    BadDay { first: Date, last: Date },
    /// Cases that run stand at steps of this role, and nobody could hold it any more.
    RoleGone { role: RoleId },
    /// Nobody could propose or approve a version after it.
    LastWord,
    /// It was decided on, or never proposed.
    NotOpen,
    /// Who proposed it does not approve it.
    OwnProposal,
}

impl AdoptionRefusal {
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::BadFile { .. } => "refusal-adoption-bad-file",
            Self::OtherProcedure { .. } => "refusal-adoption-other-procedure",
            Self::VersionTaken { .. } => "refusal-adoption-version-taken",
            Self::AnotherOpen { .. } => "refusal-adoption-another-open",
            Self::BadDay { .. } => "refusal-adoption-bad-day",
            Self::RoleGone { .. } => "refusal-adoption-role-gone",
            Self::LastWord => "refusal-adoption-last-word",
            Self::NotOpen => "refusal-adoption-not-open",
            Self::OwnProposal => "refusal-adoption-own-proposal",
        }
    }

    pub(super) fn args(&self) -> Vec<(&'static str, Arg)> {
        let text = |name, text: &str| vec![(name, Arg::Text(text.to_owned()))];
        match self {
            Self::BadFile { problems } => text("n", &problems.to_string()),
            Self::OtherProcedure { id } => text("id", id),
            Self::VersionTaken { version } | Self::AnotherOpen { version } => text("version", version),
            Self::BadDay { first, last } => {
                let both = [("first", first), ("last", last)];
                both.map(|(name, day)| (name, Arg::Text(day.to_string()))).to_vec()
            }
            Self::RoleGone { role } => vec![("role", Arg::Roles(vec![role.clone()]))],
            Self::LastWord | Self::NotOpen | Self::OwnProposal => Vec::new(),
        }
    }
}
