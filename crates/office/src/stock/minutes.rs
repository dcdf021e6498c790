//! Old cards and spoiled blanks: what is stored, and its destruction in batches with official minutes. A card enters
//! with the handover at which it was given back ([`surrendered`]), in that transaction.

use super::{Stock, Wish, moves};
use crate::cases::CaseError;
use crate::db::{Covered, Row, Statement};
use crate::events::{self, Log, Stream};
use crate::params;
use crate::reads;
use jiff::Timestamp;
use procedure::ledger::{Minutes, MinutesDraft, Order, StandingKind, StockCommand, draw};
use procedure::{Blangko, Case, Event, EventBody, LedgerRefusal, Procedure, Refusal, Ticket};
use seal::record::Head;

/// An old card that is stored, or was destroyed.
#[derive(Debug, Clone)]
pub struct OldCard {
    pub ticket: Ticket,
    pub surrendered_at: Timestamp,
    pub name: String,
    pub nik: String,
    pub address: String,
}

/// The row of a card that was given back; nothing for any other event.
pub fn surrendered(
    office: &str,
    ticket: &Ticket,
    p: &Procedure,
    case: &Case,
    event: &Event,
) -> Option<Statement> {
    let EventBody::HandedOver { surrendered: true, .. } = event.body else { return None };
    p.required(&case.grounds).iter().find(|d| d.surrendered)?;
    let a = &case.applicant;
    let address = [&a.village, &a.district].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let sql = "INSERT INTO old_cards (office, ticket, surrendered_at, name, nik, address, minutes_no)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0) ON CONFLICT (office, ticket) DO NOTHING";
    let values = params![
        office,
        ticket.as_str(),
        event.at,
        Covered(&a.name),
        Covered(a.nik.as_str()),
        Covered(&address)
    ];
    Some(Statement::new(sql, values))
}

impl Stock {
    /// Old cards that are stored, longest first.
    pub async fn old_cards(&self, most: usize) -> Result<Vec<OldCard>, CaseError> {
        self.cards_of(0, most).await
    }

    /// The cards of these minutes, in the order in which they were given back.
    pub async fn cards_of(&self, minutes: i64, most: usize) -> Result<Vec<OldCard>, CaseError> {
        let sql = "SELECT ticket, surrendered_at, name, nik, address FROM old_cards
            WHERE office = ?1 AND minutes_no = ?2 ORDER BY surrendered_at, ticket LIMIT ?3";
        let rows = self.db.query(sql, params![self.office.as_str(), minutes, most]).await?;
        rows.iter().map(card).collect()
    }

    /// Blanks that were spoiled and are not destroyed, lowest serial first.
    pub async fn spoiled(&self, most: usize) -> Result<Vec<Blangko>, CaseError> {
        let sql = "SELECT serial FROM blanks WHERE office = ?1 AND standing = ?2 AND holder = ''
            ORDER BY serial LIMIT ?3";
        let values = params![self.office.as_str(), StandingKind::Spoiled.word(), most];
        let each = |row: &Row| {
            Blangko::parse(&row.text(0)?).map_err(|e| CaseError::Broken(format!("a serial: {e}")))
        };
        self.db.query(sql, values).await?.iter().map(each).collect()
    }

    /// Destroys a batch with its minutes: all of it or nothing. The minutes' number in the ledger.
    pub async fn destroy(&self, wish: &Wish, draft: &MinutesDraft) -> Result<i64, CaseError> {
        for _ in 0..super::TRIES {
            if self.done_before(wish).await? {
                return Ok(number(events::head(&self.db, log_of(&self.office)).await?));
            }
            let at = crate::clock::instant(wish.at.as_millisecond());
            let minutes = draw(&self.procedure(), &wish.actor, at, draft).map_err(CaseError::Refused)?;
            let head = events::head(&self.db, log_of(&self.office)).await?;
            let no = number(head) + 1;
            let (statements, touches) = self.destruction(head, no, &minutes).await?;
            match self.write(wish, statements, touches).await {
                Err(CaseError::Conflict) => {}
                other => return other.map(|()| no),
            }
        }
        Err(CaseError::Conflict)
    }

    async fn destruction(
        &self,
        head: Head,
        no: i64,
        minutes: &Minutes,
    ) -> Result<(Vec<Statement>, Vec<String>), CaseError> {
        let office = self.office.as_str();
        let command = StockCommand::Destroy { minutes: no };
        let order = Order { actor: minutes.actor.clone(), at: minutes.at, command };
        let (log, _) = events::append_json(log_of(office), head, (minutes.at, "minutes"), minutes)?;
        let mut statements = vec![log];
        let mut touches = vec![format!("minutes:{office}")];
        let mut blanks = minutes.blanks.clone();
        blanks.sort();
        blanks.dedup();
        for run in blanks.chunk_by(Blangko::precedes) {
            let moved = moves(&self.db, office, &self.procedure(), run, &order).await?;
            statements.extend(moved.statements);
            touches.extend(moved.touches);
        }
        for ticket in &minutes.cards {
            let sql = "SELECT 1 FROM old_cards WHERE office = ?1 AND ticket = ?2 AND minutes_no = 0";
            if self.db.query(sql, params![office, ticket.as_str()]).await?.is_empty() {
                let why = LedgerRefusal::CardGone;
                return Err(CaseError::Refused(Refusal::Ledger { serial: None, why }));
            }
            let sql =
                "UPDATE old_cards SET minutes_no = ?3 WHERE office = ?1 AND ticket = ?2 AND minutes_no = 0";
            statements.push(Statement::new(sql, params![office, ticket.as_str(), no]).must_change());
        }
        Ok((statements, touches))
    }

    /// Minutes, the latest first.
    pub async fn minutes(&self, most: usize) -> Result<Vec<(i64, Minutes)>, CaseError> {
        let sql = "SELECT seq, body FROM events WHERE office = ?1 AND log = 'minutes' AND stream = ''
            ORDER BY seq DESC LIMIT ?2";
        let rows = self.db.query(sql, params![self.office.as_str(), most]).await?;
        rows.iter().map(|row| Ok((row.int(0)?, events::json_in(row, 1)?))).collect()
    }

    /// Minutes of `from..to`, the earliest first.
    pub async fn minutes_in(
        &self,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<(i64, Minutes)>, CaseError> {
        let sql = "SELECT seq, body FROM events WHERE office = ?1 AND log = 'minutes' AND stream = ''
            AND at >= ?2 AND at < ?3 ORDER BY seq";
        let rows = self.db.query(sql, params![self.office.as_str(), from, to]).await?;
        rows.iter().map(|row| Ok((row.int(0)?, events::json_in(row, 1)?))).collect()
    }

    pub async fn one_minutes(&self, no: i64) -> Result<Option<Minutes>, CaseError> {
        let sql =
            "SELECT body FROM events WHERE office = ?1 AND log = 'minutes' AND stream = '' AND seq = ?2";
        let rows = self.db.query(sql, params![self.office.as_str(), no]).await?;
        Ok(rows.first().map(|row| events::json_in(row, 0)).transpose()?)
    }
}

fn log_of(office: &str) -> Stream<'_> {
    Stream { office, log: Log::Minutes, name: "" }
}

/// Minutes are numbered as they stand in their log.
fn number(head: Head) -> i64 {
    i64::try_from(head.seq).unwrap_or(i64::MAX)
}

fn card(row: &Row) -> Result<OldCard, CaseError> {
    let ticket = row.text(0)?;
    reads::seen(&ticket);
    Ok(OldCard {
        ticket: Ticket::parse(&ticket).map_err(|e| CaseError::Broken(format!("{ticket}: {e}")))?,
        surrendered_at: row.instant(1)?,
        name: row.text(2)?,
        nik: row.text(3)?,
        address: row.text(4)?,
    })
}
