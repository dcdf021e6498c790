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
mod fields;
mod guard;
mod handover;
mod inbox;
mod intake;
mod live;
mod messages;
pub mod nav;
mod officials;
mod printing;
mod proof;
mod recoveries;
mod register;
mod reports;
mod satisfaction;
mod search;
mod sessions;
mod sop;
mod stations;
mod stock;
mod strange;
mod users;
mod visits;
mod words;

pub use fields::{Faults, Fields};

use crate::app::Shared;
use axum::Router;

pub fn routes() -> Router<Shared> {
    Router::new()
        .merge(inbox::routes())
        .merge(alerts::routes())
        .merge(batch::routes())
        .merge(calls::routes())
        .merge(case::routes())
        .merge(dashboard::routes())
        .merge(destructions::routes())
        .merge(documents::routes())
        .merge(handover::routes())
        .merge(intake::routes())
        .merge(live::routes())
        .merge(messages::routes())
        .merge(officials::routes())
        .merge(printing::routes())
        .merge(proof::routes())
        .merge(recoveries::routes())
        .merge(register::routes())
        .merge(reports::routes())
        .merge(satisfaction::routes())
        .merge(search::routes())
        .merge(sessions::routes())
        .merge(sop::routes())
        .merge(stations::routes())
        .merge(stock::routes())
        .merge(strange::routes())
        .merge(users::routes())
        .merge(visits::routes())
}
