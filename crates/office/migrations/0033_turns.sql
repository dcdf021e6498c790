-- Whose messages are being worked off, so that no two processes serve the same person at once. One that is over
-- is free for whoever takes it: its process has died.
CREATE TABLE inbound_turns (
    office TEXT {c} NOT NULL,
    contact TEXT {c} NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (office, contact)
);
