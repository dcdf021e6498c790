-- What people asked about their own data (UU 27/2022): to see, to mend, to erase it. The story of each is a stream of the
-- record's log `privacy`; a row is how it stands.
CREATE TABLE privacy_requests (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    ticket TEXT {c} NOT NULL,
    kind TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    received_by TEXT NOT NULL,
    received_name TEXT NOT NULL,
    note TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    standing TEXT {c} NOT NULL,
    answered_at BIGINT,
    answered_name TEXT,
    answer TEXT,
    PRIMARY KEY (office, no)
);
CREATE INDEX privacy_requests_due ON privacy_requests (office, standing, due_at);
