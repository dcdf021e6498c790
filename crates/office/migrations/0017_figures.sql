-- What cases tell of the office's work, in the words of procedure::measure, and what it adds up to. Says nothing that
-- the events do not say, and names no applicant: `rancak figures rebuild` makes it all anew.

-- One thing that is counted. day: the office's own date. value: seconds of working time, or 0. subject: what the figure
-- is about, such as a step or a document. district, reasons: of the case as it is known now.
CREATE TABLE facts (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    figure TEXT {c} NOT NULL,
    subject TEXT {c} NOT NULL,
    day TEXT {c} NOT NULL,
    value BIGINT NOT NULL,
    district TEXT {c} NOT NULL,
    reasons TEXT {c} NOT NULL,
    PRIMARY KEY (office, ticket, no)
);
-- The list behind a figure, of the whole office or of one district.
CREATE INDEX facts_of ON facts (office, figure, day, ticket, no);
CREATE INDEX facts_in ON facts (office, figure, district, day, ticket, no);

-- Facts added up. grain: day or month; period: that day or month. district, reasons: '*' stands for all of them.
-- bucket: of the value, where its spread is asked for; else 0. counted: how many facts; total: their values' sum.
CREATE TABLE figures (
    office TEXT {c} NOT NULL,
    grain TEXT {c} NOT NULL,
    district TEXT {c} NOT NULL,
    reasons TEXT {c} NOT NULL,
    period TEXT {c} NOT NULL,
    figure TEXT {c} NOT NULL,
    subject TEXT {c} NOT NULL,
    bucket BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (office, grain, district, reasons, period, figure, subject, bucket)
);

-- Cases that changed since their facts were told. due_at: when to look, and while somebody is at it, when they must be
-- done. mark: whose turn it is; 0 once the case changed again, so that whoever was at it gives up.
CREATE TABLE figures_due (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    due_at BIGINT NOT NULL,
    mark BIGINT NOT NULL,
    PRIMARY KEY (office, ticket)
);
CREATE INDEX figures_due_at ON figures_due (office, due_at);

-- Everything there is already.
INSERT INTO figures_due (office, ticket, due_at, mark)
    SELECT office, ticket, 0, 0 FROM cases WHERE submitted_at IS NOT NULL;

-- Open cases by how long ago they were sent.
CREATE INDEX cases_age ON cases (office, lane, turn, submitted_at) WHERE lane <> '';
