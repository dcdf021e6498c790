//! How much stands in the fixture's database: by it a test sees that something was written, or nothing.

use super::fixture::Fixture;
use office::params;
use std::collections::BTreeMap;

impl Fixture {
    /// How many rows each table holds, but for what workers write by themselves and what notes that somebody looked.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        let by_itself = [
            "facts",
            "figures",
            "figures_due",
            "outbox",
            "reads",
            "sessions",
            "timers",
            "incident_subjects",
            "likenesses",
            "readings",
            "printers",
        ];
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
        let mut counts = BTreeMap::new();
        for row in self.server.app.db.query(tables, params![]).await.expect("tables") {
            let table: String = row.text(0).expect("a name");
            if by_itself.contains(&table.as_str()) {
                continue;
            }
            // The database takes texts that are written beforehand only; a test's few live as long as it does.
            let but_looks = if table == "events" { " WHERE log <> 'read'" } else { "" };
            let sql: &'static str = format!("SELECT COUNT(*) FROM {table}{but_looks}").leak();
            let count = self.server.app.db.query(sql, params![]).await;
            counts.insert(table, count.expect("counted")[0].int(0).expect("a number"));
        }
        assert!(counts.len() > 20, "{counts:?}");
        counts
    }
}
