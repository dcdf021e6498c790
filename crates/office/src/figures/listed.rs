//! The list of cases behind a figure: as many lines as the figure says, a page at a time, each page one range of one
//! index.

use super::counters::{ALL, written};
use super::{Figures, Which};
use crate::db::{DbError, Row};
use crate::params;
use procedure::measure::{Figure, Period};

/// Lines of a page.
pub const PAGE: usize = 50;

/// One fact, with what is seen of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub at: Cursor,
    pub subject: String,
    /// Seconds of working time.
    pub value: u64,
    pub district: String,
    pub reasons: String,
    /// As in `cases::Summary`; empty where the case is gone.
    pub status: String,
    pub lane: String,
}

/// Where a page ends and the next one begins: day, ticket and number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor {
    pub day: String,
    pub ticket: String,
    pub no: i64,
}

/// The columns of a [`Listed`], from the one index or the other.
macro_rules! page {
    ($district:literal) => {
        concat!(
            "SELECT f.day, f.ticket, f.no, f.subject, f.value, f.district, f.reasons,
                coalesce(c.status, ''), coalesce(c.lane, '')
            FROM facts f LEFT JOIN cases c ON c.office = f.office AND c.ticket = f.ticket
            WHERE f.office = ?1 AND f.figure = ?2 AND f.day <= ?3 AND (f.day, f.ticket, f.no) > (?4, ?5, ?6)
            AND (?7 = '*' OR f.subject = ?7) AND (?8 = '*' OR f.reasons = ?8) ",
            $district,
            " ORDER BY f.day, f.ticket, f.no LIMIT ?10"
        )
    };
}

impl Figures {
    /// The page after `after`; one line more than [`PAGE`] says that there is another.
    pub async fn list(
        &self,
        which: &Which,
        period: &Period,
        figure: Figure,
        subject: Option<&str>,
        after: &Cursor,
    ) -> Result<Vec<Listed>, DbError> {
        let sql = match which.district {
            Some(_) => page!("AND f.district = ?9"),
            None => page!("AND ?9 = '*'"),
        };
        let all = |of: Option<&str>| of.unwrap_or(ALL).to_owned();
        // One lower bound and no more, so that the index is entered where the page begins.
        let first = Cursor { day: written(period.from()), ticket: String::new(), no: -1 };
        let after = if after.day < first.day { &first } else { after };
        let asked = params![
            &*self.office,
            figure.word(),
            written(period.to()),
            &after.day,
            &after.ticket,
            after.no,
            all(subject),
            all(which.reasons.as_deref()),
            all(which.district.as_deref()),
            PAGE + 1,
        ];
        self.db.query(sql, asked).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<Listed, DbError> {
    Ok(Listed {
        at: Cursor { day: row.text(0)?, ticket: row.text(1)?, no: row.int(2)? },
        subject: row.text(3)?,
        value: u64::try_from(row.int(4)?).unwrap_or(0),
        district: row.text(5)?,
        reasons: row.text(6)?,
        status: row.text(7)?,
        lane: row.text(8)?,
    })
}
