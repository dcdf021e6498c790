//! The same test on SQLite and on PostgreSQL.

use super::{postgres, story};
use office::config;
use office::db::Db;
use office::office_key;
use std::future::Future;

/// One database to test on. The folder goes when it is dropped.
pub struct Backend {
    pub db: Db,
    pub settings: config::Database,
    pub name: &'static str,
    _folder: tempfile::TempDir,
}

impl Backend {
    /// A second handle on the same database, as after a restart.
    pub async fn reopen(&self) -> Db {
        let db = Db::open(&self.settings, None).await.expect("reopen");
        veil(&db).await;
        db
    }

    /// How the database would go about a query with these values for `?1`, `?2` and so on.
    pub async fn plan(&self, sql: &str, values: &[(&str, &str)]) -> String {
        if self.name == "PostgreSQL" {
            let (url, sql) = (self.settings.url.clone(), sql.replace('?', "$"));
            let values = values.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(", ");
            let explain = move || postgres::shared().explain(&url, &sql, &values);
            return tokio::task::spawn_blocking(explain).await.expect("a plan");
        }
        let sql = values.iter().fold(sql.to_owned(), |sql, (name, value)| sql.replace(name, value));
        let conn = rusqlite::Connection::open(self.file()).expect("opened");
        let mut explain = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("prepared");
        let lines = explain.query_map([], |r| r.get::<_, String>(3)).expect("a plan");
        lines.map(|l| l.expect("a line")).collect::<Vec<_>>().join("\n")
    }

    pub fn file(&self) -> &str {
        self.settings.url.trim_start_matches("sqlite:")
    }
}

pub async fn sqlite() -> Backend {
    let folder = tempfile::tempdir().expect("folder");
    let url = format!("sqlite:{}", folder.path().join("office.db").display());
    open("SQLite", url, folder).await
}

/// What a distributed engine with PostgreSQL's protocol is like, where the environment asks for it
/// (`RANCAK_TEST_SERIALIZABLE`), and else as the server comes.
pub async fn postgres() -> Backend {
    if std::env::var_os("RANCAK_TEST_SERIALIZABLE").is_some() {
        return serializable().await;
    }
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("database");
    open("PostgreSQL", url, tempfile::tempdir().expect("folder")).await
}

/// PostgreSQL at `serializable`, where of every two hundred statements that write one fails with 40001 by chance,
/// beside those that fail because two were in each other's way.
pub async fn serializable() -> Backend {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("database");
    let strict = format!("{url}&options=-c%20default_transaction_isolation%3Dserializable");
    let backend = open("PostgreSQL", strict, tempfile::tempdir().expect("folder")).await;
    let inject = move || postgres::shared().run(&url, FAILURES);
    tokio::task::spawn_blocking(inject).await.expect("failures are injected");
    backend
}

const FAILURES: &str = "
    CREATE FUNCTION fail_by_chance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF random() < 0.005 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40001'; END IF; RETURN NULL; END $$;
    DO $$ DECLARE t text; BEGIN
        FOR t IN SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' LOOP
            EXECUTE format('CREATE TRIGGER fail_by_chance BEFORE INSERT OR UPDATE OR DELETE ON %I
                FOR EACH STATEMENT EXECUTE FUNCTION fail_by_chance()', t);
        END LOOP; END $$";

pub async fn open(name: &'static str, url: String, folder: tempfile::TempDir) -> Backend {
    let settings = config::Database { url, password_file: String::new(), ca_file: String::new(), readers: 4 };
    let db = Db::open(&settings, None).await.unwrap_or_else(|e| panic!("{name}: {e}"));
    veil(&db).await;
    Backend { db, settings, name, _folder: folder }
}

/// As the program does when it starts.
async fn veil(db: &Db) {
    let masters = story::secrets().masters().expect("a master key");
    office_key::open(db, story::OFFICE, &masters).await.expect("the office's key");
}

/// Runs the same test on each database in turn.
pub async fn on_both<F: Future<Output = ()>>(test: impl Fn(Backend) -> F) {
    test(sqlite().await).await;
    test(postgres().await).await;
}
