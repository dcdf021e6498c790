//! Mending somebody's data because they asked: the request says so, the counter does it, and the record keeps which fields
//! were mended and never what stands in them; that is the case's own, sealed with its key.

use super::{Kind, Privacy, PrivacyRequest, Told};
use crate::accounts::Officer;
use crate::db::Statement;
use crate::error::Error;
use crate::events;
use crate::params;
use jiff::Timestamp;
use procedure::{ApplicantField, Ticket};

/// What was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub at: Timestamp,
    pub name: String,
    pub fields: Vec<ApplicantField>,
}

impl Privacy {
    /// The request by which this case may be mended, if its applicant asked and nobody has answered yet; of several the
    /// first that waits for it.
    pub async fn correction_of(&self, ticket: &Ticket) -> Result<Option<PrivacyRequest>, Error> {
        let sql = super::select!(
            "AND ticket = ?2 AND standing = 'open' AND kind = 'correction'
            ORDER BY CASE WHEN corrected_at IS NULL THEN 0 ELSE 1 END, no"
        );
        let rows = self.db.query(sql, params![&self.office, ticket.as_str()]).await?;
        rows.first().map(super::read).transpose()
    }

    /// Those that wait to be mended and are not, the most urgent first.
    pub async fn corrections(&self, most: usize) -> Result<Vec<PrivacyRequest>, Error> {
        let sql = super::select!(
            "AND standing = 'open' AND kind = 'correction' AND corrected_at IS NULL ORDER BY due_at LIMIT ?2"
        );
        self.db.query(sql, params![&self.office, most]).await?.iter().map(super::read).collect()
    }

    /// What is written along with the event by which the case is mended.
    pub async fn corrected(
        &self,
        request: &PrivacyRequest,
        fields: &[ApplicantField],
        by: &Officer,
        at: Timestamp,
    ) -> Result<Vec<Statement>, Error> {
        if request.kind != Kind::Correction {
            return Err(Error::NotFound);
        }
        let no = request.no.to_string();
        let head = events::head(&self.db, self.stream(&no)).await?;
        let (user, name) = (by.user.as_str(), by.name.as_str());
        let told = Told::Corrected { ticket: request.ticket.as_str(), fields, by: user, name };
        let log = self.log(request.no, head, at, "corrected", &told)?;
        let mut all = request.corrected.as_ref().map(|c| c.fields.clone()).unwrap_or_default();
        all.extend(fields);
        all.sort();
        all.dedup();
        let sql = "UPDATE privacy_requests SET corrected_at = ?3, corrected_name = ?4, corrected = ?5
            WHERE office = ?1 AND no = ?2 AND standing = 'open'";
        let values = params![&self.office, request.no, at, name, written(&all)];
        Ok(vec![Statement::new(sql, values).must_change(), log])
    }
}

fn written(fields: &[ApplicantField]) -> String {
    fields.iter().map(crate::cases::word).collect::<Vec<_>>().join(",")
}

pub(super) fn read(at: Timestamp, name: String, fields: &str) -> Corrected {
    let fields = fields.split(',').filter_map(|f| serde_json::from_value(f.into()).ok());
    Corrected { at, name, fields: fields.collect() }
}
