-- The office's own key, wrapped by the master key. covered: whether what was written before cells were covered is.
CREATE TABLE office_keys (
    office TEXT {c} NOT NULL,
    sealed {bytes} NOT NULL,
    covered BIGINT NOT NULL,
    PRIMARY KEY (office)
);
