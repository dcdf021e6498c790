-- Passes for the counter and links to the survey, by what is kept of their secrets: token and short code are made of
-- ticket, number and a key of the office, so they can be shown again and do not stand here. purpose: collect or
-- survey. no: the number of the event that made it. Whether one is still good, its case says.
CREATE TABLE passes (
    office TEXT {c} NOT NULL,
    token TEXT {c} NOT NULL,
    purpose TEXT {c} NOT NULL,
    code TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    PRIMARY KEY (office, token)
);
CREATE INDEX passes_by_code ON passes (office, code);

-- What people think of the service: a mark from 1 to 4 for each element. No ticket, no person, no instant.
CREATE TABLE survey_answers (
    office TEXT {c} NOT NULL,
    month TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    u1 BIGINT NOT NULL,
    u2 BIGINT NOT NULL,
    u3 BIGINT NOT NULL,
    u4 BIGINT NOT NULL,
    u5 BIGINT NOT NULL,
    u6 BIGINT NOT NULL,
    u7 BIGINT NOT NULL,
    u8 BIGINT NOT NULL,
    u9 BIGINT NOT NULL,
    PRIMARY KEY (office, month, id)
);

-- By which way the product left the office.
ALTER TABLE register ADD COLUMN way TEXT NOT NULL DEFAULT 'counter';
