//! Many at one case at once, on one node and on two: no event is lost, no history forks, and what was
//! asked once happens once.

use super::support::databases::{Backend, on_both};
use super::support::stock::supply;
use super::support::story::{
    self, GROUNDS, OFFICE, attach, cases, minute, officer, open, reached, record, themself,
};
use futures::future::join_all;
use jiff::SignedDuration;
use office::cases::{CaseError, Cases, Done, Order};
use office::db::Statement;
use office::params;
use procedure::{Actor, Command, EventBody, Refusal, Ticket};
use std::collections::BTreeSet;

/// Two nodes over one PostgreSQL; one on SQLite, which a single process opens.
async fn nodes(b: &Backend) -> [Cases; 2] {
    let first = cases(&b.db);
    let second = if b.name == "PostgreSQL" { cases(&b.reopen().await) } else { first.clone() };
    [first, second]
}

async fn seqs(b: &Backend, ticket: &Ticket) -> Vec<i64> {
    let sql = "SELECT seq FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2 ORDER BY seq";
    let rows = b.db.query(sql, params![OFFICE, ticket.as_str()]).await.unwrap();
    rows.iter().map(|r| r.int(0).unwrap()).collect()
}

fn photo(ticket: &Ticket, file: usize) -> Order {
    let command = attach(&format!("photo-{file}"), "kk");
    Order::new(Some(ticket.clone()), themself(1), minute(20), command)
}

#[tokio::test]
async fn forty_photos_that_two_nodes_receive_at_once_are_all_attached_and_the_history_never_forks() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let order = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0]));
        let ticket = nodes[0].dispatch(OFFICE, order).await.unwrap().ticket;
        let photos = (0..40).map(|i| nodes[i % 2].dispatch(OFFICE, photo(&ticket, i)));
        for result in join_all(photos).await {
            result.unwrap_or_else(|e| panic!("{}: {e}", b.name));
        }
        let loaded = nodes[1].load(OFFICE, &ticket).await.unwrap().unwrap();
        let files: BTreeSet<_> = loaded.case.documents.iter().map(|d| d.facts.file.clone()).collect();
        assert_eq!(files.len(), 40, "{}", b.name);
        assert_eq!(seqs(&b, &ticket).await, (1..=41).collect::<Vec<_>>(), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_draft_purged_by_one_node_while_another_writes_to_it_leaves_either_all_or_nothing() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        for round in 0..20 {
            let order = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0]));
            let ticket = nodes[0].dispatch(OFFICE, order).await.unwrap().ticket;
            let withdraw = Command::Withdraw { why: None };
            let withdraw = Order::new(Some(ticket.clone()), themself(1), minute(1), withdraw);
            let writes = (0..4).map(|i| nodes[1].dispatch(OFFICE, photo(&ticket, i)));
            let (purged, attached) = tokio::join!(nodes[0].dispatch(OFFICE, withdraw), join_all(writes));
            assert!(purged.unwrap().case.is_none(), "{}", b.name);
            for late in attached.into_iter().filter_map(Result::err) {
                assert!(matches!(late, CaseError::Refused(Refusal::NoSuchCase)), "{}: {late}", b.name);
            }
            let readable = nodes[1].log().events(OFFICE, &ticket).await.unwrap();
            assert_eq!(readable, None, "{} round {round}", b.name);
            let seqs = seqs(&b, &ticket).await;
            assert!(seqs.iter().copied().eq(1..=seqs.len() as i64), "{} round {round}: {seqs:?}", b.name);
            assert_eq!(nodes[0].summary(OFFICE, &ticket).await.unwrap(), None, "{} round {round}", b.name);
        }
    })
    .await;
}

/// What a repeated answer must share with the first.
fn answer(done: &Done) -> (Ticket, Option<u64>) {
    (done.ticket.clone(), done.case.as_ref().map(|c| c.seq))
}

#[tokio::test]
async fn the_same_key_five_times_at_once_on_two_nodes_has_one_effect_and_the_same_answer() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        // The same message of each of eight applicants, five times, in a shuffled order.
        let mut all: Vec<(usize, u32)> = (0..40).map(|i| (i % 2, 1 + i as u32 % 8)).collect();
        all.sort_by_key(|(node, n)| (n * 7 + *node as u32 * 3) % 11);
        let opened = all.iter().map(|(node, n)| {
            let order = Order::new(None, themself(*n), minute(0), open(*n, GROUNDS[0]));
            nodes[*node].dispatch(OFFICE, order.once(format!("wamid.{n}")))
        });
        let mut tickets: Vec<(u32, Ticket)> = Vec::new();
        let mut effects = 0;
        for ((_, n), done) in all.iter().zip(join_all(opened).await) {
            let done = done.unwrap_or_else(|e| panic!("{}: {e}", b.name));
            effects += usize::from(!done.repeated);
            tickets.push((*n, answer(&done).0));
        }
        let distinct: BTreeSet<_> = tickets.into_iter().collect();
        assert_eq!((effects, distinct.len()), (8, 8), "{}", b.name);
        assert_eq!(nodes[0].recent(OFFICE).await.unwrap().len(), 8, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_five_times_at_once_is_recorded_once_and_never_answered_with_a_refusal() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        for n in 1..=10 {
            let ticket = reached(&nodes[0], OFFICE, n, "submit").await;
            let five = (0..5).map(|i| {
                let actor = officer("operator_pelayanan", "A");
                let accept = record("penerimaan", "lengkap", story::form(n));
                let order = Order::new(Some(ticket.clone()), actor, minute(30), accept);
                nodes[i % 2].dispatch(OFFICE, order.once(format!("form-{n}")))
            });
            let done: Vec<Done> = join_all(five)
                .await
                .into_iter()
                .map(|r| r.unwrap_or_else(|e| panic!("{}: {e}", b.name)))
                .collect();
            assert_eq!(done.iter().filter(|d| !d.repeated).count(), 1, "{}", b.name);
            assert_eq!(done.iter().map(answer).collect::<BTreeSet<_>>().len(), 1, "{}", b.name);
            let events = nodes[0].load(OFFICE, &ticket).await.unwrap().unwrap().events;
            let accepted = events.iter().filter(|e| matches!(e.body, EventBody::Accepted { .. })).count();
            assert_eq!(accepted, 1, "{}", b.name);
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_key_after_a_restart_still_has_no_second_effect() {
    on_both(|b| async move {
        let order = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0])).once("wamid.1");
        let first = cases(&b.db).dispatch(OFFICE, order.clone()).await.unwrap();
        let again = cases(&b.reopen().await).dispatch(OFFICE, order).await.unwrap();
        assert!(again.repeated && !first.repeated, "{}", b.name);
        assert_eq!(answer(&again), answer(&first), "{}", b.name);
        assert!(again.events.is_empty());
    })
    .await;
}

/// Rows of every table that a decision writes.
async fn rows(b: &Backend) -> Vec<i64> {
    let tables = [
        "SELECT count(*) FROM events",
        "SELECT count(*) FROM cases",
        "SELECT count(*) FROM case_terms",
        "SELECT count(*) FROM outbox",
        "SELECT count(*) FROM timers",
        "SELECT count(*) FROM once",
        "SELECT count(*) FROM register",
        "SELECT count(*) FROM register_years",
    ];
    let mut counts = Vec::new();
    for sql in tables {
        counts.push(b.db.query(sql, vec![]).await.unwrap()[0].int(0).unwrap());
    }
    counts
}

#[tokio::test]
async fn a_statement_written_along_that_fails_leaves_nothing_at_all() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "beritahu").await;
        story::waived(&cases, &ticket, minute(60)).await;
        let before = rows(&b).await;
        let taken = params![OFFICE, ticket.as_str()];
        let stale = "UPDATE cases SET seq = seq WHERE office = ?1 AND ticket = ?2 AND seq = 0";
        let twice = "INSERT INTO cases SELECT * FROM cases WHERE office = ?1 AND ticket = ?2";
        let broken = "INSERT INTO cases (office, ticket) VALUES (?1, ?2)";
        for (sql, conflict) in [(stale, true), (twice, true), (broken, false)] {
            let also = vec![Statement::new(sql, taken.clone()).must_change()];
            let hand_over = record("penyerahan", "serahkan", story::form(1));
            let actor = officer("petugas_register", "A");
            let order = Order::new(Some(ticket.clone()), actor, minute(60), hand_over);
            let result = cases.dispatch(OFFICE, order.once("form").also(also)).await;
            let error = result.err().unwrap_or_else(|| panic!("{}: {sql}", b.name));
            assert_eq!(matches!(error, CaseError::Conflict), conflict, "{}: {error}", b.name);
            assert_eq!(rows(&b).await, before, "{}: {sql}", b.name);
        }
        let summary = cases.summary(OFFICE, &ticket).await.unwrap().unwrap();
        assert_eq!((summary.lane.as_str(), summary.turn.as_str()), ("penyerahan", "applicant"));
    })
    .await;
}

#[tokio::test]
async fn a_case_goes_on_from_where_it_was_when_the_process_is_killed_between_any_two_steps() {
    on_both(|b| async move {
        let mut ticket = None;
        let mut db = b.reopen().await;
        let course = story::course(1, GROUNDS[2]);
        let printer = officer("operator_cetak", "A");
        supply(&cases(&db).stock(OFFICE), &printer, minute(0), ("B0000001", "B0000001")).await;
        for (at, (actor, command)) in (0..).zip(course) {
            let order: Order = Order::new(ticket, actor, minute(at), command);
            ticket = Some(cases(&db).dispatch(OFFICE, order).await.unwrap().ticket);
            // Dropped without a word; what was answered must be there.
            drop(std::mem::replace(&mut db, b.reopen().await));
        }
        let end = minute(0) + SignedDuration::from_hours(24);
        let book = cases(&db).register(OFFICE, minute(0), end, 10).await.unwrap();
        assert_eq!(book.len(), 1, "{}", b.name);
        let release = Order::new(ticket, Actor::System, end, Command::TendDraft);
        assert!(cases(&db).dispatch(OFFICE, release).await.unwrap().events.is_empty(), "{}", b.name);
    })
    .await;
}
