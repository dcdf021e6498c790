//! Recomputes the whole stock from what happened: every blank's standing, every period's account, every line that
//! a case and the ledger say of one another. Only reads.

use super::Stock;
use super::book::ticket;
use super::read::{balance, periods};
use crate::cases::{CaseError, Placed};
use crate::events;
use crate::params;
use crate::stations;
use procedure::ledger::{Balance, Blank, CloseBody, Movement, MovementBody, Standing, evolve, moved_by};
use procedure::{Actor, Ticket};
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
        let closings = self.closings().await?;
        loop {
            let stories = self.stories(&after, &closings).await?;
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
        let (chips, differences) = stations::differences(&self.db, &self.cases, &self.office).await?;
        found.chips = chips;
        found.differences.extend(differences);
        Ok(found)
    }

    /// The places in the record at which periods were closed, in order.
    async fn closings(&self) -> Result<Vec<i64>, CaseError> {
        let sql =
            "SELECT position FROM events WHERE office = ?1 AND log = 'closing' AND kind = 'countersigned'
            ORDER BY position";
        let rows = self.db.query(sql, params![self.office.as_str()]).await?;
        Ok(rows.iter().map(|row| row.int(0)).collect::<Result<_, _>>()?)
    }

    /// The movements of the serials that follow `after`, each with its period, whole stories only. A movement and a
    /// closing wait for one another, so that where they stand in the record says what came first.
    async fn stories(
        &self,
        after: &str,
        closings: &[i64],
    ) -> Result<BTreeMap<String, Vec<(i64, Movement)>>, CaseError> {
        let sql =
            "SELECT stream, position, body FROM events WHERE office = ?1 AND log = 'blank' AND stream > ?2
            ORDER BY stream, seq LIMIT ?3";
        let rows = self.db.query(sql, params![self.office.as_str(), after, PAGE]).await?;
        let mut stories: BTreeMap<String, Vec<(i64, Movement)>> = BTreeMap::new();
        for row in &rows {
            let serial = row.text(0)?;
            let position = row.int(1)?;
            let closed = closings.partition_point(|closing| *closing < position);
            let entry = (i64::try_from(closed).unwrap_or(i64::MAX) + 1, events::json_in(row, 2)?);
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
            let events = self.cases.events(&self.office, ticket).await?;
            // A case whose key was destroyed can say nothing any more; that its events are there is the tree's to show.
            if events.is_none() && self.is_erased(ticket).await? {
                continue;
            }
            let says_so = events.unwrap_or_default().iter().any(|e| {
                let moved = moved_by(ticket, &e.body);
                e.at == movement.at && moved.is_some_and(|(blangko, _)| blangko.as_str() == serial)
            });
            if !says_so {
                let (serial, ticket) = (serial.to_owned(), ticket.to_string());
                found.differences.push(Difference::Case { serial, ticket });
            }
        }
        Ok(())
    }

    /// Whether there is a case of this ticket that nobody can read any more.
    async fn is_erased(&self, ticket: &Ticket) -> Result<bool, CaseError> {
        let sql = "SELECT 1 FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2
            AND NOT EXISTS (SELECT 1 FROM case_keys WHERE office = ?1 AND ticket = ?2) LIMIT 1";
        Ok(!self.db.query(sql, params![self.office.as_str(), ticket.as_str()]).await?.is_empty())
    }

    /// Whether the ledger knows of every blank that a case printed or spoiled.
    async fn ask_ledger(&self, found: &mut Verified) -> Result<(), CaseError> {
        for kind in ["printed", "spoiled"] {
            let mut after = 0;
            loop {
                let events = self.cases.of_kind(&self.office, kind, after, PAGE).await?;
                let Some(last) = events.last() else { break };
                after = last.position;
                for Placed { ticket, event, .. } in &events {
                    let Some((blangko, _)) = moved_by(ticket, &event.body) else { continue };
                    let sql = "SELECT 1 FROM events WHERE office = ?1 AND log = 'blank' AND stream = ?2
                        AND at = ?3 AND kind IN ('used', 'spoiled', 'failed')";
                    let values = params![self.office.as_str(), blangko.as_str(), event.at];
                    if self.db.query(sql, values).await?.is_empty() {
                        let (serial, ticket) = (blangko.as_str().to_owned(), ticket.to_string());
                        found.differences.push(Difference::Ledger { serial, ticket });
                    }
                }
            }
        }
        Ok(())
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
