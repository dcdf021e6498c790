//! Who is away and who acts for them: what rests, what a substitute may do, and what is told of it.

use crate::support::browser::Browser;
use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, KASI, OPERATOR, Server};
use crate::support::story;
use office::accounts::{AbsenceReason, Accounts, AssignmentKind, By, NewAbsence, NewUser};
use procedure::{Form, RoleId};

fn day(server: &Server, ahead: i64) -> String {
    let today = server.app.accounts.day(server.app.clock.now());
    today.saturating_add(jiff::Span::new().days(ahead)).to_string()
}

/// The administrator records that somebody is away for three days, and that somebody else acts.
async fn records(server: &Server, admin: &Browser, away: &Browser, substitute: &Browser) {
    let (first, last) = (day(server, 0), day(server, 2));
    let other = substitute.officer().user.to_string();
    let fields = [
        ("reason", "leave"),
        ("away_first", first.as_str()),
        ("away_last", &last),
        ("substitute", &other),
        ("order", "800/99/SP-2026"),
        ("order_day", "2026-11-20"),
    ];
    let path = format!("/meja/pengguna/{}/cuti", away.officer().user);
    let answer = admin.post(&path, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

#[tokio::test]
async fn while_somebody_is_away_their_role_rests_and_the_substitute_acts_in_their_name() {
    let server = Server::start_with(|config| config.session.idle_minutes = 60 * 24 * 30).await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let kasi = server.bearer(KASI).await;
    let rina = server.officer("rina", "Rina Contohwati", &["petugas_register"]).await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Sari Contohwati").await;
    server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    records(&server, &admin, &kasi, &rina).await;

    assert_eq!(kasi.get("/meja/dasbor").await.status, 404, "what they hold rests");
    assert_eq!(kasi.get("/meja/pejabat").await.status, 200, "and they may sign in");
    assert_eq!(kasi.get("/meja").await.location(), "/meja/pejabat", "where they see who acts");
    let page = kasi.get("/meja/pejabat").await;
    assert!(page.has("Plh. Kasi Identitas Penduduk") && page.has("menggantikan Orang kasi"), "{}", page.body);
    assert!(page.has("800/99/SP-2026") && page.has("Cuti sampai"), "{}", page.body);

    let head = rina.get("/meja/dasbor").await;
    assert_eq!(head.status, 200, "the substitute has the role");
    assert!(head.has("Plh. Kasi Identitas Penduduk"), "{}", head.body);
    let now = server.app.clock.now();
    let session = server.app.accounts.start_session(&rina.officer().user, now).await.expect("session");
    let officer = server.app.accounts.session(&session, &server.app.config.session, now).await.expect("read");
    let actor = officer.expect("signed in").actor();
    let verify = procedure::Command::Decide {
        step: "verifikasi".into(),
        outcome: "rekomendasi".into(),
        form: Form::default(),
    };
    server.done(&ticket, actor, verify).await;
    let case = rina.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(case.has("Rina Contohwati, Plh. Kasi Identitas Penduduk"), "{}", case.body);

    // On the day after, everything is as it was, and nobody did anything.
    server.minutes_later(3 * 24 * 60);
    for browser in [&kasi, &rina] {
        let user = &browser.officer().user;
        let session = server.app.accounts.start_session(user, server.app.clock.now()).await.expect("session");
        browser.set_cookie("__Host-rancak", &session);
    }
    assert_eq!(kasi.get("/meja/dasbor").await.status, 200);
    assert_eq!(rina.get("/meja/dasbor").await.status, 404);
    let case = kasi.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(case.has("Rina Contohwati, Plh. Kasi Identitas Penduduk"), "what was done then was done so");
}

#[tokio::test]
async fn nobody_makes_themselves_a_substitute_and_an_absence_needs_an_end_and_an_order() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let kasi = server.bearer(KASI).await;
    let rina = server.bearer(OPERATOR).await;
    let (today, me) = (day(&server, 0), admin.officer().user.to_string());
    let other = rina.officer().user.to_string();
    let path = format!("/meja/pengguna/{}/cuti", kasi.officer().user);
    let away = |substitute: &str, last: &str, order: &str, place: &str| {
        let fields: Vec<(String, String)> = [
            ("reason", "sick"),
            ("away_first", &today),
            ("away_last", last),
            ("substitute", substitute),
            ("order", order),
            ("order_day", "2026-11-20"),
        ]
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .to_vec();
        (fields, format!("id=\"{place}-error\""))
    };
    let cases = [
        away(&me, &today, "800/1", "substitute"),
        away(&other, "", "800/1", "away_last"),
        away(&other, "2020-01-01", "800/1", "away_last"),
        away(&other, &today, "", "order"),
        away("nobody", &today, "800/1", "substitute"),
    ];
    for (fields, place) in cases {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let page = admin.post(&path, &fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.has(&place), "{fields:?} {}", page.body);
    }
    assert_eq!(kasi.get("/meja/dasbor").await.status, 200, "nothing was recorded");
}

#[tokio::test]
async fn an_absence_and_its_substitute_are_kept_and_end_together_on_both_databases() {
    on_both(|b| async move {
        let accounts = Accounts::new(b.db.clone(), story::OFFICE, story::offset());
        let (by, at) = (By::terminal(), story::minute(0));
        let add = async |login: &str, roles: &[RoleId]| {
            let id = accounts.add(&NewUser { login, name: login, roles }, &by, at).await.expect("added");
            accounts.user(&id, at).await.expect("read").expect("a user")
        };
        let head = add("hendra", &["kasi".into(), ADMINISTRATOR.into()]).await;
        let clerk = add("rina", &["operator_pelayanan".into()]).await;
        let new = NewAbsence {
            reason: AbsenceReason::Vacant,
            first_day: accounts.day(at),
            last_day: None,
            substitute: Some(clerk.id.clone()),
            decree: "800/5".to_owned(),
            decree_day: Some(accounts.day(at)),
        };
        accounts.absent(&head, &new, &by, at).await.expect("recorded");
        let held = async |id| accounts.user(id, at).await.expect("read").expect("a user");
        assert_eq!(held(&head.id).await.roles, [RoleId::from(ADMINISTRATOR)], "{}: it does not rest", b.name);
        let acting = held(&clerk.id).await;
        assert_eq!(acting.roles, [RoleId::from("operator_pelayanan"), "kasi".into()], "{}", b.name);
        assert_eq!(acting.acting, [("kasi".into(), AssignmentKind::Plt)], "{}", b.name);
        let away = accounts.away(accounts.day(at)).await.expect("read");
        assert_eq!(away.len(), 1, "{}", b.name);
        assert!(accounts.end_absence(&head.id, &away[0].id, &by, at).await.expect("ended"), "{}", b.name);
        assert!(
            !accounts.end_absence(&head.id, &away[0].id, &by, at).await.expect("ended"),
            "{}: once",
            b.name
        );
        assert_eq!(held(&clerk.id).await.roles, [RoleId::from("operator_pelayanan")], "{}", b.name);
        assert_eq!(held(&head.id).await.roles.len(), 2, "{}", b.name);
    })
    .await;
}
