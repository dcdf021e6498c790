//! What was changed of accounts, line by line. Each line is an event of the record, written in the transaction of what it
//! tells of, by [`record`] alone; the tree holds it, so it needs no chain and no line waits for another.

use super::{Accounts, Officer};
use crate::db::{DbError, Statement};
use crate::events::{self, Log, Stream};
use crate::params;
use jiff::Timestamp;
use procedure::{KeyId, RoleId, UserId};
use seal::record::Head;
use serde::{Deserialize, Serialize};

/// Who changes an account: somebody signed in, or whoever sits at the server's terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    pub name: String,
}

impl By {
    pub fn terminal() -> Self {
        Self { user: None, name: "terminal".to_owned() }
    }

    /// The program itself, such as about sign-ins that failed.
    pub fn system() -> Self {
        Self { user: None, name: "rancak".to_owned() }
    }

    /// The person themself.
    pub fn own(user: &super::User) -> Self {
        Self { user: Some(user.id.clone()), name: user.name.clone() }
    }

    pub fn is(&self, user: &UserId) -> bool {
        self.user.as_ref() == Some(user)
    }
}

impl Officer {
    pub fn by(&self) -> By {
        By { user: Some(self.user.clone()), name: self.name.clone() }
    }
}

/// One thing that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    Added {
        login: String,
        name: String,
    },
    Renamed {
        name: String,
    },
    /// Their own NIK was marked; never which.
    NikMarked,
    Disabled,
    Enabled,
    Invited,
    PasswordChosen,
    Assigned {
        assignment: String,
        role: RoleId,
        #[serde(rename = "as")]
        as_kind: String,
        decree: String,
        first_day: String,
        last_day: Option<String>,
    },
    AssignmentEnded {
        assignment: String,
        role: RoleId,
    },
    Absent {
        absence: String,
        reason: String,
        first_day: String,
        last_day: Option<String>,
    },
    AbsenceEnded {
        absence: String,
    },
    Qualified {
        qualification: String,
        evidence: String,
    },
    QualificationEnded {
        qualification: String,
    },
    KeyAllowed,
    KeyEnrolled {
        label: String,
        allowed_by: String,
    },
    KeyEnded {
        key: String,
    },
    FactorEnrolled,
    FactorEnded,
    SessionsEnded,
    RecoveryAsked {
        why: String,
    },
    RecoveryConfirmed,
    RecoveryDeclined,
    Recovered,
    SignInsFailed {
        times: u32,
    },
    SignedIn {
        way: SignInWay,
    },
    IdentityLinked,
    IdentityEnded,
    /// A code was made by which a station becomes the office's.
    StationAllowed {
        name: String,
    },
    StationEnded {
        name: String,
    },
    EmergencyBegun {
        emergency: String,
        role: RoleId,
        reason: String,
        ends_at: Timestamp,
        /// The security key that they proved it with, where the office asks for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<KeyId>,
    },
    EmergencyEnded {
        emergency: String,
        role: RoleId,
    },
    EmergencyReviewed {
        emergency: String,
        role: RoleId,
        verdict: String,
        note: String,
    },
}

/// What was given last by whoever signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    Password,
    /// The code of an authenticator app.
    App,
    /// A security key.
    Key,
    /// The office's identity provider.
    Provider,
}

/// A change, of whose account, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub user: UserId,
    pub by: By,
    pub change: Change,
}

/// An entry as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of a later line it is greater.
    pub id: String,
    pub at: Timestamp,
    pub entry: Entry,
}

/// The only way into the log: a statement for the transaction of what it tells of.
pub fn record(
    office: &str,
    user: &UserId,
    by: &By,
    change: Change,
    at: Timestamp,
) -> Result<Statement, DbError> {
    let log = match &change {
        Change::SignedIn { .. } => Log::SignIn,
        _ => Log::Account,
    };
    let entry = Entry { user: user.clone(), by: by.clone(), change };
    let id = uuid::Uuid::now_v7().to_string();
    let stream = Stream { office, log, name: &id };
    Ok(events::append_json(stream, Head::default(), (at, "account"), &entry)?.0)
}

impl Accounts {
    pub(super) fn note(
        &self,
        user: &UserId,
        by: &By,
        change: Change,
        at: Timestamp,
    ) -> Result<Statement, DbError> {
        record(&self.office, user, by, change, at)
    }

    /// What was changed, or who signed in, the newest first; `before` is a line that was read already.
    pub async fn account_log(
        &self,
        log: Log,
        before: Option<&str>,
        most: usize,
    ) -> Result<Vec<Line>, DbError> {
        // Ids are made of the time, and none begins with a tilde.
        let sql = "SELECT stream, at, body FROM events WHERE office = ?1 AND log = ?4 AND stream < ?2
            ORDER BY stream DESC LIMIT ?3";
        let rows = self.db.query(sql, params![&self.office, before.unwrap_or("~"), most, log.word()]).await?;
        let line = |row: &crate::db::Row| {
            Ok(Line { id: row.text(0)?, at: row.instant(1)?, entry: events::json_in(row, 2)? })
        };
        rows.iter().map(line).collect()
    }
}
