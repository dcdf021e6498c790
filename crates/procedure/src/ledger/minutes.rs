//! Official minutes (berita acara) of destruction: old cards that were handed in and blanks that were spoiled are
//! burnt in batches, each with a by-name list and witnesses (SE Mendagri 470.13/11176/SJ of 13 December 2018).

use crate::command::Actor;
use crate::decide::{MAX_NAME, MAX_NOTE, holds_one, officer, proved, text};
use crate::refusal::{LedgerRefusal, Refusal};
use crate::{Blangko, Procedure, Ticket};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The fewest witnesses.
const WITNESSES: usize = 2;

/// Minutes as they are kept. Stored: readable for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    pub at: Timestamp,
    pub actor: Actor,
    /// As the office numbers its letters.
    pub number: String,
    pub place: String,
    /// How, such as burnt.
    pub method: String,
    pub witnesses: Vec<String>,
    pub blanks: Vec<Blangko>,
    /// The cases whose old card it was.
    pub cards: Vec<Ticket>,
}

/// What somebody typed. Witnesses: a line each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MinutesDraft {
    pub number: String,
    pub place: String,
    pub method: String,
    pub witnesses: String,
    pub blanks: Vec<Blangko>,
    pub cards: Vec<Ticket>,
}

/// Draws up the minutes, or says what is missing.
pub fn draw(p: &Procedure, actor: &Actor, at: Timestamp, draft: &MinutesDraft) -> Result<Minutes, Refusal> {
    let no = |why| Refusal::Ledger { serial: None, why };
    let roles = officer(actor).map(|o| o.roles).unwrap_or_default();
    holds_one(roles, &p.powers.stock)?;
    if draft.blanks.is_empty() && draft.cards.is_empty() {
        return Err(no(LedgerRefusal::NothingToDestroy));
    }
    let filled = |typed: &str, max| match text(typed, max) {
        Err(Refusal::EmptyText) => Err(no(LedgerRefusal::MinutesIncomplete)),
        other => other,
    };
    let witnesses = witnesses(actor, &draft.witnesses).ok_or_else(|| no(LedgerRefusal::TooFewWitnesses))?;
    let minutes = Minutes {
        at,
        actor: actor.clone(),
        number: filled(&draft.number, MAX_NAME)?,
        place: filled(&draft.place, MAX_NAME)?,
        method: filled(&draft.method, MAX_NOTE)?,
        witnesses,
        blanks: draft.blanks.clone(),
        cards: draft.cards.clone(),
    };
    proved(p, actor, at)?;
    Ok(minutes)
}

/// The people named, each once; none where they are too few beside whoever draws the minutes up.
fn witnesses(actor: &Actor, typed: &str) -> Option<Vec<String>> {
    let own = match actor {
        Actor::Officer { name, .. } => name.to_lowercase(),
        _ => String::new(),
    };
    let mut named: Vec<String> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let known = |n: &String| n.to_lowercase() == line.to_lowercase();
        if line.chars().count() > MAX_NAME {
            return None;
        }
        if line.to_lowercase() != own && !named.iter().any(known) {
            named.push(line.to_owned());
        }
    }
    (named.len() >= WITNESSES).then_some(named)
}
