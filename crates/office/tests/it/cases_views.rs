//! What screens read is what the events say, after whatever happened to a case, and each office's own.

use super::support::databases::{Backend, on_both};
use super::support::stock::supply;
use super::support::story::{
    self, GROUNDS, OFFICE, applicant, attach, cases, course, minute, officer, open, reached, record, themself,
};
use jiff::{SignedDuration, Timestamp};
use office::cases::{CaseError, Cases, Order, Summary};
use office::db::Blind;
use office::params;
use procedure::event::Waiting;
use procedure::{Actor, Case, Closing, Command, Document, Status, Ticket};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;

/// The row that a case's whole history asks for, written down a second time and straight from the words
/// of the migration.
fn expected(ticket: &Ticket, case: &Case, updated_at: Timestamp) -> Summary {
    let status = match case.status {
        Status::Draft => "draft",
        Status::Open => "open",
        Status::Closed(Closing::HandedOver) => "handed_over",
        Status::Closed(Closing::Rejected) => "rejected",
        Status::Closed(Closing::Withdrawn) => "withdrawn",
        Status::Closed(Closing::NotCollected) => "not_collected",
        Status::Closed(Closing::Expired) => "expired",
    };
    let step = case.step.as_ref().filter(|_| status == "open");
    let turn = match (step, case.waiting.as_ref().map(|w| w.waiting)) {
        (None, _) => "",
        (_, None) => "work",
        (_, Some(Waiting::Applicant)) => "applicant",
        (_, Some(Waiting::Stock)) => "stock",
        (_, Some(Waiting::Equipment)) => "equipment",
    };
    let claim = step.and_then(|s| s.claim.clone());
    let reasons: Vec<_> = case.grounds.reasons.iter().map(ToString::to_string).collect();
    Summary {
        ticket: ticket.clone(),
        status: status.to_owned(),
        lane: step.map(|s| s.id.to_string()).unwrap_or_default(),
        turn: turn.to_owned(),
        due_at: step.map_or(case.opened_at, |s| s.clock.due),
        case_due_at: step.and(case.clock.as_ref()).map(|c| c.due),
        minutes: step.map_or(0, |s| s.minutes),
        claimed_by: claim.as_ref().map(|c| c.user.to_string()),
        claimed_name: claim.map(|c| c.name),
        name: case.applicant.name.clone(),
        nik: case.applicant.nik.as_str().to_owned(),
        phone: case.applicant.phone.as_ref().unwrap().as_str().to_owned(),
        contact: case.applicant.contact.as_ref().unwrap().to_string(),
        reasons: reasons.join(","),
        channel: "whatsapp".to_owned(),
        opened_at: case.opened_at,
        submitted_at: case.submitted_at,
        closed_at: case.closed_at,
        updated_at,
        procedure: "penggantian-ktp-el".to_owned(),
        version: case.version.clone(),
    }
}

fn expected_terms(ticket: &Ticket, case: &Case) -> BTreeSet<String> {
    let a = &case.applicant;
    let mut terms: BTreeSet<_> = a.name.to_lowercase().split(' ').map(str::to_owned).collect();
    terms.insert(ticket.as_str().replace('-', "").to_lowercase());
    terms
}

/// Of these a mark is kept.
fn numbers(case: &Case) -> BTreeSet<String> {
    let a = &case.applicant;
    let mut numbers = BTreeSet::from([a.nik.as_str().to_owned()]);
    numbers.extend(a.nomor_kk.as_ref().map(|n| n.as_str().to_owned()));
    numbers.extend(a.phone.as_ref().map(|p| p.as_str().to_owned()));
    numbers
}

async fn is_found_by(b: &Backend, number: &str, ticket: &Ticket) -> bool {
    let sql = "SELECT 1 FROM case_terms WHERE office = ?1 AND ticket = ?2 AND term = ?3";
    !b.db.query(sql, params![OFFICE, ticket.as_str(), Blind(number)]).await.unwrap().is_empty()
}

async fn texts(b: &Backend, sql: &'static str, ticket: &Ticket) -> BTreeSet<String> {
    let rows = b.db.query(sql, params![OFFICE, ticket.as_str()]).await.unwrap();
    rows.iter().map(|r| r.text(0).unwrap()).collect()
}

/// Holds every view of a case against its events.
async fn check(b: &Backend, cases: &Cases, ticket: &Ticket, told: &str) {
    let loaded = cases.load(OFFICE, ticket).await.unwrap();
    let row = cases.summary(OFFICE, ticket).await.unwrap();
    let wanted =
        loaded.as_ref().map(|l| expected(ticket, &l.case, l.events.last().map_or(Timestamp::MIN, |e| e.at)));
    assert_eq!(row, wanted, "{}: {told}", b.name);
    let terms = texts(b, "SELECT term FROM case_terms WHERE office = ?1 AND ticket = ?2", ticket).await;
    let (marks, words): (BTreeSet<_>, BTreeSet<_>) = terms.into_iter().partition(|t| t.starts_with('\u{1}'));
    let wanted = loaded.as_ref().map(|l| expected_terms(ticket, &l.case)).unwrap_or_default();
    assert_eq!(words, wanted, "{}: {told}", b.name);
    let numbers = loaded.as_ref().map(|l| numbers(&l.case)).unwrap_or_default();
    assert_eq!(marks.len(), numbers.len(), "{}: {told}", b.name);
    for number in numbers {
        assert!(is_found_by(b, &number, ticket).await, "{}: {told}", b.name);
    }
    let timers = texts(b, "SELECT kind FROM timers WHERE office = ?1 AND subject = ?2", ticket).await;
    let ready = loaded.as_ref().is_some_and(|l| l.case.notified);
    let allowed: &[&str] = match loaded.map(|l| l.case.status) {
        None => &["files"],
        Some(Status::Draft) => &["draft"],
        Some(Status::Open) if ready => &["step_clock", "case_clock", "reminder", "no_show", "safe"],
        Some(Status::Open) => &["step_clock", "case_clock"],
        Some(Status::Closed(_)) => &[],
    };
    assert!(timers.iter().all(|t| allowed.contains(&t.as_str())), "{}: {timers:?} {told}", b.name);
}

const ROLES: &[&str] = &["operator_pelayanan", "kasi", "operator_cetak", "petugas_register", "kabid"];

/// Anything that anybody may try, sensible or not.
fn chance(rng: &mut StdRng, case: &Case, step: usize) -> (Actor, Command) {
    let why = || "contoh".to_owned();
    let who = officer(ROLES.choose(rng).unwrap(), ["A", "B"].choose(rng).unwrap());
    let standing = case.step.as_ref().map_or("penerimaan", |s| s.id.as_str());
    let role = case.step.as_ref().map_or("kasi", |s| s.role.as_str());
    let outcomes = ["kembalikan", "tolak", "gagal_cetak", "perintah_cetak", "tercetak", "tidak_diambil"];
    let mut form = story::form(step as u32);
    form.why = Some(why());
    form.faults = vec![procedure::Fault { document: "kk".into(), why: why(), mark: None }];
    let amended = procedure::Applicant {
        contact: case.applicant.contact.clone(),
        ..applicant(rng.random_range(0..40))
    };
    let file = || case.documents.first().map_or_else(|| "none".into(), |d: &Document| d.facts.file.clone());
    match rng.random_range(0..12) {
        0 => (who, Command::Claim),
        1 => (who, Command::Release),
        2 => (who, Command::Pause { waiting: Waiting::Equipment, why: why() }),
        3 => (who, Command::Resume),
        4 => (themself(1), attach(&format!("more-{step}"), "kk")),
        5 => (themself(1), Command::Submit),
        6 if rng.random_bool(0.2) => (themself(1), Command::Withdraw { why: None }),
        7 => (who, Command::Reopen { why: why() }),
        8 => (who, Command::Amend { applicant: amended, grounds: case.grounds.clone(), why: Some(why()) }),
        9 => (who, Command::SetAside { file: file(), why: why() }),
        10 => (Actor::System, Command::TendDraft),
        _ => (officer(role, "B"), record(standing, outcomes.choose(rng).unwrap(), form)),
    }
}

/// One course by chance: half of its commands lead on towards the register. How it ended.
async fn wander(b: &Backend, seed: u64) -> String {
    let cases = cases(&b.db);
    let mut rng = StdRng::seed_from_u64(seed);
    // One blank for whoever leads on, the others for who comes by chance.
    let stock = cases.stock(OFFICE);
    let serial = |n: usize| format!("B{seed:05}{n:02}");
    for (who, first, last) in [("A", serial(99), serial(99)), ("B", serial(0), serial(39))] {
        supply(&stock, &officer("operator_cetak", who), minute(0), (&first, &last)).await;
    }
    let mut lead = course(1, GROUNDS[seed as usize % GROUNDS.len()]).into_iter();
    let (actor, command) = lead.next().unwrap();
    let mut at = minute(0);
    let ticket = cases.dispatch(OFFICE, Order::new(None, actor, at, command)).await.unwrap().ticket;
    for step in 0..40 {
        let leap = if rng.random_bool(0.03) { 10_000 } else { rng.random_range(0..30) };
        at += SignedDuration::from_mins(leap);
        let Some(loaded) = cases.load(OFFICE, &ticket).await.unwrap() else { break };
        let next = if rng.random_bool(0.5) { lead.next() } else { None };
        let leads = next.is_some();
        let (actor, mut command) = next.unwrap_or_else(|| chance(&mut rng, &loaded.case, step));
        if let Command::Decide { form, .. } = &mut command {
            form.blangko = Some(serial(if leads { 99 } else { step }));
        }
        let told = format!("seed {seed}, command {step}: {command:?}");
        match cases.dispatch(OFFICE, Order::new(Some(ticket.clone()), actor, at, command)).await {
            Ok(_) | Err(CaseError::Refused(_)) => {}
            Err(e) => panic!("{}: {told}: {e}", b.name),
        }
        check(b, &cases, &ticket, &told).await;
    }
    assert_eq!(stock.verify().await.unwrap().differences, [], "{}: seed {seed}", b.name);
    cases.summary(OFFICE, &ticket).await.unwrap().map_or("purged".to_owned(), |s| s.status)
}

#[tokio::test]
async fn views_say_what_a_full_replay_says_after_every_command_of_courses_taken_by_chance() {
    on_both(|b| async move {
        let mut ends = BTreeSet::new();
        for seed in 0..40 {
            ends.insert(wander(&b, seed).await);
        }
        // Courses that all end alike would prove little.
        for end in ["open", "purged", "withdrawn", "rejected", "handed_over"] {
            assert!(ends.contains(end), "{}: no course ended {end}: {ends:?}", b.name);
        }
    })
    .await;
}

#[tokio::test]
async fn two_offices_in_one_database_with_the_same_tickets_see_nothing_of_each_other() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let (here, there) = (OFFICE, "13.71");
        let ticket = reached(&cases, here, 1, "submit").await;
        // The same ticket, the same key, another person.
        let order = Order::new(Some(ticket.clone()), themself(2), minute(0), open(2, GROUNDS[1]));
        let done = cases.dispatch(there, order.once("wamid.1")).await.unwrap();
        assert!(!done.repeated, "{}", b.name);
        let order = Order::new(None, themself(3), minute(0), open(3, GROUNDS[1])).once("wamid.1");
        assert!(!cases.dispatch(here, order).await.unwrap().repeated, "{}", b.name);
        for (office, n, status) in [(here, 1, "open"), (there, 2, "draft")] {
            let other = if office == here { 2 } else { 1 };
            let summary = cases.summary(office, &ticket).await.unwrap().unwrap();
            assert_eq!((summary.name, summary.status.as_str()), (applicant(n).name, status), "{}", b.name);
            assert_eq!(cases.search(office, applicant(other).nik.as_str()).await.unwrap(), [], "{}", b.name);
            let contact = applicant(other).contact.unwrap();
            assert_eq!(cases.of_contact(office, &contact).await.unwrap(), [], "{}", b.name);
        }
        let lane = "penerimaan".into();
        assert_eq!(cases.waiting(there, &lane, "work").await.unwrap(), 0, "{}", b.name);
        assert_eq!(cases.recent(there).await.unwrap().len(), 1, "{}", b.name);
        let lease = SignedDuration::from_secs(60);
        assert!(cases.take_letters(there, Timestamp::MAX, lease).await.unwrap().is_empty(), "{}", b.name);
        assert_eq!(cases.next_letter(there).await.unwrap(), None, "{}", b.name);
        let subjects =
            |due: Vec<office::cases::timers::Due>| due.into_iter().map(|t| t.kind).collect::<Vec<_>>();
        assert_eq!(subjects(cases.due_timers(there, Timestamp::MAX).await.unwrap()), ["draft"], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn purging_a_draft_in_one_office_leaves_the_same_ticket_of_another_alone() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "serahkan").await;
        let order = Order::new(Some(ticket.clone()), themself(2), minute(0), open(2, GROUNDS[1]));
        cases.dispatch("13.71", order).await.unwrap();
        let withdraw = Command::Withdraw { why: None };
        let order = Order::new(Some(ticket.clone()), themself(2), minute(1), withdraw);
        assert!(cases.dispatch("13.71", order).await.unwrap().case.is_none(), "{}", b.name);
        check(&b, &cases, &ticket, "after the other office's purge").await;
        assert!(cases.load(OFFICE, &ticket).await.unwrap().is_some(), "{}", b.name);
        let (from, to) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        assert_eq!(cases.register(OFFICE, from, to, 10).await.unwrap().len(), 1, "{}", b.name);
        assert_eq!(cases.register("13.71", from, to, 10).await.unwrap(), [], "{}", b.name);
    })
    .await;
}
