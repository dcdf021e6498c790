//! Who works on a step: claim, release, reassign, and separation of duties.

use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, minute};
use procedure::case::Claim;
use procedure::event::Closing;
use procedure::{Actor, Command, EventBody, Refusal};

fn claimed(step: &str) -> EventBody {
    EventBody::Claimed { step: step.into() }
}
fn reassign(to: &str, roles: &[&str]) -> Command {
    Command::Reassign {
        to: to.into(),
        to_name: format!("Petugas {to}"),
        to_roles: roles.iter().map(|r| (*r).into()).collect(),
        why: "Cuti".to_owned(),
    }
}
fn claim_of(case: &Given) -> Option<&Claim> {
    case.now().step.as_ref().and_then(|s| s.claim.as_ref())
}

#[test]
fn an_officer_of_the_step_s_role_claims_it_once() {
    let case = submitted().when(rani(), Command::Claim).then_events([claimed("penerimaan")]);
    assert_eq!(claim_of(&case).map(|c| c.name.as_str()), Some("Petugas rani"));
    case.when(rani(), Command::Claim).then_nothing();
    submitted()
        .when(hendra(), Command::Claim)
        .then_refused(Refusal::NotYourRole { needed: "operator_pelayanan".into() });
}

#[test]
fn only_officers_claim_release_and_reassign() {
    for command in [Command::Claim, Command::Release, reassign("budi", &["operator_pelayanan"])] {
        for actor in [sinta(), Actor::System] {
            let nobody = Refusal::NotYourPower { needed: vec![] };
            submitted().when(actor, command.clone()).then_refused(nobody);
        }
    }
}

#[test]
fn a_claimed_step_is_nobody_else_s_until_it_is_released() {
    let rival = || officer("budi", &["operator_pelayanan"]);
    let case = submitted().later(3).done(rani(), Command::Claim);
    let taken = Refusal::ClaimedByOther { name: "Petugas rani".to_owned(), since: minute(3) };
    case.clone().when(rival(), Command::Claim).then_refused(taken.clone());
    case.clone().when(rival(), Command::Release).then_refused(taken.clone());
    case.clone().when(rival(), decides("penerimaan", "lengkap")).then_refused(taken);
    let released = EventBody::Released { step: "penerimaan".into() };
    let free = case.when(rani(), Command::Release).then_events([released]);
    free.clone().when(rani(), Command::Release).then_refused(Refusal::NotClaimed);
    free.when(rival(), Command::Claim).then_events([claimed("penerimaan")]);
}

#[test]
fn a_claim_ends_with_the_step_and_with_the_case() {
    let claimed = || submitted().done(rani(), Command::Claim);
    assert_eq!(claim_of(&claimed().done(rani(), decides("penerimaan", "lengkap"))), None);
    assert_eq!(claim_of(&claimed().done(rani(), fills_in("penerimaan", "kembalikan", fault("kk")))), None);
    assert_eq!(claim_of(&claimed().done(sinta(), Command::Withdraw { why: None })), None);
}

#[test]
fn nobody_claims_a_draft_a_returned_case_or_a_closed_one() {
    drafted().when(rani(), Command::Claim).then_refused(Refusal::StillDraft);
    returned().when(rani(), Command::Claim).then_refused(Refusal::WaitingForApplicant);
    let closed = Refusal::Closed { closing: Closing::Rejected, at: minute(1) };
    rejected().when(rani(), Command::Claim).then_refused(closed);
}

#[test]
fn an_overseer_hands_the_step_to_a_colleague_of_its_role() {
    let case = submitted().done(rani(), Command::Claim);
    let reassigned = EventBody::Reassigned {
        step: "penerimaan".into(),
        to: "budi".into(),
        to_name: "Petugas budi".to_owned(),
        why: "Cuti".to_owned(),
    };
    let to_budi = || reassign("budi", &["operator_pelayanan"]);
    let moved = case.clone().when(darwis(), to_budi()).then_events([reassigned]);
    assert_eq!(claim_of(&moved).map(|c| c.user.as_str()), Some("budi"));
    moved
        .when(rani(), decides("penerimaan", "lengkap"))
        .then_refused(Refusal::ClaimedByOther { name: "Petugas budi".to_owned(), since: minute(0) });
    let needed = vec!["kabid".into(), "kadis".into()];
    case.clone().when(rani(), to_budi()).then_refused(Refusal::NotYourPower { needed });
    case.when(darwis(), reassign("hendra", &["kasi"]))
        .then_refused(Refusal::NotYourRole { needed: "operator_pelayanan".into() });
}

#[test]
fn a_step_is_reassigned_with_a_reason_and_a_name() {
    let nameless = |to_name: &str, why: &str| Command::Reassign {
        to: "budi".into(),
        to_name: to_name.to_owned(),
        to_roles: vec!["operator_pelayanan".into()],
        why: why.to_owned(),
    };
    submitted().when(darwis(), nameless("Budi", "")).then_refused(Refusal::EmptyText);
    submitted().when(darwis(), nameless(" ", "Cuti")).then_refused(Refusal::EmptyText);
}

#[test]
fn who_received_the_request_does_not_verify_it() {
    let same = Refusal::SameOfficer { step: "penerimaan".into() };
    let case = submitted().done(everyone("ade"), decides("penerimaan", "lengkap"));
    case.clone().when(everyone("ade"), decides("verifikasi", "rekomendasi")).then_refused(same.clone());
    case.clone().when(everyone("ade"), Command::Claim).then_refused(same.clone());
    case.when(darwis(), reassign("ade", &["kasi"])).then_refused(same);
}

#[test]
fn verifier_printer_and_handover_officer_are_three_people() {
    let verified = at_verification().done(everyone("ade"), decides("verifikasi", "rekomendasi"));
    let same = |step: &str| Refusal::SameOfficer { step: step.into() };
    verified
        .clone()
        .when(everyone("ade"), decides("pencetakan", "perintah_cetak"))
        .then_refused(same("verifikasi"));
    let made = verified
        .done(everyone("bela"), decides("pencetakan", "perintah_cetak"))
        .done(everyone("bela"), fills_in("pencetakan", "tercetak", serial(BLANGKO)))
        .on_reader(lies(UID))
        .done(everyone("bela"), bind(BLANGKO, UID))
        .done(everyone("bela"), decides("pencetakan", "aktif"));
    made.clone().when(everyone("ade"), decides("penyerahan", "beritahu")).then_refused(same("verifikasi"));
    made.clone().when(everyone("bela"), decides("penyerahan", "beritahu")).then_refused(same("pencetakan"));
    made.done(everyone("cici"), decides("penyerahan", "beritahu"));
}

#[test]
fn having_only_ordered_the_print_bars_from_the_handover_too() {
    let made = print_ordered()
        .done(officer("zaki", &["operator_cetak"]), fills_in("pencetakan", "tercetak", serial(BLANGKO)))
        .on_reader(lies(UID))
        .done(officer("zaki", &["operator_cetak"]), bind(BLANGKO, UID))
        .done(officer("zaki", &["operator_cetak"]), decides("pencetakan", "aktif"));
    made.when(everyone("yusuf"), decides("penyerahan", "beritahu"))
        .then_refused(Refusal::SameOfficer { step: "pencetakan".into() });
}

#[test]
fn a_role_counts_only_while_it_is_held() {
    let case = submitted().done(rani(), Command::Claim);
    case.when(officer("rani", &["petugas_register"]), decides("penerimaan", "lengkap"))
        .then_refused(Refusal::NotYourRole { needed: "operator_pelayanan".into() });
}
