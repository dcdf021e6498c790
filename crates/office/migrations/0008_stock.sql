-- The ledger of blank cards. What happened to each, in the words of procedure::ledger::Movement.
-- (office, serial, seq) is the optimistic lock. period: the stock period it is booked in.
CREATE TABLE blank_log (
    office TEXT {c} NOT NULL,
    serial TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    period BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, serial, seq)
);

-- One row a blank: where it stands. Says nothing that its movements do not say.
CREATE TABLE blanks (
    office TEXT {c} NOT NULL,
    serial TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    standing TEXT {c} NOT NULL,
    holder TEXT {c} NOT NULL,
    holder_name TEXT NOT NULL,
    ticket TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (office, serial)
);
CREATE INDEX blanks_standing ON blanks (office, standing, holder, serial);

-- The stock book as people read it: one line for serials that were moved together.
CREATE TABLE stock_book (
    office TEXT {c} NOT NULL,
    period BIGINT NOT NULL,
    at BIGINT NOT NULL,
    first_serial TEXT {c} NOT NULL,
    last_serial TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    blanks BIGINT NOT NULL,
    kind TEXT NOT NULL,
    officer TEXT NOT NULL,
    ticket TEXT,
    whom TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (office, first_serial, seq)
);
CREATE INDEX stock_book_period ON stock_book (office, period, at);

-- The account of each stock period; the one with the highest number is open. Its row is the lock that movements
-- and its closing take turns at.
CREATE TABLE stock_periods (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    opening BIGINT NOT NULL,
    received BIGINT NOT NULL,
    good BIGINT NOT NULL,
    spoiled BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    PRIMARY KEY (office, no)
);

-- The two signatures under a period, in the words of procedure::ledger::Close.
CREATE TABLE closing_log (
    office TEXT {c} NOT NULL,
    period BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, period, seq)
);
