//! Makes a copy, beside whatever works there: every row as it lies at one instant, and then the files that those rows may
//! name. The manifest is written last, so that a copy is whole or is none.

use super::files::{Mirrored, mirror};
use super::manifest::{FORM, Held, Manifest, Piece};
use super::parts::{Sealer, body};
use super::place::Place;
use super::{BackupError, EVENTS, OF_KEYS, Places, TRANSIENT, thin};
use crate::audit::Audit;
use crate::config::Config;
use crate::db::tables::{Source, Span, Table};
use crate::db::{Row, Value};
use crate::objects::Objects;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Rows read at a time.
const BATCH: usize = 2_000;
/// One of so many keys ends a part, whatever comes before and after it: so a new row changes one part and not all behind it.
const ENDS: u16 = 2_048;
/// A part ends at so many rows or bytes in any case.
const MOST_ROWS: usize = 8_192;
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A copy that was made.
#[derive(Debug, Clone)]
pub struct Taken {
    pub name: String,
    pub rows: u64,
    /// Parts that no copy held before, and what they and the files that were sent come to.
    pub fresh: u64,
    pub bytes: u64,
    pub documents: Mirrored,
    pub keys: Mirrored,
}

/// Copies an office.
pub async fn take(config: &Config, now: Timestamp) -> Result<Taken, BackupError> {
    let places = Places::of(config)?;
    // Before the database is looked at: then the copy holds everything that was signed by it.
    let checkpoint = Audit::open(config)?.last_note().await?;
    let previous = places.store.newest().await?;
    let source = Source::open(&config.database, config.secrets.database_password.as_ref()).await?;
    let (mut others, mut of_keys) =
        (Sending::to(&places.store, config).await?, Sending::to(&places.keys, config).await?);
    let (mut tables, mut key_tables) = (Vec::new(), Vec::new());
    for table in source.tables().await?.into_iter().filter(|t| !TRANSIENT.contains(&t.name.as_str())) {
        if OF_KEYS.contains(&table.name.as_str()) {
            key_tables.push(of_keys.table(&source, table, None).await?);
        } else {
            let before = previous.as_ref().filter(|_| table.name == EVENTS).and_then(|p| p.of(EVENTS));
            tables.push(others.table(&source, table, before).await?);
        }
    }
    let migrations = source.migrations().await?;
    drop(source);
    let documents = files(config, &config.documents.store, &places.store, (now, days(config))).await?;
    let keys = files(config, &config.documents.keys, &places.keys, (now, hours(config))).await?;
    let manifest = |tables, checkpoint| Manifest {
        form: FORM,
        office: config.office.id.clone(),
        at: now,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        migrations: migrations.clone(),
        tables,
        checkpoint,
    };
    places.keys.put_manifest(&manifest(key_tables, String::new())).await?;
    let whole = manifest(tables, checkpoint);
    places.store.put_manifest(&whole).await?;
    thin::store(&places.store, now, previous.map(|p| p.at), config.backup.keep_days).await?;
    thin::keys(&places.keys, now, hours(config)).await?;
    Ok(Taken {
        name: whole.name(),
        rows: whole.rows(),
        fresh: others.fresh + of_keys.fresh,
        bytes: others.bytes + of_keys.bytes + documents.bytes + keys.bytes,
        documents,
        keys,
    })
}

/// What the office keeps at one place, beside its copies.
async fn files(
    config: &Config,
    from: &str,
    to: &Place,
    until: (Timestamp, SignedDuration),
) -> Result<Mirrored, BackupError> {
    let secret = config.secrets.s3_secret_access_key.as_ref();
    let from = Objects::open(from, &config.s3, secret, &config.office.id)?;
    mirror(&from, &to.objects, until).await
}

fn days(config: &Config) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(config.backup.keep_days))
}

fn hours(config: &Config) -> SignedDuration {
    SignedDuration::from_hours(config.backup.keys_hours.into())
}

/// Parts on their way to one place.
struct Sending<'a> {
    place: &'a Place,
    sealer: Sealer,
    office: &'a str,
    known: HashMap<String, i64>,
    fresh: u64,
    bytes: u64,
}

impl<'a> Sending<'a> {
    async fn to(place: &'a Place, config: &'a Config) -> Result<Self, BackupError> {
        let (sealer, known) = (Sealer::of(config)?, place.parts().await?);
        Ok(Self { place, sealer, office: &config.office.id, known, fresh: 0, bytes: 0 })
    }

    async fn table(
        &mut self,
        source: &Source,
        table: Table,
        before: Option<&Held>,
    ) -> Result<Held, BackupError> {
        let mut parts = match before {
            Some(held) => self.still_there(source, &table, held).await?,
            None => Vec::new(),
        };
        let mut after = parts.last().and_then(|piece| piece.until).map(|until| vec![Value::Int(until)]);
        let mut waiting = Waiting::default();
        loop {
            let span = Span { office: Some(self.office), after: after.as_deref(), most: BATCH };
            let rows = source.rows(&table, span).await?;
            let Some(last) = rows.last() else { break };
            after = Some(table.key_of(last));
            for row in rows {
                if waiting.add(row, &table) {
                    parts.push(self.send(&table, std::mem::take(&mut waiting).rows).await?);
                }
            }
        }
        if !waiting.rows.is_empty() {
            parts.push(self.send(&table, waiting.rows).await?);
        }
        Ok(Held { rows: parts.iter().map(|p| p.rows).sum(), table, parts })
    }

    /// Parts of the copy before that need not be read again, the last one apart, which may have been cut short: all are
    /// there, and there are as many rows up to their end as they hold, so that nothing has come late among them.
    async fn still_there(
        &self,
        source: &Source,
        table: &Table,
        held: &Held,
    ) -> Result<Vec<Piece>, BackupError> {
        let whole = held.parts.split_last().map_or(&[][..], |(_, whole)| whole);
        let Some(until) = whole.last().and_then(|piece| piece.until) else { return Ok(Vec::new()) };
        let rows: u64 = whole.iter().map(|piece| piece.rows).sum();
        let is_same = held.table == *table
            && whole.iter().all(|piece| self.known.contains_key(&piece.name))
            && source.rows_until(table, self.office, until).await? == rows;
        Ok(if is_same { whole.to_vec() } else { Vec::new() })
    }

    async fn send(&mut self, table: &Table, rows: Vec<Row>) -> Result<Piece, BackupError> {
        let body = body(self.office, &table.name, &rows)?;
        let name = self.place.name_of(&body);
        if !self.known.contains_key(&name) {
            let sealed = self.sealer.seal(&body)?;
            self.bytes += sealed.len() as u64;
            self.place.put_part(&name, sealed).await?;
            self.known.insert(name.clone(), 0);
            self.fresh += 1;
        }
        let last = rows.last().filter(|_| table.name == EVENTS).map(|row| table.key_of(row));
        let until = match last.as_deref() {
            Some([Value::Int(number)]) => Some(*number),
            _ => None,
        };
        Ok(Piece { name, rows: rows.len() as u64, until })
    }
}

/// Rows that are not a part yet.
#[derive(Default)]
struct Waiting {
    rows: Vec<Row>,
    bytes: usize,
}

impl Waiting {
    /// Whether a part ends with this row.
    fn add(&mut self, row: Row, table: &Table) -> bool {
        self.bytes += row.cells().iter().map(bytes_of).sum::<usize>();
        let ends = ends_a_part(&table.key_of(&row));
        self.rows.push(row);
        ends || self.rows.len() >= MOST_ROWS || self.bytes >= MOST_BYTES
    }
}

fn bytes_of(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Int(_) => 8,
        Value::Text(t) | Value::Covered(t) | Value::Blind(t) => t.len(),
        Value::Bytes(b) => b.len(),
    }
}

fn ends_a_part(key: &[Value]) -> bool {
    let mut hash = Sha256::new();
    for cell in key {
        match cell {
            Value::Null => hash.update([0]),
            Value::Int(i) => hash.update(i.to_be_bytes()),
            Value::Text(t) | Value::Covered(t) | Value::Blind(t) => hash.update(t),
            Value::Bytes(b) => hash.update(b),
        }
    }
    let digest = hash.finalize();
    u16::from_be_bytes([digest[0], digest[1]]).is_multiple_of(ENDS)
}
