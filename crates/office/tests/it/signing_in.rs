//! Guessing at passwords is slowed, from one address and from a thousand, and nobody is locked out by it. Sessions are
//! listed, and ended by their owner or the administrator.

use crate::support::browser::{Answer, Browser};
use crate::support::server::{ADMINISTRATOR, OPERATOR, Server};
use futures::StreamExt;
use office::accounts::{By, Change, NewUser};
use procedure::UserId;
use reqwest::Method;

const PASSWORD: &str = "empat kata yang diingat";

/// An office behind one proxy, which tells the visitor's address.
async fn office() -> Server {
    Server::start_with(|config| config.server.trusted_proxies = 1).await
}

/// Somebody with a password; the browser in which they chose it.
async fn arrives(server: &Server, login: &str) -> (Browser, UserId) {
    let (by, now, roles) = (By::terminal(), server.app.clock.now(), [OPERATOR.into()]);
    let new = NewUser { login, name: login, roles: &roles };
    let user = server.app.accounts.add(&new, &by, now).await.expect("added");
    let secret = server.app.accounts.invite(&user, &by, now).await.expect("invited");
    let browser = server.stranger();
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(browser.post(&format!("/undangan/{secret}"), &chosen).await.location(), "/meja");
    (browser, user)
}

/// Tries to sign in from an address.
async fn tries(browser: &Browser, address: &str, password: &str) -> Answer {
    let body = format!("login=rina&password={}", password.replace(' ', "+"));
    let request = browser.request(Method::POST, "/masuk").header("x-forwarded-for", address);
    browser.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

#[tokio::test]
async fn ten_thousand_guesses_from_a_thousand_addresses_are_slowed_and_the_owner_is_not_locked_out() {
    let server = office().await;
    let (known, _) = arrives(&server, "rina").await;
    let stranger = server.stranger();
    let guess = |n: u32| {
        let address = format!("10.0.{}.{}", n % 1000 / 250, n % 250);
        let stranger = &stranger;
        async move { tries(stranger, &address, "tebakan").await.status }
    };
    let answers: Vec<u16> = futures::stream::iter(0..10_000).map(guess).buffer_unordered(16).collect().await;
    let looked_at = answers.iter().filter(|status| **status == 422).count();
    assert!((1..=40).contains(&looked_at), "{looked_at} guesses were looked at");
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 10_000 - looked_at);

    // The owner's own browser does not wait, be it at an address from which others guess.
    known.post("/keluar", &[]).await;
    let own = tries(&known, "10.0.0.1", PASSWORD).await;
    assert_eq!((own.status, own.location()), (303, "/meja"), "{}", own.body);

    // A new browser is told to wait, waits three minutes, and is let in while the guessing goes on.
    let new = server.stranger();
    let mut wait = tries(&new, "10.9.9.9", "tebakan").await;
    if wait.status == 422 {
        // The account has one more try each half a minute, and this was it.
        wait = tries(&new, "10.9.9.9", "tebakan").await;
    }
    assert!(wait.status == 429 && wait.has("Tunggu 3 menit"), "{}", wait.body);
    assert_eq!(tries(&new, "10.9.9.9", PASSWORD).await.status, 429, "not yet");
    server.minutes_later(3);
    tries(&stranger, "10.0.3.3", "tebakan").await;
    let waited = tries(&new, "10.9.9.9", PASSWORD).await;
    assert_eq!((waited.status, waited.location()), (303, "/meja"), "{}", waited.body);
}

#[tokio::test]
async fn a_turn_is_waited_for_in_one_browser_for_one_account_and_used_once() {
    let server = office().await;
    arrives(&server, "rina").await;
    let stranger = server.stranger();
    let mut refused = None;
    for n in 0..60 {
        let answer = tries(&stranger, &format!("10.1.{n}.1"), "tebakan").await;
        refused = refused.or((answer.status == 429).then_some(answer));
    }
    assert!(refused.is_some(), "the account's own tries are used up");
    server.minutes_later(3);
    assert_eq!(tries(&stranger, "10.2.0.1", "tebakan").await.status, 422, "one try for having waited");
    assert_eq!(tries(&stranger, "10.2.0.2", "tebakan").await.status, 429, "and no second one");
    let forged = server.stranger();
    forged.set_cookie("__Host-rancak-giliran", &format!("1.ab.{}", "00".repeat(32)));
    assert_eq!(tries(&forged, "10.2.0.3", PASSWORD).await.status, 429, "a turn is not made by hand");
    let known = server.stranger();
    let name = format!("__Host-rancak-kenal-{}", &office::accounts::kept("rina")[..8]);
    known.set_cookie(&name, &format!("ab.{}", "00".repeat(32)));
    assert_eq!(tries(&known, "10.2.0.4", PASSWORD).await.status, 429, "nor is a browser that is known");
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_it() {
    let server = office().await;
    let (first, user) = arrives(&server, "rina").await;
    let second = server.stranger();
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";
    let form = [("login", "rina"), ("password", PASSWORD)];
    let request = second.request(Method::POST, "/masuk").header("user-agent", firefox).form(&form);
    assert_eq!(second.send(request).await.status, 303);
    let page = first.get("/meja/sesi").await;
    assert!(page.has("Firefox, Linux") && page.has("peramban ini") && !page.has("Gecko"), "{}", page.body);
    let present = [("present", PASSWORD)];
    assert_eq!(first.post("/meja/sesi/akhiri", &present).await.status, 303);
    assert_eq!(first.get("/meja").await.status, 200);
    assert_eq!(second.get("/meja").await.status, 303, "ended");

    // One of another person's is not theirs to end; the administrator's it is.
    let admin = server.bearer(ADMINISTRATOR).await;
    let of = async |user: &UserId| server.app.accounts.sessions(user).await.expect("read");
    let theirs = of(&admin.officer().user).await[0].id.clone();
    assert_eq!(first.post(&format!("/meja/sesi/{theirs}/akhiri"), &present).await.status, 404);
    let page = admin.get(&format!("/meja/pengguna/{user}")).await;
    let own = of(&user).await[0].id.clone();
    assert!(page.has(&own), "{}", page.body);
    assert_eq!(first.post(&format!("/meja/pengguna/{user}/sesi/{own}/akhiri"), &[]).await.status, 404);
    assert_eq!(admin.post(&format!("/meja/pengguna/{user}/sesi/{own}/akhiri"), &[]).await.status, 303);
    assert_eq!(first.get("/meja").await.status, 303, "ended");
    let told = server.app.accounts.account_log(office::events::Log::Account, None, 9).await.expect("read");
    let ended: Vec<&str> = told
        .iter()
        .filter(|l| l.entry.change == Change::SessionsEnded)
        .map(|l| l.entry.by.name.as_str())
        .collect();
    assert_eq!(ended, ["Orang administrator", "rina"]);
}

#[tokio::test]
async fn whoever_signs_in_again_has_another_token_and_the_one_of_before_opens_nothing() {
    let server = office().await;
    let (browser, user) = arrives(&server, "rina").await;
    let token = browser.cookie("__Host-rancak").expect("a token");
    let before = server.stranger();
    before.set_cookie("__Host-rancak", &token);
    assert_eq!(before.get("/meja").await.status, 200, "a copy of it");
    assert_eq!(tries(&browser, "10.4.0.1", PASSWORD).await.status, 303);
    let now = browser.cookie("__Host-rancak").expect("a token");
    assert_ne!(now, token);
    assert_eq!(browser.get("/meja").await.status, 200);
    assert_eq!(before.get("/meja").await.status, 303, "it ended with the new one");
    assert_eq!(server.app.accounts.sessions(&user).await.expect("read").len(), 1);
}

#[tokio::test]
async fn a_session_ends_after_its_hours_however_much_is_done_in_it() {
    let server = office().await;
    server.at_nine();
    let (browser, _) = arrives(&server, "rina").await;
    let hours = u64::from(server.app.config.session.absolute_hours);
    for quarter in 1..hours * 4 {
        server.minutes_later(15);
        assert_eq!(browser.get("/meja").await.status, 200, "after {quarter} quarters of an hour");
    }
    server.minutes_later(16);
    assert_eq!(browser.get("/meja").await.status, 303, "its time is over");
}

#[tokio::test]
async fn what_a_visitor_writes_before_the_proxys_own_entry_makes_them_nobody_else() {
    let server = office().await;
    arrives(&server, "rina").await;
    let stranger = server.stranger();
    let mut slowed = 0;
    for n in 0..60 {
        // Another address each time, as far as the visitor says; the proxy added the last one.
        let said = format!("10.7.{n}.1, 192.0.2.{n}, 203.0.113.9");
        let request = stranger.request(Method::POST, "/masuk").header("x-forwarded-for", said);
        let form = [("login", "rina"), ("password", "tebakan")];
        slowed += u32::from(stranger.send(request.form(&form)).await.status == 429);
    }
    // Of one address five are looked at; of as many as the visitor invents it would be twenty, the account's own measure.
    assert!(slowed >= 50, "the address that the proxy tells is slowed: {slowed} of 60");
}

#[tokio::test]
async fn a_password_is_hidden_while_it_is_typed_and_its_field_says_so_to_those_who_keep_passwords() {
    let server = Server::start().await;
    let stranger = server.stranger();
    let sign_in = stranger.get("/masuk").await;
    let field = |page: &Answer, name: &str| {
        let inputs =
            page.body.split("<input").map(|input| input.split('>').next().unwrap_or_default().to_owned());
        let found = inputs.into_iter().find(|input| input.contains(&format!("name=\"{name}\"")));
        found.unwrap_or_else(|| panic!("no {name}: {}", page.body))
    };
    let password = field(&sign_in, "password");
    assert!(password.contains("type=\"password\"") && password.contains("autocomplete=\"current-password\""));
    assert!(field(&sign_in, "login").contains("autocomplete=\"username\""), "{}", sign_in.body);
    let (by, now) = (By::terminal(), server.app.clock.now());
    let new = NewUser { login: "rina", name: "Rina", roles: &[OPERATOR.into()] };
    let user = server.app.accounts.add(&new, &by, now).await.expect("added");
    let secret = server.app.accounts.invite(&user, &by, now).await.expect("invited");
    let invitation = stranger.get(&format!("/undangan/{secret}")).await;
    for name in ["password", "again"] {
        let chosen = field(&invitation, name);
        assert!(chosen.contains("type=\"password\"") && chosen.contains("autocomplete=\"new-password\""));
    }
}

#[tokio::test]
async fn a_field_that_is_sent_twice_signs_nobody_in_whichever_of_the_two_is_right() {
    let server = Server::start().await;
    arrives(&server, "rina").await;
    let right = PASSWORD.replace(' ', "+");
    for body in [
        format!("login=rina&password={right}&password=x"),
        format!("login=rina&password=x&password={right}"),
        format!("login=rina&login=lain&password={right}"),
        format!("login=lain&login=rina&password={right}"),
    ] {
        let browser = server.stranger();
        let form = ("content-type", "application/x-www-form-urlencoded");
        let sent =
            browser.send(browser.request(Method::POST, "/masuk").header(form.0, form.1).body(body)).await;
        assert!((400..500).contains(&sent.status), "{}", sent.body);
        assert_eq!(browser.get("/meja").await.status, 303, "nobody is signed in");
    }
}
