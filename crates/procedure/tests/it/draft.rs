//! From the first word to submission: open, amend, attach, file, set aside, submit, remind, expire.

use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, kk};
use procedure::event::Closing;
use procedure::refusal::Refusal;
use procedure::{Actor, Channel, Command, EventBody, Grounds, Status, Twin};

const DAY: i64 = 24 * 60;

fn amend(grounds: Grounds, why: Option<&str>) -> Command {
    Command::Amend { applicant: applicant(Some("wa:sinta")), grounds, why: why.map(str::to_owned) }
}
fn file(file: &str, document: &str) -> Command {
    Command::File { file: file.into(), document: document.into() }
}
fn set_aside(file: &str, why: &str) -> Command {
    Command::SetAside { file: file.into(), why: why.to_owned() }
}
fn attached(file: &str, document: &str) -> EventBody {
    let document = (!document.is_empty()).then(|| document.into());
    EventBody::DocumentAttached { facts: page(file), document }
}
fn aside(file: &str, why: &str) -> EventBody {
    EventBody::DocumentSetAside { file: file.into(), why: why.to_owned() }
}
fn bad_reasons(reasons: &[&str]) -> Refusal {
    Refusal::BadReasons { reasons: reasons.iter().map(|r| (*r).into()).collect() }
}

#[test]
fn a_whatsapp_request_opens_a_draft_under_the_procedure_s_version() {
    let case = drafted();
    assert_eq!((case.now().status, case.now().seq), (Status::Draft, 1));
    assert_eq!(case.now().version, "2020-04-22");
    assert_eq!(case.now().channel, Channel::Whatsapp);
}

#[test]
fn nobody_opens_a_draft_in_somebody_else_s_name() {
    nothing_yet().when(stranger(), open(grounds(&["hilang"], &[]))).then_refused(Refusal::NotYourCase);
    nothing_yet()
        .when(sinta(), open_at_counter(grounds(&["hilang"], &[])))
        .then_refused(Refusal::NotYourCase);
}

#[test]
fn the_counter_is_for_officers_with_the_power_of_intake() {
    let needed = vec!["operator_pelayanan".into()];
    let request = || open_at_counter(grounds(&["rusak"], &[]));
    nothing_yet().when(hendra(), request()).then_refused(Refusal::NotYourPower { needed: needed.clone() });
    nothing_yet().when(Actor::System, request()).then_refused(Refusal::NotYourPower { needed });
    assert_eq!(nothing_yet().done(rani(), request()).now().channel, Channel::Counter);
}

#[test]
fn reasons_go_together_only_as_the_file_combines_them() {
    let refused = |reasons: &[&str]| {
        nothing_yet().when(sinta(), open(grounds(reasons, &["nama"]))).then_refused(bad_reasons(reasons));
    };
    refused(&[]);
    refused(&["hilang", "rusak"]);
    refused(&["hilang", "rusak", "perubahan"]);
    refused(&["pemula"]);
    nothing_yet().done(sinta(), open(grounds(&["perubahan", "hilang"], &["nama"])));
}

#[test]
fn a_reason_said_twice_counts_once_wherever_it_stands() {
    let case = nothing_yet().done(sinta(), open(grounds(&["hilang", "hilang"], &[])));
    assert_eq!(case.now().grounds, grounds(&["hilang"], &[]));
    let case = nothing_yet().done(sinta(), open(grounds(&["hilang", "perubahan", "hilang"], &["nama"])));
    assert_eq!(case.now().grounds.reasons.len(), 2);
}

#[test]
fn a_change_of_data_names_its_elements_and_no_other_reason_does() {
    nothing_yet().when(sinta(), open(grounds(&["perubahan"], &[]))).then_refused(Refusal::MissingElements);
    nothing_yet()
        .when(sinta(), open(grounds(&["perubahan"], &["zodiak"])))
        .then_refused(bad_reasons(&["perubahan"]));
    let case = nothing_yet().done(sinta(), open(grounds(&["hilang"], &["nama"])));
    assert_eq!(case.now().grounds, grounds(&["hilang"], &[]));
}

#[test]
fn names_are_trimmed_and_neither_empty_nor_endless() {
    let named = |name: &str| {
        let mut applicant = applicant(None);
        applicant.name = name.to_owned();
        let grounds = grounds(&["hilang"], &[]);
        Command::Open { channel: Channel::Counter, applicant, grounds, consent: None }
    };
    nothing_yet().when(rani(), named("  \n")).then_refused(Refusal::EmptyText);
    nothing_yet().when(rani(), named(&"é".repeat(121))).then_refused(Refusal::TextTooLong { max: 120 });
    let case = nothing_yet().done(rani(), named(&format!(" {} ", "é".repeat(120))));
    assert_eq!(case.now().applicant.name, "é".repeat(120));
}

#[test]
fn a_draft_is_amended_by_its_applicant_without_a_reason() {
    let wanted = grounds(&["rusak"], &[]);
    drafted().when(stranger(), amend(wanted.clone(), None)).then_refused(Refusal::NotYourCase);
    drafted().when(sinta(), amend(grounds(&["hilang"], &[]), None)).then_nothing();
    let amended = drafted().done(sinta(), amend(wanted.clone(), None));
    assert_eq!(amended.now().grounds, wanted);
}

#[test]
fn an_applicant_does_not_give_their_case_to_another_telephone() {
    let applicant = applicant(Some("wa:stranger"));
    let command = Command::Amend { applicant, grounds: grounds(&["hilang"], &[]), why: None };
    drafted().when(sinta(), command.clone()).then_refused(Refusal::NotYourCase);
    drafted().done(rani(), command);
}

#[test]
fn after_submission_staff_amend_and_say_why() {
    let wanted = || grounds(&["rusak"], &[]);
    submitted()
        .when(rani(), amend(wanted(), Some(" ")))
        .then_refused(Refusal::MissingField { field: procedure::Field::Why });
    submitted()
        .when(sinta(), amend(wanted(), Some("Salah")))
        .then_refused(Refusal::NotYourPower { needed: vec![] });
    let case = submitted().done(rani(), amend(wanted(), Some("Salah pilih")));
    assert_eq!(case.now().grounds, wanted());
    let closed = Refusal::Closed { closing: Closing::Rejected, at: crate::support::minute(1) };
    rejected().when(rani(), amend(wanted(), Some("Salah"))).then_refused(closed);
}

#[test]
fn what_was_verified_is_not_changed_until_it_is_returned() {
    let wanted = || grounds(&["rusak"], &[]);
    let verified = at_printing().now().verified.clone().expect("recommended");
    let refusal = Refusal::AlreadyVerified { by: verified.name, at: verified.at };
    at_printing().when(rani(), amend(wanted(), Some("Salah"))).then_refused(refusal);
    let returned = at_verification().done(hendra(), fills_in("verifikasi", "kembalikan", fault("kk")));
    assert_eq!(returned.now().verified, None);
}

#[test]
fn a_page_may_come_without_a_name_and_be_named_later() {
    let unnamed = drafted().when(sinta(), attach("f1", "")).then_events([attached("f1", "")]);
    assert!(!unnamed.now().has(&"kk".into()));
    let filed = EventBody::DocumentFiled { file: "f1".into(), document: "kk".into() };
    let named = unnamed.when(sinta(), file("f1", "kk")).then_events([filed]);
    assert!(named.now().has(&"kk".into()));
    named.when(sinta(), file("f1", "kk")).then_nothing();
}

#[test]
fn a_page_is_attached_once_and_as_a_document_of_the_file() {
    let one = drafted().done(sinta(), attach("f1", "kk"));
    one.clone().when(sinta(), attach("f1", "kk")).then_refused(Refusal::FileAlreadyAttached);
    let unknown = Refusal::UnknownDocument { document: "paspor".into() };
    one.clone().when(sinta(), attach("f2", "paspor")).then_refused(unknown.clone());
    one.clone().when(sinta(), file("f1", "paspor")).then_refused(unknown);
    one.when(sinta(), file("f9", "kk")).then_refused(Refusal::UnknownFile);
}

#[test]
fn sixty_files_are_kept_and_the_next_is_refused() {
    let full = (0..60).fold(drafted(), |case, n| case.done(sinta(), attach(&format!("f{n}"), "kk")));
    full.when(sinta(), attach("f60", "kk")).then_refused(Refusal::TooManyFiles { max: 60 });
}

#[test]
fn a_page_set_aside_no_longer_counts() {
    let case = complete_draft()
        .when(sinta(), set_aside("f1", " Salah foto "))
        .then_events([aside("f1", "Salah foto")]);
    assert!(!case.now().has(&"kk".into()));
    case.clone().when(sinta(), set_aside("f1", "Lagi")).then_nothing();
    case.clone().when(sinta(), set_aside("f7", "Tidak ada")).then_refused(Refusal::UnknownFile);
    case.when(sinta(), file("f1", "kk")).then_refused(Refusal::UnknownFile);
    complete_draft().when(sinta(), set_aside("f1", "")).then_refused(Refusal::EmptyText);
}

#[test]
fn only_a_complete_draft_is_submitted() {
    let documents = vec!["kk".into(), "surat_hilang".into()];
    drafted().when(sinta(), Command::Submit).then_refused(Refusal::MissingDocuments { documents });
    let started = EventBody::StepStarted {
        step: "penerimaan".into(),
        no: 1,
        role: "operator_pelayanan".into(),
        minutes: 10,
        due: crate::support::minute(10),
        case_due: Some(crate::support::minute(45)),
    };
    let case = complete_draft().when(sinta(), Command::Submit).then_events([EventBody::Submitted, started]);
    case.when(sinta(), Command::Submit).then_refused(Refusal::AlreadySubmitted);
    complete_draft().when(stranger(), Command::Submit).then_refused(Refusal::NotYourCase);
}

#[test]
fn what_resembles_another_case_is_refused_only_where_the_procedure_says_so() {
    for twin in [Twin::OpenCase, Twin::Recent, Twin::SamePhoto] {
        let shown = complete_draft().resembling(&[twin]).done(sinta(), Command::Submit);
        assert_eq!(shown.now().status, Status::Open);
        let refusing = Given::new(kk())
            .done(sinta(), open(grounds(&["kk_rusak"], &[])))
            .done(sinta(), attach("f1", "kk_lama"))
            .resembling(&[twin]);
        refusing.when(sinta(), Command::Submit).then_refused(Refusal::Duplicate { twin });
    }
}

#[test]
fn a_mixed_request_needs_the_union_of_the_documents() {
    let case = nothing_yet().done(sinta(), open(grounds(&["hilang", "perubahan"], &["nama", "alamat"])));
    let documents = ["kk", "surat_hilang", "ktp_lama", "dasar_nama", "dasar_alamat"];
    case.when(sinta(), Command::Submit)
        .then_refused(Refusal::MissingDocuments { documents: documents.map(Into::into).to_vec() });
}

#[test]
fn after_submission_the_office_attaches_and_the_applicant_waits_to_be_asked() {
    submitted().when(sinta(), attach("f3", "kk")).then_refused(Refusal::AlreadySubmitted);
    submitted().when(stranger(), attach("f3", "kk")).then_refused(Refusal::NotYourCase);
    submitted().when(rani(), attach("f3", "kk")).then_events([attached("f3", "kk")]);
    let needed = vec!["operator_pelayanan".into()];
    submitted().when(mira(), attach("f3", "kk")).then_refused(Refusal::NotYourPower { needed });
    at_verification().when(hendra(), set_aside("f1", "Bukan KK")).then_events([aside("f1", "Bukan KK")]);
}

#[test]
fn a_silent_draft_is_reminded_of_once_and_then_expires() {
    drafted().later(21 * 60 - 1).when(Actor::System, Command::TendDraft).then_nothing();
    let reminded =
        drafted().later(21 * 60).when(Actor::System, Command::TendDraft).then_events([EventBody::Reminded]);
    reminded.clone().later(60).when(Actor::System, Command::TendDraft).then_nothing();
    let expired = EventBody::Closed { closing: Closing::Expired };
    let case = reminded.later(7 * DAY).when(Actor::System, Command::TendDraft).then_events([expired]);
    assert_eq!(case.now().status, Status::Closed(Closing::Expired));
}

#[test]
fn a_sign_of_life_starts_the_draft_s_time_anew() {
    let reminded = drafted().later(21 * 60).done(Actor::System, Command::TendDraft);
    let alive = reminded.later(60).done(sinta(), attach("f1", "kk"));
    alive.clone().later(20 * 60).when(Actor::System, Command::TendDraft).then_nothing();
    alive.later(21 * 60).when(Actor::System, Command::TendDraft).then_events([EventBody::Reminded]);
}

#[test]
fn drafts_are_tended_by_the_clock_alone_and_a_submitted_case_is_no_draft() {
    submitted().later(30 * DAY).when(Actor::System, Command::TendDraft).then_nothing();
    let nobody = Refusal::NotYourPower { needed: vec![] };
    drafted().later(30 * DAY).when(sinta(), Command::TendDraft).then_refused(nobody);
}
