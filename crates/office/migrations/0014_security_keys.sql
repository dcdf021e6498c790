-- The security keys by which people of the office prove that it is them. passkey: the public half and what its last use
-- left, as webauthn-rs writes it (JSON). credential: the authenticator's own name for it. enrolled_by and ended_by: names.
CREATE TABLE security_keys (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    credential TEXT {c} NOT NULL,
    label TEXT NOT NULL,
    passkey TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    enrolled_by TEXT NOT NULL,
    used_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    PRIMARY KEY (office, id)
);
CREATE UNIQUE INDEX security_keys_credential ON security_keys (office, credential);
CREATE INDEX security_keys_user ON security_keys (office, user_id);

-- An administrator lets a person enrol one key, by a code that is told and typed within minutes. code: its hash. Wrong
-- codes count as tries.
CREATE TABLE enrolments (
    office TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    code TEXT {c} NOT NULL,
    allowed_by TEXT NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (office, user_id)
);

-- What a browser was asked to sign and has not answered: one a session. kind: enrol or prove. state: as webauthn-rs
-- writes it (JSON). label and allowed_by: of the key that is enrolled.
CREATE TABLE ceremonies (
    office TEXT {c} NOT NULL,
    session TEXT {c} NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    label TEXT NOT NULL,
    allowed_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (office, session)
);
CREATE INDEX ceremonies_expiry ON ceremonies (office, expires_at);

-- When, in this session, its officer last proved that it is them, and with which key.
ALTER TABLE sessions ADD COLUMN proved_at BIGINT;
ALTER TABLE sessions ADD COLUMN proved_key TEXT;
