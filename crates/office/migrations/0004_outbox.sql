-- Letters to one person go out one after another: whether an earlier one waits is asked of this index.
CREATE INDEX outbox_of ON outbox (office, contact, id);
