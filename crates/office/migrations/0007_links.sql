-- One-time links by which a resident gives data and documents outside the chat. Of the link and of the
-- browser that opened it only hashes are kept; form: what was said in the chat before.
CREATE TABLE links (
    office TEXT {c} NOT NULL,
    token TEXT {c} NOT NULL,
    contact TEXT {c} NOT NULL,
    ticket TEXT {c},
    form TEXT NOT NULL,
    browser TEXT {c},
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (office, token)
);
CREATE UNIQUE INDEX links_browser ON links (office, browser);
CREATE INDEX links_contact ON links (office, contact);

-- A file on its way by a link. state: receiving, held (looked at, a fault was found), refused, attached,
-- replaced. fingerprint: by which the browser knows the same file again. facts: of a file that is held.
CREATE TABLE uploads (
    office TEXT {c} NOT NULL,
    link TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    document TEXT {c} NOT NULL,
    size BIGINT NOT NULL,
    fingerprint TEXT {c} NOT NULL,
    state TEXT {c} NOT NULL,
    facts TEXT,
    problem TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (office, link, id)
);

-- Its parts as they came, under a key that only the browser holds.
CREATE TABLE upload_parts (
    office TEXT {c} NOT NULL,
    upload TEXT {c} NOT NULL,
    number BIGINT NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (office, upload, number)
);
