//! Other cases that resemble one: the same NIK going on, the same NIK not long ago, the same photo under another
//! NIK. Only finds them; what is done about it the procedure says.

use super::view::columns;
use super::{CaseError, Cases, Summary};
use crate::db::{Blind, Statement};
use crate::params;
use jiff::{SignedDuration, Timestamp};
use procedure::{Case, FileFacts, Nik, Procedure, Ticket, Twin};
use reader::Likeness;

/// Twins of one sort that are looked at.
const MOST: usize = 20;
/// Pages that share a band and are compared; a page that everybody has, such as an empty one, is not a twin.
const COMPARED: usize = 200;

/// Another case, and how it resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub twin: Twin,
    pub case: Summary,
}

const OF_NIK: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE office = ?1 AND ticket IN (SELECT ticket FROM case_terms WHERE office = ?1 AND term = ?2)
        AND ticket <> ?3 AND (status = 'open' OR (status = 'handed_over' AND closed_at >= ?5)) ORDER BY updated_at DESC LIMIT ?4"
);

const OF_BAND: &str = "SELECT ticket, likeness FROM likenesses
    WHERE office = ?1 AND band = ?2 AND bits = ?3 AND ticket <> ?4 LIMIT ?5";

impl Cases {
    /// The twins of a case as they are at `at`, the same NIK first.
    pub async fn twins(
        &self,
        office: &str,
        (ticket, case): (&Ticket, &Case),
        p: &Procedure,
        at: Timestamp,
    ) -> Result<Vec<Found>, CaseError> {
        let mut found = self.of_nik(office, ticket, &case.applicant.nik, p, at).await?;
        for other in self.of_photos(office, ticket, case).await? {
            if let Some(case) =
                self.summary(office, &other).await?.filter(|s| s.nik != case.applicant.nik.as_str())
            {
                found.push(Found { twin: Twin::SamePhoto, case });
            }
        }
        Ok(found)
    }

    async fn of_nik(
        &self,
        office: &str,
        ticket: &Ticket,
        nik: &Nik,
        p: &Procedure,
        at: Timestamp,
    ) -> Result<Vec<Found>, CaseError> {
        let days = SignedDuration::from_hours(24 * i64::from(p.duplicates.recent_days));
        let long_ago = at.saturating_sub(days).unwrap_or(at);
        let values = params![office, Blind(nik.as_str()), ticket.as_str(), MOST, long_ago];
        let rows = self.db.query(OF_NIK, values).await?;
        let mut found = Vec::new();
        for row in &rows {
            let case = Summary::read(row)?;
            // The same digits can be a family card's.
            if case.nik != nik.as_str() {
                continue;
            }
            let twin = if case.status == "open" { Twin::OpenCase } else { Twin::Recent };
            found.push(Found { twin, case });
        }
        found.sort_by_key(|f| f.twin);
        Ok(found)
    }

    /// Tickets of other cases in which a page looks the same.
    async fn of_photos(&self, office: &str, ticket: &Ticket, case: &Case) -> Result<Vec<Ticket>, CaseError> {
        let mut found: Vec<Ticket> = Vec::new();
        for (_, page) in case.standing().flat_map(|d| pages(&d.facts)) {
            for (band, bits) in (0i64..).zip(page.bands().map(i64::from)) {
                let rows =
                    self.db.query(OF_BAND, params![office, band, bits, ticket.as_str(), COMPARED]).await?;
                for row in &rows {
                    let same = row.text(1)?.parse().is_ok_and(|other| page.same(other));
                    let other = super::log::ticket(&row.text(0)?)?;
                    if same && !found.contains(&other) && found.len() < MOST {
                        found.push(other);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// The pages of a file, numbered from 1.
fn pages(facts: &FileFacts) -> impl Iterator<Item = (i64, Likeness)> {
    (1i64..).zip(&facts.likeness).filter_map(|(page, text)| Some((page, text.parse().ok()?)))
}

/// The rows by which a file that was attached is found.
pub(super) fn rows(office: &str, ticket: &Ticket, facts: &FileFacts) -> Vec<Statement> {
    let sql = "INSERT INTO likenesses (office, band, bits, ticket, file, page, likeness)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
    let (ticket, file) = (ticket.as_str(), facts.file.as_str());
    let of_page = |(page, likeness): (i64, Likeness)| {
        (0i64..).zip(likeness.bands().map(i64::from)).map(move |(band, bits)| {
            Statement::new(sql, params![office, band, bits, ticket, file, page, likeness.to_string()])
        })
    };
    pages(facts).flat_map(of_page).collect()
}

/// The case's pages are not compared any more.
pub(super) fn forget(office: &str, ticket: &Ticket) -> Statement {
    Statement::new(
        "DELETE FROM likenesses WHERE office = ?1 AND ticket = ?2",
        params![office, ticket.as_str()],
    )
}
