//! What moves of blanks and closings of periods write: the log, where each blank stands, the book's line, and
//! the period's account, all in one transaction.

use super::read::name;
use super::{Booked, Open};
use crate::cases::CaseError;
use crate::db::{Db, Statement};
use crate::events::{self, Log, Stream};
use crate::params;
use procedure::ledger::{
    Balance, Blank, Close, CloseBody, Movement, MovementBody, Order, Standing, decide, evolve,
};
use procedure::{Blangko, Procedure, Ticket};
use seal::record::Head;
use std::collections::HashMap;

/// What a move of blanks writes, and what it must not share a commit with.
#[derive(Debug, Default)]
pub struct Moves {
    pub statements: Vec<Statement>,
    pub touches: Vec<String>,
}

/// Decides an order for each of these serials, which must follow one another, and says what to write.
pub async fn moves(
    db: &Db,
    office: &str,
    p: &Procedure,
    serials: &[Blangko],
    order: &Order,
) -> Result<Moves, CaseError> {
    let (Some(first), Some(last)) = (serials.first(), serials.last()) else { return Ok(Moves::default()) };
    let mut known = read(db, office, first, last).await?;
    let mut moves = Moves::default();
    let mut balance = Balance::default();
    let mut line: Option<(u64, Booked)> = None;
    for serial in serials {
        let (before, head) = known.remove(serial.as_str()).unzip();
        let movement = decide(p, serial, before.as_ref(), order).map_err(CaseError::Refused)?;
        balance = balance.plus(Balance::of(&movement.body));
        let after = evolve(before, &movement)
            .ok_or_else(|| CaseError::Broken("a movement that begins nothing".to_owned()))?;
        moves.statements.push(append(office, serial, head.unwrap_or_default(), &movement)?);
        moves.statements.push(stand(office, serial, &after));
        moves.touches.push(format!("blank:{office}:{}", serial.as_str()));
        line.get_or_insert_with(|| (after.seq, booked_as(serial.as_str(), &movement)));
    }
    if let Some((seq, line)) = line {
        let blanks = i64::try_from(serials.len()).unwrap_or(i64::MAX);
        let line = Booked { last: last.as_str().to_owned(), blanks, ..line };
        moves.statements.push(enter(office, seq, line));
    }
    // First, so that a closing of the period either sees all of it or waits.
    let account = [open_first(office, order), book(office, balance)];
    moves.statements.splice(0..0, account);
    Ok(moves)
}

/// Each serial's blank in a range, folded from its movements, and where its chain ends.
async fn read(
    db: &Db,
    office: &str,
    first: &Blangko,
    last: &Blangko,
) -> Result<HashMap<String, (Blank, Head)>, CaseError> {
    let sql = "SELECT stream, seq, hash, body FROM events
        WHERE office = ?1 AND log = 'blank' AND stream >= ?2 AND stream <= ?3 ORDER BY stream, seq";
    let rows = db.query(sql, params![office, first.as_str(), last.as_str()]).await?;
    let mut blanks: HashMap<String, (Blank, Head)> = HashMap::new();
    for row in rows {
        let serial = row.text(0)?;
        let movement = events::json_in(&row, 3)?;
        if let Some(blank) = evolve(blanks.remove(&serial).map(|(blank, _)| blank), &movement) {
            blanks.insert(serial, (blank, events::head_in(&row, 1)?));
        }
    }
    Ok(blanks)
}

/// The first delivery opens the first period.
fn open_first(office: &str, order: &Order) -> Statement {
    let sql = "INSERT INTO stock_periods
        (office, no, opened_at, opening, received, good, spoiled, returned, lost)
        VALUES (?1, 1, ?2, 0, 0, 0, 0, 0, 0) ON CONFLICT (office, no) DO NOTHING";
    Statement::new(sql, params![office, order.at])
}

fn book(office: &str, of: Balance) -> Statement {
    let sql = "UPDATE stock_periods SET received = received + ?2, good = good + ?3, spoiled = spoiled + ?4,
        returned = returned + ?5, lost = lost + ?6
        WHERE office = ?1 AND closed_at IS NULL
        AND no = (SELECT MAX(no) FROM stock_periods WHERE office = ?1)";
    let values = params![office, of.received, of.good, of.spoiled, of.returned, of.lost];
    Statement::new(sql, values).must_change()
}

fn append(office: &str, serial: &Blangko, head: Head, movement: &Movement) -> Result<Statement, CaseError> {
    let kind = booked_as(serial.as_str(), movement).kind;
    let stream = Stream { office, log: Log::Blank, name: serial.as_str() };
    Ok(events::append_json(stream, head, (movement.at, &kind), movement)?.0)
}

/// The signatures of a period.
pub(super) fn closing_of<'a>(office: &'a str, period: &'a str) -> Stream<'a> {
    Stream { office, log: Log::Closing, name: period }
}

fn stand(office: &str, serial: &Blangko, blank: &Blank) -> Statement {
    let (holder, name) = match &blank.standing {
        Standing::Held { by, name } => (by.as_str(), name.as_str()),
        _ => ("", ""),
    };
    let sql = "INSERT INTO blanks (office, serial, seq, standing, holder, holder_name, ticket, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (office, serial) DO UPDATE SET
        seq = ?3, standing = ?4, holder = ?5, holder_name = ?6, ticket = ?7, updated_at = ?8";
    let ticket = ticket(&blank.standing).map(Ticket::as_str);
    let standing = blank.standing.kind().word();
    let values = params![office, serial.as_str(), blank.seq, standing, holder, name, ticket, blank.since];
    Statement::new(sql, values)
}

pub(super) fn ticket(standing: &Standing) -> Option<&Ticket> {
    match standing {
        Standing::Used { ticket } => Some(ticket),
        Standing::Spoiled { ticket } => ticket.as_ref(),
        _ => None,
    }
}

/// A movement as a line of the stock book.
pub fn booked_as(serial: &str, movement: &Movement) -> Booked {
    use MovementBody as M;
    let (kind, ticket, whom, note) = match &movement.body {
        M::Received { note } => ("received", None, "", note.as_str()),
        M::HandedOut { to_name, .. } => ("handed_out", None, to_name.as_str(), ""),
        M::HandedIn => ("handed_in", None, "", ""),
        M::Used { ticket } => ("used", Some(ticket), "", ""),
        M::Spoiled { ticket, why } => ("spoiled", ticket.as_ref(), "", why.as_str()),
        M::Failed { ticket, why } => ("failed", Some(ticket), "", why.as_str()),
        M::Photographed { .. } => ("photographed", None, "", ""),
        M::Returned { note } => ("returned", None, "", note.as_str()),
        M::Lost { why } => ("lost", None, "", why.as_str()),
        M::Found { why } => ("found", None, "", why.as_str()),
        M::Destroyed { .. } => ("destroyed", None, "", ""),
    };
    Booked {
        at: movement.at,
        first: serial.to_owned(),
        last: serial.to_owned(),
        blanks: 1,
        kind: kind.to_owned(),
        officer: name(&movement.actor),
        ticket: ticket.map(Ticket::to_string),
        whom: whom.to_owned(),
        note: note.to_owned(),
    }
}

fn enter(office: &str, seq: u64, line: Booked) -> Statement {
    let sql = "INSERT INTO stock_book
        (office, period, at, first_serial, last_serial, seq, blanks, kind, officer, ticket, whom, note)
        SELECT ?1, MAX(no), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM stock_periods WHERE office = ?1";
    let Booked { at, first, last, blanks, kind, officer, ticket, whom, note } = line;
    Statement::new(sql, params![office, at, first, last, seq, blanks, kind, officer, ticket, whom, note])
}

/// What a signature writes. The second closes the period, if its account is still as it was counted, and opens
/// the next with what must be there.
pub(super) fn closing(
    office: &str,
    open: &Open,
    head: Head,
    event: &Close,
) -> Result<Vec<Statement>, CaseError> {
    // Decided upon what was read before: should another have signed since, the number is taken.
    let head = Head { seq: open.period.seq, ..head };
    let kind = match event.body {
        CloseBody::Counted { .. } => "counted",
        CloseBody::Countersigned => "countersigned",
    };
    let period = open.no.to_string();
    let (log, _) = events::append_json(closing_of(office, &period), head, (event.at, kind), event)?;
    if !matches!(event.body, CloseBody::Countersigned) {
        return Ok(vec![log]);
    }
    let booked = open.period.balance.closing();
    let shut = "UPDATE stock_periods SET closed_at = ?3 WHERE office = ?1 AND no = ?2 AND closed_at IS NULL
        AND opening + received - good - spoiled - returned - lost = ?4";
    let next = "INSERT INTO stock_periods
        (office, no, opened_at, opening, received, good, spoiled, returned, lost)
        VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0, 0)";
    Ok(vec![
        Statement::new(shut, params![office, open.no, event.at, booked]).must_change(),
        log,
        Statement::new(next, params![office, open.no + 1, event.at, booked]),
    ])
}
