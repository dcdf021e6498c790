-- Facts of the ways that cases took are new: every case that was sent tells its facts again.
INSERT INTO figures_due (office, ticket, due_at, mark)
    SELECT office, ticket, 0, 0 FROM cases WHERE submitted_at IS NOT NULL
    ON CONFLICT (office, ticket) DO UPDATE SET due_at = 0, mark = 0;
