//! Sessions: a random cookie, of which the database keeps a hash; ended by idleness, by age, by signing
//! out, and when an account changes.

use super::log::{By, Change};
use super::stage::{PATIENCE, Pending, Stage};
use super::users::{Held, roles_on};
use super::{Accounts, Officer, SignInSlowing, User, kept, password};
use crate::app::Shared;
use crate::config;
use crate::db::{DbError, Statement, Write};
use crate::params;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::{SignedDuration, Timestamp};
use procedure::{KeyId, OperatorAuth, UserId};

/// `__Host-`: only over TLS (or on this machine), only for this host, only with path `/`.
const COOKIE: &str = "__Host-rancak";
/// `seen_at` is not written more often than this.
const SEEN: SignedDuration = SignedDuration::from_secs(60);

/// A session that is good: whose, when it last gave a sign of life, and what is still to be given in it.
struct Seen {
    officer: Officer,
    seen: Timestamp,
    stage: Stage,
}

impl Accounts {
    /// Who this is, where login and password are right.
    pub async fn check_password(
        &self,
        login: &str,
        given: &str,
        at: Timestamp,
    ) -> Result<Option<User>, DbError> {
        let found = self.by_login(login, at).await?;
        let hash = found.as_ref().map(|(_, h)| h.clone()).filter(|h| !h.is_empty());
        let right = given.len() <= 4 * password::LONGEST && password::matches(given.to_owned(), hash).await;
        Ok(found.map(|(user, _)| user).filter(|user| right && !user.disabled))
    }

    /// Counts a sign-in that failed, and writes it down now and then where the account is somebody's.
    pub async fn failed(&self, slowing: &SignInSlowing, login: &str, at: Timestamp) -> Result<(), DbError> {
        let Some((user, _)) = self.by_login(login, at).await? else { return Ok(()) };
        let Some(times) = slowing.failed(&user.id) else { return Ok(()) };
        let line = self.note(&user.id, &By::system(), Change::SignInsFailed { times }, at)?;
        self.db.write(Write::one(line)).await
    }

    pub async fn sign_out(&self, token: &str) -> Result<(), DbError> {
        let sql = "DELETE FROM sessions WHERE office = ?1 AND token = ?2";
        self.db.write(Write::one(Statement::new(sql, params![&self.office, kept(token)]))).await
    }

    /// Whose session this is, while it is good.
    pub async fn session(
        &self,
        token: &str,
        limits: &config::Session,
        at: Timestamp,
    ) -> Result<Option<Officer>, DbError> {
        let seen = self.seen(token, limits, at).await?;
        Ok(seen.filter(|s| s.stage == Stage::Full).map(|s| s.officer))
    }

    /// As [`Accounts::session`], which counts as a sign of life.
    async fn officer(
        &self,
        token: &str,
        limits: &config::Session,
        at: Timestamp,
    ) -> Result<Option<Seen>, DbError> {
        let Some(found) = self.seen(token, limits, at).await? else { return Ok(None) };
        if found.seen.duration_until(at) > SEEN {
            let sql = "UPDATE sessions SET seen_at = ?3 WHERE office = ?1 AND token = ?2";
            let sign = Statement::new(sql, params![&self.office, kept(token), at]);
            match self.db.write(Write::one(sign)).await {
                // Reading goes on while nothing can be written; the next page tries again.
                Err(DbError::Unavailable(why)) => tracing::warn!("a sign of life is not kept: {why}"),
                other => other?,
            }
        }
        Ok(Some(found))
    }

    /// The officer, and when they last gave a sign of life. A session that is over is forgotten.
    async fn seen(
        &self,
        token: &str,
        limits: &config::Session,
        at: Timestamp,
    ) -> Result<Option<Seen>, DbError> {
        let sql = concat!(
            "SELECT u.id, u.name, ",
            roles_on!("?3", "?4"),
            ", s.started_at, s.seen_at, s.proved_at, s.proved_key, s.stage FROM sessions s
            JOIN users u ON u.office = s.office AND u.id = s.user_id
            WHERE s.office = ?1 AND s.token = ?2 AND u.disabled = 0"
        );
        let token = kept(token);
        let values = params![&self.office, &token, self.day(at).to_string(), at];
        let rows = self.db.query(sql, values).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (started, seen) = (row.instant(3)?, row.instant(4)?);
        let idle = SignedDuration::from_mins(i64::from(limits.idle_minutes));
        let oldest = SignedDuration::from_hours(i64::from(limits.absolute_hours));
        let stage = Stage::parse(&row.text(7)?);
        let oldest = if stage == Stage::Full { oldest } else { PATIENCE };
        if seen.duration_until(at) > idle || started.duration_until(at) > oldest {
            let sql = "DELETE FROM sessions WHERE office = ?1 AND token = ?2";
            self.db.write(Write::one(Statement::new(sql, params![&self.office, token]))).await?;
            return Ok(None);
        }
        let proved = row.opt_instant(5)?.zip(row.opt_text(6)?);
        let held = Held::read(&row.text(2)?);
        let officer = Officer {
            user: UserId::new(row.text(0)?),
            name: row.text(1)?,
            roles: held.roles,
            acting: held.acting,
            emergency: held.emergency,
            operator_auth: proved.map(|(at, key)| OperatorAuth { at, key: KeyId::new(key) }),
        };
        Ok(Some(Seen { officer, seen, stage }))
    }
}

pub(super) fn cookie(token: String) -> Cookie<'static> {
    Cookie::build((COOKIE, token)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build()
}

/// The session that a browser's cookie names, good or not.
pub fn token(jar: &CookieJar) -> Option<String> {
    jar.get(COOKIE).map(|c| c.value().to_owned())
}

/// Puts the officer, if the cookie names one, where [`Officer`] and [`crate::web::Page`] find them.
pub async fn recognise(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    if let Some(token) = token(&CookieJar::from_headers(request.headers())) {
        let (limits, now) = (&app.config.session, app.clock.now());
        let found = if is_by_itself(&request) {
            app.accounts.seen(&token, limits, now).await
        } else {
            app.accounts.officer(&token, limits, now).await
        };
        match found {
            Ok(Some(Seen { officer, stage, .. })) if stage != Stage::Full => {
                request.extensions_mut().insert(Pending { user: officer.user, stage });
            }
            Ok(Some(Seen { mut officer, .. })) => {
                let left = officer.operator_auth.as_ref().and_then(|auth| app.proof_left(auth));
                officer.operator_auth = officer.operator_auth.filter(|_| left.is_some());
                request.extensions_mut().insert(officer);
            }
            Ok(None) => {}
            Err(e) => return crate::error::Error::from(e).into_response(),
        }
    }
    next.run(request).await
}

/// A page that asks again by itself is no sign of life of its reader.
fn is_by_itself(request: &Request) -> bool {
    request.headers().contains_key("hx-request")
}

/// To the sign-in page, and from there back to what was to be looked at.
pub fn sign_in_first(method: &Method, uri: &Uri) -> Redirect {
    let to = match uri.path() {
        path if method == Method::GET => format!("/masuk?ke={path}"),
        _ => "/masuk".to_owned(),
    };
    Redirect::to(&to)
}

impl<S: Send + Sync> FromRequestParts<S> for Officer {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Redirect> {
        let officer = parts.extensions.get::<Self>().cloned();
        officer.ok_or_else(|| sign_in_first(&parts.method, &parts.uri))
    }
}
