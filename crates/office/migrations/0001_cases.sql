-- The case log and everything that is written in one transaction with it. Instants are milliseconds.

-- What happened, in the words of procedure::Event. (office, ticket, seq) is the optimistic lock.
CREATE TABLE events (
    position {serial},
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (office, ticket, seq)
);

-- One row a case: inbox line, search result, tracking page. Says nothing that its events do not say.
-- lane: the step whose inbox it stands in, '' for drafts and closed cases.
-- turn: 'work' while staff must act, 'applicant', 'stock' or 'equipment' while the clock stands still.
CREATE TABLE cases (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    procedure TEXT NOT NULL,
    version TEXT NOT NULL,
    status TEXT NOT NULL,
    lane TEXT {c} NOT NULL,
    turn TEXT {c} NOT NULL,
    due_at BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_name TEXT,
    name TEXT NOT NULL,
    nik TEXT NOT NULL,
    phone TEXT NOT NULL,
    contact TEXT {c} NOT NULL,
    reasons TEXT NOT NULL,
    channel TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    submitted_at BIGINT,
    closed_at BIGINT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (office, ticket)
);
CREATE INDEX cases_inbox ON cases (office, lane, turn, due_at, ticket);
CREATE INDEX cases_claimed ON cases (office, claimed_by, lane, due_at);
CREATE INDEX cases_contact ON cases (office, contact, opened_at);
CREATE INDEX cases_recent ON cases (office, updated_at);

-- What a case is found by: ticket, NIK, No KK, phone, and each word of the name, lower case.
CREATE TABLE case_terms (
    office TEXT {c} NOT NULL,
    term TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    PRIMARY KEY (office, term, ticket)
);
-- With the term, or SQLite would rather read all terms of the office in the order of the key above.
CREATE INDEX case_terms_ticket ON case_terms (office, ticket, term);

-- The register book: one line a product handed over, numbered without gaps in each year.
CREATE TABLE register (
    office TEXT {c} NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    ticket TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    name TEXT NOT NULL,
    nik TEXT NOT NULL,
    reasons TEXT NOT NULL,
    blangko TEXT,
    received_by TEXT NOT NULL,
    relation TEXT NOT NULL,
    officer TEXT NOT NULL,
    PRIMARY KEY (office, year, number)
);
CREATE UNIQUE INDEX register_ticket ON register (office, ticket);
CREATE INDEX register_at ON register (office, at);

-- The last number given in each year; its row is the lock that handovers take turns at.
CREATE TABLE register_years (
    office TEXT {c} NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (office, year)
);

-- What was already done under a message id or a form's token.
CREATE TABLE once (
    office TEXT {c} NOT NULL,
    key TEXT {c} NOT NULL,
    ticket TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (office, key)
);

-- What the world still has to be told. due_at: when to try, and while somebody is at it, when they must be done.
CREATE TABLE outbox (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    contact TEXT {c} NOT NULL,
    ticket TEXT,
    notice TEXT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE INDEX outbox_due ON outbox (office, due_at, id);

-- When somebody must be woken. subject: a ticket or a contact; a newer timer of a kind replaces the older.
CREATE TABLE timers (
    office TEXT {c} NOT NULL,
    subject TEXT {c} NOT NULL,
    kind TEXT {c} NOT NULL,
    due_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, subject, kind)
);
CREATE INDEX timers_due ON timers (office, due_at);
