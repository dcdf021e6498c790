//! Timers on both databases: what falls due is put to the case once, however often it is fired, and a
//! draft that nobody came back to leaves nothing.

use super::support::databases::{Backend, on_both};
use super::support::stock::supply;
use super::support::story::{
    GROUNDS, OFFICE, applicant, attach, cases, course, minute, officer, open, play, reached, themself,
};
use jiff::{SignedDuration, Timestamp};
use office::cases::timers::{Due, FILES, done, set};
use office::cases::{Cases, Order};
use office::db::{Row, Write};
use office::params;
use procedure::event::Waiting;
use procedure::{Command, EventBody, Ticket};

/// Fires what has fallen due at `at`; what it was.
async fn fire_due(cases: &Cases, at: Timestamp) -> Vec<Due> {
    let due = cases.due_timers(OFFICE, at).await.unwrap();
    for timer in &due {
        cases.fire(OFFICE, timer, at).await.unwrap();
    }
    due
}

async fn overdue(cases: &Cases, ticket: &Ticket) -> usize {
    let events = cases.load(OFFICE, ticket).await.unwrap().unwrap().events;
    events.iter().filter(|e| matches!(e.body, EventBody::DeadlinePassed { .. })).count()
}

async fn due_at(cases: &Cases, ticket: &Ticket) -> Timestamp {
    cases.load(OFFICE, ticket).await.unwrap().unwrap().case.step.unwrap().due
}

#[tokio::test]
async fn a_deadline_passes_exactly_once_however_many_nodes_fire_its_timer() {
    on_both(|b| async move {
        let nodes = [cases(&b.db), cases(&b.db)];
        let ticket = reached(&nodes[0], OFFICE, 1, "submit").await;
        let due = due_at(&nodes[0], &ticket).await;
        let early = due - SignedDuration::from_millis(1);
        assert!(nodes[0].due_timers(OFFICE, early).await.unwrap().is_empty(), "{}", b.name);
        assert_eq!(nodes[0].next_timer(OFFICE).await.unwrap(), Some(due), "{}", b.name);
        let timers = nodes[0].due_timers(OFFICE, due).await.unwrap();
        let [timer] = &timers[..] else { panic!("{}: {timers:?}", b.name) };
        let fired = (0..6).map(|i| nodes[i % 2].fire(OFFICE, timer, due));
        for result in futures::future::join_all(fired).await {
            assert!(result.unwrap(), "{}", b.name);
        }
        assert_eq!(overdue(&nodes[0], &ticket).await, 1, "{}", b.name);
        assert!(nodes[0].due_timers(OFFICE, Timestamp::MAX).await.unwrap().is_empty(), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_deadline_that_was_put_off_or_set_long_ago_still_passes_after_a_restart() {
    on_both(|b| async move {
        let ticket = reached(&cases(&b.db), OFFICE, 1, "submit").await;
        let cases = cases(&b.reopen().await);
        let due = due_at(&cases, &ticket).await;
        let timer = cases.due_timers(OFFICE, due).await.unwrap().remove(0);
        // As timekeeping does with a case that cannot be read at the moment.
        let later = due + SignedDuration::from_hours(1);
        let again = set(OFFICE, &timer.subject, &timer.kind, later, &timer.body);
        b.db.write(Write::one(again)).await.unwrap();
        assert!(cases.due_timers(OFFICE, due).await.unwrap().is_empty(), "{}", b.name);
        assert_eq!(fire_due(&cases, later).await.len(), 1, "{}", b.name);
        assert_eq!(overdue(&cases, &ticket).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_deadline_passes_even_where_an_order_came_with_parts_of_a_millisecond() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let start = minute(0) + SignedDuration::from_nanos(999_999);
        let done = play(&cases, OFFICE, course(1, GROUNDS[0]), "submit", start).await.unwrap();
        assert_eq!(fire_due(&cases, minute(60)).await.len(), 1, "{}", b.name);
        assert_eq!(overdue(&cases, &done.ticket).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn the_clock_of_a_paused_case_stands_still_and_its_new_deadline_passes() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        supply(&cases.stock(OFFICE), &officer("operator_cetak", "A"), minute(0), ("B0000001", "B0000001"))
            .await;
        let ticket = reached(&cases, OFFICE, 1, "rekomendasi").await;
        let first = due_at(&cases, &ticket).await;
        let order =
            |at, command| Order::new(Some(ticket.clone()), officer("operator_cetak", "A"), at, command);
        let pause = Command::Pause { waiting: Waiting::Equipment, why: "pita habis".to_owned() };
        cases.dispatch(OFFICE, order(minute(10), pause)).await.unwrap();
        assert_eq!(fire_due(&cases, first).await.len(), 1, "{}", b.name);
        assert_eq!(overdue(&cases, &ticket).await, 0, "{}: the clock stood still", b.name);
        cases.dispatch(OFFICE, order(minute(120), Command::Resume)).await.unwrap();
        let second = due_at(&cases, &ticket).await;
        assert!(second > first);
        assert_eq!(cases.next_timer(OFFICE).await.unwrap(), Some(second), "{}", b.name);
        fire_due(&cases, second).await;
        assert_eq!(overdue(&cases, &ticket).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_newer_timer_of_a_kind_replaces_the_older_and_is_not_removed_by_its_firing() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let set = |minutes, body| Write::one(set(OFFICE, "wa:62812", "reply", minute(minutes), body));
        b.db.write(set(5, "first")).await.unwrap();
        let first = cases.due_timers(OFFICE, minute(5)).await.unwrap().remove(0);
        b.db.write(set(9, "second")).await.unwrap();
        b.db.write(Write::one(done(OFFICE, &first))).await.unwrap();
        assert!(cases.due_timers(OFFICE, minute(8)).await.unwrap().is_empty(), "{}", b.name);
        let left = cases.due_timers(OFFICE, minute(9)).await.unwrap();
        let bodies: Vec<_> = left.iter().map(|t| (t.body.as_str(), t.due_at)).collect();
        assert_eq!(bodies, [("second", minute(9))], "{}", b.name);
        assert!(!cases.fire(OFFICE, &left[0], minute(9)).await.unwrap(), "{}: not a case's", b.name);
    })
    .await;
}

/// Everything that any table says of one ticket.
async fn traces(b: &Backend, ticket: &Ticket) -> Vec<Row> {
    let sql = "SELECT 'event' FROM events WHERE office = ?1 AND ticket = ?2
        UNION ALL SELECT 'case' FROM cases WHERE office = ?1 AND ticket = ?2
        UNION ALL SELECT 'term' FROM case_terms WHERE office = ?1 AND ticket = ?2
        UNION ALL SELECT 'letter' FROM outbox WHERE office = ?1 AND ticket = ?2
        UNION ALL SELECT 'timer' FROM timers WHERE office = ?1 AND subject = ?2 AND kind <> ?3";
    b.db.query(sql, params![OFFICE, ticket.as_str(), FILES]).await.unwrap()
}

#[tokio::test]
async fn a_draft_is_reminded_of_once_and_then_purged_with_every_row_of_it() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let order = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0])).once("wamid.1");
        let ticket = cases.dispatch(OFFICE, order).await.unwrap().ticket;
        let page = Order::new(Some(ticket.clone()), themself(1), minute(3), attach("photo-1", "kk"));
        cases.dispatch(OFFICE, page).await.unwrap();
        let hours = |h: i64| minute(3 + h * 60);
        let reminders = async || {
            let events = cases.load(OFFICE, &ticket).await.unwrap().unwrap().events;
            events.iter().filter(|e| matches!(e.body, EventBody::Reminded)).count()
        };
        assert!(fire_due(&cases, hours(20)).await.is_empty(), "{}", b.name);
        assert_eq!(fire_due(&cases, hours(21)).await.len(), 1, "{}", b.name);
        assert_eq!(reminders().await, 1, "{}", b.name);
        assert!(fire_due(&cases, hours(167)).await.is_empty(), "{}: once", b.name);
        // Nobody has sent the reminder yet; it must not go out for a draft that is gone.
        assert_eq!(fire_due(&cases, hours(168)).await.len(), 1, "{}", b.name);
        assert_eq!(traces(&b, &ticket).await, [], "{}", b.name);
        assert!(cases.load(OFFICE, &ticket).await.unwrap().is_none(), "{}", b.name);
        assert!(cases.search(OFFICE, applicant(1).nik.as_str()).await.unwrap().is_empty(), "{}", b.name);
        let left = cases.due_timers(OFFICE, Timestamp::MAX).await.unwrap();
        let left: Vec<_> = left.iter().map(|t| (t.subject.as_str(), t.kind.as_str())).collect();
        assert_eq!(left, [(ticket.as_str(), FILES)], "{}: the files are still to be deleted", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_sign_of_life_puts_the_reminder_off() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let order = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0]));
        let ticket = cases.dispatch(OFFICE, order).await.unwrap().ticket;
        let page = Order::new(Some(ticket), themself(1), minute(20 * 60), attach("photo-1", "kk"));
        cases.dispatch(OFFICE, page).await.unwrap();
        assert!(fire_due(&cases, minute(40 * 60)).await.is_empty(), "{}", b.name);
        assert_eq!(cases.next_timer(OFFICE).await.unwrap(), Some(minute(41 * 60)), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_timer_of_a_case_that_is_gone_is_removed_and_says_nothing() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let order = Order::new(None, themself(1), minute(0), open(1, GROUNDS[0]));
        let ticket = cases.dispatch(OFFICE, order).await.unwrap().ticket;
        let late = cases.due_timers(OFFICE, Timestamp::MAX).await.unwrap().remove(0);
        let withdraw = Command::Withdraw { why: None };
        let order = Order::new(Some(ticket), themself(1), minute(1), withdraw);
        cases.dispatch(OFFICE, order).await.unwrap();
        assert!(cases.fire(OFFICE, &late, late.due_at).await.unwrap(), "{}", b.name);
        let left = cases.due_timers(OFFICE, Timestamp::MAX).await.unwrap();
        assert!(left.iter().all(|t| t.kind == FILES), "{}: {left:?}", b.name);
    })
    .await;
}
