//! The gate: a pass is shown, the person compared with the file, the finger held against the card; and the product
//! leaves by the counter, by courier or for a nagari's office.

use crate::support::Given;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::{
    Cause, CheckId, Command, EventBody, Field, FingerResult, Form, Gate, GateRefusal, Guard, Nik, Refusal,
    Representative, Status, Way,
};

fn no(why: GateRefusal) -> Refusal {
    Refusal::Gate(why)
}
fn hands(form: Form) -> Command {
    fills_in("penyerahan", "serahkan", form)
}
fn at_the_gate(change: impl FnOnce(&mut Gate)) -> Command {
    let mut form = received();
    change(&mut form.gate);
    hands(form)
}
fn sends_card(way: Way, card: &str) -> Command {
    let (through, reference) = ("Pos Painan".to_owned(), "P1234567".to_owned());
    Command::Dispatch { way, through, reference, card: card.to_owned() }
}
pub fn sends() -> Command {
    sends_card(Way::Courier, BLANGKO)
}
pub fn comes_back() -> Command {
    Command::ReturnDispatch { why: "Alamat tidak ditemukan".to_owned() }
}
/// Given to a courier.
pub fn sent() -> Given {
    notified().later(1).done(mira(), sends())
}
/// The number of the pass that is good.
fn pass(case: &Given) -> u64 {
    case.now().gate.pass.as_ref().expect("a pass").no
}
fn show(case: Given) -> crate::support::Then {
    let pass = pass(&case);
    case.when(mira(), Command::ShowPass { pass })
}
fn rival() -> procedure::Actor {
    officer("nia", &["petugas_register"])
}

#[test]
fn a_pass_shown_takes_the_step_and_a_second_look_changes_nothing() {
    let step = || "penyerahan".into();
    let no = pass(&notified());
    let claimed = EventBody::Claimed { step: step() };
    let shown =
        show(notified()).then_events([claimed, EventBody::PassShown { step: step(), pass: no, of: None }]);
    show(shown).then_nothing();
}

#[test]
fn of_two_counters_the_second_is_told_who_serves_it_since_when() {
    let case = show(notified()).then_accepted();
    let since = case.now().step.as_ref().and_then(|s| s.claim.as_ref()).expect("a claim").since;
    let pass = pass(&case);
    let other = Refusal::ClaimedByOther { name: "Petugas mira".to_owned(), since };
    case.later(1).when(rival(), Command::ShowPass { pass }).then_refused(other);
}

#[test]
fn a_pass_after_the_handover_says_when_and_by_whom_it_was_used() {
    let case = handed_over();
    let done = case.now().last_performed(&"penyerahan".into()).expect("performed").clone();
    let used = Refusal::AlreadyDone {
        step: "penyerahan".into(),
        outcome: "serahkan".into(),
        by: "Petugas mira".to_owned(),
        at: done.at,
    };
    let pass = pass(&case);
    case.when(rival(), Command::ShowPass { pass }).then_refused(used);
}

#[test]
fn an_expired_pass_says_since_when_and_the_gate_stays_open_with_a_reason() {
    let case = notified().later(60 * 24 * 60);
    let made = case.now().gate.pass.as_ref().expect("a pass").made_at;
    let at = made + jiff::SignedDuration::from_hours(60 * 24);
    show(case.clone()).then_refused(no(GateRefusal::PassExpired { at }));
    waived(case).done(mira(), at_the_gate(|g| g.without_pass = Some("Kartu ambil kedaluwarsa".to_owned())));
}

#[test]
fn a_pass_that_a_newer_one_replaced_is_not_taken() {
    let old = pass(&notified());
    let again = notified().later(5).done(mira(), decides("penyerahan", "beritahu"));
    assert_ne!(pass(&again), old);
    again.clone().when(mira(), Command::ShowPass { pass: old }).then_refused(no(GateRefusal::PassReplaced));
    show(again).then_accepted();
}

#[test]
fn only_who_hands_over_looks_at_passes_and_only_of_what_is_told_of() {
    let nobody = Refusal::NotYourRole { needed: "petugas_register".into() };
    notified().when(rani(), Command::ShowPass { pass: 1 }).then_refused(nobody);
    let unmet = Refusal::GuardNotMet { guard: Guard::Notified };
    at_handover().when(mira(), Command::ShowPass { pass: 1 }).then_refused(unmet);
}

#[test]
fn without_a_pass_there_is_a_reason_and_with_one_there_is_none() {
    let silent = || at_the_gate(|g| g.without_pass = None);
    at_gate().when(mira(), silent()).then_refused(Refusal::MissingField { field: Field::Pass });
    let shown = waived(show(notified()).then_accepted());
    let handed = shown.done(mira(), silent());
    assert!(matches!(handed.now().status, Status::Closed(_)));
}

#[test]
fn a_pass_shown_to_one_officer_counts_no_more_when_they_put_the_case_back() {
    let back = show(notified()).then_accepted().done(mira(), Command::Release);
    waived(back)
        .when(mira(), at_the_gate(|g| g.without_pass = None))
        .then_refused(Refusal::MissingField { field: Field::Pass });
}

#[test]
fn a_photo_of_somebody_else_s_pass_fails_where_the_person_is_not_compared() {
    let shown = waived(show(notified()).then_accepted());
    let blind = Refusal::MissingField { field: Field::Compared };
    shown.clone().when(mira(), at_the_gate(|g| g.compared.clear())).then_refused(blind.clone());
    let half = at_the_gate(|g| g.compared = vec![CheckId::from("data")]);
    shown.when(mira(), half).then_refused(blind);
}

#[test]
fn a_finger_that_does_not_match_is_on_record_and_hands_nothing_over() {
    let unmet = || Refusal::GuardNotMet { guard: Guard::HolderVerified };
    notified().when(mira(), hands(received())).then_refused(unmet());
    let once = notified().done(mira(), reads(FingerResult::NoMatch));
    once.clone().when(mira(), hands(received())).then_refused(unmet());
    let twice = once.done(mira(), reads(FingerResult::Unreadable));
    assert_eq!(twice.now().gate.verdict.as_ref().map(|v| v.attempt), Some(2));
    twice.clone().when(mira(), hands(received())).then_refused(unmet());
    let matched = twice.clone().done(mira(), reads(FingerResult::Match));
    assert_eq!(matched.now().gate.verdict.as_ref().map(|v| v.attempt), Some(3));
    matched.done(mira(), hands(received()));
    waived(twice).done(mira(), hands(received()));
}

#[test]
fn a_match_followed_by_none_is_no_match() {
    let case = notified().done(mira(), reads(FingerResult::Match)).done(mira(), reads(FingerResult::NoMatch));
    case.when(mira(), hands(received())).then_refused(Refusal::GuardNotMet { guard: Guard::HolderVerified });
}

#[test]
fn a_reading_names_device_and_finger_and_a_waiver_its_reason() {
    let checks = |device: &str, finger, result, why: &str| Command::CheckFinger {
        device: device.to_owned(),
        finger,
        result,
        why: why.to_owned(),
    };
    let thumb = Some(procedure::Finger::LeftThumb);
    notified()
        .when(mira(), checks(" ", thumb, FingerResult::Match, ""))
        .then_refused(no(GateRefusal::NoReader));
    notified()
        .when(mira(), checks("FP-0001", None, FingerResult::NoMatch, ""))
        .then_refused(no(GateRefusal::NoReader));
    notified()
        .when(mira(), checks("FP-0001", thumb, FingerResult::Waived, " "))
        .then_refused(Refusal::MissingField { field: Field::Why });
    let step = || "penyerahan".into();
    notified().when(mira(), checks("FP-0001", thumb, FingerResult::Waived, "Tangan dibalut")).then_events([
        EventBody::Claimed { step: step() },
        EventBody::HolderFingerChecked {
            step: step(),
            device: None,
            finger: None,
            attempt: 0,
            result: FingerResult::Waived,
            why: Some("Tangan dibalut".to_owned()),
        },
    ]);
}

#[test]
fn a_verdict_older_than_five_minutes_is_too_old_and_one_of_five_is_not() {
    let case = notified().done(mira(), reads(FingerResult::Match));
    let at = case.now().gate.verdict.as_ref().expect("a verdict").at;
    case.clone().later(5).done(mira(), hands(received()));
    case.later(6)
        .when(mira(), hands(received()))
        .then_refused(no(GateRefusal::VerdictTooOld { at, minutes: 5 }));
}

#[test]
fn the_wrong_person_s_card_is_not_handed_over() {
    let with = |card: Option<&str>| Form { blangko: card.map(str::to_owned), ..received() };
    at_gate().when(mira(), hands(with(Some("AB99999999")))).then_refused(no(GateRefusal::WrongCard));
    at_gate().when(mira(), hands(with(None))).then_refused(Refusal::MissingField { field: Field::Card });
    at_gate().when(mira(), hands(with(Some("1")))).then_refused(Refusal::BadBlangko);
    at_gate().done(mira(), hands(with(Some(" ab-1234 5678 "))));
}

#[test]
fn of_a_lost_card_the_letter_s_original_is_seen() {
    at_gate()
        .when(mira(), at_the_gate(|g| g.original = false))
        .then_refused(Refusal::MissingField { field: Field::Original });
}

fn represented(nik: &str, power_of_attorney: bool) -> Form {
    let mut form = received();
    form.received_by = Some("Budi Umpama".to_owned());
    form.relation = Some("Suami".to_owned());
    form.gate.representative = Some(Representative { nik: nik.to_owned(), power_of_attorney });
    form.gate.compared = ["ktp_wakil", "kuasa"].map(CheckId::from).into();
    form
}

#[test]
fn a_representative_has_a_power_of_attorney_and_an_id_of_their_own() {
    let nik = "1301054107900001";
    let refused = |form, why| at_gate().when(mira(), hands(form)).then_refused(why);
    refused(represented("123", true), no(GateRefusal::BadRepresentative));
    refused(represented("1301014507900001", true), no(GateRefusal::BadRepresentative));
    refused(represented(nik, false), no(GateRefusal::NoPowerOfAttorney));
    let of_the_holder = Gate { compared: received().gate.compared, ..represented(nik, true).gate };
    let missing = Refusal::MissingField { field: Field::Compared };
    refused(Form { gate: of_the_holder, ..represented(nik, true) }, missing);
    let handed = at_gate().when(mira(), hands(represented(nik, true))).then_events([
        EventBody::HandedOver {
            step: "penyerahan".into(),
            outcome: "serahkan".into(),
            received_by: "Budi Umpama".to_owned(),
            relation: "Suami".to_owned(),
            surrendered: false,
            way: Way::Counter,
            representative: Nik::parse(nik).ok(),
            compared: vec!["ktp_wakil".into(), "kuasa".into()],
            original: true,
            without_pass: Some("Ponsel tertinggal".to_owned()),
            proof: None,
            photo: None,
        },
        EventBody::Closed { closing: procedure::Closing::HandedOver },
    ]);
    assert_eq!(handed.now().status, Status::Closed(procedure::Closing::HandedOver));
}

#[test]
fn whoever_is_no_representative_is_the_holder_whatever_name_was_typed() {
    let other = Form { received_by: Some("Orang Lain".to_owned()), ..received() };
    let events = at_gate().when(mira(), hands(other)).then_accepted();
    assert_eq!(
        events.now().last_performed(&"penyerahan".into()).map(|p| p.outcome.as_str()),
        Some("serahkan")
    );
}

#[test]
fn a_card_sent_by_courier_arrives_with_proof_and_a_waiver() {
    let unmet = Refusal::GuardNotMet { guard: Guard::HolderVerified };
    let form = |proof: Option<&str>| {
        let mut form = received();
        form.received_by = Some("Sinta Maharani".to_owned());
        form.gate = Gate { proof: proof.map(str::to_owned), ..Gate::default() };
        form.blangko = None;
        hands(form)
    };
    sent().when(mira(), form(Some("Resi P1234567"))).then_refused(unmet);
    waived(sent()).when(mira(), form(None)).then_refused(no(GateRefusal::NoProof));
    let handed = waived(sent()).when(mira(), form(Some("Resi P1234567"))).then_accepted();
    assert_eq!(handed.now().status, Status::Closed(procedure::Closing::HandedOver));
}

#[test]
fn a_photo_proves_it_too_and_becomes_one_of_the_case_s_files() {
    let mut form = received();
    form.gate = Gate { photo: Some(page("bukti").into()), ..Gate::default() };
    let handed = waived(sent()).done(mira(), hands(form.clone()));
    assert!(handed.now().file(&"bukti".into()).is_some());
    // At the counter nobody proves anything by a photo: it is not kept.
    form.gate = Gate { photo: Some(page("bukti").into()), ..received().gate };
    assert!(at_gate().done(mira(), hands(form)).now().file(&"bukti".into()).is_none());
}

#[test]
fn what_is_sent_is_the_right_card_by_a_way_that_the_office_offers() {
    let refused = |command, why| notified().when(mira(), command).then_refused(why);
    refused(sends_card(Way::Counter, BLANGKO), no(GateRefusal::WayNotOffered));
    refused(sends_card(Way::Courier, "AB99999999"), no(GateRefusal::WrongCard));
    let nobody = Command::Dispatch {
        way: Way::Nagari,
        through: "Nagari Painan".to_owned(),
        reference: " ".to_owned(),
        card: BLANGKO.to_owned(),
    };
    refused(nobody, no(GateRefusal::NoCarrier));
    notified().done(mira(), sends_card(Way::Nagari, BLANGKO));
    let since = sent().now().gate.under_way.as_ref().expect("under way").since;
    let under_way = || no(GateRefusal::UnderWay { through: "Pos Painan".to_owned(), since });
    sent().when(mira(), sends()).then_refused(under_way());
    sent().when(mira(), decides("penyerahan", "tidak_diambil")).then_refused(under_way());
    show(sent()).then_refused(under_way());
}

#[test]
fn while_it_is_under_way_nobody_is_expected_and_the_clock_stands() {
    let case = crate::appointments::booked().later(1).when(mira(), sends());
    let (step, through) = ("penyerahan", "Pos Painan".to_owned());
    let case = case.then_events([
        EventBody::Claimed { step: step.into() },
        EventBody::Dispatched {
            step: step.into(),
            way: Way::Courier,
            through,
            reference: "P1234567".to_owned(),
        },
        EventBody::AppointmentCancelled { cause: Cause::Asked },
    ]);
    assert!(!case.now().is_ready() && case.now().waiting.is_some());
}

#[test]
fn whoever_was_expected_is_told_once_that_it_is_on_its_way_and_whom_no_message_reaches_is_telephoned() {
    use procedure::Effect;
    let effects = crate::appointments::booked().later(1).when(mira(), sends()).effects();
    let told = effects.iter().filter_map(|e| match e {
        Effect::Tell { text, .. } => Some(*text),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), ["notice-dispatched"]);
    let card = nothing_yet()
        .done(rani(), open_at_counter(grounds(&["hilang"], &[])))
        .done(rani(), attach("f1", "kk"))
        .done(rani(), attach("f2", "surat_hilang"))
        .done(rani(), Command::Submit)
        .done(rani(), decides("penerimaan", "lengkap"))
        .done(hendra(), decides("verifikasi", "rekomendasi"))
        .done(yusuf(), decides("pencetakan", "perintah_cetak"))
        .done(yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO)));
    let walk_in = binds(card)
        .done(yusuf(), decides("pencetakan", "aktif"))
        .done(mira(), decides("penyerahan", "beritahu"));
    let owed = walk_in.now().calls.len();
    assert_eq!(walk_in.done(mira(), sends()).done(mira(), comes_back()).now().calls.len(), owed + 2);
}

#[test]
fn what_came_back_waits_for_its_holder_again() {
    notified().when(mira(), comes_back()).then_refused(no(GateRefusal::NotUnderWay));
    let case = sent().done(mira(), comes_back());
    assert!(case.now().is_ready() && case.now().waiting.is_some());
    waived(case).done(mira(), hands(received()));
    let shown_before = show(notified()).then_accepted().done(mira(), sends()).done(mira(), comes_back());
    let silent = at_the_gate(|g| g.without_pass = None);
    waived(shown_before).when(mira(), silent).then_refused(Refusal::MissingField { field: Field::Pass });
}

#[test]
fn the_survey_is_answered_once_and_only_by_whoever_was_handed_something() {
    use procedure::Actor;
    notified().when(Actor::System, Command::AnswerSurvey).then_refused(Refusal::NotReady);
    handed_over()
        .when(mira(), Command::AnswerSurvey)
        .then_refused(Refusal::NotYourPower { needed: Vec::new() });
    let answered =
        handed_over().when(Actor::System, Command::AnswerSurvey).then_events([EventBody::SurveyAnswered]);
    answered.when(Actor::System, Command::AnswerSurvey).then_refused(no(GateRefusal::SurveyAnswered));
}
