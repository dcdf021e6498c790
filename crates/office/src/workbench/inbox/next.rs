//! Which case an officer works on next: their own first, then the most urgent that nobody has taken.

use super::Lanes;
use crate::accounts::Officer;
use crate::app::App;
use crate::error::Error;

/// The address to go to after leaving the case `ticket`; going on and on walks through all that wait.
pub async fn after(app: &App, officer: &Officer, ticket: &str) -> Result<String, Error> {
    let p = &*app.cases.procedures().active();
    let lanes = Lanes::of(p, officer);
    let (mut mine, mut free) = (Vec::new(), Vec::new());
    for step in lanes.steps().iter().filter(|s| officer.holds(s.role.as_str())) {
        for s in app.cases.inbox(app.office(), &step.id, "work").await? {
            match s.claimed_by.as_deref() {
                Some(user) if user == officer.user.as_str() => mine.push(s.ticket),
                Some(_) => {}
                None => free.push((s.due_at, s.ticket)),
            }
        }
    }
    free.sort();
    let queue: Vec<_> = mine.into_iter().chain(free.into_iter().map(|(_, t)| t)).collect();
    let left = queue.iter().position(|t| t.as_str() == ticket);
    let next = match left {
        Some(at) => queue.get(at + 1).or(queue.first()).filter(|t| t.as_str() != ticket),
        None => queue.first(),
    };
    Ok(next.map_or_else(|| "/meja".to_owned(), |t| format!("/meja/perkara/{t}")))
}
