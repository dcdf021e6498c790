//! The tables, as numbered texts that are carried out once each, in order. A text that has been
//! released is never edited: a change is a new text.
//!
//! Programs of two versions work on one database while one takes the other's place, so a change only adds. What takes
//! something away comes later, and its name says since which text no program uses it: `0040_words_since_0036`. An older
//! program reads these names, and nothing else of texts that it does not know.

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
    ("0035_backups", include_str!("../../migrations/0035_backups.sql")),
    ("0036_traces", include_str!("../../migrations/0036_traces.sql")),
    ("0037_running", include_str!("../../migrations/0037_running.sql")),
];

/// The newest that this program knows.
pub(super) fn newest() -> &'static str {
    ALL.last().map_or("", |(name, _)| name)
}

/// Of migrations that were carried out, one under which this program must not work: somebody newer took away what it uses.
pub(super) fn too_new(done: &[String]) -> Option<&str> {
    let known = number(newest());
    let taken = |name: &str| {
        name.rsplit_once("_since_").is_some_and(|(_, since)| number(since).is_none_or(|n| known < Some(n)))
    };
    done.iter().map(String::as_str).find(|name| taken(name) && !ALL.iter().any(|(known, _)| known == name))
}

fn number(name: &str) -> Option<u32> {
    name.split('_').next()?.parse().ok()
}

/// Where carried-out migrations are noted.
pub(super) const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at BIGINT NOT NULL)";

/// Name and statements of every migration not among `done`, and among `within` where that is given.
pub(super) fn pending(
    dialect: Dialect,
    done: &[String],
    within: Option<&[String]>,
) -> Vec<(&'static str, String)> {
    ALL.iter()
        .filter(|(name, _)| !done.iter().any(|d| d == name))
        .filter(|(name, _)| within.is_none_or(|all| all.iter().any(|w| w == name)))
        .map(|(name, sql)| (*name, turn(dialect, sql)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_works_on_beside_a_newer_one_until_something_is_taken_away_that_it_uses() {
        let done = |names: &[&str]| {
            ALL.iter()
                .map(|(name, _)| *name)
                .chain(names.iter().copied())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let newest = number(newest()).expect("a number");
        let of = |since: u32| format!("9002_shorter_names_since_{since:04}");
        assert_eq!(too_new(&done(&[])), None);
        assert_eq!(
            too_new(&done(&["9001_more", "9002_and_more_since_yesterday"])),
            Some("9002_and_more_since_yesterday")
        );
        assert_eq!(
            too_new(&done(&["9001_more", &of(newest)])),
            None,
            "not used any more by this program either"
        );
        assert_eq!(too_new(&done(&["9001_more", &of(newest + 1)])), Some(&*of(newest + 1)));
    }
}
