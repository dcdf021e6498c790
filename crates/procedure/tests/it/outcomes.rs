//! Every outcome of every step: what it records, where it leads, and what stands in its way.

use crate::support::people::*;
use crate::support::stages::*;
use crate::support::{Given, Then, minute};
use procedure::case::{Production, Status};
use procedure::event::{Closing, Fault, NoticeWay, Waiting};
use procedure::{Blangko, Command, EventBody, Field, Form, Guard, Refusal, Way};

fn entered(step: &str, no: u32, role: &str, minutes: u32, due: i64) -> EventBody {
    entered_after(0, step, no, role, minutes, due)
}
/// As [`entered`], after the applicant has had the case for so many minutes.
fn entered_after(waited: i64, step: &str, no: u32, role: &str, minutes: u32, due: i64) -> EventBody {
    let case_due = Some(minute(45 + waited));
    EventBody::StepStarted { step: step.into(), no, role: role.into(), minutes, due: minute(due), case_due }
}
fn closed(closing: Closing) -> EventBody {
    EventBody::Closed { closing }
}
fn missing(field: Field) -> Refusal {
    Refusal::MissingField { field }
}
fn unmet(guard: Guard) -> Refusal {
    Refusal::GuardNotMet { guard }
}
fn waits_for_applicant() -> EventBody {
    EventBody::Paused { waiting: Waiting::Applicant, why: None, trouble: None }
}
fn blangko(serial: &str) -> Option<Blangko> {
    Blangko::parse(serial).ok()
}
fn prints(case: Given, serial_typed: &str) -> Then {
    case.when(yusuf(), fills_in("pencetakan", "tercetak", serial(serial_typed)))
}
fn fails(case: Given, serial_typed: &str) -> Then {
    case.when(yusuf(), fills_in("pencetakan", "gagal_cetak", spoils(serial_typed)))
}

#[test]
fn a_complete_dossier_goes_on_to_verification() {
    let form = Form { note: Some(" Berkas jelas ".to_owned()), ..Form::default() };
    let accepted = EventBody::Accepted {
        step: "penerimaan".into(),
        outcome: "lengkap".into(),
        note: Some("Berkas jelas".to_owned()),
    };
    submitted()
        .when(rani(), fills_in("penerimaan", "lengkap", form))
        .then_events([accepted, entered("verifikasi", 2, "kasi", 10, 10)]);
}

#[test]
fn a_recommendation_sends_the_case_to_print() {
    let verified =
        EventBody::Verified { step: "verifikasi".into(), outcome: "rekomendasi".into(), note: None };
    at_verification()
        .when(hendra(), decides("verifikasi", "rekomendasi"))
        .then_events([verified, entered("pencetakan", 3, "operator_cetak", 15, 16)]);
}

#[test]
fn a_document_put_aside_stands_in_the_way_of_acceptance_and_recommendation() {
    let aside = || Command::SetAside { file: "f1".into(), why: "Bukan KK".to_owned() };
    let missing = Refusal::MissingDocuments { documents: vec!["kk".into()] };
    submitted()
        .done(rani(), aside())
        .when(rani(), decides("penerimaan", "lengkap"))
        .then_refused(missing.clone());
    at_verification()
        .done(hendra(), aside())
        .when(hendra(), decides("verifikasi", "rekomendasi"))
        .then_refused(missing);
}

#[test]
fn a_return_names_the_faults_and_stops_the_clock() {
    let returned = EventBody::Returned {
        step: "penerimaan".into(),
        outcome: "kembalikan".into(),
        faults: vec![Fault { document: "kk".into(), why: "Buram".to_owned(), mark: None }],
        why: "Mohon kirim ulang".to_owned(),
        resume: "penerimaan".into(),
    };
    submitted()
        .when(rani(), fills_in("penerimaan", "kembalikan", fault("kk")))
        .then_events([returned, waits_for_applicant()]);
}

#[test]
fn a_return_without_faults_reasons_or_known_documents_is_refused() {
    let refused = |form: Form, refusal: Refusal| {
        submitted().when(rani(), fills_in("penerimaan", "kembalikan", form)).then_refused(refusal);
    };
    refused(why("Buram"), missing(Field::Faults));
    refused(Form { why: None, ..fault("kk") }, missing(Field::Why));
    refused(fault("paspor"), Refusal::UnknownDocument { document: "paspor".into() });
    let mute = Fault { document: "kk".into(), why: " ".to_owned(), mark: None };
    refused(Form { faults: vec![mute], ..fault("kk") }, missing(Field::Faults));
    refused(Form { why: Some("x".repeat(2_001)), ..fault("kk") }, Refusal::TextTooLong { max: 2_000 });
}

#[test]
fn a_returned_case_is_sent_again_only_when_every_fault_is_mended() {
    let faulty = Refusal::StillFaulty { documents: vec!["kk".into()] };
    returned().when(sinta(), Command::Submit).then_refused(faulty.clone());
    let other = returned().later(5).done(sinta(), attach("f3", "surat_hilang"));
    other.when(sinta(), Command::Submit).then_refused(faulty);
    let replaced = EventBody::DocumentSetAside { file: "f1".into(), why: "replaced".to_owned() };
    let attached = EventBody::DocumentAttached { facts: page("f3"), document: Some("kk".into()) };
    let mended = returned().later(5).when(sinta(), attach("f3", "kk")).then_events([replaced, attached]);
    mended.when(sinta(), Command::Submit).then_events([
        EventBody::Resubmitted,
        entered_after(5, "penerimaan", 1, "operator_pelayanan", 10, 16),
    ]);
}

#[test]
fn a_page_sent_without_a_name_mends_a_fault_once_it_is_named() {
    let sent = returned().later(5).done(sinta(), attach("f3", ""));
    sent.clone()
        .when(sinta(), Command::Submit)
        .then_refused(Refusal::StillFaulty { documents: vec!["kk".into()] });
    let named = sent.done(sinta(), Command::File { file: "f3".into(), document: "kk".into() });
    assert_eq!(named.now().standing().count(), 2);
    named.done(sinta(), Command::Submit);
}

#[test]
fn a_case_returned_by_the_verifier_resumes_with_the_verifier() {
    let case = at_verification()
        .done(hendra(), fills_in("verifikasi", "kembalikan", fault("surat_hilang")))
        .later(5)
        .done(sinta(), attach("f3", "surat_hilang"));
    case.when(sinta(), Command::Submit)
        .then_events([EventBody::Resubmitted, entered_after(5, "verifikasi", 2, "kasi", 10, 16)]);
}

#[test]
fn a_rejection_says_why_and_closes_the_case() {
    submitted().when(rani(), decides("penerimaan", "tolak")).then_refused(missing(Field::Why));
    let rejected = EventBody::Rejected {
        step: "verifikasi".into(),
        outcome: "tolak".into(),
        why: "NIK tidak sesuai".to_owned(),
    };
    let case = at_verification()
        .when(hendra(), fills_in("verifikasi", "tolak", why("NIK tidak sesuai")))
        .then_events([rejected, closed(Closing::Rejected)]);
    assert_eq!(case.now().status, Status::Closed(Closing::Rejected));
}

#[test]
fn a_card_is_printed_only_after_a_print_was_ordered() {
    prints(at_printing(), BLANGKO).then_refused(unmet(Guard::PrintOrdered));
    let ordered = EventBody::PrintOrdered {
        step: "pencetakan".into(),
        outcome: "perintah_cetak".into(),
        printer: None,
    };
    let case = at_printing().when(yusuf(), decides("pencetakan", "perintah_cetak")).then_events([ordered]);
    let printed = EventBody::Printed {
        step: "pencetakan".into(),
        outcome: "tercetak".into(),
        blangko: blangko("AB12345678"),
    };
    prints(case, " ab-1234 5678 ").then_events([printed]);
}

#[test]
fn a_blank_card_is_named_by_a_serial_that_can_be_one() {
    prints(print_ordered(), "").then_refused(missing(Field::Blangko));
    prints(print_ordered(), "12345").then_refused(Refusal::BadBlangko);
    prints(print_ordered(), "AB12345Ω").then_refused(Refusal::BadBlangko);
    fails(print_ordered(), " ").then_refused(missing(Field::Blangko));
}

#[test]
fn a_spoiled_blank_is_recorded_and_never_printed_again() {
    let spoiled = EventBody::Spoiled {
        step: "pencetakan".into(),
        outcome: "gagal_cetak".into(),
        blangko: blangko(BLANGKO),
        why: "Pita habis".to_owned(),
    };
    let case = fails(printed(), BLANGKO).then_events([spoiled]);
    assert_eq!(case.now().production, Production::None);
    let again = case.done(yusuf(), decides("pencetakan", "perintah_cetak"));
    prints(again.clone(), BLANGKO).then_refused(Refusal::SpoiledBlangko);
    fails(again.clone(), BLANGKO).then_refused(Refusal::SpoiledBlangko);
    let good = prints(again, "AB12345679").then_accepted();
    assert_eq!(good.now().blangko(), blangko("AB12345679").as_ref());
}

#[test]
fn a_printed_card_is_spoiled_by_its_own_serial_and_with_a_reason() {
    let printed_serial = Refusal::OtherBlangko { printed: BLANGKO.to_owned() };
    fails(printed(), "AB99999999").then_refused(printed_serial);
    printed()
        .when(yusuf(), fills_in("pencetakan", "gagal_cetak", serial(BLANGKO)))
        .then_refused(missing(Field::Why));
    fails(at_printing(), BLANGKO).then_refused(unmet(Guard::InProduction));
    assert_eq!(fails(print_ordered(), BLANGKO).then_accepted().now().spoiled.len(), 1);
}

#[test]
fn a_second_order_or_print_says_who_was_quicker() {
    let done = |outcome: &str, at: i64| Refusal::AlreadyDone {
        step: "pencetakan".into(),
        outcome: outcome.into(),
        by: "Petugas yusuf".to_owned(),
        at: minute(at),
    };
    let rival = || officer("zaki", &["operator_cetak"]);
    print_ordered()
        .when(rival(), decides("pencetakan", "perintah_cetak"))
        .then_refused(done("perintah_cetak", 3));
    printed()
        .when(rival(), fills_in("pencetakan", "tercetak", serial("AB99999999")))
        .then_refused(done("tercetak", 4));
    printed()
        .when(yusuf(), decides("pencetakan", "perintah_cetak"))
        .then_refused(unmet(Guard::NothingPrinted));
    at_handover().when(rival(), decides("pencetakan", "aktif")).then_refused(done("aktif", 5));
}

#[test]
fn a_printed_card_is_activated_and_goes_to_the_register_officer() {
    print_ordered().when(yusuf(), decides("pencetakan", "aktif")).then_refused(unmet(Guard::Printed));
    let activated = EventBody::Activated { step: "pencetakan".into(), outcome: "aktif".into(), note: None };
    printed().when(yusuf(), decides("pencetakan", "aktif")).then_refused(unmet(Guard::ChipBound));
    let case = chip_bound()
        .when(yusuf(), decides("pencetakan", "aktif"))
        .then_events([activated, entered("penyerahan", 4, "petugas_register", 10, 14)]);
    assert_eq!(case.now().blangko(), blangko(BLANGKO).as_ref());
}

#[test]
fn telling_the_applicant_stops_the_clock_until_they_come() {
    let told = |way| EventBody::Notified { step: "penyerahan".into(), outcome: "beritahu".into(), way };
    let case = at_handover()
        .when(mira(), decides("penyerahan", "beritahu"))
        .then_events([told(NoticeWay::Whatsapp), waits_for_applicant()]);
    case.when(mira(), decides("penyerahan", "beritahu")).then_events([told(NoticeWay::Whatsapp)]);
}

#[test]
fn an_applicant_without_a_channel_is_told_in_person() {
    let at_register = nothing_yet()
        .done(rani(), open_at_counter(grounds(&["hilang"], &[])))
        .done(rani(), attach("f1", "kk"))
        .done(rani(), attach("f2", "surat_hilang"))
        .done(rani(), Command::Submit)
        .done(rani(), decides("penerimaan", "lengkap"))
        .done(hendra(), decides("verifikasi", "rekomendasi"))
        .done(yusuf(), decides("pencetakan", "perintah_cetak"))
        .done(yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO)));
    let at_register = binds(at_register).done(yusuf(), decides("pencetakan", "aktif"));
    let told = EventBody::Notified {
        step: "penyerahan".into(),
        outcome: "beritahu".into(),
        way: NoticeWay::InPerson,
    };
    at_register.when(mira(), decides("penyerahan", "beritahu")).then_events([told, waits_for_applicant()]);
}

#[test]
fn the_card_is_handed_over_to_somebody_with_a_name_and_only_after_notice() {
    let hands = |form: Form| fills_in("penyerahan", "serahkan", form);
    at_handover().when(mira(), hands(received())).then_refused(unmet(Guard::Notified));
    let unrelated = Form { relation: Some(" ".to_owned()), ..received() };
    at_gate().when(mira(), hands(unrelated)).then_refused(missing(Field::ReceivedBy));
    let handed = EventBody::HandedOver {
        step: "penyerahan".into(),
        outcome: "serahkan".into(),
        received_by: "Sinta Maharani".to_owned(),
        relation: "Pemohon sendiri".to_owned(),
        surrendered: false,
        way: Way::Counter,
        representative: None,
        compared: vec!["wajah".into(), "data".into()],
        original: true,
        without_pass: Some("Ponsel tertinggal".to_owned()),
        proof: None,
        photo: None,
    };
    at_gate().when(mira(), hands(received())).then_events([handed, closed(Closing::HandedOver)]);
}

#[test]
fn the_old_card_is_taken_back_where_the_grounds_name_one() {
    let case = nothing_yet()
        .done(sinta(), open(grounds(&["rusak"], &[])))
        .done(sinta(), attach("f1", "kk"))
        .done(sinta(), attach("f2", "ktp_rusak"))
        .done(sinta(), Command::Submit)
        .done(rani(), decides("penerimaan", "lengkap"))
        .done(hendra(), decides("verifikasi", "rekomendasi"))
        .done(yusuf(), decides("pencetakan", "perintah_cetak"))
        .done(yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO)));
    let case = binds(case)
        .done(yusuf(), decides("pencetakan", "aktif"))
        .done(mira(), decides("penyerahan", "beritahu"));
    let case = waived(case);
    case.clone()
        .when(mira(), fills_in("penyerahan", "serahkan", received()))
        .then_refused(missing(Field::Surrendered));
    case.done(mira(), fills_in("penyerahan", "serahkan", Form { surrendered: true, ..received() }));
}

#[test]
fn a_card_nobody_comes_for_is_kept_and_the_case_closed() {
    at_handover().when(mira(), decides("penyerahan", "tidak_diambil")).then_refused(unmet(Guard::Notified));
    let kept =
        EventBody::NotCollected { step: "penyerahan".into(), outcome: "tidak_diambil".into(), note: None };
    notified()
        .when(mira(), decides("penyerahan", "tidak_diambil"))
        .then_events([kept, closed(Closing::NotCollected)]);
}

#[test]
fn an_outcome_is_refused_where_the_case_does_not_stand() {
    let elsewhere = || Refusal::ElsewhereNow { step: "penerimaan".into() };
    submitted().when(hendra(), decides("verifikasi", "rekomendasi")).then_refused(elsewhere());
    submitted().when(hendra(), decides("pengarsipan", "arsip")).then_refused(elsewhere());
    submitted()
        .when(rani(), decides("penerimaan", "rekomendasi"))
        .then_refused(Refusal::UnknownOutcome { outcome: "rekomendasi".into() });
    complete_draft().when(rani(), decides("penerimaan", "lengkap")).then_refused(Refusal::StillDraft);
    returned().when(hendra(), decides("verifikasi", "tolak")).then_refused(Refusal::WaitingForApplicant);
    let at = minute(1);
    withdrawn()
        .when(rani(), decides("penerimaan", "lengkap"))
        .then_refused(Refusal::Closed { closing: Closing::Withdrawn, at });
}

#[test]
fn a_step_left_behind_says_who_left_it_and_when() {
    let left = |outcome: &str| Refusal::AlreadyDone {
        step: "penerimaan".into(),
        outcome: outcome.into(),
        by: "Petugas rani".to_owned(),
        at: minute(1),
    };
    let rival = || officer("budi", &["operator_pelayanan"]);
    at_verification().when(rival(), decides("penerimaan", "lengkap")).then_refused(left("lengkap"));
    returned().when(rival(), decides("penerimaan", "lengkap")).then_refused(left("kembalikan"));
    rejected().when(rival(), decides("penerimaan", "lengkap")).then_refused(left("tolak"));
}

#[test]
fn only_officers_of_the_step_s_role_decide() {
    let nobody = Refusal::NotYourPower { needed: vec![] };
    submitted().when(sinta(), decides("penerimaan", "lengkap")).then_refused(nobody);
    submitted()
        .when(hendra(), decides("penerimaan", "lengkap"))
        .then_refused(Refusal::NotYourRole { needed: "operator_pelayanan".into() });
}
