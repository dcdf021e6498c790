//! Finding cases, and the list of what could not be read.

use crate::support::people::applicant;
use crate::support::server::{ADMINISTRATOR, KABID, OPERATOR, REGISTER, Server};
use office::db::{Statement, Write};
use office::params;
use office::reads::Filter;

#[tokio::test]
async fn a_case_is_found_by_ticket_name_nik_family_card_and_phone() {
    let server = Server::start().await;
    let ticket = server.open_case("Rosnida Misalnya").await;
    let officer = server.bearer(REGISTER).await;
    let bare = ticket.as_str().to_lowercase().replace('-', "");
    for query in
        [bare.as_str(), "misal", "rosnida misal", "1301014504900001", "1301010101100001", "0813-6300-1234"]
    {
        let page = officer.post("/meja/cari", &[("q", query)]).await;
        assert_eq!(page.status, 200);
        assert!(
            page.has(&format!("/meja/perkara/{ticket}")) && page.has("Rosnida"),
            "{query}: {}",
            page.body
        );
        assert!(page.has("130101••••••0001") && page.has("Penerimaan permohonan"), "{}", page.body);
        assert!(page.has("sisa 10 "), "what is left of the step's time: {}", page.body);
    }
    let page = officer.post("/meja/cari", &[("q", "zulkifli")]).await;
    assert!(page.has("Tidak ada yang cocok") && !page.has("Rosnida"));
}

#[tokio::test]
async fn people_without_a_case_role_find_no_search_page() {
    let server = Server::start().await;
    server.open_case("Rosnida").await;
    let admin = server.bearer(ADMINISTRATOR).await;
    assert_eq!(admin.get("/meja/cari").await.status, 404);
    let found = admin.post("/meja/cari", &[("q", "rosnida")]).await;
    assert_eq!(found.status, 404);
    assert!(!found.has("Rosnida"));
    assert_eq!(server.bearer(KABID).await.get("/meja/cari").await.status, 200);
    assert_eq!(server.stranger().post("/meja/cari", &[("q", "rosnida")]).await.status, 303);
}

#[tokio::test]
async fn a_hostile_name_and_a_hostile_query_are_shown_as_text() {
    let server = Server::start().await;
    server.open_case("<img src=x onerror=alert(1)> Murni").await;
    let officer = server.bearer(OPERATOR).await;
    let page = officer.post("/meja/cari", &[("q", "murni")]).await;
    assert!(page.has("&#60;img src=x") && !page.has("<img"), "{}", page.body);
    let page = officer.post("/meja/cari", &[("q", "\"><script>x</script>' OR 1=1")]).await;
    assert_eq!(page.status, 200);
    assert!(!page.has("<script>") && !page.has("Murni"), "{}", page.body);
}

#[tokio::test]
async fn a_draft_is_marked_as_not_sent_and_leads_the_counter_on() {
    let server = Server::start().await;
    let ticket = server.open_draft(applicant("Yulia Umpama"), "hilang").await;
    let page = server.bearer(OPERATOR).await.post("/meja/cari", &[("q", "yulia")]).await;
    assert!(page.has("belum dikirim") && page.has(&format!("/meja/loket/{ticket}")), "{}", page.body);
    let page = server.bearer(REGISTER).await.post("/meja/cari", &[("q", "yulia")]).await;
    assert!(page.has("belum dikirim") && !page.has("/meja/loket/"));
}

#[tokio::test]
async fn what_could_not_be_read_is_shown_to_the_administrator_cut_and_as_text() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    assert!(admin.get("/meja/masukan-aneh").await.has("Semua kiriman dapat dibaca"));
    let body = format!("<script>alert(1)</script>{}TAIL", "x".repeat(5_000));
    let sql = "INSERT INTO strange_inbound (office, id, at, why, body) VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = |office: &str, why: &str| {
        Statement::new(sql, params![office, why, server.app.clock.now(), why, body.clone()])
    };
    for statement in [row(server.app.office(), "tanpa pengirim"), row("99.99", "kantor lain")] {
        server.app.db.write(Write::one(statement)).await.expect("written");
    }
    let page = admin.get("/meja/masukan-aneh").await;
    assert!(page.has("tanpa pengirim") && page.has("&#60;script&#62;"), "{}", page.body);
    assert!(!page.has("<script>alert") && !page.has("TAIL") && !page.has("kantor lain"));
    let looks = server.app.reads.list(Filter::Of("masukan aneh"), 9).await.expect("read");
    assert_eq!(looks.len(), 1, "it may be anybody's words: a look like any other");
}
