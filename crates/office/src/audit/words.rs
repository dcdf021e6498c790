//! What was found, in words.

use crate::texts::text_with;
use procedure::Language;
use seal::record::Finding;

pub fn words(language: Language, finding: &Finding) -> String {
    let moment = |at: &i64| ("at", crate::clock::instant(*at).to_string());
    let number = |size: &u64| ("size", size.to_string());
    let (key, args) = match finding {
        Finding::Changed { event } => ("record-changed", vec![("event", event.to_string())]),
        Finding::Removed { event } => ("record-removed", vec![("event", event.to_string())]),
        Finding::Inserted { event } => ("record-inserted", vec![("event", event.to_string())]),
        Finding::Reordered { event } => ("record-reordered", vec![("event", event.to_string())]),
        Finding::RolledBack { size, events, at } => {
            ("record-cut", vec![number(size), ("events", events.to_string()), moment(at)])
        }
        Finding::Rewritten { size, at } => ("record-rewritten", vec![number(size), moment(at)]),
        Finding::BadCheckpoint { size } => ("record-bad-note", vec![number(size)]),
        Finding::BadLeaves { size } => ("record-bad-leaves", vec![number(size)]),
    };
    text_with(language, key, &args)
}
