-- The secret of a person's authenticator app, sealed. step: the last 30 seconds whose code was used; 0 and no enrolled_at
-- until the first code shows that the app has it.
CREATE TABLE totp_secrets (
    office TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    secret TEXT NOT NULL,
    step BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    enrolled_at BIGINT,
    PRIMARY KEY (office, user_id)
);

-- Somebody who cannot sign in any more, for whom one colleague asked and another has not confirmed yet.
CREATE TABLE recoveries (
    office TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    why TEXT NOT NULL,
    asked_by TEXT {c} NOT NULL,
    asked_name TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (office, user_id)
);

-- stage: full, or what is still to be given before this session is anybody's: factor, or enrol. agent: which browser.
ALTER TABLE sessions ADD COLUMN stage TEXT NOT NULL DEFAULT 'full';
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- Whether a link resets what the person had, and not only their password.
ALTER TABLE invitations ADD COLUMN recovers BIGINT NOT NULL DEFAULT 0;
