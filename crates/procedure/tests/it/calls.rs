//! Telephone calls: nobody whom a message did not reach is forgotten.

use crate::support::Given;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::{Actor, CallResult, Command, Field, NoticeId, Refusal};

pub fn call(result: CallResult, note: Option<&str>) -> Command {
    Command::RecordCall { result, note: note.map(str::to_owned) }
}

/// The notice that the card is ready did not arrive.
fn failed() -> Given {
    let case = notified();
    let notice = NoticeId::new((case.now().seq - 1).to_string());
    case.done(Actor::System, Command::FailNotice { notice, why: "Tidak terjangkau".to_owned() })
}

#[test]
fn a_notice_that_did_not_arrive_is_telephoned_about_until_somebody_is_reached() {
    assert_eq!(failed().now().calls.len(), 1);
    let tried = failed().later(5).done(mira(), call(CallResult::NoAnswer, None));
    let tried = tried.later(5).done(mira(), call(CallResult::WrongNumber, None));
    assert_eq!(tried.now().calls.len(), 1);
    assert!(tried.now().call_at() > failed().now().call_at(), "whoever was tried comes later");
    let told = tried.done(rani(), call(CallResult::Reached, None));
    assert_eq!((told.now().calls.len(), told.now().call_at()), (0, None));
}

#[test]
fn who_is_told_by_another_way_is_told_and_the_way_is_on_record() {
    let without = Refusal::MissingField { field: Field::Note };
    failed().when(mira(), call(CallResult::ToldOtherwise, Some(" "))).then_refused(without);
    let told = failed().done(mira(), call(CallResult::ToldOtherwise, Some("Lewat wali nagari")));
    assert_eq!(told.now().calls, []);
}

#[test]
fn a_message_that_arrives_after_all_needs_no_call() {
    let case = failed();
    let notice = case.now().calls.first().map(|owed| owed.notice.clone()).expect("a call");
    assert_eq!(case.done(Actor::System, Command::ConfirmNotice { notice }).now().calls, []);
}

#[test]
fn whoever_has_no_channel_is_telephoned_about_what_others_get_a_message_for() {
    let walk_in = nothing_yet()
        .done(rani(), open_at_counter(grounds(&["hilang"], &[])))
        .done(rani(), attach("f1", "kk"))
        .done(rani(), attach("f2", "surat_hilang"))
        .done(rani(), Command::Submit);
    assert_eq!(walk_in.now().calls, []);
    let returned = walk_in.clone().done(rani(), fills_in("penerimaan", "kembalikan", fault("kk")));
    assert_eq!(returned.now().calls.len(), 1);
    // Who comes and mends it has heard.
    let mended = returned.later(1).done(rani(), attach("f3", "kk")).done(rani(), Command::Submit);
    assert_eq!(mended.now().calls, []);
    let rejected = walk_in.done(rani(), fills_in("penerimaan", "tolak", why("Bukan penduduk")));
    assert_eq!(rejected.now().calls.len(), 1);
}

#[test]
fn who_comes_for_the_card_or_withdraws_need_not_be_called() {
    let handed = waived(failed()).done(mira(), fills_in("penyerahan", "serahkan", received()));
    assert_eq!(handed.now().calls, []);
}
