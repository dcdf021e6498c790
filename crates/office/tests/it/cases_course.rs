//! A request's whole way through the case log, on both databases: to the register, and who wins a race.

use super::support::databases::on_both;
use super::support::stock::supply;
use super::support::story::{self, GROUNDS, OFFICE, cases, course, minute, officer, play, reached, record};
use futures::future::join_all;
use jiff::Timestamp;
use office::cases::{CaseError, Cases, Order};
use procedure::{Refusal, Status};
use std::collections::BTreeSet;

async fn lines(cases: &Cases, office: &str) -> Vec<office::cases::register::Line> {
    cases.register(office, Timestamp::UNIX_EPOCH, Timestamp::MAX, 1_000).await.unwrap()
}

#[tokio::test]
async fn a_request_of_each_reason_goes_from_draft_to_the_register() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        for (n, of) in (1..).zip(GROUNDS) {
            let done = play(&cases, OFFICE, course(n, *of), "serahkan", minute(0)).await.unwrap();
            let case = done.case.unwrap();
            assert_eq!(case.status, Status::Closed(procedure::Closing::HandedOver), "{} {of:?}", b.name);
            let lines = lines(&cases, OFFICE).await;
            let line = lines.iter().find(|l| l.ticket == done.ticket.as_str()).unwrap();
            assert_eq!((line.year, line.number), (2026, i64::from(n)), "{}", b.name);
            assert_eq!(line.name, story::applicant(n).name);
            assert_eq!(line.nik, story::applicant(n).nik.as_str());
            assert_eq!(line.reasons, of.0.join(","));
            assert_eq!(line.blangko.as_deref(), story::form(n).blangko.as_deref());
            assert_eq!(line.officer, "Petugas A");
            let summary = cases.summary(OFFICE, &done.ticket).await.unwrap().unwrap();
            assert_eq!((summary.status.as_str(), summary.lane.as_str()), ("handed_over", ""));
        }
    })
    .await;
}

#[tokio::test]
async fn every_change_is_announced_with_the_steps_whose_inboxes_it_left_and_entered() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let mut changes = cases.changes();
        supply(&cases.stock(OFFICE), &officer("operator_cetak", "A"), minute(0), ("AB1000", "AB1000")).await;
        let ticket = reached(&cases, OFFICE, 1, "perintah_cetak").await;
        let mut seen = Vec::new();
        while let Ok(change) = changes.try_recv() {
            assert_eq!(
                (change.office.as_str(), change.ticket.as_ref()),
                (OFFICE, Some(&ticket)),
                "{}",
                b.name
            );
            seen.push(change.lanes.iter().map(|l| l.as_str().to_owned()).collect::<Vec<_>>().join(" > "));
        }
        let wanted = ["", "", "", "penerimaan", "penerimaan > verifikasi", "verifikasi > pencetakan"];
        assert_eq!(seen[..6], wanted, "{}", b.name);
        assert_eq!(seen[6..], ["pencetakan"], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn each_year_of_the_offices_own_time_has_its_own_numbers() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let mut numbers = Vec::new();
        // The last minute of the year in Painan is still five in the afternoon in Greenwich.
        for (n, at) in (1..).zip(["2026-12-31T23:59+07", "2027-01-01T00:00+07", "2026-12-31T16:59Z"]) {
            let ticket = reached(&cases, OFFICE, n, "beritahu").await;
            let hand_over = record("penyerahan", "serahkan", story::form(n));
            let at = at.parse().unwrap();
            story::waived(&cases, &ticket, at).await;
            let order = Order::new(Some(ticket), officer("petugas_register", "A"), at, hand_over);
            cases.dispatch(OFFICE, order).await.unwrap();
        }
        for line in lines(&cases, OFFICE).await {
            numbers.push((line.year, line.number));
        }
        assert_eq!(numbers, [(2026, 1), (2026, 2), (2027, 1)], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn register_numbers_have_no_gap_under_sixty_handovers_at_once_from_ten_nodes() {
    on_both(|b| async move {
        let node = cases(&b.db);
        let mut waiting = Vec::new();
        for n in 1..=60 {
            let ticket = reached(&node, OFFICE, n, "beritahu").await;
            story::waived(&node, &ticket, minute(60)).await;
            waiting.push((n, ticket));
        }
        // SQLite is opened by one process only; PostgreSQL by as many as there are.
        let mut nodes = vec![node];
        if b.name == "PostgreSQL" {
            for _ in 0..9 {
                nodes.push(cases(&b.reopen().await));
            }
        }
        let handovers = waiting.into_iter().map(|(n, ticket)| {
            let node = nodes[n as usize % nodes.len()].clone();
            let hand_over = record("penyerahan", "serahkan", story::form(n));
            let order = Order::new(Some(ticket), officer("petugas_register", "A"), minute(60), hand_over);
            async move { node.dispatch(OFFICE, order).await }
        });
        for result in join_all(handovers).await {
            result.unwrap_or_else(|e| panic!("{}: {e}", b.name));
        }
        let numbers: Vec<i64> = lines(&nodes[0], OFFICE).await.iter().map(|l| l.number).collect();
        assert_eq!(numbers, (1..=60).collect::<Vec<_>>(), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn of_two_officers_at_the_same_step_one_wins_and_the_other_is_told_who_and_when() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        for n in 1..=10 {
            let ticket = reached(&cases, OFFICE, n, "submit").await;
            let both = [("A", 30), ("B", 31)].map(|(who, at)| {
                let accept = record("penerimaan", "lengkap", story::form(n));
                let actor = officer("operator_pelayanan", who);
                let order = Order::new(Some(ticket.clone()), actor, minute(at), accept);
                let cases = cases.clone();
                async move { (format!("Petugas {who}"), minute(at), cases.dispatch(OFFICE, order).await) }
            });
            let mut results = join_all(both).await;
            results.sort_by_key(|(_, _, r)| r.is_err());
            let [(winner, when, won), (_, _, lost)] = &results[..] else { panic!("two orders") };
            won.as_ref().unwrap();
            let Err(CaseError::Refused(Refusal::AlreadyDone { step, outcome, by, at })) = lost else {
                panic!("{}: {lost:?}", b.name)
            };
            assert_eq!((step.as_str(), outcome.as_str(), by, at), ("penerimaan", "lengkap", winner, when));
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_officers_who_claim_at_once_one_has_it_and_the_other_is_told_who_and_when() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "submit").await;
        let all = ["A", "B", "C", "D", "E"].map(|who| {
            let actor = officer("operator_pelayanan", who);
            let order = Order::new(Some(ticket.clone()), actor, minute(30), procedure::Command::Claim);
            cases.dispatch(OFFICE, order)
        });
        let (won, lost): (Vec<_>, Vec<_>) = join_all(all).await.into_iter().partition(Result::is_ok);
        assert_eq!(won.len(), 1, "{}", b.name);
        let claim = cases.load(OFFICE, &ticket).await.unwrap().unwrap().case.step.unwrap().claim.unwrap();
        let told: BTreeSet<_> = lost.into_iter().map(|r| format!("{:?}", r.unwrap_err())).collect();
        let refusal = Refusal::ClaimedByOther { name: claim.name, since: claim.since };
        assert_eq!(told, BTreeSet::from([format!("{:?}", CaseError::Refused(refusal))]), "{}", b.name);
    })
    .await;
}
