//! Signing in by the office's identity provider: it stands for the password, for whoever linked their account themselves, and
//! nothing that is not signed for this browser and this office opens anything.

use crate::support::browser::{Answer, Browser};
use crate::support::provider::{CLIENT, Provider, SECRET};
use crate::support::server::{ADMINISTRATOR, KABID, OPERATOR, Server};
use office::accounts::{By, NewUser};
use office::config::Config;
use procedure::UserId;
use serde_json::json;

const PASSWORD: &str = "empat kata yang diingat";

async fn office(provider: &Provider) -> Server {
    let issuer = provider.issuer.clone();
    let server = Server::start_with(|config: &mut Config| {
        config.oidc.issuer = issuer;
        config.oidc.client_id = CLIENT.to_owned();
        config.oidc.name = "SSO Contoh".to_owned();
        config.secrets.oidc_client_secret = Some(SECRET.to_owned().into());
    })
    .await;
    server.at_nine();
    server
}

/// Somebody with a password, signed in.
async fn arrives(server: &Server, login: &str) -> (Browser, UserId) {
    let (by, now, roles) = (By::terminal(), server.app.clock.now(), [OPERATOR.into()]);
    let new = NewUser { login, name: login, roles: &roles };
    let user = server.app.accounts.add(&new, &by, now).await.expect("added");
    let secret = server.app.accounts.invite(&user, &by, now).await.expect("invited");
    let browser = server.stranger();
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    let answer = browser.post(&format!("/undangan/{secret}"), &chosen).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    (browser, user)
}

/// Goes to the provider and signs in there as this subject: the code and state with which they come back.
async fn there(
    server: &Server,
    provider: &Provider,
    browser: &Browser,
    query: &str,
    subject: &str,
) -> (String, String) {
    let sent = browser.get(&format!("/masuk/penyedia{query}")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(sent.location().starts_with(&format!("{}/auth?", provider.issuer)), "{}", sent.location());
    provider.signs_in(sent.location(), subject, server.app.clock.now().as_second())
}

async fn linked(server: &Server, provider: &Provider, login: &str, subject: &str) -> (Browser, UserId) {
    let (browser, user) = arrives(server, login).await;
    let (code, state) = there(server, provider, &browser, "?untuk=tautkan", subject).await;
    let form = [("code", &*code), ("state", &*state), ("password", PASSWORD)];
    let answer = browser.post("/meja/identitas", &form).await;
    assert_eq!((answer.status, answer.location()), (303, "/meja/sesi"), "{}", answer.body);
    (browser, user)
}

async fn comes_back(browser: &Browser, code: &str, state: &str) -> Answer {
    let page = browser.get(&format!("/masuk/penyedia/kembali?code={code}&state={state}")).await;
    assert!(page.status == 200 && page.has("Anda kembali dari SSO Contoh"), "{}", page.body);
    browser.post("/masuk/penyedia", &[("code", code), ("state", state)]).await
}

#[tokio::test]
async fn whoever_linked_their_account_signs_in_by_the_provider_and_the_log_says_so() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    let (rina, _) = linked(&server, &provider, "rina", "subjek-7").await;
    assert!(rina.get("/meja/sesi").await.has("Akun ini tertaut dengan SSO Contoh sejak"));

    let other = server.stranger();
    assert!(other.get("/masuk").await.has("Masuk dengan SSO Contoh"));
    let (code, state) = there(&server, &provider, &other, "?ke=/meja/loket", "subjek-7").await;
    let answer = comes_back(&other, &code, &state).await;
    assert_eq!((answer.status, answer.location()), (303, "/meja/loket"), "{}", answer.body);
    assert_eq!(other.get("/meja/loket").await.status, 200);

    let head = server.bearer(KABID).await;
    let log = head.get("/meja/pengguna/catatan?tentang=masuk").await;
    assert!(log.has("masuk lewat penyedia identitas") && log.has("masuk dengan kata sandi"), "{}", log.body);
    let changes = head.get("/meja/pengguna/catatan").await;
    assert!(changes.has("ditautkan dengan penyedia identitas"), "{}", changes.body);
    assert!(!changes.has("masuk lewat penyedia identitas"), "sign-ins stand apart");
    assert!(
        !changes.has("subjek-7") && !log.has("subjek-7"),
        "whom the provider calls how is nobody's business"
    );
}

#[tokio::test]
async fn somebody_of_the_provider_who_linked_no_account_gets_none_whatever_they_are_called_there() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    arrives(&server, "admin").await;
    let stranger = server.stranger();
    let (code, state) = there(&server, &provider, &stranger, "", "subjek-8").await;
    let answer = comes_back(&stranger, &code, &state).await;
    assert!(answer.status == 422 && answer.has("Belum ada akun di sini"), "{}", answer.body);
    assert_eq!(stranger.get("/meja").await.status, 303);
}

#[tokio::test]
async fn the_provider_stands_for_the_password_alone_and_the_second_factor_is_still_asked_for() {
    let provider = Provider::start().await;
    let issuer = provider.issuer.clone();
    let server = Server::start_with(|config: &mut Config| {
        config.oidc.issuer = issuer;
        config.oidc.client_id = CLIENT.to_owned();
        config.accounts.second_factor = "required".to_owned();
    })
    .await;
    let (_, user) = arrives(&server, "rina").await;
    let who = server.app.accounts.user(&user, server.app.clock.now()).await.expect("read").expect("rina");
    let identity = (provider.issuer.as_str(), "subjek-7");
    assert!(server.app.accounts.link_identity(&who, identity, server.app.clock.now()).await.expect("linked"));
    let other = server.stranger();
    let (code, state) = there(&server, &provider, &other, "", "subjek-7").await;
    let answer = other.post("/masuk/penyedia", &[("code", &code), ("state", &state)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/masuk/faktor/daftar"));
    assert_eq!(other.get("/meja").await.status, 303, "nobody yet");
}

#[tokio::test]
async fn nothing_that_the_provider_did_not_sign_for_this_office_and_this_sign_in_opens_anything() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    linked(&server, &provider, "rina", "subjek-7").await;
    let now = server.app.clock.now().as_second();
    type Change = fn(&mut crate::support::provider::Told, i64);
    let faults: [(&str, Change); 12] = [
        ("another's signature", |t, _| t.signed_by_another = true),
        ("no signature", |t, _| t.unsigned = true),
        ("the algorithm none", |t, _| {
            t.header = json!({ "alg": "none" });
            t.unsigned = true;
        }),
        ("the secret that both know", |t, _| t.header = json!({ "alg": "HS256" })),
        ("another's nonce", |t, _| t.claims["nonce"] = json!("lain")),
        ("no nonce", |t, _| drop(t.claims.as_object_mut().expect("claims").remove("nonce"))),
        ("for another office", |t, _| t.claims["aud"] = json!("lain")),
        ("for two", |t, _| t.claims["aud"] = json!([CLIENT, "lain"])),
        ("another issuer", |t, _| t.claims["iss"] = json!("https://lain.example")),
        ("over", |t, now| t.claims["exp"] = json!(now - 1)),
        ("not yet", |t, now| t.claims["iat"] = json!(now + 3600)),
        ("another's access token", |t, _| t.claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA")),
    ];
    for (what, change) in faults {
        let browser = server.stranger();
        let (code, state) = there(&server, &provider, &browser, "", "subjek-7").await;
        provider.tells(|t| change(t, now));
        let answer = browser.post("/masuk/penyedia", &[("code", &code), ("state", &state)]).await;
        assert!(answer.status == 422 && answer.has("tidak memastikan siapa Anda"), "{what}: {}", answer.body);
        assert_eq!(browser.get("/meja").await.status, 303, "{what}");
        provider.tells(|t| (t.header, t.unsigned, t.signed_by_another) = (json!({}), false, false));
    }
    let browser = server.stranger();
    let (code, state) = there(&server, &provider, &browser, "", "subjek-7").await;
    assert_eq!(comes_back(&browser, &code, &state).await.status, 303, "and without a fault it opens");
}

#[tokio::test]
async fn an_answer_is_good_once_in_the_browser_that_asked_and_for_ten_minutes() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    linked(&server, &provider, "rina", "subjek-7").await;
    let over = |answer: &Answer| answer.status == 422 && answer.has("dimulai di peramban lain");

    // Somebody is led to sign in as another: the answer is not of their own question.
    let (mine, theirs) = (server.stranger(), server.stranger());
    let (code, state) = there(&server, &provider, &mine, "", "subjek-7").await;
    there(&server, &provider, &theirs, "", "subjek-7").await;
    provider.tells(|t| t.asked = 0);
    let form = [("code", &*code), ("state", &*state)];
    assert!(over(&theirs.post("/masuk/penyedia", &form).await));
    assert!(over(&server.stranger().post("/masuk/penyedia", &form).await));
    let unasked = server.stranger();
    assert!(over(&unasked.get(&format!("/masuk/penyedia/kembali?code={code}&state={state}")).await));
    assert_eq!(provider.tells(|t| t.asked), 0, "and the provider is not even asked");

    // What another browser asked does not fit the code, even with its own state: the verifier is another one.
    let (code, _) = there(&server, &provider, &mine, "", "subjek-7").await;
    let (_, state) = there(&server, &provider, &theirs, "", "subjek-7").await;
    let stolen = theirs.post("/masuk/penyedia", &[("code", "code-0"), ("state", &state)]).await;
    assert_eq!(stolen.status, 422, "{code}");

    let (code, state) = there(&server, &provider, &mine, "", "subjek-7").await;
    assert_eq!(comes_back(&mine, &code, &state).await.status, 303);
    assert!(over(&mine.post("/masuk/penyedia", &[("code", &code), ("state", &state)]).await), "once");

    let late = server.stranger();
    let (code, state) = there(&server, &provider, &late, "", "subjek-7").await;
    server.minutes_later(11);
    assert!(over(&late.post("/masuk/penyedia", &[("code", &code), ("state", &state)]).await));
}

#[tokio::test]
async fn an_account_is_linked_by_its_owner_with_their_password_and_no_two_with_one_person() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    linked(&server, &provider, "rina", "subjek-7").await;
    let (budi, _) = arrives(&server, "budi").await;
    assert_eq!(server.stranger().get("/masuk/penyedia?untuk=tautkan").await.location(), "/masuk");

    let (code, state) = there(&server, &provider, &budi, "?untuk=tautkan", "subjek-9").await;
    let page = budi.get(&format!("/masuk/penyedia/kembali?code={code}&state={state}")).await;
    assert!(page.has("Isi kata sandi akun ini"), "{}", page.body);
    let form = [("code", &*code), ("state", &*state), ("password", "bukan kata sandinya")];
    let wrong = budi.post("/meja/identitas", &form).await;
    assert!(wrong.status == 422 && wrong.has("Tidak ada yang diubah"), "{}", wrong.body);
    assert_eq!(budi.post("/masuk/penyedia", &form).await.status, 422, "no sign-in with what was for a link");

    // Another's browser does not link with what was asked for Budi.
    let (rani, _) = arrives(&server, "rani").await;
    let theirs = [("code", &*code), ("state", &*state), ("password", PASSWORD)];
    assert_eq!(rani.post("/meja/identitas", &theirs).await.status, 422);

    let (code, state) = there(&server, &provider, &budi, "?untuk=tautkan", "subjek-7").await;
    let form = [("code", &*code), ("state", &*state), ("password", PASSWORD)];
    let taken = budi.post("/meja/identitas", &form).await;
    assert!(taken.status == 422 && taken.has("sudah tertaut dengan akun lain"), "{}", taken.body);
}

#[tokio::test]
async fn a_link_that_its_owner_or_an_administrator_ended_opens_nothing_and_ends_the_sessions() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    let (rina, _) = linked(&server, &provider, "rina", "subjek-7").await;
    let left_open = rina.post("/meja/identitas/lepas", &[("present", "bukan ini")]).await;
    assert!(left_open.status == 422 && left_open.has("Lepas tautan"), "{}", left_open.body);
    assert_eq!(rina.post("/meja/identitas/lepas", &[("present", PASSWORD)]).await.status, 303);
    assert_eq!(rina.get("/meja").await.status, 303);
    let (budi, user) = linked(&server, &provider, "budi", "subjek-7").await;
    let administrator = server.bearer(ADMINISTRATOR).await;
    assert!(administrator.get(&format!("/meja/pengguna/{user}")).await.has("Lepas tautan dengan SSO Contoh"));
    let ended = administrator.post(&format!("/meja/pengguna/{user}/identitas/lepas"), &[]).await;
    assert_eq!(ended.status, 303);
    assert_eq!(budi.get("/meja").await.status, 303);
    let other = server.stranger();
    let (code, state) = there(&server, &provider, &other, "", "subjek-7").await;
    assert_eq!(comes_back(&other, &code, &state).await.status, 422);
}

#[tokio::test]
async fn whoever_was_disabled_is_not_let_in_by_the_provider() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    let (_, user) = linked(&server, &provider, "rina", "subjek-7").await;
    let now = server.app.clock.now();
    let rina = server.app.accounts.user(&user, now).await.expect("read").expect("rina");
    server.app.accounts.change(&rina, "rina", true, &By::terminal(), now).await.expect("disabled");
    let other = server.stranger();
    let (code, state) = there(&server, &provider, &other, "", "subjek-7").await;
    assert_eq!(comes_back(&other, &code, &state).await.status, 422);
}

#[tokio::test]
async fn a_provider_that_changed_its_keys_is_asked_for_them_again() {
    let provider = Provider::start().await;
    let server = office(&provider).await;
    linked(&server, &provider, "rina", "subjek-7").await;
    provider.changes_its_key();
    let other = server.stranger();
    let (code, state) = there(&server, &provider, &other, "", "subjek-7").await;
    assert_eq!(comes_back(&other, &code, &state).await.status, 303);
}

#[tokio::test]
async fn a_provider_that_is_away_or_leads_elsewhere_is_said_so_and_the_password_still_opens() {
    let provider = Provider::start().await;
    provider.tells(|t| t.away = true);
    let server = office(&provider).await;
    arrives(&server, "rina").await;
    let browser = server.stranger();
    let away = browser.get("/masuk/penyedia").await;
    assert!(away.status == 503 && away.has("SSO Contoh sedang tidak menjawab"), "{}", away.body);
    provider.tells(|t| {
        t.away = false;
        t.discovery.insert("token_endpoint".to_owned(), json!("http://lain.example/token"));
    });
    assert_eq!(browser.get("/masuk/penyedia").await.status, 503, "no secret goes there");
    provider.tells(|t| {
        t.discovery.clear();
        t.discovery.insert("issuer".to_owned(), json!("https://lain.example"));
    });
    assert_eq!(browser.get("/masuk/penyedia").await.status, 503, "another's word for it");
    let entered = browser.post("/masuk", &[("login", "rina"), ("password", PASSWORD)]).await;
    assert_eq!(entered.location(), "/meja");
}

#[tokio::test]
async fn without_a_provider_its_addresses_name_nothing() {
    let server = Server::start().await;
    let stranger = server.stranger();
    assert_eq!(stranger.get("/masuk/penyedia").await.status, 404);
    assert_eq!(stranger.get("/masuk/penyedia/kembali?code=a&state=b").await.status, 404);
    assert_eq!(stranger.post("/masuk/penyedia", &[("code", "a"), ("state", "b")]).await.status, 404);
    assert!(!stranger.get("/masuk").await.has("/masuk/penyedia"));
    let rina = server.bearer(OPERATOR).await;
    assert!(!rina.get("/meja/sesi").await.has("/masuk/penyedia"));
}
