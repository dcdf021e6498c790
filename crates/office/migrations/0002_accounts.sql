-- People who may sign in. roles: ids separated by commas. password: argon2id in PHC form, empty until chosen.
CREATE TABLE users (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    login TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    password TEXT NOT NULL,
    disabled BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE UNIQUE INDEX users_login ON users (office, login);

-- Who is signed in. Only a hash of the cookie is kept.
CREATE TABLE sessions (
    office TEXT {c} NOT NULL,
    token TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (office, token)
);
CREATE INDEX sessions_user ON sessions (office, user_id);

-- One-time links by which a person chooses their own password.
CREATE TABLE invitations (
    office TEXT {c} NOT NULL,
    token TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (office, token)
);
