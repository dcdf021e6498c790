//! A span of days that figures are asked for, what keeps one from being answered, and the months and days it is made
//! of. Dates only: which day it is now, the caller says.

use jiff::ToSpan;
use jiff::civil::Date;

/// Both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: Date,
    to: Date,
}

/// Why no figures are told for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodError {
    /// Its end is before its beginning.
    Backwards,
    /// It begins after today.
    Future,
    /// More than [`Period::YEARS`] years.
    TooLong,
}

/// A whole month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    pub year: i16,
    pub month: i8,
}

/// What a period is made of: whole months, and days before and after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    pub before: Option<(Date, Date)>,
    pub months: Option<(Month, Month)>,
    pub after: Option<(Date, Date)>,
}

impl Period {
    /// The longest that is answered.
    pub const YEARS: i16 = 10;

    /// A period that may reach beyond `today` but must not begin after it.
    pub fn new(from: Date, to: Date, today: Date) -> Result<Self, PeriodError> {
        if to < from {
            return Err(PeriodError::Backwards);
        }
        if from > today {
            return Err(PeriodError::Future);
        }
        // From 29 February ten years on is 28 February.
        let longest = from.checked_add(i64::from(Self::YEARS).years()).unwrap_or(Date::MAX);
        if to >= longest {
            return Err(PeriodError::TooLong);
        }
        Ok(Self { from, to })
    }

    pub fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// The `days` days that end with this one.
    pub fn ending(day: Date, days: u32) -> Self {
        let from = day.saturating_sub(i64::from(days.saturating_sub(1)).days());
        Self { from, to: day }
    }

    /// Monday to Sunday.
    pub fn week_of(day: Date) -> Self {
        let from = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        Self { from, to: from.saturating_add(6.days()) }
    }

    pub fn month_of(day: Date) -> Self {
        Self { from: day.first_of_month(), to: day.last_of_month() }
    }

    pub fn year_of(day: Date) -> Self {
        Self { from: day.first_of_year(), to: day.last_of_year() }
    }

    pub fn from(&self) -> Date {
        self.from
    }

    pub fn to(&self) -> Date {
        self.to
    }

    pub fn days(&self) -> u32 {
        let between = self.from.until(self.to).map_or(0, |span| span.get_days());
        u32::try_from(between).unwrap_or(0).saturating_add(1)
    }

    /// As much of it as `today` has seen.
    pub fn so_far(&self, today: Date) -> Self {
        Self { from: self.from, to: self.to.min(today).max(self.from) }
    }

    /// The period of equal length right before it.
    pub fn before(&self) -> Self {
        let to = self.from.yesterday().unwrap_or(self.from);
        Self::ending(to, self.days())
    }

    /// All of every month that it touches.
    pub fn whole_months(&self) -> Self {
        Self { from: self.from.first_of_month(), to: self.to.last_of_month() }
    }

    /// Whole months where there are any, and the days around them.
    pub fn parts(&self) -> Parts {
        let starts = if self.from == self.from.first_of_month() {
            Some(self.from)
        } else {
            self.from.last_of_month().tomorrow().ok()
        };
        let ends = if self.to == self.to.last_of_month() {
            Some(self.to)
        } else {
            self.to.first_of_month().yesterday().ok()
        };
        let (Some(starts), Some(ends)) = (starts, ends) else {
            return Parts { before: Some((self.from, self.to)), ..Parts::default() };
        };
        if ends < starts {
            return Parts { before: Some((self.from, self.to)), ..Parts::default() };
        }
        let days = |from: Option<Date>, to: Option<Date>| from.zip(to).filter(|(from, to)| from <= to);
        Parts {
            before: days(Some(self.from), starts.yesterday().ok()),
            months: Some((Month::of(starts), Month::of(ends))),
            after: days(ends.tomorrow().ok(), Some(self.to)),
        }
    }
}

impl Month {
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
