//! Who looked at a sender's data, gathered for the conversation: what of their cases and of what was written with them.

use super::conversation::{Known, Looked};
use super::threads::code;
use crate::app::App;
use crate::error::Error;
use crate::reads::conversation;
use crate::texts;
use procedure::{ContactId, Language};

/// The last first, whichever request they were of.
pub async fn at(
    app: &App,
    contact: &ContactId,
    cases: &[Known],
    language: Language,
) -> Result<Vec<Looked>, Error> {
    let p = app.cases.procedures().active();
    let mut looked = Vec::new();
    let subjects = cases.iter().map(|k| (Some(k.ticket.to_string()), k.ticket.to_string()));
    for (ticket, subject) in subjects.chain([(None, conversation(&code(contact)))]) {
        for sum in app.reads.summed(&subject).await? {
            let names = sum.roles.iter().filter_map(|r| p.role(&r.as_str().into()));
            let offices =
                names.map(|r| texts::of(language, &r.name).to_owned()).collect::<Vec<_>>().join(", ");
            looked.push(Looked {
                ticket: ticket.clone(),
                offices,
                purpose: format!("permit-purpose-{}", sum.purpose),
                times: sum.times,
                last: p.calendar.day_of(sum.last),
            });
        }
    }
    looked.sort_by_key(|look| std::cmp::Reverse(look.last));
    Ok(looked)
}
