-- Versions of the procedure that were proposed and came into force in this office.
CREATE TABLE procedure_log (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, no)
);
