-- Who holds which role, since when and until when, and on whose decree. What is in force on one of the office's days is a
-- person's right of that day. kind: definitive, plh or plt. acts_for and absence: whose post it is while they are away.
CREATE TABLE assignments (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    role TEXT {c} NOT NULL,
    kind TEXT {c} NOT NULL,
    decree TEXT NOT NULL,
    decree_day TEXT {c},
    first_day TEXT {c} NOT NULL,
    last_day TEXT {c},
    acts_for TEXT {c},
    absence TEXT {c},
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    PRIMARY KEY (office, id)
);
CREATE INDEX assignments_user ON assignments (office, user_id);
CREATE INDEX assignments_role ON assignments (office, role);

-- Who is away from their post, and why: leave, official_travel, training, sick or vacant. What they hold in the procedure
-- rests on these days. last_day: none while nobody knows.
CREATE TABLE absences (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    reason TEXT {c} NOT NULL,
    first_day TEXT {c} NOT NULL,
    last_day TEXT {c},
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    PRIMARY KEY (office, id)
);
CREATE INDEX absences_user ON absences (office, user_id);

-- Which of the SOP's qualifications a person has, and what shows it. kind: the SOP's own words.
CREATE TABLE qualifications (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    kind TEXT NOT NULL,
    evidence TEXT NOT NULL,
    day TEXT {c} NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    PRIMARY KEY (office, id)
);
CREATE INDEX qualifications_user ON qualifications (office, user_id);

-- What people held until now, letter by letter, since no function of text is common to both databases.
INSERT INTO assignments (office, id, user_id, role, kind, decree, first_day, recorded_by, recorded_at)
WITH RECURSIVE held (office, user_id, at, word, done, rest) AS (
    SELECT office, id, created_at, '', '', roles || ',' FROM users
    UNION ALL
    SELECT office, user_id, at,
        CASE WHEN substr(rest, 1, 1) = ',' THEN '' ELSE word || substr(rest, 1, 1) END,
        CASE WHEN substr(rest, 1, 1) = ',' THEN word ELSE '' END,
        substr(rest, 2)
    FROM held WHERE rest <> ''
)
SELECT office, user_id || ':' || done, user_id, done, 'definitive', '', '1970-01-01', '', at
FROM held WHERE done <> '';
ALTER TABLE users DROP COLUMN roles;
