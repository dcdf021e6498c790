//! The form of the step a case stands at, made from the procedure's outcomes. Which outcome is possible is
//! asked of the rules themselves: each is tried with an empty form, and nothing is written.

use super::Standing;
use crate::web::Page;
use procedure::definition::Outcome;
use procedure::{
    Act, Case, Command, DocumentId, Field, Form, Guard, OutcomeId, Procedure, Refusal, Request, Step, decide,
};

/// What the officer can record here.
pub struct Decision {
    pub step: String,
    pub title: String,
    pub outcomes: Vec<Choice>,
    /// Outcomes that are not possible now, each with the reason.
    pub shut: Vec<(String, String)>,
    /// The product is handed over at the gate, and nowhere else.
    pub gate: bool,
}

pub struct Choice {
    pub id: OutcomeId,
    pub label: String,
    pub asks: Vec<Field>,
    /// Documents that may be at fault, where the outcome asks for faults.
    pub documents: Vec<(DocumentId, String)>,
    /// The old card that must be taken back, where the outcome asks for it.
    pub surrendered: Option<String>,
    /// Whether whoever records it proves that it is them.
    pub proved: bool,
    /// The only one possible is chosen already.
    pub only: bool,
}

impl Decision {
    /// Whether any of it takes a proof.
    pub fn proved(&self) -> bool {
        self.outcomes.iter().any(|o| o.proved)
    }
}

impl Choice {
    pub fn asks(&self, field: Field) -> bool {
        self.asks.contains(&field)
    }
}

/// The form, or in words why this officer has none.
pub fn decision(standing: &Standing<'_>) -> Result<Option<Decision>, String> {
    let Standing { page, p, case, .. } = standing;
    let Some(step) = case.step.as_ref().and_then(|s| p.step(&s.id)) else { return Ok(None) };
    if case.closed_at.is_some() {
        return Ok(None);
    }
    if let Some(refusal) = standing.refusal(Command::Claim) {
        return Err(page.refusal(p, &refusal));
    }
    let (mut open, mut shut) = (Vec::new(), Vec::new());
    let at_gate = |o: &&Outcome| o.act == Act::HandOver && p.handover.is_some();
    for outcome in step.outcomes.iter().filter(|o| !at_gate(o)) {
        match impossible(standing, step, outcome) {
            Some(refusal @ Refusal::AlreadyPaused { .. }) => return Err(page.refusal(p, &refusal)),
            Some(refusal) => shut.push((page.of(&outcome.label).to_owned(), page.refusal(p, &refusal))),
            None => open.push(choice(page, p, case, outcome)),
        }
    }
    if let [only] = open.as_mut_slice() {
        only.only = true;
    }
    Ok(Some(Decision {
        step: step.id.to_string(),
        title: page.of(&step.title).to_owned(),
        outcomes: open,
        shut,
        gate: case.notified && step.outcomes.iter().any(|o| at_gate(&o)),
    }))
}

/// Why an outcome cannot be recorded now, whatever is filled in.
fn impossible(standing: &Standing<'_>, step: &Step, outcome: &Outcome) -> Option<Refusal> {
    let (step, outcome) = (step.id.clone(), outcome.id.clone());
    let refusal = standing.refusal(Command::Decide { step, outcome, form: Form::default() })?;
    (!matches!(refusal, Refusal::MissingField { .. })).then_some(refusal)
}

fn choice(page: &Page, p: &Procedure, case: &Case, outcome: &Outcome) -> Choice {
    let required = p.required(&case.grounds);
    let attached = |id: &DocumentId| case.has(id) || required.iter().any(|d| d.id == *id);
    let documents = p.documents.iter().filter(|d| outcome.asks.contains(&Field::Faults) && attached(&d.id));
    let cards = required.iter().filter(|d| d.surrendered).map(|d| page.of(&d.name)).collect::<Vec<_>>();
    Choice {
        id: outcome.id.clone(),
        label: page.of(&outcome.label).to_owned(),
        asks: outcome.asks.clone(),
        documents: documents.map(|d| (d.id.clone(), page.of(&d.name).to_owned())).collect(),
        surrendered: (outcome.asks.contains(&Field::Surrendered) && !cards.is_empty())
            .then(|| cards.join(", ")),
        proved: p.operator_proof.is_some() && outcome.guards.contains(&Guard::OperatorProved),
        only: false,
    }
}

impl Standing<'_> {
    /// Why the rules would refuse this command to this officer now; none where they would not.
    pub fn refusal(&self, command: Command) -> Option<Refusal> {
        let request = Request::new(self.officer.actor_once_proved(self.now), self.now, command);
        decide(self.p, Some(self.case), &request).err()
    }

    pub fn may(&self, command: Command) -> bool {
        let refusal = self.refusal(command);
        // What is only not filled in yet may be offered.
        matches!(refusal, None | Some(Refusal::EmptyText | Refusal::MissingField { .. }))
    }
}
