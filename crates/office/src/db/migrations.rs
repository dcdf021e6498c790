//! The tables, as numbered texts that are carried out once each, in order. A text that has been
//! released is never edited: a change is a new text.

use super::sql::{Dialect, turn};

const ALL: &[(&str, &str)] = &[
    ("0001_cases", include_str!("../../migrations/0001_cases.sql")),
    ("0002_accounts", include_str!("../../migrations/0002_accounts.sql")),
    ("0003_whatsapp", include_str!("../../migrations/0003_whatsapp.sql")),
    ("0004_outbox", include_str!("../../migrations/0004_outbox.sql")),
    ("0005_documents", include_str!("../../migrations/0005_documents.sql")),
    ("0006_retention", include_str!("../../migrations/0006_retention.sql")),
    ("0007_links", include_str!("../../migrations/0007_links.sql")),
    ("0008_stock", include_str!("../../migrations/0008_stock.sql")),
    ("0009_print_queue", include_str!("../../migrations/0009_print_queue.sql")),
    ("0010_old_cards", include_str!("../../migrations/0010_old_cards.sql")),
    ("0011_printing", include_str!("../../migrations/0011_printing.sql")),
    ("0012_appointments", include_str!("../../migrations/0012_appointments.sql")),
    ("0013_calls", include_str!("../../migrations/0013_calls.sql")),
    ("0014_security_keys", include_str!("../../migrations/0014_security_keys.sql")),
    ("0015_handover", include_str!("../../migrations/0015_handover.sql")),
    ("0016_stations", include_str!("../../migrations/0016_stations.sql")),
    ("0017_figures", include_str!("../../migrations/0017_figures.sql")),
    ("0018_reports", include_str!("../../migrations/0018_reports.sql")),
    ("0019_clocks", include_str!("../../migrations/0019_clocks.sql")),
    ("0020_adoptions", include_str!("../../migrations/0020_adoptions.sql")),
    ("0021_paths", include_str!("../../migrations/0021_paths.sql")),
    ("0022_years", include_str!("../../migrations/0022_years.sql")),
    ("0023_assignments", include_str!("../../migrations/0023_assignments.sql")),
    ("0024_events", include_str!("../../migrations/0024_events.sql")),
    ("0025_factors", include_str!("../../migrations/0025_factors.sql")),
    ("0026_reads", include_str!("../../migrations/0026_reads.sql")),
    ("0027_privacy", include_str!("../../migrations/0027_privacy.sql")),
    ("0028_staff_marks", include_str!("../../migrations/0028_staff_marks.sql")),
    ("0029_emergencies", include_str!("../../migrations/0029_emergencies.sql")),
    ("0030_incidents", include_str!("../../migrations/0030_incidents.sql")),
    ("0031_identities", include_str!("../../migrations/0031_identities.sql")),
    ("0032_office_keys", include_str!("../../migrations/0032_office_keys.sql")),
    ("0033_turns", include_str!("../../migrations/0033_turns.sql")),
    ("0034_offices", include_str!("../../migrations/0034_offices.sql")),
    ("0037_running", include_str!("../../migrations/0037_running.sql")),
];

/// Where carried-out migrations are noted.
pub(super) const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at BIGINT NOT NULL)";

/// Name and statements of every migration not among `done`.
pub(super) fn pending(dialect: Dialect, done: &[String]) -> Vec<(&'static str, String)> {
    ALL.iter()
        .filter(|(name, _)| !done.iter().any(|d| d == name))
        .map(|(name, sql)| (*name, turn(dialect, sql)))
        .collect()
}
