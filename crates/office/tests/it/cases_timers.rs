//! Timers on both databases: what falls due is put to the case once, however often it is fired, and a
//! draft that nobody came back to leaves nothing.

use super::support::databases::{Backend, on_both};
use super::support::stock::supply;
use super::support::story::{
    GROUNDS, OFFICE, applicant, attach, cases, course, minute, officer, open, play, reached, themself,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use office::cases::timers::{Due, FILES, done, set};
use office::cases::{Cases, Order};
use office::db::{Row, Write};
use office::params;
use office::stock::Wish;
use procedure::appointment::VisitCommand;
use procedure::event::Waiting;
use procedure::{ClockKind, Command, EventBody, Ticket};
use std::collections::BTreeSet;

/// Fires what has fallen due of cases at `at`; what it was.
async fn fire_due(cases: &Cases, at: Timestamp) -> Vec<Due> {
    let mut fired = Vec::new();
    for timer in cases.due_timers(OFFICE, at).await.unwrap() {
        if cases.fire(OFFICE, &timer, at).await.unwrap() {
            fired.push(timer);
        }
    }
    fired
}

async fn overdue(cases: &Cases, ticket: &Ticket) -> usize {
    let passed = |b: &&EventBody| matches!(b, EventBody::DeadlinePassed { clock: ClockKind::Step, .. });
    told(cases, ticket).await.iter().filter(passed).count()
}

/// What was said of the case's clocks, in order.
async fn told(cases: &Cases, ticket: &Ticket) -> Vec<EventBody> {
    use EventBody as E;
    let events = cases.load(OFFICE, ticket).await.unwrap().unwrap().events;
    let of_time =
        |b: &EventBody| matches!(b, E::AtRisk { .. } | E::DeadlinePassed { .. } | E::Escalated { .. });
    events.into_iter().map(|e| e.body).filter(of_time).collect()
}

async fn due_at(cases: &Cases, ticket: &Ticket) -> Timestamp {
    cases.load(OFFICE, ticket).await.unwrap().unwrap().case.step.unwrap().clock.due
}

/// As if the machine had slept until then, and then fired whatever is due, until nothing is any more.
async fn fire_all(cases: &Cases, at: Timestamp) {
    for _ in 0..20 {
        if fire_due(cases, at).await.is_empty() {
            return;
        }
    }
    panic!("there is no end of it");
}

#[tokio::test]
async fn a_deadline_passes_exactly_once_however_many_nodes_fire_its_timer() {
    on_both(|b| async move {
        let nodes = [cases(&b.db), cases(&b.db)];
        let ticket = reached(&nodes[0], OFFICE, 1, "submit").await;
        let due = due_at(&nodes[0], &ticket).await;
        let at_risk = due - SignedDuration::from_mins(2);
        let early = at_risk - SignedDuration::from_millis(1);
        assert!(nodes[0].due_timers(OFFICE, early).await.unwrap().is_empty(), "{}", b.name);
        for (at, said) in [(at_risk, 2), (due, 4)] {
            assert_eq!(nodes[0].next_timer(OFFICE).await.unwrap(), Some(at), "{}", b.name);
            let timers = nodes[0].due_timers(OFFICE, at).await.unwrap();
            let [timer] = &timers[..] else { panic!("{}: {timers:?}", b.name) };
            let fired = (0..6).map(|i| nodes[i % 2].fire(OFFICE, timer, at));
            for result in futures::future::join_all(fired).await {
                assert!(result.unwrap(), "{}", b.name);
            }
            assert_eq!(told(&nodes[0], &ticket).await.len(), said, "{}", b.name);
        }
        assert_eq!(overdue(&nodes[0], &ticket).await, 1, "{}", b.name);
        fire_all(&nodes[1], minute(30 * 24 * 60)).await;
        assert!(nodes[0].due_timers(OFFICE, Timestamp::MAX).await.unwrap().is_empty(), "{}", b.name);
        let all = told(&nodes[0], &ticket).await;
        assert_eq!(
            all.len(),
            all.iter().map(|b| format!("{b:?}")).collect::<BTreeSet<_>>().len(),
            "{}",
            b.name
        );
        // At risk, over, an hour over; and of the whole case over, a day over: with whom each was told to.
        assert_eq!(all.len(), 2 + 2 + 1 + 2 + 1, "{}: {all:?}", b.name);
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
        let later = due + SignedDuration::from_mins(20);
        let again = set(OFFICE, &timer.subject, &timer.kind, later, &timer.body);
        b.db.write(Write::one(again)).await.unwrap();
        assert!(cases.due_timers(OFFICE, due).await.unwrap().is_empty(), "{}", b.name);
        assert_eq!(fire_due(&cases, later).await.len(), 1, "{}", b.name);
        assert_eq!(overdue(&cases, &ticket).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_while_a_timer_is_due_loses_nothing_and_tells_nothing_twice() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "submit").await;
        let due = due_at(&cases, &ticket).await;
        let timer = cases.due_timers(OFFICE, due).await.unwrap().remove(0);
        // Between looking and asking somebody set the machine's clock back by an hour.
        let an_hour_ago = timer.due_at - SignedDuration::from_hours(1);
        assert!(cases.fire(OFFICE, &timer, an_hour_ago).await.unwrap());
        assert_eq!(told(&cases, &ticket).await.len(), 2, "{}: at risk, and who was told", b.name);
        assert!(cases.due_timers(OFFICE, an_hour_ago).await.unwrap().is_empty(), "{}", b.name);
        fire_all(&cases, due).await;
        fire_all(&cases, an_hour_ago).await;
        fire_all(&cases, due).await;
        assert_eq!(overdue(&cases, &ticket).await, 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn those_who_are_told_find_it_in_their_list_until_they_have_seen_it() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "submit").await;
        let due = due_at(&cases, &ticket).await;
        fire_all(&cases, due - SignedDuration::from_mins(2)).await;
        fire_all(&cases, due).await;
        let unseen =
            async |user, role: &str| cases.alerts_unseen(OFFICE, &[role.into()], user).await.unwrap();
        assert_eq!(unseen("a", "operator_pelayanan").await, 1, "{}: at risk", b.name);
        assert_eq!(unseen("b", "kasi").await, 1, "{}: over", b.name);
        assert_eq!(unseen("c", "kadis").await, 0, "{}: not yet", b.name);
        let found = cases.alerts(OFFICE, &["kasi".into(), "operator_pelayanan".into()]).await.unwrap();
        let words: Vec<_> = found.iter().map(|a| (a.clock.as_str(), a.call.as_str(), a.due_at)).collect();
        assert_eq!(words, [("step", "over", due), ("step", "at_risk", due)], "{}", b.name);
        cases.see_alerts(OFFICE, "b", due).await.unwrap();
        cases.see_alerts(OFFICE, "b", minute(0)).await.unwrap();
        assert_eq!(unseen("b", "kasi").await, 0, "{}: seen stays seen", b.name);
        assert_eq!(unseen("d", "kasi").await, 1, "{}: by that person alone", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_day_that_the_office_closes_moves_every_open_deadline_once_whichever_node_counts() {
    on_both(|b| async move {
        let nodes = [cases(&b.db), cases(&b.db)];
        let cases_open =
            [reached(&nodes[0], OFFICE, 1, "submit").await, reached(&nodes[0], OFFICE, 2, "lengkap").await];
        let draft = nodes[0]
            .dispatch(OFFICE, Order::new(None, themself(3), minute(0), open(3, GROUNDS[0])))
            .await
            .unwrap();
        let count = async |of: &Ticket| {
            let events = nodes[1].load(OFFICE, of).await.unwrap().unwrap().events;
            events.iter().filter(|e| matches!(e.body, EventBody::DueMoved { .. })).count()
        };
        let before = due_at(&nodes[0], &cases_open[0]).await;
        let change = |command| {
            let wish = Wish { actor: officer("kasi", "K"), at: minute(5), once: None };
            let visits = nodes[0].visits(OFFICE);
            async move { visits.change(&wish, &command).await.unwrap() }
        };
        let (day, why) = (minute(0).to_zoned(TimeZone::UTC).date(), || "listrik padam".to_owned());
        change(VisitCommand::CloseDay { day, why: why() }).await;
        let counted = nodes.iter().map(|n| n.recount(OFFICE, minute(6)));
        let moved: usize = futures::future::join_all(counted).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(moved, 2, "{}", b.name);
        for ticket in &cases_open {
            assert_eq!(count(ticket).await, 1, "{}", b.name);
        }
        assert_eq!(count(&draft.ticket).await, 0, "{}", b.name);
        // Tuesday opens at half past seven.
        let tuesday = minute(24 * 60 - 30);
        assert_eq!(
            due_at(&nodes[1], &cases_open[0]).await,
            tuesday + SignedDuration::from_mins(10),
            "{}",
            b.name
        );
        fire_all(&nodes[0], before).await;
        assert_eq!(told(&nodes[0], &cases_open[0]).await, [], "{}: the old deadline says nothing", b.name);
        assert_eq!(nodes[1].recount(OFFICE, minute(7)).await.unwrap(), 0, "{}", b.name);
        change(VisitCommand::OpenDay { day, why: why() }).await;
        assert_eq!(nodes[1].recount(OFFICE, minute(8)).await.unwrap(), 2, "{}", b.name);
        assert_eq!(due_at(&nodes[0], &cases_open[0]).await, before, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_deadline_passes_even_where_an_order_came_with_parts_of_a_millisecond() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let start = minute(0) + SignedDuration::from_nanos(999_999);
        let done = play(&cases, OFFICE, course(1, GROUNDS[0]), "submit", start).await.unwrap();
        fire_all(&cases, minute(60)).await;
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
        fire_all(&cases, first).await;
        assert_eq!(told(&cases, &ticket).await, [], "{}: the clock stood still", b.name);
        cases.dispatch(OFFICE, order(minute(120), Command::Resume)).await.unwrap();
        let second = due_at(&cases, &ticket).await;
        assert!(second > first);
        let at_risk = second - SignedDuration::from_mins(3);
        assert_eq!(cases.next_timer(OFFICE).await.unwrap(), Some(at_risk), "{}", b.name);
        fire_all(&cases, second).await;
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

/// Everything that any table says of one ticket that somebody could read.
async fn traces(b: &Backend, ticket: &Ticket) -> Vec<Row> {
    let sql = "SELECT 'key' FROM case_keys WHERE office = ?1 AND ticket = ?2
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
