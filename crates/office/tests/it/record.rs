//! Whoever changes what happened behind the program's back is found out, and what they changed is named.

use crate::support::databases::{Backend, on_both};
use crate::support::server::settings;
use crate::support::stock::supply;
use crate::support::story::{OFFICE, cases, minute, officer, reached};
use office::audit::{Audit, AuditError};
use office::cases::Cases;
use office::db::{Statement, Write};
use office::events::hash_in;
use office::params;
use procedure::Ticket;
use rand::Rng;
use seal::record::{Finding, Hash, Leaf, Name, digest};

/// An office with some history, and its record signed twice.
struct Signed {
    audit: Audit,
    cases: Cases,
    tickets: Vec<Ticket>,
    _folder: tempfile::TempDir,
}

async fn signed(b: &Backend) -> Signed {
    let folder = tempfile::tempdir().expect("folder");
    let audit = Audit::open(&settings(folder.path(), 1)).expect("a store of checkpoints");
    let cases = cases(&b.db);
    let mut tickets = vec![reached(&cases, OFFICE, 1, "rekomendasi").await];
    supply(&cases.stock(OFFICE), &officer("operator_cetak", "A"), minute(0), ("AB100001", "AB100005")).await;
    audit.sign(&b.db, minute(60)).await.expect("signed").expect("a checkpoint");
    tickets.push(reached(&cases, OFFICE, 2, "lengkap").await);
    tickets.push(reached(&cases, OFFICE, 3, "lengkap").await);
    let last = audit.sign(&b.db, minute(120)).await.expect("signed").expect("a checkpoint");
    assert_eq!(audit.kept.sizes().await.expect("sizes").last(), Some(&last.size));
    Signed { audit, cases, tickets, _folder: folder }
}

impl Signed {
    async fn findings(&self, b: &Backend) -> Vec<Finding> {
        self.audit.verify(&b.db).await.expect("verified").findings
    }
}

fn event(ticket: &Ticket, seq: u64) -> Name {
    Name { log: "case".to_owned(), stream: ticket.to_string(), seq }
}

async fn behind(b: &Backend, sql: &'static str, values: Vec<office::db::Value>) {
    b.db.write(Write::one(Statement::new(sql, values).must_change())).await.expect("tampered");
}

/// As [`behind`], of one event.
async fn on(b: &Backend, sql: &'static str, ticket: &Ticket, seq: u64) {
    behind(b, sql, params![OFFICE, ticket.as_str(), seq]).await;
}

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
async fn any_column_of_an_event_that_was_changed_names_the_event() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let t = &s.tickets[0];
        let changes = [
            "UPDATE events SET at = at + 1 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3",
            "UPDATE events SET at = at - 1 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3",
        ];
        on(&b, changes[0], t, 2).await;
        assert_eq!(s.findings(&b).await, [Finding::Changed { event: event(t, 2) }], "{}", b.name);
        on(&b, changes[1], t, 2).await;
        assert_eq!(s.findings(&b).await, [], "{}: and put right again", b.name);
        let sql = "UPDATE events SET kind = 'approved' WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
        on(&b, sql, t, 3).await;
        assert_eq!(s.findings(&b).await, [Finding::Changed { event: event(t, 3) }], "{}", b.name);
        let sql = "UPDATE events SET body = ?4 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
        behind(&b, sql, params![OFFICE, t.as_str(), 1, vec![1_u8, 2, 3]]).await;
        assert_eq!(s.findings(&b).await.len(), 2, "{}", b.name);
        let serial = Name { log: "blank".to_owned(), stream: "AB100003".to_owned(), seq: 1 };
        let sql = "UPDATE events SET at = at + 1 WHERE office = ?1 AND log = 'blank' AND stream = 'AB100003'";
        behind(&b, sql, params![OFFICE]).await;
        assert!(s.findings(&b).await.contains(&Finding::Changed { event: serial }), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_cell_of_another_kind_than_ours_is_a_change_that_is_named_and_hides_no_other() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let (t, other) = (&s.tickets[0], &s.tickets[1]);
        let sql =
            "UPDATE events SET hash = ?4 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
        behind(&b, sql, params![OFFICE, t.as_str(), 2, vec![7_u8; 5]]).await;
        on(&b, DELETE, other, 2).await;
        let found = s.findings(&b).await;
        for finding in [Finding::Changed { event: event(t, 2) }, Finding::Removed { event: event(other, 2) }]
        {
            assert!(found.contains(&finding), "{}: {found:?}", b.name);
        }
    })
    .await;
    // SQLite takes anything anywhere: the same bytes as text, a fraction, nothing that is a number.
    for (column, value) in [
        ("body", "CAST(body AS TEXT)"),
        ("body", "0.5"),
        ("hash", "'x'"),
        ("at", "'soon'"),
        ("kind", "x'00'"),
    ] {
        let b = crate::support::databases::sqlite().await;
        let s = signed(&b).await;
        let sql = format!(
            "UPDATE events SET {column} = {value} WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3"
        );
        on(&b, sql.leak(), &s.tickets[0], 3).await;
        let found = s.findings(&b).await;
        assert!(found.contains(&Finding::Changed { event: event(&s.tickets[0], 3) }), "{column}: {found:?}");
        let refused = s.audit.sign(&b.db, minute(130)).await;
        assert!(matches!(refused, Err(AuditError::Differs(_))), "{column}: {refused:?}");
    }
}

#[tokio::test]
async fn an_event_that_was_put_before_every_other_is_named() {
    let b = crate::support::databases::sqlite().await;
    let s = signed(&b).await;
    let sql = "INSERT INTO events (position, office, log, stream, seq, at, kind, body, hash)
        SELECT ?4, office, log, stream, seq + 1, at, kind, body, hash FROM events
        WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
    let t = &s.tickets[0];
    let last = b
        .db
        .query("SELECT max(seq) FROM events WHERE office = ?1 AND stream = ?2", params![OFFICE, t.as_str()]);
    let last = last.await.expect("read")[0].int(0).expect("a number");
    behind(&b, sql, params![OFFICE, t.as_str(), last, i64::MIN]).await;
    let forged = event(t, u64::try_from(last).expect("a number") + 1);
    let found = s.findings(&b).await;
    assert!(found.contains(&Finding::Inserted { event: forged }), "{found:?}");
}

const DELETE: &str = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";

#[tokio::test]
async fn an_event_that_was_removed_is_named_in_the_middle_of_a_case_and_at_its_end() {
    on_both(|b| async move {
        let s = signed(&b).await;
        on(&b, DELETE, &s.tickets[0], 2).await;
        assert_eq!(s.findings(&b).await, [Finding::Removed { event: event(&s.tickets[0], 2) }], "{}", b.name);
        let last =
            s.cases.log().events(OFFICE, &s.tickets[1]).await.expect("read").expect("events").len() as u64;
        on(&b, DELETE, &s.tickets[1], last).await;
        let both = [event(&s.tickets[0], 2), event(&s.tickets[1], last)];
        let mut both = both.map(|event| Finding::Removed { event });
        both.sort();
        assert_eq!(s.findings(&b).await, both, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_was_removed_whole_is_named_event_by_event() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let t = &s.tickets[1];
        let events = s.cases.log().events(OFFICE, t).await.expect("read").expect("events").len() as u64;
        let sql = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2";
        behind(&b, sql, params![OFFICE, t.as_str()]).await;
        let gone: Vec<_> = (1..=events).map(|seq| Finding::Removed { event: event(t, seq) }).collect();
        assert_eq!(s.findings(&b).await, gone, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_was_put_somewhere_else_is_named() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let t = &s.tickets[0];
        // To the very front, by its place in the record; on PostgreSQL a place can be taken only by a new row.
        let sql = if b.name == "PostgreSQL" {
            "WITH moved AS (DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3
                RETURNING office, log, stream, seq, at, kind, body, hash)
            INSERT INTO events (position, office, log, stream, seq, at, kind, body, hash)
                OVERRIDING SYSTEM VALUE SELECT -1, office, log, stream, seq, at, kind, body, hash FROM moved"
        } else {
            "UPDATE events SET position = -1 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3"
        };
        on(&b, sql, t, 3).await;
        assert_eq!(s.findings(&b).await, [Finding::Reordered { event: event(t, 3) }], "{}", b.name);
    })
    .await;
}

/// Somebody who knows how: changes an event and computes every hash of its chain anew.
async fn rewrite(b: &Backend, ticket: &Ticket, from: u64) {
    let sql = "SELECT seq, at, kind, body, hash FROM events
        WHERE office = ?1 AND log = 'case' AND stream = ?2 ORDER BY seq";
    let mut before = Hash::default();
    for row in b.db.query(sql, params![OFFICE, ticket.as_str()]).await.expect("rows") {
        let (seq, kind) =
            (u64::try_from(row.int(0).expect("a number")).expect("a number"), row.text(2).expect("text"));
        let at = row.int(1).expect("a number") + i64::from(seq == from);
        if seq < from {
            before = hash_in(&row, 4).expect("a hash");
            continue;
        }
        let body = digest(row.bytes(3).expect("bytes"));
        let stream = ticket.as_str();
        let (log, kind) = ("case", kind.as_str());
        before = Leaf { office: OFFICE, log, stream, seq, at, kind, before: &before, body: &body }.hash();
        let sql = "UPDATE events SET at = ?4, hash = ?5 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
        behind(b, sql, params![OFFICE, stream, seq, at, before.to_vec()]).await;
    }
}

#[tokio::test]
async fn whoever_changes_an_event_and_computes_every_hash_anew_is_found_out_and_the_event_is_named() {
    on_both(|b| async move {
        let s = signed(&b).await;
        rewrite(&b, &s.tickets[0], 2).await;
        assert_eq!(s.findings(&b).await, [Finding::Changed { event: event(&s.tickets[0], 2) }], "{}", b.name);
        let refused = s.audit.sign(&b.db, minute(180)).await;
        assert!(
            matches!(refused, Err(AuditError::Differs(f)) if f.len() == 1),
            "{}: nothing is signed",
            b.name
        );
    })
    .await;
}

/// A well-made event of a case that never was, under a place of its own before what was signed.
#[tokio::test]
async fn a_case_that_was_put_in_before_what_was_signed_is_named() {
    on_both(|b| async move {
        let s = signed(&b).await;
        let ticket = Ticket::from_random(rand::random());
        let (stream, body) = (ticket.as_str(), digest(b"{}"));
        let before = Hash::default();
        let hash = Leaf {
            office: OFFICE,
            log: "case",
            stream,
            seq: 1,
            at: 5,
            kind: "opened",
            before: &before,
            body: &body,
        };
        let sql = if b.name == "PostgreSQL" {
            "INSERT INTO events (position, office, log, stream, seq, at, kind, body, hash)
                OVERRIDING SYSTEM VALUE VALUES (-1, ?1, 'case', ?2, 1, 5, 'opened', ?3, ?4)"
        } else {
            "INSERT INTO events (position, office, log, stream, seq, at, kind, body, hash)
                VALUES (-1, ?1, 'case', ?2, 1, 5, 'opened', ?3, ?4)"
        };
        behind(&b, sql, params![OFFICE, stream, b"{}".to_vec(), hash.hash().to_vec()]).await;
        assert_eq!(s.findings(&b).await, [Finding::Inserted { event: event(&ticket, 1) }], "{}", b.name);
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
    let file = |size: u64, kind: &str| s._folder.path().join(format!("record/{OFFICE}/{size:012}.{kind}"));
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

#[tokio::test]
async fn a_random_change_of_one_byte_anywhere_in_the_table_is_always_found() {
    let b = crate::support::databases::sqlite().await;
    let s = signed(&b).await;
    let rows = b.db.query(
        "SELECT position, body, hash FROM events WHERE office = ?1 ORDER BY position",
        params![OFFICE],
    );
    for row in rows.await.expect("rows") {
        let (position, mut body) = (row.int(0).expect("a number"), row.bytes(1).expect("bytes").to_vec());
        let at = rand::rng().random_range(0..body.len());
        body[at] ^= 1 << rand::rng().random_range(0..8);
        let set = "UPDATE events SET body = ?2 WHERE position = ?1";
        behind(&b, set, params![position, body.clone()]).await;
        let found = s.findings(&b).await;
        assert!(matches!(found.as_slice(), [Finding::Changed { .. }]), "row {position}: {found:?}");
        behind(&b, set, params![position, row.bytes(1).expect("bytes").to_vec()]).await;
        let mut hash = row.bytes(2).expect("bytes").to_vec();
        hash[at % 32] ^= 1;
        let set = "UPDATE events SET hash = ?2 WHERE position = ?1";
        behind(&b, set, params![position, hash]).await;
        assert!(!s.findings(&b).await.is_empty(), "the hash of row {position}");
        behind(&b, set, params![position, row.bytes(2).expect("bytes").to_vec()]).await;
    }
    assert_eq!(s.findings(&b).await, []);
}

/// Checkpoints made while others write hold every event that has a lower place than theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_made_while_others_write_never_misses_an_event_that_comes_before_its_last() {
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
        let sign = async {
            for n in 0..12 {
                audit.sign(&b.db, minute(n)).await.expect("signed");
            }
        };
        tokio::join!(write(&b.db, 10), write(&elsewhere, 50), sign);
        audit.sign(&b.db, minute(99)).await.expect("signed");
        let found = audit.verify(&b.db).await.expect("verified");
        assert_eq!((found.findings, found.fresh.len()), (vec![], 0), "{}", b.name);
    })
    .await;
}
