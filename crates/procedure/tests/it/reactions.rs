//! What the world should do about an event: which message the applicant gets, and when the case wakes.

use crate::appointments::{book, booked, cautious, free, slot, tuesday};
use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Then, minute};
use jiff::Timestamp;
use procedure::event::Waiting;
use procedure::react::NOTICES;
use procedure::{Actor, Cause, ClockKind, Command, Diary, Effect, TimerKind};

fn told(then: Then) -> Vec<&'static str> {
    let text = |e: &Effect| if let Effect::Tell { text, .. } = e { Some(*text) } else { None };
    then.effects().iter().filter_map(text).collect()
}
/// The clocks call for the first time when four fifths of their time are used up.
fn clocks(at: [Timestamp; 2], due: [Timestamp; 2]) -> Vec<Effect> {
    let timer = |n: usize, clock| Effect::Timer { at: at[n], kind: TimerKind::Clock { clock, due: due[n] } };
    vec![timer(0, ClockKind::Step), timer(1, ClockKind::Case)]
}
fn draft_timer(at: i64) -> Effect {
    Effect::Timer { at: minute(at), kind: TimerKind::Draft }
}
fn reopen() -> Command {
    Command::Reopen { why: "Keberatan diterima".to_owned() }
}

#[test]
fn each_notice_is_sent_by_what_it_tells_and_none_is_left_over() {
    let mended = returned().done(sinta(), attach("f3", "kk"));
    let sent = [
        told(complete_draft().when(sinta(), Command::Submit)),
        told(mended.when(sinta(), Command::Submit)),
        told(submitted().when(rani(), fills_in("penerimaan", "kembalikan", fault("kk")))),
        told(submitted().when(rani(), fills_in("penerimaan", "tolak", why("Bukan penduduk")))),
        told(at_handover().when(mira(), decides("penyerahan", "beritahu"))),
        told(
            at_printing().when(yusuf(), Command::Pause { waiting: Waiting::Stock, why: "Habis".to_owned() }),
        ),
        told(at_gate().when(mira(), fills_in("penyerahan", "serahkan", received()))),
        told(notified().when(mira(), crate::gate::sends())),
        told(crate::gate::sent().when(mira(), crate::gate::comes_back())),
        told(notified().when(mira(), decides("penyerahan", "tidak_diambil"))),
        told(submitted().when(sinta(), Command::Withdraw { why: None })),
        told(submitted().when(rani(), crate::correction::another_phone())),
        told(rejected().when(hendra(), reopen())),
        told(drafted().later(21 * 60).when(Actor::System, Command::TendDraft)),
    ];
    let sent: Vec<_> = sent.into_iter().chain(told_of_appointments()).collect();
    assert_eq!(sent, NOTICES.iter().map(|n| vec![*n]).collect::<Vec<_>>().as_slice());
}

fn told_of_appointments() -> [Vec<&'static str>; 13] {
    let (off, next) = (booked(), Diary { next: Some(slot(50 * 60)), ..free() });
    let put = |to, cause| Command::MoveAppointment { from: tuesday(), to, cause };
    let later = || Some(slot(50 * 60));
    let symptom = || Command::Screen { clear: false };
    let (remind, miss) =
        (|| Command::RemindAppointment { slot: tuesday() }, || Command::MissAppointment { slot: tuesday() });
    let system = || Actor::System;
    [
        told(notified().diary(free()).when(sinta(), book(tuesday()))),
        told(booked().when(sinta(), book(slot(26 * 60)))),
        told(booked().when(system(), put(later(), Cause::Protocol))),
        told(booked().when(system(), put(later(), Cause::DayClosed))),
        told(booked().diary(next.clone()).when(sinta(), symptom())),
        told(booked().later(26 * 60).diary(next).when(system(), miss())),
        told(off.when(sinta(), Command::CancelAppointment)),
        told(booked().when(system(), put(None, Cause::Protocol))),
        told(booked().when(sinta(), symptom())),
        told(booked().when(system(), remind())),
        told(booked().diary(cautious()).when(system(), remind())),
        told(booked().later(26 * 60).when(system(), miss())),
        told(notified().later(15 * 24 * 60).when(system(), Command::StoreInSafe)),
    ]
}

#[test]
fn a_draft_given_up_before_it_was_sent_is_not_written_about() {
    assert!(told(drafted().when(sinta(), Command::Withdraw { why: None })).is_empty());
}

#[test]
fn nobody_is_written_to_where_there_is_no_channel() {
    let walk_in = nothing_yet()
        .done(rani(), open_at_counter(grounds(&["hilang"], &[])))
        .done(rani(), attach("f1", "kk"))
        .done(rani(), attach("f2", "surat_hilang"));
    let effects = walk_in.when(rani(), Command::Submit).effects();
    assert_eq!(effects, clocks([minute(8), minute(36)], [minute(10), minute(45)]));
}

#[test]
fn a_notice_is_named_by_the_number_of_its_event_and_carries_the_reason() {
    let effects = submitted().when(rani(), fills_in("penerimaan", "kembalikan", fault("kk"))).effects();
    let args = vec![("why", "Mohon kirim ulang".to_owned())];
    assert_eq!(effects, [Effect::Tell { notice: "6".into(), text: "notice-returned", args }]);
    let effects = submitted().when(rani(), Command::Write { text: "Halo".to_owned() }).effects();
    let said = Effect::Say { notice: "6".into(), text: "Halo".to_owned(), by: "Petugas rani".to_owned() };
    assert_eq!(effects, [said]);
}

#[test]
fn each_step_and_each_resumption_sets_its_deadline() {
    let effects = submitted().when(rani(), decides("penerimaan", "lengkap")).effects();
    assert_eq!(effects, clocks([minute(8), minute(36)], [minute(10), minute(45)]));
    let waiting = procedure::event::Waiting::Equipment;
    let stopped = submitted().done(rani(), Command::Pause { waiting, why: "Listrik padam".to_owned() });
    let effects = stopped.later(25).when(rani(), Command::Resume).effects();
    assert_eq!(effects, clocks([minute(33), minute(61)], [minute(35), minute(70)]));
}

#[test]
fn a_draft_s_timer_follows_the_last_sign_of_life() {
    let opened = nothing_yet().when(sinta(), open(grounds(&["hilang"], &[]))).effects();
    assert_eq!(opened, [draft_timer(21 * 60)]);
    let touched = drafted().later(30).when(sinta(), attach("f1", "kk")).effects();
    assert_eq!(touched, [draft_timer(30 + 21 * 60)]);
    let reminded = drafted().later(21 * 60).when(Actor::System, Command::TendDraft).effects();
    assert_eq!(reminded.last(), Some(&draft_timer(168 * 60)));
}

#[test]
fn remarks_among_colleagues_move_nothing_in_the_world() {
    let noted = submitted().when(rani(), Command::Note { text: "Telepon kembali".to_owned() });
    assert_eq!(noted.effects(), []);
}
