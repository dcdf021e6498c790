//! The page of users: for administrators only; nobody chooses another's password, and the office never
//! loses its last administrator.

use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, Server};
use crate::support::story;
use office::accounts::{Accounts, NewUser};
use procedure::RoleId;

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
    let users = server.app.accounts.users().await.expect("users");
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
    assert_eq!(server.app.accounts.users().await.expect("users").len(), 1);
}

#[tokio::test]
async fn a_hostile_name_is_shown_as_text() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let page = admin.post("/meja/pengguna", &[("login", "jahat"), ("name", HOSTILE), ("role", KASI)]).await;
    let list = admin.get("/meja/pengguna").await;
    let user = server.app.accounts.users().await.expect("users").into_iter().find(|u| u.login == "jahat");
    let edit = admin.get(&format!("/meja/pengguna/{}", user.expect("added").id)).await;
    for page in [page, list, edit] {
        assert_eq!(page.status, 200);
        assert!(page.has("&#60;img src=x") && !page.has("<img"), "{}", page.body);
    }
}

#[tokio::test]
async fn a_changed_role_ends_the_persons_session_and_a_disabled_one_gets_no_link() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let officer = server.bearer(OPERATOR).await;
    let path = format!("/meja/pengguna/{}", officer.officer().user);
    let changed = admin.post(&path, &[("name", "Orang Baru"), ("role", KASI)]).await;
    assert_eq!((changed.status, changed.location()), (303, "/meja/pengguna"));
    assert_eq!(officer.get("/meja/loket").await.status, 303, "must sign in again");
    let user = server.app.accounts.user(&officer.officer().user).await.expect("read").expect("a user");
    assert_eq!((user.name.as_str(), user.roles), ("Orang Baru", vec![KASI.into()]));
    let disabled = [("name", "Orang Baru"), ("role", KASI), ("disabled", "1")];
    assert_eq!(admin.post(&path, &disabled).await.status, 303);
    assert_eq!(admin.post(&format!("{path}/undangan"), &[]).await.status, 404);
    assert!(admin.get("/meja/pengguna").await.has("dinonaktifkan"));
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let path = format!("/meja/pengguna/{}", admin.officer().user);
    let attempts: [&[(&str, &str)]; 2] =
        [&[("name", "A"), ("role", KASI)], &[("name", "A"), ("role", ADMINISTRATOR), ("disabled", "1")]];
    for fields in attempts {
        let page = admin.post(&path, fields).await;
        assert_eq!(page.status, 422);
        assert!(page.has("Ini administrator terakhir"), "{}", page.body);
    }
    let second = server.officer("kedua", "Kedua", &[ADMINISTRATOR]).await;
    let leave = admin.post(&path, attempts[0]).await;
    assert_eq!(leave.status, 303, "there is another now");
    let last = second.post(&format!("/meja/pengguna/{}", second.officer().user), attempts[0]).await;
    assert_eq!(last.status, 422);
}

#[tokio::test]
async fn two_administrators_who_disable_one_another_at_once_do_not_both_succeed() {
    let server = Server::start().await;
    let one = server.officer("satu", "Satu", &[ADMINISTRATOR]).await;
    let two = server.officer("dua", "Dua", &[ADMINISTRATOR]).await;
    let off = [("name", "X"), ("role", ADMINISTRATOR), ("disabled", "1")];
    let (at_two, at_one) =
        (format!("/meja/pengguna/{}", two.officer().user), format!("/meja/pengguna/{}", one.officer().user));
    tokio::join!(one.post(&at_two, &off), two.post(&at_one, &off));
    let users = server.app.accounts.users().await.expect("users");
    assert_eq!(users.iter().filter(|u| !u.disabled).count(), 1);
}

#[tokio::test]
async fn two_processes_that_disable_one_anothers_administrator_at_once_do_not_both_succeed() {
    on_both(|b| async move {
        let nodes =
            [Accounts::new(b.db.clone(), story::OFFICE), Accounts::new(b.reopen().await, story::OFFICE)];
        let roles = [RoleId::from(ADMINISTRATOR), RoleId::from(KASI)];
        let mut ids = Vec::new();
        for login in ["satu", "dua"] {
            let new = NewUser { login, name: login, roles: &roles };
            ids.push(nodes[0].add(&new, story::minute(0)).await.expect("added"));
        }
        for round in 0..20 {
            let off = |n: usize| nodes[n].change(&ids[n], "X", &roles, true);
            let (one, two) = tokio::join!(off(0), off(1));
            assert!(one.is_ok() != two.is_ok(), "{} {round}: {one:?} {two:?}", b.name);
            for id in &ids {
                nodes[0].change(id, "X", &roles, false).await.expect("back");
            }
        }
    })
    .await;
}
