-- Which of an identity provider's people (OpenID Connect: issuer and subject) is which of ours.
CREATE TABLE identities (
    office TEXT {c} NOT NULL,
    issuer TEXT {c} NOT NULL,
    subject TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (office, issuer, subject)
);
CREATE UNIQUE INDEX identities_user ON identities (office, user_id, issuer);
