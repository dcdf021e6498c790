//! Writes looks down: the same look of one person is one entry an hour, many at once are one commit, and each commit's
//! entries follow one another in a chain of this process.

use super::unusual::{self, Unusual};
use crate::accounts::{Accounts, Officer};
use crate::cases::word;
use crate::db::{Db, DbError, Statement, Write};
use crate::events::{self, Log, Stream};
use crate::params;
use crate::permissions::Purpose;
use jiff::{SignedDuration, Timestamp};
use procedure::{Calendar, Nik};
use seal::record::Head;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// So long a look goes on.
const ONE_LOOK: SignedDuration = SignedDuration::from_hours(1);
/// Entries of one commit.
const BATCH: usize = 64;
/// People told of at once beyond which it is a list, and their number alone is what is looked at.
const A_LIST: usize = 20;
/// Looks remembered, so that they are not written again.
const REMEMBERED: usize = 50_000;

/// One look, as the record keeps it.
#[derive(Debug, Clone, Serialize)]
struct Entry {
    #[serde(skip)]
    at: Timestamp,
    user: String,
    name: String,
    roles: Vec<String>,
    purpose: Purpose,
    subjects: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unusual: Vec<&'static str>,
}

type Job = (Entry, oneshot::Sender<Result<(), DbError>>);
/// Who, by which emergency access, what for, and whom.
type Look = (String, Option<Timestamp>, Purpose, String);

/// A handle; clones share it.
#[derive(Clone)]
pub struct Reads {
    pub(super) db: Db,
    pub(super) office: String,
    accounts: Accounts,
    jobs: mpsc::UnboundedSender<Job>,
    lately: Arc<Mutex<HashMap<Look, Timestamp>>>,
}

impl Reads {
    /// The writer ends with the last handle.
    pub fn open(db: &Db, office: &str, accounts: Accounts) -> Self {
        let (jobs, waiting) = mpsc::unbounded_channel();
        tokio::spawn(write_all(db.clone(), office.to_owned(), waiting));
        Self { db: db.clone(), office: office.to_owned(), accounts, jobs, lately: Arc::default() }
    }

    /// Returns once it is written for good. What was looked at within the last hour is not written again, but a look by
    /// emergency access is one of its own. `about` is whom the page is about, where it is about one.
    pub async fn note(
        &self,
        officer: &Officer,
        (purpose, about): (Purpose, Option<String>),
        seen: BTreeSet<String>,
        (calendar, at): (&Calendar, Timestamp),
    ) -> Result<(), DbError> {
        let user = officer.user.as_str().to_owned();
        let emergency = officer.emergency.as_ref().map(|e| e.ends_at);
        let look = |subject: &String| (user.clone(), emergency, purpose, subject.clone());
        let fresh: Vec<String> = {
            let lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
            let known = |s: &String| lately.get(&look(s)).is_some_and(|t| t.duration_until(at) < ONE_LOOK);
            seen.into_iter().filter(|s| !known(s)).collect()
        };
        if fresh.is_empty() {
            return Ok(());
        }
        let about = about.filter(|one| fresh.contains(one));
        let unusual = self.unusual(officer, (purpose, about.as_deref()), &fresh, (calendar, at)).await?;
        let entry = Entry {
            at,
            user: user.clone(),
            name: officer.name.clone(),
            roles: officer.roles.iter().map(ToString::to_string).collect(),
            purpose,
            subjects: fresh.clone(),
            unusual: unusual.iter().map(|u| u.word()).collect(),
        };
        let (answer, answered) = oneshot::channel();
        let gone = || DbError::Unavailable("the writer of looks has stopped".to_owned());
        self.jobs.send((entry, answer)).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())??;
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if lately.len() > REMEMBERED {
            lately.retain(|_, t| t.duration_until(at) < ONE_LOOK);
        }
        lately.extend(fresh.iter().map(|s| (look(s), at)));
        Ok(())
    }

    async fn unusual(
        &self,
        officer: &Officer,
        (purpose, about): (Purpose, Option<&str>),
        fresh: &[String],
        (calendar, at): (&Calendar, Timestamp),
    ) -> Result<BTreeSet<Unusual>, DbError> {
        let mut found = BTreeSet::new();
        if unusual::is_after_hours(calendar, at) {
            found.insert(Unusual::AfterHours);
        }
        if unusual::is_close(purpose) && fresh.len() <= A_LIST {
            for subject in fresh {
                // Beside the one whom the page is about stand others, such as an older request of theirs.
                let is_meant = fresh.len() == 1 || about == Some(subject);
                let needs_open = is_meant && unusual::needs_open_case(purpose);
                found.extend(self.of_one(officer, subject, needs_open).await?);
            }
        }
        if unusual::is_close(purpose) {
            let since = at.saturating_sub(ONE_LOOK).unwrap_or(at);
            let sql = "SELECT count(DISTINCT subject) FROM reads
                WHERE office = ?1 AND user_id = ?2 AND at > ?3 AND purpose NOT IN ('work', 'calls', 'appointments')";
            let values = params![&self.office, officer.user.as_str(), since];
            let before = self.db.query(sql, values).await?.first().map_or(Ok(0), |row| row.int(0))?;
            if before + i64::try_from(fresh.len()).unwrap_or(i64::MAX) > unusual::MOST_AN_HOUR {
                found.insert(Unusual::Many);
            }
        }
        Ok(found)
    }

    /// What is unusual about one officer and one case: that it is over, and whose it is.
    async fn of_one(
        &self,
        officer: &Officer,
        subject: &str,
        needs_open: bool,
    ) -> Result<Vec<Unusual>, DbError> {
        let sql = "SELECT status, nik FROM cases WHERE office = ?1 AND ticket = ?2";
        let rows = self.db.query(sql, params![&self.office, subject]).await?;
        let Some(row) = rows.first() else { return Ok(Vec::new()) };
        let over = !matches!(row.text(0)?.as_str(), "draft" | "open");
        let mut found = Vec::new();
        if over && needs_open {
            found.push(Unusual::NoOpenCase);
        }
        if let Ok(nik) = Nik::parse(&row.text(1)?) {
            let bearers = self.accounts.bearers(&nik).await?;
            found.extend(
                bearers.iter().map(|b| if *b == officer.user { Unusual::Own } else { Unusual::Colleague }),
            );
        }
        Ok(found)
    }
}

/// The writer's life: waits for one entry, takes along what else waits, commits once, answers all.
async fn write_all(db: Db, office: String, mut waiting: mpsc::UnboundedReceiver<Job>) {
    // A chain of its own, so that processes do not wait for one another.
    let name = uuid::Uuid::now_v7().to_string();
    let mut head = Head::default();
    while let Some(first) = waiting.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            batch.push(next);
        }
        let (mut statements, mut end) = (Vec::new(), head);
        for (entry, _) in &batch {
            let stream = Stream { office: &office, log: Log::Read, name: &name };
            match events::append_json(stream, end, (entry.at, "read"), entry) {
                Ok((row, after)) => {
                    statements.push(row);
                    statements.extend(rows(&office, &name, after.seq, entry));
                    end = after;
                }
                Err(e) => tracing::error!("a look cannot be written down: {e}"),
            }
        }
        let done = db.write(Write { statements, touches: Vec::new() }).await;
        match &done {
            Ok(()) => head = end,
            // It may be there all the same, where only the answer was lost: then the chain goes on behind it.
            Err(_) => {
                head = events::head(&db, Stream { office: &office, log: Log::Read, name: &name })
                    .await
                    .unwrap_or(head)
            }
        }
        batch.into_iter().for_each(|(_, answer)| drop(answer.send(done.clone())));
    }
}

fn rows<'a>(
    office: &'a str,
    name: &'a str,
    seq: u64,
    entry: &'a Entry,
) -> impl Iterator<Item = Statement> + 'a {
    entry.subjects.iter().map(move |subject| {
        let sql = "INSERT INTO reads (office, subject, at, id, user_id, name, roles, purpose, unusual)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let id = format!("{name}/{seq}");
        let (roles, unusual) = (entry.roles.join(","), entry.unusual.join(","));
        let values = params![
            office,
            subject,
            entry.at,
            id,
            &entry.user,
            &entry.name,
            roles,
            word(&entry.purpose),
            unusual
        ];
        Statement::new(sql, values)
    })
}
