//! The call list: nobody whom a message did not reach is forgotten.

use crate::support::people::applicant;
use crate::support::server::{ADMINISTRATOR, CETAK, KASI, OPERATOR, REGISTER, Server};
use procedure::{Actor, Command, Fault, Form, NoticeId, Ticket};

async fn fails(server: &Server, ticket: &Ticket) {
    let notice = NoticeId::new((server.case(ticket).await.seq - 1).to_string());
    let command = Command::FailNotice { notice, why: "Nomor tidak terjangkau".to_owned() };
    server.done(ticket, Actor::System, command).await;
}

#[tokio::test]
async fn who_was_not_reached_stays_on_the_list_until_somebody_reaches_them() {
    let server = Server::start().await;
    server.at_nine();
    let (rani, hendra) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (yusuf, mira) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let ticket = server.printed_case("Sinta Maharani", &rani, &hendra, &yusuf).await;
    server.decide(&ticket, &mira, "penyerahan", "beritahu", Form::default()).await;
    assert!(mira.get("/meja/telepon").await.has("Semua kabar sampai"));
    fails(&server, &ticket).await;
    let listed = mira.get("/meja/telepon").await;
    assert!(listed.has(ticket.as_str()) && listed.has("Beri tahu pemohon"), "{}", listed.body);
    assert!(mira.get(&format!("/meja/perkara/{ticket}")).await.has("id=\"telepon\""));

    let act = format!("/meja/perkara/{ticket}/telepon");
    assert_eq!(mira.post(&act, &[]).await.status, 422);
    assert_eq!(mira.post(&act, &[("result", "told_otherwise")]).await.status, 422);
    assert_eq!(mira.post(&act, &[("result", "no_answer")]).await.status, 303);
    let tried = mira.get("/meja/telepon").await;
    assert!(tried.has(ticket.as_str()) && tried.has("terakhir dicoba"));
    let told = [("result", "reached"), ("note", "Bicara dengan ibunya")];
    assert_eq!(mira.post(&act, &told).await.status, 303);
    assert!(!mira.get("/meja/telepon").await.has(ticket.as_str()));
    assert!(mira.get(&format!("/meja/perkara/{ticket}")).await.has("Bicara dengan ibunya"));
    assert_eq!(mira.post(&act, &told).await.status, 409, "nobody is left to call");
}

#[tokio::test]
async fn a_walk_in_is_called_about_what_others_get_a_message_for_and_who_was_tried_comes_last() {
    let server = Server::start().await;
    server.at_nine();
    let rani = server.bearer(OPERATOR).await;
    let mut tickets = Vec::new();
    for name in ["Sinta Maharani", "Wulan Seandainya"] {
        let ticket = server.walk_in(applicant(name), &rani).await;
        for (document, n) in [("kk", 1), ("surat_hilang", 2)] {
            server.attach(&ticket, rani.actor(), Some(document), &crate::support::by_link::photo(n)).await;
        }
        server.done(&ticket, rani.actor(), Command::Submit).await;
        let faults = vec![Fault { document: "kk".into(), why: "Buram".to_owned(), mark: None }];
        let form = Form { faults, why: Some("Foto ulang".to_owned()), ..Form::default() };
        server.minutes_later(1);
        server.decide(&ticket, &rani, "penerimaan", "kembalikan", form).await;
        tickets.push(ticket);
    }
    let order = |body: &str| {
        let at = |t: &Ticket| body.find(t.as_str()).expect("on the list");
        at(&tickets[0]) < at(&tickets[1])
    };
    assert!(order(&rani.get("/meja/telepon").await.body));
    server.minutes_later(1);
    let act = format!("/meja/perkara/{}/telepon", tickets[0]);
    assert_eq!(rani.post(&act, &[("result", "no_answer")]).await.status, 303);
    assert!(!order(&rani.get("/meja/telepon").await.body));
    assert_eq!(server.bearer(ADMINISTRATOR).await.get("/meja/telepon").await.status, 404);
    assert_eq!(server.stranger().get("/meja/telepon").await.status, 303);
}
