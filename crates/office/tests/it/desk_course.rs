//! What officers do to a case beside its steps, by the forms of its page: each offered only to whom the
//! procedure gives it.

use crate::support::browser::{Answer, Browser};
use crate::support::people::applicant;
use crate::support::server::{KABID, KASI, OPERATOR, Server};
use procedure::event::Waiting;
use procedure::{Form, Status, Ticket};

async fn send(browser: &Browser, ticket: &Ticket, act: &str, fields: &[(&str, &str)]) -> Answer {
    let token = office::web::form_token();
    let all = [&[("form", token.as_str())], fields].concat();
    browser.post(&format!("/meja/perkara/{ticket}/{act}"), &all).await
}

async fn offers(browser: &Browser, ticket: &Ticket, act: &str) -> bool {
    let form = format!("action=\"/meja/perkara/{ticket}/{act}\"");
    browser.get(&format!("/meja/perkara/{ticket}")).await.has(&form)
}

#[tokio::test]
async fn the_clock_is_stopped_for_want_of_blank_cards_and_runs_on_again() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    assert!(offers(&operator, &ticket, "tunda").await && !offers(&operator, &ticket, "lanjutkan").await);
    assert_eq!(send(&operator, &ticket, "tunda", &[("why", "habis")]).await.status, 422, "for what?");
    let unsaid = send(&operator, &ticket, "tunda", &[("waiting", "applicant"), ("why", "habis")]).await;
    assert_eq!(unsaid.status, 422, "only an outcome waits for the applicant");
    let fields = [("waiting", "stock"), ("why", "habis")];
    assert_eq!(send(&operator, &ticket, "tunda", &fields).await.status, 303);
    assert_eq!(server.case(&ticket).await.waiting.map(|w| w.waiting), Some(Waiting::Stock));
    assert!(!offers(&operator, &ticket, "putuskan").await && offers(&operator, &ticket, "lanjutkan").await);
    assert!(operator.get("/meja").await.has("<h2>Menunggu blangko</h2>"));
    assert_eq!(send(&operator, &ticket, "lanjutkan", &[]).await.status, 303);
    assert!(offers(&operator, &ticket, "putuskan").await);
}

#[tokio::test]
async fn who_oversees_gives_a_case_to_a_colleague_of_the_steps_role_only() {
    let server = Server::start().await;
    let (kabid, operator) = (server.bearer(KABID).await, server.bearer(OPERATOR).await);
    let kasi = server.bearer(KASI).await;
    let ticket = server.open_case("Upik Percobaan").await;
    assert!(!offers(&operator, &ticket, "alihkan").await);
    let page = kabid.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.has(&format!("<option value=\"{}\"", operator.officer().user)), "{}", page.body);
    assert!(!page.has(&format!("<option value=\"{}\"", kasi.officer().user)));
    let to = |who: &Browser| who.officer().user.to_string();
    let wrong = send(&kabid, &ticket, "alihkan", &[("to", &to(&kasi)), ("why", "cuti")]).await;
    assert!(wrong.status == 409 && wrong.has("value=\"cuti\""), "{}", wrong.body);
    assert_eq!(send(&kabid, &ticket, "alihkan", &[("to", "siapa"), ("why", "cuti")]).await.status, 422);
    let fields = [("to", &*to(&operator)), ("why", "cuti")];
    assert_eq!(send(&kabid, &ticket, "alihkan", &fields).await.status, 303);
    let claim = server.case(&ticket).await.step.and_then(|s| s.claim).expect("given");
    assert_eq!(claim.user, operator.officer().user);
}

#[tokio::test]
async fn a_rejected_case_is_reopened_by_those_who_may() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let ticket = server.open_case("Upik Percobaan").await;
    let form = Form { why: Some("keliru".to_owned()), ..Form::default() };
    server.decide(&ticket, &operator, "penerimaan", "tolak", form).await;
    assert!(!offers(&operator, &ticket, "buka-kembali").await);
    assert_eq!(send(&operator, &ticket, "buka-kembali", &[("why", "x")]).await.status, 409);
    assert!(offers(&kasi, &ticket, "buka-kembali").await);
    assert_eq!(send(&kasi, &ticket, "buka-kembali", &[("why", "  ")]).await.status, 422);
    assert_eq!(send(&kasi, &ticket, "buka-kembali", &[("why", "salah orang")]).await.status, 303);
    assert_eq!(server.case(&ticket).await.status, Status::Open);
}

#[tokio::test]
async fn the_counter_withdraws_for_the_applicant_and_says_why() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let ticket = server.open_case("Upik Percobaan").await;
    assert!(!offers(&kasi, &ticket, "tarik").await);
    assert_eq!(send(&operator, &ticket, "tarik", &[("why", "")]).await.status, 422);
    assert_eq!(send(&operator, &ticket, "tarik", &[("why", "kartu ditemukan")]).await.status, 303);
    assert!(matches!(server.case(&ticket).await.status, Status::Closed(_)));
}

#[tokio::test]
async fn a_message_is_offered_only_where_there_is_a_way_to_the_applicant() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    assert!(offers(&operator, &ticket, "tulis").await);
    let long = "x".repeat(1_001);
    let answer = send(&operator, &ticket, "tulis", &[("text", &long)]).await;
    assert!(answer.status == 422 && answer.has(&long), "kept");
    let before = server.case(&ticket).await.seq;
    assert_eq!(send(&operator, &ticket, "tulis", &[("text", "Mohon tunggu")]).await.status, 303);
    assert_eq!(server.case(&ticket).await.seq, before + 1);
    let walk_in = server.walk_in(applicant("Buyung Percobaan"), &operator).await;
    assert!(!offers(&operator, &walk_in, "tulis").await);
}
