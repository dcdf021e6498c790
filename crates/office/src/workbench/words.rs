//! Ids of a view's row in words, as several screens show them.

use crate::cases::Summary;
use crate::web::Page;
use procedure::{Procedure, ReasonId, StepId};

/// Reasons kept as ids separated by commas.
pub fn reasons(page: &Page, p: &Procedure, ids: &str) -> String {
    let named = |id: &str| match p.reason(&ReasonId::new(id)) {
        Some(reason) => page.of(&reason.name).to_owned(),
        None => id.to_owned(),
    };
    ids.split(',').filter(|id| !id.is_empty()).map(named).collect::<Vec<_>>().join(", ")
}

/// Where a case stands: its step, or how it ended.
pub fn standing(page: &Page, p: &Procedure, summary: &Summary) -> String {
    match summary.status.as_str() {
        "draft" => page.t("search-draft"),
        "open" => {
            let step = p.step(&StepId::new(summary.lane.clone()));
            let title = step.map_or_else(|| summary.lane.clone(), |s| page.of(&s.title).to_owned());
            match summary.turn.as_str() {
                "work" => title,
                turn => format!("{title}, {}", page.t(&format!("waiting-{turn}"))),
            }
        }
        closing => page.t(&format!("closing-{closing}")),
    }
}
