//! What the applicant is told of the product that leaves the office, or comes back to it.

use super::{Effect, appointment, tell};
use crate::case::Case;
use crate::definition::Procedure;
use crate::event::{Event, EventBody};

pub(super) fn react(p: &Procedure, case: &Case, event: &Event) -> Vec<Effect> {
    use EventBody as E;
    match &event.body {
        E::HandedOver { received_by, relation, .. } => {
            let args = [("received_by", received_by.clone()), ("relation", relation.clone())];
            tell(case, "notice-handed-over", args.into())
        }
        E::Dispatched { through, reference, .. } => {
            let args = [("through", through.clone()), ("reference", reference.clone())];
            tell(case, "notice-dispatched", args.into())
        }
        E::DispatchReturned { why, .. } => {
            let mut effects = tell(case, "notice-dispatch-returned", vec![("why", why.clone())]);
            effects.extend(appointment::safe_timer(p, case));
            effects
        }
        _ => Vec::new(),
    }
}
