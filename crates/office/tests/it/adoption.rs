//! Another version of the SOP: filled in, checked, proposed, approved and in force from its day on; running cases keep theirs.

use crate::support::browser::Browser;
use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, KABID, KADIS, KASI, OPERATOR, Server};
use crate::support::story::{OFFICE, cases, minute, officer, reached};
use jiff::SignedDuration;
use office::procedures::values::{changed, editable};
use office::stock::Wish;
use procedure::adoption::AdoptionCommand;
use procedure::loader::load;
use procedure::{Actor, AdoptionRefusal, Refusal};

const EDIT: &str = "/meja/sop/ubah";
const FILE: &str = include_str!("../../../../procedures/penggantian-ktp-el.toml");

/// Monday the 23rd, in the office.
fn day(n: i64) -> String {
    let day = minute(0) + SignedDuration::from_hours(24 * n);
    day.to_string().chars().take(10).collect()
}
fn filled<'a>(effective: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("berlaku", effective), ("why", "Standar terlalu ketat")], more].concat()
}
async fn today(server: &Server) -> String {
    let calendar = &server.app.cases.procedures().active().calendar;
    calendar.day_of(server.app.clock.now()).to_string()
}
async fn approve(kadis: &Browser, version: &str) -> u16 {
    kadis.post(&format!("/meja/sop/usulan/{version}/setujui"), &[]).await.status
}

#[test]
fn every_value_stands_in_the_file_and_changing_it_changes_that_and_nothing_else() {
    let p = load(FILE).expect("the shipped file");
    let all = editable(FILE, &p);
    assert!(all.len() > 150, "{}", all.len());
    for place in &all {
        let same = changed(FILE, &p.version, &[(place, place.now.clone())]).expect("it fits");
        assert_eq!(load(&same).as_ref(), Ok(&p), "{}", place.path);
    }
    let minutes = all.iter().find(|v| v.path == "step.verifikasi.minutes").expect("a step's minutes");
    let other = changed(FILE, "lain", &[(minutes, vec!["25".to_owned()])]).expect("it fits");
    let differing = FILE.lines().zip(other.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((differing, FILE.lines().count()), (2, other.lines().count()), "its line and the version's");
    assert_eq!(load(&other).expect("sound").step(&"verifikasi".into()).map(|s| s.minutes), Some(25));
}

#[tokio::test]
async fn a_change_is_checked_looked_at_proposed_approved_and_in_force_and_running_cases_keep_theirs() {
    let server = Server::start().await;
    server.at_nine();
    let (kasi, kadis) = (server.bearer(KASI).await, server.bearer(KADIS).await);
    let before = server.open_case("Upik Percobaan").await;
    let today = today(&server).await;
    let form = kasi.get(EDIT).await;
    assert!(
        form.has("Standar waktu dalam menit: Penerimaan permohonan") && form.has("Cuti Bersama"),
        "{}",
        form.body
    );
    let change = filled(
        &today,
        &[("step.penerimaan.minutes", "20"), ("step.penerimaan.title.id", "Penerimaan berkas")],
    );
    let seen = kasi.post(EDIT, &change).await;
    assert!(
        seen.status == 200 && seen.has("Nilai yang berubah") && seen.has("Penerimaan berkas"),
        "{}",
        seen.body
    );
    assert!(!kadis.get("/meja/sop").await.has("Usulan perubahan"), "nothing has happened yet");
    let sent = [change, vec![("lakukan", "1")]].concat();
    let proposed = kasi.post(EDIT, &sent).await;
    assert_eq!(
        (proposed.status, proposed.location()),
        (303, format!("/meja/sop/usulan/{today}").as_str()),
        "{}",
        proposed.body
    );
    assert!(kadis.get("/meja").await.has("menunggu persetujuan Anda"));
    let page = kadis.get(proposed.location()).await;
    assert!(page.has("20") && page.has("Standar terlalu ketat") && page.has("Setujui"), "{}", page.body);
    assert!(kadis.get(&format!("{}/dokumen", proposed.location())).await.has("Ini baru usulan"));
    assert!(!kasi.get(proposed.location()).await.has(">Setujui<"), "not by who proposed it");
    assert_eq!(approve(&kasi, &today).await, 403);
    assert_eq!(approve(&kadis, &today).await, 303);
    assert_eq!(approve(&kadis, &today).await, 409, "once");
    let active = server.app.cases.procedures().active();
    assert_eq!((active.version.as_str(), active.steps[0].minutes), (today.as_str(), 20));
    let after = server.open_case("Buyung Percobaan").await;
    let minutes = async |of| server.case(of).await.step.map(|s| s.minutes);
    assert_eq!((minutes(&before).await, minutes(&after).await), (Some(10), Some(20)));
    let list = kadis.get("/meja/sop").await;
    assert!(list.has(&format!("disetujui {}, berlaku", "Kadis")) || list.has("berlaku"), "{}", list.body);
    assert!(server.stranger().get("/sop").await.has("20"), "the SOP for everybody is the one in force");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_value_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    server.at_nine();
    let kabid = server.bearer(KABID).await;
    let today = today(&server).await;
    let refused = async |effective: &str, more: &[(&str, &str)]| {
        let page = kabid.post(EDIT, &filled(effective, more)).await;
        assert_eq!(page.status, 422, "{}", page.body);
        page
    };
    let zero =
        refused(&today, &[("step.verifikasi.minutes", "0"), ("step.verifikasi.title.id", "Pemeriksaan")])
            .await;
    assert!(zero.has("step.verifikasi.minutes-error") && zero.has("value=\"Pemeriksaan\""), "{}", zero.body);
    assert!(refused(&today, &[("step.verifikasi.minutes", "sepuluh")]).await.has("bilangan bulat"));
    assert!(refused(&today, &[("calendar.hours.monday", "07:30-25:00")]).await.has("07:30-25:00"));
    assert!(refused(&today, &[("calendar.holidays", "2026-02-29 Libur")]).await.has("2026-02-29"));
    let twice = refused(&today, &[("calendar.holidays", "2026-12-25 Natal\n2026-12-25 Natal")]).await;
    assert!(twice.has("calendar.holidays-error"), "{}", twice.body);
    assert!(refused("", &[("step.verifikasi.minutes", "20")]).await.has("berlaku-error"));
    for no_day in ["", "besok", "2026-13-01", "\u{0}"] {
        let page = refused(no_day, &[]).await;
        assert!(page.has("berlaku-error"), "{no_day}: {}", page.body);
        let page = refused(no_day, &[("step.verifikasi.title.id", "Pemeriksaan")]).await;
        assert!(page.has("berlaku-error") && !page.has("title.id-error"), "{no_day}: {}", page.body);
    }
    assert!(refused("2020-01-01", &[("step.verifikasi.minutes", "20")]).await.has("antara"));
    assert!(refused(&today, &[]).await.has("sudah begitu"), "nothing was changed");
    let nobody = refused(&today, &[("ada", "powers.adopt")]).await;
    assert!(nobody.has("Sesudah perubahan ini tidak ada lagi"), "{}", nobody.body);
    let hostile = refused(&today, &[("file", "id = \"<img src=x onerror=alert(1)>\"\nid = 2")]).await;
    assert!(!hostile.has("<img src=x"), "{}", hostile.body);
}

#[tokio::test]
async fn of_many_values_the_wrong_ones_are_named_and_where_all_are_wrong_the_first_of_them() {
    let server = Server::start().await;
    server.at_nine();
    let kabid = server.bearer(KABID).await;
    let today = today(&server).await;
    let texts: Vec<String> = editable(FILE, &load(FILE).expect("a procedure"))
        .into_iter()
        .filter(|place| place.path.ends_with(".id") || place.path.ends_with(".en"))
        .map(|place| place.path)
        .collect();
    assert!(texts.len() > 30, "{}", texts.len());
    let sent = async |words: &dyn Fn(usize) -> &'static str| {
        let all: Vec<_> = texts.iter().enumerate().map(|(n, path)| (path.as_str(), words(n))).collect();
        let page = kabid.post(EDIT, &filled(&today, &all)).await;
        assert_eq!(page.status, 422, "{}", page.body);
        let named = |path: &&String| page.has(&format!("id=\"{path}-error\""));
        texts.iter().filter(named).cloned().collect::<Vec<_>>()
    };
    let wrong = [3, 17, texts.len() - 1];
    let named = sent(&|n| if wrong.contains(&n) { "" } else { "Ganti" }).await;
    assert_eq!(named, wrong.map(|n| texts[n].clone()));
    assert_eq!(sent(&|_| "").await, texts[..12]);
}

#[tokio::test]
async fn only_who_may_proposes_and_who_sees_no_cases_sees_no_proposals() {
    let server = Server::start().await;
    server.at_nine();
    for role in [OPERATOR, KADIS, ADMINISTRATOR] {
        let other = server.bearer(role).await;
        assert_eq!(other.get(EDIT).await.status, 404, "{role}");
        assert_eq!(other.post(EDIT, &filled("2026-12-01", &[])).await.status, 404, "{role}");
        assert_eq!(other.get("/meja/sop/usulan/lain").await.status, 404, "{role}");
    }
}

fn proposal(version: &str, effective: &str) -> AdoptionCommand {
    let p = load(FILE).expect("the shipped file");
    let places = editable(FILE, &p);
    let minutes = places.iter().find(|v| v.path == "step.verifikasi.minutes").expect("a step's minutes");
    let text = changed(FILE, version, &[(minutes, vec!["25".to_owned()])]).expect("it fits");
    AdoptionCommand::Propose { text, effective: effective.parse().expect("a day"), why: "Uji".to_owned() }
}

#[tokio::test]
async fn a_version_comes_into_force_on_its_day_for_every_node_and_after_a_restart() {
    on_both(|b| async move {
        let nodes = [cases(&b.db), cases(&b.db)];
        let adopting = nodes[0].adopting(OFFICE);
        let by = |role, at| Wish { actor: officer(role, role), at: minute(at), once: None };
        let running = reached(&nodes[0], OFFICE, 1, "submit").await;
        adopting.change(&by("kasi", 1), &proposal("baru", &day(1))).await.unwrap();
        let both = Actor::Officer {
            user: "kasi-kasi".into(),
            name: "Petugas kasi".to_owned(),
            roles: vec!["kasi".into(), "kadis".into()],
            operator_auth: None,
        };
        let approve = || AdoptionCommand::Approve { version: "baru".to_owned() };
        let own = adopting.change(&Wish { actor: both, at: minute(2), once: None }, &approve()).await;
        let why = AdoptionRefusal::OwnProposal;
        assert!(
            matches!(own, Err(office::cases::CaseError::Refused(Refusal::Adoption { why: w })) if w == why),
            "{}",
            b.name
        );
        let approvals =
            nodes.iter().map(|n| {
                let (adopting, wish) = (n.adopting(OFFICE), by("kadis", 3));
                async move {
                    adopting.change(&wish, &AdoptionCommand::Approve { version: "baru".to_owned() }).await
                }
            });
        let approved = futures::future::join_all(approvals).await;
        assert_eq!(approved.iter().filter(|r| r.is_ok()).count(), 1, "{}: once", b.name);
        let verify = async |of: &office::cases::Cases| {
            of.load(OFFICE, &running).await.unwrap();
            of.procedures().active().step(&"verifikasi".into()).map(|s| s.minutes)
        };
        assert_eq!(verify(&nodes[1]).await, Some(10), "{}: not yet", b.name);
        // Midnight in the west of the country.
        let timer = nodes[1].due_timers(OFFICE, minute(16 * 60)).await.unwrap();
        assert!(
            timer.iter().any(|t| t.kind == "adoption" && t.due_at == minute(16 * 60)),
            "{}: {timer:?}",
            b.name
        );
        nodes[1].adopting(OFFICE).come_into_force(minute(16 * 60 - 1)).await.unwrap();
        assert_eq!(verify(&nodes[0]).await, Some(10), "{}: a minute too early", b.name);
        for node in &nodes {
            node.adopting(OFFICE).come_into_force(minute(16 * 60)).await.unwrap();
        }
        assert_eq!(verify(&nodes[0]).await, Some(25), "{}", b.name);
        let log = nodes[0].adopting(OFFICE).standing().await.unwrap();
        assert_eq!(log.seq, 3, "{}: proposed, approved, in force, each once", b.name);
        let later = cases(&b.reopen().await);
        assert_eq!(verify(&later).await, Some(25), "{}", b.name);
        let kept = later.load(OFFICE, &running).await.unwrap().unwrap();
        assert_eq!(kept.procedure.step(&"verifikasi".into()).map(|s| s.minutes), Some(10), "{}", b.name);
    })
    .await;
}
