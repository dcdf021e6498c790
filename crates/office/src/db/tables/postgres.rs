//! Tables of a PostgreSQL database, in the schema that its connections see first.

use super::{GONE, Kind, NOTES, Span, Table, Whose, any_of, described, is_moved};
use crate::config;
use crate::db::postgres::cells::from_postgres;
use crate::db::postgres::failure::failed;
use crate::db::postgres::{connect, migrate_within};
use crate::db::{DbError, Row, Value};
use secrecy::SecretString;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

/// One transaction that only reads.
pub struct Source(Client);

impl Source {
    pub(super) async fn open(
        settings: &config::Database,
        password: Option<&SecretString>,
    ) -> Result<Self, DbError> {
        let client = ready(settings, password, None).await?;
        let begun =
            client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM migrations").await;
        begun.map_err(|e| failed(&e))?;
        Ok(Self(client))
    }

    pub(super) async fn hold(&self) -> Result<(), DbError> {
        let run = async |sql: &str| self.0.batch_execute(sql).await.map_err(|e| failed(&e));
        run("COMMIT").await?;
        let tables = self.tables().await?;
        run("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
        // Whoever writes waits, and reads go on.
        for table in tables {
            run(&format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", table.name)).await?;
        }
        Ok(())
    }

    pub(super) async fn tables(&self) -> Result<Vec<Table>, DbError> {
        tables(&self.0).await
    }

    pub(super) async fn migrations(&self) -> Result<Vec<String>, DbError> {
        migrations(&self.0).await
    }

    pub(super) async fn count(
        &self,
        table: &str,
        key: &str,
        (office, until): (&str, i64),
    ) -> Result<Vec<Row>, DbError> {
        let sql = format!("SELECT count(*) FROM {table} WHERE office = $1 AND {key} <= $2");
        query(&self.0, &sql, &[Value::from(office), Value::from(until)]).await
    }

    pub(super) async fn rows(&self, table: &Table, span: Span<'_>) -> Result<Vec<Row>, DbError> {
        let (sql, params) = table.select(&span, |n| format!("${n}"));
        query(&self.0, &sql, &params).await
    }

    pub(super) async fn leave(self) -> Result<(), DbError> {
        let gone = format!(
            "CREATE TABLE {GONE} (at BIGINT);
            INSERT INTO {GONE} VALUES ((extract(epoch from now()) * 1000)::bigint); COMMIT"
        );
        self.0.batch_execute(&gone).await.map_err(|e| failed(&e))
    }
}

pub struct Filled(Client);

impl Filled {
    pub(super) async fn open(
        settings: &config::Database,
        password: Option<&SecretString>,
        whose: Whose<'_>,
    ) -> Result<Self, DbError> {
        let client = ready(settings, password, whose.migrations).await?;
        if !names(&client).await?.iter().any(|n| n == NOTES) {
            for table in tables(&client).await? {
                let (any, params) = any_of(&table, whose.office, "$1");
                if !query(&client, &any, &params).await?.is_empty() {
                    return Err(DbError::Broken(format!(
                        "the database is not empty: {} has rows",
                        table.name
                    )));
                }
            }
            let notes = format!("CREATE TABLE {NOTES} (name TEXT PRIMARY KEY, rows BIGINT, after TEXT)");
            client.batch_execute(&notes).await.map_err(|e| failed(&e))?;
        }
        Ok(Self(client))
    }

    pub(super) async fn tables(&self) -> Result<Vec<Table>, DbError> {
        tables(&self.0).await
    }

    pub(super) async fn migrations(&self) -> Result<Vec<String>, DbError> {
        migrations(&self.0).await
    }

    pub(super) async fn noted(&self, table: &Table) -> Result<Option<(i64, String)>, DbError> {
        let sql = format!("SELECT rows, after FROM {NOTES} WHERE name = $1");
        let rows = query(&self.0, &sql, &[Value::from(&table.name)]).await?;
        rows.first().map(|r| Ok((r.int(0)?, r.text(1)?))).transpose()
    }

    pub(super) async fn add(
        &mut self,
        table: &Table,
        rows: &[Row],
        note: (i64, &str),
    ) -> Result<(), DbError> {
        let tx = self.0.transaction().await.map_err(|e| failed(&e))?;
        let all = table.names(0..table.columns.len());
        // A column that the database counts up takes what it is given here, as nowhere else.
        let copy = format!("COPY {} ({all}) FROM STDIN BINARY", table.name);
        let types: Vec<Type> = table.columns.iter().map(|c| type_of(c.kind)).collect();
        let sink = tx.copy_in(&copy).await.map_err(|e| failed(&e))?;
        let mut writer = std::pin::pin!(BinaryCopyInWriter::new(sink, &types));
        for row in rows {
            let cells: Vec<&(dyn ToSql + Sync)> = row.cells().iter().map(|v| v as _).collect();
            writer.as_mut().write(&cells).await.map_err(|e| failed(&e))?;
        }
        writer.finish().await.map_err(|e| failed(&e))?;
        let sql = format!(
            "INSERT INTO {NOTES} VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET rows = $2, after = $3"
        );
        tx.execute(&sql, &[&table.name, &note.0, &note.1]).await.map_err(|e| failed(&e))?;
        tx.commit().await.map_err(|e| failed(&e))
    }

    pub(super) async fn finish(&mut self, tables: &[Table]) -> Result<(), DbError> {
        let tx = self.0.transaction().await.map_err(|e| failed(&e))?;
        for table in tables {
            for column in &table.columns {
                let sql = format!(
                    "SELECT setval(s.seq, m.most) FROM (SELECT pg_get_serial_sequence('{0}', '{1}') AS seq) AS s,
                        (SELECT max({1})::bigint AS most FROM {0}) AS m WHERE s.seq IS NOT NULL AND m.most IS NOT NULL",
                    table.name, column.name
                );
                if column.kind == Kind::Int {
                    tx.batch_execute(&sql).await.map_err(|e| failed(&e))?;
                }
            }
        }
        tx.batch_execute(&format!("DROP TABLE {NOTES}; ")).await.map_err(|e| failed(&e))?;
        tx.commit().await.map_err(|e| failed(&e))?;
        // Plans are made by what is there.
        self.0.batch_execute("ANALYZE").await.map_err(|e| failed(&e))
    }
}

/// Connected, with the tables of this program.
async fn ready(
    settings: &config::Database,
    password: Option<&SecretString>,
    migrations: Option<&[String]>,
) -> Result<Client, DbError> {
    let mut client = connect(settings, password).await?;
    migrate_within(&mut client, migrations).await?;
    Ok(client)
}

async fn query(client: &Client, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
    let rows = client.query(sql, &params).await.map_err(|e| failed(&e))?;
    rows.iter().map(from_postgres).collect()
}

pub(in crate::db) async fn names(client: &Client) -> Result<Vec<String>, DbError> {
    let sql = "SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE \"C\"";
    query(client, sql, &[]).await?.iter().map(|r| r.text(0)).collect()
}

async fn migrations(client: &Client) -> Result<Vec<String>, DbError> {
    let rows = query(client, "SELECT name FROM migrations ORDER BY name COLLATE \"C\"", &[]).await?;
    rows.iter().map(|r| r.text(0)).collect()
}

async fn tables(client: &Client) -> Result<Vec<Table>, DbError> {
    let mut tables = Vec::new();
    for name in names(client).await?.into_iter().filter(|n| is_moved(n)) {
        let sql = "SELECT c.column_name::text, c.data_type::text, coalesce(k.ordinal_position, 0)::int
            FROM information_schema.columns AS c
            LEFT JOIN information_schema.table_constraints AS t ON t.table_schema = c.table_schema
                AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
            LEFT JOIN information_schema.key_column_usage AS k ON k.constraint_schema = t.constraint_schema
                AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
            WHERE c.table_schema = current_schema() AND c.table_name::text = $1::text ORDER BY c.ordinal_position";
        let columns = query(client, sql, &[Value::from(&name)]).await?;
        tables.push(described(name, &columns)?);
    }
    Ok(tables)
}

fn type_of(kind: Kind) -> Type {
    match kind {
        Kind::Int => Type::INT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
    }
}
