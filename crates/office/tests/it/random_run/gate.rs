//! What may happen at the gate, drawn by chance: passes that are good, old and made up, verdicts of every kind, cards
//! that are somebody else's, couriers who come back.

use super::Run;
use crate::support::story::at_counter;
use jiff::SignedDuration;
use procedure::{
    Act, Actor, Case, Command, Event, EventBody, Finger, FingerResult, Form, Gate, Procedure, Representative,
    Status, Ticket, Way,
};
use rand::Rng;

impl Run {
    /// A visit to the counter: a few things one after another, within minutes.
    pub(super) async fn visit(&mut self, ticket: &Ticket, p: &Procedure, case: Case) {
        let mut case = case;
        for _ in 0..self.rng.random_range(2..7) {
            let (actor, command) = self.at_gate(p, &case);
            case = self.wants(ticket, actor, command).await;
            if case.status != Status::Open {
                return;
            }
            self.now += SignedDuration::from_mins(self.rng.random_range(0..3));
        }
    }

    /// Somebody does something to a case whose product is told of.
    fn at_gate(&mut self, p: &Procedure, case: &Case) -> (Actor, Command) {
        let actor = match case.step.as_ref().and_then(|s| s.claim.as_ref()) {
            Some(claim) if self.rng.random_range(0..5) > 0 => Actor::Officer {
                user: claim.user.clone(),
                name: claim.name.clone(),
                roles: vec!["petugas_register".into()],
                operator_auth: None,
            },
            _ => self.somebody("petugas_register"),
        };
        let why = || "Acak".to_owned();
        let command = match self.rng.random_range(0..12) {
            0..=2 => {
                let good = case.gate.pass.as_ref().map_or(0, |pass| pass.no);
                Command::ShowPass { pass: if self.rng.random_range(0..4) == 0 { 1 } else { good } }
            }
            3..=6 => Command::CheckFinger {
                device: self.by_chance(&["FP-01", "FP-02", ""]).to_owned(),
                finger: Some(self.by_chance(&Finger::ALL)),
                result: self.by_chance(&FingerResult::ALL),
                why: why(),
            },
            7 => Command::Dispatch {
                way: self.by_chance(&[Way::Courier, Way::Nagari]),
                through: "Pos".to_owned(),
                reference: "P1".to_owned(),
                card: self.card(case),
            },
            8 if case.gate.under_way.is_some() => Command::ReturnDispatch { why: why() },
            _ => self.hands_over(p, case),
        };
        (actor, command)
    }

    /// Mostly the right card.
    fn card(&mut self, case: &Case) -> String {
        let right = case.blangko().map(|b| b.as_str().to_owned());
        let wrong = self.some_serial();
        right.filter(|_| self.rng.random_range(0..6) > 0).unwrap_or(wrong)
    }

    fn hands_over(&mut self, p: &Procedure, case: &Case) -> Command {
        let step = p.handing_over().expect("a step that hands over");
        let outcome = step.outcomes.iter().find(|o| o.act == Act::HandOver).expect("its outcome");
        let represented = self.rng.random_range(0..4) == 0;
        let nik = self.by_chance(&["1301054107900001", "13"]).to_owned();
        let representative =
            represented.then(|| Representative { nik, power_of_attorney: self.rng.random_range(0..4) > 0 });
        let compared = if represented { &["ktp_wakil", "kuasa"][..] } else { &["wajah", "data"][..] };
        let without_pass = self.rng.random::<bool>().then(|| "Acak".to_owned());
        let proof = Some("Resi".to_owned());
        let compared = compared.iter().map(|c| (*c).into()).collect();
        let form = Form {
            blangko: Some(self.card(case)),
            received_by: Some("Penerima Umpama".to_owned()),
            relation: Some("Keluarga".to_owned()),
            surrendered: self.rng.random_range(0..6) > 0,
            gate: Gate { representative, compared, without_pass, proof, ..at_counter() },
            ..Form::default()
        };
        Command::Decide { step: step.id.clone(), outcome: outcome.id.clone(), form }
    }
}

/// No card is handed over without a match or a reasoned waiver of the last minutes, nor another case's card.
pub(super) fn holds(before: &[Event], case: &Case, event: &Event, command: &Command, told: &str) {
    let EventBody::HandedOver { way, without_pass, .. } = &event.body else { return };
    let last = before.iter().rev().find_map(|e| match &e.body {
        EventBody::HolderFingerChecked { result, why, .. } => Some((e.at, *result, why)),
        _ => None,
    });
    let (at, result, why) = last.unwrap_or_else(|| panic!("{told}: no verdict"));
    assert!(at.duration_until(event.at) <= SignedDuration::from_mins(5), "{told}: an old verdict");
    assert!(
        result == FingerResult::Match || (result == FingerResult::Waived && why.is_some()),
        "{told}: {result:?}"
    );
    let Command::Decide { form, .. } = command else { panic!("{told}: handed over by itself") };
    if way.is_counter() {
        let in_hand = form.blangko.as_deref();
        assert_eq!(in_hand, case.blangko().map(|b| b.as_str()), "{told}: somebody else's card");
        let shown = before.iter().any(|e| matches!(e.body, EventBody::PassShown { .. }));
        assert!(shown || without_pass.is_some(), "{told}: neither a pass nor a reason");
    }
}
