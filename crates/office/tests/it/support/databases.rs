//! The same test on SQLite and on PostgreSQL.

use super::postgres;
use office::config;
use office::db::Db;
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
        Db::open(&self.settings, None).await.expect("reopen")
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

pub async fn postgres() -> Backend {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("database");
    open("PostgreSQL", url, tempfile::tempdir().expect("folder")).await
}

pub async fn open(name: &'static str, url: String, folder: tempfile::TempDir) -> Backend {
    let settings = config::Database { url, password_file: String::new(), readers: 4 };
    let db = Db::open(&settings, None).await.unwrap_or_else(|e| panic!("{name}: {e}"));
    Backend { db, settings, name, _folder: folder }
}

/// Runs the same test on each database in turn.
pub async fn on_both<F: Future<Output = ()>>(test: impl Fn(Backend) -> F) {
    test(sqlite().await).await;
    test(postgres().await).await;
}
