-- Cards on their way through a printer of the office's own. A row is removed with the event that its job has ended.
-- phase: ordered (the printer knows nothing yet), created (it has given the job a number), sent (it has what is to be
-- printed), abandoned (the case has given it up, the printer is still to be told). due_at: when somebody must look at it
-- again; whoever looks at it puts that off first. rounds: looks in a row that told nothing certain.
CREATE TABLE print_jobs (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    job BIGINT NOT NULL,
    printer TEXT NOT NULL,
    phase TEXT NOT NULL,
    remote BIGINT NOT NULL,
    cancel BIGINT NOT NULL,
    trouble TEXT NOT NULL,
    rounds BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (office, ticket, job)
);
CREATE INDEX print_jobs_due ON print_jobs (office, due_at);

-- What each printer said of itself last. reasons: its own words, separated by commas. trouble: what stands in its way.
CREATE TABLE printers (
    office TEXT {c} NOT NULL,
    printer TEXT NOT NULL,
    trouble TEXT NOT NULL,
    reasons TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (office, printer)
);
