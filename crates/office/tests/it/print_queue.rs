//! The print queue: who waits for blanks is printed in turn, on both databases and by the pages.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::people::{applicant, themself};
use crate::support::server::{CETAK, KABID, KASI, OPERATOR, Server};
use crate::support::stock::supply;
use crate::support::story::{OFFICE, cases, minute, officer, reached, record};
use office::cases::queue::IN_ORDER;
use office::cases::{CaseError, Cases, Done, Order};
use procedure::{Actor, Command, Form, Refusal, StepId, Ticket};

fn printer() -> Actor {
    officer("operator_cetak", "A")
}

async fn orders(
    cases: &Cases,
    ticket: &Ticket,
    actor: Actor,
    at: i64,
    command: Command,
) -> Result<Done, CaseError> {
    cases.dispatch(OFFICE, Order::new(Some(ticket.clone()), actor, minute(at), command)).await
}

/// The requests of these applicants wait for blanks, as soon as they come to be printed.
async fn queued(cases: &Cases, applicants: std::ops::RangeInclusive<u32>) -> Vec<Ticket> {
    let mut waiting = Vec::new();
    for n in applicants {
        waiting.push(reached(cases, OFFICE, n, "rekomendasi").await);
    }
    // All were sent in the same minute: then the ticket decides.
    waiting.sort();
    waiting
}

async fn places(cases: &Cases, tickets: &[Ticket]) -> Vec<Option<u64>> {
    let mut places = Vec::new();
    for ticket in tickets {
        let case = cases.load(OFFICE, ticket).await.unwrap().unwrap().case;
        places.push(cases.place(OFFICE, ticket, &case).await.unwrap());
    }
    places
}

fn ahead(answer: Result<Done, CaseError>) -> u64 {
    match answer {
        Err(CaseError::Refused(Refusal::QueueAhead { ahead })) => ahead,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_waits_for_blanks_goes_on_in_turn_and_moves_up_when_others_went() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let waiting = queued(&cases, 1..=4).await;
        assert_eq!(places(&cases, &waiting).await, [1, 2, 3, 4].map(Some), "{}", b.name);
        assert_eq!(ahead(orders(&cases, &waiting[2], printer(), 40, Command::Resume).await), 2, "{}", b.name);
        orders(&cases, &waiting[0], printer(), 40, Command::Resume).await.unwrap();
        assert_eq!(places(&cases, &waiting).await, [None, Some(1), Some(2), Some(3)], "{}", b.name);
        assert_eq!(ahead(orders(&cases, &waiting[2], printer(), 41, Command::Resume).await), 1);
        let order = cases.queue(OFFICE, &StepId::from("pencetakan"), 10).await.unwrap();
        let order: Vec<_> = order.into_iter().map(|s| s.ticket).collect();
        assert_eq!(order, waiting[1..], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_request_sent_later_is_not_printed_before_those_who_wait_and_one_whose_turn_came_is() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let waiting = queued(&cases, 1..=2).await;
        let order = || record("pencetakan", "perintah_cetak", Form::default());
        supply(&cases.stock(OFFICE), &printer(), minute(40), ("AB1000", "AB1009")).await;
        let later = reached(&cases, OFFICE, 7, "rekomendasi").await;
        // It was sent in the same minute: what the ticket says is said in numbers too.
        let before = waiting.iter().filter(|t| **t < later).count() as u64;
        let answer = orders(&cases, &later, printer(), 50, order()).await;
        match before {
            0 => drop(answer.unwrap()),
            before => assert_eq!(ahead(answer), before, "{}", b.name),
        }
        orders(&cases, &waiting[0], printer(), 51, Command::Resume).await.unwrap();
        orders(&cases, &waiting[0], printer(), 52, order()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_a_reason_and_a_second_person_change_the_order() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let waiting = queued(&cases, 1..=3).await;
        let last = &waiting[2];
        let ask = Command::AskJump { why: "Berangkat umrah lusa".to_owned() };
        orders(&cases, last, printer(), 41, ask).await.unwrap();
        assert_eq!(places(&cases, &waiting).await, [1, 2, 3].map(Some), "{}: asked is not granted", b.name);
        let asked = cases.jumps_asked(OFFICE, 10).await.unwrap();
        let asked: Vec<_> = asked.into_iter().map(|s| s.ticket).collect();
        assert_eq!(asked, std::slice::from_ref(last), "{}", b.name);
        let own = orders(&cases, last, printer(), 42, Command::GrantJump).await;
        assert!(matches!(own, Err(CaseError::Refused(Refusal::NotYourPower { .. }))), "{own:?}");
        orders(&cases, last, officer("kabid", "A"), 43, Command::GrantJump).await.unwrap();
        assert_eq!(places(&cases, &waiting).await, [2, 3, 1].map(Some), "{}", b.name);
        assert!(cases.jumps_asked(OFFICE, 10).await.unwrap().is_empty(), "{}", b.name);
        assert_eq!(ahead(orders(&cases, &waiting[0], printer(), 44, Command::Resume).await), 1);
        orders(&cases, last, printer(), 45, Command::Resume).await.unwrap();
        orders(&cases, &waiting[0], printer(), 46, Command::Resume).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn when_blanks_come_as_many_go_on_in_turn_as_there_are() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        let waiting = queued(&cases, 1..=5).await;
        assert_eq!(cases.call_in_turn(OFFICE, minute(40)).await.unwrap(), 0, "{}: no blank", b.name);
        supply(&stock, &printer(), minute(41), ("AB1000", "AB1002")).await;
        assert_eq!(cases.call_in_turn(OFFICE, minute(42)).await.unwrap(), 3, "{}", b.name);
        assert_eq!(places(&cases, &waiting).await, [None, None, None, Some(1), Some(2)], "{}", b.name);
        // Those at work need the blanks that there are.
        assert_eq!(cases.call_in_turn(OFFICE, minute(43)).await.unwrap(), 0, "{}", b.name);
        let order = record("pencetakan", "perintah_cetak", Form::default());
        let prints =
            record("pencetakan", "tercetak", Form { blangko: Some("AB1000".to_owned()), ..Form::default() });
        orders(&cases, &waiting[0], printer(), 44, order).await.unwrap();
        orders(&cases, &waiting[0], printer(), 45, prints).await.unwrap();
        assert_eq!(cases.call_in_turn(OFFICE, minute(46)).await.unwrap(), 0, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_one_range_of_one_index() {
    on_both(|b| async move {
        let plan = b.plan(IN_ORDER, &[("?1", "'13.01'"), ("?2", "'pencetakan'"), ("?3", "50")]).await;
        let sorts = plan.to_lowercase().contains("sort") || plan.contains("TEMP B-TREE");
        assert!(plan.contains("cases_queue") && !sorts, "{}: {plan}", b.name);
        let ahead = "SELECT count(*) FROM cases WHERE office = ?1 AND lane = ?2 AND turn = 'stock'
            AND (precedence, submitted_at, ticket) < (?3, ?4, ?5)";
        let values =
            [("?1", "'13.01'"), ("?2", "'pencetakan'"), ("?3", "1"), ("?4", "9"), ("?5", "'79B3-456N'")];
        let plan = b.plan(ahead, &values).await;
        assert!(plan.contains("cases_queue"), "{}: {plan}", b.name);
    })
    .await;
}

async fn send(browser: &Browser, ticket: &Ticket, act: &str, fields: &[(&str, &str)]) -> Answer {
    let token = office::web::form_token();
    let all = [&[("form", token.as_str())], fields].concat();
    browser.post(&format!("/meja/perkara/{ticket}/{act}"), &all).await
}

#[tokio::test]
async fn a_jump_is_asked_on_the_case_page_found_on_the_stock_page_and_granted_there_by_another() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (printer, kabid) = (server.bearer(CETAK).await, server.bearer(KABID).await);
    let mut waiting = Vec::new();
    for name in ["Upik Percobaan", "Buyung Percobaan"] {
        let ticket = server.open_case(name).await;
        server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
        server.decide(&ticket, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
        waiting.push(ticket);
    }
    let (first, second) = (&waiting[0], &waiting[1]);
    let too_early = send(&printer, second, "lanjutkan", &[]).await;
    assert_eq!(too_early.status, 409);
    assert!(too_early.has("Masih ada 1 permohonan yang menunggu blangko lebih dulu"), "{}", too_early.body);
    assert!(too_early.has("Antrean cetak: nomor 2"), "{}", too_early.body);
    let asked = send(&printer, second, "dahulukan", &[("why", "Berangkat umrah lusa")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let stock = kabid.get("/meja/blangko").await;
    assert!(stock.has("Meminta didahulukan") && stock.has("Yang dikirim lebih dulu dicetak lebih dulu"));
    let case = kabid.get(&format!("/meja/perkara/{second}")).await;
    assert!(case.has("Orang operator_cetak meminta agar didahulukan: Berangkat umrah lusa"), "{}", case.body);
    assert_eq!(send(&kabid, second, "setujui-dahulu", &[]).await.status, 303);
    assert_eq!(send(&printer, first, "lanjutkan", &[]).await.status, 409);
    assert_eq!(send(&printer, second, "lanjutkan", &[]).await.status, 303);
    assert_eq!(send(&printer, first, "lanjutkan", &[]).await.status, 303);
}

#[tokio::test]
async fn a_resident_sees_their_place_in_the_queue_and_what_to_do_meanwhile() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let upik = applicant("Upik Percobaan");
    let ticket = server.open_case_of(upik.clone()).await;
    server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&ticket, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    let guess = [("ticket", ticket.as_str()), ("digits", "1234")];
    let page = server.stranger().post("/lacak", &guess).await;
    assert!(page.has("Nomor antrean cetak Anda: 1"), "{}", page.body);
    assert!(page.has("Identitas Kependudukan Digital"), "{}", page.body);
    // Whoever withdraws leaves the queue.
    server.done(&ticket, themself(&upik), Command::Withdraw { why: None }).await;
    let page = server.stranger().post("/lacak", &guess).await;
    assert!(!page.has("Nomor antrean"), "{}", page.body);
}

#[tokio::test]
async fn a_delivery_recorded_on_the_stock_page_lets_the_first_who_wait_go_on() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let mut waiting = Vec::new();
    for name in ["Upik Percobaan", "Buyung Percobaan"] {
        let ticket = server.open_case(name).await;
        server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
        server.decide(&ticket, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
        waiting.push(ticket);
    }
    let token = office::web::form_token();
    let delivery = [("form", &*token), ("act", "terima"), ("first", "AB100001"), ("note", "SJ-7")];
    assert_eq!(kasi.post("/meja/blangko/gerak", &delivery).await.status, 303);
    assert!(server.case(&waiting[0]).await.waiting.is_none());
    assert!(server.case(&waiting[1]).await.waits_for_blanks());
}
