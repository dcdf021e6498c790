-- The print queue: who waits for blank cards, in the order in which requests were sent. precedence: 0 where a jump
-- was granted, else 1. jump_asked: somebody asks for one.
ALTER TABLE cases ADD COLUMN precedence BIGINT NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN jump_asked BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_queue ON cases (office, lane, precedence, submitted_at, ticket) WHERE turn = 'stock';
CREATE INDEX cases_jumps ON cases (office, submitted_at) WHERE jump_asked = 1;
