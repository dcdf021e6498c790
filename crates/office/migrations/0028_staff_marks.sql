-- A mark of an officer's own NIK, made with a key of the office: it tells whether data are theirs and never what it was
-- made of.
CREATE TABLE staff_marks (
    office TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (office, user_id)
);
