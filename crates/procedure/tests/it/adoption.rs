//! How another version comes into force: who proposes, who approves, from when; and that nobody's work is stranded.

use crate::support::people::*;
use crate::support::{KTP, ktp, minute};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use procedure::adoption::{
    Adoption, AdoptionBody, AdoptionCommand, Adoptions, InForce, ProposalStanding, adopt, evolve_adoptions,
};
use procedure::{Actor, AdoptionRefusal, Refusal};
use std::cell::Cell;

const ADOPTIONS: &str = include_str!("golden/adoptions.json");
const NEXT: &str = "2026-12-01";

fn arif() -> Actor {
    officer("arif", &["kadis"])
}
/// The shipped file with 12 minutes for the first step, under another name.
fn changed(version: &str) -> String {
    let named = KTP.replace("version = \"2020-04-22\"", &format!("version = \"{version}\""));
    named.replacen("minutes = 10\n\n[step.source]", "minutes = 12\n\n[step.source]", 1)
}
fn propose(text: String, effective: Date) -> AdoptionCommand {
    AdoptionCommand::Propose { text, effective, why: "Standar terlalu ketat".to_owned() }
}
fn approve() -> AdoptionCommand {
    AdoptionCommand::Approve { version: NEXT.to_owned() }
}
fn decline() -> AdoptionCommand {
    AdoptionCommand::Decline { version: NEXT.to_owned(), why: "Belum perlu".to_owned() }
}
fn wanted(
    now: &Adoptions,
    by: Actor,
    at: Timestamp,
    command: &AdoptionCommand,
) -> Result<Vec<Adoption>, Refusal> {
    let taken = ["2020-04-22".to_owned()];
    adopt(InForce { p: ktp(), text: KTP, taken: &taken }, now, (&proved(by, at), at), command)
}
fn done(now: Adoptions, by: Actor, at: Timestamp, command: &AdoptionCommand) -> Adoptions {
    let events = wanted(&now, by, at, command).expect("allowed");
    events.iter().fold(now, evolve_adoptions)
}
fn proposed() -> Adoptions {
    done(Adoptions::default(), hendra(), minute(0), &propose(changed(NEXT), date(2026, 12, 1)))
}
fn refused(now: &Adoptions, by: Actor, command: &AdoptionCommand) -> Refusal {
    wanted(now, by, minute(5), command).expect_err("refused")
}
fn why(refusal: Refusal) -> AdoptionRefusal {
    match refusal {
        Refusal::Adoption { why } => why,
        other => panic!("{other:?}"),
    }
}
fn file(text: String) -> AdoptionRefusal {
    why(refused(&Adoptions::default(), hendra(), &propose(text, date(2026, 12, 1))))
}
pub fn not_open() -> Refusal {
    refused(&Adoptions::default(), arif(), &approve())
}

#[test]
fn a_version_is_proposed_by_one_approved_by_another_and_in_force_from_its_day_on() {
    let now = done(proposed(), arif(), minute(10), &approve());
    let machine = |now: &Adoptions, at| wanted(now, Actor::System, at, &AdoptionCommand::ComeIntoForce);
    let midnight = ktp().calendar.begin_of(date(2026, 12, 1));
    assert_eq!(now.next(&ktp().calendar), Some(midnight));
    assert_eq!(machine(&now, midnight - jiff::SignedDuration::from_mins(1)), Ok(vec![]));
    let came = machine(&now, midnight).expect("its day has come");
    let now = came.iter().fold(now, evolve_adoptions);
    assert_eq!(now.in_force, Some((NEXT.to_owned(), midnight)));
    assert_eq!(machine(&now, midnight), Ok(vec![]), "once");
    let nobody = Refusal::NotYourPower { needed: vec![] };
    assert_eq!(refused(&now, arif(), &AdoptionCommand::ComeIntoForce), nobody);
}

#[test]
fn who_may_not_propose_does_not_and_nobody_approves_alone() {
    let power = |refusal| matches!(refusal, Refusal::NotYourPower { .. });
    assert!(power(refused(&Adoptions::default(), rani(), &propose(changed(NEXT), date(2026, 12, 1)))));
    assert!(power(refused(&proposed(), darwis(), &approve())), "a Kabid proposes and does not approve");
    let both = officer("hendra", &["kasi", "kadis"]);
    assert_eq!(why(refused(&proposed(), both, &approve())), AdoptionRefusal::OwnProposal);
    let in_force = InForce { p: ktp(), text: KTP, taken: &[] };
    let unproved = adopt(in_force, &proposed(), (&arif(), minute(5)), &approve());
    assert_eq!(unproved, Err(Refusal::ProofNeeded { minutes: 5 }));
}

#[test]
fn a_proposal_is_declined_with_a_reason_or_taken_back_by_whoever_made_it_and_then_it_is_decided() {
    for by in [arif(), hendra()] {
        let now = done(proposed(), by, minute(10), &decline());
        assert!(matches!(now.proposals[0].standing, ProposalStanding::Declined { .. }));
        assert_eq!(why(refused(&now, arif(), &approve())), AdoptionRefusal::NotOpen);
        assert_eq!(now.next(&ktp().calendar), None);
    }
    assert!(matches!(refused(&proposed(), darwis(), &decline()), Refusal::NotYourPower { .. }));
    let silent = AdoptionCommand::Decline { version: NEXT.to_owned(), why: " ".to_owned() };
    assert_eq!(refused(&proposed(), arif(), &silent), Refusal::EmptyText);
}

#[test]
fn of_two_that_were_approved_the_later_day_wins_and_what_was_overtaken_never_comes() {
    let late = done(proposed(), arif(), minute(10), &approve());
    let early = propose(changed("lain"), date(2026, 11, 23));
    let both = done(late, hendra(), minute(20), &early);
    let both = done(both, arif(), minute(30), &AdoptionCommand::Approve { version: "lain".to_owned() });
    let order: Vec<_> = both.to_come().iter().map(|p| p.version.clone()).collect();
    assert_eq!(order, ["lain", NEXT]);
    let after = ktp().calendar.begin_of(date(2026, 12, 2));
    let now = done(both, Actor::System, after, &AdoptionCommand::ComeIntoForce);
    assert_eq!(now.in_force, Some((NEXT.to_owned(), after)));
    assert_eq!(now.to_come(), Vec::<&procedure::adoption::Proposal>::new());
}

#[test]
fn a_file_that_is_unsound_or_would_strand_somebody_is_not_proposed() {
    assert_eq!(file("id = 1".to_owned()), AdoptionRefusal::BadFile { problems: 1 });
    let other = changed(NEXT).replace("id = \"penggantian-ktp-el\"", "id = \"lain\"");
    assert_eq!(file(other), AdoptionRefusal::OtherProcedure { id: "lain".to_owned() });
    let taken = AdoptionRefusal::VersionTaken { version: "2020-04-22".to_owned() };
    assert_eq!(file(changed("2020-04-22")), taken);
    // Running cases stand at steps of this role.
    let renamed = changed(NEXT).replace("operator_cetak", "pencetak");
    assert_eq!(file(renamed), AdoptionRefusal::RoleGone { role: "operator_cetak".into() });
    let last = changed(NEXT).replace("adopt = [\"kadis\"]", "adopt = []");
    assert_eq!(file(last), AdoptionRefusal::LastWord);
    let same = KTP.replace("version = \"2020-04-22\"", "version = \"lain\"");
    let same = propose(same, date(2026, 12, 1));
    assert_eq!(refused(&Adoptions::default(), hendra(), &same), Refusal::NothingChanges);
}

#[test]
fn a_day_that_is_past_or_too_far_ahead_and_a_second_proposal_beside_an_open_one_are_refused() {
    let on = |day| wanted(&Adoptions::default(), hendra(), minute(0), &propose(changed(NEXT), day));
    let (first, last) = (date(2026, 11, 23), date(2027, 11, 24));
    for day in [date(2026, 11, 22), date(2027, 11, 25)] {
        assert_eq!(why(on(day).expect_err("refused")), AdoptionRefusal::BadDay { first, last });
    }
    for day in [first, last, date(2027, 2, 28)] {
        assert!(on(day).is_ok());
    }
    let second = propose(changed("lain"), date(2026, 12, 1));
    let open = AdoptionRefusal::AnotherOpen { version: NEXT.to_owned() };
    assert_eq!(why(refused(&proposed(), hendra(), &second)), open);
}

#[test]
fn every_adoption_has_a_line_that_is_read_and_written_again_byte_for_byte() {
    let met = Cell::new([false; 4]);
    for line in ADOPTIONS.lines() {
        let adoption: Adoption = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!(serde_json::to_string(&adoption).ok().as_deref(), Some(line));
        // Fails to compile when a variant is added: give it a line.
        let kind = match adoption.body {
            AdoptionBody::Proposed { .. } => 0,
            AdoptionBody::Approved { .. } => 1,
            AdoptionBody::Declined { .. } => 2,
            AdoptionBody::CameIntoForce { .. } => 3,
        };
        let mut so_far = met.get();
        so_far[kind] = true;
        met.set(so_far);
    }
    assert_eq!(met.get(), [true; 4]);
}
