//! The floor on PostgreSQL: each act is one SQL statement, committed by itself.

use super::schema::{FIELDS, STANDARD, TABLES};
use super::{Act, Found, OVER, STAFF, found_sql};
use anyhow::Result;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::NoTls;
use tokio_postgres::types::ToSql;

const CONNECTIONS: usize = 16;

/// $1 is the cookie, $2 the role, $3 the ticket, $4 now.
const OPEN: &str = "WITH u AS (SELECT name FROM staff WHERE cookie = $1 AND role = $2),
    c AS (INSERT INTO cases (ticket, due_at, reason, nik, nomor_kk, name, phone, village, state)
        SELECT $3::text, $4::bigint, $5::text, $6::text, $7::text, $8::text, $9::text, $10::text, 'draft' FROM u
        RETURNING ticket),
    h AS (INSERT INTO history (ticket, step, actor, at, note) SELECT ticket, 'open', u.name, $4, '' FROM c, u)
    SELECT count(*) FROM c";

const ATTACH: &str = "WITH u AS (SELECT name FROM staff WHERE cookie = $1 AND role = $2),
    c AS (SELECT ticket FROM cases, u WHERE ticket = $3 AND state = 'draft'),
    d AS (INSERT INTO documents (ticket, document, file) SELECT ticket, $5::text, $6::text FROM c),
    h AS (INSERT INTO history (ticket, step, actor, at, note) SELECT ticket, 'attach', u.name, $4, $5 FROM c, u)
    SELECT count(*) FROM c";

const MOVE: &str = "WITH u AS (SELECT name FROM staff WHERE cookie = $1 AND role = $2),
    c AS (UPDATE cases SET state = $6, due_at = $4::bigint + $8 WHERE ticket = $3 AND state = $5
        AND EXISTS (SELECT 1 FROM u) RETURNING ticket),
    h AS (INSERT INTO history (ticket, step, actor, at, note) SELECT ticket, $5, u.name, $4, $7 FROM c, u)
    SELECT count(*) FROM c";

const HAND_OVER: &str = "WITH u AS (SELECT name FROM staff WHERE cookie = $1 AND role = $2),
    c AS (UPDATE cases SET state = $6, due_at = $4::bigint + $8 WHERE ticket = $3 AND state = $5
        AND EXISTS (SELECT 1 FROM u) RETURNING ticket),
    h AS (INSERT INTO history (ticket, step, actor, at, note) SELECT ticket, $5, u.name, $4, $7 FROM c, u),
    y AS (UPDATE register_last SET number = number + 1 WHERE EXISTS (SELECT 1 FROM c) RETURNING number),
    r AS (INSERT INTO register (number, ticket, at, note) SELECT y.number, c.ticket, $4, $7 FROM y, c)
    SELECT count(*) FROM c";

pub struct Postgres(Pool);

impl Postgres {
    pub async fn open(url: &str) -> Result<Self> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(url.parse()?, NoTls, recycling))
            .max_size(CONNECTIONS)
            .build()?;
        let client = pool.get().await?;
        client.batch_execute(TABLES).await?;
        for (cookie, name, role) in STAFF {
            client.execute("INSERT INTO staff VALUES ($1, $2, $3)", &[&cookie, &name, &role]).await?;
        }
        drop(client);
        Ok(Self(pool))
    }

    pub async fn carry_out(&self, cookie: &str, act: Act) -> Result<bool> {
        let now = super::now();
        let counter = STAFF[0].2;
        match &act {
            Act::Open { ticket, fields } => {
                let values = FIELDS.map(|f| fields.get(f).map_or("", String::as_str));
                let mut params: Vec<&(dyn ToSql + Sync)> = vec![&cookie, &counter, ticket, &now];
                params.extend(values.iter().map(|v| v as &(dyn ToSql + Sync)));
                self.run(OPEN, &params).await
            }
            Act::Attach { ticket, document, file } => {
                self.run(ATTACH, &[&cookie, &counter, ticket, &now, document, file]).await
            }
            Act::Move { ticket, step, note } => {
                let sql = if step.to == OVER { HAND_OVER } else { MOVE };
                self.run(sql, &[&cookie, &step.role, ticket, &now, &step.from, &step.to, note, &STANDARD])
                    .await
            }
        }
    }

    async fn run(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<bool> {
        let client = self.0.get().await?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query_one(&statement, params).await?.get::<_, i64>(0) == 1)
    }

    pub async fn found(&self) -> Result<Found> {
        let row = self.0.get().await?.query_one(&found_sql(), &[]).await?;
        Ok(Found { over: row.get(0), full: row.get(1), registered: row.get(2), last_number: row.get(3) })
    }
}
