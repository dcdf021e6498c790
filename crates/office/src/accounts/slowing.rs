//! Slows guessing. What one address guesses at one account waits for that address alone. What many addresses guess at one
//! account waits for everybody, except in browsers from which its owner has signed in before; whoever else waits a few
//! minutes gets their try, so that nobody can lock another out.

use super::Accounts;
use crate::web::address::Address;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::{SignedDuration, Timestamp};
use procedure::UserId;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many tries at once, then one for each pause.
pub struct Slowing<K: Clone + Hash + Eq>(DefaultKeyedRateLimiter<K>);

impl<K: Clone + Hash + Eq> Slowing<K> {
    pub fn new(at_once: u32, pause: Duration) -> Self {
        let quota = Quota::with_period(pause).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
        Self(RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN))))
    }

    /// Counts a try; false where it comes too soon.
    pub fn allows(&self, key: &K) -> bool {
        // Forgets who has not tried for long, now and then, so that memory stays bounded.
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        self.0.check_key(key).is_ok()
    }
}

/// How long somebody waits whose account others guess at, in a browser that is new.
pub const WAIT: SignedDuration = SignedDuration::from_mins(3);
/// How long after that their turn is kept.
const TURN: SignedDuration = SignedDuration::from_mins(30);
const WAITING: &str = "__Host-rancak-giliran";
const KNOWN: &str = "__Host-rancak-kenal-";

/// Slows whoever tries to sign in.
pub struct SignInSlowing {
    by_address: Slowing<(Address, String)>,
    by_login: Slowing<String>,
    by_browser: Slowing<String>,
    turns: Slowing<String>,
    /// How often in a row a sign-in to somebody's account failed, since the office started.
    failed: Mutex<BTreeMap<UserId, u32>>,
}

/// Whether somebody may try now.
#[derive(Debug, PartialEq)]
pub enum Turn {
    Now,
    /// A minute later, at the same address.
    Soon,
    /// With this cookie, after [`WAIT`].
    Wait(Option<Cookie<'static>>),
}

impl Default for SignInSlowing {
    fn default() -> Self {
        Self {
            by_address: Slowing::new(5, Duration::from_secs(20)),
            by_login: Slowing::new(20, Duration::from_secs(30)),
            by_browser: Slowing::new(10, Duration::from_secs(20)),
            turns: Slowing::new(1, Duration::from_secs(3600)),
            failed: Mutex::default(),
        }
    }
}

/// After how many failures in a row, and again after as many, a line is written.
const TOLD: u32 = 5;

impl SignInSlowing {
    /// Counts a failure; how many there were in a row, where that is to be written down.
    pub fn failed(&self, user: &UserId) -> Option<u32> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let times = failed.entry(user.clone()).or_default();
        *times = times.saturating_add(1);
        times.is_multiple_of(TOLD).then_some(*times)
    }

    /// A good sign-in ends the row.
    pub fn succeeded(&self, user: &UserId) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).remove(user);
    }

    /// Counts a try at an account.
    pub fn turn(
        &self,
        accounts: &Accounts,
        jar: &CookieJar,
        address: Address,
        login: &str,
        at: Timestamp,
    ) -> Turn {
        let login = login.trim().to_lowercase();
        // First, so that whoever shares its address cannot slow it either.
        if let Some(browser) = accounts.known_browser(jar, &login) {
            return if self.by_browser.allows(&browser) { Turn::Now } else { Turn::Soon };
        }
        if !self.by_address.allows(&(address, login.clone())) {
            return Turn::Soon;
        }
        if self.by_login.allows(&login) {
            return Turn::Now;
        }
        match accounts.waited(jar, &login) {
            Some((since, number)) => {
                let waited = since.duration_until(at);
                if (WAIT..=WAIT + TURN).contains(&waited) && self.turns.allows(&number) {
                    Turn::Now
                } else if (SignedDuration::ZERO..WAIT).contains(&waited) {
                    Turn::Wait(None)
                } else {
                    Turn::Wait(accounts.waiting(&login, at))
                }
            }
            None => Turn::Wait(accounts.waiting(&login, at)),
        }
    }
}

impl Accounts {
    /// The cookie of a browser from which somebody has signed in; it opens nothing.
    pub fn knows_browser(&self, login: &str) -> Option<Cookie<'static>> {
        let number = hex::encode(rand::random::<[u8; 12]>());
        let mark = self.seal.mark(&format!("browser {} {login} {number}", self.office))?;
        let mut cookie = host_only(format!("{KNOWN}{}", short(login)), format!("{number}.{mark}"));
        cookie.make_permanent();
        Some(cookie)
    }

    fn known_browser(&self, jar: &CookieJar, login: &str) -> Option<String> {
        let cookie = jar.get(&format!("{KNOWN}{}", short(login)))?;
        let (number, mark) = cookie.value().split_once('.')?;
        let what = format!("browser {} {login} {number}", self.office);
        self.seal.is_ours(&what, mark).then(|| number.to_owned())
    }

    /// The cookie of somebody who waits since now.
    fn waiting(&self, login: &str, at: Timestamp) -> Option<Cookie<'static>> {
        let number = hex::encode(rand::random::<[u8; 12]>());
        let since = at.as_millisecond();
        let mark = self.seal.mark(&format!("turn {} {login} {since} {number}", self.office))?;
        Some(host_only(WAITING.to_owned(), format!("{since}.{number}.{mark}")))
    }

    fn waited(&self, jar: &CookieJar, login: &str) -> Option<(Timestamp, String)> {
        let cookie = jar.get(WAITING)?;
        let mut parts = cookie.value().splitn(3, '.');
        let (since, number, mark) = (parts.next()?, parts.next()?, parts.next()?);
        let what = format!("turn {} {login} {since} {number}", self.office);
        let ours = self.seal.is_ours(&what, mark);
        ours.then_some((crate::clock::instant(since.parse().ok()?), number.to_owned()))
    }
}

fn short(login: &str) -> String {
    super::kept(login).chars().take(8).collect()
}

fn host_only(name: String, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_beyond_the_first_few_must_wait_and_nobody_elses_do() {
        let slowing = Slowing::new(3, Duration::from_secs(60));
        assert!((0..3).all(|_| slowing.allows(&"a")));
        assert!(!slowing.allows(&"a"));
        assert!(slowing.allows(&"b"));
    }
}
