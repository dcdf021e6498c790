//! What others got wrong with addresses and permissions, each as the sentence that must hold here.

use super::fixture::{Fixture, MARKERS};
use crate::support::people::PNG;
use crate::support::server::{ADMINISTRATOR, CETAK, KASI, OPERATOR, REGISTER, Server};
use procedure::{Form, Ticket};

/// OpenSID wrote any status that stood in `proses/$id/$status`.
#[tokio::test]
async fn no_status_is_ever_written_from_an_address() {
    let server = Server::start().await;
    let kasi = server.bearer(KASI).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let before = server.case(&ticket).await;
    let words =
        ["closed", "handed_over", "selesai", "verifikasi", "rekomendasi", "tercetak", "3", "proses/4"];
    for word in words {
        let path = format!("/meja/perkara/{ticket}/{word}");
        assert_eq!(kasi.get(&path).await.status, 404, "{path}");
        assert_eq!(kasi.post(&path, &[("status", word)]).await.status, 404, "{path}");
    }
    for act in ["ambil", "putuskan", "alihkan", "tarik", "buka-kembali", "setujui-dahulu"] {
        let path =
            format!("/meja/perkara/{ticket}/{act}?step=verifikasi&outcome=rekomendasi&status=handed_over");
        assert_eq!(kasi.get(&path).await.status, 404, "by GET nothing is done");
        let answer = kasi.post(&path, &[]).await;
        assert!(answer.status >= 400, "{path}: {}", answer.status);
    }
    assert_eq!(server.case(&ticket).await, before);
}

/// OpenSID 9081: a letter could be printed before it was verified.
#[tokio::test]
async fn no_card_and_no_receipt_is_to_be_had_before_a_verification() {
    let server = Server::start().await;
    let (rani, hendra) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (yusuf, dewi) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let ticket = server.open_case("Upik Percobaan").await;
    let papers =
        ["perkara/{}/kartu", "perkara/{}/kartu.pdf", "perkara/{}/chip", "penyerahan/{}/tanda-terima"];
    let none_is_there = async |stage: &str| {
        for paper in papers {
            let path = format!("/meja/{}", paper.replace("{}", ticket.as_str()));
            for officer in [&rani, &hendra, &yusuf, &dewi] {
                let answer = officer.get(&path).await;
                assert_eq!(answer.status, 404, "{stage}: {path}");
                assert!(!answer.has("Upik"), "{stage}: {path}");
            }
        }
        let prepare = yusuf.post(&format!("/meja/perkara/{ticket}/kartu"), &[]).await;
        assert_eq!(prepare.status, 404, "{stage}");
        let gate = dewi.get(&format!("/meja/penyerahan/{ticket}")).await;
        assert_eq!(gate.status, 404, "{stage}");
    };
    none_is_there("received").await;
    server.decide(&ticket, &rani, "penerimaan", "lengkap", Form::default()).await;
    none_is_there("not yet verified").await;
    server.decide(&ticket, &hendra, "verifikasi", "rekomendasi", Form::default()).await;
    let page = yusuf.get(&format!("/meja/perkara/{ticket}/kartu")).await;
    assert_eq!(page.status, 200, "verified: {}", page.body);
}

/// CVE-2026-43913: whoever had not confirmed their account could act.
#[tokio::test]
async fn whoever_was_invited_and_has_chosen_no_password_cannot_act() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let new = [("login", "belum"), ("name", "Belum Memilih"), ("role", OPERATOR)];
    let page = admin.post("/meja/pengguna", &new).await;
    let (_, secret) = page
        .field("link")
        .split_once("/undangan/")
        .map(|(a, s)| (a.to_owned(), s.to_owned()))
        .expect("a link");
    let invited = server.stranger();
    for password in ["", " ", "belum", secret.as_str(), "Belum Memilih"] {
        let answer = invited.post("/masuk", &[("login", "belum"), ("password", password)]).await;
        assert!(matches!(answer.status, 422 | 429), "{password:?}: {}", answer.status);
    }
    assert_eq!(invited.get(&format!("/undangan/{secret}")).await.status, 200, "it may be looked at");
    for short in ["", "pendek"] {
        let chosen = [("password", short), ("again", short)];
        assert_eq!(invited.post(&format!("/undangan/{secret}"), &chosen).await.status, 422);
    }
    let path = format!("/meja/perkara/{ticket}");
    assert_eq!(invited.get(&path).await.status, 303, "nobody is signed in by a link that was opened");
    assert_eq!(invited.post(&format!("{path}/ambil"), &[]).await.location(), "/masuk");
    assert_eq!(server.case(&ticket).await.step.and_then(|s| s.claim), None);
}

/// CVE-2021-40375: the page that said "forbidden" carried the record.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_says_no_holds_no_byte_of_the_record() {
    let fixture = Fixture::new().await;
    let administrator = fixture.server.bearer(ADMINISTRATOR).await;
    let nothing = administrator.get("/meja/tidak-ada").await;
    for ticket in [&fixture.draft, &fixture.open, &fixture.printing, &fixture.gate, &fixture.handed] {
        for place in
            ["perkara/{}", "loket/{}", "penyerahan/{}", "penyerahan/{}/tanda-terima", "perkara/{}/kartu.pdf"]
        {
            let answer = administrator.get(&format!("/meja/{}", place.replace("{}", ticket.as_str()))).await;
            assert_eq!((answer.status, &answer.bytes), (404, &nothing.bytes), "{place}");
            assert!(!answer.has(ticket.as_str()) && MARKERS.iter().all(|m| !answer.has(m)), "{place}");
        }
    }
}

/// OpenSID 4086 and DIGIT's file store: documents were fetched by their number alone.
#[tokio::test]
async fn a_document_is_handed_out_by_the_case_that_it_belongs_to_and_by_no_other() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let (one, two) = (server.open_case("Upik Percobaan").await, server.open_case("Buyung Percobaan").await);
    let file = server.case(&one).await.documents[0].facts.file.clone();
    let page = |ticket: &Ticket| format!("/meja/perkara/{ticket}/berkas/{file}/1");
    assert_eq!(operator.get(&page(&one)).await.status, 200);
    let administrator = server.bearer(ADMINISTRATOR).await;
    for (browser, path) in [
        (&operator, page(&two)),
        (&operator, page(&Ticket::from_random(7))),
        (&administrator, page(&one)),
        (&operator, format!("/meja/perkara/{one}/berkas/{file}/x")),
    ] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_ne!(answer.bytes, PNG, "{path}");
    }
    assert_eq!(server.stranger().get(&page(&one)).await.status, 303);
}

/// CVE-2026-27898: one endpoint was forgotten. Here a path without a row cannot be served: a router is made where the
/// rows are read, and nowhere else.
#[test]
fn no_path_is_served_but_through_the_table() {
    let files = crate::house::source::files(&["crates/office/src"], &["rs"]);
    // What carries connections to the router is given it whole.
    let allowed = ["permissions/doors.rs", "src/router.rs", "src/serving.rs"];
    let ways = [
        ".route(",
        ".route_service(",
        ".nest(",
        ".nest_service(",
        ".fallback_service(",
        "MethodRouter",
        "axum::Router",
    ];
    let mut seen = 0;
    for (path, text) in files {
        let at_home = allowed.iter().any(|a| path.ends_with(a));
        for way in ways.into_iter().filter(|way| text.contains(way)) {
            assert!(at_home, "{}: {way}", path.display());
            seen += 1;
        }
        let bare = text.lines().any(|l| l.trim_start().starts_with(".route("));
        assert!(!bare, "{}: a path of its own", path.display());
    }
    assert!(seen >= 3, "the router was not found");
}
