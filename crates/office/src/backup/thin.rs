//! Which copies stay: of the last day every one, before that the last of each day, and then none. A part goes when no
//! manifest names it any more. In the place of keys what was destroyed at the office is destroyed after some hours.

use super::BackupError;
use super::place::{Place, instant_of};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A part without a manifest may belong to a copy that is being made.
const UNDER_WAY: SignedDuration = SignedDuration::from_hours(24);
const UNDER_WAY_KEYS: SignedDuration = SignedDuration::from_hours(1);

/// Once a day: after a copy that is the first of its day.
pub(super) async fn store(
    place: &Place,
    now: Timestamp,
    before: Option<Timestamp>,
    days: u32,
) -> Result<(), BackupError> {
    let date = |at: Timestamp| Offset::UTC.to_datetime(at).date();
    if before.is_some_and(|before| date(before) == date(now)) {
        return Ok(());
    }
    let names = place.manifests().await?;
    let oldest =
        now.saturating_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN);
    let yesterday = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let stays = |at: usize, name: &String| {
        let Some(instant) = instant_of(name) else { return true };
        let next = names.get(at + 1).and_then(|next| instant_of(next));
        let is_last_of_day = next.is_none_or(|next| date(next) != date(instant));
        instant >= yesterday || is_last_of_day && instant >= oldest
    };
    let goes = names.iter().enumerate().filter(|(at, name)| !stays(*at, name)).map(|(_, name)| name);
    without(place, goes.cloned().collect(), (now, UNDER_WAY)).await
}

/// After every copy: keys are few, and what was destroyed must not stay.
pub(super) async fn keys(place: &Place, now: Timestamp, grace: SignedDuration) -> Result<(), BackupError> {
    let before = now.saturating_sub(grace).unwrap_or(Timestamp::MIN);
    let names = place.manifests().await?;
    let goes = names.into_iter().filter(|name| instant_of(name).is_some_and(|at| at < before));
    without(place, goes.collect(), (now, UNDER_WAY_KEYS)).await
}

/// Drops these manifests, and the parts that none of the others names.
async fn without(
    place: &Place,
    goes: Vec<String>,
    (now, under_way): (Timestamp, SignedDuration),
) -> Result<(), BackupError> {
    if goes.is_empty() {
        return Ok(());
    }
    let mut named = HashSet::new();
    for name in place.manifests().await?.into_iter().filter(|name| !goes.contains(name)) {
        // One that cannot be read names who knows what: nothing is dropped then.
        let manifest = place.manifest(&name).await?;
        named.extend(manifest.tables.into_iter().flat_map(|held| held.parts).map(|piece| piece.name));
    }
    for name in &goes {
        place.drop_manifest(name).await?;
    }
    let before = now.saturating_sub(under_way).unwrap_or(Timestamp::MIN).as_second();
    for (part, written) in place.parts().await? {
        if !named.contains(&part) && written < before {
            place.drop_part(&part).await?;
        }
    }
    Ok(())
}
