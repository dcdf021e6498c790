//! A person's own account: another password, and what a browser is told to keep and to forget.

use crate::operator_proof::key_of;
use crate::support::browser::Browser;
use crate::support::server::{ADMINISTRATOR, KABID, OPERATOR, Server};
use office::accounts::{By, NewUser};

const PASSWORD: &str = "empat kata yang diingat";
const OTHER: &str = "lima kata lain yang diingat";

async fn signs_in(server: &Server, password: &str) -> (Browser, u16) {
    let browser = server.stranger();
    let answer = browser.post("/masuk", &[("login", "rina"), ("password", password)]).await;
    (browser, answer.status)
}

async fn with_rina() -> (Server, Browser) {
    let server = Server::start().await;
    let (by, now, roles) = (By::terminal(), server.app.clock.now(), [OPERATOR.into()]);
    let new = NewUser { login: "rina", name: "Rina Contoh", roles: &roles };
    let user = server.app.accounts.add(&new, &by, now).await.expect("added");
    let secret = server.app.accounts.invite(&user, &by, now).await.expect("invited");
    let rina = server.stranger();
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(rina.post(&format!("/undangan/{secret}"), &chosen).await.status, 303);
    (server, rina)
}

#[tokio::test]
async fn a_person_changes_their_password_with_the_present_one_and_is_signed_out_everywhere_else() {
    let (server, rina) = with_rina().await;
    let (elsewhere, status) = signs_in(&server, PASSWORD).await;
    assert_eq!(status, 303);
    for (present, chosen, again, why) in [
        ("bukan ini", OTHER, OTHER, "Itu bukan kata sandi akun ini"),
        (PASSWORD, OTHER, PASSWORD, "tidak sama"),
        (PASSWORD, "pendek", "pendek", "10"),
    ] {
        let form = [("present", present), ("chosen", chosen), ("again", again)];
        let answer = rina.post("/meja/sandi", &form).await;
        assert!(answer.status == 422 && answer.has(why), "{why}: {}", answer.body);
    }
    assert_eq!(elsewhere.get("/meja").await.status, 200, "nothing was changed");
    let form = [("present", PASSWORD), ("chosen", OTHER), ("again", OTHER)];
    let done = rina.post("/meja/sandi", &form).await;
    assert!(done.status == 200 && done.has("Kata sandi sudah diganti"), "{}", done.body);
    assert_eq!(rina.get("/meja").await.status, 200, "here they stay");
    assert_eq!(elsewhere.get("/meja").await.status, 303, "and nowhere else");
    assert_eq!(signs_in(&server, PASSWORD).await.1, 422);
    assert_eq!(signs_in(&server, OTHER).await.1, 303);
    let log = server.bearer(KABID).await.get("/meja/pengguna/catatan").await;
    assert!(log.has("Rina Contoh"), "{}", log.body);
}

#[tokio::test]
async fn what_an_account_stands_on_is_ended_with_the_password_and_whoever_found_the_screen_open_ends_nothing()
{
    let server = Server::start_with(|c| c.operator_proof.required = true).await;
    let rina = server.officer("rina", "Rina Contoh", &[OPERATOR]).await;
    let user = rina.officer().user.clone();
    let link =
        server.app.accounts.invite(&user, &By::terminal(), server.app.clock.now()).await.expect("invited");
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(rina.post(&format!("/undangan/{link}"), &chosen).await.status, 303);
    let (elsewhere, _) = signs_in(&server, PASSWORD).await;
    key_of(&server, &server.bearer(ADMINISTRATOR).await, &rina).await;
    let held = server.app.accounts.keys(&user).await.expect("read").remove(0);
    let sessions = server.app.accounts.sessions(&user).await.expect("read");
    let ways = [
        "/meja/sesi/akhiri".to_owned(),
        format!("/meja/sesi/{}/akhiri", sessions[0].id),
        format!("/meja/kunci/{}/akhiri", held.id),
    ];
    for (way, present) in ways.iter().flat_map(|way| [(way, ""), (way, "bukan ini")]) {
        let answer = rina.post(way, &[("present", present)]).await;
        assert_eq!(answer.status, 422, "{way}: {}", answer.body);
        assert!(
            answer.has("Itu bukan kata sandi akun ini") && answer.has("Akhiri"),
            "{way}: {}",
            answer.body
        );
    }
    assert_eq!(elsewhere.get("/meja").await.status, 200, "nothing was ended");
    assert_eq!(server.app.accounts.keys(&user).await.expect("read")[0].ended_at, None);
    for way in [&ways[2], &ways[0]] {
        assert_eq!(rina.post(way, &[("present", PASSWORD)]).await.status, 303, "{way}");
    }
    assert!(server.app.accounts.keys(&user).await.expect("read")[0].ended_at.is_some());
    assert_eq!(elsewhere.get("/meja").await.status, 303, "ended");
}

#[tokio::test]
async fn every_cookie_is_for_this_host_over_tls_and_no_scripts() {
    let (server, rina) = with_rina().await;
    let entered = rina.post("/masuk", &[("login", "rina"), ("password", PASSWORD)]).await;
    let left = rina.post("/keluar", &[]).await;
    let spoken = server.stranger().get("/bahasa?bahasa=en&ke=/lacak").await;
    let mut told = 0;
    for answer in [&entered, &left, &spoken] {
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("text");
            for part in ["__Host-", "Secure", "HttpOnly", "Path=/", "SameSite="] {
                assert!(cookie.contains(part), "{part}: {cookie}");
            }
            assert!(!cookie.contains("Domain="), "{cookie}");
            told += 1;
        }
    }
    assert!(told >= 4, "session, known browser, end of the session, language: {told}");
    assert_eq!(left.header("clear-site-data"), "\"cache\", \"storage\"");
}

#[tokio::test]
async fn nobody_is_led_away_by_an_address_that_is_ours_at_first_sight() {
    let (server, _) = with_rina().await;
    for to in
        ["/%09/jahat.example", "//jahat.example", "/%5Cjahat.example", "https://jahat.example", "/%0d%0aX:1"]
    {
        let answer = server.stranger().get(&format!("/bahasa?bahasa=en&ke={to}")).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{to}");
    }
    for to in ["/\t/jahat.example", "//jahat.example", "/\\jahat.example", "https://jahat.example"] {
        let form = [("login", "rina"), ("password", PASSWORD), ("ke", to)];
        let answer = server.stranger().post("/masuk", &form).await;
        assert_eq!((answer.status, answer.location()), (303, "/meja"), "{to}");
    }
}
