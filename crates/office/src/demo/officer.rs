//! An officer at our own pages, as a browser would use them: signs in by invitation, opens the case,
//! sends its form.

use crate::accounts::By;
use crate::app::App;
use anyhow::{Context, bail};
use procedure::Ticket;
use std::sync::Mutex;

pub struct Officer {
    pub name: String,
    origin: String,
    http: reqwest::Client,
    cookie: Mutex<String>,
}

impl Officer {
    /// Follows a fresh invitation and chooses a password.
    pub async fn sign_in(app: &App, origin: &str, login: &str) -> anyhow::Result<Self> {
        let users = app.accounts.users(app.clock.now()).await?;
        let user = users.into_iter().find(|u| u.login == login).context("no such user")?;
        let secret = app.accounts.invite(&user.id, &By::system(), app.clock.now()).await?;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let officer = Self { name: user.name, origin: origin.to_owned(), http, cookie: Mutex::default() };
        let password = hex::encode(rand::random::<[u8; 16]>());
        officer
            .post(&format!("/undangan/{secret}"), &[("password", &password), ("again", &password)])
            .await?;
        Ok(officer)
    }

    /// Records an outcome of the step the case stands at.
    pub async fn record(
        &self,
        ticket: &Ticket,
        outcome: &str,
        fields: &[(&str, String)],
    ) -> anyhow::Result<()> {
        let path = format!("/meja/perkara/{ticket}");
        let shown = self.get(&path).await?;
        let form = field(&shown, "form").context("the case page has no form")?;
        let step = field(&shown, "step").context("the case page has no step to decide")?;
        // A field is named after the outcome it belongs to.
        let own: Vec<_> = fields.iter().map(|(name, value)| (format!("{name}.{outcome}"), value)).collect();
        let mut all = vec![("form", form.as_str()), ("step", step.as_str()), ("outcome", outcome)];
        all.extend(own.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        self.post(&format!("{path}/putuskan"), &all).await
    }

    /// Sends one of a page's forms, under the token that the page came with.
    pub async fn send(&self, page: &str, act: &str, fields: &[(&str, String)]) -> anyhow::Result<()> {
        let shown = self.get(page).await?;
        let form = field(&shown, "form").context("the page has no form")?;
        let mut all = vec![("form", form.as_str())];
        all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        self.post(&format!("{page}/{act}"), &all).await
    }

    /// Sends the form of a page with a file in it.
    pub async fn upload(
        &self,
        page: &str,
        fields: &[(&'static str, String)],
        (name, file): (&'static str, Vec<u8>),
    ) -> anyhow::Result<()> {
        let shown = self.get(page).await?;
        let token = field(&shown, "form").context("the page has no form")?;
        let part = reqwest::multipart::Part::bytes(file).file_name("foto.jpg").mime_str("image/jpeg")?;
        let mut form = reqwest::multipart::Form::new().text("form", token).part(name, part);
        for (name, value) in fields {
            form = form.text(*name, value.clone());
        }
        let call = self.http.post(format!("{}{page}", self.origin)).header("cookie", self.cookie());
        let got = call.header("sec-fetch-site", "same-origin").multipart(form).send().await?;
        if !got.status().is_redirection() {
            bail!("POST {page}: {}: {}", got.status(), got.text().await?);
        }
        Ok(())
    }

    async fn get(&self, path: &str) -> anyhow::Result<String> {
        let cookie = self.cookie();
        let got = self.http.get(format!("{}{path}", self.origin)).header("cookie", cookie).send().await?;
        let (status, body) = (got.status(), got.text().await?);
        if !status.is_success() {
            bail!("GET {path}: {status}");
        }
        Ok(body)
    }

    /// A form that is carried out leads on, or shows its page again.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<()> {
        let cookie = self.cookie();
        let call = self.http.post(format!("{}{path}", self.origin)).header("cookie", cookie);
        let got = call.header("sec-fetch-site", "same-origin").form(fields).send().await?;
        let set = got.headers().get_all("set-cookie").iter().filter_map(|c| c.to_str().ok());
        let set = set.into_iter().find(|c| c.starts_with("__Host-rancak=")).unwrap_or_default();
        if let Some(pair) = set.split(';').next().filter(|p| !p.is_empty())
            && let Ok(mut kept) = self.cookie.lock()
        {
            pair.clone_into(&mut kept);
        }
        let status = got.status();
        if !status.is_redirection() && !status.is_success() {
            bail!("POST {path}: {status}: {}", got.text().await?);
        }
        Ok(())
    }

    fn cookie(&self) -> String {
        self.cookie.lock().map(|c| c.clone()).unwrap_or_default()
    }
}

/// The value of the first hidden field of this name.
fn field(page: &str, name: &str) -> Option<String> {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(after.split('"').next()?.to_owned())
}
