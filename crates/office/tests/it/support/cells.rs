//! Every cell of a database, as the office reads it or as it lies there. Looks only.

use office::db::{Db, Row, Value};
use office::params;

/// Each row of each table that holds one of these words in whatever case, as `table: row`, covered cells opened.
pub async fn holding(db: &Db, words: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let mut found = Vec::new();
    for table in tables(db).await {
        // A query is a text written beforehand; these are known only now.
        let sql = Box::leak(format!("SELECT * FROM {table}").into_boxed_str());
        for row in db.query(sql, params![]).await.expect("read") {
            let row = words_of(&row);
            if words.iter().any(|w| row.to_lowercase().contains(w)) {
                found.push(format!("{table}: {row}"));
            }
        }
    }
    found
}

async fn tables(db: &Db) -> Vec<String> {
    let sqlite = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let postgres =
        "SELECT CAST(table_name AS text) FROM information_schema.tables WHERE table_schema = 'public'";
    let rows = match db.query(sqlite, params![]).await {
        Ok(rows) => rows,
        Err(_) => db.query(postgres, params![]).await.expect("tables"),
    };
    rows.iter().map(|row| row.text(0).expect("a name")).collect()
}

fn words_of(row: &Row) -> String {
    let words = |cell: &Value| match cell {
        Value::Text(text) | Value::Covered(text) | Value::Blind(text) => text.clone(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Value::Int(number) => number.to_string(),
        Value::Null => String::new(),
    };
    row.cells().iter().map(words).collect::<Vec<_>>().join("|")
}
