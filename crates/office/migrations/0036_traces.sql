-- Where what waits comes from, as W3C writes a place in a trace; none where traces are not told.
ALTER TABLE inbound ADD COLUMN trace TEXT;
ALTER TABLE outbox ADD COLUMN trace TEXT;
