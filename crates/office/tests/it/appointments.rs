//! The book of appointments on both databases: no slot is ever overbooked, whoever comes at once, and nobody is lost
//! when the rules change.

use super::support::databases::{Backend, on_both};
use super::support::story::{OFFICE, cases, minute, officer, reached, record, themself};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use office::cases::{CaseError, Cases, Done, Order};
use office::params;
use office::stock::Wish;
use procedure::appointment::VisitCommand;
use procedure::{Actor, Cause, Command, EventBody, Level, Refusal, Slot, Ticket};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Two nodes over one PostgreSQL; one on SQLite, which a single process opens.
async fn nodes(b: &Backend) -> [Cases; 2] {
    let first = cases(&b.db);
    let second = if b.name == "PostgreSQL" { cases(&b.reopen().await) } else { first.clone() };
    [first, second]
}

/// A quarter of an hour, so many minutes after eight on that Monday.
fn slot(minutes: i64) -> Slot {
    Slot { from: minute(minutes), until: minute(minutes + 15) }
}

/// Cards that are ready, of these applicants.
async fn ready(nodes: &[Cases; 2], applicants: std::ops::Range<u32>) -> Vec<(u32, Ticket)> {
    let one = |n: u32| async move { (n, reached(&nodes[n as usize % 2], OFFICE, n, "beritahu").await) };
    let mut all = Vec::new();
    for some in applicants.collect::<Vec<_>>().chunks(16) {
        all.extend(join_all(some.iter().map(|n| one(*n))).await);
    }
    all
}

async fn book(cases: &Cases, (n, ticket): &(u32, Ticket), slot: Slot) -> Result<Done, CaseError> {
    let order = Order::new(Some(ticket.clone()), themself(*n), minute(20), Command::Book { slot });
    cases.dispatch(OFFICE, order).await
}

fn raise(level: Level) -> VisitCommand {
    VisitCommand::SetLevel { level, why: "Kasus naik".to_owned() }
}

async fn change(cases: &Cases, command: VisitCommand) {
    let wish = Wish { actor: officer("kasi", "K"), at: minute(20), once: None };
    cases.visits(OFFICE).change(&wish, &command).await.expect("a Kasi may");
}

/// How many places each slot has given out.
async fn given(b: &Backend) -> BTreeMap<Timestamp, i64> {
    let sql = "SELECT slot, count(*) FROM appointments WHERE office = ?1 GROUP BY slot";
    let rows = b.db.query(sql, params![OFFICE]).await.unwrap();
    rows.iter().map(|r| (r.instant(0).unwrap(), r.int(1).unwrap())).collect()
}

async fn appointment(cases: &Cases, ticket: &Ticket) -> Option<Slot> {
    let case = cases.load(OFFICE, ticket).await.unwrap().unwrap().case;
    case.expected().map(|a| a.slot)
}

async fn happened(cases: &Cases, ticket: &Ticket, wanted: impl Fn(&EventBody) -> bool) -> usize {
    let events = cases.load(OFFICE, ticket).await.unwrap().unwrap().events;
    events.iter().filter(|e| wanted(&e.body)).count()
}

#[tokio::test]
async fn a_slot_that_twelve_people_want_at_the_same_instant_is_given_to_as_many_as_it_has_places() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..12).await;
        let wishes = people.iter().map(|p| book(&nodes[p.0 as usize % 2], p, slot(90)));
        let answers = join_all(wishes).await;
        let booked = answers.iter().filter(|a| a.is_ok()).count();
        assert_eq!(booked, 3, "{}", b.name);
        for late in answers.into_iter().filter_map(Result::err) {
            assert!(matches!(late, CaseError::Refused(Refusal::SlotTaken)), "{}: {late}", b.name);
        }
        assert_eq!(given(&b).await, [(minute(90), 3)].into(), "{}", b.name);
        let mut held = 0;
        for (_, ticket) in &people {
            held += usize::from(appointment(&nodes[0], ticket).await.is_some());
        }
        assert_eq!(held, 3, "{}: case and book say the same", b.name);
    })
    .await;
}

#[tokio::test]
async fn whoever_calls_an_appointment_off_or_moves_it_leaves_their_place_to_others() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..4).await;
        for person in &people[..3] {
            book(&nodes[0], person, slot(90)).await.unwrap();
        }
        assert!(book(&nodes[0], &people[3], slot(90)).await.is_err(), "{}", b.name);
        book(&nodes[0], &people[0], slot(105)).await.unwrap();
        book(&nodes[0], &people[3], slot(90)).await.unwrap();
        let (n, ticket) = &people[1];
        let off = Order::new(Some(ticket.clone()), themself(*n), minute(21), Command::CancelAppointment);
        nodes[0].dispatch(OFFICE, off).await.unwrap();
        assert_eq!(given(&b).await, [(minute(90), 2), (minute(105), 1)].into(), "{}", b.name);
        // Handed over before its time.
        let early = record("penyerahan", "serahkan", super::support::story::form(people[0].0));
        let register = officer("petugas_register", "A");
        super::support::story::waived(&nodes[0], &people[0].1, minute(22)).await;
        let early = Order::new(Some(people[0].1.clone()), register, minute(22), early);
        nodes[0].dispatch(OFFICE, early).await.unwrap();
        assert_eq!(given(&b).await, [(minute(90), 2)].into(), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn with_80_appointments_booked_the_level_is_raised_and_everybody_keeps_their_time_or_is_told_of_another()
 {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..80).await;
        for person in &people {
            // Three a slot, from half past nine on; the break is from twelve to one, and the rest comes on Tuesday.
            let start = match i64::from(person.0 / 3) {
                nth @ 0..10 => 90 + nth * 15,
                nth @ 10..22 => 300 + (nth - 10) * 15,
                nth => 23 * 60 + 30 + (nth - 22) * 15,
            };
            book(&nodes[0], person, slot(start)).await.unwrap_or_else(|e| panic!("{}: {e}", b.name));
        }
        let before: BTreeMap<_, _> = {
            let mut all = BTreeMap::new();
            for (_, ticket) in &people {
                all.insert(ticket.clone(), appointment(&nodes[0], ticket).await.unwrap());
            }
            all
        };
        let preview = nodes[0].visits(OFFICE);
        let preview =
            preview.preview(&officer("kasi", "K"), minute(20), &raise(Level::Strict)).await.unwrap();
        assert_eq!((preview.moved.len(), preview.unplaced()), (53, 0), "{}", b.name);
        change(&nodes[0], raise(Level::Strict)).await;
        let visits = nodes.each_ref().map(|n| n.visits(OFFICE));
        // Two processes at once, as when one was started while the other works.
        let both =
            tokio::join!(visits[0].settle(&nodes[0], minute(20)), visits[1].settle(&nodes[1], minute(20)));
        let moved = both.0.unwrap().moved + both.1.unwrap().moved;
        assert_eq!(moved, 53, "{}", b.name);
        assert!(given(&b).await.values().all(|n| *n == 1), "{}: one place a slot", b.name);
        let mut told = 0;
        let mut moved = Vec::new();
        for (ticket, was) in &before {
            let now = appointment(&nodes[0], ticket).await.expect("nobody is lost");
            let protocol =
                |b: &EventBody| matches!(b, EventBody::AppointmentMoved { cause: Cause::Protocol, .. });
            let times = happened(&nodes[0], ticket, protocol).await;
            assert!(now >= *was, "{}: put earlier", b.name);
            assert_eq!(times, usize::from(now != *was), "{}: told once, if moved", b.name);
            told += times;
            moved.extend((now != *was).then_some((*was, now)));
        }
        moved.sort();
        assert!(moved.windows(2).all(|w| w[0].0 == w[1].0 || w[0].1 < w[1].1), "{}: in their order", b.name);
        let letters = b.db.query("SELECT body FROM outbox WHERE office = ?1", params![OFFICE]).await.unwrap();
        let tells = |row: &&office::db::Row| row.text(0).unwrap().contains("notice-moved-protocol");
        let letters = letters.iter().filter(tells).count();
        assert_eq!((told, letters), (53, 53), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn whoever_books_while_the_level_is_raised_has_a_place_under_the_new_level_or_is_moved() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..12).await;
        let wishes =
            people.iter().map(|p| book(&nodes[p.0 as usize % 2], p, slot(90 + i64::from(p.0 / 3) * 15)));
        let raised = async {
            tokio::task::yield_now().await;
            change(&nodes[1], raise(Level::Strict)).await;
            nodes[1].visits(OFFICE).settle(&nodes[1], minute(20)).await.unwrap();
        };
        let (answers, ()) = tokio::join!(join_all(wishes), raised);
        for refused in answers.iter().filter_map(|a| a.as_ref().err()) {
            assert!(matches!(refused, CaseError::Refused(Refusal::SlotTaken)), "{}: {refused}", b.name);
        }
        assert!(given(&b).await.values().all(|n| *n == 1), "{}: {:?}", b.name, given(&b).await);
        for ((_, ticket), answer) in people.iter().zip(&answers) {
            assert_eq!(appointment(&nodes[0], ticket).await.is_some(), answer.is_ok(), "{}", b.name);
        }
    })
    .await;
}

#[tokio::test]
async fn a_closed_day_has_no_slots_and_its_visitors_come_on_the_next() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..2).await;
        let tuesday = slot(25 * 60);
        book(&nodes[0], &people[0], tuesday).await.unwrap();
        let day = "2026-11-24".parse().unwrap();
        change(&nodes[0], VisitCommand::CloseDay { day, why: "Listrik padam".to_owned() }).await;
        // The timer, should the process that closed the day have died.
        let due = nodes[0].due_timers(OFFICE, minute(20)).await.unwrap();
        assert!(due.iter().any(|t| t.kind == office::cases::timers::VISITS), "{}: {due:?}", b.name);
        let settled = nodes[0].visits(OFFICE).settle(&nodes[0], minute(20)).await.unwrap();
        assert_eq!((settled.moved, settled.unplaced), (1, 0), "{}", b.name);
        let wednesday = appointment(&nodes[0], &people[0].1).await.unwrap();
        assert_eq!(wednesday.from, "2026-11-25T07:30:00+07:00".parse::<Timestamp>().unwrap(), "{}", b.name);
        let refused = book(&nodes[0], &people[1], tuesday).await;
        assert!(matches!(refused, Err(CaseError::Refused(Refusal::SlotNotOffered))), "{}", b.name);
    })
    .await;
}

/// Fires what has fallen due at `at`.
async fn fire_due(cases: &Cases, at: Timestamp) {
    for timer in cases.due_timers(OFFICE, at).await.unwrap() {
        cases.fire(OFFICE, &timer, at).await.unwrap();
    }
}

#[tokio::test]
async fn who_does_not_come_is_rebooked_then_left_in_peace_and_the_card_goes_to_the_safe() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let (cases, people) = (&nodes[0], ready(&nodes, 0..1).await);
        let ticket = &people[0].1;
        book(cases, &people[0], slot(90)).await.unwrap();
        fire_due(cases, minute(100)).await;
        assert_eq!(appointment(cases, ticket).await, Some(slot(90)), "{}: it is not over yet", b.name);
        fire_due(cases, minute(90 + 15 + 30)).await;
        let next = appointment(cases, ticket).await.expect("another slot");
        assert_eq!(next, slot(90 + 24 * 60), "{}: the same time the next day", b.name);
        // The reminder was due when it was rebooked.
        let reminded = |b: &EventBody| matches!(b, EventBody::AppointmentReminded { .. });
        fire_due(cases, minute(24 * 60 - 600)).await;
        assert_eq!(happened(cases, ticket, reminded).await, 1, "{}", b.name);
        let missed_at = next.until + SignedDuration::from_mins(30);
        fire_due(cases, missed_at).await;
        assert_eq!(appointment(cases, ticket).await, None, "{}: rebooked once only", b.name);
        let safe = |b: &EventBody| matches!(b, EventBody::StoredInSafe);
        let days = |n: i64| missed_at + SignedDuration::from_hours(24 * n);
        fire_due(cases, days(13)).await;
        assert_eq!(happened(cases, ticket, safe).await, 0, "{}", b.name);
        fire_due(cases, days(14)).await;
        assert_eq!(happened(cases, ticket, safe).await, 1, "{}", b.name);
        assert!(cases.load(OFFICE, ticket).await.unwrap().unwrap().case.in_safe.is_some(), "{}", b.name);
        let sql = "SELECT count(*) FROM appointments WHERE office = ?1 AND standing = 'missed'";
        assert_eq!(b.db.query(sql, params![OFFICE]).await.unwrap()[0].int(0).unwrap(), 2, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn the_last_seat_of_the_waiting_room_is_one_visitor_s_and_free_again_once_somebody_is_served() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..12).await;
        change(&nodes[0], raise(Level::Strict)).await;
        for person in &people {
            book(
                &nodes[0],
                person,
                slot(if person.0 < 10 {
                    90 + 15 * i64::from(person.0)
                } else {
                    300 + 15 * i64::from(person.0)
                }),
            )
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", b.name));
        }
        let arrive = |n: usize, at: i64| {
            let checks = ["masker", "suhu", "tangan"].map(|c| c.into()).to_vec();
            let register = officer("petugas_register", "A");
            let order =
                Order::new(Some(people[n].1.clone()), register, minute(at), Command::Arrive { checks });
            nodes[n % 2].dispatch(OFFICE, order)
        };
        for n in 0..9 {
            arrive(n, 100).await.unwrap_or_else(|e| panic!("{}: {e}", b.name));
        }
        let (one, other, third) = tokio::join!(arrive(9, 101), arrive(10, 101), arrive(11, 101));
        let inside = [&one, &other, &third].iter().filter(|a| a.is_ok()).count();
        assert_eq!(inside, 1, "{}: {one:?} {other:?} {third:?}", b.name);
        let full = [one, other, third].into_iter().filter_map(Result::err);
        for refused in full {
            assert!(
                matches!(refused, CaseError::Refused(Refusal::WaitingRoomFull { limit: 10 })),
                "{}: {refused}",
                b.name
            );
        }
        assert_eq!(nodes[0].visits(OFFICE).waiting(minute(102)).await.unwrap(), 10, "{}", b.name);
        let form = super::support::story::form(0);
        let served = record("penyerahan", "serahkan", form);
        super::support::story::waived(&nodes[0], &people[0].1, minute(103)).await;
        let served =
            Order::new(Some(people[0].1.clone()), officer("petugas_register", "A"), minute(103), served);
        nodes[0].dispatch(OFFICE, served).await.unwrap();
        assert_eq!(nodes[0].visits(OFFICE).waiting(minute(104)).await.unwrap(), 9, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn the_level_is_changed_by_whom_the_procedure_names_and_remembered_with_its_reason() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let visits = cases.visits(OFFICE);
        let wish = |actor: Actor| Wish { actor, at: minute(1), once: None };
        let refused = visits.change(&wish(officer("petugas_register", "A")), &raise(Level::Strict)).await;
        assert!(matches!(refused, Err(CaseError::Refused(Refusal::NotYourPower { .. }))), "{}", b.name);
        let levels = [Level::Cautious, Level::Strict];
        let both = levels.map(|level| change(&cases, raise(level)));
        // At the same instant: one after the other, and neither is lost.
        join_all(both).await;
        let changes = visits.changes().await.unwrap();
        assert_eq!(changes.iter().map(|(no, _)| *no).collect::<Vec<_>>(), [2, 1], "{}", b.name);
    })
    .await;
}

/// What somebody may want of their appointment in this round.
fn wish(rng: &mut StdRng) -> Command {
    match rng.random_range(0..8) {
        0 => Command::CancelAppointment,
        1 => Command::Screen { clear: rng.random() },
        // Few slots and many people, so that they want the same ones.
        _ => Command::Book { slot: slot(90 + 15 * rng.random_range(0..4)) },
    }
}

/// Tickets that the book expects, by slot, and what their cases say.
async fn expected(
    b: &Backend,
    cases: &Cases,
    people: &[(u32, Ticket)],
) -> (Vec<(Ticket, Slot)>, Vec<(Ticket, Slot)>) {
    let sql = "SELECT ticket, slot, slot_end FROM appointments WHERE office = ?1 AND standing = 'booked'";
    let rows = b.db.query(sql, params![OFFICE]).await.unwrap();
    let read = |r: &office::db::Row| {
        let slot = Slot { from: r.instant(1).unwrap(), until: r.instant(2).unwrap() };
        (Ticket::parse(&r.text(0).unwrap()).unwrap(), slot)
    };
    let mut book: Vec<_> = rows.iter().map(read).collect();
    let mut told = Vec::new();
    for (_, ticket) in people {
        told.extend(appointment(cases, ticket).await.map(|slot| (ticket.clone(), slot)));
    }
    book.sort();
    told.sort();
    (book, told)
}

#[tokio::test]
async fn whatever_people_and_the_office_want_at_once_book_and_cases_say_the_same_and_no_slot_is_overbooked() {
    on_both(|b| async move {
        let nodes = nodes(&b).await;
        let people = ready(&nodes, 0..10).await;
        let mut rng = StdRng::seed_from_u64(13);
        for round in 0..8 {
            let wishes: Vec<_> =
                people.iter().map(|(n, ticket)| (*n, ticket.clone(), wish(&mut rng))).collect();
            let carried_out = wishes.into_iter().map(|(n, ticket, command)| {
                let order = Order::new(Some(ticket), themself(n), minute(20), command);
                nodes[n as usize % 2].dispatch(OFFICE, order)
            });
            let level = Level::ALL[rng.random_range(0..3)];
            let office = async {
                let visits = nodes[round % 2].visits(OFFICE);
                let by = Wish { actor: officer("kasi", "K"), at: minute(20), once: None };
                match visits.change(&by, &raise(level)).await {
                    Ok(()) | Err(CaseError::Refused(Refusal::NothingChanges)) => {}
                    Err(other) => panic!("{} round {round}: {other}", b.name),
                }
                visits.settle(&nodes[round % 2], minute(20)).await.unwrap();
            };
            let (answers, ()) = tokio::join!(join_all(carried_out), office);
            for answer in answers {
                let fine = matches!(answer, Ok(_) | Err(CaseError::Refused(_)));
                assert!(fine, "{} round {round}: {answer:?}", b.name);
            }
            // Whoever booked under the old level just before it changed is seen by the one who changed it.
            let capacity = [3, 2, 1][Level::ALL.iter().position(|l| *l == level).unwrap()];
            let all = given(&b).await;
            assert!(all.values().all(|n| *n <= capacity), "{} round {round}, {capacity}: {all:?}", b.name);
            let (book, told) = expected(&b, &nodes[0], &people).await;
            assert_eq!(book, told, "{} round {round}", b.name);
        }
    })
    .await;
}
