//! The procedures as they are in force: every version a case may run under, the one that new requests open under, and
//! the office's calendar with the days on which it alone is closed. Working time is the office's and not a version's:
//! whatever version a case runs under, it counts by the calendar of the one in force.

use super::{Procedures, adoptions};
use crate::appointments;
use crate::cases::CaseError;
use crate::db::{Db, DbError};
use crate::params;
use procedure::{Calendar, Procedure};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

#[derive(Debug)]
pub struct Shelf {
    filed: Arc<Procedures>,
    standing: RwLock<Arc<Standing>>,
}

/// The shelf as it stood at one look.
#[derive(Debug)]
pub struct Standing {
    all: BTreeMap<(String, String), Arc<Procedure>>,
    active: Arc<Procedure>,
    /// The text of the active version's file.
    text: String,
    /// Names the calendar; another one has another name.
    calendar: String,
    /// Of which office it was made, and after how many changes of its closed days and versions.
    of: (String, [i64; 2]),
}

impl Standing {
    fn new(filed: &Procedures, calendar: &Calendar, of: (String, [i64; 2])) -> Self {
        let dated = |p: &Procedure| Arc::new(Procedure { calendar: calendar.clone(), ..p.clone() });
        let name = Sha256::digest(format!("{calendar:?}"));
        Self {
            all: filed.all.iter().map(|(name, p)| (name.clone(), dated(p))).collect(),
            active: dated(&filed.active),
            text: filed
                .texts
                .get(&(filed.active.id.clone(), filed.active.version.clone()))
                .cloned()
                .unwrap_or_default(),
            calendar: hex::encode(name.get(..8).unwrap_or_default()),
            of,
        }
    }

    pub fn active(&self) -> &Arc<Procedure> {
        &self.active
    }

    pub fn get(&self, id: &str, version: &str) -> Option<&Arc<Procedure>> {
        self.all.get(&(id.to_owned(), version.to_owned()))
    }

    /// The names of all versions.
    pub fn versions(&self) -> Vec<String> {
        self.all.keys().map(|(_, version)| version.clone()).collect()
    }

    /// The file of the version that new requests open under.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn calendar(&self) -> &str {
        &self.calendar
    }
}

impl Shelf {
    pub fn new(filed: Arc<Procedures>) -> Self {
        let standing = Standing::new(&filed, &filed.active.calendar, (String::new(), [0; 2]));
        Self { filed, standing: RwLock::new(Arc::new(standing)) }
    }

    /// The version that new requests open under.
    pub fn active(&self) -> Arc<Procedure> {
        Arc::clone(self.standing().active())
    }

    /// The file of the version that new requests open under.
    pub fn text(&self) -> String {
        self.standing().text().to_owned()
    }

    /// The version a case was opened under.
    pub fn get(&self, id: &str, version: &str) -> Option<Arc<Procedure>> {
        self.standing().get(id, version).cloned()
    }

    /// Every version there is, by id and version.
    pub fn all(&self) -> Vec<Arc<Procedure>> {
        self.standing().all.values().cloned().collect()
    }

    /// As [`Shelf::get`]; the one in force where that version is not there any more.
    pub fn of(&self, id: &str, version: &str) -> Arc<Procedure> {
        self.get(id, version).unwrap_or_else(|| self.active())
    }

    /// Takes in what was changed since the last look, by whatever process.
    pub async fn look(&self, db: &Db, office: &str) -> Result<Arc<Standing>, CaseError> {
        let sql = "SELECT COALESCE((SELECT no FROM visit_turns WHERE office = ?1), 0),
            COALESCE((SELECT MAX(seq) FROM events WHERE office = ?1 AND log = 'procedure' AND stream = ''), 0)";
        let rows = db.query(sql, params![office]).await?;
        let numbers = rows.first().map(|r| Ok::<_, DbError>([r.int(0)?, r.int(1)?])).transpose()?;
        let numbers = numbers.unwrap_or_default();
        let standing = self.standing();
        if standing.of.0 == office && standing.of.1 == numbers {
            return Ok(standing);
        }
        // The numbers were read before what they count: should they have grown meanwhile, the next look reads it again.
        let closures = appointments::rules(db, office).await?.closed;
        let adoptions = adoptions::standing(db, office).await?;
        let shelf = self.filed.with(&adoptions).map_err(CaseError::Broken)?;
        let calendar = Calendar { closures, ..shelf.active.calendar.clone() };
        let standing = Arc::new(Standing::new(&shelf, &calendar, (office.to_owned(), numbers)));
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&standing);
        Ok(standing)
    }

    fn standing(&self) -> Arc<Standing> {
        Arc::clone(&self.standing.read().unwrap_or_else(PoisonError::into_inner))
    }
}
