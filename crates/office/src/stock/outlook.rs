//! How long the blank cards there are will last at the pace of late. Foretells nothing beyond that.

use super::Stock;
use crate::db::DbError;
use crate::figures::{Figures, Which};
use jiff::{SignedDuration, Timestamp};
use procedure::measure::{Figure, Period, days_left};

/// So many days back the pace is taken from.
const LOOK_BACK: u32 = 28;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    pub blanks: u64,
    /// In working days; none while nothing was used of late.
    pub days_left: Option<u64>,
    /// Over how many days that were.
    pub looked_back: u32,
}

impl Stock {
    pub async fn outlook(&self, figures: &Figures, at: Timestamp) -> Result<Outlook, DbError> {
        let calendar = &self.procedures.active().calendar;
        let blanks = self.in_stock().await?;
        let period = Period::ending(calendar.offset.to_datetime(at).date(), LOOK_BACK);
        let late = figures.answer(&Which::default(), &period).await?;
        let used = late.count(Figure::Printed) + late.count(Figure::Spoiled);
        let day = SignedDuration::from_hours(24);
        let begins = |ahead: u32| {
            let date = period.from().saturating_add(jiff::Span::new().days(i64::from(ahead)));
            calendar.offset.to_timestamp(date.at(0, 0, 0, 0)).ok()
        };
        let open = |begin: &Timestamp| {
            let end = begin.saturating_add(day).unwrap_or(*begin);
            calendar.between(*begin, end) > SignedDuration::ZERO
        };
        let days = (0..LOOK_BACK).filter_map(begins).filter(open).count();
        let days = u64::try_from(days).unwrap_or(0);
        Ok(Outlook { blanks, days_left: days_left(blanks, used, days), looked_back: LOOK_BACK })
    }
}
