//! The record held against its checkpoints: reads both and hands them to the rules of `seal::record`. Only reads.

use super::scan::scan;
use super::{AuditError, Kept};
use crate::db::Db;
use seal::record::{Evidence, Naming, Reading, Verified, Verifier};

/// Everything that is kept.
pub async fn evidence(kept: &Kept, verifier: &Verifier) -> Result<Evidence, AuditError> {
    let mut evidence = Evidence::default();
    for size in kept.sizes().await? {
        let note = kept.note(size).await?.unwrap_or_default();
        // A list that cannot be read is found not to come to its root.
        let leaves = kept.leaves(size).await.unwrap_or_default();
        evidence.keep(verifier, size, &note, leaves);
    }
    Ok(evidence)
}

/// Holds the record up to a position against the evidence.
pub async fn verify(db: &Db, office: &str, evidence: &Evidence, until: i64) -> Result<Verified, AuditError> {
    let mut reading = Reading::of(office, evidence);
    scan(db, office, until, |event| reading.take(event)).await?;
    let mut naming = reading.differs().then(|| Naming::of(evidence));
    if let Some(naming) = &mut naming {
        scan(db, office, until, |event| naming.take(event)).await?;
    }
    Ok(reading.end(naming))
}
