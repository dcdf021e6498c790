//! What is signed and where it is kept: nothing twice, nothing missed, and an older copy of the database told from one that
//! was changed.

use crate::support::databases::on_both;
use crate::support::server::settings;
use crate::support::signed::{DELETE, behind, on, rewrite, signed};
use crate::support::story::{OFFICE, cases, minute, reached};
use office::audit::{Audit, AuditError};
use office::params;
use seal::record::Finding;

#[tokio::test]
async fn a_record_nobody_touched_is_whole_and_what_came_later_is_told_apart() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let found = s.audit.verify(&b.db).await.expect("verified");
        assert_eq!((found.findings, found.checkpoints, found.fresh.len()), (vec![], 2, 0), "{}", b.name);
        let later = reached(&s.cases, OFFICE, 4, "lengkap").await;
        let found = s.audit.verify(&b.db).await.expect("verified");
        assert_eq!(found.findings, [], "{}", b.name);
        assert!(found.fresh.iter().all(|leaf| leaf.name.stream == later.as_str()), "{}", b.name);
        assert!(!found.fresh.is_empty());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_signed_twice_and_nothing_where_nothing_happened() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let sizes = s.audit.kept.sizes().await.expect("sizes");
        let again = s.audit.sign(&b.db, minute(180)).await.expect("signed").expect("the last one");
        assert_eq!((again.at, Some(&again.size)), (minute(120).as_millisecond(), sizes.last()), "{}", b.name);
        assert_eq!(s.audit.kept.sizes().await.expect("sizes"), sizes, "{}", b.name);
        let elsewhere =
            Audit::open(&settings(tempfile::tempdir().expect("folder").path(), 1)).expect("a store");
        let other = crate::support::databases::sqlite().await;
        assert_eq!(elsewhere.sign(&other.db, minute(0)).await.expect("nothing"), None);
    })
    .await;
}

#[tokio::test]
async fn an_older_copy_of_the_database_is_told_from_one_that_was_changed_and_does_not_start() {
    on_both(|b| async move {
        let s = signed(&b).await;
        assert!(!s.audit.is_rolled_back(&b.db).await.expect("asked"), "{}", b.name);
        let first = s.audit.kept.sizes().await.expect("sizes")[0];
        // Everything after the first checkpoint is gone, as in a copy of that hour.
        for t in &s.tickets[1..] {
            let sql = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2";
            behind(&b, sql, params![OFFICE, t.as_str()]).await;
        }
        let found = s.audit.verify(&b.db).await.expect("verified");
        let cut =
            found.findings.iter().filter(|f| matches!(f, Finding::RolledBack { .. })).collect::<Vec<_>>();
        let size = *s.audit.kept.sizes().await.expect("sizes").last().expect("a size");
        let at = minute(120).as_millisecond();
        assert_eq!(cut, [&Finding::RolledBack { size, events: first, at }], "{}", b.name);
        assert_eq!(
            found.findings.len() as u64,
            1 + size - first,
            "{}: and every lost event is named",
            b.name
        );
        assert!(s.audit.is_rolled_back(&b.db).await.expect("asked"), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn an_office_goes_on_with_an_older_copy_once_somebody_says_why_and_the_loss_is_part_of_the_record() {
    on_both(|b| async move {
        let s = signed(&b).await;
        assert_eq!(s.audit.resume(&b.db, "nothing", minute(130)).await.expect("nothing lost"), 0);
        let size = *s.audit.kept.sizes().await.expect("sizes").last().expect("a size");
        let first = s.audit.kept.sizes().await.expect("sizes")[0];
        for t in &s.tickets[1..] {
            let sql = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2";
            behind(&b, sql, params![OFFICE, t.as_str()]).await;
        }
        let lost = s.audit.resume(&b.db, "the disk broke", minute(130)).await.expect("resumed");
        assert_eq!(lost, size - first, "{}", b.name);
        assert!(!s.audit.is_rolled_back(&b.db).await.expect("asked"), "{}", b.name);
        reached(&s.cases, OFFICE, 5, "lengkap").await;
        s.audit.sign(&b.db, minute(180)).await.expect("signed");
        let found = s.audit.verify(&b.db).await.expect("verified");
        assert_eq!((found.findings, found.fresh.len()), (vec![], 0), "{}", b.name);
        let told = "SELECT body FROM events WHERE office = ?1 AND log = 'record'";
        let rows = b.db.query(told, params![OFFICE]).await.expect("rows");
        let body = String::from_utf8_lossy(rows[0].bytes(0).expect("bytes")).into_owned();
        assert!(body.contains("the disk broke"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn a_changed_database_cannot_be_gone_on_with_as_if_it_were_an_older_copy() {
    on_both(|b| async move {
        let s = signed(&b).await;
        on(&b, DELETE, &s.tickets[0], 2).await;
        let refused = s.audit.resume(&b.db, "an excuse", minute(130)).await;
        assert!(matches!(refused, Err(AuditError::Differs(_))), "{}: {refused:?}", b.name);
        for t in &s.tickets[1..] {
            let sql = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2";
            behind(&b, sql, params![OFFICE, t.as_str()]).await;
        }
        rewrite(&b, &s.tickets[0], 3).await;
        let refused = s.audit.resume(&b.db, "an excuse", minute(130)).await;
        assert!(matches!(refused, Err(AuditError::Differs(_))), "{}: {refused:?}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_or_its_list_that_was_changed_in_the_store_is_named() {
    let b = crate::support::databases::sqlite().await;
    let s = signed(&b).await;
    let sizes = s.audit.kept.sizes().await.expect("sizes");
    let file = |size: u64, kind: &str| s.folder.path().join(format!("record/{OFFICE}/{size:012}.{kind}"));
    let note = std::fs::read_to_string(file(sizes[1], "checkpoint")).expect("a note");
    std::fs::write(file(sizes[1], "checkpoint"), note.replace("time 2026", "time 2025")).expect("written");
    assert_eq!(s.findings(&b).await, [Finding::BadCheckpoint { size: sizes[1] }]);
    std::fs::write(file(sizes[1], "checkpoint"), note).expect("written");
    let leaves = std::fs::read_to_string(file(sizes[0], "leaves")).expect("a list");
    let first = leaves.lines().next().expect("a line");
    std::fs::write(file(sizes[0], "leaves"), leaves.replacen(first, "", 1)).expect("written");
    assert_eq!(s.findings(&b).await, [Finding::BadLeaves { size: sizes[0] }]);
}

#[tokio::test]
async fn a_purged_drafts_events_stay_where_they_are_and_nobody_can_read_them() {
    use crate::support::story::{GROUNDS, open, themself};
    use office::cases::Order;
    use procedure::Command;
    on_both(|b| async move {
        let s = signed(&b).await;
        let order = Order::new(None, themself(9), minute(121), open(9, GROUNDS[0]));
        let ticket = s.cases.dispatch(OFFICE, order).await.expect("opened").ticket;
        s.audit.sign(&b.db, minute(122)).await.expect("signed");
        let away =
            Order::new(Some(ticket.clone()), themself(9), minute(123), Command::Withdraw { why: None });
        s.cases.dispatch(OFFICE, away).await.expect("withdrawn");
        assert_eq!(s.cases.log().events(OFFICE, &ticket).await.expect("read"), None, "{}", b.name);
        let found = s.audit.verify(&b.db).await.expect("verified");
        assert_eq!((found.findings, found.fresh.len()), (vec![], 2), "{}", b.name);
    })
    .await;
}

/// Checkpoints made while others write, and while others sign, hold every event that has a lower place than theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_made_while_others_write_and_sign_never_misses_an_event_that_comes_before_its_last() {
    on_both(|b| async move {
        let folder = tempfile::tempdir().expect("folder");
        let audit = Audit::open(&settings(folder.path(), 1)).expect("a store");
        let elsewhere = if b.name == "PostgreSQL" { b.reopen().await } else { b.db.clone() };
        let write = async |db: &office::db::Db, from: u32| {
            let cases = cases(db);
            for n in from..from + 8 {
                reached(&cases, OFFICE, n, "lengkap").await;
            }
        };
        let second = Audit::open(&settings(folder.path(), 1)).expect("the same store");
        let sign = async |audit: &Audit| {
            for n in 0..12 {
                audit.sign(&b.db, minute(n)).await.expect("signed");
            }
        };
        tokio::join!(write(&b.db, 10), write(&elsewhere, 50), sign(&audit), sign(&second));
        audit.sign(&b.db, minute(99)).await.expect("signed");
        let found = audit.verify(&b.db).await.expect("verified");
        assert_eq!((found.findings, found.fresh.len()), (vec![], 0), "{}", b.name);
    })
    .await;
}
