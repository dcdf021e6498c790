//! Recovery of an account by two people, neither of whom is its owner, and the log that tells of every change.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, KABID, KASI, OPERATOR, Server};
use crate::support::story;
use office::accounts::{Accounts, By, Change, NewUser, UserError};
use procedure::UserId;

const PASSWORD: &str = "empat kata yang diingat";
const OTHER: &str = "lima kata lain yang diingat";

/// Somebody with a password; the browser in which they chose it.
async fn arrives(server: &Server, login: &str, role: &str) -> (Browser, UserId) {
    let (by, now, roles) = (By::terminal(), server.app.clock.now(), [role.into()]);
    let new = NewUser { login, name: login, roles: &roles };
    let user = server.app.accounts.add(&new, &by, now).await.expect("added");
    let secret = server.app.accounts.invite(&user, &by, now).await.expect("invited");
    let browser = server.stranger();
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(browser.post(&format!("/undangan/{secret}"), &chosen).await.location(), "/meja");
    (browser, user)
}

async fn asks(admin: &Browser, user: &UserId) -> Answer {
    admin.post(&format!("/meja/pengguna/{user}/pemulihan"), &[("why", "Ponsel hilang")]).await
}

async fn confirms(by: &Browser, user: &UserId) -> Answer {
    by.post(&format!("/meja/pemulihan/{user}/setujui"), &[]).await
}

/// The path of the link that a page shows.
fn link(page: &Answer) -> String {
    let address = page.field("link");
    let (_, secret) = address.split_once("/undangan/").expect("a link");
    format!("/undangan/{secret}")
}

#[tokio::test]
async fn a_recovery_takes_two_and_gives_a_new_password_without_the_old_factors() {
    let server = Server::start().await;
    let (admin, kabid) = (server.bearer(ADMINISTRATOR).await, server.bearer(KABID).await);
    let (rina, user) = arrives(&server, "rina", OPERATOR).await;
    let now = server.app.clock.now();
    let person = server.app.accounts.user(&user, now).await.expect("read").expect("a user");
    let offered = server.app.accounts.offer_totp(&person, "", now).expect("offered");
    let secret = totp_rs::Secret::try_from_base32(&offered.letters).expect("a secret");
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().expect("an app");
    let code = totp.generate(u64::try_from(now.as_second()).expect("after 1970")).to_string();
    let enrolled = server.app.accounts.enrol_totp(&person, (&offered.sealed, &code), now).await;
    assert!(enrolled.expect("tried"));

    // An administrator alone has no way to a link.
    let alone = admin.post(&format!("/meja/pengguna/{user}/undangan"), &[]).await;
    assert!(alone.status == 422 && alone.has("pemulihan akun"), "{}", alone.body);
    assert_eq!(asks(&admin, &user).await.status, 303);
    assert_eq!(asks(&admin, &user).await.status, 422, "one waits already");
    let own = confirms(&admin, &user).await;
    assert!(own.status == 422 && own.has("tidak menyetujui sendiri"), "{}", own.body);
    assert_eq!(confirms(&rina, &user).await.status, 404, "no page of theirs");
    assert_eq!(rina.get("/meja").await.status, 200, "nothing has happened yet");

    assert!(kabid.get("/meja/pemulihan").await.has("Ponsel hilang"));
    let page = confirms(&kabid, &user).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(rina.get("/meja").await.status, 303, "their sessions have ended");
    assert_eq!(confirms(&kabid, &user).await.status, 422, "once");
    let path = link(&page);
    let back = server.stranger();
    let entered = back.post(&path, &[("password", OTHER), ("again", OTHER)]).await;
    assert_eq!((entered.status, entered.location()), (303, "/meja"), "no second factor is left");
    assert!(!server.app.accounts.has_totp(&user).await.expect("read"));
    let old = server.stranger().post("/masuk", &[("login", "rina"), ("password", PASSWORD)]).await;
    assert_eq!(old.status, 422, "the old password is worth nothing");
    let log = kabid.get("/meja/pengguna/catatan").await;
    for words in
        ["pemulihan diminta: Ponsel hilang", "pemulihan disetujui", "oleh Orang kabid", "akun dipulihkan"]
    {
        assert!(log.has(words), "{words}: {}", log.body);
    }
}

#[tokio::test]
async fn nobody_recovers_themselves_and_an_old_link_or_a_declined_recovery_opens_nothing() {
    let server = Server::start().await;
    let (boss, boss_id) = arrives(&server, "bos", ADMINISTRATOR).await;
    let (_, user) = arrives(&server, "rina", OPERATOR).await;
    let second = server.officer("kedua", "Kedua", &[ADMINISTRATOR]).await;
    let own = asks(&boss, &boss_id).await;
    assert!(own.status == 422 && own.has("dua orang lain"), "{}", own.body);
    assert_eq!(asks(&second, &boss_id).await.status, 303);
    let own = confirms(&boss, &boss_id).await;
    assert!(own.status == 422 && own.has("dua orang lain"), "{}", own.body);
    assert_eq!(boss.post(&format!("/meja/pemulihan/{boss_id}/tolak"), &[]).await.status, 303);
    assert_eq!(boss.post(&format!("/meja/pemulihan/{boss_id}/tolak"), &[]).await.status, 404);
    assert_eq!(confirms(&second, &boss_id).await.status, 422, "it was declined");
    let never = asks(&boss, &second.officer().user).await;
    assert!(never.status == 422 && never.has("tautan undangan"), "{}", never.body);
    let empty = boss.post(&format!("/meja/pengguna/{user}/pemulihan"), &[("why", " ")]).await;
    assert_eq!(empty.status, 422);

    assert_eq!(asks(&boss, &user).await.status, 303);
    let path = link(&confirms(&second, &user).await);
    server.minutes_later(24 * 60 + 1);
    assert_eq!(server.stranger().get(&path).await.status, 422, "a day is over");
}

#[tokio::test]
async fn the_log_of_accounts_is_read_by_administrators_and_those_who_oversee_and_tells_of_failures() {
    let server = Server::start().await;
    let (admin, kabid) = (server.bearer(ADMINISTRATOR).await, server.bearer(KABID).await);
    arrives(&server, "rina", OPERATOR).await;
    let kasi = server.bearer(KASI).await;
    for path in ["/meja/pengguna/catatan", "/meja/pemulihan"] {
        assert_eq!(kasi.get(path).await.status, 404, "{path}");
    }
    let stranger = server.stranger();
    for _ in 0..5 {
        stranger.post("/masuk", &[("login", "rina"), ("password", "tebakan")]).await;
    }
    for reader in [&admin, &kabid] {
        let page = reader.get("/meja/pengguna/catatan").await;
        assert_eq!(page.status, 200);
        assert!(page.has("gagal masuk 5 kali") && page.has("ditambahkan sebagai rina"), "{}", page.body);
        assert!(!page.has(PASSWORD) && !page.has("tebakan"), "no word of a password");
    }
    let lines =
        server.app.accounts.account_log(office::events::Log::Account, None, 1000).await.expect("read");
    let second = &lines[lines.len() - 2].id;
    let older = admin.get(&format!("/meja/pengguna/catatan?sebelum={second}")).await;
    assert!(older.has("ditambahkan") && !older.has("gagal masuk"), "{}", older.body);
}

#[tokio::test]
async fn of_two_who_confirm_at_once_one_is_given_a_link_on_both_databases() {
    on_both(|b| async move {
        let node = |db| Accounts::new(db, story::OFFICE, story::offset());
        let nodes = [node(b.db.clone()), node(b.reopen().await)];
        let (at, terminal) = (story::minute(0), By::terminal());
        let mut people = Vec::new();
        for login in ["rina", "bos", "kabid", "kadis"] {
            let new = NewUser { login, name: login, roles: &[ADMINISTRATOR.into()] };
            people.push(nodes[0].add(&new, &terminal, at).await.expect("added"));
        }
        let by = |n: usize| By { user: Some(people[n].clone()), name: "x".to_owned() };
        let secret = nodes[0].invite(&people[0], &terminal, at).await.expect("invited");
        nodes[0].choose_password(&secret, PASSWORD, at).await.expect("chosen");
        let again = nodes[1].invite(&people[0], &terminal, at).await;
        assert!(matches!(again, Err(UserError::Input("users-needs-recovery"))), "{}", b.name);
        let rina = nodes[0].user(&people[0], at).await.expect("read").expect("a user");
        nodes[0].ask_recovery(&rina, "hilang", &by(1), at).await.expect("asked");
        let own = nodes[1].confirm_recovery(&rina.id, &by(1), at).await;
        assert!(matches!(own, Err(UserError::Input("recovery-another"))), "{}", b.name);
        let (second, third) = (by(2), by(3));
        let (one, two) = tokio::join!(
            nodes[0].confirm_recovery(&rina.id, &second, at),
            nodes[1].confirm_recovery(&rina.id, &third, at)
        );
        assert!(one.is_ok() != two.is_ok(), "{}: {one:?} {two:?}", b.name);
        let secret = one.or(two).expect("a link");
        nodes[1].choose_password(&secret, OTHER, at).await.expect("chosen");
        let lines = nodes[0].account_log(office::events::Log::Account, None, 50).await.expect("read");
        let told = |wanted: &Change| lines.iter().filter(|l| l.entry.change == *wanted).count();
        assert_eq!((told(&Change::RecoveryConfirmed), told(&Change::Recovered)), (1, 1), "{}", b.name);
    })
    .await;
}
