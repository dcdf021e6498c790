//! The page of users: for administrators only; nobody chooses another's password, and the office never
//! loses its last administrator.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, Server};
use crate::support::story;
use office::accounts::{Accounts, By, Change, NewUser};
use office::db::{Statement, Write};
use procedure::{RoleId, UserId};

const HOSTILE: &str = "<img src=x onerror=alert(1)>";

#[tokio::test]
async fn the_page_of_users_exists_for_administrators_only() {
    let server = Server::start().await;
    for role in [OPERATOR, KASI, "kadis"] {
        let officer = server.bearer(role).await;
        let id = officer.officer().user.to_string();
        let before = officer.get("/meja/pengguna").await;
        assert_eq!(before.status, 404, "{role}");
        assert!(!before.has("orang_"), "{}", before.body);
        assert_eq!(officer.get(&format!("/meja/pengguna/{id}")).await.status, 404);
        let own = [("name", "X"), ("role", ADMINISTRATOR)];
        assert_eq!(officer.post(&format!("/meja/pengguna/{id}"), &own).await.status, 404);
        assert_eq!(officer.post(&format!("/meja/pengguna/{id}/undangan"), &[]).await.status, 404);
        let new = [("login", "baru"), ("name", "X"), ("role", ADMINISTRATOR)];
        assert_eq!(officer.post("/meja/pengguna", &new).await.status, 404);
        assert_eq!(officer.get("/meja/masukan-aneh").await.status, 404);
    }
    let users = server.app.accounts.users(server.app.clock.now()).await.expect("users");
    assert!(users.iter().all(|u| u.roles.iter().all(|r| *r != ADMINISTRATOR)));
    let stranger = server.stranger().get("/meja/pengguna").await;
    assert_eq!((stranger.status, stranger.location()), (303, "/masuk?ke=/meja/pengguna"));
}

#[tokio::test]
async fn a_person_who_was_added_follows_the_link_and_chooses_their_own_password() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let new = [("login", "Siti.C"), ("name", "Siti Contohwati"), ("role", OPERATOR), ("role", KASI)];
    let page = admin.post("/meja/pengguna", &new).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, path) = page
        .field("link")
        .split_once("/undangan/")
        .map(|(b, s)| (b.to_owned(), s.to_owned()))
        .expect("a link");
    let person = server.stranger();
    let password = "empat kata yang diingat";
    let chosen = [("password", password), ("again", password)];
    let entered = person.post(&format!("/undangan/{path}"), &chosen).await;
    assert_eq!((entered.status, entered.location()), (303, "/meja"));
    let again = person.post(&format!("/undangan/{path}"), &chosen).await;
    assert_eq!(again.status, 422, "the link works once");
    let list = admin.get("/meja/pengguna").await;
    assert!(
        list.has("siti.c") && list.has("Operator Pelayanan Online, Kasi Identitas Penduduk"),
        "{}",
        list.body
    );
    assert!(!list.has("/undangan/"), "the link is shown only once");
}

#[tokio::test]
async fn a_form_with_faults_comes_back_with_words_and_what_was_typed() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let cases = [
        (
            vec![("login", "a b"), ("name", "Murni"), ("role", KASI)],
            "3 sampai 40 huruf kecil",
            "id=\"login-error\"",
        ),
        (vec![("login", "murni"), ("name", " "), ("role", KASI)], "Isi nama orangnya", "id=\"name-error\""),
        (vec![("login", "murni"), ("name", "Murni")], "Pilih sedikitnya satu peran", "id=\"roles-error\""),
        (vec![("login", "murni"), ("name", "Murni"), ("role", "raja")], "satu peran", "id=\"roles-error\""),
        (
            vec![("login", "orang_administrator"), ("name", "Murni"), ("role", KASI)],
            "sudah dipakai",
            "id=\"login-error\"",
        ),
    ];
    for (fields, words, place) in cases {
        let page = admin.post("/meja/pengguna", &fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.has(words) && page.has(place) && page.has("role=\"alert\""), "{fields:?} {}", page.body);
        assert_eq!(page.field("login"), fields[0].1);
        assert_eq!(page.field("name"), fields[1].1.trim());
    }
    assert_eq!(server.app.accounts.users(server.app.clock.now()).await.expect("users").len(), 1);
}

#[tokio::test]
async fn a_hostile_name_is_shown_as_text() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let page = admin.post("/meja/pengguna", &[("login", "jahat"), ("name", HOSTILE), ("role", KASI)]).await;
    let list = admin.get("/meja/pengguna").await;
    let user = server
        .app
        .accounts
        .users(server.app.clock.now())
        .await
        .expect("users")
        .into_iter()
        .find(|u| u.login == "jahat");
    let edit = admin.get(&format!("/meja/pengguna/{}", user.expect("added").id)).await;
    for page in [page, list, edit] {
        assert_eq!(page.status, 200);
        assert!(page.has("&#60;img src=x") && !page.has("<img"), "{}", page.body);
    }
}

/// Ends what this person holds of one role, as the page's button does.
async fn ends(server: &Server, by: &Browser, user: &UserId, role: &str) -> Answer {
    let held = server.app.accounts.assignments(user).await.expect("read");
    let held = held.iter().find(|a| a.role == *role && a.ended_at.is_none()).expect("held");
    by.post(&format!("/meja/pengguna/{user}/peran/{}/akhiri", held.id), &[]).await
}

#[tokio::test]
async fn an_ended_role_ends_the_persons_session_and_a_disabled_one_gets_no_link() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let officer = server.bearer(OPERATOR).await;
    let path = format!("/meja/pengguna/{}", officer.officer().user);
    let renamed = admin.post(&path, &[("name", "Orang Baru")]).await;
    assert_eq!((renamed.status, renamed.location()), (303, "/meja/pengguna"));
    assert_eq!(officer.get("/meja/loket").await.status, 200, "a name is no right");
    assert_eq!(ends(&server, &admin, &officer.officer().user, OPERATOR).await.status, 303);
    assert_eq!(officer.get("/meja/loket").await.status, 303, "must sign in again");
    let now = server.app.clock.now();
    let user = server.app.accounts.user(&officer.officer().user, now).await.expect("read").expect("a user");
    assert_eq!((user.name.as_str(), user.roles), ("Orang Baru", Vec::new()));
    assert!(admin.get(&path).await.has("diakhiri"), "what was held stays on the page");
    let disabled = [("name", "Orang Baru"), ("disabled", "1")];
    assert_eq!(admin.post(&path, &disabled).await.status, 303);
    assert_eq!(admin.post(&format!("{path}/undangan"), &[]).await.status, 404);
    assert!(admin.get("/meja/pengguna").await.has("dinonaktifkan"));
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let me = admin.officer().user.clone();
    let path = format!("/meja/pengguna/{me}");
    let off = [("name", "A"), ("disabled", "1")];
    let last = |page: Answer| {
        assert_eq!(page.status, 422);
        assert!(page.has("Ini administrator terakhir"), "{}", page.body);
    };
    last(admin.post(&path, &off).await);
    last(ends(&server, &admin, &me, ADMINISTRATOR).await);
    // Whoever is an administrator for some days only is not enough.
    let second = server.officer("kedua", "Kedua", &[KASI]).await;
    let at_second = format!("/meja/pengguna/{}", second.officer().user);
    let today = server.app.accounts.day(server.app.clock.now());
    let (first_day, last_day) =
        (today.to_string(), today.saturating_add(jiff::Span::new().days(9)).to_string());
    let role =
        [("role", ADMINISTRATOR), ("kind", "definitive"), ("first_day", &first_day), ("last_day", &last_day)];
    assert_eq!(admin.post(&format!("{at_second}/peran"), &role).await.status, 303);
    assert!(admin.get("/meja/pengguna").await.has("hanya satu administrator yang tersisa"));
    last(admin.post(&path, &off).await);
    last(ends(&server, &admin, &me, ADMINISTRATOR).await);
    // Whoever is one without an end is.
    let role = [("role", ADMINISTRATOR), ("kind", "definitive"), ("first_day", &first_day)];
    assert_eq!(admin.post(&format!("{at_second}/peran"), &role).await.status, 303);
    assert!(!admin.get("/meja/pengguna").await.has("hanya satu administrator yang tersisa"));
    // But once somebody has chosen a password, only whoever has chosen one can be left alone with the accounts.
    let chosen = async |who: &UserId| {
        let (by, now) = (By::terminal(), server.app.clock.now());
        let link = server.app.accounts.invite(who, &by, now).await.expect("invited");
        let form = [("password", "empat kata yang diingat"), ("again", "empat kata yang diingat")];
        assert_eq!(server.stranger().post(&format!("/undangan/{link}"), &form).await.status, 303);
    };
    chosen(&me).await;
    let admin = server.stranger();
    admin.post("/masuk", &[("login", "orang_administrator"), ("password", "empat kata yang diingat")]).await;
    last(admin.post(&path, &off).await);
    last(ends(&server, &admin, &me, ADMINISTRATOR).await);
    chosen(&second.officer().user).await;
    assert_eq!(ends(&server, &admin, &me, ADMINISTRATOR).await.status, 303, "there is another now");
}

#[tokio::test]
async fn an_administrator_gives_themselves_no_role_and_others_one_that_has_a_decree() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let officer = server.bearer(OPERATOR).await;
    let today = server.app.accounts.day(server.app.clock.now()).to_string();
    let role = [
        ("role", KASI),
        ("kind", "definitive"),
        ("decree", "800/17/SK-2026"),
        ("decree_day", "2026-01-05"),
        ("first_day", &today),
    ];
    let own = admin.post(&format!("/meja/pengguna/{}/peran", admin.officer().user), &role).await;
    assert_eq!(own.status, 422);
    assert!(own.has("diberikan oleh administrator lain"), "{}", own.body);
    let path = format!("/meja/pengguna/{}", officer.officer().user);
    assert_eq!(admin.post(&format!("{path}/peran"), &role).await.status, 303);
    let page = admin.get(&path).await;
    assert!(
        page.has("800/17/SK-2026, 5 Jan 2026") && page.has("dicatat Orang administrator"),
        "{}",
        page.body
    );
    let faults = [
        (vec![("role", "raja"), ("kind", "definitive"), ("first_day", today.as_str())], "role-error"),
        (vec![("role", KASI), ("kind", "plh"), ("first_day", today.as_str())], "decree-error"),
        (vec![("role", KASI), ("kind", "definitive"), ("first_day", "besok")], "first_day-error"),
        (
            vec![("role", KASI), ("kind", "definitive"), ("first_day", &today), ("last_day", "2020-01-01")],
            "last_day-error",
        ),
    ];
    for (fields, place) in faults {
        let page = admin.post(&format!("{path}/peran"), &fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.has(&format!("id=\"{place}\"")), "{fields:?} {}", page.body);
    }
    let held = server.app.accounts.assignments(&officer.officer().user).await.expect("read");
    assert_eq!(held.len(), 2);
}

#[tokio::test]
async fn a_role_is_a_right_on_its_days_and_on_no_other_without_anybody_doing_anything() {
    let server = Server::start_with(|config| config.session.idle_minutes = 60 * 24 * 30).await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let officer = server.bearer(OPERATOR).await;
    let user = officer.officer().user.clone();
    let day = |ahead: i64| {
        let today = server.app.accounts.day(server.app.clock.now());
        today.saturating_add(jiff::Span::new().days(ahead)).to_string()
    };
    let (first_day, last_day) = (day(1), day(2));
    let role =
        [("role", "kadis"), ("kind", "definitive"), ("first_day", &first_day), ("last_day", &last_day)];
    assert_eq!(admin.post(&format!("/meja/pengguna/{user}/peran"), &role).await.status, 303);
    let mut seen = Vec::new();
    for _ in 0..4 {
        // A session of its day, since sessions have an age of their own.
        let session =
            server.app.accounts.start_session(&user, server.app.clock.now()).await.expect("session");
        officer.set_cookie("__Host-rancak", &session);
        seen.push(officer.get("/meja/dasbor").await.status);
        server.minutes_later(60 * 24);
    }
    assert_eq!(seen, [404, 200, 200, 404]);
}

#[tokio::test]
async fn two_administrators_who_disable_one_another_at_once_do_not_both_succeed() {
    let server = Server::start().await;
    let one = server.officer("satu", "Satu", &[ADMINISTRATOR]).await;
    let two = server.officer("dua", "Dua", &[ADMINISTRATOR]).await;
    let off = [("name", "X"), ("disabled", "1")];
    let (at_two, at_one) =
        (format!("/meja/pengguna/{}", two.officer().user), format!("/meja/pengguna/{}", one.officer().user));
    tokio::join!(one.post(&at_two, &off), two.post(&at_one, &off));
    let users = server.app.accounts.users(server.app.clock.now()).await.expect("users");
    assert_eq!(users.iter().filter(|u| !u.disabled).count(), 1);
}

#[tokio::test]
async fn two_processes_that_disable_one_anothers_administrator_at_once_do_not_both_succeed() {
    on_both(|b| async move {
        let node = |db| Accounts::new(db, story::OFFICE, story::offset());
        let nodes = [node(b.db.clone()), node(b.reopen().await)];
        let (roles, by, at) =
            ([RoleId::from(ADMINISTRATOR), RoleId::from(KASI)], By::terminal(), story::minute(0));
        let mut people = Vec::new();
        for login in ["satu", "dua"] {
            let new = NewUser { login, name: login, roles: &roles };
            let id = nodes[0].add(&new, &by, at).await.expect("added");
            people.push(nodes[0].user(&id, at).await.expect("read").expect("a user"));
        }
        assert!(people.iter().all(|u| u.roles == roles), "{}: {people:?}", b.name);
        for round in 0..20 {
            let off = |n: usize| nodes[n].change(&people[n], "X", true, &by, at);
            let (one, two) = tokio::join!(off(0), off(1));
            assert!(one.is_ok() != two.is_ok(), "{} {round}: {one:?} {two:?}", b.name);
            for user in &people {
                nodes[0].change(user, "X", false, &by, at).await.expect("back");
            }
        }
        let lines = nodes[1].account_log(office::events::Log::Account, None, 500).await.expect("read");
        let count = |wanted: &Change| lines.iter().filter(|l| l.entry.change == *wanted).count();
        assert_eq!(count(&Change::Disabled), 20, "{}: each line with what it tells of", b.name);
        assert!(lines.is_sorted_by(|a, b| a.id > b.id), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn what_people_held_before_roles_had_days_they_hold_afterwards_on_both_databases() {
    on_both(|b| async move {
        // The tables as they were, with somebody of each kind.
        let before = [
            "DROP TABLE assignments",
            "DROP TABLE absences",
            "DROP TABLE qualifications",
            "ALTER TABLE users ADD COLUMN roles TEXT NOT NULL DEFAULT ''",
            "INSERT INTO users (office, id, login, name, roles, password, disabled, created_at) VALUES
                ('13.01', 'u1', 'satu', 'Satu', 'kasi,operator_cetak', 'x', 0, 1),
                ('13.01', 'u2', 'dua', 'Dua', 'administrator', '', 1, 2), ('13.02', 'u3', 'tiga', 'Tiga', '', '', 0, 3)",
            "DELETE FROM migrations WHERE name = '0023_assignments'",
        ];
        for sql in before {
            b.db.write(Write::one(Statement::new(sql, Vec::new()))).await.expect("as it was");
        }
        let accounts = Accounts::new(b.reopen().await, story::OFFICE, story::offset());
        let users = accounts.users(story::minute(0)).await.expect("users");
        let held: Vec<(&str, Vec<&str>)> =
            users.iter().map(|u| (u.login.as_str(), u.roles.iter().map(RoleId::as_str).collect())).collect();
        assert_eq!(held, [("dua", vec!["administrator"]), ("satu", vec!["kasi", "operator_cetak"])], "{}", b.name);
    })
    .await;
}
