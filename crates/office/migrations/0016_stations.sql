-- Stations: computers beside the printers, each with a reader of cards. public_key: what its reports are signed with, in
-- hex; the other half never leaves it. reported: the instant that the last report was signed for; one that is not later
-- is a replay. heard_at: when it came. state: no_service, no_reader, empty, mute or card; uid and atr: that card's.
-- since: since when it is so.
CREATE TABLE stations (
    office TEXT {c} NOT NULL,
    id TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    paired_by TEXT NOT NULL,
    paired_at BIGINT NOT NULL,
    ended_at BIGINT,
    reported BIGINT NOT NULL,
    heard_at BIGINT,
    state TEXT NOT NULL,
    reader TEXT NOT NULL,
    simulator BIGINT NOT NULL,
    uid TEXT NOT NULL,
    atr TEXT NOT NULL,
    since BIGINT,
    PRIMARY KEY (office, id)
);

-- Codes by which a station is paired, each for once and for minutes. code: a hash of it.
CREATE TABLE station_codes (
    office TEXT {c} NOT NULL,
    code TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (office, code)
);

-- At which station each officer sits.
CREATE TABLE station_users (
    office TEXT {c} NOT NULL,
    user_id TEXT {c} NOT NULL,
    station TEXT NOT NULL,
    PRIMARY KEY (office, user_id)
);

-- Every chip that was ever bound, and the card and case it was bound to. Never changed, never removed.
CREATE TABLE chips (
    office TEXT {c} NOT NULL,
    uid TEXT {c} NOT NULL,
    serial TEXT {c} NOT NULL,
    ticket TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    PRIMARY KEY (office, uid),
    UNIQUE (office, serial)
);

-- Cases on which somebody tried to bind a chip that was bound before, until a superior has looked into it.
CREATE TABLE chip_alarms (
    office TEXT {c} NOT NULL,
    ticket TEXT {c} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (office, ticket)
);
