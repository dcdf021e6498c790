//! Finding a case by the beginning of its ticket or of any word of the name: ranges of one index over the words of each
//! case. By NIK, No KK and phone only whole, since of those a mark alone is kept.

use super::view::columns;
use super::{CaseError, Cases, Summary};
use crate::db::Blind;
use crate::params;

/// Results shown at the most.
pub const MOST: usize = 50;

/// Shorter words and numbers find nothing.
const LEAST: usize = 3;
/// Of a telephone's number, the shortest there is.
const SHORTEST_NUMBER: usize = 8;
/// Characters of a word or number that count.
const LONGEST: usize = 40;

/// A ticket or number as it is kept: letters and digits only, lower case.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(LONGEST).flat_map(char::to_lowercase).collect()
}

/// The words of a name, each once.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).map(folded).filter(|w| !w.is_empty()).take(12).collect();
    words.sort();
    words.dedup();
    words
}

impl Cases {
    /// At most [`MOST`] cases, the last changed first. Several words must all be in the name.
    pub async fn search(&self, office: &str, query: &str) -> Result<Vec<Summary>, CaseError> {
        let wanted = words(query);
        let number = number(query);
        let mut found = self.with_number(office, &number).await?;
        found.extend(self.with_prefix(office, &number).await?);
        if let Some(longest) = wanted.iter().max_by_key(|w| w.len()) {
            for summary in self.with_prefix(office, longest).await? {
                let named = words(&summary.name);
                let all = wanted.iter().all(|w| named.iter().any(|n| n.starts_with(w.as_str())));
                if all && !found.iter().any(|f| f.ticket == summary.ticket) {
                    found.push(summary);
                }
            }
        }
        found.sort_by_key(|s| std::cmp::Reverse(s.updated_at));
        found.truncate(MOST);
        Ok(found)
    }

    async fn with_number(&self, office: &str, number: &str) -> Result<Vec<Summary>, CaseError> {
        if number.len() < SHORTEST_NUMBER || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE office = ?1 AND ticket IN (SELECT ticket FROM case_terms
              WHERE office = ?1 AND term = ?2 LIMIT ?3)"
        );
        let rows = self.db.query(sql, params![office, Blind(number), 4 * MOST]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }

    async fn with_prefix(&self, office: &str, prefix: &str) -> Result<Vec<Summary>, CaseError> {
        if prefix.chars().count() < LEAST {
            return Ok(Vec::new());
        }
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE office = ?1 AND ticket IN (SELECT ticket FROM case_terms
              WHERE office = ?1 AND term >= ?2 AND term < ?3 ORDER BY term LIMIT ?4)"
        );
        let end = format!("{prefix}\u{10FFFF}");
        let rows = self.db.query(sql, params![office, prefix, end, 4 * MOST]).await?;
        Ok(rows.iter().map(Summary::read).collect::<Result<_, _>>()?)
    }
}

/// The query as one number or ticket; a phone typed as 08… is kept as 628….
fn number(query: &str) -> String {
    let bare = folded(query);
    match bare.strip_prefix("08") {
        Some(rest) if rest.bytes().all(|b| b.is_ascii_digit()) => format!("628{rest}"),
        _ => bare,
    }
}
