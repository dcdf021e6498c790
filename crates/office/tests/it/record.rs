//! Whoever changes what happened behind the program's back is found out, and what they changed is named.

use crate::support::databases::on_both;
use crate::support::signed::{DELETE, behind, event, on, rewrite, signed};
use crate::support::story::{OFFICE, minute};
use office::audit::AuditError;
use office::params;
use procedure::Ticket;
use rand::Rng;
use seal::record::{Finding, Hash, Leaf, Name, digest};

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
