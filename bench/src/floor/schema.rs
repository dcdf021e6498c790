//! The floor's tables, in words that both databases understand.

pub const TABLES: &str = "
    CREATE TABLE staff (cookie TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL);
    CREATE TABLE cases (ticket TEXT PRIMARY KEY, reason TEXT NOT NULL, nik TEXT NOT NULL, nomor_kk TEXT NOT NULL,
        name TEXT NOT NULL, phone TEXT NOT NULL, village TEXT NOT NULL, state TEXT NOT NULL, due_at BIGINT NOT NULL);
    CREATE INDEX cases_queue ON cases (state, due_at);
    CREATE TABLE documents (ticket TEXT NOT NULL REFERENCES cases (ticket), document TEXT NOT NULL,
        file TEXT PRIMARY KEY);
    CREATE INDEX documents_ticket ON documents (ticket);
    CREATE TABLE history (ticket TEXT NOT NULL REFERENCES cases (ticket), step TEXT NOT NULL,
        actor TEXT NOT NULL, at BIGINT NOT NULL, note TEXT NOT NULL);
    CREATE INDEX history_ticket ON history (ticket);
    CREATE TABLE register_last (number BIGINT NOT NULL);
    INSERT INTO register_last VALUES (0);
    CREATE TABLE register (number BIGINT PRIMARY KEY, ticket TEXT NOT NULL UNIQUE, at BIGINT NOT NULL,
        note TEXT NOT NULL);";

/// The columns of a new case that its form fills, in the table's order.
pub const FIELDS: [&str; 6] = ["reason", "nik", "nomor_kk", "name", "phone", "village"];

/// How long a step may take, in milliseconds.
pub const STANDARD: i64 = 600_000;
