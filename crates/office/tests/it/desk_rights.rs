//! Who sees what at the desk: nothing of a case reaches a person who has no business with it.

use crate::support::server::{ADMINISTRATOR, OPERATOR, Server};

#[tokio::test]
async fn a_session_is_recognised_and_a_stranger_is_asked_to_sign_in() {
    let server = Server::start().await;
    let stranger = server.stranger().get("/masuk").await;
    assert_eq!(stranger.status, 200, "{}", stranger.body);
    assert!(stranger.has("name=\"password\""));
    let officer = server.bearer(OPERATOR).await.get("/masuk").await;
    assert_eq!((officer.status, officer.location()), (303, "/meja"));
}

#[tokio::test]
async fn an_officer_without_a_step_gets_404_and_no_byte_of_the_case() {
    let server = Server::start().await;
    let ticket = server.open_case("Upik Percobaan").await;
    let administrator = server.bearer(ADMINISTRATOR).await;
    let nobody = server.officer("tamu", "Orang Tamu", &["peran_lama"]).await;
    let missing = server.bearer(OPERATOR).await.get("/meja/perkara/TIDAK-ADA").await;
    assert_eq!(missing.status, 404);
    for browser in [&administrator, &nobody] {
        let path = format!("/meja/perkara/{ticket}");
        let seen = browser.get(&path).await;
        let done = browser.post(&format!("{path}/catat"), &[("text", "halo")]).await;
        for answer in [&seen, &done] {
            assert_eq!(answer.status, 404);
            assert!(!answer.has("Upik") && !answer.has("1301014504900001") && !answer.has("halo"));
        }
    }
}

#[tokio::test]
async fn a_stranger_is_asked_to_sign_in_before_anything_of_the_desk() {
    let server = Server::start().await;
    let ticket = server.open_case("Upik Percobaan").await;
    let path = format!("/meja/perkara/{ticket}");
    for path in ["/meja", "/meja/berikutnya", "/meja/langsung", &path] {
        let answer = server.stranger().get(path).await;
        assert_eq!((answer.status, answer.location()), (303, &*format!("/masuk?ke={path}")));
    }
    assert_eq!(server.stranger().post(&format!("{path}/ambil"), &[]).await.location(), "/masuk");
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let request = operator.request(reqwest::Method::POST, &format!("/meja/perkara/{ticket}/ambil"));
    let elsewhere = reqwest::header::HeaderMap::from_iter([(
        reqwest::header::HeaderName::from_static("sec-fetch-site"),
        "cross-site".parse().expect("a value"),
    )]);
    let form = "application/x-www-form-urlencoded";
    let request = request.headers(elsewhere).header("content-type", form).body("form=1");
    assert_eq!(operator.send(request).await.status, 403);
    assert_eq!(server.case(&ticket).await.step.and_then(|s| s.claim), None);
}
