//! What stands around a report's figures: the office's head, who signs, in which language, after which version of the
//! procedure things are named, and up to where of the log it is counted. Kept with a report that has a number.

use super::{Kind, today};
use crate::app::App;
use crate::error::Error;
use jiff::civil::Date;
use procedure::{Language, Procedure};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// `id` or `en`.
    pub lang: String,
    /// Government and agency.
    pub head: [String; 2],
    pub address: String,
    pub place: String,
    pub signed_on: Date,
    /// Office, name and number of whoever signs.
    pub signs: [String; 3],
    /// The report's number; empty where it has none.
    pub number: String,
    pub procedure: String,
    pub version: String,
    pub watermark: i64,
    /// The last checkpoint of the record, as a signed note; on a daily report only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub checkpoint: String,
}

impl Frame {
    /// As the office is now, up to now.
    pub async fn now(app: &App, kind: Kind, language: Language) -> Result<Self, Error> {
        let p = app.cases.procedures().active();
        let i = &p.identity;
        Ok(Self {
            lang: if language == Language::Id { "id" } else { "en" }.to_owned(),
            head: [i.government.clone(), i.agency.clone()],
            address: app.config.office.address.clone(),
            place: app.config.office.place.clone(),
            signed_on: today(app),
            signs: [i.approved_by.office.clone(), i.approved_by.name.clone(), i.approved_by.nip.clone()],
            number: String::new(),
            procedure: p.id.clone(),
            version: p.version.clone(),
            watermark: app.cases.watermark(app.office()).await?,
            checkpoint: if kind == Kind::Daily { app.audit.last_note().await? } else { String::new() },
        })
    }

    pub fn language(&self) -> Language {
        if self.lang == "en" { Language::En } else { Language::Id }
    }

    /// The version that names things.
    pub fn names(&self, app: &App) -> Arc<Procedure> {
        app.cases.procedures().of(&self.procedure, &self.version)
    }
}
