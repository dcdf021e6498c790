//! One row a person: where the conversation stands, and how to reach them. And what was said, both ways.

use super::conversation::Thread;
use super::wire::Peer;
use crate::db::{Covered, Db, DbError, Row, Statement};
use crate::params;
use jiff::Timestamp;
use procedure::{ContactId, Phone, Ticket};

/// Stands for a person in an address and in the record, where no number and no name has any business.
pub fn code(contact: &ContactId) -> String {
    use sha2::Digest;
    hex::encode(&sha2::Sha256::digest(contact.as_str().as_bytes())[..8])
}

/// A person at the other end.
#[derive(Debug, Clone)]
pub struct Person {
    pub contact: ContactId,
    /// 0 while there is no row yet.
    seq: i64,
    /// Empty where only the user id is known.
    pub phone: String,
    /// The name they gave themself.
    pub name: String,
    pub last_inbound_at: Timestamp,
    /// Why nothing reaches them.
    pub unreachable: Option<String>,
    pub thread: Thread,
}

impl Person {
    pub async fn load(db: &Db, office: &str, contact: &ContactId) -> Result<Self, DbError> {
        let sql = "SELECT contact, seq, phone, name, last_inbound_at, unreachable, state FROM threads
            WHERE office = ?1 AND contact = ?2";
        let rows = db.query(sql, params![office, contact.as_str()]).await?;
        rows.first().map_or_else(|| Ok(Self::unknown(contact)), Self::read)
    }

    fn unknown(contact: &ContactId) -> Self {
        let number = contact.as_str().trim_start_matches("wa:");
        let phone = Phone::parse(number).map(|p| p.as_str().to_owned()).unwrap_or_default();
        Self {
            contact: contact.clone(),
            seq: 0,
            phone,
            name: String::new(),
            last_inbound_at: Timestamp::UNIX_EPOCH,
            unreachable: None,
            thread: Thread::default(),
        }
    }

    fn read(row: &Row) -> Result<Self, DbError> {
        let state = row.text(6)?;
        Ok(Self {
            contact: ContactId::new(row.text(0)?),
            seq: row.int(1)?,
            phone: row.text(2)?,
            name: row.text(3)?,
            last_inbound_at: row.instant(4)?,
            unreachable: row.opt_text(5)?,
            thread: serde_json::from_str(&state).map_err(|e| DbError::Broken(format!("thread: {e}")))?,
        })
    }

    /// Those whom staff must answer, longest waiting first.
    pub async fn with_staff(db: &Db, office: &str) -> Result<Vec<Self>, DbError> {
        let sql = "SELECT contact, seq, phone, name, last_inbound_at, unreachable, state FROM threads
            WHERE office = ?1 AND with_staff = 1 ORDER BY last_inbound_at LIMIT 100";
        db.query(sql, params![office]).await?.iter().map(Self::read).collect()
    }

    /// Where the Cloud API sends to.
    pub fn peer(&self) -> Peer {
        let key = self.contact.as_str().trim_start_matches("wa:");
        let is_number = key.bytes().all(|b| b.is_ascii_digit());
        Peer {
            user_id: (!is_number).then(|| key.to_owned()),
            phone: (!self.phone.is_empty()).then(|| self.phone.clone()),
        }
    }

    /// Fails the whole write where somebody else wrote meanwhile.
    pub fn save(&self, office: &str) -> Result<Statement, DbError> {
        let state = serde_json::to_string(&self.thread).map_err(|e| DbError::Broken(e.to_string()))?;
        let sql = if self.seq == 0 {
            "INSERT INTO threads (office, contact, seq, phone, name, last_inbound_at, unreachable, with_staff, state)
             VALUES (?1, ?2, ?3 + 1, ?4, ?5, ?6, ?7, ?8, ?9)"
        } else {
            "UPDATE threads SET seq = ?3 + 1, phone = ?4, name = ?5, last_inbound_at = ?6, unreachable = ?7,
             with_staff = ?8, state = ?9 WHERE office = ?1 AND contact = ?2 AND seq = ?3"
        };
        let values = params![
            office,
            self.contact.as_str(),
            self.seq,
            Covered(&self.phone),
            Covered(&self.name),
            self.last_inbound_at,
            self.unreachable.clone(),
            self.thread.with_staff,
            Covered(&state)
        ];
        Ok(Statement::new(sql, values).must_change())
    }
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: String,
    pub contact: ContactId,
    pub at: Timestamp,
    pub outward: bool,
    pub ticket: Option<Ticket>,
    pub notice: Option<String>,
    pub text: String,
    pub rank: i64,
    pub tries: i64,
    pub problem: Option<String>,
}

/// How far a message of ours has come.
pub mod rank {
    pub const QUEUED: i64 = 0;
    pub const SENT: i64 = 1;
    pub const DELIVERED: i64 = 2;
    pub const READ: i64 = 3;
    pub const FAILED: i64 = 9;
}

impl Message {
    /// A picture that goes with the words of a notice, which count alone.
    pub fn is_picture(&self) -> bool {
        self.ticket.is_some() && self.notice.is_none()
    }

    pub fn insert(&self, office: &str) -> Statement {
        let sql = "INSERT INTO messages (office, contact, at, id, outward, ticket, notice, wamid, text, rank, tries, problem)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING";
        Statement::new(
            sql,
            params![
                office,
                self.contact.as_str(),
                self.at,
                &self.id,
                self.outward,
                self.ticket.as_ref().map(Ticket::as_str),
                self.notice.clone(),
                Covered(&self.text),
                self.rank,
                self.tries,
                self.problem.clone()
            ],
        )
    }

    fn read(row: &Row) -> Result<Self, DbError> {
        let ticket = row.opt_text(4)?.map(|t| Ticket::parse(&t).map_err(|e| DbError::Broken(e.to_string())));
        Ok(Self {
            id: row.text(0)?,
            contact: ContactId::new(row.text(1)?),
            at: row.instant(2)?,
            outward: row.bool(3)?,
            ticket: ticket.transpose()?,
            notice: row.opt_text(5)?,
            text: row.text(6)?,
            rank: row.int(7)?,
            tries: row.int(8)?,
            problem: row.opt_text(9)?,
        })
    }

    /// The last things said with one person, oldest first.
    pub async fn with(db: &Db, office: &str, contact: &ContactId, most: usize) -> Result<Vec<Self>, DbError> {
        let sql = "SELECT id, contact, at, outward, ticket, notice, text, rank, tries, problem FROM messages
            WHERE office = ?1 AND contact = ?2 ORDER BY at DESC, id DESC LIMIT ?3";
        let rows = db.query(sql, params![office, contact.as_str(), most]).await?;
        let mut all = rows.iter().map(Self::read).collect::<Result<Vec<_>, _>>()?;
        all.reverse();
        Ok(all)
    }

    /// The message that a status speaks of: by Meta's id, or by ours.
    pub async fn find(
        db: &Db,
        office: &str,
        wamid: &str,
        ours: Option<&str>,
    ) -> Result<Option<Self>, DbError> {
        let by_wamid =
            "SELECT id, contact, at, outward, ticket, notice, text, rank, tries, problem FROM messages
            WHERE office = ?1 AND wamid = ?2";
        let by_id =
            "SELECT id, contact, at, outward, ticket, notice, text, rank, tries, problem FROM messages
            WHERE office = ?1 AND id = ?2";
        let mut rows = db.query(by_wamid, params![office, wamid]).await?;
        if let (true, Some(ours)) = (rows.is_empty(), ours) {
            rows = db.query(by_id, params![office, ours]).await?;
        }
        rows.first().map(Self::read).transpose()
    }

    /// Notes how far it has come; `wamid` where it is learnt only now.
    pub fn progress(
        office: &str,
        id: &str,
        rank: i64,
        wamid: Option<&str>,
        problem: Option<&str>,
    ) -> Statement {
        let sql = "UPDATE messages SET rank = ?3, wamid = coalesce(?4, wamid), problem = ?5
            WHERE office = ?1 AND id = ?2";
        Statement::new(sql, params![office, id, rank, wamid, problem])
    }
}
