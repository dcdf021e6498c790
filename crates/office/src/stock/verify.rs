//! Recomputes the whole stock from what happened: every blank's standing, every period's account, every line that
//! a case and the ledger say of one another. Only reads.

use super::Stock;
use super::book::{movement, ticket};
use super::read::{balance, periods};
use crate::cases::CaseError;
use crate::params;
use crate::stations;
use procedure::ledger::{Balance, Blank, CloseBody, Movement, MovementBody, Standing, evolve, moved_by};
use procedure::{Actor, Event, Ticket};
use std::collections::BTreeMap;

/// Movements read at once.
const PAGE: usize = 10_000;

/// What was recomputed, and where it differs from what the pages show.
#[derive(Debug, Default)]
pub struct Verified {
    pub serials: u64,
    pub movements: u64,
    pub periods: u64,
    pub chips: u64,
    /// All periods together.
    pub balance: Balance,
    pub differences: Vec<Difference>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The blank's row says something else than its movements.
    Standing { serial: String },
    /// The case does not know of a blank that was used or spoiled for it.
    Case { serial: String, ticket: String },
    /// The case used or spoiled a blank, and the ledger does not know.
    Ledger { serial: String, ticket: String },
    /// The period's account is not the sum of its movements.
    Account { period: i64 },
    /// The period does not open with what the one before left.
    Opening { period: i64 },
    /// A case and the table of chips do not say the same of this one.
    Chip { uid: String, ticket: String },
    /// What the minutes say was destroyed was not destroyed with them.
    Minutes { no: i64 },
    /// A closed period without its two signatures, or signed for another account.
    Signatures { period: i64 },
}

impl Stock {
    /// Every serial, period and signature. Reads the whole ledger, a page at a time.
    pub async fn verify(&self) -> Result<Verified, CaseError> {
        let mut found = Verified::default();
        let mut periods: BTreeMap<i64, Balance> = BTreeMap::new();
        let mut after = String::new();
        loop {
            let stories = self.stories(&after).await?;
            let Some((last, _)) = stories.last_key_value() else { break };
            after.clone_from(last);
            for (serial, story) in stories {
                found.serials += 1;
                found.movements += story.len() as u64;
                for (period, movement) in &story {
                    let moved = Balance::of(&movement.body);
                    let account = periods.entry(*period).or_default();
                    *account = account.plus(moved);
                    found.balance = found.balance.plus(moved);
                }
                let blank = story.iter().fold(None, |blank, (_, m)| evolve(blank, m));
                self.compare(&mut found, &serial, blank.as_ref()).await?;
                self.ask_cases(&mut found, &serial, &story).await?;
            }
        }
        self.ask_ledger(&mut found).await?;
        self.accounts(&mut found, &periods).await?;
        self.ask_minutes(&mut found).await?;
        let (chips, differences) = stations::differences(&self.db, &self.office).await?;
        found.chips = chips;
        found.differences.extend(differences);
        Ok(found)
    }

    /// The movements of the serials that follow `after`, whole stories only.
    async fn stories(&self, after: &str) -> Result<BTreeMap<String, Vec<(i64, Movement)>>, CaseError> {
        let sql = "SELECT serial, period, body FROM blank_log WHERE office = ?1 AND serial > ?2
            ORDER BY serial, seq LIMIT ?3";
        let rows = self.db.query(sql, params![self.office.as_str(), after, PAGE]).await?;
        let mut stories: BTreeMap<String, Vec<(i64, Movement)>> = BTreeMap::new();
        for row in &rows {
            let serial = row.text(0)?;
            let entry = (row.int(1)?, movement(&serial, &row.text(2)?)?);
            stories.entry(serial).or_default().push(entry);
        }
        // The last one may go on beyond the page.
        if rows.len() == PAGE && stories.len() > 1 {
            stories.pop_last();
        }
        Ok(stories)
    }

    async fn compare(
        &self,
        found: &mut Verified,
        serial: &str,
        blank: Option<&Blank>,
    ) -> Result<(), CaseError> {
        let sql = "SELECT standing, holder, ticket, seq FROM blanks WHERE office = ?1 AND serial = ?2";
        let rows = self.db.query(sql, params![self.office.as_str(), serial]).await?;
        let shown = match rows.first() {
            Some(r) => Some((r.text(0)?, r.text(1)?, r.opt_text(2)?, r.int(3)?)),
            None => None,
        };
        let told = blank.map(|b| {
            let holder = match &b.standing {
                Standing::Held { by, .. } => by.to_string(),
                _ => String::new(),
            };
            let ticket = ticket(&b.standing).map(Ticket::to_string);
            (b.standing.kind().word().to_owned(), holder, ticket, i64::try_from(b.seq).unwrap_or(i64::MAX))
        });
        if shown != told {
            found.differences.push(Difference::Standing { serial: serial.to_owned() });
        }
        Ok(())
    }

    /// Whether each case for which this blank was printed or spoiled says the same.
    async fn ask_cases(
        &self,
        found: &mut Verified,
        serial: &str,
        story: &[(i64, Movement)],
    ) -> Result<(), CaseError> {
        for (_, movement) in story {
            let (MovementBody::Used { ticket }
            | MovementBody::Failed { ticket, .. }
            | MovementBody::Spoiled { ticket: Some(ticket), .. }) = &movement.body
            else {
                continue;
            };
            let sql = "SELECT body FROM events WHERE office = ?1 AND ticket = ?2 ORDER BY seq";
            let rows = self.db.query(sql, params![self.office.as_str(), ticket.as_str()]).await?;
            let says_so = rows.iter().any(|row| {
                let event = row.text(0).ok().and_then(|b| serde_json::from_str::<Event>(&b).ok());
                event.is_some_and(|e| {
                    let moved = moved_by(ticket, &e.body);
                    e.at == movement.at && moved.is_some_and(|(blangko, _)| blangko.as_str() == serial)
                })
            });
            if !says_so {
                let (serial, ticket) = (serial.to_owned(), ticket.to_string());
                found.differences.push(Difference::Case { serial, ticket });
            }
        }
        Ok(())
    }

    /// Whether the ledger knows of every blank that a case printed or spoiled.
    async fn ask_ledger(&self, found: &mut Verified) -> Result<(), CaseError> {
        let mut after = 0;
        loop {
            let sql = "SELECT position, ticket, body FROM events WHERE office = ?1 AND position > ?2
                AND kind IN ('printed', 'spoiled') ORDER BY position LIMIT ?3";
            let rows = self.db.query(sql, params![self.office.as_str(), after, PAGE]).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.int(0)?;
            for row in &rows {
                let (ticket, body) = (row.text(1)?, row.text(2)?);
                let event: Event = serde_json::from_str(&body)
                    .map_err(|e| CaseError::Broken(format!("an event of {ticket}: {e}")))?;
                let of = Ticket::parse(&ticket).map_err(|e| CaseError::Broken(e.to_string()))?;
                let Some((blangko, _)) = moved_by(&of, &event.body) else { continue };
                let sql = "SELECT 1 FROM blank_log WHERE office = ?1 AND serial = ?2 AND at = ?3
                    AND kind IN ('used', 'spoiled', 'failed')";
                let values = params![self.office.as_str(), blangko.as_str(), event.at];
                if self.db.query(sql, values).await?.is_empty() {
                    let serial = blangko.as_str().to_owned();
                    found.differences.push(Difference::Ledger { serial, ticket });
                }
            }
        }
    }

    /// Whether everything that minutes name was destroyed with them, and nothing else.
    async fn ask_minutes(&self, found: &mut Verified) -> Result<(), CaseError> {
        for (no, minutes) in self.minutes(usize::MAX).await?.into_iter().rev() {
            let mut burnt = true;
            for blank in &minutes.blanks {
                let last = self.story(blank).await?.pop().map(|m| m.body);
                burnt &= last == Some(MovementBody::Destroyed { minutes: no });
            }
            let mut cards: Vec<Ticket> =
                self.cards_of(no, usize::MAX).await?.into_iter().map(|c| c.ticket).collect();
            let mut named = minutes.cards.clone();
            cards.sort();
            named.sort();
            if !burnt || cards != named {
                found.differences.push(Difference::Minutes { no });
            }
        }
        Ok(())
    }

    async fn accounts(&self, found: &mut Verified, told: &BTreeMap<i64, Balance>) -> Result<(), CaseError> {
        let rows = self.db.query(periods!("ORDER BY no"), params![self.office.as_str()]).await?;
        let mut before = 0;
        for row in &rows {
            let (period, shown, closed) = (row.int(0)?, balance(row)?, row.opt_instant(2)?.is_some());
            found.periods += 1;
            let moved = Balance { opening: 0, ..shown };
            if moved != told.get(&period).copied().unwrap_or_default() {
                found.differences.push(Difference::Account { period });
            }
            if shown.opening != before {
                found.differences.push(Difference::Opening { period });
            }
            before = shown.closing();
            if closed && !self.is_signed(period, before).await? {
                found.differences.push(Difference::Signatures { period });
            }
        }
        Ok(())
    }

    /// Counted when the account stood so, and countersigned after that by somebody else.
    async fn is_signed(&self, period: i64, closing: i64) -> Result<bool, CaseError> {
        let signed = self.signatures(period).await?;
        let [.., first, second] = signed.as_slice() else { return Ok(false) };
        let counted = matches!(first.body, CloseBody::Counted { booked, .. } if booked == closing);
        let user = |actor: &Actor| match actor {
            Actor::Officer { user, .. } => Some(user.clone()),
            _ => None,
        };
        let apart = user(&first.actor) != user(&second.actor);
        Ok(counted && apart && second.body == CloseBody::Countersigned)
    }
}
