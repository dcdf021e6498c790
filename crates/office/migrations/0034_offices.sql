-- The offices that this database serves, as each said of itself when it last began to work: what a ministry's pages call
-- them.
CREATE TABLE offices (
    office TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (office)
);
