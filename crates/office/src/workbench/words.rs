//! Ids of a view's row in words, as several screens show them.

use crate::accounts::{ADMINISTRATOR, AssignmentKind, MINISTRY, Officer, User};
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
        None if *id == *MINISTRY => page.t("role-ministry"),
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

/// A role as somebody holds it who took it on themselves: "Kasi … (akses darurat)".
pub fn emergency_post(page: &Page, id: &RoleId) -> String {
    page.t1("post-emergency", "role", role(page, id))
}

/// What somebody holds today, each role as they hold it.
pub fn posts(page: &Page, user: &User) -> Vec<String> {
    let acts = |role: &RoleId| user.acting.iter().find(|(r, _)| r == role).map(|(_, kind)| *kind);
    let taken = |role: &RoleId| user.emergency.as_ref().is_some_and(|e| e.role == *role);
    let words = |role: &RoleId| match acts(role) {
        None if taken(role) => emergency_post(page, role),
        kind => post(page, role, kind.unwrap_or(AssignmentKind::Definitive)),
    };
    user.roles.iter().map(words).collect()
}

/// In whose places and by which emergency access somebody acts, in words; none where in nobody's.
pub fn acting(page: &Page, officer: &Officer) -> Option<String> {
    let posts = officer.acting.iter().map(|(role, kind)| post(page, role, *kind));
    let taken = officer.emergency.iter().map(|e| emergency_post(page, &e.role));
    let all = posts.chain(taken).collect::<Vec<_>>();
    (!all.is_empty()).then(|| all.join(", "))
}
