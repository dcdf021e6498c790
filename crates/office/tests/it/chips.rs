//! Chips on both databases: bound once and for all, by one case only, and held against what happened.

use crate::support::databases::{Backend, on_both};
use crate::support::stations::{OTHER_UID, UID, binds, card, told};
use crate::support::stock::supply;
use crate::support::story::{OFFICE, cases, form, minute, officer, reached, record};
use futures::future::join_all;
use office::cases::{CaseError, Cases, Done, Order};
use office::db::{Statement, Write};
use office::params;
use office::stations::{Seen, Stations};
use office::stock::Difference;
use procedure::{Actor, ChipRefusal, Command, EventBody, Form, Refusal, StationId, Ticket};

fn printer() -> Actor {
    officer("operator_cetak", "A")
}

/// A card of applicant `n`, printed on the blank of that number.
async fn printed(cases: &Cases, n: u32) -> (Ticket, String) {
    let ticket = reached(cases, OFFICE, n, "tercetak").await;
    (ticket, form(n).blangko.expect("a serial"))
}

async fn wants(cases: &Cases, ticket: &Ticket, command: Command) -> Result<Done, CaseError> {
    cases.dispatch(OFFICE, Order::new(Some(ticket.clone()), printer(), minute(60), command)).await
}

fn refused(answer: Result<Done, CaseError>) -> ChipRefusal {
    match answer {
        Err(CaseError::Refused(Refusal::Chip { why })) => why,
        other => panic!("{other:?}"),
    }
}

fn is_bound(done: &Done) -> bool {
    matches!(done.events.as_slice(), [e] if matches!(e.body, EventBody::ChipBound { .. }))
}

fn is_raised(done: &Done) -> bool {
    matches!(done.events.as_slice(), [e] if matches!(e.body, EventBody::ChipRefused { .. }))
}

/// Two offices' worth of what a test needs: stations, and what lies on one of them.
async fn station(b: &Backend, seen: Seen) -> (Stations, StationId) {
    let stations = Stations::new(b.db.clone(), OFFICE);
    let id = told(&stations, seen, minute(60)).await;
    (stations, id)
}

#[tokio::test]
async fn a_chip_that_ten_cases_want_at_the_same_instant_is_bound_to_one_and_raised_on_the_others() {
    on_both(|b| async move {
        // Two processes, so that nothing but the database keeps them apart.
        let nodes = [cases(&b.db), cases(&b.reopen().await)];
        let (stations, station) = station(&b, card(UID)).await;
        let mut cards = Vec::new();
        for n in 1..=10 {
            cards.push(printed(&nodes[0], n).await);
        }
        let tries = cards.iter().zip(nodes.iter().cycle()).map(|((ticket, serial), node)| {
            let command = binds(&station, serial, UID);
            async move { wants(node, ticket, command).await.expect("decided") }
        });
        let done = join_all(tries).await;
        let winners: Vec<_> = done.iter().filter(|d| is_bound(d)).collect();
        let raised: Vec<_> = done.iter().filter(|d| is_raised(d)).collect();
        assert_eq!((winners.len(), raised.len()), (1, 9), "{}", b.name);
        for one in raised {
            let alarm = &one.case.as_ref().expect("a case").chip_alarms[0];
            assert_eq!(alarm.bound_to, winners[0].ticket, "{}", b.name);
        }
        assert_eq!(stations.alarms(50).await.expect("alarms").len(), 9, "{}", b.name);
        let found = nodes[0].stock(OFFICE).verify().await.expect("verified");
        assert_eq!((found.chips, found.differences), (1, vec![]), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_chip_stays_taken_though_its_card_was_spoiled_and_the_next_card_needs_another() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (stations, station) = station(&b, card(UID)).await;
        let (ticket, serial) = printed(&cases, 1).await;
        assert!(is_bound(&wants(&cases, &ticket, binds(&station, &serial, UID)).await.unwrap()));
        let spoils =
            Form { blangko: Some(serial), why: Some("Chip tidak menjawab".to_owned()), ..Form::default() };
        wants(&cases, &ticket, record("pencetakan", "gagal_cetak", spoils)).await.unwrap();
        supply(&cases.stock(OFFICE), &printer(), minute(60), ("C0000002", "C0000002")).await;
        wants(&cases, &ticket, record("pencetakan", "perintah_cetak", Form::default())).await.unwrap();
        let next = Form { blangko: Some("C0000002".to_owned()), ..Form::default() };
        wants(&cases, &ticket, record("pencetakan", "tercetak", next)).await.unwrap();
        let again = wants(&cases, &ticket, binds(&station, "C0000002", UID)).await.unwrap();
        assert!(is_raised(&again), "{}", b.name);
        let known = refused(wants(&cases, &ticket, binds(&station, "C0000002", UID)).await);
        assert!(matches!(known, ChipRefusal::Known { ticket: t, .. } if t == ticket), "{}", b.name);
        let report = crate::support::stations::report(card(OTHER_UID));
        assert!(
            stations
                .hear(&station, minute(60) + jiff::SignedDuration::from_millis(1), &report, minute(60))
                .await
                .unwrap()
        );
        assert!(is_bound(&wants(&cases, &ticket, binds(&station, "C0000002", OTHER_UID)).await.unwrap()));
    })
    .await;
}

#[tokio::test]
async fn what_a_station_told_more_than_a_minute_ago_is_not_bound() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (stations, station) = station(&b, card(UID)).await;
        let (ticket, serial) = printed(&cases, 1).await;
        let late = Order::new(Some(ticket.clone()), printer(), minute(62), binds(&station, &serial, UID));
        assert_eq!(refused(cases.dispatch(OFFICE, late).await), ChipRefusal::NoneOnReader, "{}", b.name);
        let nowhere = wants(&cases, &ticket, binds(&StationId::new("tidak-ada"), &serial, UID)).await;
        assert_eq!(refused(nowhere), ChipRefusal::NoneOnReader, "{}", b.name);
        assert!(stations.end(station.as_str(), minute(60), None).await.unwrap());
        let ended = wants(&cases, &ticket, binds(&station, &serial, UID)).await;
        assert_eq!(refused(ended), ChipRefusal::NoneOnReader, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_card_printed_for_case_a_is_not_bound_to_case_b() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (_, station) = station(&b, card(UID)).await;
        let ((of_a, serial_of_a), (of_b, serial_of_b)) = (printed(&cases, 1).await, printed(&cases, 2).await);
        let mixed_up = refused(wants(&cases, &of_b, binds(&station, &serial_of_a, UID)).await);
        let expected = ChipRefusal::CardOf { printed: serial_of_b.clone(), ticket: of_a.clone() };
        assert_eq!(mixed_up, expected, "{}", b.name);
        let strange = refused(wants(&cases, &of_b, binds(&station, "Z9999999", UID)).await);
        assert_eq!(strange, ChipRefusal::OtherCard { printed: serial_of_b.clone() }, "{}", b.name);
        // Whoever reads the serial off the right card and lays the other one down is told by the chip.
        assert!(is_bound(&wants(&cases, &of_a, binds(&station, &serial_of_a, UID)).await.unwrap()));
        assert!(is_raised(&wants(&cases, &of_b, binds(&station, &serial_of_b, UID)).await.unwrap()));
    })
    .await;
}

#[tokio::test]
async fn another_offices_chip_is_unknown_here() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (_, here) = station(&b, card(UID)).await;
        let elsewhere = Stations::new(b.db.clone(), "13.71");
        let there = told(&elsewhere, card(UID), minute(60)).await;
        let (ticket, serial) = printed(&cases, 1).await;
        assert_eq!(
            refused(wants(&cases, &ticket, binds(&there, &serial, UID)).await),
            ChipRefusal::NoneOnReader,
            "{}",
            b.name
        );
        assert!(is_bound(&wants(&cases, &ticket, binds(&here, &serial, UID)).await.unwrap()));
        assert_eq!(cases.stock("13.71").verify().await.unwrap().chips, 0, "{}", b.name);
    })
    .await;
}

async fn tamper(b: &Backend, sql: &'static str) {
    b.db.write(Write::one(Statement::new(sql, params![OFFICE]).must_change())).await.unwrap();
}

#[tokio::test]
async fn a_chip_that_is_changed_behind_the_cases_back_is_found() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (_, station) = station(&b, card(UID)).await;
        let (ticket, serial) = printed(&cases, 1).await;
        wants(&cases, &ticket, binds(&station, &serial, UID)).await.unwrap();
        let found = async || cases.stock(OFFICE).verify().await.unwrap().differences;
        let chip = |uid: &str| Difference::Chip { uid: uid.to_owned(), ticket: ticket.to_string() };
        assert_eq!(found().await, [], "{}", b.name);
        tamper(&b, "UPDATE chips SET uid = '04FFEEDDCCBBAA' WHERE office = ?1").await;
        assert_eq!(found().await, [chip(OTHER_UID), chip(UID)], "{}", b.name);
        tamper(&b, "UPDATE chips SET uid = '04A1B2C3D4E5F6', serial = 'X0000001' WHERE office = ?1").await;
        assert_eq!(found().await, [chip(UID), chip(UID)], "{}", b.name);
        tamper(&b, "DELETE FROM chips WHERE office = ?1").await;
        assert_eq!(found().await, [chip(UID)], "{}", b.name);
        tamper(&b, "DELETE FROM events WHERE office = ?1 AND kind = 'chip_bound'").await;
        assert_eq!(found().await, [], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_code_pairs_one_station_within_its_minutes_and_a_report_counts_once() {
    on_both(|b| async move {
        let stations = Stations::new(b.db.clone(), OFFICE);
        let key = "0".repeat(64);
        let code = stations.make_code("Loket 1", "Administrator", minute(0), None).await.unwrap();
        assert_eq!(stations.pair(&code, &key, minute(11)).await.unwrap(), None, "{}: too old", b.name);
        assert_eq!(stations.pair("AAAAA-AAAAA", &key, minute(1)).await.unwrap(), None, "{}", b.name);
        let typed = code.to_lowercase().replace('-', " ");
        let tries = join_all((0..4).map(|_| stations.pair(&typed, &key, minute(1)))).await;
        let mut paired = tries.into_iter().filter_map(|t| t.unwrap());
        let (id, name) = paired.next().expect("paired");
        assert_eq!((name.as_str(), paired.next()), ("Loket 1", None), "{}: once", b.name);
        let hear = async |at, seen| {
            stations.hear(&id, at, &crate::support::stations::report(seen), at).await.unwrap()
        };
        assert!(hear(minute(2), card(UID)).await && !hear(minute(2), Seen::Empty).await);
        assert!(hear(minute(3), card(UID)).await);
        let station = stations.station(id.as_str()).await.unwrap().expect("a station");
        assert_eq!(station.since, Some(minute(2)), "{}: the same card lies there since then", b.name);
        assert!(hear(minute(4), card(OTHER_UID)).await);
        let station = stations.station(id.as_str()).await.unwrap().expect("a station");
        assert_eq!((station.since, station.seen), (Some(minute(4)), card(OTHER_UID)), "{}", b.name);
        assert!(stations.end(id.as_str(), minute(5), None).await.unwrap());
        assert!(
            !hear(minute(6), card(UID)).await && !stations.end(id.as_str(), minute(7), None).await.unwrap()
        );
    })
    .await;
}
