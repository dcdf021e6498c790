//! What accounts may do is changed, and a person's data erased, only by who has just proved that it is them: every officer
//! who has a key. Whoever has none is not asked, or no first key would ever be allowed.

use crate::operator_proof::{key_of, proves};
use crate::support::browser::{Answer, Browser};
use crate::support::people::themself;
use crate::support::server::{ADMINISTRATOR, KABID, KADIS, KASI, OPERATOR, Server};
use office::accounts::User;
use procedure::{Command, UserId};

const NEEDED: &str = "Buktikan dulu dengan kunci pengaman Anda";

/// An office that asks for proofs.
async fn asking() -> Server {
    let server = Server::start_with(|c| c.operator_proof.required = true).await;
    server.at_nine();
    server
}

#[track_caller]
fn told(answer: &Answer) {
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.has(NEEDED), "{}", answer.body);
}

/// What an administrator does to accounts that gives power or takes it, with what stands in the form.
fn acts(user: &UserId, assignment: &str) -> [(String, Vec<(&'static str, &'static str)>); 7] {
    let person = format!("/meja/pengguna/{user}");
    let role = vec![("role", KASI), ("kind", "definitive"), ("decree", "SK 7"), ("first_day", "2026-01-05")];
    let added = vec![("login", "baru"), ("name", "Orang Baru"), ("role", KASI)];
    [
        (format!("{person}/peran"), role),
        (format!("{person}/peran/{assignment}/akhiri"), Vec::new()),
        (format!("{person}/kunci"), Vec::new()),
        ("/meja/pengguna".to_owned(), added),
        (
            format!("{person}/cuti"),
            vec![("reason", "sick"), ("away_first", "2026-01-05"), ("away_last", "2026-01-06")],
        ),
        (format!("{person}/undangan"), Vec::new()),
        (person, vec![("name", "Nama Lain")]),
    ]
}

async fn user(server: &Server, browser: &Browser) -> User {
    let found = server.app.accounts.user(&browser.officer().user, server.app.clock.now()).await;
    found.expect("read").expect("a user")
}

#[tokio::test]
async fn an_administrator_with_a_key_proves_it_before_giving_power_and_one_without_is_not_asked() {
    let server = asking().await;
    let (admin, operator) = (server.bearer(ADMINISTRATOR).await, server.bearer(OPERATOR).await);
    let second = server.officer("kedua", "Administrator Kedua", &[ADMINISTRATOR]).await;
    let held = server.app.accounts.assignments(&operator.officer().user).await.expect("read");
    let acts = acts(&operator.officer().user, &held[0].id);

    // The first key of the office, allowed by somebody who has none.
    let mut key = key_of(&server, &second, &admin).await;
    let before = user(&server, &operator).await;
    for (path, form) in &acts {
        told(&admin.post(path, form).await);
    }
    assert_eq!(user(&server, &operator).await, before, "nothing was given or ended");
    let page = admin.get(&format!("/meja/pengguna/{}", operator.officer().user)).await;
    assert_eq!(page.body.matches("data-proof=0").count(), 6, "each form asks: {}", page.body);
    assert!(admin.get("/meja/pengguna").await.has("data-proof=0"));

    proves(&admin, &mut key).await;
    for (path, form) in &acts {
        let answer = admin.post(path, form).await;
        assert!(matches!(answer.status, 200 | 303), "{path}: {} {}", answer.status, answer.body);
    }
    server.minutes_later(6);
    told(&admin.post(&acts[2].0, &[]).await);
    // Ending one's key is no way around, and on one's own page the password is asked for.
    let keys = async || server.app.accounts.keys(&admin.officer().user).await.expect("read").remove(0);
    let own = format!("/meja/pengguna/{}/kunci/{}/akhiri", admin.officer().user, keys().await.id);
    assert_eq!(admin.post(&own, &[]).await.location(), "/meja/kunci");
    assert_eq!(keys().await.ended_at, None);
    for own in ["sesi/akhiri", "sesi/0/akhiri"] {
        let path = format!("/meja/pengguna/{}/{own}", admin.officer().user);
        assert_eq!(admin.post(&path, &[]).await.location(), "/meja/sesi");
    }
    admin.post(&format!("/meja/kunci/{}/akhiri", keys().await.id), &[]).await;
    assert!(keys().await.ended_at.is_some());
    told(&admin.post(&acts[2].0, &[]).await);
    let others = second.get(&format!("/meja/pengguna/{}", operator.officer().user)).await;
    assert!(!others.has("data-proof="), "who has no key is not asked: {}", others.body);
    assert_eq!(second.post(&acts[2].0, &[]).await.status, 200);
}

#[tokio::test]
async fn a_lost_key_is_ended_without_a_proof_by_its_holder_and_by_an_administrator() {
    let server = asking().await;
    let (admin, operator) = (server.bearer(ADMINISTRATOR).await, server.bearer(OPERATOR).await);
    let second = server.officer("kedua", "Administrator Kedua", &[ADMINISTRATOR]).await;
    for (holder, allows) in [(&admin, &second), (&operator, &second)] {
        key_of(&server, allows, holder).await;
    }
    let key = async |holder: &Browser| {
        server.app.accounts.keys(&holder.officer().user).await.expect("read").remove(0)
    };
    let own = format!("/meja/kunci/{}/akhiri", key(&admin).await.id);
    let theirs =
        format!("/meja/pengguna/{}/kunci/{}/akhiri", operator.officer().user, key(&operator).await.id);
    assert_eq!(admin.post(&theirs, &[]).await.status, 303);
    assert_eq!(admin.post(&own, &[]).await.status, 303);
    assert!(key(&admin).await.ended_at.is_some() && key(&operator).await.ended_at.is_some());
}

#[tokio::test]
async fn whoever_confirms_a_recovery_or_erases_a_person_and_has_a_key_proves_it_first() {
    let server = asking().await;
    let (admin, kabid, kadis) =
        (server.bearer(ADMINISTRATOR).await, server.bearer(KABID).await, server.bearer(KADIS).await);
    let lost = server.officer("rina", "Rina", &[OPERATOR]).await;
    let secret = server
        .app
        .accounts
        .invite(&lost.officer().user, &office::accounts::By::terminal(), server.app.clock.now())
        .await
        .expect("invited");
    let chosen = [("password", "empat kata yang diingat"), ("again", "empat kata yang diingat")];
    server.stranger().post(&format!("/undangan/{secret}"), &chosen).await;
    let user = lost.officer().user.clone();
    let asked = admin.post(&format!("/meja/pengguna/{user}/pemulihan"), &[("why", "Ponsel hilang")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let ticket = server.open_case("Upik Penandaunik").await;
    let applicant = server.case(&ticket).await.applicant;
    server.done(&ticket, themself(&applicant), Command::Withdraw { why: None }).await;
    let form = [("nomor", ticket.as_str()), ("jenis", "erasure"), ("catatan", "Menunjukkan KTP-el.")];
    let request = kabid.post("/meja/privasi", &form).await.location().to_owned();
    let minutes = [("jawaban", "Atas permintaan pemohon; saksi Kabid.")];
    let (confirm, erase) = (format!("/meja/pemulihan/{user}/setujui"), format!("{request}/hapus"));

    let mut key = key_of(&server, &admin, &kadis).await;
    told(&kadis.post(&confirm, &[]).await);
    told(&kadis.post(&erase, &minutes).await);
    assert_eq!(server.app.accounts.recoveries().await.expect("read").len(), 1);
    server.case(&ticket).await;
    for path in ["/meja/pemulihan", request.as_str()] {
        assert_eq!(kadis.get(path).await.body.matches("data-proof=0").count(), 1, "{path}");
    }
    proves(&kadis, &mut key).await;
    assert_eq!(kadis.post(&confirm, &[]).await.status, 200);
    assert_eq!(kadis.post(&erase, &minutes).await.status, 303);
}
