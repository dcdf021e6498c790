//! Inboxes and search on both databases: the right cases in the right order, by an index, whatever is typed.

use super::support::databases::{Backend, on_both};
use super::support::story::{self, GROUNDS, OFFICE, cases, course, minute, officer, play, reached};
use office::cases::{Cases, Order, inbox};
use office::db::{Statement, Write};
use office::params;
use procedure::{Command, StepId};

fn lane(step: &str) -> StepId {
    StepId::new(step)
}

#[tokio::test]
async fn an_inbox_shows_each_waiting_case_of_its_step_once_in_the_order_of_deadlines() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let mut by_deadline = Vec::new();
        for n in [3, 1, 4, 2, 5] {
            let start = minute(i64::from(n) * 30);
            let done = play(&cases, OFFICE, course(n, GROUNDS[0]), "submit", start).await.unwrap();
            by_deadline.push((done.case.unwrap().step.unwrap().clock.due, done.ticket));
        }
        reached(&cases, OFFICE, 6, "lengkap").await;
        by_deadline.sort();
        let shown = cases.inbox(OFFICE, &lane("penerimaan"), "work").await.unwrap();
        let shown: Vec<_> = shown.into_iter().map(|s| (s.due_at, s.ticket)).collect();
        assert_eq!(shown, by_deadline, "{}", b.name);
        assert_eq!(cases.waiting(OFFICE, &lane("penerimaan"), "work").await.unwrap(), 5);
        assert_eq!(cases.waiting(OFFICE, &lane("verifikasi"), "work").await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_waits_for_stock_or_its_applicant_leaves_the_work_and_comes_back() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "rekomendasi").await;
        let printing = lane("pencetakan");
        let count = async |turn| cases.waiting(OFFICE, &printing, turn).await.unwrap();
        let printer = || officer("operator_cetak", "A");
        // There is no blank: it waits as soon as it comes there.
        assert_eq!((count("work").await, count("stock").await), (0, 1), "{}", b.name);
        let order = Order::new(Some(ticket.clone()), printer(), minute(600), Command::Resume);
        cases.dispatch(OFFICE, order).await.unwrap();
        assert_eq!((count("work").await, count("stock").await), (1, 0), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn an_officers_own_cases_are_found_however_many_others_are_more_urgent() {
    on_both(|b| async move {
        fill(&b).await;
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "submit").await;
        let rina = officer("operator_pelayanan", "A");
        let order = Order::new(Some(ticket.clone()), rina.clone(), minute(40), Command::Claim);
        cases.dispatch(OFFICE, order).await.unwrap();
        let procedure::Actor::Officer { user, .. } = rina else { panic!("an officer") };
        let mine = cases.claimed(OFFICE, &lane("penerimaan"), &user).await.unwrap();
        assert_eq!(mine.into_iter().map(|s| s.ticket).collect::<Vec<_>>(), [ticket], "{}", b.name);
        assert!(cases.claimed(OFFICE, &lane("verifikasi"), &user).await.unwrap().is_empty());
    })
    .await;
}

/// Twenty thousand rows, most of them closed, as a year leaves them.
async fn fill(b: &Backend) {
    let sql =
        "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes,
          name, nik, phone, contact, reasons, channel, opened_at, updated_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        SELECT ?1, 'T' || i, 1, 'p', 'v', 's', CASE WHEN i % 20 = 0 THEN ?2 ELSE '' END,
          CASE WHEN i % 20 = 0 THEN ?3 ELSE '' END, i * 7919 % 20011, 0, '', '', '', '', '', '', i, i FROM n";
    b.db.write(Write::one(Statement::new(sql, params![OFFICE, "penerimaan", "work"]))).await.unwrap();
    b.db.write(Write::one(Statement::new("ANALYZE", vec![]))).await.unwrap();
}

#[tokio::test]
async fn an_inbox_is_one_range_of_its_index_without_sorting() {
    on_both(|b| async move {
        fill(&b).await;
        let values = [("?1", "'13.01'"), ("?2", "'penerimaan'"), ("?3", "'work'"), ("?4", "50")];
        let plan = b.plan(inbox::BY_DEADLINE, &values).await;
        assert!(plan.contains("cases_inbox"), "{}:\n{plan}", b.name);
        for work in ["SCAN cases", "Seq Scan", "Sort", "B-TREE"] {
            assert!(!plan.contains(work), "{}: {work}\n{plan}", b.name);
        }
    })
    .await;
}

async fn found(cases: &Cases, query: &str) -> Vec<String> {
    let found = cases.search(OFFICE, query).await.unwrap();
    found.into_iter().map(|s| s.name).collect()
}

#[tokio::test]
async fn a_case_is_found_by_ticket_name_nik_no_kk_and_phone_however_they_are_typed() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let mut tickets = Vec::new();
        for n in 1..=12 {
            let start = minute(i64::from(n) * 10);
            tickets.push(play(&cases, OFFICE, course(n, GROUNDS[0]), "submit", start).await.unwrap().ticket);
        }
        let (one, ticket) = (story::applicant(8), tickets[7].as_str());
        let (nik, phone) = (one.nik.as_str(), one.phone.as_ref().unwrap().as_str());
        let national = format!("0{}", phone.strip_prefix("62").unwrap());
        let spaced =
            |s: &str| s.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
        for query in [
            ticket.to_owned(),
            ticket.to_lowercase().replace('-', ""),
            format!("  {} ", ticket.replace('-', " ")),
            nik.to_owned(),
            spaced(nik),
            spaced(nik).replace(' ', "."),
            one.nomor_kk.as_ref().unwrap().as_str().to_owned(),
            phone.to_owned(),
            format!("+{}", spaced(phone)),
            national.clone(),
            format!("({}) {}", &national[..4], &national[4..]),
            one.name.clone(),
            one.name.to_uppercase(),
            one.name.split(' ').rev().collect::<Vec<_>>().join(", "),
        ] {
            assert_eq!(found(&cases, &query).await, std::slice::from_ref(&one.name), "{}: {query:?}", b.name);
        }
        let both = found(&cases, "yul").await;
        assert_eq!(both, ["Yulia Misalnya", "Yulia Contohwati"], "{}: the last changed first", b.name);
        assert!(found(&cases, "yulia umpama").await.is_empty(), "{}: every word must fit", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_finds_its_own_case_and_not_another_that_begins_alike() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        // 29 characters make a ticket, so these two differ in the fifth only (and the check character).
        let tickets = [5, 5 + 29_u64.pow(4)].map(procedure::Ticket::from_random);
        for (n, ticket) in (1..).zip(&tickets) {
            let opened = story::open(n, GROUNDS[0]);
            let order = Order::new(Some(ticket.clone()), story::themself(n), minute(0), opened);
            cases.dispatch(OFFICE, order).await.unwrap();
        }
        for (n, ticket) in (1..).zip(&tickets) {
            assert_eq!(found(&cases, ticket.as_str()).await, [story::applicant(n).name], "{}", b.name);
        }
        assert_eq!(found(&cases, &tickets[0].as_str()[..4]).await.len(), 2, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn what_an_amendment_took_away_finds_nothing_any_more() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "submit").await;
        let amend = Command::Amend {
            applicant: procedure::Applicant { contact: story::applicant(1).contact, ..story::applicant(8) },
            grounds: story::grounds(GROUNDS[0]),
            why: Some("salah ketik".to_owned()),
        };
        let order = Order::new(Some(ticket), officer("operator_pelayanan", "A"), minute(30), amend);
        cases.dispatch(OFFICE, order).await.unwrap();
        assert!(found(&cases, &story::applicant(1).name).await.is_empty(), "{}", b.name);
        assert!(found(&cases, story::applicant(1).nik.as_str()).await.is_empty(), "{}", b.name);
        assert_eq!(found(&cases, story::applicant(8).nik.as_str()).await.len(), 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn hostile_input_to_the_search_finds_nothing_and_breaks_nothing() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        reached(&cases, OFFICE, 1, "submit").await;
        let hostile = [
            "",
            "  ",
            "%",
            "%%%",
            "___",
            "'",
            "''' OR 1=1 --",
            "\"\"\"",
            "\0",
            "\0\0\0\0",
            "a\0\0\0",
            "\\\\\\",
            "---",
            "+++",
            "...",
            "?1 ?2",
            "$1$1$1",
            "\u{202e}\u{202e}\u{202e}",
            "\u{10FFFF}\u{10FFFF}\u{10FFFF}",
            "<img src=x onerror=alert(1)>",
            "{{7*7}}",
            "=HYPERLINK(\"x\")",
            "'; DROP TABLE cases; --",
        ];
        let long = ["x".repeat(10_000), "9".repeat(10_000), "siti ".repeat(2_000), "é😀".repeat(5_000)];
        for query in hostile.into_iter().map(str::to_owned).chain(long) {
            let names = found(&cases, &query).await;
            let start: String = query.chars().take(30).collect();
            assert!(names.is_empty() || start.starts_with("siti "), "{}: {start:?} found {names:?}", b.name);
        }
        assert_eq!(found(&cases, "rahmat").await.len(), 1, "{}", b.name);
    })
    .await;
}
