//! Rows by the million, by the quickest way into each database: past the office's writer, and with the indexes made
//! afterwards. Only for filling, before anything is measured; what is measured never comes this way.

use anyhow::{Context, Result};
use office::db::Value;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

/// A connection of our own beside the office's.
pub enum Bulk {
    Sqlite(Connection),
    Postgres(Client),
}

/// Indexes as the tables had them.
#[must_use = "the office needs its indexes back"]
pub struct Indexes(Vec<String>);

impl Bulk {
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(file) = url.strip_prefix("sqlite:") {
            let conn = Connection::open(file)?;
            // An index is made of what is sorted in memory.
            conn.execute_batch("PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000;")?;
            return Ok(Self::Sqlite(conn));
        }
        let client = crate::installation::connected(url).await?;
        client.batch_execute("SET maintenance_work_mem = '1GB'").await?;
        Ok(Self::Postgres(client))
    }

    /// Adds rows in one transaction.
    pub async fn copy(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<()> {
        let names = columns.join(", ");
        match self {
            Self::Sqlite(conn) => {
                let marks = vec!["?"; columns.len()].join(", ");
                let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let mut insert = tx.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
                for row in rows {
                    insert.execute(params_from_iter(row))?;
                }
                drop(insert);
                tx.commit()?;
            }
            Self::Postgres(client) => {
                let table_as_it_is = client.prepare(&format!("SELECT {names} FROM {table} LIMIT 0")).await?;
                let types: Vec<Type> = table_as_it_is.columns().iter().map(|c| c.type_().clone()).collect();
                let sink = client.copy_in(&format!("COPY {table} ({names}) FROM STDIN BINARY")).await?;
                let mut writer = std::pin::pin!(BinaryCopyInWriter::new(sink, &types));
                for row in rows {
                    let row: Vec<&(dyn ToSql + Sync)> = row.iter().map(|v| v as _).collect();
                    writer.as_mut().write(&row).await?;
                }
                writer.finish().await?;
            }
        }
        Ok(())
    }

    /// Drops the indexes of these tables, but for those of their keys.
    pub async fn drop_indexes(&mut self, tables: &[&str]) -> Result<Indexes> {
        let mut made = Vec::new();
        for table in tables {
            for (name, sql) in self.indexes(table).await? {
                self.run(&format!("DROP INDEX {name}")).await?;
                made.push(sql);
            }
        }
        Ok(Indexes(made))
    }

    pub async fn make(&mut self, indexes: Indexes) -> Result<()> {
        for sql in indexes.0 {
            self.run(&sql).await?;
        }
        Ok(())
    }

    /// Name, and the statement that makes it.
    pub async fn indexes(&self, table: &str) -> Result<Vec<(String, String)>> {
        match self {
            Self::Sqlite(conn) => {
                let sql = "SELECT name, sql FROM sqlite_master
                    WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL";
                let mut asked = conn.prepare(sql)?;
                let found = asked.query_map([table], |r| Ok((r.get(0)?, r.get(1)?)))?;
                Ok(found.collect::<Result<_, _>>()?)
            }
            Self::Postgres(client) => {
                let sql = "SELECT c.relname::text, pg_get_indexdef(c.oid)
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE i.indrelid = $1::text::regclass
                    AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)";
                let found = client.query(sql, &[&table]).await?;
                Ok(found.iter().map(|r| (r.get(0), r.get(1))).collect())
            }
        }
    }

    async fn run(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.execute_batch(sql).with_context(|| sql.to_owned()),
            Self::Postgres(client) => client.batch_execute(sql).await.with_context(|| sql.to_owned()),
        }
    }
}
