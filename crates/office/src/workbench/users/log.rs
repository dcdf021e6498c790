//! The log of accounts in words, for administrators and those who oversee: the newest first.

use crate::accounts::{Change, EmergencyVerdict, Entry, SignInWay, User};
use crate::app::Shared;
use crate::error::Error;
use crate::events;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use crate::workbench::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

/// How many lines a page shows.
const LINES: usize = 100;

pub(super) fn doors() -> Doors {
    Doors::new().at(Route::AccountLog, show)
}

#[derive(Template)]
#[template(path = "account_log.html")]
struct Log {
    page: Page,
    lines: Vec<Told>,
    /// The line behind which an older page begins.
    older: Option<String>,
    /// Who signed in is shown, and not what was changed.
    sign_ins: bool,
}

struct Told {
    at: String,
    whose: String,
    what: String,
    by: String,
}

#[derive(Deserialize)]
struct Before {
    sebelum: Option<String>,
    #[serde(default)]
    tentang: String,
}

async fn show(
    State(app): State<Shared>,
    page: Page,
    Query(before): Query<Before>,
) -> Result<Response, Error> {
    let users = app.accounts.users(app.clock.now()).await?;
    let sign_ins = before.tentang == "masuk";
    let log = if sign_ins { events::Log::SignIn } else { events::Log::Account };
    let found = app.accounts.account_log(log, before.sebelum.as_deref(), LINES).await?;
    let older = found.last().filter(|_| found.len() == LINES).map(|l| l.id.clone());
    let told = found.iter().map(|line| Told {
        at: page.moment(line.at),
        whose: whose(&users, &line.entry),
        what: what(&page, &line.entry.change),
        by: page.t1("account-by", "name", &line.entry.by.name),
    });
    html(&Log { lines: told.collect(), older, sign_ins, page })
}

fn whose(users: &[User], entry: &Entry) -> String {
    let user = users.iter().find(|u| u.id == entry.user);
    user.map_or_else(|| entry.user.to_string(), |u| format!("{} ({})", u.name, u.login))
}

/// A change in words.
fn what(page: &Page, change: &Change) -> String {
    use Change as C;
    match change {
        C::Added { login, .. } => page.t1("account-added", "login", login),
        C::NikMarked => page.t("account-nik-marked"),
        C::Renamed { name } => page.t1("account-renamed", "name", name),
        C::Disabled => page.t("account-disabled"),
        C::Enabled => page.t("account-enabled"),
        C::Invited => page.t("account-invited"),
        C::PasswordChosen => page.t("account-password"),
        C::Assigned { .. } | C::AssignmentEnded { .. } => of_role(page, change),
        C::Absent { reason, first_day, last_day, .. } => {
            let reason = crate::accounts::AbsenceReason::parse(reason).map(|r| super::reason(page, r));
            let days = days(first_day, last_day.as_deref());
            page.with("account-absent", &[("reason", reason.unwrap_or_default()), ("days", days)])
        }
        C::AbsenceEnded { .. } => page.t("account-absence-ended"),
        C::Qualified { qualification, evidence } => {
            let args = [("kind", qualification.clone()), ("evidence", evidence.clone())];
            page.with("account-qualified", &args)
        }
        C::QualificationEnded { .. } => page.t("account-qualification-ended"),
        C::KeyAllowed => page.t("account-key-allowed"),
        C::KeyEnrolled { label, allowed_by } => {
            page.with("account-key-enrolled", &[("label", label.clone()), ("name", allowed_by.clone())])
        }
        C::KeyEnded { .. } => page.t("account-key-ended"),
        C::FactorEnrolled => page.t("account-factor-enrolled"),
        C::FactorEnded => page.t("account-factor-ended"),
        C::SessionsEnded => page.t("account-sessions-ended"),
        C::RecoveryAsked { why } => page.t1("account-recovery-asked", "why", why),
        C::RecoveryConfirmed => page.t("account-recovery-confirmed"),
        C::RecoveryDeclined => page.t("account-recovery-declined"),
        C::Recovered => page.t("account-recovered"),
        C::SignedIn { way } => page.t(signed_in(*way)),
        C::IdentityLinked => page.t("account-identity-linked"),
        C::IdentityEnded => page.t("account-identity-ended"),
        C::StationAllowed { name } => page.t1("account-station-allowed", "station", name),
        C::StationEnded { name } => page.t1("account-station-ended", "station", name),
        C::SignInsFailed { times } => page.t1("account-failed", "times", times),
        C::EmergencyBegun { .. } | C::EmergencyEnded { .. } | C::EmergencyReviewed { .. } => {
            of_emergency(page, change)
        }
    }
}

fn signed_in(way: SignInWay) -> &'static str {
    match way {
        SignInWay::Password => "account-signed-in-password",
        SignInWay::App => "account-signed-in-app",
        SignInWay::Key => "account-signed-in-key",
        SignInWay::Provider => "account-signed-in-provider",
    }
}

fn of_role(page: &Page, change: &Change) -> String {
    match change {
        Change::Assigned { role, as_kind, decree, first_day, last_day, .. } => {
            let kind = crate::accounts::AssignmentKind::parse(as_kind);
            let post = words::post(page, role, kind.unwrap_or(crate::accounts::AssignmentKind::Definitive));
            let days = days(first_day, last_day.as_deref());
            page.with("account-assigned", &[("post", post), ("days", days), ("decree", decree.clone())])
        }
        Change::AssignmentEnded { role, .. } => {
            page.t1("account-assignment-ended", "role", words::role(page, role))
        }
        _ => String::new(),
    }
}

fn of_emergency(page: &Page, change: &Change) -> String {
    match change {
        Change::EmergencyBegun { role, reason, ends_at, .. } => {
            let until = ("until", page.moment(*ends_at));
            let args = [("role", words::role(page, role)), until, ("reason", reason.clone())];
            page.with("account-emergency-begun", &args)
        }
        Change::EmergencyEnded { role, .. } => {
            page.t1("account-emergency-ended", "role", words::role(page, role))
        }
        Change::EmergencyReviewed { role, verdict, note, .. } => {
            let verdict = EmergencyVerdict::parse(verdict)
                .map(|v| page.t(&format!("emergency-verdict-{}", v.as_str())));
            let verdict = ("verdict", verdict.unwrap_or_default());
            let args = [("role", words::role(page, role)), verdict, ("note", note.clone())];
            page.with("account-emergency-reviewed", &args)
        }
        _ => String::new(),
    }
}

fn days(first: &str, last: Option<&str>) -> String {
    format!("{first} – {}", last.unwrap_or("…"))
}
