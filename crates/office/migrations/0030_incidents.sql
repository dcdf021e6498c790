-- Breaches of personal data (UU 27/2022, article 46): what is known of each, and whom it concerns. The story of each is a
-- stream of the record's log `incident`; a row is how it stands. scope: how those it concerns were found, and scope_of
-- an officer or tickets. classes: a bit each, as src/incidents/scope.rs says. counted: -1 until they were found.
CREATE TABLE incidents (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    known_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    what TEXT NOT NULL,
    measures TEXT NOT NULL,
    scope TEXT {c} NOT NULL,
    scope_of TEXT NOT NULL,
    classes BIGINT NOT NULL,
    exposed_from BIGINT NOT NULL,
    exposed_until BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_name TEXT NOT NULL,
    standing TEXT {c} NOT NULL,
    counted BIGINT NOT NULL,
    counted_at BIGINT,
    list_hash TEXT NOT NULL,
    agency_at BIGINT,
    agency_name TEXT,
    public_at BIGINT,
    public_name TEXT,
    closed_at BIGINT,
    closed_name TEXT,
    closing TEXT,
    PRIMARY KEY (office, no)
);
CREATE INDEX incidents_due ON incidents (office, standing, due_at);

-- Whom a breach concerns, as it was found out once: a case or a conversation, since when, and which classes of data.
-- Nothing of the person: name and numbers are read from the case, as long as it has them.
CREATE TABLE incident_subjects (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    subject TEXT {c} NOT NULL,
    since BIGINT NOT NULL,
    classes BIGINT NOT NULL,
    standing TEXT {c} NOT NULL,
    told_at BIGINT,
    told_name TEXT,
    why TEXT,
    PRIMARY KEY (office, no, subject)
);
CREATE INDEX incident_subjects_standing ON incident_subjects (office, no, standing, subject);
CREATE INDEX incident_subjects_of ON incident_subjects (office, subject);

-- Whose files lie in the store, however many cases have none any more.
CREATE INDEX cases_with_files ON cases (office, ticket) WHERE kept > 0;

-- What is looked at by night: cases that still say whose they are, oldest end first; messages and looks by age.
CREATE INDEX cases_named ON cases (office, closed_at) WHERE nik <> '';
CREATE INDEX messages_by_time ON messages (office, at);
CREATE INDEX privacy_requests_of ON privacy_requests (office, ticket, standing);

-- What an officer mended of a case because its applicant asked: names of fields, and never what stands in them.
ALTER TABLE privacy_requests ADD COLUMN corrected_at BIGINT;
ALTER TABLE privacy_requests ADD COLUMN corrected_name TEXT;
ALTER TABLE privacy_requests ADD COLUMN corrected TEXT;
