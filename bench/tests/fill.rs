//! What the benchmark fills an office with is what the office itself would have there. The files of the bench are
//! compiled into this test, and its program looks at documents.

#[path = "../src/bulk.rs"]
mod bulk;
#[path = "../src/copies.rs"]
mod copies;
#[allow(dead_code, reason = "the benchmark needs more of it than we do")]
#[path = "../src/fill.rs"]
mod fill;
#[path = "../src/fill_figures.rs"]
mod fill_figures;
#[allow(dead_code, reason = "the benchmark needs more of it than we do")]
#[path = "../src/http.rs"]
mod http;
#[allow(dead_code, reason = "the benchmark needs more of it than we do")]
#[path = "../src/installation.rs"]
mod installation;
#[allow(dead_code, reason = "the benchmark needs more of it than we do")]
#[path = "../src/processes.rs"]
mod processes;
#[allow(dead_code, reason = "the benchmark needs more of it than we do")]
#[path = "../src/program.rs"]
mod program;

#[allow(dead_code, reason = "the office's tests need more of it than we do")]
#[path = "../../crates/office/tests/it/support"]
mod support {
    pub mod browser;
    pub mod people;
    pub mod postgres;
    pub mod server;
    pub mod stock;
    pub mod story;
}

use fill_figures::{fill, hold};
use installation::{Database, Office};
use office::db::Statement;
use office::params;
use std::collections::BTreeSet;

async fn write(filled: &Office, sql: &'static str) {
    filled.write(vec![Statement::new(sql, params![])]).await.expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_of_copies_are_those_that_the_projector_raises_for_their_facts() {
    for database in Database::BOTH {
        let filled = Office::start(database).await.expect("an office");
        fill(&filled, 1_000).await.expect("filled");
        let copied = filled.count("SELECT count(DISTINCT ticket) FROM facts").await.expect("counted");
        assert_eq!(copied, 1_001, "{}", database.name());
        hold(&filled).await.expect("as it should be");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_that_is_wrong_or_missing_is_noticed() {
    for database in Database::BOTH {
        let filled = Office::start(database).await.expect("an office");
        fill(&filled, 100).await.expect("filled");
        write(&filled, "UPDATE figures SET total = total + 1 WHERE grain = 'year' AND figure = 'closed'")
            .await;
        let noticed = hold(&filled).await.expect_err("it is wrong").to_string();
        assert!(noticed.contains("should be"), "{}: {noticed}", database.name());
        write(&filled, "UPDATE figures SET total = total - 1 WHERE grain = 'year' AND figure = 'closed'")
            .await;
        hold(&filled).await.expect("as it was");
        write(&filled, "DELETE FROM figures WHERE grain = 'day' AND figure = 'submitted/district'").await;
        let noticed = hold(&filled).await.expect_err("it is missing").to_string();
        assert!(noticed.contains("not added up"), "{}: {noticed}", database.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filled_office_has_the_indexes_that_it_had_before() {
    for database in Database::BOTH {
        let filled = Office::start(database).await.expect("an office");
        let before = indexes(&filled).await;
        assert!(before.iter().any(|(name, _)| name == "facts_in"), "{}", database.name());
        assert!(before.iter().any(|(name, _)| name == "cases_inbox"), "{}", database.name());
        fill(&filled, 10).await.expect("filled");
        assert_eq!(indexes(&filled).await, before, "{}", database.name());
    }
}

async fn indexes(filled: &Office) -> BTreeSet<(String, String)> {
    let bulk = filled.bulk().await.expect("a connection");
    let mut all = BTreeSet::new();
    for table in ["facts", "cases", "figures"] {
        all.extend(bulk.indexes(table).await.expect("listed"));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_cases_are_found_open_with_their_story_and_leave_a_record_that_is_whole() {
    for database in Database::BOTH {
        let filled = Office::start(database).await.expect("an office");
        fill::fill(&filled, 200).await.expect("filled");
        let app = &filled.server.app;
        for n in [5, 42, 199] {
            let person = fill::Person::nth(n);
            let found = app.cases.search(app.office(), &person.nik).await.expect("looked for");
            assert_eq!(found.len(), 1, "{}: {}", database.name(), person.nik);
            let case =
                app.cases.load(app.office(), &found[0].ticket).await.expect("read").expect("a case").case;
            let said = (case.applicant.name.as_str(), case.applicant.nik.as_str());
            assert_eq!(said, (person.name.as_str(), person.nik.as_str()), "{}", database.name());
            assert_eq!((found[0].name.as_str(), found[0].nik.as_str()), said, "{}", database.name());
        }
        let record = app.audit.verify(&app.db).await.expect("read");
        assert!(record.findings.is_empty(), "{}: {:?}", database.name(), record.findings);
        let cases = filled.count("SELECT count(*) FROM cases").await.expect("counted");
        let full = filled.count("SELECT count(DISTINCT ticket) FROM case_keys").await.expect("counted");
        assert_eq!((cases, full), (200, 200), "{}", database.name());
    }
}
