//! What becomes of an emergency access: those who oversee see it at once, somebody else looks into all of it, and it stays
//! in the record.

use crate::emergency::{REASON, decides, office, open, took};
use crate::support::people::applicant;
use crate::support::server::{ADMINISTRATOR, KABID, KADIS, KASI, OPERATOR, REGISTER};
use office::accounts::EmergencyVerdict;
use office::db::{Statement, Write};
use office::params;
use procedure::Form;
use seal::record::Finding;

const RAISED: &str = "memakai akses darurat sebagai Kasi Identitas Penduduk";

#[tokio::test]
async fn those_who_oversee_see_it_on_their_desk_at_once_and_until_somebody_has_looked_into_it() {
    let server = office().await;
    let (rina, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (kabid, kadis) = (server.bearer(KABID).await, server.bearer(KADIS).await);
    let mut changes = server.app.cases.changes();
    took(&rina, KASI).await;
    let told = changes.try_recv().expect("desks that are open are told");
    assert!(told.ticket.is_none() && told.lanes.iter().any(|l| l.as_str() == "verifikasi"), "{told:?}");
    let own = open(&server, &rina).await.expect("one");
    let href = format!("href=\"/meja/darurat/{}\"", own.id);
    for overseer in [&kabid, &kadis] {
        let desk = overseer.get("/meja").await;
        assert!(desk.has("Orang operator_pelayanan") && desk.has(RAISED) && desk.has(&href), "{}", desk.body);
    }
    for other in [&kasi, &rina] {
        let desk = other.get("/meja").await;
        assert!(!desk.has(RAISED) && !desk.has(&href), "{}", desk.body);
    }
    server.minutes_later(31);
    let desk = kadis.get("/meja").await;
    assert!(desk.has("belum ditinjau") && !desk.has(RAISED) && desk.has(&href), "{}", desk.body);
    server.minutes_later(24 * 60);
    let desk = kadis.get("/meja").await;
    assert!(desk.has("terlambat ditinjau") && desk.has(&href), "{}", desk.body);
    let verdict = [("putusan", "not_justified"), ("catatan", "Kasi ada di tempat.")];
    assert_eq!(kabid.post(&format!("/meja/darurat/{}", own.id), &verdict).await.status, 303);
    assert!(!kadis.get("/meja").await.has(&href));
    let list = kadis.get("/meja/darurat").await;
    assert!(list.has("tidak dapat dibenarkan") && list.has("Ditinjau Orang kabid"), "{}", list.body);
    let mine = rina.get("/meja/darurat").await;
    assert!(mine.has("Kasi ada di tempat.") && !mine.has(&href), "the holder reads what came of it");
    assert!(!kasi.get("/meja/darurat").await.has(REASON), "and nobody else beside those who oversee");
}

#[tokio::test]
async fn whoever_looks_into_it_sees_every_event_every_look_and_every_blank_of_that_time() {
    let server = office().await;
    let (rani, rina) =
        (server.officer("rani", "Rani Umpama", &[OPERATOR]).await, server.bearer(OPERATOR).await);
    let ticket = server.open_case("Upik Percobaan").await;
    let own_step = server.open_case_of(applicant("Buyung Percobaan")).await;
    let elsewhere = server.open_case_of(applicant("Ujang Percobaan")).await;
    server.decide(&ticket, &rani, "penerimaan", "lengkap", Form::default()).await;
    // The same look, shortly before and so within the hour: by emergency access it is another.
    assert_eq!(rina.get(&format!("/meja/perkara/{ticket}")).await.status, 200);
    server.minutes_later(5);
    took(&rina, KASI).await;
    assert_eq!(rina.get(&format!("/meja/perkara/{ticket}")).await.status, 200);
    decides(&server, &ticket, &rina, ("verifikasi", "rekomendasi", Form::default())).await.expect("verified");
    decides(&server, &own_step, &rina, ("penerimaan", "lengkap", Form::default())).await.expect("their own");
    server.decide(&elsewhere, &rani, "penerimaan", "lengkap", Form::default()).await;
    let receive =
        [("act", "terima"), ("first", "AA000001"), ("last", "AA000007"), ("note", "SJ-1"), ("form", "a")];
    assert_eq!(rina.post("/meja/blangko/gerak", &receive).await.status, 303);
    let own = open(&server, &rina).await.expect("one");
    let kadis = server.bearer(KADIS).await;
    let path = format!("/meja/darurat/{}", own.id);
    let running = kadis.get(&path).await;
    assert!(running.has("Belum dapat ditinjau") && !running.has("name=\"putusan\""), "{}", running.body);
    server.minutes_later(30);
    // After it is over, and by somebody else: no part of it.
    server.decide(&own_step, &server.bearer(KASI).await, "verifikasi", "rekomendasi", Form::default()).await;
    let page = kadis.get(&path).await;
    assert!(page.has(REASON) && page.has("Kasi Identitas Penduduk") && page.has("sampai"), "{}", page.body);
    let (acts, rest) = page.body.split_once("Data orang yang dibuka").expect("looks");
    let (acts, others) = acts.split_once("Yang dilakukan selain itu").expect("others");
    assert_eq!(acts.matches("Rekomendasikan untuk dicetak").count(), 1, "{acts}");
    assert_eq!(acts.matches("Berkas lengkap").count(), 1, "{acts}");
    assert_eq!(acts.matches("dengan peran darurat").count(), 1, "only what takes the role: {acts}");
    assert!(acts.contains(ticket.as_str()) && acts.contains(own_step.as_str()));
    assert!(!acts.contains(elsewhere.as_str()), "what others did: {acts}");
    assert!(others.contains("AA000001 (7 blangko)") && others.contains("Diterima"), "{others}");
    let looks = rest.split_once("<form").map_or(rest, |(looks, _)| looks);
    assert!(looks.contains(ticket.as_str()) && looks.contains("melayani dan memeriksa"), "{looks}");
}

#[tokio::test]
async fn the_holder_does_not_look_into_their_own_and_nobody_who_does_not_oversee_into_any() {
    let server = office().await;
    let (kabid, kadis) = (server.bearer(KABID).await, server.bearer(KADIS).await);
    let (rina, admin) = (server.bearer(OPERATOR).await, server.bearer(ADMINISTRATOR).await);
    took(&kabid, KASI).await;
    took(&rina, KASI).await;
    let (own, other) = (open(&server, &kabid).await.expect("one"), open(&server, &rina).await.expect("one"));
    let verdict = [("putusan", "justified"), ("catatan", "Sudah benar.")];
    let path = |id: &str| format!("/meja/darurat/{id}");
    assert_eq!(kadis.post(&path(&own.id), &verdict).await.status, 422, "not while it goes on");
    server.minutes_later(30);
    let page = kabid.get(&path(&own.id)).await;
    assert!(page.status == 200 && !page.has("name=\"putusan\""), "{}", page.body);
    let refused = kabid.post(&path(&own.id), &verdict).await;
    assert!(refused.status == 422 && refused.has("ditinjau orang lain"), "{}", refused.body);
    for nobody in [&rina, &admin, &server.bearer(REGISTER).await] {
        assert_eq!(nobody.get(&path(&own.id)).await.status, 404);
        assert_eq!(nobody.post(&path(&own.id), &verdict).await.status, 404);
        assert_eq!(nobody.post(&path(&other.id), &verdict).await.status, 404);
    }
    assert!(
        open(&server, &kabid).await.is_some() && open(&server, &rina).await.is_some(),
        "nothing was said"
    );
    for (putusan, catatan) in [("", "Catatan"), ("baik", "Catatan"), ("justified", "  ")] {
        let answer = kadis.post(&path(&own.id), &[("putusan", putusan), ("catatan", catatan)]).await;
        assert_eq!(answer.status, 422, "{putusan} {catatan}");
    }
    assert_eq!(kadis.post(&path("tidak-ada"), &verdict).await.status, 404);
    assert_eq!(kadis.post(&path(&own.id), &verdict).await.status, 303);
    assert_eq!(
        kadis.post(&path(&own.id), &[("putusan", "not_justified"), ("catatan", "Lagi")]).await.status,
        422
    );
    assert_eq!(kabid.post(&path(&other.id), &verdict).await.status, 303, "another's");
    let kept = server.app.accounts.emergency(&own.id).await.expect("read").expect("one");
    let review = kept.review.expect("reviewed");
    assert_eq!((review.verdict, review.note.as_str()), (EmergencyVerdict::Justified, "Sudah benar."));
    assert_eq!(review.name, "Orang kadis");
}

#[tokio::test]
async fn a_cases_history_says_what_was_done_by_emergency_access_and_goes_on_saying_it() {
    let server = office().await;
    let (rani, rina) =
        (server.officer("rani", "Rani Umpama", &[OPERATOR]).await, server.bearer(OPERATOR).await);
    let kadis = server.bearer(KADIS).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let own_step = server.open_case_of(applicant("Buyung Percobaan")).await;
    server.decide(&ticket, &rani, "penerimaan", "lengkap", Form::default()).await;
    took(&rina, KASI).await;
    decides(&server, &ticket, &rina, ("verifikasi", "rekomendasi", Form::default())).await.expect("verified");
    decides(&server, &own_step, &rina, ("penerimaan", "lengkap", Form::default())).await.expect("their own");
    let path = format!("/meja/perkara/{ticket}");
    let words = "Orang operator_pelayanan, Kasi Identitas Penduduk (akses darurat)";
    assert!(kadis.get(&path).await.has(words));
    server.minutes_later(120);
    let page = kadis.get(&path).await;
    assert!(page.has(words) && !page.has("Rani Umpama, Kasi"), "{}", page.body);
    let page = kadis.get(&format!("/meja/perkara/{own_step}")).await;
    assert!(
        page.has("Berkas lengkap") && !page.has("(akses darurat)"),
        "what was theirs anyway: {}",
        page.body
    );
}

#[tokio::test]
async fn beginning_end_and_review_are_in_the_log_of_accounts_and_a_row_that_is_removed_is_still_known_there()
{
    let server = office().await;
    let app = &server.app;
    let (rina, kadis) = (server.bearer(OPERATOR).await, server.bearer(KADIS).await);
    took(&rina, KASI).await;
    let own = open(&server, &rina).await.expect("one");
    assert_eq!(rina.post("/meja/darurat/akhiri", &[]).await.status, 303);
    let verdict = [("putusan", "justified"), ("catatan", "Banjir di Bayang.")];
    assert_eq!(kadis.post(&format!("/meja/darurat/{}", own.id), &verdict).await.status, 303);
    let told = async || kadis.get("/meja/pengguna/catatan").await;
    for words in
        ["akses darurat sebagai Kasi Identitas Penduduk sampai", REASON, "berakhir", "Banjir di Bayang."]
    {
        assert!(told().await.has(words), "{words}: {}", told().await.body);
    }
    app.audit.sign(&app.db, app.clock.now()).await.expect("signed");
    assert_eq!(app.audit.verify(&app.db).await.expect("verified").findings, []);
    let behind = async |sql: &'static str| {
        let statement = Statement::new(sql, params![app.office()]).must_change();
        app.db.write(Write::one(statement)).await.expect("deleted");
    };
    behind("DELETE FROM emergencies WHERE office = ?1").await;
    assert!(told().await.has(REASON), "the list is gone and the record is not");
    behind("DELETE FROM events WHERE office = ?1 AND log = 'account' AND position = (SELECT max(position) FROM events
        WHERE office = ?1 AND log = 'account')")
    .await;
    let found = app.audit.verify(&app.db).await.expect("verified").findings;
    let named = |f: &Finding| matches!(f, Finding::Removed { event } if event.log == "account");
    assert!(found.iter().any(named), "{found:?}");
}

#[tokio::test]
async fn the_end_that_comes_by_itself_is_written_down_by_a_timer() {
    let server = office().await;
    let rina = server.bearer(OPERATOR).await;
    took(&rina, KASI).await;
    server.minutes_later(30);
    // The timers' worker looks again when one is set.
    server.app.cases.timers_set().notify_one();
    let mut own = open(&server, &rina).await.expect("one");
    for _ in 0..200 {
        if own.ended_at.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        own = open(&server, &rina).await.expect("one");
    }
    assert_eq!(own.ended_at, Some(own.ends_at));
    assert!(server.bearer(KADIS).await.get("/meja/pengguna/catatan").await.has("berakhir"));
}
