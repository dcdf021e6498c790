//! The links at the head of every page, each only for those who may follow it: the table of permissions says who.

use crate::permissions::{Route, may};
use crate::web::Page;

pub struct Link {
    pub href: &'static str,
    pub words: String,
    pub current: bool,
}

/// In the order in which they stand, with the text of each.
const LINKS: [(Route, &str); 28] = [
    (Route::Desk, "desk"),
    (Route::Alerts, "alerts"),
    (Route::Dashboard, "nav-figures"),
    (Route::Conversations, "messages"),
    (Route::Calls, "nav-calls"),
    (Route::Search, "search"),
    (Route::Counter, "nav-counter"),
    (Route::Gates, "nav-handover"),
    (Route::Visits, "nav-visits"),
    (Route::Stock, "nav-stock"),
    (Route::Printers, "printers"),
    (Route::Register, "nav-register"),
    (Route::Reports, "reports"),
    (Route::Satisfaction, "nav-ikm"),
    (Route::Nation, "nation"),
    (Route::Destructions, "nav-destructions"),
    (Route::Emergencies, "emergency"),
    (Route::Looks, "looks"),
    (Route::Privacy, "privacy"),
    (Route::Incidents, "incidents"),
    (Route::Record, "record"),
    (Route::Sop, "sop"),
    (Route::Officials, "officials"),
    (Route::Users, "users"),
    (Route::Recoveries, "recovery"),
    (Route::AccountLog, "account-log"),
    (Route::Stations, "stations"),
    (Route::Strange, "strange"),
];

/// Empty for a visitor who has not signed in.
pub fn links(page: &Page) -> Vec<Link> {
    let (Some(officer), app) = (&page.officer, page.app()) else { return Vec::new() };
    // Nothing waits at printers that the office has not, nor cases for whoever sees none.
    let useful = |route: Route| match route {
        Route::Desk => may(app, officer, Route::Case),
        Route::Printers => !app.printers.is_empty(),
        Route::Nation => app.config.office.nation,
        _ => true,
    };
    let link = |(route, key): (Route, &str)| {
        let href = route.row().path;
        Link { href, words: page.t(key), current: is_within(&page.path, href) }
    };
    LINKS.into_iter().filter(|(route, _)| may(app, officer, *route) && useful(*route)).map(link).collect()
}

/// In whose places the visitor acts today, in words.
pub fn acting(page: &Page) -> Option<String> {
    page.officer.as_ref().and_then(|officer| super::words::acting(page, officer))
}

/// What the visitor holds by emergency access, and for how long still, in words.
pub fn emergency(page: &Page) -> Option<String> {
    let held = page.officer.as_ref()?.emergency.as_ref()?;
    Some(super::emergency::band(page, held))
}

/// The desk's own link also stands for the cases reached from it.
fn is_within(path: &str, href: &str) -> bool {
    path == href
        || path.starts_with(&format!("{href}/")) && (href != "/meja" || path.starts_with("/meja/perkara"))
}
