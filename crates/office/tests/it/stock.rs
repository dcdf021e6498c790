//! The stock of blank cards on both databases: no blank in two places, and an account that holds.

use crate::support::databases::{Backend, on_both};
use crate::support::stock::{keeper, serial, supply, wish};
use crate::support::story::{GROUNDS, OFFICE, cases, course, form, minute, officer, play, reached, record};
use futures::future::join_all;
use office::cases::{CaseError, Cases, Done, Order};
use office::db::{Statement, Write};
use office::params;
use office::stock::{Difference, Stock, Wish};
use procedure::event::Waiting;
use procedure::ledger::{CloseCommand, StandingKind, StockCommand};
use procedure::{Actor, Command, Form, LedgerRefusal, Refusal, Ticket};

fn printer() -> Actor {
    officer("operator_cetak", "A")
}

fn overseer() -> Actor {
    officer("kabid", "A")
}

fn receive() -> StockCommand {
    StockCommand::Receive { note: "SJ-CONTOH-2".to_owned() }
}

async fn shift(stock: &Stock, first: &str, last: &str, command: StockCommand) -> Result<usize, CaseError> {
    stock.shift(&wish(keeper(), minute(1)), &serial(first), &serial(last), command).await
}

async fn prints(cases: &Cases, ticket: &Ticket, blank: &str) -> Result<Done, CaseError> {
    let form = Form { blangko: Some(blank.to_owned()), ..Form::default() };
    let order =
        Order::new(Some(ticket.clone()), printer(), minute(30), record("pencetakan", "tercetak", form));
    cases.dispatch(OFFICE, order).await
}

fn refused(answer: Result<impl Sized, CaseError>) -> LedgerRefusal {
    match answer {
        Err(CaseError::Refused(Refusal::Ledger { why, .. })) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

async fn holds(stock: &Stock, name: &str) -> (i64, i64, i64, i64) {
    let found = stock.verify().await.unwrap();
    assert_eq!(found.differences, [], "{name}");
    let there = i64::try_from(stock.in_stock().await.unwrap()).unwrap();
    assert_eq!(found.balance.closing(), there, "{name}");
    (found.balance.received, found.balance.good, found.balance.spoiled, there)
}

async fn closes(stock: &Stock, no: i64, counted: i64) {
    let count = CloseCommand::Count { counted, why: None };
    stock.close(&wish(keeper(), minute(2)), no, &count).await.unwrap();
    stock.close(&wish(overseer(), minute(3)), no, &CloseCommand::Countersign).await.unwrap();
}

#[tokio::test]
async fn a_card_printed_on_a_blank_and_one_that_failed_stand_in_the_account() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        supply(&stock, &printer(), minute(0), ("B0000001", "B0000009")).await;
        reached(&cases, OFFICE, 1, "serahkan").await;
        let second = reached(&cases, OFFICE, 2, "tercetak").await;
        assert_eq!(holds(&stock, b.name).await, (9, 2, 0, 7));
        let why = Form { why: Some("Chip tidak aktif".to_owned()), ..form(2) };
        let fails = Order::new(Some(second), printer(), minute(40), record("pencetakan", "gagal_cetak", why));
        cases.dispatch(OFFICE, fails).await.unwrap();
        assert_eq!(holds(&stock, b.name).await, (9, 1, 1, 7));
        let story = stock.story(&serial("B0000002")).await.unwrap();
        assert_eq!(story.len(), 4, "{}: {story:?}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_blank_that_was_used_or_is_not_in_own_hands_prints_nothing_and_the_case_stays_as_it_was() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        supply(&stock, &printer(), minute(0), ("B0000001", "B0000001")).await;
        supply(&stock, &officer("operator_cetak", "B"), minute(0), ("B0000002", "B0000002")).await;
        shift(&stock, "B0000003", "B0000003", receive()).await.unwrap();
        reached(&cases, OFFICE, 1, "tercetak").await;
        let waiting = reached(&cases, OFFICE, 7, "perintah_cetak").await;
        let before = cases.load(OFFICE, &waiting).await.unwrap().unwrap().events;
        let gone = LedgerRefusal::Gone { standing: StandingKind::Used };
        let held = LedgerRefusal::HeldBy { name: "Petugas B".to_owned() };
        for (blank, why) in [
            ("B0000001", gone),
            ("B0000002", held),
            ("B0000003", LedgerRefusal::InStore),
            ("B0000004", LedgerRefusal::UnknownSerial),
        ] {
            assert_eq!(refused(prints(&cases, &waiting, blank).await), why, "{}: {blank}", b.name);
        }
        assert_eq!(cases.load(OFFICE, &waiting).await.unwrap().unwrap().events, before, "{}", b.name);
        assert_eq!(holds(&stock, b.name).await, (3, 1, 0, 2));
    })
    .await;
}

#[tokio::test]
async fn of_two_cards_printed_on_one_blank_at_the_same_moment_one_is() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        supply(&stock, &printer(), minute(0), ("B0009000", "B0009004")).await;
        let mut waiting = Vec::new();
        for n in 1..=6 {
            waiting.push(reached(&cases, OFFICE, n, "perintah_cetak").await);
        }
        for n in 0..5 {
            let blank = format!("B000900{n}");
            let all = join_all(waiting.iter().map(|t| prints(&cases, t, &blank))).await;
            assert_eq!(all.iter().filter(|a| a.is_ok()).count(), 1, "{}: {all:?}", b.name);
            let done = all.iter().position(Result::is_ok).unwrap();
            waiting.remove(done);
        }
        assert_eq!(holds(&stock, b.name).await, (5, 5, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn serials_are_moved_all_together_or_not_at_all_and_the_one_in_the_way_is_named() {
    on_both(|b| async move {
        let stock = cases(&b.db).stock(OFFICE);
        assert_eq!(shift(&stock, "AB1000", "AB1099", receive()).await.unwrap(), 100);
        match shift(&stock, "AB1050", "AB1149", receive()).await {
            Err(CaseError::Refused(Refusal::Ledger { serial: Some(s), why: LedgerRefusal::KnownSerial })) => {
                assert_eq!(s, serial("AB1050"), "{}", b.name);
            }
            other => panic!("{}: {other:?}", b.name),
        }
        assert_eq!(holds(&stock, b.name).await, (100, 0, 0, 100));
        assert_eq!(refused(shift(&stock, "AB1099", "AB1000", receive()).await), LedgerRefusal::BadRange);
        let long = LedgerRefusal::RangeTooLong { max: 2_000 };
        assert_eq!(refused(shift(&stock, "AC0000", "AC9999", receive()).await), long);
        let book = stock.book(1, 10).await.unwrap();
        let lines: Vec<_> = book.iter().map(|l| (&*l.first, &*l.last, l.blanks, &*l.kind)).collect();
        assert_eq!(lines, [("AB1000", "AB1099", 100, "received")], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_moves_blanks_once() {
    on_both(|b| async move {
        let stock = cases(&b.db).stock(OFFICE);
        let twice = Wish { once: Some("form:1".to_owned()), ..wish(keeper(), minute(0)) };
        for _ in 0..2 {
            let moved = stock.shift(&twice, &serial("AB1000"), &serial("AB1009"), receive()).await.unwrap();
            assert_eq!(moved, 10, "{}", b.name);
        }
        assert_eq!(holds(&stock, b.name).await, (10, 0, 0, 10));
    })
    .await;
}

#[tokio::test]
async fn a_closed_period_hands_its_closing_on_and_is_not_closed_twice() {
    on_both(|b| async move {
        let stock = cases(&b.db).stock(OFFICE);
        shift(&stock, "AB1000", "AB1009", receive()).await.unwrap();
        let open = stock.open().await.unwrap().unwrap();
        assert_eq!((open.no, open.period.balance.closing()), (1, 10), "{}", b.name);
        closes(&stock, 1, 10).await;
        let late = stock.close(&wish(overseer(), minute(4)), 1, &CloseCommand::Countersign).await;
        assert_eq!(refused(late), LedgerRefusal::PeriodClosed);
        shift(&stock, "AB1010", "AB1010", receive()).await.unwrap();
        let open = stock.open().await.unwrap().unwrap();
        let balance = open.period.balance;
        assert_eq!((open.no, balance.opening, balance.received, balance.closing()), (2, 10, 1, 11));
        let closed = stock.closed(10).await.unwrap();
        let signed = (closed[0].no, closed[0].balance.closing(), &*closed[0].countersigned_by);
        assert_eq!(signed, (1, 10, "Petugas A"), "{}", b.name);
        holds(&stock, b.name).await;
    })
    .await;
}

#[tokio::test]
async fn blanks_that_move_while_a_period_is_closed_are_booked_in_one_period_or_the_other() {
    on_both(|b| async move {
        let stock = cases(&b.db).stock(OFFICE);
        shift(&stock, "AB1000", "AB1009", receive()).await.unwrap();
        for (no, round) in (1..).zip(0..10) {
            let counted = stock.open().await.unwrap().unwrap().period.balance.closing();
            let count = CloseCommand::Count { counted, why: None };
            stock.close(&wish(keeper(), minute(2)), no, &count).await.unwrap();
            let blank = format!("AC100{round}");
            let (closed, moved) = tokio::join!(
                async { stock.close(&wish(overseer(), minute(3)), no, &CloseCommand::Countersign).await },
                shift(&stock, &blank, &blank, receive()),
            );
            moved.unwrap();
            if let Err(e) = closed {
                assert_eq!(refused(Err::<(), _>(e)), LedgerRefusal::MovedSinceCount, "{}", b.name);
                let again = CloseCommand::Count { counted: counted + 1, why: None };
                stock.close(&wish(keeper(), minute(4)), no, &again).await.unwrap();
                stock.close(&wish(overseer(), minute(5)), no, &CloseCommand::Countersign).await.unwrap();
            }
            holds(&stock, b.name).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_case_waits_for_blanks_only_while_the_ledger_has_none() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        shift(&stock, "AB1000", "AB1001", receive()).await.unwrap();
        let ticket = reached(&cases, OFFICE, 1, "rekomendasi").await;
        let pause = |at| {
            let command = Command::Pause { waiting: Waiting::Stock, why: "habis".to_owned() };
            cases.dispatch(OFFICE, Order::new(Some(ticket.clone()), printer(), minute(at), command))
        };
        match pause(30).await {
            Err(CaseError::Refused(Refusal::StockThere { blanks: 2 })) => {}
            other => panic!("{}: {other:?}", b.name),
        }
        let lost = StockCommand::Lose { why: "Tidak ditemukan".to_owned() };
        shift(&stock, "AB1000", "AB1001", lost).await.unwrap();
        pause(31).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn another_offices_blank_is_unknown_here() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (here, there) = (cases.stock(OFFICE), cases.stock("13.71"));
        supply(&there, &printer(), minute(0), ("B0000001", "B0000001")).await;
        supply(&here, &printer(), minute(0), ("B0000009", "B0000009")).await;
        let waiting = reached(&cases, OFFICE, 7, "perintah_cetak").await;
        let unknown = LedgerRefusal::UnknownSerial;
        assert_eq!(refused(prints(&cases, &waiting, "B0000001").await), unknown, "{}", b.name);
        // The same serial may come to both: each office answers for its own.
        supply(&here, &printer(), minute(0), ("B0000001", "B0000001")).await;
        prints(&cases, &waiting, "B0000001").await.unwrap();
        assert_eq!(holds(&here, b.name).await, (2, 1, 0, 1));
        assert_eq!(holds(&there, b.name).await, (1, 0, 0, 1));
    })
    .await;
}

async fn tamper(b: &Backend, sql: &'static str) {
    b.db.write(Write::one(Statement::new(sql, params![OFFICE]).must_change())).await.unwrap();
}

#[tokio::test]
async fn whatever_is_changed_behind_the_ledgers_back_is_found() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        supply(&stock, &printer(), minute(0), ("B0000001", "B0000004")).await;
        let ticket = play(&cases, OFFICE, course(1, GROUNDS[0]), "tercetak", minute(1)).await.unwrap().ticket;
        closes(&stock, 1, 3).await;
        holds(&stock, b.name).await;
        let found = async |stock: &Stock| stock.verify().await.unwrap().differences;
        let standing = |s: &str| Difference::Standing { serial: s.to_owned() };
        tamper(&b, "UPDATE blanks SET standing = 'in_store' WHERE office = ?1 AND serial = 'B0000003'").await;
        assert_eq!(found(&stock).await, [standing("B0000003")], "{}", b.name);
        tamper(&b, "UPDATE blanks SET standing = 'held' WHERE office = ?1 AND serial = 'B0000003'").await;
        tamper(&b, "UPDATE stock_periods SET good = 0 WHERE office = ?1 AND no = 1").await;
        let wrong = [
            Difference::Account { period: 1 },
            Difference::Signatures { period: 1 },
            Difference::Opening { period: 2 },
        ];
        assert_eq!(found(&stock).await, wrong, "{}", b.name);
        tamper(&b, "UPDATE stock_periods SET good = 1 WHERE office = ?1 AND no = 1").await;
        holds(&stock, b.name).await;
        tamper(&b, "DELETE FROM events WHERE office = ?1 AND log = 'closing' AND seq = 2").await;
        assert_eq!(found(&stock).await, [Difference::Signatures { period: 1 }], "{}", b.name);
        tamper(&b, "DELETE FROM events WHERE office = ?1 AND kind = 'printed'").await;
        let ticket = ticket.to_string();
        let case = Difference::Case { serial: "B0000001".to_owned(), ticket: ticket.clone() };
        assert_eq!(found(&stock).await, [case, Difference::Signatures { period: 1 }], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_print_that_the_ledger_never_heard_of_is_found() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        supply(&stock, &printer(), minute(0), ("B0000001", "B0000002")).await;
        let ticket = reached(&cases, OFFICE, 1, "tercetak").await.to_string();
        tamper(&b, "DELETE FROM events WHERE office = ?1 AND log = 'blank' AND kind = 'used'").await;
        let found = stock.verify().await.unwrap().differences;
        let serial = "B0000001".to_owned();
        let expected = [
            Difference::Standing { serial: serial.clone() },
            Difference::Ledger { serial, ticket },
            Difference::Account { period: 1 },
        ];
        assert_eq!(found, expected, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn what_the_pages_read_of_the_stock_is_found_by_an_index() {
    on_both(|b| async move {
        let held = "SELECT serial FROM blanks WHERE office = ?1 AND standing = 'held' AND holder = ?2
            ORDER BY serial LIMIT 20";
        let plan = b.plan(held, &[("?1", "'13.01'"), ("?2", "'yusuf'")]).await;
        assert!(
            plan.contains("blanks_standing") && !plan.to_lowercase().contains("sort"),
            "{}: {plan}",
            b.name
        );
        let book = "SELECT at, first_serial FROM stock_book WHERE office = ?1 AND period = ?2
            ORDER BY at DESC LIMIT 100";
        let plan = b.plan(book, &[("?1", "'13.01'"), ("?2", "1")]).await;
        assert!(plan.contains("stock_book_period"), "{}: {plan}", b.name);
    })
    .await;
}
