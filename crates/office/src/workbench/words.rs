//! Ids of a view's row in words, as several screens show them.

use crate::accounts::{ADMINISTRATOR, AssignmentKind};
use crate::cases::Summary;
use crate::web::Page;
use procedure::{Procedure, ReasonId, RoleId, StepId};

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

/// A role as people say it; the id of one that the procedure in force does not have.
pub fn role(page: &Page, id: &RoleId) -> String {
    match page.app().cases.procedures().active().role(id) {
        Some(role) => page.of(&role.name).to_owned(),
        None if *id == *ADMINISTRATOR => page.t("role-administrator"),
        None => id.to_string(),
    }
}

/// A role as somebody holds it: "Plh. Kasi …" in another's place.
pub fn post(page: &Page, id: &RoleId, kind: AssignmentKind) -> String {
    let name = role(page, id);
    match kind {
        AssignmentKind::Definitive => name,
        AssignmentKind::Plh => page.t1("post-plh", "role", name),
        AssignmentKind::Plt => page.t1("post-plt", "role", name),
    }
}

/// How somebody holds a role who acts in these.
pub fn kind(acting: &[(RoleId, AssignmentKind)], role: &RoleId) -> AssignmentKind {
    acting.iter().find(|(r, _)| r == role).map_or(AssignmentKind::Definitive, |(_, kind)| *kind)
}

/// In whose places somebody acts, in words; none where in nobody's.
pub fn acting(page: &Page, acting: &[(RoleId, AssignmentKind)]) -> Option<String> {
    let posts = acting.iter().map(|(role, kind)| post(page, role, *kind)).collect::<Vec<_>>();
    (!posts.is_empty()).then(|| posts.join(", "))
}
