//! The record's page: who sees it, what a check says there, and a proof fetched from it.

use crate::support::server::{ADMINISTRATOR, KABID, KASI, OPERATOR, Server};
use office::db::{Statement, Write};
use office::params;

#[tokio::test]
async fn the_record_is_checked_signed_and_proven_on_a_page_of_overseers_and_administrators_alone() {
    let server = Server::start().await;
    let app = &server.app;
    let ticket = server.open_case("Upik Percobaan").await;
    for role in [OPERATOR, KASI] {
        let browser = server.bearer(role).await;
        assert_eq!(browser.get("/meja/catatan").await.status, 404, "{role}");
        assert_eq!(browser.post("/meja/catatan/periksa", &[]).await.status, 404, "{role}");
        assert_eq!(browser.post("/meja/catatan/tandai", &[]).await.status, 404, "{role}");
        let proof = browser.get(&format!("/meja/catatan/bukti?nomor={ticket}")).await;
        assert!(proof.status == 404 && !proof.has("rancak proof"), "{role}");
    }
    assert_eq!(server.bearer(ADMINISTRATOR).await.get("/meja/catatan").await.status, 200);
    let kabid = server.bearer(KABID).await;
    let page = kabid.get("/meja/catatan").await;
    assert!(page.has("Belum ada titik periksa") && page.has("rancak/13.01+"), "{}", page.body);
    let early = kabid.get(&format!("/meja/catatan/bukti?nomor={ticket}")).await;
    assert!(early.status == 422 && early.has("Tidak ada bukti"), "{}", early.body);
    let signed = kabid.post("/meja/catatan/tandai", &[]).await;
    assert!(signed.status == 200 && signed.has("class=\"qr\""), "{}", signed.body);
    let checked = kabid.post("/meja/catatan/periksa", &[]).await;
    assert!(checked.has("Temuan: 0") && checked.has("notice good"), "{}", checked.body);
    let proof = kabid.get(&format!("/meja/catatan/bukti?nomor={ticket}")).await;
    assert!(proof.has("rancak proof 1") && !proof.has("Upik"), "{}", proof.body);
    for wrong in ["AAAA-2222", "x", ""] {
        assert_eq!(kabid.get(&format!("/meja/catatan/bukti?nomor={wrong}")).await.status, 422, "{wrong}");
    }
    let sql = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = 2";
    let behind = Statement::new(sql, params![app.office(), ticket.as_str()]).must_change();
    app.db.write(Write::one(behind)).await.expect("deleted");
    let found = kabid.post("/meja/catatan/periksa", &[]).await;
    assert!(found.has(&format!("Dihapus: case/{ticket}/2")) && found.has("notice warn"), "{}", found.body);
    server.open_case("Buyuang Percobaan").await;
    let refused = kabid.post("/meja/catatan/tandai", &[]).await;
    assert!(refused.has("Tidak ditandatangani"), "{}", refused.body);
}
