//! Who holds which role today, for every officer: by right or in another's place, on which decree, and until when.

use super::{users, words};
use crate::accounts::{Absence, Assignment, Officer, User};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::{Page, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use procedure::RoleId;

pub fn doors() -> Doors {
    Doors::new().at(Route::Officials, show)
}

#[derive(Template)]
#[template(path = "officials.html")]
struct Officials {
    page: Page,
    day: String,
    posts: Vec<Post>,
}

/// A role, and whose it is today.
struct Post {
    role: String,
    holders: Vec<Holder>,
}

struct Holder {
    name: String,
    /// "Plh. …" where in another's place, "… (akses darurat)" where they took it on themselves.
    acting: Option<String>,
    words: String,
    /// Why and until when they are away.
    away: Option<String>,
}

async fn show(_: Officer, State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    let now = app.clock.now();
    let today = app.accounts.day(now);
    let users = app.accounts.users(now).await?;
    let all = app.accounts.all_assignments().await?;
    let away = app.accounts.away(today).await?;
    let in_force: Vec<&Assignment> = all.iter().filter(|a| a.in_force(today)).collect();
    let teller = Teller { page: &page, users: &users, away: &away };
    let roles = roles(&app, &in_force);
    let holders = |role: &RoleId| {
        let given = in_force.iter().filter(|a| a.role == *role).filter_map(|a| teller.holder(a));
        given.chain(teller.in_emergency(role)).collect()
    };
    let posts = roles.iter().map(|role| Post { role: words::role(&page, role), holders: holders(role) });
    html(&Officials { posts: posts.collect(), day: page.day(today), page })
}

/// The procedure's roles in its order, and behind them whatever else somebody holds.
fn roles(app: &App, in_force: &[&Assignment]) -> Vec<RoleId> {
    let p = app.cases.procedures().active();
    let mut roles: Vec<RoleId> = p.roles.iter().map(|r| r.id.clone()).collect();
    for held in in_force {
        if !roles.contains(&held.role) {
            roles.push(held.role.clone());
        }
    }
    roles
}

struct Teller<'a> {
    page: &'a Page,
    users: &'a [User],
    away: &'a [Absence],
}

impl Teller<'_> {
    /// None of somebody who may not sign in any more.
    fn holder(&self, a: &Assignment) -> Option<Holder> {
        let page = self.page;
        let user = self.users.iter().find(|u| u.id == a.user && !u.disabled)?;
        let rests = a.role != *crate::accounts::ADMINISTRATOR;
        let away = self.away.iter().find(|absence| rests && absence.user == a.user);
        let whose = a.acts_for.as_ref().and_then(|id| self.users.iter().find(|u| u.id == *id));
        let until = a.last_day.map(|last| page.t1("officials-until", "day", page.day(last)));
        let words = [
            whose.map(|u| page.t1("assignment-for", "name", &u.name)),
            (!a.decree.is_empty()).then(|| a.decree.clone()),
            until,
        ];
        Some(Holder {
            name: user.name.clone(),
            acting: a.kind.acts().then(|| words::post(page, &a.role, a.kind)),
            words: words.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            away: away.map(|absence| self.away(absence)),
        })
    }

    /// Whoever took the role on themselves.
    fn in_emergency<'b>(&'b self, role: &'b RoleId) -> impl Iterator<Item = Holder> + 'b {
        let taken =
            self.users.iter().filter(|u| !u.disabled).filter_map(|u| Some((u, u.emergency.as_ref()?)));
        taken.filter(|(_, e)| e.role == *role).map(|(user, e)| Holder {
            name: user.name.clone(),
            acting: Some(words::emergency_post(self.page, role)),
            words: self.page.t1("officials-until", "day", self.page.time(e.ends_at)),
            away: None,
        })
    }

    fn away(&self, absence: &Absence) -> String {
        let reason = users::reason(self.page, absence.reason);
        match absence.last_day {
            Some(last) => {
                self.page.with("officials-away-until", &[("reason", reason), ("day", self.page.day(last))])
            }
            None => self.page.t1("officials-away", "reason", reason),
        }
    }
}
