//! Telling people of a breach of their data: by message or letter, in three days, and its end by a second person.

use crate::breach::{BACK, cases, opened, people, report, sorted, written};
use crate::support::browser::Browser;
use crate::support::server::{ADMINISTRATOR, KABID, KADIS, KASI, OPERATOR, Server};
use crate::support::story::applicant as resident;
use office::db::{Statement, Write};
use office::incidents::{Scope, Told};
use office::params;
use procedure::Ticket;

const NAME: &str = "Upik Penandaunik";

#[tokio::test]
async fn it_is_closed_by_somebody_else_once_everybody_and_the_agency_were_told_or_excused() {
    let server = Server::start().await;
    server.at_nine();
    let all = cases(&server, 3).await;
    server.minutes_later(1);
    let (kabid, kadis) = (server.bearer(KABID).await, server.bearer(KADIS).await);
    let incident = opened(&server, &kabid, &report(&server, Scope::Everything, "", 1)).await;
    let path = format!("{BACK}/{}", incident.no);
    let words = [("keterangan", "Sandi diganti, dua faktor diwajibkan.")];
    let close = async |by: &Browser| by.post(&format!("{path}/tutup"), &words).await;
    assert_eq!(close(&kadis).await.status, 422, "the agency was not told");
    assert_eq!(kadis.post(&format!("{path}/lembaga"), &[("keterangan", " ")]).await.status, 422);
    assert_eq!(kadis.post(&format!("{path}/lembaga"), &[("keterangan", "Surat no. 1")]).await.status, 303);
    assert_eq!(close(&kadis).await.status, 422, "nobody was told");
    let mark =
        async |step: &str, fields: &[(&str, &str)]| kabid.post(&format!("{path}/{step}"), fields).await;
    assert_eq!(mark("surat", &[]).await.status, 422, "nobody was chosen");
    assert_eq!(mark("surat", &[("siapa", all[0].as_str())]).await.status, 303);
    assert_eq!(mark("surat", &[("siapa", all[0].as_str())]).await.status, 422, "once");
    assert_eq!(mark("kecuali", &[("siapa", all[1].as_str())]).await.status, 422, "not without a reason");
    let why = [("siapa", all[1].as_str()), ("keterangan", "Pindah, alamat tidak diketahui")];
    assert_eq!(mark("kecuali", &why).await.status, 303);
    assert_eq!(close(&kadis).await.status, 422, "one is left");
    assert_eq!(mark("surat", &[("siapa", all[2].as_str())]).await.status, 303);
    assert!(kabid.get(&path).await.has("ditutup orang lain"));
    assert_eq!(close(&kabid).await.status, 422, "not by whoever opened it");
    assert_eq!(close(&kadis).await.status, 303);
    assert_eq!(close(&kadis).await.status, 422, "once");
    let page = kadis.get(&path).await;
    assert!(page.has("dua faktor diwajibkan") && !page.has("/tutup\""), "{}", page.body);
    assert_eq!(mark("kabari", &[]).await.status, 422, "it is over");
    let tally = server.app.incidents.tally(&incident).await.expect("read");
    assert_eq!((tally.of(Told::Told), tally.of(Told::Excused), tally.left()), (2, 1, 0));
    assert!(!kabid.get("/meja").await.has("/meja/insiden/1"), "the desk raises it no more");
    let verified = server.app.audit.verify(&server.app.db).await.expect("verified");
    assert_eq!(verified.findings, []);
}

#[tokio::test]
async fn the_desk_of_those_who_oversee_shows_the_hours_that_are_left_and_that_they_are_over() {
    let server = Server::start().await;
    server.at_nine();
    server.minutes_later(1);
    let kabid = server.bearer(KABID).await;
    assert!(!kabid.get("/meja").await.has("Insiden data 1"));
    opened(&server, &kabid, &report(&server, Scope::Everything, "", 1)).await;
    assert!(kabid.get("/meja").await.has("pemberitahuan dalam 72 jam lagi"));
    assert!(kabid.get(BACK).await.has("72 jam lagi"));
    assert!(!server.bearer(KASI).await.get("/meja").await.has("Insiden data 1"));
    server.minutes_later(72 * 60 + 1);
    let kadis = server.bearer(KADIS).await;
    assert!(kadis.get("/meja").await.has("batas 3 × 24 jam sudah lewat"));
    assert!(kadis.get("/meja/insiden/1").await.has("Lewat waktu"));
}

#[tokio::test]
async fn whoever_writes_on_whatsapp_is_told_there_and_whom_the_message_does_not_reach_gets_a_letter() {
    let server = Server::start().await;
    server.at_nine();
    let all = cases(&server, 2).await;
    server.minutes_later(1);
    let kabid = server.bearer(KABID).await;
    let incident = opened(&server, &kabid, &report(&server, Scope::Everything, "", 1)).await;
    let path = format!("{BACK}/{}", incident.no);
    let batch = async || kabid.get(&format!("{path}/surat.pdf")).await;
    assert!(batch().await.bytes.starts_with(b"%PDF"));
    let sent = kabid.post(&format!("{path}/kabari"), &[]).await;
    assert_eq!(sent.location(), format!("{path}?kirim=2"), "{}", sent.body);
    assert!(kabid.get(sent.location()).await.has("2 pesan dikirim"));
    let sql = "SELECT ticket, notice FROM outbox WHERE office = ?1 AND notice = 'insiden-1' ORDER BY ticket";
    let app = &server.app;
    let letters = app.db.query(sql, params![app.office()]).await.expect("read");
    assert_eq!(
        letters.iter().map(|r| r.text(0).expect("text")).collect::<Vec<_>>(),
        sorted(&[&all[0], &all[1]])
    );
    let again = kabid.post(&format!("{path}/kabari"), &[]).await;
    assert_eq!(again.location(), format!("{path}?kirim=0"), "nobody is told twice");
    assert_eq!(batch().await.status, 422, "no letter while the messages are on their way");
    // One message arrived, the other did not.
    let mut statements = vec![Statement::new(
        "DELETE FROM outbox WHERE office = ?1 AND notice = 'insiden-1'",
        params![app.office()],
    )];
    for (ticket, rank) in [(&all[0], 2), (&all[1], 9)] {
        let sql = "INSERT INTO messages (office, contact, at, id, outward, ticket, notice, text, rank, tries)
            VALUES (?1, 'x', 1, ?2, 1, ?2, 'insiden-1', 'x', ?3, 0) ON CONFLICT (office, id) DO UPDATE SET rank = ?3";
        statements.push(Statement::new(sql, params![app.office(), ticket.as_str(), rank]));
    }
    let other = "UPDATE messages SET rank = 9 WHERE office = ?1 AND notice = 'insiden-1' AND ticket = ?2 AND rank < 2";
    statements.push(Statement::new(other, params![app.office(), all[1].as_str()]));
    app.db.write(Write { statements, touches: Vec::new() }).await.expect("written");
    let found = people(&server, &incident).await;
    let told = |t: &Ticket| found.iter().find(|p| p.subject == t.as_str()).expect("found").told;
    assert_eq!((told(&all[0]), told(&all[1])), (Told::Delivered, Told::Failed));
    assert!(batch().await.bytes.starts_with(b"%PDF"));
    let posted = kabid.post(&format!("{path}/surat"), &[("hingga", all[1].as_str())]).await;
    assert_eq!(posted.status, 303, "{}", posted.body);
    assert_eq!(server.app.incidents.tally(&incident).await.expect("read").left(), 0);

    // That they were told is known when the messages are gone.
    let agency = kabid.post(&format!("{path}/lembaga"), &[("keterangan", "Surat 7.")]).await;
    assert_eq!(agency.status, 303, "{}", agency.body);
    let closed =
        server.bearer(KADIS).await.post(&format!("{path}/tutup"), &[("keterangan", "Selesai.")]).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let gone = Statement::new("DELETE FROM messages WHERE office = ?1", params![app.office()]);
    app.db.write(Write { statements: vec![gone], touches: Vec::new() }).await.expect("gone");
    let found = people(&server, &incident).await;
    let told = |t: &Ticket| found.iter().find(|p| p.subject == t.as_str()).expect("found").told;
    assert_eq!((told(&all[0]), told(&all[1])), (Told::Delivered, Told::Told));
}

#[tokio::test]
async fn letters_to_people_and_to_the_agency_are_pdfs_and_an_erased_case_has_none() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(NAME).await;
    server.minutes_later(1);
    let kabid = server.bearer(KABID).await;
    let incident = opened(&server, &kabid, &report(&server, Scope::Everything, "", 1)).await;
    let path = format!("{BACK}/{}", incident.no);
    for paper in [format!("surat/{ticket}"), "lembaga.pdf".to_owned(), "surat.pdf".to_owned()] {
        let answer = kabid.get(&format!("{path}/{paper}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{paper}");
        assert!(answer.bytes.starts_with(b"%PDF") && answer.bytes.len() > 5_000, "{paper}");
    }
    let other = server.open_case_of(resident(3)).await;
    assert_eq!(kabid.get(&format!("{path}/surat/{other}")).await.status, 404, "it is none of this breach");
    let looks = server.app.reads.list(office::reads::Filter::Of(ticket.as_str()), 20).await.expect("read");
    assert!(looks.iter().any(|l| l.purpose == "breach"), "a letter is a look too: {looks:?}");
}

#[tokio::test]
async fn a_form_that_says_too_little_or_names_what_is_not_there_opens_nothing() {
    let server = Server::start().await;
    server.at_nine();
    let kabid = server.bearer(KABID).await;
    let now = written(&server, server.app.clock.now());
    let right = [
        ("diketahui", now.as_str()),
        ("sejak", "2020-01-01T00:00"),
        ("sampai", now.as_str()),
        ("apa", "x"),
        ("tindakan", "x"),
        ("lingkup", "everything"),
        ("golongan", "identity"),
    ];
    let wrong = [
        ("diketahui", "2999-01-01T00:00"),
        ("diketahui", "kemarin"),
        ("sejak", "2999-01-01T00:00"),
        ("sampai", "2019-01-01T00:00"),
        ("apa", ""),
        ("tindakan", " "),
        ("lingkup", "x"),
        ("lingkup", "officer"),
        ("lingkup", "tickets"),
        ("golongan", "x"),
    ];
    for (field, value) in wrong {
        let form: Vec<_> =
            right.iter().map(|(k, v)| if *k == field { (*k, value) } else { (*k, *v) }).collect();
        let answer = kabid.post(BACK, &form).await;
        assert_eq!(answer.status, 422, "{field} = {value:?}");
        assert!(answer.has("error-summary") && answer.has("2020-01-01T00:00") || field == "sejak", "{field}");
    }
    let mut named: Vec<_> = right.iter().filter(|(k, _)| *k != "lingkup").copied().collect();
    named.extend([("lingkup", "tickets"), ("nomor", "AAAA-2222, entah")]);
    let answer = kabid.post(BACK, &named).await;
    assert!(answer.status == 422 && answer.has("AAAA-2222, entah"), "{}", answer.body);
    assert!(server.app.incidents.list(10).await.expect("read").is_empty());
    assert_eq!(kabid.post(BACK, &right).await.status, 303);
    for role in [OPERATOR, KASI, ADMINISTRATOR] {
        let other = server.officer(&format!("lain_{role}"), "Lain", &[role]).await;
        assert_eq!(other.get(BACK).await.status, 404, "{role}");
        assert_eq!(other.post(BACK, &right).await.status, 404, "{role}");
    }
}
