-- Who looked at whose data, and why. Each row is also part of an event of the record's log `read`, so that a row that is
-- removed here is still known there.
CREATE TABLE reads (
    office TEXT {c} NOT NULL,
    subject TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    id TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    purpose TEXT NOT NULL,
    unusual TEXT NOT NULL,
    reviewed_by TEXT,
    reviewed_at BIGINT,
    review TEXT,
    PRIMARY KEY (office, subject, at, id)
);
CREATE INDEX reads_of_user ON reads (office, user_id, at);
CREATE INDEX reads_by_time ON reads (office, at);
CREATE INDEX reads_unusual ON reads (office, at) WHERE unusual <> '';
