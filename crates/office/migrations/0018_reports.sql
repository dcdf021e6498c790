-- Reports that were given a number. What they say is not kept: it is counted again from what happened up to
-- `watermark`, a position of events, and must come to the same bytes. `frame` is what is said around the figures.
CREATE TABLE reports (
    office TEXT {c} NOT NULL,
    kind TEXT {c} NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    first_day TEXT {c} NOT NULL,
    last_day TEXT {c} NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    watermark BIGINT NOT NULL,
    frame TEXT NOT NULL,
    pdf_hash TEXT NOT NULL,
    xlsx_hash TEXT NOT NULL,
    csv_hash TEXT NOT NULL,
    PRIMARY KEY (office, kind, year, number),
    UNIQUE (office, kind, first_day, last_day)
);
CREATE INDEX reports_made ON reports (office, made_at);
-- What happened in a span of days.
CREATE INDEX events_at ON events (office, at, ticket);
