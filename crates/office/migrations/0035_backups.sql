-- What became of the copies that are made of each office: the last one that is whole, and the trouble since.
CREATE TABLE backups (
    office TEXT {c} NOT NULL,
    -- The last whole copy: its name, the instant it shows the office at, how long it took, and what it came to.
    name TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    millis BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    -- Since when copies fail, and why; 0 and nothing where the last one did not.
    failing_since BIGINT NOT NULL,
    trouble TEXT NOT NULL,
    PRIMARY KEY (office)
);
