//! A breach of personal data: exactly those are found whom it concerns, and since when; they and the agency are told in
//! three days; the list stands, holds no personal data, and is closed by somebody else than whoever opened it.

use crate::support::browser::Browser;
use crate::support::server::{KABID, KADIS, KASI, Server};
use crate::support::story::applicant as resident;
use jiff::{SignedDuration, Timestamp};
use office::db::{Statement, Write};
use office::incidents::{Affected, Classes, DataClass, Incident, Report, Scope};
use office::params;
use procedure::{Command, Ticket};
use std::time::Duration;

const NAME: &str = "Upik Penandaunik";
pub const BACK: &str = "/meja/insiden";

/// Waits until it is found out whom it concerns.
pub async fn counted(server: &Server, no: i64) -> Incident {
    server.app.cases.timers_set().notify_one();
    for _ in 0..300 {
        let found = server.app.incidents.one(no).await.expect("read").expect("an incident");
        if found.counted.is_some() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nobody found out whom it concerns")
}

/// Everybody it concerns.
pub async fn people(server: &Server, incident: &Incident) -> Vec<Affected> {
    server.app.incidents.affected(incident, "", 1_000).await.expect("read")
}

pub fn names(people: &[Affected]) -> Vec<String> {
    people.iter().map(|p| p.subject.clone()).collect()
}

pub fn sorted(tickets: &[&Ticket]) -> Vec<String> {
    let mut all: Vec<String> = tickets.iter().map(|t| t.to_string()).collect();
    all.sort();
    all
}

/// As a form writes an instant of the office's own time.
pub fn written(server: &Server, at: Timestamp) -> String {
    let offset = server.app.cases.procedures().active().calendar.offset;
    offset.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

pub fn report(server: &Server, scope: Scope, of: &str, hours: i64) -> Report {
    let now = server.app.clock.now();
    Report {
        known_at: now,
        exposed: (now - SignedDuration::from_hours(hours), now),
        what: "Akun petugas dipakai orang lain.".to_owned(),
        measures: "Akun ditutup, sandi diganti.".to_owned(),
        scope,
        of: of.to_owned(),
        classes: Classes::of(&[DataClass::Identity]),
    }
}

pub async fn opened(server: &Server, by: &Browser, report: &Report) -> Incident {
    let no = server.app.incidents.open(report, by.officer(), server.app.clock.now()).await.expect("opened");
    counted(server, no).await
}

/// Requests that nobody has sent yet: a case's page also shows others with the same photo, and those are seen, too.
async fn drafts(server: &Server, count: u32) -> Vec<Ticket> {
    let mut all = Vec::new();
    for n in 0..count {
        all.push(server.open_draft(resident(n), "hilang").await);
    }
    all
}

/// The same officer signs in once more, since nobody's session outlasts half an hour of rest.
async fn again(server: &Server, browser: &Browser) {
    let now = server.app.clock.now();
    let session = server.app.accounts.start_session(&browser.officer().user, now).await.expect("a session");
    browser.set_cookie("__Host-rancak", &session);
}

pub async fn cases(server: &Server, count: u32) -> Vec<Ticket> {
    let mut all = Vec::new();
    for n in 0..count {
        all.push(server.open_case_of(resident(n)).await);
    }
    all
}

#[tokio::test]
async fn of_an_account_that_looked_at_three_of_five_cases_exactly_those_three_are_found_and_since_when() {
    let server = Server::start().await;
    server.at_nine();
    let all = drafts(&server, 5).await;
    let stolen = server.officer("kasi1", "Kasi Satu", &[KASI]).await;
    let other = server.officer("kasi2", "Kasi Dua", &[KASI]).await;
    let open = async |by: &Browser, ticket: &Ticket| {
        again(&server, by).await;
        assert_eq!(by.get(&format!("/meja/perkara/{ticket}")).await.status, 200);
        server.app.clock.now()
    };
    open(&stolen, &all[4]).await;
    server.minutes_later(3 * 60);
    let from = server.app.clock.now();
    let mut since = Vec::new();
    for (ticket, minutes) in all.iter().take(3).zip([10, 25, 90]) {
        server.minutes_later(minutes);
        since.push(open(&stolen, ticket).await);
    }
    open(&other, &all[3]).await;
    open(&stolen, &all[0]).await;
    server.minutes_later(5);
    let kabid = server.bearer(KABID).await;
    let form = [
        ("diketahui", written(&server, server.app.clock.now())),
        ("sejak", written(&server, from)),
        ("sampai", written(&server, server.app.clock.now())),
        ("apa", "Akun dipakai orang lain.".to_owned()),
        ("tindakan", "Akun ditutup.".to_owned()),
        ("lingkup", "officer".to_owned()),
        ("petugas", stolen.officer().user.to_string()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = kabid.post(BACK, &form).await;
    assert_eq!((answer.status, answer.location()), (303, "/meja/insiden/1"), "{}", answer.body);
    let incident = counted(&server, 1).await;
    let found = people(&server, &incident).await;
    assert_eq!(names(&found), sorted(&[&all[0], &all[1], &all[2]]));
    for (ticket, since) in all.iter().zip(&since) {
        let one = found.iter().find(|p| p.subject == ticket.as_str()).expect("found");
        assert!(one.since.duration_until(*since).abs() < SignedDuration::from_secs(30), "{ticket}");
        assert!(one.classes.has(DataClass::Identity) && one.classes.has(DataClass::Documents));
        assert!(!one.classes.has(DataClass::Photo), "no card was looked at");
    }
    let page = kabid.get("/meja/insiden/1").await;
    let nik = server.case(&all[0]).await.applicant.nik;
    assert!(page.has(&nik.masked()) && !page.has(nik.as_str()), "{}", page.body);
    assert!(page.has("3 orang terkena") && !page.has(all[3].as_str()) && !page.has(all[4].as_str()));
    let csv = kabid.get("/meja/insiden/1/terdampak.csv").await;
    assert!(csv.has(nik.as_str()) && csv.body.lines().count() == 4, "{}", csv.body);
}

#[tokio::test]
async fn a_look_that_began_within_the_hour_before_reaches_into_the_period_and_an_older_one_does_not() {
    let server = Server::start().await;
    server.at_nine();
    let all = drafts(&server, 2).await;
    let kasi = server.bearer(KASI).await;
    kasi.get(&format!("/meja/perkara/{}", all[0])).await;
    server.minutes_later(50);
    again(&server, &kasi).await;
    kasi.get(&format!("/meja/perkara/{}", all[1])).await;
    server.minutes_later(20);
    let from = server.app.clock.now();
    // The same look goes on, and is not written a second time.
    kasi.get(&format!("/meja/perkara/{}", all[1])).await;
    server.minutes_later(5);
    let kabid = server.bearer(KABID).await;
    let mut report = report(&server, Scope::Officer, kasi.officer().user.as_str(), 1);
    report.exposed.0 = from;
    let found = people(&server, &opened(&server, &kabid, &report).await).await;
    assert_eq!(names(&found), [all[1].to_string()]);
    let since = found[0].since.as_millisecond();
    assert_eq!(since, from.as_millisecond(), "nothing is said of the time before the period");
}

#[tokio::test]
async fn each_scope_finds_its_own_and_what_was_erased_since_is_among_them_without_a_name() {
    let server = Server::start().await;
    server.at_nine();
    let all = cases(&server, 3).await;
    let erased = &all[2];
    let applicant = server.case(erased).await.applicant.clone();
    let withdraw = Command::Withdraw { why: None };
    server.done(erased, crate::support::people::themself(&applicant), withdraw).await;
    server.minutes_later(120);
    let (kabid, kadis) = (server.bearer(KABID).await, server.bearer(KADIS).await);
    let app = &server.app;
    let kind = office::privacy::Kind::Erasure;
    let no = app.privacy.receive((erased, kind, "Ya"), kabid.officer(), app.clock.now()).await.expect("no");
    let request = app.privacy.one(no).await.expect("read").expect("a request");
    app.privacy.erase(&app.cases, &request, "Ya", kadis.officer(), app.clock.now()).await.expect("erased");
    server.minutes_later(1);
    let find = async |scope, of: &str, hours| {
        let incident = opened(&server, &kabid, &report(&server, scope, of, hours)).await;
        people(&server, &incident).await
    };
    let everything = find(Scope::Everything, "", 1).await;
    assert_eq!(names(&everything), sorted(&[&all[0], &all[1], &all[2]]));
    let gone = everything.iter().find(|p| p.subject == erased.as_str()).expect("it was there");
    assert_eq!((gone.name.as_str(), gone.nik.as_str(), gone.phone.as_str()), ("", "", ""));
    let named = find(Scope::Tickets, all[1].as_str(), 1).await;
    assert_eq!(names(&named), [all[1].to_string()]);
    let mut before = report(&server, Scope::Cases, "", 10);
    before.exposed.1 = server.app.clock.now() - SignedDuration::from_hours(5);
    let before = opened(&server, &kabid, &before).await;
    assert_eq!(names(&people(&server, &before).await), [] as [String; 0], "there was no case yet");
    assert_eq!(names(&find(Scope::Cases, "", 4).await), sorted(&[&all[0], &all[1], &all[2]]));
    let files = find(Scope::Documents, "", 1).await;
    assert_eq!(names(&files), sorted(&[&all[0], &all[1], &all[2]]));
    assert!(files.iter().all(|p| p.classes.has(DataClass::Documents)));
    kabid.get(&format!("/meja/privasi/{no}")).await;
    assert_eq!(names(&find(Scope::Looks, "", 1).await), [] as [String; 0], "no page showed anybody");
}

#[tokio::test]
async fn the_list_stands_once_it_was_found_with_its_hash_in_the_record_and_no_personal_data_in_it() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case(NAME).await;
    let kasi = server.bearer(KASI).await;
    kasi.get(&format!("/meja/perkara/{ticket}")).await;
    server.minutes_later(2);
    let kabid = server.bearer(KABID).await;
    let mut report = report(&server, Scope::Officer, kasi.officer().user.as_str(), 1);
    let incident = opened(&server, &kabid, &report).await;
    // Somebody looks on, and the same is opened once more: the first list stays as it was.
    let second = server.open_case_of(resident(7)).await;
    kasi.get(&format!("/meja/perkara/{second}")).await;
    server.minutes_later(2);
    report.exposed.1 = server.app.clock.now();
    let wider = opened(&server, &kabid, &report).await;
    assert_eq!(people(&server, &wider).await.len(), 2);
    assert_eq!(names(&people(&server, &incident).await), [ticket.to_string()]);
    let (count, _, hash) = incident.counted.clone().expect("counted");
    assert_eq!(count, 1);
    let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'incident' AND stream = '1' ORDER BY seq";
    let rows = server.app.db.query(sql, params![server.app.office()]).await.expect("read");
    let story: Vec<String> =
        rows.iter().map(|r| String::from_utf8_lossy(r.bytes(0).expect("a body")).into_owned()).collect();
    assert!(story.len() == 2 && story[1].contains(&hash), "{story:?}");
    let applicant = server.case(&ticket).await.applicant;
    let sql = "SELECT subject, COALESCE(told_name, '') || COALESCE(why, '') FROM incident_subjects";
    for row in server.app.db.query(sql, params![]).await.expect("read") {
        let cells = format!("{}{}", row.text(0).expect("text"), row.text(1).expect("text"));
        assert!(!cells.contains(NAME) && !cells.contains(applicant.nik.as_str()), "{cells}");
    }
    let verified = server.app.audit.verify(&server.app.db).await.expect("verified");
    assert_eq!(verified.findings, []);
}

#[tokio::test]
async fn work_broken_off_by_a_kill_is_taken_up_again_and_finds_the_same() {
    let server = Server::start().await;
    server.at_nine();
    let all = cases(&server, 2).await;
    server.minutes_later(1);
    let kabid = server.bearer(KABID).await;
    let first = opened(&server, &kabid, &report(&server, Scope::Everything, "", 1)).await;
    // As it was when the process died half way: one of two is found, nothing stands.
    let app = &server.app;
    let no = params![app.office(), first.no];
    let statements = vec![
        Statement::new(
            "UPDATE incidents SET counted_at = NULL, counted = -1 WHERE office = ?1 AND no = ?2",
            no.clone(),
        ),
        Statement::new("DELETE FROM incident_subjects WHERE office = ?1 AND no = ?2 AND subject > ?3", {
            let mut values = no.clone();
            values.push(sorted(&[&all[0], &all[1]])[0].as_str().into());
            values
        }),
        office::cases::timers::set(
            app.office(),
            "insiden 1",
            office::cases::timers::INCIDENT,
            app.clock.now(),
            "",
        ),
    ];
    app.db.write(Write { statements, touches: Vec::new() }).await.expect("written");
    let second = counted(&server, first.no).await;
    assert_eq!(names(&people(&server, &second).await), sorted(&[&all[0], &all[1]]));
    let hash = |i: &Incident| i.counted.clone().map(|(n, _, hash)| (n, hash));
    assert_eq!(hash(&first), hash(&second));
}
