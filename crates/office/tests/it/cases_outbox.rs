//! The outbox on both databases: each letter is one worker's at a time, and none is lost.

use super::support::databases::{Backend, on_both};
use super::support::story::{OFFICE, applicant, cases, minute, reached};
use futures::future::join_all;
use jiff::SignedDuration;
use office::cases::outbox::{Letter, Outgoing, Taken, put, put_back, remove};
use office::db::{Statement, Write};
use office::params;
use std::collections::BTreeSet;

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn letter(n: u32, text: &str) -> Letter {
    let body = Outgoing::Say { text: text.to_owned(), by: "Petugas A".to_owned() };
    Letter { contact: applicant(n).contact.unwrap(), ticket: None, notice: None, body }
}

/// Fills the outbox with letters that fall due a minute apart, from eight o'clock on.
async fn fill(b: &Backend, letters: u32) {
    let put = |n| put(OFFICE, &letter(n, &format!("{n}")), minute(i64::from(n))).unwrap();
    b.db.write(Write { statements: (0..letters).map(put).collect(), touches: vec![] }).await.unwrap();
}

#[tokio::test]
async fn two_workers_at_once_take_each_letter_once_and_twenty_at_the_most() {
    on_both(|b| async move {
        let nodes = [cases(&b.db), cases(&b.db)];
        fill(&b, 50).await;
        let takers = (0..4).map(|i| nodes[i % 2].take_letters(OFFICE, minute(60), LEASE));
        let taken: Vec<Vec<String>> = join_all(takers)
            .await
            .into_iter()
            .map(|r| r.unwrap().into_iter().map(|t| t.id).collect())
            .collect();
        assert!(taken.iter().all(|t| t.len() <= 20), "{}", b.name);
        let all: Vec<String> = taken.into_iter().flatten().collect();
        let distinct: BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), distinct.len()), (50, 50), "{}", b.name);
        assert!(nodes[0].take_letters(OFFICE, minute(60), LEASE).await.unwrap().is_empty(), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn letters_are_taken_when_they_are_due_and_in_the_order_they_were_written() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        fill(&b, 10).await;
        let taken = cases.take_letters(OFFICE, minute(4), LEASE).await.unwrap();
        let said: Vec<_> = taken.into_iter().map(|t| t.letter).collect();
        let due: Vec<_> = (0..5).map(|n| letter(n, &format!("{n}"))).collect();
        assert_eq!(said, due, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_letter_put_back_comes_again_when_its_pause_is_over_and_counts_its_attempts() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        fill(&b, 1).await;
        for attempt in 0..3 {
            let at = minute(attempt * 10);
            let [taken] = &cases.take_letters(OFFICE, at, LEASE).await.unwrap()[..] else { panic!("one") };
            assert_eq!((taken.attempts, taken.created_at), (attempt, minute(0)), "{}", b.name);
            b.db.write(Write::one(put_back(OFFICE, &taken.id, minute(attempt * 10 + 10)))).await.unwrap();
            let early = cases.take_letters(OFFICE, minute(attempt * 10 + 9), LEASE).await.unwrap();
            assert!(early.is_empty(), "{}", b.name);
            assert_eq!(cases.next_letter(OFFICE).await.unwrap(), Some(minute(attempt * 10 + 10)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_letter_whose_taker_died_comes_back_when_the_lease_is_over_and_not_before() {
    on_both(|b| async move {
        fill(&b, 1).await;
        let taken = cases(&b.db).take_letters(OFFICE, minute(0), LEASE).await.unwrap();
        let cases = cases(&b.reopen().await);
        let before = minute(1) - SignedDuration::from_millis(1);
        assert!(cases.take_letters(OFFICE, before, LEASE).await.unwrap().is_empty(), "{}", b.name);
        assert_eq!(cases.next_letter(OFFICE).await.unwrap(), Some(minute(1)), "{}", b.name);
        let again = cases.take_letters(OFFICE, minute(1), LEASE).await.unwrap();
        assert_eq!(again.len(), 1, "{}", b.name);
        assert_eq!((&again[0].id, &again[0].letter), (&taken[0].id, &taken[0].letter), "{}", b.name);
        b.db.write(Write::one(remove(OFFICE, &again[0].id))).await.unwrap();
        assert_eq!(cases.next_letter(OFFICE).await.unwrap(), None, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_is_put_off_and_holds_up_no_other() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        fill(&b, 3).await;
        let spoil = "UPDATE outbox SET body = '{\"kind\":\"pigeon\"}' WHERE office = ?1 AND due_at = ?2";
        b.db.write(Write::one(Statement::new(spoil, params![OFFICE, minute(1)]).must_change()))
            .await
            .unwrap();
        let taken = cases.take_letters(OFFICE, minute(5), LEASE).await.unwrap();
        let said: Vec<_> = taken.into_iter().map(|t| t.letter).collect();
        assert_eq!(said, [letter(0, "0"), letter(2, "2")], "{}", b.name);
        let again = cases.take_letters(OFFICE, minute(10), LEASE).await.unwrap();
        assert_eq!(again.len(), 2, "{}: their leases are over", b.name);
        let count = "SELECT count(*) FROM outbox";
        assert_eq!(b.db.query(count, vec![]).await.unwrap()[0].int(0).unwrap(), 3, "{}: kept", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_is_being_sent_does_not_hide_the_next_one_that_is_due() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        fill(&b, 2).await;
        let taken = cases.take_letters(OFFICE, minute(0), LEASE * 60).await.unwrap();
        assert_eq!(taken.len(), 1, "{}", b.name);
        assert_eq!(cases.next_letter(OFFICE).await.unwrap(), Some(minute(1)), "{}", b.name);
    })
    .await;
}

/// Takes and removes, as often as there is something; each time, what was taken.
async fn sent_one_by_one(b: &Backend) -> Vec<Vec<Taken>> {
    let cases = cases(&b.db);
    let mut rounds = Vec::new();
    loop {
        let taken = cases.take_letters(OFFICE, minute(60), LEASE).await.unwrap();
        if taken.is_empty() {
            return rounds;
        }
        for letter in &taken {
            b.db.write(Write::one(remove(OFFICE, &letter.id))).await.unwrap();
        }
        rounds.push(taken);
    }
}

#[tokio::test]
async fn a_letter_waits_for_the_one_before_it_to_the_same_person_and_for_no_other() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        for (n, text) in [(1, "a"), (1, "b"), (2, "c"), (2, "d")] {
            b.db.write(Write::one(put(OFFICE, &letter(n, text), minute(0)).unwrap())).await.unwrap();
        }
        let said = |taken: &[Taken]| taken.iter().map(|t| t.letter.clone()).collect::<Vec<_>>();
        let first = cases.take_letters(OFFICE, minute(0), LEASE).await.unwrap();
        assert_eq!(said(&first), [letter(1, "a"), letter(2, "c")], "{}", b.name);
        b.db.write(Write::one(put_back(OFFICE, &first[0].id, minute(9)))).await.unwrap();
        b.db.write(Write::one(remove(OFFICE, &first[1].id))).await.unwrap();
        let next = cases.take_letters(OFFICE, minute(0), LEASE).await.unwrap();
        assert_eq!(said(&next), [letter(2, "d")], "{}", b.name);
        b.db.write(Write::one(remove(OFFICE, &next[0].id))).await.unwrap();
        assert_eq!(
            cases.next_letter(OFFICE).await.unwrap(),
            Some(minute(9)),
            "{}: not busy till then",
            b.name
        );
        let rest: Vec<_> = sent_one_by_one(&b).await.iter().map(|taken| said(taken)).collect();
        assert_eq!(rest, [[letter(1, "a")], [letter(1, "b")]], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn leases_that_a_dead_process_held_end_when_they_are_freed() {
    on_both(|b| async move {
        fill(&b, 1).await;
        let cases = cases(&b.db);
        assert_eq!(cases.take_letters(OFFICE, minute(0), LEASE).await.unwrap().len(), 1, "{}", b.name);
        cases.free_letters(OFFICE, minute(0)).await.unwrap();
        assert_eq!(cases.take_letters(OFFICE, minute(0), LEASE).await.unwrap().len(), 1, "{}", b.name);
        assert_eq!(b.db.is_ours_alone(), b.name == "SQLite");
    })
    .await;
}

#[tokio::test]
async fn what_a_case_owes_its_applicant_is_in_the_outbox_with_the_event_that_owes_it() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "serahkan").await;
        let taken: Vec<Taken> = sent_one_by_one(&b).await.into_iter().flatten().collect();
        let texts: Vec<_> = taken
            .iter()
            .map(|t| match &t.letter.body {
                Outgoing::Notice { text, .. } => text.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(texts, ["notice-submitted", "notice-ready", "notice-handed-over"], "{}", b.name);
        let notices: BTreeSet<_> = taken.iter().map(|t| t.letter.notice.clone()).collect();
        assert_eq!(notices.len(), 3, "{}: each by its own name", b.name);
        for taken in &taken {
            assert_eq!(taken.letter.ticket.as_ref(), Some(&ticket), "{}", b.name);
            assert_eq!(Some(&taken.letter.contact), applicant(1).contact.as_ref(), "{}", b.name);
        }
    })
    .await;
}
