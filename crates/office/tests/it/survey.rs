//! The satisfaction survey: its link, its five taps, once a request, nobody's name; and the index that overseers read.

use crate::support::browser::Browser;
use crate::support::databases::on_both;
use crate::support::rehearsal::Rehearsal;
use crate::support::server::{CETAK, KABID, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::{OFFICE, cases, minute, reached};
use office::cases::{CaseError, Order};
use office::handover::Purpose;
use procedure::command::Form;
use procedure::{Actor, Command, EventBody, GateRefusal, Refusal, Ticket};
use whatsapp_sim::Sample;

/// A card handed over; where its survey is.
async fn handed(server: &Server, staff: &[Browser; 4], name: &str) -> String {
    let [operator, kasi, printer, register] = staff;
    let ticket = server.printed_case(name, operator, kasi, printer).await;
    server.decide(&ticket, register, "penyerahan", "beritahu", Form::default()).await;
    server.hand_over(&ticket, register).await;
    address(server, &ticket).await
}

async fn address(server: &Server, ticket: &Ticket) -> String {
    let events =
        server.app.cases.load(server.app.office(), ticket).await.expect("read").expect("a case").events;
    let handed = events.iter().rposition(|e| matches!(e.body, EventBody::HandedOver { .. })).expect("handed");
    let no = u64::try_from(handed).expect("few") + 1;
    format!("/survei/{}", server.app.cases.passes().token(Purpose::Survey, server.app.office(), ticket, no))
}

async fn staff(server: &Server) -> [Browser; 4] {
    [
        server.bearer(OPERATOR).await,
        server.bearer(KASI).await,
        server.bearer(CETAK).await,
        server.bearer(REGISTER).await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_news_brings_the_pass_and_the_receipt_brings_the_survey() {
    let r = Rehearsal::start().await;
    let (staff, sari) = (r.staff().await, r.resident());
    sari.ask("KTP-el hilang", "1301054506900001", "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::SuratKehilangan]).await;
    r.hand_over(&ticket, &staff).await;
    let news = sari.read().await.text().to_owned();
    let visitor = r.office.stranger();
    let path = |words: &str, to: &str| {
        let (_, after) = words.split_once(to).unwrap_or_else(|| panic!("no {to} in {words}"));
        format!("{to}{}", after.split_whitespace().next().expect("a token"))
    };
    assert_eq!(visitor.get(&path(&news, "/tanda/")).await.status, 404, "it was used by now");
    let receipt = sari.read().await.text().to_owned();
    assert!(receipt.contains("Tanda terima") && receipt.contains("Sari Contoh (diri sendiri)"), "{receipt}");
    let page = visitor.get(&path(&receipt, "/survei/")).await;
    assert!(page.status == 200 && page.has("Secara keseluruhan") && !page.has("Sari"), "{}", page.body);
}

#[tokio::test]
async fn one_mark_fills_all_nine_and_one_that_differs_stays_different() {
    let server = Server::start().await;
    let staff = staff(&server).await;
    let visitor = server.stranger();
    let first = handed(&server, &staff, "Rosnida").await;
    let page = visitor.get(&first).await;
    assert!(page.has("name=\"U1\"") && page.has("name=\"U9\"") && !page.has("Rosnida"), "{}", page.body);
    let none = visitor.post(&first, &[("U3", "2")]).await;
    assert!(none.status == 422 && none.has("Pilih dulu satu nilai"), "{}", none.body);
    assert!(none.has("name=\"U3\" value=\"2\" checked"), "what was tapped is kept: {}", none.body);
    for wrong in ["0", "5", "x"] {
        assert_eq!(visitor.post(&first, &[("semua", wrong)]).await.status, 422, "{wrong}");
    }
    let thanks = visitor.post(&first, &[("semua", "4"), ("U3", "2"), ("U4", "")]).await;
    assert!(thanks.status == 200 && thanks.has("Terima kasih. Jawaban"), "{}", thanks.body);
    let again = visitor.post(&first, &[("semua", "1")]).await;
    assert!(again.has("sudah diisi") && visitor.get(&first).await.has("sudah diisi"), "{}", again.body);

    let second = handed(&server, &staff, "Murni").await;
    visitor.post(&second, &[("semua", "3")]).await;
    let kabid = server.bearer(KABID).await;
    let index = kabid.get("/meja/ikm").await;
    // (8 elements of 3.5, one of 2.5) / 9 × 25.
    assert!(
        index.has("84,72") && index.has("Mutu B") && index.has("2 jawaban dari 2 penyerahan"),
        "{}",
        index.body
    );
    assert!(index.has("<td class=\"number\">2,50</td>"), "{}", index.body);
    let csv = kabid.get("/meja/ikm.csv").await;
    assert!(
        csv.has("\"84,72\",\"B\"") && csv.header("content-disposition").contains("ikm.csv"),
        "{}",
        csv.body
    );
}

#[tokio::test]
async fn answers_lie_there_without_ticket_person_or_instant() {
    let server = Server::start().await;
    let staff = staff(&server).await;
    let address = handed(&server, &staff, "Rosnida").await;
    server.stranger().post(&address, &[("semua", "4")]).await;
    let rows = server.app.db.query("SELECT month, id, u1 FROM survey_answers", vec![]).await.expect("read");
    assert_eq!(rows.len(), 1);
    let month = rows[0].text(0).expect("a month");
    assert!(month.len() == 7 && rows[0].text(1).expect("an id").len() == 32, "{month}");
    let once = "SELECT count(*) FROM once WHERE key LIKE 'form:%'";
    let before = server.app.db.query(once, vec![]).await.expect("read")[0].int(0).expect("a number");
    assert_eq!(before, 0, "no key of a form ties the answers to a case");
}

#[tokio::test]
async fn only_overseers_read_the_index_and_no_number_stands_there_before_anybody_answered() {
    let server = Server::start().await;
    for role in [OPERATOR, KASI, CETAK, REGISTER] {
        let officer = server.bearer(role).await;
        for path in ["/meja/ikm", "/meja/ikm.csv"] {
            assert_eq!(officer.get(path).await.status, 404, "{role} {path}");
        }
    }
    let page = server.bearer(KABID).await.get("/meja/ikm").await;
    assert!(page.status == 200 && page.has("Belum ada yang mengisi survei"), "{}", page.body);
}

#[tokio::test]
async fn a_survey_is_answered_once_on_both_databases_even_by_two_at_once() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "serahkan").await;
        let answer = || {
            let order = Order::new(Some(ticket.clone()), Actor::System, minute(90), Command::AnswerSurvey);
            cases.dispatch(OFFICE, order)
        };
        let (one, two) = tokio::join!(answer(), answer());
        let refused = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        let once = Refusal::Gate(GateRefusal::SurveyAnswered);
        assert!(matches!(&refused[..], [CaseError::Refused(r)] if *r == once), "{}: {refused:?}", b.name);
    })
    .await;
}
