//! One pass for several cards of one household: which cases it serves, and that each is still handed over by itself.

use crate::support::Given;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::handover::one_pass_serves;
use procedure::{Case, Command, ContactId, EventBody, GateRefusal, NomorKk, Refusal, Ticket};

fn other() -> Ticket {
    Ticket::from_random(7)
}
fn of_household() -> Command {
    Command::ShowHouseholdPass { of: other() }
}
fn shown(case: Given) -> Given {
    let pass = case.now().gate.pass.as_ref().expect("a pass").no;
    case.done(mira(), Command::ShowPass { pass })
}

#[test]
fn the_pass_of_the_household_takes_the_step_and_names_whose_it_was() {
    let case = notified().served_by_household();
    let pass = case.now().gate.pass.as_ref().expect("a pass").no;
    let step = || "penyerahan".into();
    let expected =
        [EventBody::Claimed { step: step() }, EventBody::PassShown { step: step(), pass, of: Some(other()) }];
    let served = case.when(mira(), of_household()).then_events(expected);
    let hands = fills_in("penyerahan", "serahkan", received());
    served.done(mira(), reads(procedure::FingerResult::Match)).done(mira(), hands);
}

#[test]
fn a_pass_of_others_serves_nobody_and_an_old_one_not_even_the_household() {
    let foreign = Refusal::Gate(GateRefusal::OtherHousehold);
    notified().when(mira(), of_household()).then_refused(foreign);
    let old = notified().served_by_household().later(60 * 24 * 60);
    let refusal = old.when(mira(), of_household()).refusal();
    assert!(matches!(refusal, Refusal::Gate(GateRefusal::PassExpired { .. })), "{refusal:?}");
    let away = crate::gate::sent().served_by_household();
    let refusal = away.when(mira(), of_household()).refusal();
    assert!(matches!(refusal, Refusal::Gate(GateRefusal::UnderWay { .. })), "{refusal:?}");
}

#[test]
fn a_household_is_one_family_card_and_one_telephone_and_its_pass_was_shown_to_this_officer() {
    let given = shown(notified());
    let now = given.at();
    let serves = |shown: &Case, other: &Case| one_pass_serves(shown, other, &"mira".into(), now);
    let relative = notified().now().clone();
    assert!(serves(given.now(), &relative));
    assert!(!serves(notified().now(), &relative), "not shown");
    assert!(!one_pass_serves(given.now(), &relative, &"nia".into(), now), "to somebody else");
    let change = |change: fn(&mut procedure::Applicant)| {
        let mut other = relative.clone();
        change(&mut other.applicant);
        other
    };
    let other_card = |a: &mut procedure::Applicant| a.nomor_kk = NomorKk::parse("1301010101150008").ok();
    assert!(!serves(given.now(), &change(other_card)));
    assert!(!serves(given.now(), &change(|a| a.contact = Some(ContactId::from("wa:lain")))));
    assert!(!serves(given.now(), &change(|a| a.contact = None)));
    let none = change(|a| a.nomor_kk = None);
    assert!(!serves(&none, &none), "nothing known is nothing shared");
}

#[test]
fn after_the_first_card_was_handed_over_its_pass_serves_the_others_that_day() {
    let hands = fills_in("penyerahan", "serahkan", received());
    let given = shown(notified()).done(mira(), waive()).done(mira(), hands);
    let relative = notified().now().clone();
    let serves = |user: &str, at| one_pass_serves(given.now(), &relative, &user.into(), at);
    let hours = jiff::SignedDuration::from_hours;
    assert!(serves("mira", given.at() + hours(1)));
    assert!(!serves("nia", given.at() + hours(1)));
    assert!(!serves("mira", given.at() + hours(25)));
}
