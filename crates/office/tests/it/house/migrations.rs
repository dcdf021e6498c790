//! Changes of the tables: while one version takes another's place both work on one database, so a change only adds; what takes
//! something away says in its name since which change no program uses it, and in its text what and why.

use super::source::{entries, root};
use std::collections::BTreeSet;

/// Before these there was no version that another could take the place of.
const BEFORE_THE_RULE: u32 = 34;

/// Whatever an older program at work would trip over.
const TAKES_AWAY: [&str; 10] = [
    "DROP ",
    "RENAME ",
    "ALTER COLUMN",
    " TYPE ",
    "SET NOT NULL",
    "ADD CONSTRAINT",
    "DELETE FROM",
    "UPDATE ",
    "CREATE UNIQUE INDEX",
    "TRUNCATE",
];

struct Change {
    name: String,
    sql: String,
}

impl Change {
    fn number(&self) -> u32 {
        self.name.split('_').next().and_then(|n| n.parse().ok()).expect("a number first")
    }

    /// The statements, without remarks.
    fn statements(&self) -> Vec<String> {
        let lines = self.sql.lines().filter(|l| !l.trim_start().starts_with("--"));
        let text = lines.collect::<Vec<_>>().join(" ");
        text.split(';')
            .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|s| !s.is_empty())
            .collect()
    }

    /// What is wrong with it beside an older program.
    fn faults(&self) -> Vec<String> {
        let made: BTreeSet<String> =
            self.statements().iter().filter_map(|s| word_behind(s, "CREATE TABLE ")).collect();
        let own = |s: &str| word_behind(s, " ON ").is_some_and(|table| made.contains(&table));
        let takes = |s: &String| {
            let found = TAKES_AWAY.iter().find(|word| s.to_uppercase().contains(*word))?;
            (!(*found == "CREATE UNIQUE INDEX" && own(s))).then(|| format!("{found}: {s}"))
        };
        // A row that an older program writes has no value for it.
        let needs = |s: &String| {
            let column = s.contains(" ADD COLUMN ") && s.contains("NOT NULL") && !s.contains("DEFAULT");
            column.then(|| format!("no DEFAULT: {s}"))
        };
        let mut faults: Vec<String> = self.statements().iter().filter_map(needs).collect();
        let taken: Vec<String> = self.statements().iter().filter_map(takes).collect();
        let since = self.name.rsplit_once("_since_").map(|(_, since)| since.parse::<u32>());
        match since {
            None => faults.extend(taken),
            Some(since) => {
                let why = self.sql.lines().any(|l| l.starts_with("-- contract: ") && l.len() > 40);
                if taken.is_empty() || !why || !since.is_ok_and(|since| since < self.number()) {
                    faults.push(format!("{}: what is taken away, since when and why", self.name));
                }
            }
        }
        faults
    }
}

fn word_behind(statement: &str, words: &str) -> Option<String> {
    let after = statement.split_once(words)?.1;
    after.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned)
}

#[test]
fn a_change_of_the_tables_only_adds_or_says_since_when_nothing_uses_what_it_takes_away() {
    let (mut numbers, mut looked_at) = (BTreeSet::new(), 0);
    for path in entries(&root().join("crates/office/migrations")) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let change = Change { name, sql: std::fs::read_to_string(&path).expect("text") };
        assert!(numbers.insert(change.number()), "{}: twice", change.name);
        if change.number() > BEFORE_THE_RULE {
            assert_eq!(change.faults(), Vec::<String>::new(), "{}", change.name);
        }
        looked_at += 1;
    }
    assert!(looked_at >= 34, "{looked_at}");
}

#[test]
fn what_an_older_program_would_trip_over_is_found() {
    let of = |name: &str, sql: &str| Change { name: name.to_owned(), sql: sql.to_owned() }.faults().len();
    for good in [
        "CREATE TABLE a (\n    office TEXT\n);\nCREATE UNIQUE INDEX a_b ON a (office);",
        "-- DROP is only said here.\nALTER TABLE cases ADD COLUMN a BIGINT NOT NULL DEFAULT 0;",
        "ALTER TABLE cases ADD COLUMN a TEXT;",
    ] {
        assert_eq!(of("0040_a", good), 0, "{good}");
    }
    for bad in [
        "DROP TABLE cases;",
        "ALTER TABLE cases\n    DROP COLUMN name;",
        "ALTER TABLE cases RENAME TO requests;",
        "ALTER TABLE cases ALTER COLUMN at TYPE TEXT;",
        "ALTER TABLE cases ADD COLUMN a TEXT NOT NULL;",
        "CREATE UNIQUE INDEX cases_b ON cases (office);",
        "UPDATE cases SET name = '';",
    ] {
        assert_eq!(of("0040_a", bad), 1, "{bad}");
    }
    let taken = "-- contract: nobody reads names of cases since they are covered.\nALTER TABLE cases DROP COLUMN name;";
    assert_eq!(of("0040_a_since_0036", taken), 0);
    assert_eq!(of("0040_a_since_0041", taken), 1);
    assert_eq!(of("0040_a_since_0036", "ALTER TABLE cases DROP COLUMN name;"), 1, "it does not say why");
    assert_eq!(
        of("0040_a_since_0036", "-- contract: nobody reads names of cases any more."),
        1,
        "nothing is taken"
    );
}
