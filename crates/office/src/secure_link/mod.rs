//! `secure_link`: the page on which a resident gives data and documents outside the chat. The chat hands out a
//! one-time link; whoever opens it first acts as its sender, and everything goes through `cases::dispatch`.
//! No word of a token, cookie or document is ever logged here.

mod applicant;
mod dossier;
mod judge;
mod keeping;
mod link;
mod open;
mod seal;
mod sending;
mod uploads;
mod visit;

pub use link::{Asked, Link, fall_due};
pub use visit::chat;

use crate::permissions::{Doors, Route};
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use tower_http::limit::RequestBodyLimitLayer;

pub fn doors() -> Doors {
    // Heard out a little beyond what is taken: who is cut off while sending does not hear why.
    let part = sending::part.layer(RequestBodyLimitLayer::new(2 * uploads::PART));
    let file = sending::at_once.layer(DefaultBodyLimit::max(sending::HEARD_OUT));
    Doors::new()
        .at(Route::LinkDossier, dossier::show)
        .at(Route::Link, open::show)
        .at(Route::OpenLink, open::bind)
        .at(Route::LinkApplicant, applicant::show)
        .at(Route::LinkTell, applicant::tell)
        .at(Route::LinkBegin, sending::begin)
        .at(Route::LinkComplete, sending::complete)
        .at(Route::LinkPart, part)
        .at(Route::LinkFile, file)
        .at(Route::LinkPicture, dossier::picture)
        .at(Route::LinkMarked, dossier::marked)
        .at(Route::LinkRemove, dossier::remove)
        .at(Route::LinkAccept, dossier::accept)
        .at(Route::LinkSubmit, dossier::submit)
        .hiding_addresses()
}
