//! What is known of a case, and how its returns and waits come back in a replay: stories of one case, by hand.

use super::months::{at, month, played, with_people};
use crate::measure::{course, history};
use crate::support::people::{attach, decides, fills_in, hendra, rani, sinta, yusuf};
use crate::support::stages::fault;
use crate::support::{ktp, minute};
use procedure::event::{Closing, Waiting};
use procedure::measure::{Account, End};
use procedure::what_if::{Course, LegKind, MonthOfCases, Passed, Setting};
use procedure::{Actor, Command, EventBody};

fn known(acts: &[(i64, Actor, Command)]) -> Course {
    Course::of(ktp(), &history(acts)).expect("it was sent")
}

/// A part in minutes after eight.
fn told(course: &Course) -> Vec<(&str, Account, i64, i64)> {
    let minutes = |at: jiff::Timestamp| (at.as_second() - minute(0).as_second()) / 60;
    let parts = course.visits.iter().flat_map(|v| v.parts.iter().map(|p| (v.step.as_str(), p)));
    parts.map(|(step, p)| (step, p.account, minutes(p.from), minutes(p.until))).collect()
}

/// The one case of a replay, each leg in minutes after eight.
fn minutes(month: &MonthOfCases, setting: &Setting) -> Vec<(i64, i64, i64)> {
    let of = |second: i64| (second - minute(0).as_second()) / 60;
    let one = |p: &Passed| (of(p.reached), of(p.taken), of(p.over));
    played(month, setting, 1).0[0].iter().map(one).collect()
}

/// Waits for blanks from 25 until 55 minutes after eight.
fn waits_for_blanks() -> Vec<(i64, Actor, Command)> {
    let mut acts = course();
    acts.truncate(6);
    acts.push((25, yusuf(), Command::Pause { waiting: Waiting::Stock, why: "Blangko habis".to_owned() }));
    acts.push((55, yusuf(), Command::Resume));
    acts.push((60, yusuf(), decides("pencetakan", "perintah_cetak")));
    acts
}

/// Sent at eight, returned after 4 minutes and again 4 minutes after it came back, each time for half an hour.
fn returned_twice() -> Vec<(i64, Actor, Command)> {
    let mut acts = course();
    acts.truncate(4);
    for (n, again) in [(0, "f3"), (34, "f4")] {
        acts.push((n + 4, rani(), fills_in("penerimaan", "kembalikan", fault("kk"))));
        acts.push((n + 34, sinta(), attach(again, "kk")));
        acts.push((n + 34, sinta(), Command::Submit));
    }
    acts.push((74, rani(), decides("penerimaan", "lengkap")));
    acts
}

#[test]
fn a_course_tells_each_visit_part_by_part_and_how_it_ended() {
    let course = known(&course());
    assert_eq!(
        told(&course),
        [
            ("penerimaan", Account::Work, 0, 6),
            ("verifikasi", Account::Work, 6, 20),
            ("pencetakan", Account::Work, 20, 35),
            ("penyerahan", Account::Work, 35, 40),
            ("penyerahan", Account::Applicant, 40, 100),
        ]
    );
    assert!(course.visits.iter().all(|v| v.end == End::Done));
    assert_eq!((course.sent, course.closed), (minute(0), Some((minute(100), Closing::HandedOver))));
    assert_eq!(course.going, None);
}

#[test]
fn a_draft_has_no_course_and_neither_has_one_that_was_called_off_before_it_was_sent() {
    let mut acts = course();
    acts.truncate(3);
    assert_eq!(Course::of(ktp(), &history(&acts)), None);
    acts.push((3, sinta(), Command::Withdraw { why: None }));
    assert_eq!(Course::of(ktp(), &history(&acts)), None);
}

#[test]
fn a_part_of_work_knows_who_had_claimed_it_and_from_when_until_when() {
    let mut acts = course();
    acts.truncate(5);
    acts.push((10, hendra(), Command::Claim));
    acts.push((13, hendra(), Command::Release));
    acts.push((15, hendra(), Command::Claim));
    acts.push((20, hendra(), decides("verifikasi", "rekomendasi")));
    let course = known(&acts);
    let held: Vec<_> =
        course.visits[1].parts[0].held.iter().map(|h| (h.officer.as_str(), h.from, h.until)).collect();
    assert_eq!(held, [("hendra", minute(10), minute(13)), ("hendra", minute(15), minute(20))]);
    let month = month(ktp(), vec![course]);
    assert_eq!(month.steps()[1].measured, [8 * 60]);
    assert!(month.steps()[0].measured.is_empty());
}

#[test]
fn a_case_that_goes_on_is_known_as_far_as_it_has_come() {
    let mut acts = waits_for_blanks();
    acts.truncate(8);
    acts.push((70, yusuf(), Command::Note { text: "Menunggu".to_owned() }));
    let course = known(&acts);
    let going = course.going.as_ref().expect("it has not ended");
    let accounts: Vec<Account> = going.parts.iter().map(|p| p.account).collect();
    assert_eq!(
        (going.step.as_str(), accounts),
        ("pencetakan", vec![Account::Work, Account::Stock, Account::Work])
    );
    let month = month(ktp(), vec![course]);
    let script = &month.scripts()[0];
    assert_eq!((script.legs.len(), script.ended), (5, None));
    assert!(script.legs.iter().map(|l| l.ends_visit).eq([true, true, false, false, false]));
}

#[test]
fn a_case_that_was_returned_twice_comes_back_twice() {
    let month = month(ktp(), vec![known(&returned_twice())]);
    // The standard of ten minutes each time, since nobody claimed anything; the applicant takes half an hour, twice.
    let legs = [(0, 0, 10), (10, 10, 40), (40, 40, 50), (50, 50, 80), (80, 80, 90)];
    assert_eq!(minutes(&month, &with_people(&month, 1))[..5], legs);
    let script = &month.scripts()[0];
    assert!(script.legs.iter().take(5).map(|l| l.step).eq([0; 5]));
    assert!(script.legs.iter().take(5).map(|l| l.ends_visit).eq([true, false, true, false, true]));
}

#[test]
fn a_case_that_waits_for_blanks_goes_on_when_they_came_or_at_once_where_they_are_there() {
    let month = month(ktp(), vec![known(&waits_for_blanks())]);
    let mut setting = with_people(&month, 1);
    for pace in setting.pace.values_mut() {
        *pace = 50;
    }
    // Half of 10, 10 and 15 minutes; blanks come 55 minutes after eight, as they did.
    let quick = [(0, 0, 5), (5, 5, 10), (10, 10, 17), (17, 17, 55), (55, 55, 62)];
    assert_eq!(minutes(&month, &setting), quick);
    for pace in setting.pace.values_mut() {
        *pace = 200;
    }
    let slow = [(0, 0, 20), (20, 20, 40), (40, 40, 70), (70, 70, 70), (70, 70, 100)];
    assert_eq!(minutes(&month, &setting), slow);
}

#[test]
fn what_was_called_off_before_anybody_had_begun_takes_nobody_any_time() {
    let mut acts = course();
    acts.truncate(4);
    acts.push((90, sinta(), Command::Withdraw { why: None }));
    let untouched = month(ktp(), vec![known(&acts)]);
    assert_eq!(untouched.scripts()[0].legs[0].kind, LegKind::Rest { seconds: 90 * 60 });
    acts.insert(4, (10, rani(), Command::Claim));
    let begun = month(ktp(), vec![known(&acts)]);
    assert!(matches!(begun.scripts()[0].legs[0].kind, LegKind::Work { hands_on: Some(_), .. }));
    assert!(!begun.scripts()[0].legs[0].ends_visit);
}

#[test]
fn a_case_that_was_taken_up_again_is_taken_up_after_as_long_as_it_was() {
    let mut acts = course();
    acts.truncate(4);
    acts.push((10, rani(), fills_in("penerimaan", "tolak", crate::support::stages::why("Bukan penduduk"))));
    let mut events = history(&acts);
    let started = events.iter().find(|e| matches!(e.body, EventBody::StepStarted { .. })).cloned();
    let mut started = started.expect("it was sent");
    started.at = minute(70);
    let again = EventBody::Reopened { why: "Keliru".to_owned() };
    events.push(procedure::Event { at: minute(70), actor: rani(), body: again });
    events.push(started);
    let course = Course::of(ktp(), &events).expect("it was sent");
    assert_eq!(course.closed, None);
    let month = month(ktp(), vec![course]);
    let passed = minutes(&month, &with_people(&month, 1));
    assert_eq!(passed, [(0, 0, 10), (10, 10, 70), (70, 70, 70)]);
    assert_eq!(month.scripts()[0].legs[1].kind, LegKind::Rest { seconds: 60 * 60 });
}

#[test]
fn a_case_of_another_month_is_not_in_it_and_one_at_an_unknown_step_is_left_out() {
    let (mut before, mut strange) = (known(&course()), known(&course()));
    before.sent = at(minute(0).as_second() - 30 * 86_400);
    strange.visits[0].step = "langkah_lama".into();
    let month = month(ktp(), vec![before, strange, known(&course())]);
    assert_eq!((month.scripts().len(), month.left_out()), (1, 1));
}
