//! What was changed of accounts, line by line. Each line is written in the transaction of what it tells of, by
//! [`record`] alone, and none is ever changed or removed.

use super::{Accounts, Officer};
use crate::db::{DbError, Statement};
use crate::params;
use jiff::Timestamp;
use procedure::{RoleId, UserId};
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
    pub no: i64,
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
    let entry = Entry { user: user.clone(), by: by.clone(), change };
    let body = serde_json::to_string(&entry).map_err(|e| DbError::Broken(e.to_string()))?;
    let sql = "INSERT INTO account_log (office, at, body) VALUES (?1, ?2, ?3)";
    Ok(Statement::new(sql, params![office, at, body]))
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

    /// What was changed, the newest first; `before` is the number of a line that was read already.
    pub async fn account_log(&self, before: i64, most: usize) -> Result<Vec<Line>, DbError> {
        let sql =
            "SELECT no, at, body FROM account_log WHERE office = ?1 AND no < ?2 ORDER BY no DESC LIMIT ?3";
        let rows = self.db.query(sql, params![&self.office, before, most]).await?;
        let line = |row: &crate::db::Row| {
            let body = row.text(2)?;
            let entry = serde_json::from_str(&body).map_err(|e| DbError::Broken(e.to_string()))?;
            Ok(Line { no: row.int(0)?, at: row.instant(1)?, entry })
        };
        rows.iter().map(line).collect()
    }
}
