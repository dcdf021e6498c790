-- What the pages of each case look like, so that the same photo in another case is found. A page stands in
-- several bands: those that share one are compared.
CREATE TABLE likenesses (
    office TEXT {c} NOT NULL,
    band BIGINT NOT NULL,
    bits BIGINT NOT NULL,
    ticket TEXT {c} NOT NULL,
    file TEXT {c} NOT NULL,
    page BIGINT NOT NULL,
    likeness TEXT NOT NULL,
    PRIMARY KEY (office, band, bits, ticket, file, page)
);
CREATE INDEX likenesses_ticket ON likenesses (office, ticket);

-- Files whose numbers and codes are still to be read. due_at: when to try, and while somebody is at it, when
-- they must be done.
CREATE TABLE readings (
    office TEXT {c} NOT NULL,
    file TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    pages BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (office, file)
);
CREATE INDEX readings_due ON readings (office, due_at);
