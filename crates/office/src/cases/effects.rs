//! What `react` wants of the world, as rows: messages into the outbox, timers and print jobs into their tables.

use super::outbox::Outgoing;
use super::{CaseError, Story, alerts, outbox, timers};
use crate::db::Statement;
use crate::production::jobs;
use procedure::{Case, Effect, Event, react};

pub(super) fn of(story: &Story<'_>, case: &Case, event: &Event) -> Result<Vec<Statement>, CaseError> {
    let Some(wanted) = Some(react(story.procedure, case, event)).filter(|w| !w.is_empty()) else {
        return Ok(Vec::new());
    };
    let contact = case.applicant.contact.as_ref();
    let mut statements = Vec::new();
    for effect in wanted {
        let (notice, outgoing) = match effect {
            Effect::Timer { at, kind } => {
                statements.push(timers::set_case(story.office, story.ticket, at, &kind));
                continue;
            }
            Effect::Alert { to, clock, when, due } => {
                let alert = alerts::Alert::of(story.ticket, case, (clock, when, due), event.at);
                statements.extend(alerts::rows(story.office, &to, &alert));
                continue;
            }
            Effect::Print { job, printer } => {
                statements.push(jobs::order(story.office, story.ticket, job, &printer, event.at));
                continue;
            }
            Effect::CancelPrint { job } => {
                statements.push(jobs::cancel(story.office, story.ticket, job));
                continue;
            }
            Effect::Tell { notice, text, args } => {
                let args = args.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
                (notice, Outgoing::Notice { text: text.to_owned(), args })
            }
            Effect::Say { notice, text, by } => (notice, Outgoing::Say { text, by }),
        };
        if let Some(contact) = contact {
            let letter = outbox::Letter {
                contact: contact.clone(),
                ticket: Some(story.ticket.clone()),
                notice: Some(notice),
                body: outgoing,
            };
            statements.push(outbox::put(story.office, &letter, event.at)?);
        }
    }
    Ok(statements)
}
