-- Roles that people took on themselves because nobody who holds them was there. user_id, role, reason, begun_at and ends_at
-- are written once, when it begins, and never again. verdict: justified or not_justified, with a note, by somebody who
-- oversees and is not the person.
CREATE TABLE emergencies (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    role TEXT {c} NOT NULL,
    reason TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT,
    reviewed_by TEXT {c},
    reviewed_name TEXT,
    reviewed_at BIGINT,
    verdict TEXT {c},
    note TEXT,
    PRIMARY KEY (office, id)
);
-- One of a person at a time, and the next only once somebody has looked into it.
CREATE UNIQUE INDEX emergencies_open ON emergencies (office, user_id) WHERE reviewed_at IS NULL;
CREATE INDEX emergencies_by_time ON emergencies (office, begun_at);
