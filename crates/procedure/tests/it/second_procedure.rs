//! Another service is another file: a procedure with other steps, roles, documents and reasons runs by the
//! same rules, without any change to them.

use crate::support::people::*;
use crate::support::stages::{fault, received, why};
use crate::support::{Given, kk, ktp, minute};
use procedure::event::Closing;
use procedure::{Command, Form, Refusal, Status};

fn examiner() -> procedure::Actor {
    officer("gita", &["pemeriksa"])
}
fn printer() -> procedure::Actor {
    officer("lukman", &["pencetak_kk"])
}
fn counter() -> procedure::Actor {
    officer("nurul", &["loket"])
}
fn all_roles(user: &str) -> procedure::Actor {
    officer(user, &["pemeriksa", "pencetak_kk", "loket"])
}

/// The family card was damaged; a photo of it is attached.
fn submitted() -> Given {
    Given::new(kk())
        .done(sinta(), open(grounds(&["kk_rusak"], &[])))
        .done(sinta(), attach("f1", "kk_lama"))
        .done(sinta(), Command::Submit)
}
fn at_issue() -> Given {
    submitted().done(examiner(), decides("pemeriksaan", "sesuai"))
}

#[test]
fn it_shares_no_role_step_document_or_reason_with_the_first_that_a_rule_could_know() {
    assert!(ktp().roles.iter().all(|r| kk().role(&r.id).is_none()));
    assert!(ktp().documents.iter().all(|d| kk().document(&d.id).is_none()));
    assert!(ktp().reasons.iter().all(|r| kk().reason(&r.id).is_none()));
    assert_eq!(kk().steps.len(), 3);
}

#[test]
fn it_runs_from_the_first_word_to_the_handover() {
    let case = at_issue()
        .done(printer(), decides("penerbitan", "cetak"))
        .done(printer(), decides("penerbitan", "jadi"))
        .done(printer(), fills_in("penerbitan", "salah_cetak", why("Tinta luntur")))
        .done(printer(), decides("penerbitan", "cetak"))
        .done(printer(), decides("penerbitan", "jadi"))
        .done(printer(), decides("penerbitan", "terbit"))
        .done(counter(), decides("penyerahan", "panggil"))
        .done(counter(), fills_in("penyerahan", "serah", Form { surrendered: true, ..received() }));
    assert_eq!(case.now().status, Status::Closed(Closing::HandedOver));
    assert_eq!((case.now().blangko(), case.now().spoiled.len()), (None, 0));
}

#[test]
fn it_rejects_and_reopens_by_its_own_powers() {
    let rejected = submitted().done(examiner(), fills_in("pemeriksaan", "tolak", why("Bukan warga")));
    assert_eq!(rejected.now().status, Status::Closed(Closing::Rejected));
    let reopen = || Command::Reopen { why: "Keberatan diterima".to_owned() };
    let needed = vec!["sekretaris".into()];
    rejected.clone().when(hendra(), reopen()).then_refused(Refusal::NotYourPower { needed });
    rejected.done(officer("wati", &["sekretaris"]), reopen());
}

#[test]
fn it_returns_for_correction_and_resumes() {
    let case = submitted()
        .done(examiner(), fills_in("pemeriksaan", "perbaiki", fault("kk_lama")))
        .later(5)
        .done(sinta(), attach("f2", "kk_lama"))
        .done(sinta(), Command::Submit);
    assert_eq!(case.now().step.as_ref().map(|s| s.id.as_str()), Some("pemeriksaan"));
}

#[test]
fn its_deadlines_follow_its_own_calendar() {
    // 08:00 in the west is 09:00 in the middle of the country.
    assert_eq!(submitted().now().step.as_ref().map(|s| s.clock.due), Some(minute(20)));
    let at_closing = Given::new(kk())
        .done(sinta(), open(grounds(&["kk_rusak"], &[])))
        .done(sinta(), attach("f1", "kk_lama"))
        .later(5 * 60 + 50)
        .done(sinta(), Command::Submit);
    assert_eq!(at_closing.now().step.as_ref().map(|s| s.clock.due), Some(minute(23 * 60 + 10)));
}

#[test]
fn on_the_way_back_duties_stay_separate_too() {
    let back = at_issue()
        .done(all_roles("ade"), decides("penerbitan", "cetak"))
        .done(all_roles("ade"), fills_in("penerbitan", "salah_cetak", why("Salah nama")))
        .done(all_roles("ade"), decides("penerbitan", "periksa_ulang"));
    let same = Refusal::SameOfficer { step: "penerbitan".into() };
    back.clone().when(all_roles("ade"), decides("pemeriksaan", "sesuai")).then_refused(same);
    let again = back.done(examiner(), decides("pemeriksaan", "sesuai"));
    assert_eq!(again.now().last_performed(&"pemeriksaan".into()).map(|p| p.user.as_str()), Some("gita"));
}
