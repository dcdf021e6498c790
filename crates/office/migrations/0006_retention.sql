-- How many files of a case the vault still holds, so that the nightly look at closed cases reads only those
-- that still have any, oldest first, however many cases there are.
ALTER TABLE cases ADD COLUMN kept BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_kept ON cases (office, status, closed_at) WHERE kept > 0;

-- What was destroyed when its time was over: one line a case, and nothing of the person it was about.
CREATE TABLE destructions (
    office TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    ticket TEXT {c} NOT NULL,
    class TEXT NOT NULL,
    files BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    destroyed_by TEXT NOT NULL,
    PRIMARY KEY (office, at, ticket)
);
