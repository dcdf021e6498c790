//! Everybody who walks the table, and what an answer to them must be.

use super::fixture::{Fixture, MARKERS};
use crate::support::browser::{Answer, Browser};
use crate::support::server::{
    ADMINISTRATOR, CETAK, KABID, KADIS, KASI, MINISTRY, OPERATOR, REGISTER, Server,
};
use office::accounts::Officer;
use office::db::{Statement, Write};
use office::params;
use office::permissions::{Route, Subject, Verb};
use reqwest::Method;

pub const ROLES: [&str; 8] = [OPERATOR, KASI, CETAK, REGISTER, KABID, KADIS, ADMINISTRATOR, MINISTRY];

pub struct Visitor {
    pub name: String,
    pub browser: Browser,
    /// None for whoever has not signed in, or may not any more.
    pub officer: Option<Officer>,
    /// What an address that names nothing answers them.
    pub nothing: Answer,
}

impl Visitor {
    async fn new(name: &str, browser: Browser, officer: Option<Officer>) -> Self {
        let nothing = browser.get("/meja/tidak-ada").await;
        Self { name: name.to_owned(), browser, officer, nothing }
    }

    pub async fn nobody(server: &Server) -> Self {
        Self::new("nobody", server.stranger(), None).await
    }

    /// By GET, or with an empty form; a stream without an end is not read.
    pub async fn asks(&self, route: Route, path: &str) -> Answer {
        let method = match route.row().verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
        };
        let request = self.browser.request(method, path);
        let request = match route.row().verb {
            Verb::Post => request.header("content-type", "application/x-www-form-urlencoded").body(""),
            Verb::Get | Verb::Put => request,
        };
        if route != Route::Live {
            return self.browser.send(request).await;
        }
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = if status == 200 { Vec::new() } else { response.bytes().await.expect("a body").to_vec() };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, headers, bytes, body }
    }

    /// Whether the table lets them in.
    pub fn may(&self, fixture: &Fixture, route: Route) -> bool {
        let Some(officer) = &self.officer else { return false };
        let p = fixture.server.app.cases.procedures().active();
        let own = route.row().subject != Subject::OwnStep || officer.holds(CETAK);
        own && route.row().who.held_by(&p, &officer.roles)
    }

    /// That this is the answer to an address that names nothing, to the byte.
    pub fn is_told_nothing(&self, answer: &Answer, what: &str) {
        let who = &self.name;
        if self.officer.is_some() {
            assert_eq!(answer.status, 404, "{who}: {what}");
            assert_eq!(answer.bytes, self.nothing.bytes, "{who}: {what}: {}", answer.body);
        } else {
            assert_eq!(answer.status, 303, "{who}: {what}");
            let to = answer.location();
            assert!(to == "/masuk" || to.starts_with("/masuk?ke=/meja"), "{who}: {what}: {to}");
            assert_eq!(answer.bytes, self.nothing.bytes, "{who}: {what}: {}", answer.body);
        }
        assert!(MARKERS.iter().all(|m| !answer.has(m)), "{who}: {what}: {}", answer.body);
        let names: Vec<_> = answer.headers.keys().collect();
        assert!(self.nothing.headers.keys().all(|n| names.contains(&n)), "{who}: {what}: {names:?}");
        assert!(answer.headers.get("allow").is_none(), "{who}: {what}");
    }
}

/// Each role of the procedure, its administrator, an old role that opens nothing, somebody disabled after they signed
/// in, and nobody.
pub async fn everybody(fixture: &Fixture) -> Vec<Visitor> {
    let server = &fixture.server;
    let mut all = Vec::new();
    for role in ROLES.into_iter().chain(["peran_lama"]) {
        let browser = server.bearer(role).await;
        let officer = browser.officer().clone();
        fixture.key(&format!("kunci-{}", officer.user), officer.user.as_str()).await;
        all.push(Visitor::new(role, browser, Some(officer)).await);
    }
    let gone = server.officer("keluar", "Sudah Keluar", &ROLES[..6]).await;
    assert_eq!(gone.get("/meja").await.status, 200, "signed in at first");
    // The page of users ends their sessions as well; one that is left is to open nothing either.
    let sql = "UPDATE users SET disabled = 1 WHERE office = ?1 AND id = ?2";
    let disable = Statement::new(sql, params![server.app.office(), gone.officer().user.as_str()]);
    server.app.db.write(Write::one(disable)).await.expect("disabled");
    all.push(Visitor::new("disabled", gone, None).await);
    all.push(Visitor::nobody(server).await);
    all
}
