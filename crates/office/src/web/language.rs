//! The switch between Indonesian and English, kept in a cookie.

use super::page::LANGUAGE_COOKIE;
use axum::extract::Query;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Choice {
    #[serde(default)]
    bahasa: String,
    #[serde(default)]
    ke: String,
}

pub async fn choose(jar: CookieJar, Query(choice): Query<Choice>) -> (CookieJar, Redirect) {
    let language = if choice.bahasa == "en" { "en" } else { "id" };
    (jar.add(cookie(language)), Redirect::to(super::own_path(&choice.ke).unwrap_or("/")))
}

/// Two letters that nobody's safety hangs on; kept like every other cookie all the same.
pub fn cookie(language: &'static str) -> Cookie<'static> {
    let cookie = Cookie::build((LANGUAGE_COOKIE, language)).path("/").same_site(SameSite::Lax);
    cookie.secure(true).http_only(true).build()
}

/// Whether this browser has chosen its language.
pub fn spoken(jar: &CookieJar) -> bool {
    jar.get(LANGUAGE_COOKIE).is_some()
}
