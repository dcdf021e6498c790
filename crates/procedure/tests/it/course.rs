//! The course of a case beside its steps: pause, resume, withdraw, reopen, remarks, notices, deadlines.

use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, minute};
use procedure::event::{Closing, Waiting};
use procedure::{Actor, Command, EventBody, Field, Flag, Guard, Refusal, Status};

fn pause(waiting: Waiting) -> Command {
    Command::Pause { waiting, why: "Blangko habis".to_owned() }
}
fn reopen() -> Command {
    Command::Reopen { why: "Keberatan diterima".to_owned() }
}
fn withdraw(why: Option<&str>) -> Command {
    Command::Withdraw { why: why.map(str::to_owned) }
}
fn destroys(class: Closing, closed_before: i64) -> Command {
    Command::DestroyDocuments { class, closed_before: minute(closed_before) }
}
fn nobody() -> Refusal {
    Refusal::NotYourPower { needed: vec![] }
}
fn closed(closing: Closing, at: i64) -> Refusal {
    Refusal::Closed { closing, at: minute(at) }
}
fn due(case: &Given) -> Option<jiff::Timestamp> {
    case.now().step.as_ref().map(|s| s.clock.due)
}

#[test]
fn a_pause_for_stock_moves_the_deadline_by_the_working_time_it_took() {
    // Printing starts at minute 2 and is due at minute 17.
    let paused =
        EventBody::Paused { waiting: Waiting::Stock, why: Some("Blangko habis".to_owned()), trouble: None };
    let case = at_printing().later(3).when(yusuf(), pause(Waiting::Stock)).then_events([paused]);
    let resumed = EventBody::Resumed { due: minute(17 + 30), case_due: Some(minute(45 + 30)) };
    case.clone().later(30).when(yusuf(), Command::Resume).then_events([resumed]);
    // Paused at 08:05, resumed at 16:30, after closing: what was left is used up the next morning.
    let next_morning = case.later(8 * 60 + 25).done(yusuf(), Command::Resume);
    assert_eq!(due(&next_morning), Some(minute(24 * 60 - 30 + 12)));
}

#[test]
fn nobody_waits_for_blanks_while_the_ledger_has_some() {
    let case = at_printing().with_stock(3);
    case.clone().when(yusuf(), pause(Waiting::Stock)).then_refused(Refusal::StockThere { blanks: 3 });
    case.done(yusuf(), pause(Waiting::Equipment));
}

#[test]
fn a_pause_outside_working_hours_moves_nothing() {
    let case = at_printing().later(10 * 60).done(yusuf(), pause(Waiting::Equipment));
    let case = case.later(60).done(yusuf(), Command::Resume);
    assert_eq!(due(&case), Some(minute(17)));
}

#[test]
fn a_pause_forgives_no_lateness_that_came_before_it() {
    let late = at_printing().later(60).done(yusuf(), pause(Waiting::Equipment));
    let case = late.later(20).done(yusuf(), Command::Resume);
    assert_eq!(due(&case), Some(minute(17 + 20)));
}

#[test]
fn nothing_is_decided_while_stock_or_equipment_is_waited_for() {
    let paused = || at_printing().done(yusuf(), pause(Waiting::Equipment));
    let refused = Refusal::AlreadyPaused { waiting: Waiting::Equipment };
    paused().when(yusuf(), decides("pencetakan", "perintah_cetak")).then_refused(refused.clone());
    paused().when(yusuf(), pause(Waiting::Stock)).then_refused(refused);
    at_printing().when(yusuf(), Command::Resume).then_refused(Refusal::NotPaused);
    at_printing()
        .when(hendra(), pause(Waiting::Stock))
        .then_refused(Refusal::NotYourRole { needed: "operator_cetak".into() });
    let mute = Command::Pause { waiting: Waiting::Stock, why: " ".to_owned() };
    at_printing().when(yusuf(), mute).then_refused(Refusal::EmptyText);
}

#[test]
fn waiting_for_the_applicant_neither_starts_nor_ends_at_a_desk() {
    at_printing().when(yusuf(), pause(Waiting::Applicant)).then_refused(nobody());
    notified().when(mira(), Command::Resume).then_refused(Refusal::NotPaused);
    returned().when(rani(), Command::Resume).then_refused(Refusal::WaitingForApplicant);
}

#[test]
fn a_case_is_withdrawn_by_its_applicant_or_by_intake_with_a_reason() {
    let withdrawn = |why: Option<&str>| {
        let why = why.map(str::to_owned);
        [EventBody::Withdrawn { why }, EventBody::Closed { closing: Closing::Withdrawn }]
    };
    submitted().when(sinta(), withdraw(None)).then_events(withdrawn(None));
    submitted().when(rani(), withdraw(Some("Ditelepon"))).then_events(withdrawn(Some("Ditelepon")));
    submitted().when(rani(), withdraw(Some(" "))).then_refused(Refusal::MissingField { field: Field::Why });
    submitted().when(stranger(), withdraw(None)).then_refused(Refusal::NotYourCase);
    returned().done(sinta(), withdraw(None));
    drafted().done(sinta(), withdraw(None));
}

#[test]
fn nothing_is_withdrawn_once_it_is_being_made() {
    let making = Refusal::GuardNotMet { guard: Guard::NothingPrinted };
    print_ordered().when(sinta(), withdraw(None)).then_refused(making.clone());
    at_handover().when(sinta(), withdraw(None)).then_refused(making);
    handed_over().when(sinta(), withdraw(None)).then_refused(closed(Closing::HandedOver, 7));
    let spoiled = printed().done(yusuf(), fills_in("pencetakan", "gagal_cetak", spoils(BLANGKO)));
    spoiled.done(sinta(), withdraw(None));
}

#[test]
fn a_case_that_ended_without_its_product_is_reopened_where_it_ended() {
    let started = |step: &str, no, role: &str, due| EventBody::StepStarted {
        step: step.into(),
        no,
        role: role.into(),
        minutes: 10,
        due: minute(due),
        case_due: Some(minute(45)),
    };
    let said = || EventBody::Reopened { why: "Keberatan diterima".to_owned() };
    let case = rejected()
        .when(hendra(), reopen())
        .then_events([said(), started("penerimaan", 1, "operator_pelayanan", 11)]);
    assert_eq!((case.now().status, case.now().closed_at), (Status::Open, None));
    case.done(rani(), decides("penerimaan", "lengkap"));
    let kept = notified().done(mira(), decides("penyerahan", "tidak_diambil"));
    let case =
        kept.when(darwis(), reopen()).then_events([said(), started("penyerahan", 4, "petugas_register", 16)]);
    waived(case).done(mira(), fills_in("penyerahan", "serahkan", received()));
    withdrawn().done(hendra(), reopen());
}

#[test]
fn what_was_handed_over_never_submitted_or_never_closed_is_not_reopened() {
    handed_over().when(hendra(), reopen()).then_refused(closed(Closing::HandedOver, 7));
    submitted().when(hendra(), reopen()).then_refused(Refusal::AlreadyOpen);
    drafted().when(hendra(), reopen()).then_refused(Refusal::StillDraft);
    let given_up = drafted().done(sinta(), withdraw(None));
    given_up.when(hendra(), reopen()).then_refused(closed(Closing::Withdrawn, 0));
    let needed = ["kasi", "kabid", "kadis"].map(Into::into).to_vec();
    rejected().when(rani(), reopen()).then_refused(Refusal::NotYourPower { needed });
    rejected().when(hendra(), Command::Reopen { why: " ".to_owned() }).then_refused(Refusal::EmptyText);
}

#[test]
fn duties_stay_separate_when_a_case_is_reopened() {
    let case = at_verification()
        .done(everyone("ade"), fills_in("verifikasi", "tolak", why("Data tidak cocok")))
        .done(darwis(), reopen())
        .done(hendra(), decides("verifikasi", "rekomendasi"));
    case.when(everyone("ade"), decides("pencetakan", "perintah_cetak"))
        .then_refused(Refusal::SameOfficer { step: "verifikasi".into() });
}

#[test]
fn remarks_are_for_officers_at_any_time_and_say_something() {
    let note = |text: &str| Command::Note { text: text.to_owned() };
    let noted = EventBody::Noted { text: "Telepon kembali".to_owned() };
    handed_over().when(rani(), note(" Telepon kembali ")).then_events([noted]);
    submitted().when(sinta(), note("Halo")).then_refused(nobody());
    submitted().when(rani(), note("")).then_refused(Refusal::EmptyText);
    submitted().when(rani(), note(&"x".repeat(2_001))).then_refused(Refusal::TextTooLong { max: 2_000 });
}

#[test]
fn free_text_goes_to_applicants_whom_a_message_reaches() {
    let write = |text: &str| Command::Write { text: text.to_owned() };
    submitted().when(rani(), write("Halo")).then_events([EventBody::Written { text: "Halo".to_owned() }]);
    submitted().when(rani(), write(&"x".repeat(1_001))).then_refused(Refusal::TextTooLong { max: 1_000 });
    let walk_in = nothing_yet().done(rani(), open_at_counter(grounds(&["hilang"], &[])));
    walk_in.when(rani(), write("Halo")).then_refused(Refusal::NoContact);
    submitted().when(sinta(), write("Halo")).then_refused(nobody());
}

#[test]
fn whoever_has_no_role_in_the_procedure_neither_remarks_nor_writes() {
    let stranger = || officer("ade", &["administrator"]);
    for command in [Command::Note { text: "x".to_owned() }, Command::Write { text: "x".to_owned() }] {
        let refusal = submitted().when(stranger(), command).refusal();
        assert!(matches!(refusal, Refusal::NotYourPower { .. }), "{refusal:?}");
    }
}

#[test]
fn a_spoiled_product_is_no_longer_ready() {
    let case = notified();
    assert!(case.now().notified);
    let step = procedure::StepId::from("pencetakan");
    let body =
        EventBody::Spoiled { step, outcome: "gagal_cetak".into(), blangko: None, why: "Pita".to_owned() };
    let spoiled = case.events([procedure::Event { at: minute(60), actor: yusuf(), body }]);
    assert!(!spoiled.now().notified);
}

#[test]
fn a_notice_once_delivered_stays_delivered() {
    let confirm = || Command::ConfirmNotice { notice: "4".into() };
    let fail = || Command::FailNotice { notice: "4".into(), why: "131026".to_owned() };
    let failed = EventBody::NoticeFailed { notice: "4".into(), why: "131026".to_owned() };
    let confirmed = EventBody::NoticeConfirmed { notice: "4".into() };
    let case = submitted().when(Actor::System, fail()).then_events([failed]);
    case.clone().when(Actor::System, fail()).then_nothing();
    let case = case.when(Actor::System, confirm()).then_events([confirmed]);
    assert_eq!(case.now().notices.get(&"4".into()), Some(&Flag::Confirmed));
    case.clone().when(Actor::System, confirm()).then_nothing();
    case.when(Actor::System, fail()).then_nothing();
    submitted().when(rani(), confirm()).then_refused(nobody());
    submitted().when(sinta(), fail()).then_refused(nobody());
}

#[test]
fn the_files_of_a_case_that_ended_long_enough_ago_are_destroyed_once_and_count_no_more() {
    let class = Closing::HandedOver;
    let case = handed_over().later(60);
    assert_eq!((case.now().kept().count(), case.now().destroyed_at()), (2, None));
    let gone =
        case.when(Actor::System, destroys(class, 60)).then_events([EventBody::DocumentsDestroyed { class }]);
    assert_eq!((gone.now().kept().count(), gone.now().standing().count()), (0, 0));
    assert_eq!(gone.now().destroyed_at(), Some(minute(67)));
    assert_eq!(gone.now().status, Status::Closed(class), "the case itself stays");
    gone.later(60).when(Actor::System, destroys(class, 120)).then_nothing();
}

#[test]
fn files_stay_while_the_case_is_open_or_ended_otherwise_or_later_than_was_thought() {
    submitted().later(60).when(Actor::System, destroys(Closing::HandedOver, 60)).then_nothing();
    drafted().later(60).when(Actor::System, destroys(Closing::Expired, 60)).then_nothing();
    let reopened = rejected().done(hendra(), reopen());
    reopened.later(60).when(Actor::System, destroys(Closing::Rejected, 60)).then_nothing();
    rejected().later(60).when(Actor::System, destroys(Closing::Withdrawn, 60)).then_nothing();
    // It ended in the first minute.
    rejected().later(60).when(Actor::System, destroys(Closing::Rejected, 1)).then_nothing();
    rejected().later(60).when(Actor::System, destroys(Closing::Rejected, 2)).then_accepted();
}

#[test]
fn nobody_but_the_machine_destroys_files() {
    for actor in [sinta(), rani(), everyone("ade")] {
        handed_over().later(60).when(actor, destroys(Closing::HandedOver, 60)).then_refused(nobody());
    }
}

#[test]
fn a_case_reopened_after_its_files_are_gone_needs_them_anew() {
    let gone = withdrawn().later(60).done(Actor::System, destroys(Closing::Withdrawn, 60));
    let case = gone.done(hendra(), reopen());
    case.clone()
        .when(rani(), decides("penerimaan", "lengkap"))
        .then_refused(Refusal::MissingDocuments { documents: vec!["kk".into(), "surat_hilang".into()] });
    case.clone()
        .when(rani(), Command::File { file: "f1".into(), document: "kk".into() })
        .then_refused(Refusal::UnknownFile);
    let case = case.done(rani(), attach("f3", "kk")).done(rani(), attach("f4", "surat_hilang"));
    assert_eq!(case.now().kept().count(), 2, "the new ones are kept beside the old ones' trace");
    case.done(rani(), decides("penerimaan", "lengkap"));
}

#[test]
fn a_case_that_was_never_opened_has_no_course_and_none_is_opened_twice() {
    nothing_yet().when(sinta(), Command::Submit).then_refused(Refusal::NoSuchCase);
    drafted().when(sinta(), open(grounds(&["hilang"], &[]))).then_refused(Refusal::AlreadyOpen);
}
