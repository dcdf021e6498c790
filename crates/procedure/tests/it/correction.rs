//! Mending an applicant's data because they asked: who may, until when, and what stays as it is.

use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, Then};
use procedure::event::Closing;
use procedure::refusal::Refusal;
use procedure::{Actor, Applicant, ApplicantField, Command, Effect, EventBody, Guard, Nik, Phone, Status};

fn correct(applicant: Applicant) -> Command {
    Command::CorrectApplicant { applicant, why: "Pemohon meminta".to_owned() }
}

/// Sinta has another telephone.
pub fn another_phone() -> Command {
    let mut applicant = submitted().now().applicant.clone();
    new_phone(&mut applicant);
    correct(applicant)
}

/// The applicant as the case has them, changed.
fn changed(given: Given, change: impl FnOnce(&mut Applicant)) -> Then {
    let mut applicant = given.now().applicant.clone();
    change(&mut applicant);
    given.when(rani(), correct(applicant))
}

fn new_phone(applicant: &mut Applicant) {
    applicant.phone = Phone::parse("081200000009").ok();
}
fn new_name(applicant: &mut Applicant) {
    applicant.name = "Sinta Maharani Putri".to_owned();
}
fn new_nik(applicant: &mut Applicant) {
    applicant.nik = Nik::parse("1301014507900002").expect("a NIK");
}

#[test]
fn how_to_reach_somebody_is_mended_at_every_stage_and_when_the_case_is_over() {
    let stages =
        [submitted, at_verification, at_printing, printed, notified, handed_over, rejected, withdrawn];
    for stage in stages {
        let case = changed(stage(), new_phone).then_accepted();
        assert_eq!(case.now().applicant.phone, Phone::parse("081200000009").ok());
        let moved = changed(case, |a| a.village = Some("Salido".to_owned())).then_accepted();
        assert_eq!(moved.now().applicant.village.as_deref(), Some("Salido"));
    }
}

#[test]
fn who_somebody_is_is_mended_until_an_officer_has_verified_it() {
    for change in [new_name, new_nik] {
        for stage in [submitted, at_verification] {
            changed(stage(), change).then_accepted();
        }
        for stage in [at_printing, print_ordered, printed, notified] {
            assert!(matches!(changed(stage(), change).refusal(), Refusal::AlreadyVerified { .. }));
        }
        for (stage, closing) in
            [(rejected as fn() -> Given, Closing::Rejected), (withdrawn, Closing::Withdrawn)]
        {
            let Refusal::Closed { closing: told, .. } = changed(stage(), change).refusal() else {
                panic!("a case that is over keeps who it was of")
            };
            assert_eq!(told, closing);
        }
    }
}

#[test]
fn no_number_is_changed_once_a_card_bears_it_whatever_became_of_the_verification() {
    let mut case = printed();
    case.case.as_mut().expect("a case").verified = None;
    changed(case.clone(), new_nik).then_refused(Refusal::GuardNotMet { guard: Guard::NothingPrinted });
    changed(case, new_name).then_accepted();
}

#[test]
fn whoever_takes_in_mends_and_nobody_else_and_says_why() {
    let needed = || vec!["operator_pelayanan".into()];
    let applicant = Applicant { phone: None, ..submitted().now().applicant.clone() };
    for actor in [hendra(), yusuf(), officer("siti", &["kabid"])] {
        submitted()
            .when(actor, correct(applicant.clone()))
            .then_refused(Refusal::NotYourPower { needed: needed() });
    }
    for actor in [sinta(), stranger(), Actor::System] {
        submitted()
            .when(actor, correct(applicant.clone()))
            .then_refused(Refusal::NotYourPower { needed: Vec::new() });
    }
    let unsaid = Command::CorrectApplicant { applicant, why: " ".to_owned() };
    submitted().when(rani(), unsaid).then_refused(Refusal::EmptyText);
    changed(drafted(), new_phone).then_refused(Refusal::StillDraft);
}

#[test]
fn messages_go_where_they_went_and_the_applicant_is_told_there() {
    let mut applicant = submitted().now().applicant.clone();
    new_phone(&mut applicant);
    applicant.contact = Some("wa:stranger".into());
    let then = submitted().when(rani(), correct(applicant.clone()));
    let told = submitted().when(rani(), correct(applicant)).effects();
    assert!(matches!(&told[..], [Effect::Tell { text: "notice-corrected", .. }]), "{told:?}");
    let case = then.then_accepted();
    assert_eq!(case.now().applicant.contact, Some("wa:sinta".into()));
    assert_eq!(case.now().status, Status::Open);
}

#[test]
fn what_is_right_already_is_no_event_and_what_was_changed_is_named() {
    changed(submitted(), |_| {}).then_nothing();
    let before = submitted().now().applicant.clone();
    let event = changed(submitted(), |a| {
        new_phone(a);
        new_name(a);
    });
    let events = event.events();
    let EventBody::ApplicantCorrected { applicant, .. } = &events[0].body else { panic!("{events:?}") };
    assert_eq!(before.changed(applicant), [ApplicantField::Name, ApplicantField::Phone]);
}
