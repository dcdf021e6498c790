//! A one-time link: made for one sender, bound to the first browser that opens it, over when it is used,
//! replaced, called off or too old. The database keeps hashes of its secrets, never the secrets.

use super::uploads;
use crate::accounts::{fresh_token, kept};
use crate::app::App;
use crate::cases::timers::{self, Due};
use crate::db::{DbError, Row, Statement, Write};
use crate::error::Error;
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{Consent, ContactId, FileId, Grounds, Language, Phone, Ticket};
use serde::{Deserialize, Serialize};

/// A link that is in use lives on, but never longer than this.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(6);
/// Its expiry is not moved more often than this.
const MOVED: SignedDuration = SignedDuration::from_secs(60);

macro_rules! columns {
    () => {
        "SELECT token, contact, ticket, form, created_at, expires_at, used_at FROM links WHERE office = ?1"
    };
}

/// What was said in the chat before the link was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub grounds: Grounds,
    pub consent: Option<Consent>,
    pub phone: Option<Phone>,
    pub language: Language,
}

#[derive(Debug, Clone)]
pub struct Link {
    /// The row's name: the hash of its token.
    pub id: String,
    pub contact: ContactId,
    /// None until the request is opened.
    pub ticket: Option<Ticket>,
    pub asked: Asked,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// When the request was sent by it.
    pub used_at: Option<Timestamp>,
}

impl Link {
    /// A new link of this sender, and what is to be written for it; an older one is over.
    pub async fn make(
        app: &App,
        contact: &ContactId,
        ticket: Option<&Ticket>,
        asked: &Asked,
    ) -> Result<(String, Vec<Statement>), Error> {
        let mut statements = Self::end_of(app, contact).await?;
        let (now, (token, id)) = (app.clock.now(), fresh_token());
        let expires = now.saturating_add(life(app)).unwrap_or(now);
        let form = serde_json::to_string(asked).map_err(|e| Error::Broken(e.to_string()))?;
        let sql = "INSERT INTO links (office, token, contact, ticket, form, browser, created_at, expires_at, used_at)
            VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, NULL)";
        let ticket = ticket.map(Ticket::as_str);
        let values = params![app.office(), &id, contact.as_str(), ticket, form, now, expires];
        statements.push(Statement::new(sql, values));
        statements.push(timers::set(app.office(), contact.as_str(), timers::LINK, expires, &id));
        Ok((token, statements))
    }

    /// The link this token opens, if nobody has opened it.
    pub async fn unopened(app: &App, token: &str) -> Result<Option<Self>, Error> {
        let sql = concat!(
            columns!(),
            " AND token = ?2 AND browser IS NULL AND used_at IS NULL AND expires_at > ?3"
        );
        Self::first(app, sql, kept(token)).await
    }

    /// The link that this browser opened; also after it was used, so that its receipt can be read again.
    pub async fn of_browser(app: &App, secret: &str) -> Result<Option<Self>, Error> {
        Self::first(app, concat!(columns!(), " AND browser = ?2 AND expires_at > ?3"), kept(secret)).await
    }

    /// The link that this sender may still use.
    pub async fn of_contact(app: &App, contact: &ContactId) -> Result<Option<Self>, Error> {
        let sql = concat!(columns!(), " AND contact = ?2 AND used_at IS NULL AND expires_at > ?3");
        Self::first(app, sql, contact.as_str().to_owned()).await
    }

    async fn first(app: &App, sql: &'static str, by: String) -> Result<Option<Self>, Error> {
        let rows = app.db.query(sql, params![app.office(), by, app.clock.now()]).await?;
        Ok(rows.first().map(read).transpose()?)
    }

    /// Binds it to a browser; the secret of that browser, or none where another was quicker.
    pub async fn bind(&self, app: &App) -> Result<Option<String>, Error> {
        let (secret, hash) = fresh_token();
        let sql = "UPDATE links SET browser = ?3 WHERE office = ?1 AND token = ?2 AND browser IS NULL";
        let bound = Statement::new(sql, params![app.office(), &self.id, hash]).must_change();
        match app.db.write(Write::one(bound)).await {
            Ok(()) => Ok(Some(secret)),
            Err(DbError::Conflict(_)) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// A sign of life: the end moves away.
    pub async fn seen(&self, app: &App) -> Result<(), Error> {
        let now = app.clock.now();
        let later = |from: Timestamp, by| from.saturating_add(by).unwrap_or(from);
        let end = later(now, life(app)).min(later(self.created_at, LONGEST));
        if self.used_at.is_some() || self.expires_at.duration_until(end) < MOVED {
            return Ok(());
        }
        let sql = "UPDATE links SET expires_at = ?3 WHERE office = ?1 AND token = ?2";
        Ok(app.db.write(Write::one(Statement::new(sql, params![app.office(), &self.id, end]))).await?)
    }

    /// The request was opened by it.
    pub fn opened(&self, office: &str, ticket: &Ticket) -> Statement {
        let sql = "UPDATE links SET ticket = ?3 WHERE office = ?1 AND token = ?2";
        Statement::new(sql, params![office, &self.id, ticket.as_str()])
    }

    /// The request was sent by it: of the link only the receipt is left.
    pub async fn used(&self, app: &App) -> Result<Vec<Statement>, Error> {
        let mut statements = self.clear(app).await?;
        let sql = "UPDATE links SET used_at = ?3 WHERE office = ?1 AND token = ?2";
        statements.push(Statement::new(sql, params![app.office(), &self.id, app.clock.now()]));
        Ok(statements)
    }

    /// Deletes what came by it and did not become part of the case.
    async fn clear(&self, app: &App) -> Result<Vec<Statement>, Error> {
        let loose: Vec<FileId> = uploads::loose(app, &self.id).await?;
        let mut statements = uploads::clear(app.office(), &self.id);
        if !loose.is_empty() {
            let files = loose.iter().map(FileId::as_str).collect::<Vec<_>>().join(",");
            statements.push(timers::set(app.office(), &self.id, timers::FILES, app.clock.now(), &files));
        }
        Ok(statements)
    }

    /// Ends every link of this sender, used or not.
    pub async fn end_of(app: &App, contact: &ContactId) -> Result<Vec<Statement>, Error> {
        let sql = concat!(columns!(), " AND contact = ?2");
        let rows = app.db.query(sql, params![app.office(), contact.as_str()]).await?;
        let mut statements = Vec::new();
        for row in &rows {
            statements.extend(read(row)?.end(app).await?);
        }
        Ok(statements)
    }

    async fn end(&self, app: &App) -> Result<Vec<Statement>, Error> {
        let mut statements = self.clear(app).await?;
        let sql = "DELETE FROM links WHERE office = ?1 AND token = ?2";
        statements.push(Statement::new(sql, params![app.office(), &self.id]));
        statements.push(timers::unset(app.office(), self.contact.as_str(), timers::LINK));
        Ok(statements)
    }
}

/// The timer of a link: it ends, or it was in use meanwhile and ends later.
pub async fn fall_due(app: &App, timer: &Due) -> Result<(), Error> {
    let sql = concat!(columns!(), " AND token = ?2");
    let rows = app.db.query(sql, params![app.office(), &timer.body]).await?;
    let statements = match rows.first().map(read).transpose()? {
        Some(link) if link.expires_at > app.clock.now() => {
            vec![timers::set(app.office(), &timer.subject, timers::LINK, link.expires_at, &link.id)]
        }
        Some(link) => link.end(app).await?,
        None => vec![timers::done(app.office(), timer)],
    };
    app.db.write(Write { statements, touches: Vec::new() }).await?;
    app.cases.timers_set().notify_one();
    Ok(())
}

fn life(app: &App) -> SignedDuration {
    SignedDuration::from_mins(i64::from(app.config.whatsapp.link_minutes))
}

fn read(row: &Row) -> Result<Link, DbError> {
    let broken = |e: String| DbError::Broken(format!("link: {e}"));
    let ticket = row.opt_text(2)?.map(|t| Ticket::parse(&t).map_err(|e| broken(e.to_string())));
    Ok(Link {
        id: row.text(0)?,
        contact: ContactId::new(row.text(1)?),
        ticket: ticket.transpose()?,
        asked: serde_json::from_str(&row.text(3)?).map_err(|e| broken(e.to_string()))?,
        created_at: row.instant(4)?,
        expires_at: row.instant(5)?,
        used_at: row.opt_instant(6)?,
    })
}
