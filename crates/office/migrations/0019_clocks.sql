-- The whole case's deadline beside the step's, and the calendar that both were counted by.
ALTER TABLE cases ADD COLUMN case_due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN calendar TEXT {c} NOT NULL DEFAULT '';
CREATE INDEX cases_calendar ON cases (office, calendar) WHERE lane <> '';

-- Words to those who hold a role: a clock of a case has called. Holds no personal data.
CREATE TABLE alerts (
    office TEXT {c} NOT NULL,
    role TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    ticket TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    clock TEXT NOT NULL,
    call TEXT NOT NULL,
    step TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (office, role, at, ticket, seq)
);

-- Until when somebody has seen what was told them.
CREATE TABLE alerts_seen (
    office TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (office, user_id)
);
