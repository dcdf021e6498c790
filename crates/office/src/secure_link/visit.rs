//! Whoever comes to the page with the browser that opened a link. Everybody else gets one and the same page:
//! whether a link was wrong, old, used or somebody else's, nobody learns from it.

use super::link::Link;
use super::seal::Seal;
use crate::app::{App, Shared};
use crate::cases::Loaded;
use crate::error::Error;
use crate::web::Page;
use crate::web::page::page_with;
use askama::Template;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use procedure::{Phone, Status, Ticket};

/// `__Host-`: only over TLS (or on this machine), only for this host, only with path `/`.
const COOKIE: &str = "__Host-kirim";

/// A browser with a link that it opened.
pub struct Visit {
    pub link: Link,
    pub seal: Seal,
}

/// How far the request of a link has come.
pub enum Stand {
    /// Nobody has said yet whose card it is.
    Applicant,
    /// Documents may be sent.
    Dossier(Ticket, Box<Loaded>),
    /// It was sent.
    Receipt(Ticket),
    Over,
}

impl Visit {
    pub async fn stand(&self, app: &App) -> Result<Stand, Error> {
        let Some(ticket) = self.link.ticket.clone() else { return Ok(Stand::Applicant) };
        let Some(loaded) = app.cases.load(app.office(), &ticket).await? else { return Ok(Stand::Over) };
        Ok(match loaded.case.status {
            _ if self.link.used_at.is_some() => Stand::Receipt(ticket),
            _ if loaded.case.takes_documents() => Stand::Dossier(ticket, Box::new(loaded)),
            Status::Open => Stand::Receipt(ticket),
            _ => Stand::Over,
        })
    }

    /// The request that takes documents, or the page of those who have no link.
    pub async fn dossier(&self, app: &App) -> Result<(Ticket, Box<Loaded>), Error> {
        match self.stand(app).await? {
            Stand::Dossier(ticket, loaded) => Ok((ticket, loaded)),
            _ => Err(Error::NotFound),
        }
    }
}

/// The secret that binds a browser. `Lax`, because the first page is reached from WhatsApp, which is
/// another site; it outlives the browser's own end, which an old phone brings about often.
pub fn cookie(secret: &str) -> Result<Cookie<'static>, Error> {
    let life = super::link::LONGEST.as_secs();
    let text = format!("{COOKIE}={secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={life}");
    Cookie::parse(text).map_err(|e| Error::Broken(e.to_string()))
}

/// The link that this browser opened, if any.
pub async fn opened(app: &App, jar: &CookieJar) -> Result<Option<(Link, String)>, Error> {
    let Some(secret) = jar.get(COOKIE).map(|c| c.value().to_owned()) else { return Ok(None) };
    Ok(Link::of_browser(app, &secret).await?.map(|link| (link, secret)))
}

#[derive(Template)]
#[template(path = "link_gone.html")]
struct Gone {
    page: Page,
    text: String,
    chat: String,
}

/// The page of those who have no link.
pub fn gone(page: Page) -> Response {
    told(page, StatusCode::NOT_FOUND, "link-gone-text")
}

/// The same for those who try too often.
pub fn too_often(page: Page) -> Response {
    told(page, StatusCode::TOO_MANY_REQUESTS, "tracking-too-often")
}

fn told(mut page: Page, status: StatusCode, key: &str) -> Response {
    // The address holds what was tried: nothing of it goes into the page.
    "/kirim".clone_into(&mut page.path);
    let (text, chat) = (page.t(key), chat(&page, &page.t("link-word")));
    page_with(status, &Gone { page, text, chat }).unwrap_or_else(IntoResponse::into_response)
}

/// The conversation with the office, a word for it already typed.
pub fn chat(page: &Page, word: &str) -> String {
    let number = Phone::parse(&page.app().config.whatsapp.display_number);
    number.map_or_else(|_| String::new(), |n| format!("https://wa.me/{}?text={word}", n.as_str()))
}

impl<S> FromRequestParts<S> for Visit
where
    Shared: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = Shared::from_ref(state);
        let found = opened(&app, &CookieJar::from_headers(&parts.headers)).await;
        let Some((link, secret)) = found.map_err(IntoResponse::into_response)? else {
            let Ok(page) = Page::from_request_parts(parts, state).await;
            return Err(gone(page));
        };
        let seal = Seal::of(&secret).map_err(IntoResponse::into_response)?;
        // Reading goes on while nothing can be written; the next request tries again.
        if let Err(e) = link.seen(&app).await {
            tracing::warn!("a sign of life is not kept: {e}");
        }
        Ok(Self { link, seal })
    }
}
