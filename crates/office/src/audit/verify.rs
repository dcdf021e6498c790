//! The record held against its checkpoints: reads both and hands them to the rules of `seal::record`. Only reads, and
//! remembers nothing of what is as it was, however long the record is.

use super::scan::{leaves, stream, streams};
use super::{AuditError, Kept};
use crate::db::Db;
use seal::record::{Evidence, KeptLeaf, Naming, Reading, Streams, Verified, Verifier};

/// Everything that is kept, the lists of events apart.
pub async fn evidence(kept: &Kept, verifier: &Verifier) -> Result<Evidence, AuditError> {
    read(kept, verifier, |_| {}).await
}

/// The same; `each` hears the events of every list.
async fn read(
    kept: &Kept,
    verifier: &Verifier,
    mut each: impl FnMut(Vec<KeptLeaf>),
) -> Result<Evidence, AuditError> {
    let mut evidence = Evidence::default();
    for size in kept.sizes().await? {
        let note = kept.note(size).await?.unwrap_or_default();
        // A list that cannot be read is found not to come to its root.
        let leaves = kept.leaves(size).await.unwrap_or_default();
        each(evidence.keep(verifier, size, &note, leaves));
    }
    Ok(evidence)
}

/// Holds the record up to a position against the evidence. `kept` is asked for its lists of events only where something
/// differs.
pub async fn verify(
    db: &Db,
    office: &str,
    (evidence, kept, verifier): (&Evidence, &Kept, &Verifier),
    until: i64,
) -> Result<Verified, AuditError> {
    let mut reading = Reading::of(evidence);
    leaves(db, office, until, |leaf| reading.take(leaf)).await?;
    let mut followed = Streams::of(office);
    streams(db, office, until, |position, event| followed.take(position, event)).await?;
    for name in followed.odd() {
        followed.again(stream(db, office, &name, until).await?);
    }
    let mut all = Vec::new();
    let mut naming = None;
    if reading.differs() {
        read(kept, verifier, |leaves| all.extend(leaves)).await?;
        let mut third = Naming::of(&all);
        leaves(db, office, until, |leaf| third.take(leaf)).await?;
        naming = Some(third);
    }
    Ok(reading.end(followed, naming))
}
