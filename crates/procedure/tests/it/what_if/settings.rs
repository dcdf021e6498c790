//! Settings that are not replayed, each with its reason, and the office as it was.

use super::months::{draws, month};
use crate::measure::{course, history};
use crate::support::ktp;
use procedure::what_if::{Course, MonthOfCases, Setting, SettingFault, replay};

fn one_case() -> MonthOfCases {
    month(ktp(), Course::of(ktp(), &history(&course())).into_iter().collect())
}

/// What is wrong with the office as it was after this change; it is not replayed, for just that.
fn refused(change: impl FnOnce(&mut Setting)) -> Vec<SettingFault> {
    let month = one_case();
    let mut setting = Setting::as_it_was(&month);
    change(&mut setting);
    let faults = setting.faults(&month);
    assert_eq!(
        replay(&month, &setting, &draws(&month, 1)).err(),
        Some(faults.clone()).filter(|f| !f.is_empty())
    );
    faults
}

#[test]
fn the_office_as_it_was_is_replayed() {
    assert_eq!(refused(|_| {}), []);
    let month = one_case();
    let setting = Setting::as_it_was(&month);
    let people: Vec<(&str, u32)> = setting.people.iter().map(|(role, n)| (role.as_str(), *n)).collect();
    let all = [("kasi", 1), ("operator_cetak", 1), ("operator_pelayanan", 1), ("petugas_register", 1)];
    assert_eq!(people, all);
    assert_eq!((setting.case_minutes, &setting.calendar), (45, &ktp().calendar));
    // In the order of their names: printing is the one that may take a quarter of an hour.
    assert_eq!(setting.minutes.values().copied().collect::<Vec<_>>(), [15, 10, 10, 10]);
}

#[test]
fn a_role_with_nobody_or_with_more_than_a_thousand_people_is_refused() {
    let role = || "kasi".into();
    assert_eq!(
        refused(|s| *s.people.get_mut(&role()).expect("a role") = 0),
        [SettingFault::Nobody { role: role() }]
    );
    assert_eq!(refused(|s| _ = s.people.remove(&role())), [SettingFault::Nobody { role: role() }]);
    assert_eq!(refused(|s| _ = s.people.insert(role(), 1_000)), []);
    assert_eq!(refused(|s| _ = s.people.insert(role(), 1_001)), [SettingFault::TooMany { role: role() }]);
}

#[test]
fn minutes_of_a_step_or_of_the_case_are_refused_where_there_are_none_or_more_than_ten_thousand() {
    let step = || "verifikasi".into();
    let bad = [SettingFault::BadMinutes { step: step() }];
    assert_eq!(refused(|s| _ = s.minutes.insert(step(), 0)), bad);
    assert_eq!(refused(|s| _ = s.minutes.remove(&step())), bad);
    assert_eq!(refused(|s| _ = s.minutes.insert(step(), 10_001)), bad);
    assert_eq!(refused(|s| _ = s.minutes.insert(step(), 10_000)), []);
    assert_eq!(refused(|s| s.case_minutes = 0), [SettingFault::BadCaseMinutes]);
    assert_eq!(refused(|s| s.case_minutes = 10_001), [SettingFault::BadCaseMinutes]);
}

#[test]
fn a_pace_beyond_ten_times_as_fast_or_as_slow_is_refused() {
    let step = || "verifikasi".into();
    let bad = [SettingFault::BadPace { step: step() }];
    for (pace, faults) in [(9, &bad[..]), (10, &[]), (1_000, &[]), (1_001, &bad)] {
        assert_eq!(refused(|s| _ = s.pace.insert(step(), pace)), faults);
    }
    assert_eq!(refused(|s| s.pace.clear()), []);
}

#[test]
fn a_calendar_that_never_opens_is_refused_also_where_it_only_did_before_the_month() {
    let close = |s: &mut Setting| {
        s.calendar.week = Default::default();
        s.calendar.seasons.clear();
    };
    assert_eq!(refused(close), [SettingFault::NeverOpen]);
    let only_before = |s: &mut Setting| {
        let week = std::mem::take(&mut s.calendar.week);
        s.calendar.seasons.truncate(1);
        s.calendar.seasons[0].week = week;
        assert!(s.calendar.seasons[0].to < jiff::civil::date(2026, 11, 1));
    };
    assert_eq!(refused(only_before), [SettingFault::NeverOpen]);
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = refused(|s| {
        s.people.clear();
        s.case_minutes = 0;
    });
    assert_eq!(faults.len(), 5);
}
