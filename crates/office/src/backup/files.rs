//! Objects of one place beside the copies, as they are: sealed documents, wrapped keys. Piece by piece, never one whole in
//! memory. What is gone at its place goes from here too, after a while in which it can still be brought back.

use super::BackupError;
use crate::objects::Objects;
use futures::{StreamExt, TryStreamExt};
use jiff::{SignedDuration, Timestamp};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStoreExt};
use std::collections::HashMap;
use tokio::io::AsyncWriteExt;

/// Under way at once.
const AT_ONCE: usize = 8;
/// A piece of a large object; buckets take none that is smaller.
const PIECE: usize = 5 * 1024 * 1024;
/// Clocks of two machines may differ by so many seconds: what changed within them is sent again.
const CLOCKS: i64 = 60;
const FILES: &str = "files";
const GONE: &str = "gone";
const HOUR: &str = "%Y%m%dT%H";

/// What came of bringing objects to a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mirrored {
    /// How many there are, how many of them were sent now, and what those come to.
    pub all: u64,
    pub sent: u64,
    pub bytes: u64,
    /// How many are no more where they were, since the copy before.
    pub gone: u64,
}

/// An object's size, and the second it was written in.
type Seen = (u64, i64);

/// Brings what lies in one place beside copies, a part of the tree of names at a time.
pub(super) async fn mirror(
    from: &Objects,
    to: &Objects,
    (now, grace): (Timestamp, SignedDuration),
) -> Result<Mirrored, BackupError> {
    let folder = to.base.clone().join(FILES);
    let mut done = Mirrored::default();
    let mut branches = branches(from, &from.base).await?;
    branches.extend(self::branches(to, &folder).await?);
    branches.sort_unstable();
    branches.dedup();
    for branch in branches {
        let (source, target) =
            (from.base.clone().join(branch.as_str()), folder.clone().join(branch.as_str()));
        let there = seen(from, &source).await?;
        let here = seen(to, &target).await?;
        done.all += there.len() as u64;
        let stale = there.iter().filter(|(name, now)| here.get(*name).is_none_or(|then| is_older(then, now)));
        let sent = stale.map(|(name, _)| send(from, source.clone(), to, target.clone(), name.clone()));
        let sent: Vec<u64> = futures::stream::iter(sent).buffer_unordered(AT_ONCE).try_collect().await?;
        done.bytes += sent.iter().sum::<u64>();
        done.sent += sent.len() as u64;
        for name in here.keys().filter(|name| !there.contains_key(*name)) {
            put_aside(to, &target, &branch, (name, now)).await?;
            done.gone += 1;
        }
    }
    forget(to, now.saturating_sub(grace).unwrap_or(Timestamp::MIN)).await?;
    Ok(done)
}

/// Brings back what lies beside the copies; what is there already stays as it is.
pub(super) async fn bring_back(from: &Objects, to: &Objects) -> Result<Mirrored, BackupError> {
    let folder = from.base.clone().join(FILES);
    let mut done = Mirrored::default();
    for branch in branches(from, &folder).await? {
        let (source, target) = (folder.clone().join(branch.as_str()), to.base.clone().join(branch.as_str()));
        let (there, here) = (seen(from, &source).await?, seen(to, &target).await?);
        done.all += there.len() as u64;
        let missing = there.keys().filter(|name| !here.contains_key(*name));
        let sent = missing.map(|name| send(from, source.clone(), to, target.clone(), name.clone()));
        let sent: Vec<u64> = futures::stream::iter(sent).buffer_unordered(AT_ONCE).try_collect().await?;
        done.bytes += sent.iter().sum::<u64>();
        done.sent += sent.len() as u64;
    }
    Ok(done)
}

/// The first parts of the names below a path.
async fn branches(place: &Objects, below: &Path) -> Result<Vec<String>, BackupError> {
    let found = place.objects.list_with_delimiter(Some(below)).await?;
    Ok(found.common_prefixes.iter().filter_map(|path| path.filename().map(str::to_owned)).collect())
}

/// Objects below a path, by the rest of their names.
async fn seen(place: &Objects, below: &Path) -> Result<HashMap<String, Seen>, BackupError> {
    let named = |meta: ObjectMeta| {
        let rest = meta.location.prefix_match(below);
        let rest = rest.map(|parts| parts.map(|p| p.as_ref().to_owned()).collect::<Vec<_>>().join("/"));
        std::future::ready(Ok(rest.map(|name| (name, (meta.size, meta.last_modified.timestamp())))))
    };
    Ok(place.objects.list(Some(below)).try_filter_map(named).try_collect().await?)
}

fn is_older(copy: &Seen, now: &Seen) -> bool {
    copy.0 != now.0 || now.1 > copy.1 - CLOCKS
}

/// How many bytes; none where it is gone meanwhile.
async fn send(
    from: &Objects,
    source: Path,
    to: &Objects,
    target: Path,
    name: String,
) -> Result<u64, BackupError> {
    let below = |path: Path| name.split('/').fold(path, Path::join);
    let got = match from.objects.get(&below(source)).await {
        Err(Error::NotFound { .. }) => return Ok(0),
        other => other?,
    };
    let mut pieces = got.into_stream();
    let mut into = BufWriter::with_capacity(to.objects.clone(), below(target), PIECE).with_max_concurrency(1);
    let mut bytes = 0;
    while let Some(piece) = pieces.try_next().await? {
        bytes += piece.len() as u64;
        into.write_all(&piece).await?;
    }
    into.shutdown().await?;
    Ok(bytes)
}

/// Out of the copies, and not out of the world yet.
async fn put_aside(
    to: &Objects,
    target: &Path,
    branch: &str,
    (name, now): (&str, Timestamp),
) -> Result<(), BackupError> {
    let hour = now.strftime(HOUR).to_string();
    let aside = to.base.clone().join(GONE).join(hour).join(branch);
    let below = |path: Path| name.split('/').fold(path, Path::join);
    match to.objects.rename(&below(target.clone()), &below(aside)).await {
        Err(Error::NotFound { .. }) => Ok(()),
        other => Ok(other?),
    }
}

/// Deletes what was put aside before that.
async fn forget(to: &Objects, before: Timestamp) -> Result<(), BackupError> {
    let before = before.strftime(HOUR).to_string();
    let gone = to.base.clone().join(GONE);
    for hour in branches(to, &gone).await?.into_iter().filter(|hour| *hour < before) {
        let all = to.objects.list(Some(&gone.clone().join(hour))).map_ok(|meta| meta.location).boxed();
        for deleted in to.objects.delete_stream(all).collect::<Vec<_>>().await {
            match deleted {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(e) => return Err(e.into()),
            }
        }
    }
    Ok(())
}
