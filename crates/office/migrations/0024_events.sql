-- One table of everything that happened, a chain each: what a case, a blank card, a closing, minutes, the rules for
-- visitors and the procedure's adoptions are made of. `hash` is the RFC 6962 leaf of the row and of the hash before
-- it; see src/events. What was written before this is brought over when the program starts (events/bring_over.rs).
ALTER TABLE events RENAME TO events_before;
DROP INDEX events_at;
ALTER TABLE blank_log RENAME TO blank_log_before;
ALTER TABLE closing_log RENAME TO closing_log_before;
ALTER TABLE minutes_log RENAME TO minutes_log_before;
ALTER TABLE visit_log RENAME TO visit_log_before;
ALTER TABLE procedure_log RENAME TO procedure_log_before;

CREATE TABLE events (
    position {serial},
    office TEXT {c} NOT NULL,
    log TEXT {c} NOT NULL,
    stream TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT {c} NOT NULL,
    body {bytes} NOT NULL,
    hash {bytes} NOT NULL,
    UNIQUE (office, log, stream, seq)
);
CREATE INDEX events_by_time ON events (office, log, at, stream);
CREATE INDEX events_in_order ON events (office, position);

-- The key that seals what a case's events say, wrapped by the master key. Without it they can be read by nobody.
CREATE TABLE case_keys (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (office, ticket)
);
