-- Old cards that were handed in, for the by-name list of their destruction. minutes_no: those they were destroyed with,
-- 0 while they are stored.
CREATE TABLE old_cards (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    surrendered_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    nik TEXT NOT NULL,
    address TEXT NOT NULL,
    minutes_no BIGINT NOT NULL,
    PRIMARY KEY (office, ticket)
);
CREATE INDEX old_cards_stored ON old_cards (office, minutes_no, surrendered_at);

-- Official minutes of destruction, in the words of procedure::ledger::Minutes.
CREATE TABLE minutes_log (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, no)
);
