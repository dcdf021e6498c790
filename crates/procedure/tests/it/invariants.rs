//! Random people want random things of a case, under both procedures, and what must always hold holds after
//! every step. Whatever history it is given, the core does not panic.

use crate::support::wish::{Wish, wishes};
use crate::support::{all_events, kk, ktp, monday_at_eight};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use procedure::case::Production;
use procedure::event::Closing;
use procedure::{
    Actor, ApplicantField, Case, ClockKind, Effect, Event, EventBody, FingerResult, Guard, NoticeId,
    Procedure, Request, Status, decide, evolve, react,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// A case's life, as far as it has come.
#[derive(Default)]
pub struct Life {
    pub case: Option<Case>,
    pub history: Vec<Event>,
    notices: Vec<NoticeId>,
}

/// Lets every wish have its turn; `check` sees the life before each event, and the event.
pub fn live(p: &Procedure, wishes: &[Wish], mut check: impl FnMut(&Life, &Event)) -> Life {
    let mut life = Life::default();
    let mut now = monday_at_eight();
    // The office may close for days, and open after all.
    let mut closing = p.clone();
    closing.calendar.closures = (23..=25).filter_map(|d| Date::new(2026, 11, d).ok()).collect();
    let (mut p, mut other) = (p, &closing);
    for wish in wishes {
        if wish.changes_calendar() {
            std::mem::swap(&mut p, &mut other);
        }
        now += SignedDuration::from_mins(wish.minutes);
        let (actor, command) = wish.request(p, life.case.as_ref(), now);
        let (diary, on_reader) = (Some(wish.diary(now)), Some(wish.on_reader()));
        let request = Request { diary, on_reader, ..Request::new(actor, now, command) };
        let Ok(events) = decide(p, life.case.as_ref(), &request) else {
            continue;
        };
        for event in events {
            check(&life, &event);
            life.case = evolve(life.case.take(), &event);
            let case = life.case.as_ref().expect("decided events make a case");
            life.notices.extend(react(p, case, &event).into_iter().filter_map(|e| match e {
                Effect::Tell { notice, .. } | Effect::Say { notice, .. } => Some(notice),
                Effect::Timer { .. }
                | Effect::Print { .. }
                | Effect::CancelPrint { .. }
                | Effect::Alert { .. } => None,
            }));
            life.history.push(event);
        }
    }
    life
}

pub fn both() -> impl Strategy<Value = &'static Procedure> {
    prop_oneof![Just(ktp()), Just(kk())]
}

fn happened(life: &Life, wanted: impl Fn(&EventBody) -> bool) -> bool {
    life.history.iter().any(|e| wanted(&e.body))
}

/// Who did something of this kind to the case.
fn doers(life: &Life, wanted: impl Fn(&EventBody) -> bool) -> BTreeSet<String> {
    let done = life.history.iter().filter(|e| wanted(&e.body));
    done.filter_map(|e| match &e.actor {
        Actor::Officer { user, .. } => Some(user.to_string()),
        _ => None,
    })
    .collect()
}

fn each_step_s_actor_holds_its_role_and_the_claim(p: &Procedure, before: &Life, event: &Event) {
    let Some((step, _)) = event.body.outcome() else { return };
    let Actor::Officer { user, roles, .. } = &event.actor else { panic!("{event:?}: not an officer") };
    let current = before.case.as_ref().and_then(|c| c.step.as_ref()).expect("a step");
    assert_eq!(*step, current.id);
    assert!(roles.contains(&p.step(step).expect("a known step").role));
    assert!(current.claim.as_ref().is_none_or(|c| c.user == *user));
}

fn a_claim_is_made_only_where_none_stands(before: &Life, event: &Event) {
    if matches!(event.body, EventBody::Claimed { .. }) {
        let step = before.case.as_ref().and_then(|c| c.step.as_ref()).expect("a step");
        assert_eq!(step.claim, None);
    }
}

fn nothing_is_printed_before_a_recommendation(before: &Life, event: &Event) {
    if matches!(event.body, EventBody::PrintOrdered { .. } | EventBody::Printed { .. }) {
        assert!(happened(before, |b| matches!(b, EventBody::Verified { .. })));
    }
}

fn no_result_is_recorded_while_the_printer_has_the_card(before: &Life, event: &Event) {
    use EventBody as E;
    if matches!(
        event.body,
        E::Printed { .. } | E::Spoiled { .. } | E::PrintVoided { .. } | E::PrintOrdered { .. }
    ) {
        assert_eq!(before.case.as_ref().and_then(|c| c.printing()), None);
    }
}

fn who_prints_spoils_or_hands_over_has_just_proved_who_they_are(p: &Procedure, event: &Event) {
    let asked = event.body.outcome().and_then(|(step, outcome)| p.step(step)?.outcome(outcome));
    let jumps = matches!(event.body, EventBody::JumpGranted);
    if p.operator_proof.is_some()
        && (jumps || asked.is_some_and(|o| o.guards.contains(&Guard::OperatorProved)))
    {
        let Actor::Officer { operator_auth: Some(auth), .. } = &event.actor else { panic!("{event:?}") };
        assert!((0..=300_000).contains(&(event.at.as_millisecond() - auth.at.as_millisecond())));
    }
}

fn a_spoiled_blank_is_never_used_again(before: &Life, event: &Event) {
    if let EventBody::Printed { blangko: Some(used), .. } = &event.body {
        let spoiled =
            |b: &EventBody| matches!(b, EventBody::Spoiled { blangko, .. } if blangko.as_ref() == Some(used));
        assert!(!happened(before, spoiled));
    }
}

fn a_closed_case_stays_closed_unless_reopened(before: &Life, event: &Event) {
    use EventBody as E;
    let Some(Status::Closed(closing)) = before.case.as_ref().map(|c| c.status) else { return };
    match &event.body {
        E::Noted { .. } | E::Written { .. } | E::NoticeConfirmed { .. } | E::NoticeFailed { .. } => {}
        E::Called { .. } => {}
        E::ApplicantCorrected { applicant, .. } => {
            let known = &before.case.as_ref().expect("a case").applicant;
            assert!(known.changed(applicant).iter().all(|field| !field.is_identity()));
        }
        E::SurveyAnswered => assert_eq!(closing, Closing::HandedOver),
        E::DocumentsDestroyed { class } => assert_eq!(*class, closing),
        E::Reopened { .. } => assert!(!matches!(closing, Closing::HandedOver | Closing::Expired)),
        other => panic!("{other:?} on a closed case"),
    }
}

fn who_somebody_is_is_mended_only_before_it_was_verified_and_no_number_of_a_card(
    before: &Life,
    event: &Event,
) {
    let EventBody::ApplicantCorrected { applicant, .. } = &event.body else { return };
    let case = before.case.as_ref().expect("a case");
    let changed = case.applicant.changed(applicant);
    assert!(!changed.is_empty(), "nothing was mended");
    assert_eq!(case.applicant.contact, applicant.contact, "messages go where they went");
    if changed.iter().any(|field| field.is_identity()) {
        assert!(case.status == Status::Open && case.verified.is_none());
    }
    if changed.contains(&ApplicantField::Nik) {
        assert!(case.blangko().is_none() && case.production == Production::None);
    }
}

fn the_product_is_handed_over_only_when_made_and_told_of(before: &Life, event: &Event) {
    if matches!(event.body, EventBody::HandedOver { .. }) {
        assert!(happened(before, |b| matches!(b, EventBody::Activated { .. })));
        assert!(happened(before, |b| matches!(b, EventBody::Notified { .. })));
    }
}

fn nothing_is_handed_over_without_a_fresh_match_or_a_waiver(p: &Procedure, before: &Life, event: &Event) {
    let EventBody::HandedOver { step, outcome, .. } = &event.body else { return };
    let outcome = p.step(step).and_then(|s| s.outcome(outcome)).expect("an outcome");
    if !outcome.guards.contains(&Guard::HolderVerified) {
        return;
    }
    let last = before.history.iter().rev().find_map(|e| match &e.body {
        EventBody::HolderFingerChecked { result, why, .. } => Some((e.at, *result, why.clone())),
        _ => None,
    });
    let (at, result, why) = last.expect("a verdict");
    assert!(result == FingerResult::Match || (result == FingerResult::Waived && why.is_some()));
    assert!(at.duration_until(event.at) <= SignedDuration::from_mins(5));
}

fn a_card_bears_one_chip_and_goes_on_only_with_it(p: &Procedure, before: &Life, event: &Event) {
    let case = before.case.as_ref();
    match &event.body {
        EventBody::ChipBound { blangko, .. } => {
            assert_eq!(case.and_then(Case::blangko), Some(blangko));
            let bound = |b: &EventBody| matches!(b, EventBody::ChipBound { blangko: b, .. } if b == blangko);
            assert!(!happened(before, bound));
        }
        EventBody::Activated { .. } if makes_cards(p) => {
            let chip = case.and_then(|c| c.chip.as_ref()).expect("a chip");
            assert_eq!(Some(&chip.blangko), case.and_then(Case::blangko));
        }
        _ => {}
    }
}

fn makes_cards(p: &Procedure) -> bool {
    p.steps.iter().any(|s| s.records_blank())
}

fn nobody_has_an_appointment_for_what_is_not_ready(before: &Life, event: &Event) {
    if matches!(event.body, EventBody::AppointmentMade { .. } | EventBody::Arrived { .. }) {
        assert!(before.case.as_ref().is_some_and(Case::is_ready));
    }
}

fn no_deadline_passes_while_the_clock_stands_still(before: &Life, event: &Event) {
    use EventBody as E;
    let (E::DeadlinePassed { due, .. } | E::AtRisk { due, .. } | E::Escalated { due, .. }) = &event.body
    else {
        return;
    };
    let case = before.case.as_ref().expect("a case");
    assert!(case.waiting.is_none() && case.status == Status::Open && case.correction.is_none());
    assert!(*due <= event.at || !matches!(event.body, E::DeadlinePassed { .. }));
}

/// Of one step's visit and one deadline, and of the whole case's.
fn of_a_deadline_each_thing_is_told_once(before: &Life, event: &Event) {
    use EventBody as E;
    if matches!(event.body, E::AtRisk { .. } | E::DeadlinePassed { .. } | E::Escalated { .. }) {
        let since = before.history.iter().rposition(|e| match (&e.body, clock_of(&event.body)) {
            (E::DueMoved { .. }, _) => true,
            (E::StepStarted { .. }, Some(clock)) => clock == ClockKind::Step,
            _ => false,
        });
        let since = before.history.iter().skip(since.map_or(0, |n| n + 1));
        assert!(since.clone().all(|e| e.body != event.body), "{:?} twice", event.body);
    }
}

fn clock_of(body: &EventBody) -> Option<ClockKind> {
    match body {
        EventBody::AtRisk { clock, .. }
        | EventBody::DeadlinePassed { clock, .. }
        | EventBody::Escalated { clock, .. } => Some(*clock),
        _ => None,
    }
}

fn verifier_printer_and_handover_officer_differ(life: &Life) {
    use EventBody as E;
    let verified = doers(life, |b| matches!(b, E::Verified { .. }));
    let made = doers(life, |b| {
        matches!(
            b,
            E::PrintOrdered { .. }
                | E::Printed { .. }
                | E::Spoiled { .. }
                | E::ChipBound { .. }
                | E::Activated { .. }
        )
    });
    let handed =
        doers(life, |b| matches!(b, E::Notified { .. } | E::HandedOver { .. } | E::NotCollected { .. }));
    assert!(verified.is_disjoint(&made) && made.is_disjoint(&handed) && handed.is_disjoint(&verified));
}

fn replay_makes_the_same_case(life: &Life) {
    let stored: Vec<String> =
        life.history.iter().map(|e| serde_json::to_string(e).expect("an event is written")).collect();
    let read = stored.iter().map(|e| serde_json::from_str::<Event>(e).expect("an event is read"));
    let replayed = read.fold(None, |case, e| evolve(case, &e));
    assert_eq!(replayed, life.case);
    assert_eq!(life.case.as_ref().map_or(0, |c| c.seq), life.history.len() as u64);
}

fn notices_are_named_uniquely(life: &Life) {
    let unique: BTreeSet<_> = life.notices.iter().collect();
    assert_eq!(unique.len(), life.notices.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_people_want_the_rules_hold(p in both(), wishes in wishes(200)) {
        let life = live(p, &wishes, |before, event| {
            each_step_s_actor_holds_its_role_and_the_claim(p, before, event);
            a_claim_is_made_only_where_none_stands(before, event);
            nothing_is_printed_before_a_recommendation(before, event);
            no_result_is_recorded_while_the_printer_has_the_card(before, event);
            a_spoiled_blank_is_never_used_again(before, event);
            who_prints_spoils_or_hands_over_has_just_proved_who_they_are(p, event);
            a_closed_case_stays_closed_unless_reopened(before, event);
            the_product_is_handed_over_only_when_made_and_told_of(before, event);
            who_somebody_is_is_mended_only_before_it_was_verified_and_no_number_of_a_card(before, event);
            no_deadline_passes_while_the_clock_stands_still(before, event);
            of_a_deadline_each_thing_is_told_once(before, event);
            nobody_has_an_appointment_for_what_is_not_ready(before, event);
            nothing_is_handed_over_without_a_fresh_match_or_a_waiver(p, before, event);
            a_card_bears_one_chip_and_goes_on_only_with_it(p, before, event);
        });
        verifier_printer_and_handover_officer_differ(&life);
        replay_makes_the_same_case(&life);
        notices_are_named_uniquely(&life);
    }

    #[test]
    fn a_wish_refused_or_granted_is_answered_alike_a_second_time(p in both(), wishes in wishes(60)) {
        let one = live(p, &wishes, |_, _| {});
        let other = live(p, &wishes, |_, _| {});
        prop_assert_eq!(one.history, other.history);
    }
}

/// The walks above prove little unless they come far: every event is met, under both procedures.
#[test]
fn random_walks_meet_every_event() {
    for p in [ktp(), kk()] {
        let mut runner = TestRunner::deterministic();
        let mut met = BTreeSet::new();
        for _ in 0..2_000 {
            let wishes = wishes(200).new_tree(&mut runner).expect("wishes").current();
            let life = live(p, &wishes, |_, _| {});
            met.extend(life.history.iter().map(|e| kind(&e.body)));
        }
        // What has no blank card has no chip.
        let fits = |kind: &String| makes_cards(p) || !kind.starts_with("chip_");
        let all: BTreeSet<String> = all_events().iter().map(|e| kind(&e.body)).filter(fits).collect();
        assert_eq!(all.difference(&met).collect::<Vec<_>>(), Vec::<&String>::new(), "{}", p.id);
    }
}

fn kind(body: &EventBody) -> String {
    let value = serde_json::to_value(body).expect("an event is written");
    value["event"].as_str().expect("a tag").to_owned()
}

/// Any event of the core, by anybody, at any instant that there is.
fn any_event() -> impl Strategy<Value = Event> {
    let at = prop_oneof![
        4 => (0i64..100_000).prop_map(|m| monday_at_eight() + SignedDuration::from_mins(m)),
        1 => Just(Timestamp::MIN),
        1 => Just(Timestamp::MAX),
    ];
    let bodies = prop::sample::select(all_events());
    let actors = prop::sample::select(all_events());
    (at, bodies, actors).prop_map(|(at, body, actor)| Event { at, actor: actor.actor, body: body.body })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_history_in_any_order_makes_a_case_or_none_and_is_counted(events in prop::collection::vec(any_event(), 0..60)) {
        let opened = events.iter().position(|e| matches!(e.body, EventBody::Opened { .. }));
        let case = events.iter().fold(None, evolve);
        let counted = opened.map(|first| (events.len() - first) as u64);
        prop_assert_eq!(case.map(|c| c.seq), counted);
    }

    #[test]
    fn rules_and_reactions_survive_any_history(
        p in both(), events in prop::collection::vec(any_event(), 0..30), wishes in wishes(10),
    ) {
        let first = all_events().swap_remove(0);
        let mut case = evolve(None, &first);
        for event in &events {
            case = evolve(case, event);
            react(p, case.as_ref().expect("a case once opened"), event);
        }
        for wish in &wishes {
            let now = monday_at_eight() + SignedDuration::from_mins(wish.minutes);
            let (actor, command) = wish.request(p, case.as_ref(), now);
            let (diary, on_reader) = (Some(wish.diary(now)), Some(wish.on_reader()));
            let again = Request { diary, on_reader, ..Request::new(actor, now, command) };
            prop_assert_eq!(decide(p, case.as_ref(), &again), decide(p, case.as_ref(), &again));
        }
    }
}
