//! A card on its way through a printer of the office's own, and what the printer says of it.

use crate::support::Given;
use crate::support::layers::whole_layer;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::event::Waiting;
use procedure::{
    Actor, Command, EventBody, Form, LayerPart, PrintEnd, PrintReport, Refusal, Trouble, layer, react,
};
use procedure::{Effect, case::Production};

/// Orders on the printer at the front.
pub fn on_a_printer() -> Form {
    Form { printer: Some("depan".into()), ..Form::default() }
}

/// The whole layer, but for these parts.
pub fn prepares(changed: &[(LayerPart, &str)], photo: Option<&str>) -> Command {
    let mut parts = whole_layer();
    if changed.is_empty() {
        parts.remove(&LayerPart::BirthPlace);
    }
    parts.extend(changed.iter().map(|(part, typed)| (*part, (*typed).to_owned())));
    Command::PrepareLayer { parts, photo: photo.map(page) }
}

fn prepared() -> Given {
    at_printing().done(yusuf(), Command::PrepareLayer { parts: whole_layer(), photo: Some(page("p1")) })
}

/// The printer has the job.
pub fn under_way() -> Given {
    prepared().later(1).done(yusuf(), fills_in("pencetakan", "perintah_cetak", on_a_printer()))
}

fn job(case: &Given) -> u64 {
    case.now().job.as_ref().map_or(0, |j| j.no)
}

fn says(case: Given, report: PrintReport) -> Given {
    let job = job(&case);
    case.done(Actor::System, Command::ReportPrint { job, report })
}

fn ends(case: Given, end: PrintEnd, impressions: Option<u32>) -> Given {
    says(case, PrintReport::Ended { end, impressions, reasons: Vec::new() })
}

fn prints() -> Command {
    fills_in("pencetakan", "tercetak", serial(BLANGKO))
}

fn voids() -> Command {
    fills_in("pencetakan", "tidak_terpakai", why("Kartu tidak tertarik"))
}

#[test]
fn an_order_to_a_printer_makes_a_job_named_by_its_event_and_a_work_order_makes_none() {
    let case = under_way();
    let order = EventBody::PrintOrdered {
        step: "pencetakan".into(),
        outcome: "perintah_cetak".into(),
        printer: Some("depan".into()),
    };
    let event = procedure::Event { at: case.now().touched_at, actor: yusuf(), body: order };
    let wanted = react(crate::support::ktp(), case.now(), &event);
    assert_eq!(wanted, vec![Effect::Print { job: case.now().seq, printer: "depan".into() }]);
    assert_eq!(job(&case), case.now().seq);
    assert_eq!(print_ordered().now().job, None);
}

#[test]
fn while_the_printer_has_it_no_result_is_recorded_and_afterwards_any() {
    let refused = |command| under_way().when(yusuf(), command).then_refused(Refusal::PrintUnderWay);
    refused(prints());
    refused(fills_in("pencetakan", "gagal_cetak", spoils(BLANGKO)));
    refused(voids());
    refused(Command::Pause { waiting: Waiting::Equipment, why: "Macet".to_owned() });
    for end in [PrintEnd::Completed, PrintEnd::Cancelled, PrintEnd::Aborted, PrintEnd::Lost] {
        ends(under_way(), end, None).done(yusuf(), prints());
        ends(under_way(), end, None).done(yusuf(), fills_in("pencetakan", "gagal_cetak", spoils(BLANGKO)));
    }
}

#[test]
fn a_cancelled_job_may_have_used_a_blank_and_only_an_officer_says_which() {
    let cancelled = under_way().done(yusuf(), Command::CancelPrint);
    assert!(cancelled.now().printing().is_some_and(|j| j.cancel_asked));
    cancelled.clone().when(yusuf(), Command::CancelPrint).then_events([]);
    let ended = ends(cancelled, PrintEnd::Cancelled, Some(1));
    assert_eq!(ended.now().production, Production::Ordered);
    let again = ended.when(yusuf(), decides("pencetakan", "tidak_terpakai")).refusal();
    assert_eq!(again, Refusal::MissingField { field: procedure::Field::Why });
}

#[test]
fn after_a_job_that_used_no_blank_the_print_is_ordered_anew_without_waiting_again() {
    let voided = ends(under_way(), PrintEnd::Aborted, Some(0)).done(yusuf(), voids());
    assert_eq!((&voided.now().production, &voided.now().job), (&Production::None, &None));
    let again = voided.behind(4).done(yusuf(), fills_in("pencetakan", "perintah_cetak", on_a_printer()));
    assert!(again.now().printing().is_some());
}

#[test]
fn the_clock_stands_still_with_the_printer_and_goes_on_with_it() {
    let due = under_way().now().step.as_ref().map(|s| s.clock.due);
    let troubled = says(under_way().later(1), PrintReport::Troubled(Trouble::RibbonEnd));
    assert!(troubled.now().waiting.as_ref().is_some_and(|w| w.trouble == Some(Trouble::RibbonEnd)));
    let well = says(troubled.later(10), PrintReport::Well);
    assert_eq!(well.now().waiting, None);
    let moved = well.now().step.as_ref().map(|s| s.clock.due - jiff::SignedDuration::from_mins(10));
    assert_eq!(moved, due);
    let ended = says(under_way(), PrintReport::Troubled(Trouble::Jam));
    let ended = ends(ended, PrintEnd::Aborted, Some(1));
    assert_eq!(ended.now().waiting, None);
}

#[test]
fn what_a_person_resumed_is_paused_anew_only_by_another_report() {
    let troubled = says(under_way(), PrintReport::Troubled(Trouble::Jam));
    let job = job(&troubled);
    let report = |trouble| Command::ReportPrint { job, report: PrintReport::Troubled(trouble) };
    troubled.clone().when(Actor::System, report(Trouble::NoCards)).then_events([]);
    let resumed = troubled.done(yusuf(), Command::Resume);
    resumed.done(Actor::System, report(Trouble::Jam));
}

#[test]
fn only_the_machine_reports_and_of_a_job_that_is_not_the_case_s_any_more_nothing_is_said() {
    let case = under_way();
    let report = |job| Command::ReportPrint { job, report: PrintReport::Well };
    let nobody = Refusal::NotYourPower { needed: vec![] };
    case.clone().when(yusuf(), report(job(&case))).then_refused(nobody);
    case.clone().when(Actor::System, report(job(&case) + 1)).then_events([]);
    let job = job(&case);
    let ended = ends(case, PrintEnd::Completed, Some(1));
    let late = PrintReport::Ended { end: PrintEnd::Lost, impressions: None, reasons: vec![] };
    ended.when(Actor::System, Command::ReportPrint { job, report: late }).then_events([]);
}

#[test]
fn a_layer_names_every_part_that_cannot_be_so_and_a_missing_photo() {
    let refused = |command| at_printing().when(yusuf(), command).refusal();
    let wrong = refused(prepares(
        &[(LayerPart::BirthDate, "31-02-1990"), (LayerPart::Sex, "P"), (LayerPart::Name, "Шинта")],
        Some("p1"),
    ));
    let parts = vec![LayerPart::Name, LayerPart::BirthDate, LayerPart::Sex];
    assert_eq!(wrong, Refusal::LayerIncomplete { parts });
    let whole = [(LayerPart::Village, "Painan")];
    assert_eq!(refused(prepares(&whole, None)), Refusal::LayerIncomplete { parts: vec![] });
    // The photo that is there stays.
    let case = prepared().done(yusuf(), prepares(&[(LayerPart::Village, "Salido")], None));
    let layer = case.now().layer.clone().expect("a layer");
    assert_eq!(
        (layer.part(LayerPart::Village), layer.part(LayerPart::ValidUntil)),
        ("SALIDO", "SEUMUR HIDUP")
    );
    assert_eq!((layer.photo, case.now().photos.len()), (page("p1"), 1));
}

#[test]
fn a_layer_is_prepared_by_whoever_may_print_and_not_after_the_order() {
    let prepare = || Command::PrepareLayer { parts: whole_layer(), photo: Some(page("p1")) };
    at_printing()
        .when(mira(), prepare())
        .then_refused(Refusal::NotYourRole { needed: "operator_cetak".into() });
    let printed = Refusal::GuardNotMet { guard: procedure::Guard::NothingPrinted };
    print_ordered().when(yusuf(), prepare()).then_refused(printed);
    submitted().when(rani(), prepare()).then_refused(Refusal::ElsewhereNow { step: "penerimaan".into() });
    prepared().when(yusuf(), prepare()).then_events([]);
}

#[test]
fn the_nik_fills_in_birth_and_sex_and_is_held_against_what_is_typed() {
    let case = prepared();
    let applicant = &case.now().applicant;
    let drafted = layer::drafted(applicant, 2026);
    assert_eq!(drafted.get(&LayerPart::BirthDate).map(String::as_str), Some("05-07-1990"));
    assert_eq!(drafted.get(&LayerPart::Sex).map(String::as_str), Some("PEREMPUAN"));
    let layer = case.now().layer.as_ref().expect("a layer");
    assert_eq!(layer.differs_from(&applicant.nik), vec![]);
    let other = prepares(&[(LayerPart::BirthDate, "06-07-1990"), (LayerPart::Sex, "LAKI-LAKI")], None);
    let other = case.clone().done(yusuf(), other);
    let other = other.now().layer.as_ref().expect("a layer");
    assert_eq!(other.differs_from(&applicant.nik), vec![LayerPart::BirthDate, LayerPart::Sex]);
}
