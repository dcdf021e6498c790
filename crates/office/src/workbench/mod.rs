//! The desk of the people who serve cases: one folder a screen, each with its handler and its template.
//! Screens show and ask; what happens to a case goes through `cases::dispatch`.

mod alerts;
mod batch;
mod calls;
mod case;
pub(crate) mod csv;
mod dashboard;
mod destructions;
mod documents;
mod emergency;
mod fields;
mod handover;
mod inbox;
mod incidents;
mod intake;
mod live;
mod looks;
mod messages;
mod nation;
pub mod nav;
mod officials;
mod printing;
mod privacy;
mod proof;
mod record;
mod recoveries;
mod register;
mod reports;
mod satisfaction;
mod search;
mod sessions;
mod sop;
mod stations;
mod step_up;
mod stock;
mod strange;
mod users;
mod visits;
mod words;

pub use fields::{Faults, Fields};

use crate::permissions::Doors;

pub fn doors() -> Doors {
    Doors::new()
        .merge(inbox::doors())
        .merge(alerts::doors())
        .merge(batch::doors())
        .merge(calls::doors())
        .merge(case::doors())
        .merge(dashboard::doors())
        .merge(destructions::doors())
        .merge(documents::doors())
        .merge(emergency::doors())
        .merge(handover::doors())
        .merge(incidents::doors())
        .merge(intake::doors())
        .merge(live::doors())
        .merge(looks::doors())
        .merge(messages::doors())
        .merge(officials::doors())
        .merge(printing::doors())
        .merge(privacy::doors())
        .merge(proof::doors())
        .merge(record::doors())
        .merge(recoveries::doors())
        .merge(register::doors())
        .merge(reports::doors())
        .merge(nation::doors())
        .merge(satisfaction::doors())
        .merge(search::doors())
        .merge(sessions::doors())
        .merge(sop::doors())
        .merge(stations::doors())
        .merge(stock::doors())
        .merge(strange::doors())
        .merge(users::doors())
        .merge(visits::doors())
}
