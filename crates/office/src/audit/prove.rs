//! A proof for whoever was not there: the events of one case as they were hashed, each with its path to the root of a
//! signed checkpoint. Says nothing of what the events say. `tools/verify_proof.py` checks it without this program.

use super::AuditError;
use super::scan::{leaves, stream};
use crate::db::Db;
use procedure::Ticket;
use seal::record::{Hash, Hashed, Levels, Verifier};
use serde_json::{Value, json};

/// Of a case's events that the checkpoint in the note covers.
pub async fn prove(
    db: &Db,
    office: &str,
    ticket: &Ticket,
    (note, verifier): (&str, &Verifier),
) -> Result<Value, AuditError> {
    let checkpoint = verifier.read(note)?;
    let (mut hashes, mut places): (Vec<Hash>, Vec<usize>) = (Vec::new(), Vec::new());
    leaves(db, office, i64::MAX, |leaf| {
        if leaf.name.log == "case" && leaf.name.stream == ticket.as_str() {
            places.push(hashes.len());
        }
        hashes.push(leaf.hash);
    })
    .await?;
    let case = ("case".to_owned(), ticket.to_string());
    let events = stream(db, office, &case, i64::MAX).await?;
    let mut events: Vec<(usize, Hashed)> = places.into_iter().zip(events).collect();
    let size = usize::try_from(checkpoint.size).unwrap_or(usize::MAX);
    hashes.truncate(size);
    events.retain(|(place, _)| *place < size);
    if hashes.len() < size || events.is_empty() {
        return Err(AuditError::Uncovered);
    }
    let levels = Levels::of(hashes);
    let event = |(place, event): &(usize, Hashed)| {
        let path = levels.path(*place as u64);
        json!({
            "seq": event.name.seq,
            "at": event.at,
            "kind": event.kind,
            "body_sha256": hex::encode(event.body),
            "index": place,
            "path": path.iter().map(hex::encode).collect::<Vec<_>>(),
        })
    };
    Ok(json!({
        "format": "rancak proof 1",
        "office": office,
        "log": "case",
        "stream": ticket.as_str(),
        "events": events.iter().map(event).collect::<Vec<_>>(),
        "checkpoint": note,
        "key": verifier.key(),
    }))
}
