//! From our one SQL text to each database's own. Each text is turned once and kept.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

type Kept = Mutex<HashMap<(Dialect, &'static str), &'static str>>;

/// The text of a statement in the database's own dialect. Statements are constants of the program, so
/// what is kept for each is bounded.
pub(super) fn translate(dialect: Dialect, sql: &'static str) -> &'static str {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    let mut kept = KEPT.get_or_init(Kept::default).lock().unwrap_or_else(PoisonError::into_inner);
    kept.entry((dialect, sql)).or_insert_with(|| Box::leak(turn(dialect, sql).into_boxed_str()))
}

/// The same for migrations, which also name `{c}` (bytewise collation), `{serial}` (a key the database
/// counts up) and `{bytes}`.
pub(super) fn turn(dialect: Dialect, sql: &str) -> String {
    match dialect {
        Dialect::Sqlite => sql
            .replace("{skip_locked}", "")
            .replace("{c}", "")
            .replace("{bytes}", "BLOB")
            .replace("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
        Dialect::Postgres => placeholders(sql)
            .replace("{skip_locked}", "FOR UPDATE SKIP LOCKED")
            .replace("{c}", "COLLATE \"C\"")
            .replace("{bytes}", "BYTEA")
            .replace("{serial}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    }
}

/// `?1` becomes `$1`. A question mark without a digit behind it is left alone.
fn placeholders(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql.chars().peekable();
    while let Some(c) = rest.next() {
        let placeholder = c == '?' && rest.peek().is_some_and(char::is_ascii_digit);
        out.push(if placeholder { '$' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_placeholders_keep_their_number_on_postgres() {
        let sql = "update t set a = ?2 where b = ?1 and c <> '?' {skip_locked}";
        assert_eq!(
            turn(Dialect::Postgres, sql),
            "update t set a = $2 where b = $1 and c <> '?' FOR UPDATE SKIP LOCKED"
        );
        assert_eq!(turn(Dialect::Sqlite, sql), "update t set a = ?2 where b = ?1 and c <> '?' ");
    }
}
