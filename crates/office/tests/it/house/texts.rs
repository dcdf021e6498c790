//! The message files against each other, and against the code that asks for their texts.

use super::source::{entries, files, literals, read, root, snake, template_literals, variants};
use fluent_templates::fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};

const EVENTS: &str = "crates/procedure/src/event.rs";

/// The keys of one language's message files, each with the placeholders of its text.
type Keys = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_message_file_parses() {
    for (path, text) in files(&["crates/office/texts"], &["ftl"]) {
        if let Err((_, errors)) = FluentResource::try_new(text) {
            panic!("{}: {errors:?}", path.display());
        }
    }
}

#[test]
fn every_language_has_the_same_texts_with_the_same_placeholders() {
    let languages = languages();
    assert_eq!(languages.keys().map(String::as_str).collect::<Vec<_>>(), ["en", "id"]);
    let (english, indonesian) = (&languages["en"], &languages["id"]);
    for (key, placeholders) in indonesian {
        assert_eq!(english.get(key), Some(placeholders), "{key}");
    }
    let only_english: Vec<_> = english.keys().filter(|k| !indonesian.contains_key(*k)).collect();
    assert!(only_english.is_empty(), "{only_english:?}");
}

#[test]
fn every_text_that_the_code_asks_for_exists() {
    let known = &languages()["id"];
    let families: BTreeSet<&str> = known.keys().filter_map(|k| k.split('-').next()).collect();
    let is_key = |literal: &str| {
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        let (family, rest) = literal.split_once('-').unwrap_or_default();
        families.contains(family) && !rest.is_empty() && literal.chars().all(small)
    };
    let asked = literals_of_the_office().into_iter().filter(|l| is_key(l)).chain(composed());
    let missing: Vec<String> = asked.filter(|key| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_notice_of_a_case_has_its_text() {
    let known = &languages()["id"];
    for notice in procedure::react::NOTICES {
        assert!(known.contains_key(*notice), "{notice}");
    }
}

#[test]
fn no_text_stands_there_for_nobody() {
    let asked: BTreeSet<String> = literals_of_the_office().into_iter().chain(composed()).collect();
    let unused: Vec<String> = languages()["id"].keys().filter(|k| !asked.contains(*k)).cloned().collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn every_key_that_the_code_puts_together_is_known_to_these_tests() {
    let known = &languages()["id"];
    let begins_a_key = |start: &str| !start.is_empty() && known.keys().any(|k| k.starts_with(start));
    let put_together = literals_of_the_office().into_iter().filter_map(|literal| {
        let (start, rest) = literal.split_once('{')?;
        let end = rest.split_once('}')?.1;
        (start.ends_with('-') && begins_a_key(start)).then(|| format!("{start}*{end}"))
    });
    let expected: BTreeSet<String> = families().into_iter().map(|(pattern, _)| pattern.to_owned()).collect();
    assert_eq!(put_together.collect::<BTreeSet<_>>(), expected);
}

/// Keys that the code puts together from a fixed part and a word, with the words there are.
fn families() -> Vec<(&'static str, Vec<String>)> {
    let closings = words_of("Closing");
    let waitings = words_of("Waiting");
    let stock_and_equipment = waitings.iter().filter(|w| *w != "applicant").cloned().collect();
    let ended = closings.iter().map(|c| format!("ended-{}", c.replace('_', "-")));
    let states: Vec<String> = ["mend", "ready", "sent", "stock", "equipment", "work"]
        .map(str::to_owned)
        .into_iter()
        .chain(ended)
        .collect();
    vec![
        ("absence-reason-*", snakes("crates/office/src/accounts/absences.rs", "AbsenceReason")),
        ("assignment-kind-*", snakes("crates/office/src/accounts/assignments.rs", "AssignmentKind")),
        ("call-*", words_of("CallResult")),
        ("cause-*", snakes("crates/procedure/src/appointment/mod.rs", "Cause")),
        ("channel-*", words_of("Channel")),
        ("chat-offer-*", offers()),
        ("chat-words-*", offers()),
        ("closing-*", closings),
        (
            "emergency-log-*",
            ["blank", "closing", "minutes", "visits", "procedure", "privacy"].map(str::to_owned).to_vec(),
        ),
        ("emergency-verdict-*", snakes("crates/office/src/accounts/emergencies.rs", "EmergencyVerdict")),
        ("destructions-of-*", ["erased", "case", "messages", "looks"].map(str::to_owned).to_vec()),
        ("event-*", events()),
        ("finger-*", snakes("crates/procedure/src/handover.rs", "Finger")),
        ("finger-result-*", snakes("crates/procedure/src/handover.rs", "FingerResult")),
        ("figure-*", snakes("crates/procedure/src/measure/facts.rs", "Figure")),
        ("figures-preset-*", ["hari", "minggu", "bulan", "tahun"].map(str::to_owned).to_vec()),
        ("finding-*", findings()),
        ("finding-*-advice", findings()),
        ("incident-class-*", snakes("crates/office/src/incidents/scope.rs", "DataClass")),
        ("incident-scope-*", snakes("crates/office/src/incidents/scope.rs", "Scope")),
        ("incident-told-*", snakes("crates/office/src/incidents/affected.rs", "Told")),
        ("layer-*", snakes("crates/procedure/src/layer.rs", "LayerPart")),
        ("pause-*", stock_and_equipment),
        ("privacy-field-*", snakes("crates/procedure/src/event/facts.rs", "ApplicantField")),
        ("privacy-kind-*", snakes("crates/office/src/privacy/mod.rs", "Kind")),
        ("privacy-standing-*", ["open", "answered", "declined", "erased"].map(str::to_owned).to_vec()),
        ("looks-why-*", snakes("crates/office/src/reads/unusual.rs", "Unusual")),
        ("permit-purpose-*", snakes("crates/permissions/src/row.rs", "Purpose")),
        ("permit-right-*", snakes("crates/permissions/src/right.rs", "Right")),
        ("permit-rule-*", snakes("crates/permissions/src/row.rs", "Rule")),
        ("permit-state-*", snakes("crates/permissions/src/row.rs", "Stage")),
        ("print-end-*", words_of("PrintEnd")),
        ("report-*", ["harian", "bulanan", "tahunan", "register", "pemusnahan"].map(str::to_owned).to_vec()),
        ("station-seen-*", ["no_service", "no_reader", "empty", "mute", "card"].map(str::to_owned).to_vec()),
        ("standing-*", snakes("crates/procedure/src/ledger/mod.rs", "StandingKind")),
        (
            "stock-act-*",
            ["terima", "serahkan", "kembali", "kirim", "hilang", "temu", "rusak"].map(str::to_owned).to_vec(),
        ),
        ("stock-moved-*", snakes("crates/procedure/src/ledger/movement.rs", "MovementBody")),
        ("trouble-*", words_of("Trouble")),
        ("trouble-do-*", words_of("Trouble")),
        ("nation-*", NATION.map(str::to_owned).to_vec()),
        ("visits-standing-*", ["booked", "arrived", "served", "missed"].map(str::to_owned).to_vec()),
        ("waiting-*", waitings.clone()),
        ("way-*", snakes("crates/procedure/src/handover.rs", "Way")),
        ("desk-waiting-*", waitings),
        ("tracking-*", states.clone()),
        ("tracking-*-text", states),
    ]
}

/// What the reader may find, as it is stored.
fn findings() -> Vec<String> {
    snakes("crates/reader/src/finding.rs", "Finding")
}

/// The words that events choose among, as they are stored.
fn words_of(name: &str) -> Vec<String> {
    snakes("crates/procedure/src/event/kinds.rs", name)
}

/// The variants of an enum in this file, as they are stored.
fn snakes(file: &str, name: &str) -> Vec<String> {
    variants(file, name).iter().map(|v| snake(&v.name)).collect()
}

/// A line of the history for each event; outcomes share one, and a document put aside for another and a household's pass
/// have their own.
fn events() -> Vec<String> {
    let other =
        variants(EVENTS, "EventBody").into_iter().filter(|v| !v.fields.contains(&"outcome".to_owned()));
    let own =
        ["outcome", "document_replaced", "pass_shown_household", "case_at_risk", "case_deadline_passed"]
            .map(str::to_owned);
    other.map(|v| snake(&v.name)).chain(own).collect()
}

fn composed() -> impl Iterator<Item = String> {
    families().into_iter().flat_map(|(pattern, words)| words.into_iter().map(|w| pattern.replace('*', &w)))
}

/// What the conversation offers: `["send", "cancel"].map(offer)` and `offer("not-needed")`.
fn offers() -> Vec<String> {
    let questions = read("crates/office/src/whatsapp/conversation/question.rs");
    let lists = questions.split('[').filter_map(|part| part.split_once(']'));
    let lists = lists.filter(|(_, after)| after.starts_with(".map(offer)")).map(|(list, _)| list);
    let single = questions.split("offer(").skip(1).filter_map(|part| part.split_once(')')).map(|(o, _)| o);
    let found: Vec<String> = lists.chain(single).flat_map(literals).collect();
    assert!(found.len() > 10, "the offers were not found: {found:?}");
    found
}

fn literals_of_the_office() -> BTreeSet<String> {
    let rust = files(&["crates/office/src", "crates/permissions/src", "crates/procedure/src"], &["rs"]);
    let pages = files(&["crates/office/templates"], &["html"]);
    let in_rust = rust.iter().flat_map(|(_, text)| literals(text));
    in_rust.chain(pages.iter().flat_map(|(_, text)| template_literals(text))).collect()
}

fn languages() -> BTreeMap<String, Keys> {
    let folders = entries(&root().join("crates/office/texts"));
    folders
        .iter()
        .map(|folder| {
            let language = folder.file_name().expect("a name").to_string_lossy().into_owned();
            let mut keys = Keys::new();
            for (path, text) in files(&[&format!("crates/office/texts/{language}")], &["ftl"]) {
                for (key, placeholders) in messages(&text) {
                    assert!(!keys.contains_key(&key), "{}: {key} stands twice", path.display());
                    keys.insert(key, placeholders);
                }
            }
            (language, keys)
        })
        .collect()
}

/// Each message's key and placeholders; indented lines go on with the message above.
fn messages(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let (key, _) = line.split_once(" =").unwrap_or_default();
        if key.starts_with(|c: char| c.is_ascii_lowercase()) {
            found.push((key.to_owned(), BTreeSet::new()));
        }
        let placeholders = line.split("{ $").skip(1).filter_map(|p| p.split_once(" }")).map(|(p, _)| p);
        if let Some((_, of_this)) = found.last_mut() {
            of_this.extend(placeholders.map(str::to_owned));
        }
    }
    found
}

/// Periods, headings of the page and of the file.
const NATION: [&str; 14] = [
    "bulan",
    "bulan_lalu",
    "tahun",
    "tahun_lalu",
    "office",
    "submitted",
    "closed",
    "late",
    "in-time",
    "worked",
    "worked-seconds",
    "open",
    "overdue",
    "stock",
];
