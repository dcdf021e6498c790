-- The call list: applicants whom a message did not reach, or who have no channel for one. call_at: since when somebody
-- is to telephone, or when somebody last tried in vain; 0 where nobody is to.
ALTER TABLE cases ADD COLUMN call_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_calls ON cases (office, call_at, ticket) WHERE call_at > 0;
