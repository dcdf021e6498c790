//! The section `[calendar]`: hours that fit a day and each other, seasons that do not overlap, holidays once each.

use super::problem::ProblemKind;
use super::{Check, raw};
use crate::calendar::{Calendar, Holiday, Interval, Season, Week};
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

const ZONES: [(&str, i8); 4] =
    [("Asia/Jakarta", 7), ("Asia/Pontianak", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)];

impl Check<'_> {
    pub(super) fn calendar(&mut self) -> Calendar {
        let raw = &self.raw.calendar;
        let week = self.week(&raw.hours);
        if week.iter().all(Vec::is_empty) {
            self.faults.add(raw.zone.span(), ProblemKind::NeverOpen);
        }
        Calendar {
            offset: self.zone(&raw.zone),
            week,
            seasons: self.seasons(&raw.season),
            holidays: self.holidays(&raw.holidays),
            closures: BTreeSet::new(),
        }
    }

    fn zone(&mut self, raw: &Spanned<String>) -> Offset {
        let zone = ZONES.iter().find(|(name, _)| name == raw.get_ref());
        let Some((_, hours)) = zone else {
            let known = ZONES.iter().map(|(name, _)| (*name).to_owned()).collect();
            let kind = ProblemKind::UnknownWord { word: raw.get_ref().clone(), known };
            self.faults.add(raw.span(), kind);
            return Offset::UTC;
        };
        Offset::constant(*hours)
    }

    fn week(&mut self, raw: &raw::Hours) -> Week {
        let days = [
            &raw.monday,
            &raw.tuesday,
            &raw.wednesday,
            &raw.thursday,
            &raw.friday,
            &raw.saturday,
            &raw.sunday,
        ];
        days.map(|d| self.intervals(d))
    }

    fn intervals(&mut self, day: &[Spanned<String>]) -> Vec<Interval> {
        let mut found: Vec<Interval> = Vec::new();
        for raw in day {
            let Some(next) = self.parsed(raw, Interval::parse, "07:30-12:00") else { continue };
            if found.last().is_some_and(|last| last.to > next.from) {
                self.faults.add(raw.span(), ProblemKind::Overlap { value: raw.get_ref().clone() });
            }
            found.push(next);
        }
        found
    }

    fn seasons(&mut self, raw: &[raw::Season]) -> Vec<Season> {
        let mut found: Vec<Season> = Vec::new();
        for season in raw {
            let name = self.text("name", &season.name);
            let from = self.parsed(&season.from, date, "2026-02-19");
            let to = self.parsed(&season.to, date, "2026-03-20");
            let week = self.week(&season.hours);
            let (Some(from), Some(to)) = (from, to) else { continue };
            if to < from {
                self.bad_value(season.to.span(), season.to.get_ref(), "2026-03-20");
            }
            if found.last().is_some_and(|last| last.to >= from) {
                let value = season.from.get_ref().clone();
                self.faults.add(season.from.span(), ProblemKind::Overlap { value });
            }
            found.push(Season { name, from, to, week });
        }
        found
    }

    /// A year without holidays between two that have some was forgotten.
    fn holidays(&mut self, raw: &[raw::Holiday]) -> BTreeMap<Date, Holiday> {
        self.unique("holiday", raw.iter().map(|h| &h.day));
        let mut found = BTreeMap::new();
        for holiday in raw {
            let name = self.filled("name", &holiday.name);
            let Some(day) = self.parsed(&holiday.day, date, "2026-12-25") else { continue };
            found.insert(day, Holiday { name, collective_leave: holiday.collective_leave });
        }
        let years: BTreeSet<i16> = found.keys().map(|d| d.year()).collect();
        for (year, next) in years.iter().zip(years.iter().skip(1)) {
            if let (Some(missing), true) = (year.checked_add(1), year + 1 < *next)
                && let Some(after) = raw.iter().find(|h| h.day.get_ref().starts_with(&next.to_string()))
            {
                self.faults.add(after.day.span(), ProblemKind::YearWithoutHolidays { year: missing });
            }
        }
        found
    }
}

fn date(value: &str) -> Option<Date> {
    value.parse().ok()
}
