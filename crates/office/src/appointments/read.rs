//! What is asked of the book: the rules as they are, places given out, what is offered, who comes on a day.

use super::{Visits, agenda};
use crate::cases::CaseError;
use crate::db::{Db, Row};
use crate::events;
use crate::params;
use crate::reads;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use procedure::appointment::{Seat, Taken, VisitRule, VisitRules, evolve_rules};
use procedure::{Calendar, Level, Slot, Ticket};

/// One visitor of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub slot: Slot,
    pub ticket: Ticket,
    pub name: String,
    /// Empty where nobody gave one.
    pub phone: String,
    /// `booked`, `arrived`, `served` or `missed`.
    pub standing: String,
    pub arrived_at: Option<Timestamp>,
}

/// What a resident may choose from now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub level: Level,
    /// Slots with a free place, in order.
    pub slots: Vec<Slot>,
}

/// One change of the rules, and its number.
pub type Change = (u64, VisitRule);

pub async fn rules(db: &Db, office: &str) -> Result<VisitRules, CaseError> {
    let all = changes(db, office).await?;
    Ok(all.iter().fold(VisitRules::default(), |rules, (_, change)| evolve_rules(rules, change)))
}

async fn changes(db: &Db, office: &str) -> Result<Vec<Change>, CaseError> {
    let sql =
        "SELECT seq, body FROM events WHERE office = ?1 AND log = 'visits' AND stream = '' ORDER BY seq";
    let each = |row: &Row| Ok((u64::try_from(row.int(0)?).unwrap_or_default(), events::json_in(row, 1)?));
    db.query(sql, params![office]).await?.iter().map(each).collect()
}

/// Places of the slots that begin in this span.
pub(super) async fn taken(
    db: &Db,
    office: &str,
    from: Timestamp,
    until: Timestamp,
) -> Result<Taken, CaseError> {
    let sql = "SELECT slot, place FROM appointments WHERE office = ?1 AND slot >= ?2 AND slot < ?3";
    let mut taken = Taken::new();
    for row in db.query(sql, params![office, from, until]).await? {
        let place = u32::try_from(row.int(1)?).unwrap_or(u32::MAX);
        taken.entry(row.instant(0)?).or_default().insert(place);
    }
    Ok(taken)
}

/// Appointments that are to come, whoever came before their time included.
pub(super) async fn ahead(db: &Db, office: &str, now: Timestamp) -> Result<Vec<Seat>, CaseError> {
    let sql =
        "SELECT slot, slot_end, place, ticket, standing FROM appointments WHERE office = ?1 AND slot > ?2
        ORDER BY slot, place";
    let each = |row: &Row| {
        Ok(Seat {
            ticket: ticket(&row.text(3)?)?,
            slot: Slot { from: row.instant(0)?, until: row.instant(1)? },
            place: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
            came: row.text(4)? != "booked",
        })
    };
    db.query(sql, params![office, now]).await?.iter().map(each).collect()
}

/// Who is in the office of those who came since the day began.
pub(super) async fn waiting(db: &Db, office: &str, day: Timestamp) -> Result<u64, CaseError> {
    let sql = "SELECT count(*) FROM appointments WHERE office = ?1 AND slot >= ?2 AND standing = 'arrived'";
    let rows = db.query(sql, params![office, day]).await?;
    let count = rows.first().map(|r| r.int(0)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}

pub(super) fn day_start(calendar: &Calendar, day: Date) -> Timestamp {
    let midnight = day.to_datetime(Time::midnight());
    calendar.offset.to_timestamp(midnight).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn visit(row: &Row) -> Result<Visit, CaseError> {
    reads::seen(&row.text(2)?);
    Ok(Visit {
        slot: Slot { from: row.instant(0)?, until: row.instant(1)? },
        ticket: ticket(&row.text(2)?)?,
        name: row.text(3)?,
        phone: row.text(4)?,
        standing: row.text(5)?,
        arrived_at: row.opt_instant(6)?,
    })
}

fn ticket(text: &str) -> Result<Ticket, CaseError> {
    Ticket::parse(text).map_err(|e| CaseError::Broken(format!("ticket: {e}")))
}

impl Visits {
    pub async fn rules(&self) -> Result<VisitRules, CaseError> {
        rules(&self.db, &self.office).await
    }

    /// Every change of the rules, the newest first.
    pub async fn changes(&self) -> Result<Vec<Change>, CaseError> {
        let mut all = changes(&self.db, &self.office).await?;
        all.reverse();
        Ok(all)
    }

    /// The free slots from now; none where the office hands over without appointments.
    pub async fn offer(&self, now: Timestamp) -> Result<Option<Offer>, CaseError> {
        let rules = self.rules().await?;
        let p = self.procedure();
        let Some(agenda) = agenda(&p, &rules) else { return Ok(None) };
        let days = SignedDuration::from_hours(24 * (i64::from(agenda.settings.days_ahead) + 2));
        let until = now.saturating_add(days).unwrap_or(now);
        let taken = taken(&self.db, &self.office, now, until).await?;
        let slots = agenda.offered(now).filter(|slot| agenda.is_free(*slot, &taken)).collect();
        Ok(Some(Offer { level: rules.level, slots }))
    }

    /// What an officer may give to somebody at the counter: the slot that runs, too.
    pub async fn offer_at_counter(&self, now: Timestamp) -> Result<Vec<Slot>, CaseError> {
        let rules = self.rules().await?;
        let p = self.procedure();
        let Some(agenda) = agenda(&p, &rules) else { return Ok(Vec::new()) };
        let start = day_start(agenda.calendar, agenda.day_of(now));
        let days = SignedDuration::from_hours(24 * (i64::from(agenda.settings.days_ahead) + 2));
        let until = now.saturating_add(days).unwrap_or(now);
        let taken = taken(&self.db, &self.office, start, until).await?;
        let today = agenda.slots(agenda.day_of(now)).into_iter();
        let running = today.filter(|s| s.until > now);
        let later = agenda.offered(now).filter(|s| agenda.day_of(s.from) > agenda.day_of(now));
        let fits = |slot: &Slot| agenda.is_free(*slot, &taken) && agenda.offers(*slot, now, true);
        Ok(running.chain(later).filter(fits).collect())
    }

    /// The slots of a day with their places, and who comes.
    pub async fn day(&self, day: Date) -> Result<(Vec<Slot>, Vec<Visit>), CaseError> {
        let (p, rules) = (self.procedure(), self.rules().await?);
        let slots = agenda(&p, &rules).map(|a| a.slots(day)).unwrap_or_default();
        let from = day_start(&p.calendar, day);
        let until = day.tomorrow().map(|d| day_start(&p.calendar, d)).unwrap_or(from);
        let sql = "SELECT a.slot, a.slot_end, a.ticket, c.name, c.phone, a.standing, a.arrived_at
            FROM appointments AS a JOIN cases AS c ON c.office = a.office AND c.ticket = a.ticket
            WHERE a.office = ?1 AND a.slot >= ?2 AND a.slot < ?3 ORDER BY a.slot, a.place";
        let rows = self.db.query(sql, params![self.office.as_str(), from, until]).await?;
        Ok((slots, rows.iter().map(visit).collect::<Result<_, CaseError>>()?))
    }

    /// How many sit in the waiting room.
    pub async fn waiting(&self, now: Timestamp) -> Result<u64, CaseError> {
        let calendar = &self.procedure().calendar;
        let today = calendar.offset.to_datetime(now).date();
        waiting(&self.db, &self.office, day_start(calendar, today)).await
    }
}
