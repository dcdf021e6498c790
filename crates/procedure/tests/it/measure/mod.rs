//! What a case tells of the office's work: by hand on one course, and on any course that people's wishes make.

mod numbers;
mod periods;

use crate::invariants::{both, live};
use crate::support::people::{
    attach, decides, fills_in, grounds, hendra, mira, open, proved, rani, sinta, yusuf,
};
use crate::support::stages::{BLANGKO, UID, bind, fault, lies, received, serial, waive};
use crate::support::wish::wishes;
use crate::support::{all_events, ktp, minute, monday_at_eight};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use procedure::measure::{Account, End, Fact, Figure, Path, PathKind, Scope, facts, track};
use procedure::{Actor, Command, Event, EventBody, Request, Status, decide, evolve};
use proptest::prelude::*;

/// What people did, each so many minutes after eight.
pub fn history(acts: &[(i64, Actor, Command)]) -> Vec<Event> {
    let (mut events, mut case) = (Vec::new(), None);
    for (minutes, actor, command) in acts {
        let at = minute(*minutes);
        let actor = proved(actor.clone(), at);
        let on_reader = Some(lies(UID));
        let request = Request { on_reader, ..Request::new(actor, at, command.clone()) };
        for event in decide(ktp(), case.as_ref(), &request).expect("the rules say yes") {
            case = evolve(case, &event);
            events.push(event);
        }
    }
    events
}

/// Sent at 8:00; reception 6 minutes, verification 14 (of 10), printing 15, told after 5 and handed over after 60.
pub fn course() -> Vec<(i64, Actor, Command)> {
    vec![
        (0, sinta(), open(grounds(&["hilang"], &[]))),
        (0, sinta(), attach("f1", "kk")),
        (0, sinta(), attach("f2", "surat_hilang")),
        (0, sinta(), Command::Submit),
        (6, rani(), decides("penerimaan", "lengkap")),
        (20, hendra(), decides("verifikasi", "rekomendasi")),
        (25, yusuf(), decides("pencetakan", "perintah_cetak")),
        (30, yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO))),
        (31, yusuf(), bind(BLANGKO, UID)),
        (35, yusuf(), decides("pencetakan", "aktif")),
        (40, mira(), decides("penyerahan", "beritahu")),
        (99, mira(), waive()),
        (100, mira(), fills_in("penyerahan", "serahkan", received())),
    ]
}

fn told(facts: &[Fact], figure: Figure) -> Vec<(&str, u64)> {
    facts.iter().filter(|f| f.figure == figure).map(|f| (f.subject.as_str(), f.value / 60)).collect()
}

#[test]
fn a_case_tells_how_long_each_step_took_which_was_late_and_what_it_waited_for() {
    let facts = facts(ktp(), &history(&course()));
    let steps = [("penerimaan", 6), ("verifikasi", 14), ("pencetakan", 15), ("penyerahan", 5)];
    assert_eq!(told(&facts, Figure::Step), steps);
    assert_eq!(told(&facts, Figure::StepLate), [("verifikasi", 4)]);
    assert_eq!(told(&facts, Figure::WaitedApplicant), [("penyerahan", 60)]);
    assert_eq!(told(&facts, Figure::Closed), [("handed_over", 100)]);
    // 40 minutes of work, of 45.
    assert_eq!(told(&facts, Figure::CaseLate), []);
    assert_eq!(told(&facts, Figure::Submitted), [("female", 0)]);
    assert_eq!(told(&facts, Figure::File).len(), 2);
    assert_eq!(told(&facts, Figure::Printed), [("", 0)]);
    let handled: Vec<&str> = told(&facts, Figure::Handled).iter().map(|(who, _)| *who).collect();
    assert_eq!(handled.len(), 4, "{handled:?}");
    assert!(facts.iter().all(|f| f.day == date(2026, 11, 23)));
}

#[test]
fn a_whole_case_is_late_by_its_work_and_not_by_what_it_waited_for() {
    let mut slow = course();
    for (minutes, ..) in slow.iter_mut().skip(6) {
        *minutes += 30;
    }
    let facts = facts(ktp(), &history(&slow));
    assert_eq!(told(&facts, Figure::CaseLate), [("", 25)]);
    assert_eq!(ktp().clocks.minutes, 45);
}

#[test]
fn a_return_ends_the_office_s_visit_and_the_time_until_it_is_mended_is_the_applicant_s() {
    let facts = facts(
        ktp(),
        &history(&[
            (0, sinta(), open(grounds(&["hilang"], &[]))),
            (0, sinta(), attach("f1", "kk")),
            (0, sinta(), attach("f2", "surat_hilang")),
            (0, sinta(), Command::Submit),
            (4, rani(), fills_in("penerimaan", "kembalikan", fault("kk"))),
            (34, sinta(), attach("f3", "kk")),
            (34, sinta(), Command::Submit),
            (40, rani(), decides("penerimaan", "lengkap")),
        ]),
    );
    assert_eq!(told(&facts, Figure::Step), [("penerimaan", 4), ("penerimaan", 6)]);
    assert_eq!(told(&facts, Figure::WaitedApplicant), [("penerimaan", 30)]);
    assert_eq!(told(&facts, Figure::Returned), [("penerimaan", 0)]);
    assert_eq!(told(&facts, Figure::Fault), [("kk", 0)]);
    assert_eq!(told(&facts, Figure::StepLate), []);
    let paths = [("penerimaan/kembalikan", 4), ("penerimaan/:corrected", 30), ("penerimaan/lengkap", 6)];
    assert_eq!(told(&facts, Figure::Path), paths);
}

#[test]
fn every_way_that_a_case_took_is_told_with_the_work_that_led_to_it() {
    let paths = [
        ("penerimaan/lengkap", 6),
        ("verifikasi/rekomendasi", 14),
        ("pencetakan/perintah_cetak", 5),
        ("pencetakan/tercetak", 5),
        ("pencetakan/aktif", 5),
        ("penyerahan/beritahu", 5),
        ("penyerahan/serahkan", 0),
    ];
    assert_eq!(told(&facts(ktp(), &history(&course())), Figure::Path), paths);
}

#[test]
fn what_no_outcome_names_is_a_way_too_a_request_taken_back_and_one_taken_up_again() {
    let mut acts = course()[..5].to_vec();
    acts.push((9, sinta(), Command::Withdraw { why: None }));
    let withdrawn = [("penerimaan/lengkap", 6), ("verifikasi/:withdrawn", 3)];
    assert_eq!(told(&facts(ktp(), &history(&acts)), Figure::Path), withdrawn);

    let mut acts = course()[..5].to_vec();
    acts.push((10, hendra(), fills_in("verifikasi", "tolak", crate::support::stages::why("salah alamat"))));
    acts.push((20, hendra(), Command::Reopen { why: "ternyata benar".to_owned() }));
    let again = [("penerimaan/lengkap", 6), ("verifikasi/tolak", 4), ("verifikasi/:reopened", 0)];
    assert_eq!(told(&facts(ktp(), &history(&acts)), Figure::Path), again);
}

#[test]
fn a_way_is_read_back_from_the_word_that_stands_for_it() {
    for kind in
        [PathKind::Outcome("lengkap".into()), PathKind::Corrected, PathKind::Withdrawn, PathKind::Reopened]
    {
        let path = Path { step: "penerimaan".into(), kind, time: SignedDuration::ZERO, seq: 1 };
        assert_eq!(Path::parse(&path.subject()), Some((path.step, path.kind)));
    }
    assert_eq!(Path::parse("penerimaan"), None);
}

#[test]
fn a_fact_belongs_to_the_office_s_day_and_not_to_that_of_greenwich() {
    let mut early = course();
    early.iter_mut().for_each(|(minutes, ..)| *minutes -= 120);
    let facts = facts(ktp(), &history(&early));
    // Six o'clock in the office is eleven in the evening of the day before in UTC.
    assert!(facts.iter().all(|f| f.day == date(2026, 11, 23)));
}

#[test]
fn a_case_is_told_apart_by_its_district_and_its_reasons_in_one_order() {
    let mut case = history(&course()[..1]).iter().fold(None, evolve).expect("a case");
    case.grounds = grounds(&["perubahan", "hilang"], &["nama"]);
    case.applicant.district = Some("Lengayang".to_owned());
    let scope = Scope::of(&case);
    assert_eq!((scope.district.as_str(), scope.reasons.as_str()), ("Lengayang", "hilang,perubahan"));
}

/// When a case was sent and when it ended; none where it was taken up again.
fn sent_and_ended(history: &[Event]) -> Option<(Timestamp, Timestamp)> {
    let at = |is: fn(&EventBody) -> bool| history.iter().find(|e| is(&e.body)).map(|e| e.at);
    let again = at(|b| matches!(b, EventBody::Reopened { .. }));
    let sent = at(|b| *b == EventBody::Submitted)?;
    let ended = at(|b| matches!(b, EventBody::Closed { .. }))?;
    again.is_none().then_some((sent, ended))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_parts_of_all_visits_are_the_working_time_from_sending_to_the_end(p in both(), wishes in wishes(160)) {
        let life = live(p, &wishes, |_, _| {});
        let visits = track(&life.history, &p.calendar).visits;
        let sum = visits.iter().fold(SignedDuration::ZERO, |sum, v| sum + v.whole());
        if let Some((sent, ended)) = sent_and_ended(&life.history) {
            prop_assert_eq!(sum, p.calendar.between(sent, ended));
        }
        for visit in &visits {
            let accounts = [Account::Work, Account::Applicant, Account::Stock, Account::Equipment];
            let times = accounts.map(|account| visit.time(account));
            prop_assert!(times.iter().all(|time| *time >= SignedDuration::ZERO));
            prop_assert_eq!(times.iter().fold(SignedDuration::ZERO, |sum, t| sum + *t), visit.whole());
            prop_assert!(visit.ended >= visit.started && visit.whole() == p.calendar.between(visit.started, visit.ended));
            prop_assert!(visit.late.is_none() || visit.end == End::Done);
        }
    }

    #[test]
    fn the_work_of_a_visit_that_was_done_is_that_of_its_ways(p in both(), wishes in wishes(160)) {
        let life = live(p, &wishes, |_, _| {});
        let track = track(&life.history, &p.calendar);
        let mut paths = track.paths.iter().peekable();
        for visit in &track.visits {
            let mut sum = SignedDuration::ZERO;
            while let Some(path) = paths.next_if(|path| path.seq <= visit.seq) {
                prop_assert!(path.step == visit.step || path.kind == PathKind::Reopened);
                sum += path.time;
            }
            let account = if visit.end == End::Corrected { Account::Applicant } else { Account::Work };
            let whole = visit.time(account);
            prop_assert!(sum == whole || visit.end == End::GivenUp && sum <= whole);
        }
        let outcomes = life.history.iter().filter(|e| e.body.outcome().is_some()).count();
        let told = track.paths.iter().filter(|p| matches!(p.kind, PathKind::Outcome(_))).count();
        prop_assert_eq!(told, outcomes);
    }

    #[test]
    fn what_a_case_has_told_it_never_takes_back(p in both(), wishes in wishes(120)) {
        let life = live(p, &wishes, |_, _| {});
        let all = facts(p, &life.history);
        prop_assert_eq!(&all, &facts(p, &life.history));
        for seen in 0..=life.history.len() {
            let before = facts(p, &life.history[..seen]);
            prop_assert!(all.starts_with(&before), "{:?} is no beginning of {:?}", before, all);
        }
    }

    #[test]
    fn every_return_file_and_end_is_told_once(p in both(), wishes in wishes(160)) {
        let life = live(p, &wishes, |_, _| {});
        let told = facts(p, &life.history);
        let count = |figure| told.iter().filter(|f| f.figure == figure).count();
        let happened = |is: fn(&EventBody) -> bool| life.history.iter().filter(|e| is(&e.body)).count();
        let sent = life.case.as_ref().is_some_and(|c| c.submitted_at.is_some());
        if !sent {
            prop_assert!(told.is_empty());
            return Ok(());
        }
        prop_assert_eq!(count(Figure::Submitted), 1);
        prop_assert_eq!(count(Figure::Returned), happened(|b| matches!(b, EventBody::Returned { .. })));
        prop_assert_eq!(count(Figure::Closed), happened(|b| matches!(b, EventBody::Closed { .. })));
        prop_assert_eq!(count(Figure::Missed), happened(|b| matches!(b, EventBody::Missed { .. })));
        prop_assert_eq!(count(Figure::Kept), happened(|b| matches!(b, EventBody::Arrived { .. })));
        prop_assert!(count(Figure::StepLate) <= count(Figure::Step) && count(Figure::Handled) <= count(Figure::Step));
        let open = life.case.as_ref().is_some_and(|c| c.status == Status::Open);
        prop_assert!(open || count(Figure::Closed) > 0);
    }

    #[test]
    fn no_history_however_strange_is_a_reason_to_panic(
        p in both(), order in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let all = all_events();
        let mut events = vec![all[0].clone()];
        events.extend(order.iter().map(|i| i.get(&all).clone()));
        if let Some(last) = events.last_mut() {
            last.at = if order.len().is_multiple_of(2) { Timestamp::MIN } else { monday_at_eight() };
        }
        prop_assert_eq!(facts(p, &events), facts(p, &events));
    }
}
