-- Changes of the rules for visitors (level of the health protocol, closed days), in the words of
-- procedure::appointment::VisitRule.
CREATE TABLE visit_log (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (office, no)
);

-- How many changes there were: the row at which bookings and changes take turns, so that nobody books under rules
-- that have just changed.
CREATE TABLE visit_turns (
    office TEXT {c} NOT NULL,
    no BIGINT NOT NULL,
    PRIMARY KEY (office)
);

-- Places given out. The key is what keeps two people from one place. standing: booked, arrived, served or missed.
CREATE TABLE appointments (
    office TEXT {c} NOT NULL,
    slot BIGINT NOT NULL,
    place BIGINT NOT NULL,
    ticket TEXT {c} NOT NULL,
    slot_end BIGINT NOT NULL,
    standing TEXT {c} NOT NULL,
    arrived_at BIGINT,
    PRIMARY KEY (office, slot, place)
);
CREATE INDEX appointments_of ON appointments (office, ticket);
