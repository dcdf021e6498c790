//! Everything of one database put into another of either kind: row by row in the order of the keys, so that it can go on
//! where it was; then every row of both is held against the other's. Nothing is opened on the way, and nobody may write
//! to what is left until it is left for good.

use crate::config;
use crate::db::tables::{Filled, Source, Span, Table, Whose};
use crate::db::{DbError, Row, Value};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

/// Rows of one transaction.
const BATCH: usize = 2_000;

/// A database and the word it is opened with.
pub struct Place<'a> {
    pub settings: &'a config::Database,
    pub password: Option<&'a SecretString>,
}

/// What was moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    pub tables: u64,
    pub rows: u64,
    /// Rows that an earlier try had brought already.
    pub before: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// The two do not have the same tables.
    #[error("the tables are not the same: {0}")]
    OtherTables(String),
    /// What arrived is not what is there, as after work went on between two tries.
    #[error("table {0} differs: empty the new database and begin anew")]
    Differs(String),
}

/// A move whose rows have all arrived, and what it was made from: still held, and not left yet.
pub struct Arrived {
    source: Source,
    pub moved: Moved,
}

impl Arrived {
    /// No office works on the old database from now on.
    pub async fn leave(self) -> Result<Moved, DbError> {
        self.source.leave().await?;
        Ok(self.moved)
    }
}

/// Fills an empty database, or goes on filling one. `told` hears of every table that is complete.
pub async fn bring(from: &Place<'_>, to: &Place<'_>, told: impl Fn(&str, u64)) -> Result<Arrived, MoveError> {
    let source = Source::hold(from.settings, from.password).await?;
    let mut filled = Filled::open(to.settings, to.password, Whose::default()).await?;
    let tables = source.tables().await?;
    same_tables(&tables, &filled.tables().await?)?;
    let mut moved = Moved::default();
    for table in &tables {
        let mut progress = filled.progress(table).await?;
        moved.before += progress.rows;
        loop {
            let rows = source.rows(table, behind(progress.after.as_deref())).await?;
            if rows.is_empty() {
                break;
            }
            progress = filled.add(table, &rows, &progress).await?;
        }
        moved.tables += 1;
        moved.rows += progress.rows;
        told(&table.name, progress.rows);
    }
    let arrived = Source::open(to.settings, to.password).await?;
    for table in &tables {
        if digest(&source, table).await? != digest(&arrived, table).await? {
            return Err(MoveError::Differs(table.name.clone()));
        }
    }
    drop(arrived);
    filled.finish(&tables).await?;
    Ok(Arrived { source, moved })
}

/// The next rows, of all offices.
fn behind(after: Option<&[Value]>) -> Span<'_> {
    Span { office: None, after, most: BATCH }
}

fn same_tables(ours: &[Table], theirs: &[Table]) -> Result<(), MoveError> {
    let odd = ours.iter().find(|t| !theirs.contains(t)).or_else(|| theirs.iter().find(|t| !ours.contains(t)));
    odd.map_or(Ok(()), |table| Err(MoveError::OtherTables(table.name.clone())))
}

/// How many rows, and the hash of all their cells.
async fn digest(source: &Source, table: &Table) -> Result<(u64, [u8; 32]), DbError> {
    let (mut hash, mut count, mut after) = (Sha256::new(), 0, None);
    loop {
        let rows = source.rows(table, behind(after.as_deref())).await?;
        let Some(last) = rows.last() else { return Ok((count, hash.finalize().into())) };
        after = Some(table.key_of(last));
        rows.iter().for_each(|row| add(&mut hash, row));
        count += rows.len() as u64;
    }
}

/// Each cell behind its kind and length, so that no two rows come to the same bytes.
fn add(hash: &mut Sha256, row: &Row) {
    for cell in row.cells() {
        let (kind, bytes) = match cell {
            Value::Null => (0, Vec::new()),
            Value::Int(i) => (1, i.to_be_bytes().to_vec()),
            Value::Text(t) | Value::Covered(t) | Value::Blind(t) => (2, t.clone().into_bytes()),
            Value::Bytes(b) => (3, b.clone()),
        };
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
}
