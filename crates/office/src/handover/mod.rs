//! Around the gate: the passes that bring a visitor to the counter, the page that shows one, and the survey
//! afterwards. The gate itself is a screen of the desk; who is handed what is for the rules to say.

mod pass_page;
mod passes;
mod survey;
mod survey_page;

pub use passes::{Found, Passes, Purpose};
pub use survey::{Month, month_of, months, satisfaction};

use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::Page;
use crate::web::address::Address;
use crate::web::page::page_with;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Pass, pass_page::show)
        .at(Route::Survey, survey_page::ask)
        .at(Route::AnswerSurvey, survey_page::answer)
        .hiding_addresses()
}

#[derive(Template)]
#[template(path = "pass_gone.html")]
struct Gone {
    page: Page,
    text: String,
    chat: String,
}

/// The page of whoever has no pass and no survey: wrong, old, used or somebody else's, nobody learns which.
fn gone(mut page: Page, address: &Address) -> Result<Response, Error> {
    // The address holds what was tried: nothing of it goes into the page.
    "/lacak".clone_into(&mut page.path);
    let allowed = page.app().pass_slowing.allows(&address.0.to_string());
    let (status, key) = match allowed {
        true => (StatusCode::NOT_FOUND, "pass-gone-text"),
        false => (StatusCode::TOO_MANY_REQUESTS, "tracking-too-often"),
    };
    let (text, chat) = (page.t(key), crate::secure_link::chat(&page, "status"));
    page_with(status, &Gone { page, text, chat })
}
