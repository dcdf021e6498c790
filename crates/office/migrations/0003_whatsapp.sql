-- What WhatsApp brought, in the order it came: kept before it is answered; once it is
-- worked off only the id stays, so that a repeat is known.
-- id: the message's wamid, or a status's id and rank; its uniqueness drops duplicates.
CREATE TABLE inbound (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    contact TEXT {c} NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    body TEXT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE INDEX inbound_due ON inbound (office, done, due_at);
CREATE INDEX inbound_contact ON inbound (office, contact, done, received_at);

-- Signed webhooks that nothing could be made of, as they came.
CREATE TABLE strange_inbound (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    why TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, id)
);

-- One row a person at the other end: where the conversation stands. seq is the optimistic lock.
CREATE TABLE threads (
    office TEXT {c} NOT NULL,
    contact TEXT {c} NOT NULL,
    seq BIGINT NOT NULL,
    phone TEXT NOT NULL,
    name TEXT NOT NULL,
    last_inbound_at BIGINT NOT NULL,
    unreachable TEXT,
    with_staff BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (office, contact)
);
CREATE INDEX threads_staff ON threads (office, with_staff, last_inbound_at);

-- What was said, both ways, for the people who serve the case. rank: 0 queued, 1 sent, 2 delivered, 3 read, 9 failed.
CREATE TABLE messages (
    office TEXT {c} NOT NULL,
    contact TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    id TEXT {c} NOT NULL,
    outward BIGINT NOT NULL,
    ticket TEXT {c},
    notice TEXT,
    wamid TEXT {c},
    text TEXT NOT NULL,
    rank BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    problem TEXT,
    PRIMARY KEY (office, contact, at, id)
);
CREATE UNIQUE INDEX messages_id ON messages (office, id);
CREATE INDEX messages_wamid ON messages (office, wamid);
CREATE INDEX messages_ticket ON messages (office, ticket, at);
CREATE INDEX messages_failed ON messages (office, rank, at);
