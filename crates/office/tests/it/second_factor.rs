//! The second factor: whoever must have one can do nothing before it is set up and given, a code works once, and a security
//! key signs in by itself.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::security_key::SecurityKey;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, OPERATOR, Server};
use crate::support::story;
use jiff::Timestamp;
use office::accounts::{Accounts, By, NewUser};
use office::config::Config;
use procedure::UserId;
use reqwest::Method;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "empat kata yang diingat";

async fn office(required: bool) -> Server {
    let factor = if required { "required" } else { "optional" };
    Server::start_with(|config: &mut Config| config.accounts.second_factor = factor.to_owned()).await
}

/// Somebody who follows an invitation and chooses a password; their browser, and what it was answered.
async fn arrives(server: &Server, login: &str, role: &str) -> (Browser, UserId, Answer) {
    let (by, now, roles) = (By::terminal(), server.app.clock.now(), [role.into()]);
    let new = NewUser { login, name: login, roles: &roles };
    let user = server.app.accounts.add(&new, &by, now).await.expect("added");
    let secret = server.app.accounts.invite(&user, &by, now).await.expect("invited");
    let browser = server.stranger();
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    let answer = browser.post(&format!("/undangan/{secret}"), &chosen).await;
    (browser, user, answer)
}

/// The code that an app shows which was set up with the letters of this page.
fn code(page: &Answer, at: Timestamp) -> String {
    let (_, after) = page.body.split_once("id=\"letters\">").expect("letters");
    let letters = after.split('<').next().unwrap_or_default().replace(' ', "");
    code_of(&letters, at)
}

fn code_of(letters: &str, at: Timestamp) -> String {
    let secret = Secret::try_from_base32(letters).expect("a secret");
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().expect("an app");
    totp.generate(u64::try_from(at.as_second()).expect("after 1970")).to_string()
}

fn letters(page: &Answer) -> String {
    let (_, after) = page.body.split_once("id=\"letters\">").expect("letters");
    after.split('<').next().unwrap_or_default().replace(' ', "")
}

/// The secret that a page offered, as its form sends it back.
fn sealed(page: &Answer) -> String {
    let (_, after) = page.body.split_once("name=\"sealed\" value=\"").expect("an offer");
    after.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn whoever_must_have_a_second_factor_sets_one_up_and_can_do_nothing_else_before() {
    let server = office(true).await;
    let (rina, _, answer) = arrives(&server, "rina", OPERATOR).await;
    assert_eq!((answer.status, answer.location()), (303, "/masuk/faktor/daftar"));
    for path in ["/meja", "/meja/loket", "/meja/sesi", "/meja/pejabat", "/meja/kunci"] {
        let page = rina.get(path).await;
        assert_eq!((page.status, page.location()), (303, &*format!("/masuk?ke={path}")), "{path}");
    }
    assert_eq!(rina.get("/masuk").await.location(), "/masuk/faktor/daftar", "led there again");
    let page = rina.get("/masuk/faktor/daftar").await;
    assert!(page.has("mewajibkan verifikasi kedua") && page.has("<svg class=\"qr\""), "{}", page.body);
    let other = rina.get("/masuk/faktor/daftar").await;
    assert_ne!(letters(&page), letters(&other), "whoever saw an earlier one has nothing of it");
    let wrong = rina.post("/masuk/faktor/daftar", &[("code", "000000"), ("sealed", &sealed(&page))]).await;
    assert!(wrong.status == 422 && wrong.has("Kode itu salah"), "{}", wrong.body);
    assert_eq!(letters(&wrong), letters(&page), "who mistyped goes on with what the app has");
    assert_eq!(rina.get("/meja").await.status, 303);
    let now = server.app.clock.now();
    let foreign = [("code", &*code(&page, now)), ("sealed", &*sealed(&other))];
    assert_eq!(rina.post("/masuk/faktor/daftar", &foreign).await.status, 422, "a code of another secret");
    let right = [("code", &*code(&page, now)), ("sealed", &*sealed(&page))];
    let right = rina.post("/masuk/faktor/daftar", &right).await;
    assert_eq!((right.status, right.location()), (303, "/meja"), "{}", right.body);
    assert_eq!(rina.get("/meja/loket").await.status, 200);
}

#[tokio::test]
async fn a_password_alone_opens_nothing_where_an_app_is_set_up_and_each_code_works_once() {
    let server = office(true).await;
    let (rina, _, _) = arrives(&server, "rina", OPERATOR).await;
    let page = rina.get("/masuk/faktor/daftar").await;
    let app = letters(&page);
    let first = code(&page, server.app.clock.now());
    assert_eq!(
        rina.post("/masuk/faktor/daftar", &[("code", &first), ("sealed", &sealed(&page))]).await.status,
        303
    );

    let other = server.stranger();
    let entered =
        other.post("/masuk", &[("login", "rina"), ("password", PASSWORD), ("ke", "/meja/loket")]).await;
    assert_eq!((entered.status, entered.location()), (303, "/masuk/faktor?ke=/meja/loket"));
    assert_eq!(other.get("/meja").await.status, 303, "nobody yet");
    assert_eq!(
        other.get("/masuk/faktor/daftar").await.location(),
        "/masuk",
        "no second app by a password alone"
    );
    let give = async |code: &str| other.post("/masuk/faktor", &[("code", code), ("ke", "/meja/loket")]).await;
    assert_eq!(give(&first).await.status, 422, "it was used to set the app up");
    server.minutes_later(1);
    let old = code_of(&app, server.app.clock.now() - jiff::SignedDuration::from_secs(75));
    assert_eq!(give(&old).await.status, 422, "too old");
    let near = code_of(&app, server.app.clock.now() + jiff::SignedDuration::from_secs(30));
    let right = give(&near).await;
    assert_eq!((right.status, right.location()), (303, "/meja/loket"), "a phone may be half a minute ahead");
    assert_eq!(other.get("/meja/loket").await.status, 200);

    // The same code in another browser is used up.
    let third = server.stranger();
    third.post("/masuk", &[("login", "rina"), ("password", PASSWORD)]).await;
    assert_eq!(third.post("/masuk/faktor", &[("code", &near)]).await.status, 422);
    assert_eq!(third.get("/meja").await.status, 303);
}

#[tokio::test]
async fn where_it_is_optional_a_person_sets_an_app_up_and_takes_it_away_with_a_code() {
    let server = office(false).await;
    let (rina, user, answer) = arrives(&server, "rina", OPERATOR).await;
    assert_eq!(answer.location(), "/meja");
    assert!(rina.get("/meja/sesi").await.has("Belum ada aplikasi autentikator"));
    let page = rina.get("/masuk/faktor/daftar").await;
    let app = letters(&page);
    let first = code(&page, server.app.clock.now());
    let open = rina.post("/masuk/faktor/daftar", &[("code", &first), ("sealed", &sealed(&page))]).await;
    assert!(
        open.status == 422 && open.has("Tidak ada yang diubah"),
        "a screen that was left open is not enough"
    );
    let right = rina
        .post(
            "/masuk/faktor/daftar",
            &[("code", &*first), ("password", PASSWORD), ("sealed", &sealed(&page))],
        )
        .await;
    assert_eq!(right.location(), "/meja/sesi");
    assert!(!rina.get("/masuk/faktor/daftar").await.has("letters"), "its secret is shown to nobody");
    assert_eq!(rina.post("/meja/faktor/akhiri", &[("code", "000000")]).await.status, 422);
    assert!(server.app.accounts.has_totp(&user).await.expect("read"));
    server.minutes_later(1);
    let fresh = code_of(&app, server.app.clock.now());
    assert_eq!(rina.post("/meja/faktor/akhiri", &[("code", &fresh)]).await.status, 303);
    assert!(!server.app.accounts.has_totp(&user).await.expect("read"));
}

/// Sends JSON; the answer, and what it holds.
async fn json_to(browser: &Browser, path: &str, body: &Value) -> (Answer, Value) {
    let answer = browser.send(browser.request(Method::POST, path).json(body)).await;
    let told = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer, told)
}

#[tokio::test]
async fn a_security_key_signs_in_with_finger_or_pin_and_nobody_learns_who_has_one() {
    let server = Server::start_with(|config| config.operator_proof.required = true).await;
    let (admin, yusuf) = (server.bearer(ADMINISTRATOR).await, server.bearer(CETAK).await);
    let (by, now) = (admin.officer().by(), server.app.clock.now());
    let code = server.app.accounts.allow_key(&yusuf.officer().user, &by, now).await.expect("a code");
    let mut key = SecurityKey::new(&server.app.config.server.public_url);
    let asked = json!({"code": code, "label": "Kunci"});
    let (_, options) = json_to(&yusuf, "/meja/kunci/daftar", &asked).await;
    json_to(&yusuf, "/meja/kunci/daftar/jawab", &key.enrols(&options)).await;

    let browser = server.stranger();
    let begin = async |login: &str| json_to(&browser, "/masuk/kunci", &json!({"login": login})).await;
    let enter = async |credential: Value| {
        json_to(&browser, "/masuk/kunci/jawab", &json!({"to": "/meja/blangko", "credential": credential}))
            .await
    };
    let (_, options) = begin("orang_operator_cetak").await;
    assert_eq!(options["publicKey"]["userVerification"], "required");
    key.verifies = false;
    let (touched, _) = enter(key.proves(&options)).await;
    assert!(
        touched.status == 422 && touched.has("tidak diterima"),
        "a touch is not enough: {}",
        touched.body
    );
    key.verifies = true;
    let (stale, _) = enter(key.proves(&options)).await;
    assert_eq!(stale.status, 422, "each question is answered once");
    let (_, options) = begin("orang_operator_cetak").await;
    let (entered, told) = enter(key.proves(&options)).await;
    assert_eq!((entered.status, &told["to"]), (200, &json!("/meja/blangko")), "{}", entered.body);
    assert_eq!(browser.get("/meja/blangko").await.status, 200);

    // Of whoever has no key, or is not there, the same is asked, of keys as many and as long as people's are.
    let shape = |v: &Value| (v["publicKey"]["rpId"].clone(), v["publicKey"]["userVerification"].clone());
    let mut kinds = std::collections::BTreeSet::new();
    for n in 0..40 {
        let (_, nobody) = begin(&format!("tidak_ada_{n}")).await;
        let keys = nobody["publicKey"]["allowCredentials"].as_array().expect("keys").clone();
        let lengths = keys.iter().map(|key| key["id"].as_str().map(str::len)).collect::<Vec<_>>();
        assert!(
            matches!(keys.len(), 1 | 2) && lengths.iter().all(|l| l.is_some_and(|l| l >= 22)),
            "{nobody}"
        );
        kinds.insert((keys.len(), lengths));
    }
    assert!(kinds.len() > 4, "{kinds:?}");
    for login in ["orang_administrator", "tidak_ada"] {
        let (answer, nobody) = begin(login).await;
        assert_eq!((answer.status, shape(&nobody)), (200, shape(&options)), "{login}");
        let (_, again) = begin(login).await;
        assert_eq!(
            nobody["publicKey"]["allowCredentials"], again["publicKey"]["allowCredentials"],
            "{login}"
        );
        assert_eq!(enter(key.proves(&nobody)).await.0.status, 422, "{login}");
    }

    // As a second factor, behind the password, too; an ended key is none.
    let now = server.app.clock.now();
    let id = server.app.accounts.keys(&yusuf.officer().user).await.expect("keys")[0].id.clone();
    server.app.accounts.end_key(&yusuf.officer().user, &id, &By::terminal(), now).await.expect("ended");
    let (_, options) = begin("orang_operator_cetak").await;
    assert_eq!(enter(key.proves(&options)).await.0.status, 422);
}

#[tokio::test]
async fn a_code_is_used_once_whoever_is_quicker_on_both_databases_and_the_secret_lies_sealed() {
    let config =
        crate::support::server::parsed(&crate::support::server::variables(std::path::Path::new("/tmp"), 1));
    on_both(|b| {
        let secrets = config.secrets.clone();
        async move {
            let own = seal::Key::new([5; 32]);
            let node = |db| Accounts::new(db, story::OFFICE, story::offset()).with_keys(&secrets, &own);
            let nodes = [node(b.db.clone()), node(b.reopen().await)];
            let (by, at, roles) = (By::terminal(), story::minute(0), ["kasi".into()]);
            let new = NewUser { login: "hendra", name: "Hendra Umpama", roles: &roles };
            let id = nodes[0].add(&new, &by, at).await.expect("added");
            let user = nodes[0].user(&id, at).await.expect("read").expect("a user");
            let offered = nodes[0].offer_totp(&user, "", at).expect("offered");
            let app = offered.letters;
            let enrols = code_of(&app, at);
            let enrolled = nodes[1].enrol_totp(&user, (&offered.sealed, &enrols), at).await;
            assert!(enrolled.expect("tried"), "{}", b.name);
            let rows = b.db.query("SELECT secret FROM totp_secrets", Vec::new()).await.expect("read");
            let kept = rows[0].text(0).expect("text");
            let plain = Secret::try_from_base32(&app).expect("a secret");
            assert!(!kept.contains(&hex::encode(plain.as_ref())) && !kept.contains(&app), "{}", b.name);
            for round in 1..10 {
                let now = story::minute(round);
                let code = code_of(&app, now);
                let (one, two) =
                    tokio::join!(nodes[0].use_totp(&user, &code, now), nodes[1].use_totp(&user, &code, now));
                assert!(one.expect("tried") != two.expect("tried"), "{} {round}", b.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_keeps_whose_it_is_signs_in_without_a_name_and_for_nobody_else() {
    let server = Server::start_with(|config| config.operator_proof.required = true).await;
    let (admin, yusuf, rina) =
        (server.bearer(ADMINISTRATOR).await, server.bearer(CETAK).await, server.bearer(OPERATOR).await);
    let mut keys = Vec::new();
    for person in [&yusuf, &rina] {
        let (by, now) = (admin.officer().by(), server.app.clock.now());
        let code = server.app.accounts.allow_key(&person.officer().user, &by, now).await.expect("a code");
        let mut key = SecurityKey::new(&server.app.config.server.public_url);
        let (_, options) =
            json_to(person, "/meja/kunci/daftar", &json!({"code": code, "label": "Kunci"})).await;
        assert_eq!(options["publicKey"]["authenticatorSelection"]["residentKey"], "preferred");
        json_to(person, "/meja/kunci/daftar/jawab", &key.enrols(&options)).await;
        keys.push(key);
    }
    let (mut rinas, mut yusufs) = (keys.pop().expect("a key"), keys.pop().expect("a key"));

    let browser = server.stranger();
    let begin = async || json_to(&browser, "/masuk/kunci", &json!({"login": ""})).await.1;
    let enter = async |credential: Value| {
        json_to(&browser, "/masuk/kunci/jawab", &json!({"to": "/meja/sesi", "credential": credential}))
            .await
            .0
    };
    let asked = begin().await;
    assert_eq!(asked["publicKey"]["userVerification"], "required");
    assert_eq!(asked["publicKey"]["allowCredentials"], json!([]), "nobody is named");
    assert_eq!(enter(yusufs.proves(&asked)).await.status, 422, "it does not say who");
    let asked = begin().await;
    assert_eq!(enter(yusufs.claims(&asked, &rinas)).await.status, 422, "of somebody else");
    yusufs.verifies = false;
    let asked = begin().await;
    assert_eq!(enter(yusufs.says_who(&asked)).await.status, 422, "a touch alone");
    yusufs.verifies = true;
    let asked = begin().await;
    assert_eq!(enter(yusufs.says_who(&asked)).await.status, 200);
    assert!(browser.get("/meja/sesi").await.has("Orang operator_cetak"));

    let now = server.app.clock.now();
    let rina = server.app.accounts.user(&rina.officer().user, now).await.expect("read").expect("rina");
    server.app.accounts.change(&rina, "Rina", true, &By::terminal(), now).await.expect("disabled");
    let asked = begin().await;
    assert_eq!(enter(rinas.says_who(&asked)).await.status, 422, "who was disabled");
}

#[tokio::test]
async fn wrong_codes_are_failed_sign_ins_and_stand_in_the_log() {
    let server = office(true).await;
    let (rina, _, _) = arrives(&server, "rina", OPERATOR).await;
    let page = rina.get("/masuk/faktor/daftar").await;
    let first = code(&page, server.app.clock.now());
    assert_eq!(
        rina.post("/masuk/faktor/daftar", &[("code", &first), ("sealed", &sealed(&page))]).await.status,
        303
    );
    let other = server.stranger();
    other.post("/masuk", &[("login", "rina"), ("password", PASSWORD)]).await;
    // One before, elsewhere: more than four wrong ones in a row wait here.
    let (accounts, now) = (&server.app.accounts, server.app.clock.now());
    accounts.failed(&server.app.factor_slowing, "rina", now).await.expect("counted");
    for _ in 0..4 {
        assert_eq!(other.post("/masuk/faktor", &[("code", "000000")]).await.status, 422);
    }
    let log = server.bearer(KABID).await.get("/meja/pengguna/catatan").await;
    assert!(log.has("gagal masuk 5 kali"), "{}", log.body);
}
