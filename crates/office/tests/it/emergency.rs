//! Emergency access: who may take which role, for how long, and what stays in force meanwhile.

use crate::house::source::files;
use crate::operator_proof::{key_of, proves};
use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::{OFFICE, minute, offset};
use jiff::SignedDuration;
use office::accounts::emergencies::LASTS;
use office::accounts::{Accounts, By, Emergency, NewUser, Officer, UserError};
use office::cases::CaseError;
use office::procedures::Procedures;
use office::{config, db, params};
use procedure::{Command, Form, Refusal, RoleId, StepId, Ticket};

pub const REASON: &str = "Kasi sakit dan Kabid di luar kota; tiga warga menunggu.";

/// An office in which nobody is signed out for sitting still, at nine in the morning.
pub async fn office() -> Server {
    let server = Server::start_with(|config| {
        config.session = config::Session { idle_minutes: 60 * 24 * 30, absolute_hours: 24 * 30 };
    })
    .await;
    server.at_nine();
    server
}

pub async fn takes(browser: &Browser, role: &str, reason: &str) -> Answer {
    browser.post("/meja/darurat", &[("peran", role), ("alasan", reason)]).await
}

pub async fn took(browser: &Browser, role: &str) {
    let answer = takes(browser, role, REASON).await;
    assert_eq!((answer.status, answer.location()), (303, "/meja/darurat"), "{}", answer.body);
}

/// The officer as their session has them at this instant.
pub async fn now(server: &Server, browser: &Browser) -> Officer {
    let app = &server.app;
    let session =
        app.accounts.start_session(&browser.officer().user, app.clock.now()).await.expect("session");
    let found = app.accounts.session(&session, &app.config.session, app.clock.now()).await.expect("read");
    found.expect("signed in")
}

pub async fn open(server: &Server, browser: &Browser) -> Option<Emergency> {
    server.app.accounts.open_emergency(&browser.officer().user).await.expect("read")
}

/// Records an outcome as this person with whatever they hold at this instant.
pub async fn decides(
    server: &Server,
    ticket: &Ticket,
    by: &Browser,
    (step, outcome, form): (&str, &str, Form),
) -> Result<(), CaseError> {
    let actor = now(server, by).await.actor();
    let command = Command::Decide { step: StepId::from(step), outcome: outcome.into(), form };
    let order = office::cases::Order::new(Some(ticket.clone()), actor, server.app.clock.now(), command);
    server.order(order).await.map(|_| ())
}

#[tokio::test]
async fn a_role_that_is_taken_counts_at_once_in_the_same_session_and_is_gone_after_half_an_hour() {
    let server = office().await;
    let rina = server.bearer(OPERATOR).await;
    assert_eq!(rina.get("/meja/dasbor").await.status, 404);
    took(&rina, KASI).await;
    let page = rina.get("/meja/dasbor").await;
    assert_eq!(page.status, 200, "nobody had to sign in again");
    assert!(page.has("Kasi Identitas Penduduk (akses darurat)"), "beside the name: {}", page.body);
    assert!(page.has("Akses darurat sebagai Kasi Identitas Penduduk sampai") && page.has("sisa 30 menit"));
    server.minutes_later(29);
    let page = rina.get("/meja/dasbor").await;
    assert!(page.status == 200 && page.has("sisa 1 menit"), "{}", page.body);
    assert!(rina.get("/meja/pejabat").await.has("Kasi Identitas Penduduk (akses darurat)"));
    server.minutes_later(1);
    assert_eq!(rina.get("/meja/dasbor").await.status, 404, "it ended by itself");
    let page = rina.get("/meja").await;
    assert!(page.status == 200 && !page.has("akses darurat)"), "what is theirs is still theirs");
}

#[tokio::test]
async fn it_ends_at_its_instant_to_the_millisecond_on_both_databases() {
    on_both(|b| async move {
        let accounts = Accounts::new(b.db.clone(), OFFICE, offset());
        let at = minute(0);
        let roles = [RoleId::from(OPERATOR)];
        let new = NewUser { login: "rina", name: "Rina", roles: &roles };
        let user = accounts.add(&new, &By::terminal(), at).await.expect("added");
        let session = accounts.start_session(&user, at).await.expect("a session");
        let limits = config::Session { idle_minutes: 600, absolute_hours: 12 };
        let seen =
            async |at| accounts.session(&session, &limits, at).await.expect("read").expect("signed in");
        let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
        let shelf = Procedures::read(shelf.as_ref(), "penggantian-ktp-el").expect("shipped");
        let p = shelf.active();
        accounts.begin_emergency(&seen(at).await, p, (KASI, REASON), at).await.expect("begun");
        let (ends, ms) = (at + LASTS, SignedDuration::from_millis(1));
        for (instant, held) in [(at - ms, false), (at, true), (ends - ms, true), (ends, false)] {
            let officer = seen(instant).await;
            assert_eq!(officer.holds(KASI), held, "{}: {instant}", b.name);
            assert_eq!(officer.emergency.is_some(), held, "{}: {instant}", b.name);
            assert!(officer.holds(OPERATOR) && officer.acting.is_empty(), "{}", b.name);
            let listed = accounts.users(instant).await.expect("read");
            assert_eq!(listed[0].roles, officer.roles, "{}", b.name);
        }
        let again = accounts.begin_emergency(&seen(ends).await, p, (CETAK, REASON), ends).await;
        assert!(matches!(again, Err(UserError::Input("emergency-unreviewed"))), "{}", b.name);
        let own = accounts.open_emergency(&user).await.expect("read").expect("one");
        assert_eq!((own.begun_at, own.ends_at, own.until()), (at, ends, ends), "{}", b.name);
        accounts.lapse_emergency(&own.id, ends - ms).await.expect("not yet");
        assert_eq!(
            accounts.emergency(&own.id).await.expect("read").expect("one").ended_at,
            None,
            "{}",
            b.name
        );
        accounts.lapse_emergency(&own.id, ends).await.expect("over");
        accounts.lapse_emergency(&own.id, ends).await.expect("once");
        let own = accounts.emergency(&own.id).await.expect("read").expect("one");
        assert_eq!(own.ended_at, Some(ends), "{}", b.name);
        let log = accounts.account_log(office::events::Log::Account, None, 10).await.expect("read");
        let kinds = log.iter().filter(|l| format!("{:?}", l.entry.change).starts_with("EmergencyEnded"));
        assert_eq!(kinds.count(), 1, "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn no_field_of_a_form_says_how_long_since_when_or_who_reviews() {
    let server = office().await;
    let rina = server.bearer(OPERATOR).await;
    let me = rina.officer().user.to_string();
    let fields = [
        ("peran", KASI),
        ("alasan", REASON),
        ("minutes", "600"),
        ("menit", "600"),
        ("until", "2099-01-01T00:00:00Z"),
        ("ends_at", "4070908800000"),
        ("begun_at", "4070908800000"),
        ("sampai", "2099-01-01"),
        ("reviewed_by", me.as_str()),
        ("reviewed_at", "1"),
        ("verdict", "justified"),
    ];
    let before = server.app.clock.now();
    assert_eq!(rina.post("/meja/darurat?minutes=600", &fields).await.status, 303);
    let own = open(&server, &rina).await.expect("one");
    assert!(own.begun_at >= before && own.begun_at <= server.app.clock.now());
    assert_eq!((own.ends_at, own.ended_at, own.review), (own.begun_at + LASTS, None, None));
    let page = rina.get("/meja/darurat").await;
    let forms = page.body.split("<main").nth(1).expect("the page");
    assert!(!forms.contains("name=\"peran\""), "nothing to prolong it with: {}", page.body);
}

#[tokio::test]
async fn only_a_role_that_works_at_a_step_is_taken_with_a_reason_by_somebody_who_is_here() {
    let server = office().await;
    let (rina, admin) = (server.bearer(OPERATOR).await, server.bearer(ADMINISTRATOR).await);
    for role in [ADMINISTRATOR, KABID, KADIS, OPERATOR, "peran_lama", ""] {
        let answer = takes(&rina, role, REASON).await;
        assert!(answer.status == 422 && answer.has("id=\"peran-error\""), "{role}: {}", answer.status);
    }
    let spaces = format!("   {}    ", "x".repeat(19));
    for reason in ["", "sakit", &spaces, &"x".repeat(501)] {
        let answer = takes(&rina, KASI, reason).await;
        assert!(answer.status == 422 && answer.has("id=\"alasan-error\""), "{reason}");
        assert!(answer.has(&format!("value=\"{KASI}\" selected")), "what was typed is not lost");
    }
    assert_eq!(takes(&admin, KASI, REASON).await.status, 404, "an administrator serves nobody");
    assert_eq!(server.stranger().post("/meja/darurat", &[]).await.status, 303, "to the sign-in page");
    let page = rina.get("/meja/darurat").await;
    for (role, offered) in [(KASI, true), (CETAK, true), (REGISTER, true), (OPERATOR, false), (KABID, false)]
    {
        assert_eq!(page.has(&format!("<option value=\"{role}\"")), offered, "{role}");
    }
    let day = server.app.accounts.day(server.app.clock.now()).to_string();
    let away = [("reason", "leave"), ("away_first", day.as_str()), ("away_last", &day)];
    let path = format!("/meja/pengguna/{}/cuti", rina.officer().user);
    assert_eq!(admin.post(&path, &away).await.status, 303);
    assert_eq!(takes(&rina, KASI, REASON).await.status, 404, "whoever is away takes nothing");
    assert!(open(&server, &rina).await.is_none(), "nothing of it began");
}

#[tokio::test]
async fn what_is_taken_rests_like_everything_else_once_the_person_is_away() {
    let server = office().await;
    let (rina, admin) = (server.bearer(OPERATOR).await, server.bearer(ADMINISTRATOR).await);
    took(&rina, KASI).await;
    let day = server.app.accounts.day(server.app.clock.now()).to_string();
    let away = [("reason", "sick"), ("away_first", day.as_str()), ("away_last", &day)];
    assert_eq!(admin.post(&format!("/meja/pengguna/{}/cuti", rina.officer().user), &away).await.status, 303);
    assert_eq!(rina.get("/meja/dasbor").await.status, 404);
}

#[tokio::test]
async fn one_at_a_time_ended_early_by_its_holder_alone_never_prolonged_and_the_next_only_after_a_review() {
    let server = office().await;
    let (rina, dewi) = (server.bearer(OPERATOR).await, server.bearer(REGISTER).await);
    took(&rina, KASI).await;
    took(&dewi, KASI).await;
    let first = open(&server, &rina).await.expect("one");
    server.minutes_later(10);
    for role in [KASI, CETAK] {
        assert_eq!(takes(&rina, role, REASON).await.status, 422, "{role}");
    }
    assert_eq!(open(&server, &rina).await.expect("one"), first, "nothing was prolonged");
    assert_eq!(rina.post("/meja/darurat/akhiri", &[]).await.status, 303);
    assert_eq!(rina.get("/meja/dasbor").await.status, 404, "gone at once");
    assert_eq!(dewi.get("/meja/dasbor").await.status, 200, "another's goes on");
    let ended = open(&server, &rina).await.expect("one");
    assert!(ended.ended_at.is_some_and(|at| at < ended.ends_at));
    assert_eq!(rina.post("/meja/darurat/akhiri", &[]).await.status, 303);
    assert_eq!(open(&server, &rina).await.expect("one"), ended, "and ended once");
    let refused = takes(&rina, CETAK, REASON).await;
    assert!(refused.status == 422 && refused.has("belum ditinjau"), "{}", refused.body);
    let kadis = server.bearer(KADIS).await;
    let verdict = [("putusan", "justified"), ("catatan", "Kasi memang sakit.")];
    assert_eq!(kadis.post(&format!("/meja/darurat/{}", ended.id), &verdict).await.status, 303);
    took(&rina, CETAK).await;
    let kept = server.app.accounts.emergency(&ended.id).await.expect("read").expect("one");
    let terms = |e: &Emergency| (e.role.clone(), e.reason.clone(), e.begun_at, e.ends_at, e.ended_at);
    assert_eq!(terms(&kept), terms(&ended));
}

/// A house rule: what was written when it began is changed by no statement of the program.
#[test]
fn no_statement_changes_the_terms_of_an_emergency_access_or_removes_one() {
    let mut found = 0;
    for (path, text) in files(&["crates/office/src"], &["rs"]) {
        assert!(!text.contains("DELETE FROM emergencies"), "{}", path.display());
        for statement in text.split("UPDATE emergencies").skip(1) {
            let (set, _) = statement.split_once("WHERE").expect("a condition");
            for term in ["user_id", "role", "reason", "begun_at", "ends_at"] {
                let changed = set.split([' ', ',']).any(|word| word == term);
                assert!(!changed, "{}: {term}: {set}", path.display());
            }
            found += 1;
        }
    }
    assert!(found >= 2, "the statements were not found");
}

#[tokio::test]
async fn whoever_did_one_step_does_not_do_the_next_by_emergency_access_either() {
    let server = office().await;
    let (rina, hendra) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let yusuf = server.bearer(CETAK).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let serial = server.blank(&yusuf).await;
    server.decide(&ticket, &rina, "penerimaan", "lengkap", Form::default()).await;
    took(&rina, KASI).await;
    let verify = ("verifikasi", "rekomendasi", Form::default());
    let refused = decides(&server, &ticket, &rina, verify.clone()).await;
    let same = |r: &Result<(), CaseError>| matches!(r, Err(CaseError::Refused(Refusal::SameOfficer { .. })));
    assert!(same(&refused), "who received does not verify: {refused:?}");
    decides(&server, &ticket, &hendra, verify.clone()).await.expect("verified");
    took(&hendra, CETAK).await;
    let order = ("pencetakan", "perintah_cetak", Form::default());
    let refused = decides(&server, &ticket, &hendra, order).await;
    assert!(same(&refused), "who verified does not print: {refused:?}");
    for (outcome, form) in
        [("perintah_cetak", Form::default()), ("tercetak", serial), ("aktif", Form::default())]
    {
        decides(&server, &ticket, &yusuf, ("pencetakan", outcome, form)).await.expect("printed");
    }
    took(&yusuf, REGISTER).await;
    let refused = decides(&server, &ticket, &yusuf, ("penyerahan", "beritahu", Form::default())).await;
    assert!(same(&refused), "who printed does not hand over: {refused:?}");
    // In another case the role is good for what it was taken for.
    let other = server.open_case("Buyung Percobaan").await;
    let rani = server.officer("rani", "Rani Umpama", &[OPERATOR]).await;
    server.decide(&other, &rani, "penerimaan", "lengkap", Form::default()).await;
    decides(&server, &other, &rina, verify).await.expect("verified in an emergency");
}

#[tokio::test]
async fn whoever_keeps_the_blanks_hands_none_to_themselves_by_taking_the_printers_role() {
    let server = office().await;
    let hendra = server.bearer(KASI).await;
    let receive = [("act", "terima"), ("first", "AA000001"), ("note", "SJ-1"), ("form", "satu")];
    assert_eq!(hendra.post("/meja/blangko/gerak", &receive).await.status, 303);
    took(&hendra, CETAK).await;
    let me = hendra.officer().user.to_string();
    let give = [("act", "serahkan"), ("first", "AA000001"), ("to", me.as_str()), ("form", "dua")];
    let answer = hendra.post("/meja/blangko/gerak", &give).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    let held = server.app.stock.held_by(&hendra.officer().user, 10).await.expect("read");
    assert!(held.is_empty(), "{held:?}");
}

#[tokio::test]
async fn where_the_office_asks_for_proofs_a_role_is_taken_with_one_only_and_the_record_names_the_key() {
    let server = Server::start_with(|c| c.operator_proof.required = true).await;
    let (admin, rina) = (server.bearer(ADMINISTRATOR).await, server.bearer(OPERATOR).await);
    let mut key = key_of(&server, &admin, &rina).await;
    let page = rina.get("/meja/darurat").await;
    assert!(page.has("data-proof=0"), "the form asks: {}", page.body);
    let refused = takes(&rina, KASI, REASON).await;
    assert!(
        refused.status == 422 && refused.has("Buktikan dulu dengan kunci pengaman Anda"),
        "{}",
        refused.body
    );
    assert!(open(&server, &rina).await.is_none());
    proves(&rina, &mut key).await;
    server.minutes_later(6);
    assert_eq!(takes(&rina, KASI, REASON).await.status, 422, "a proof of six minutes ago is none");
    proves(&rina, &mut key).await;
    took(&rina, KASI).await;
    let keys = server.app.accounts.keys(&rina.officer().user).await.expect("keys");
    let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'account'";
    let rows = server.app.db.query(sql, params![server.app.office()]).await.expect("rows");
    let text = |row: &db::Row| String::from_utf8_lossy(row.bytes(0).expect("bytes")).into_owned();
    let begun = rows.iter().map(text).find(|b| b.contains("emergency_begun")).expect("an event");
    assert!(begun.contains(REASON) && begun.contains(keys[0].id.as_str()), "{begun}");
}
