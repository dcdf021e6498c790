//! What a dashboard is asked for: a period, a district, reasons; and what is wrong with it. Bad input leaves a page that
//! works, over the period that is shown without any.

use crate::app::App;
use crate::figures::Which;
use crate::web::Page;
use crate::workbench::fields::Faults;
use jiff::civil::Date;
use procedure::measure::{Period, PeriodError};
use serde::Deserialize;

/// Stands for cases whose district nobody told.
const NO_DISTRICT: &str = "-";
/// Longer than any district or set of reasons there is.
const LONGEST: usize = 80;

#[derive(Deserialize, Default, Clone)]
pub(super) struct Query {
    /// `hari`, `minggu`, `bulan` or `tahun`; the two days count where it is empty.
    #[serde(default)]
    pub(super) rentang: String,
    #[serde(default)]
    pub(super) dari: String,
    #[serde(default)]
    pub(super) sampai: String,
    #[serde(default)]
    pub(super) kecamatan: String,
    #[serde(default)]
    pub(super) alasan: String,
}

/// A question that can be answered.
pub(super) struct Asked {
    pub(super) period: Period,
    pub(super) which: Which,
    pub(super) faults: Faults,
    /// The office's own date.
    pub(super) today: Date,
}

pub(super) const PRESETS: [&str; 4] = ["hari", "minggu", "bulan", "tahun"];

pub(super) fn today(app: &App) -> Date {
    app.cases.procedures().active().calendar.offset.to_datetime(app.clock.now()).date()
}

/// A named period around today; none of an unknown name.
pub(super) fn preset(name: &str, today: Date) -> Option<Period> {
    Some(match name {
        "hari" => Period::day(today),
        "minggu" => Period::week_of(today),
        "bulan" => Period::month_of(today),
        "tahun" => Period::year_of(today),
        _ => return None,
    })
}

impl Asked {
    /// `otherwise` names the period of a page that was asked for none.
    pub(super) fn read(app: &App, page: &Page, query: &Query, otherwise: &str) -> Self {
        let today = today(app);
        let usual = preset(otherwise, today).unwrap_or_else(|| Period::day(today));
        let (period, faults) = match period(query, today, usual) {
            Ok(period) => (period, Faults::default()),
            Err((field, key)) => (usual, Faults::one(field, page.t(key))),
        };
        let chosen = |typed: &str| {
            let typed: String = typed.trim().chars().take(LONGEST).collect();
            (!typed.is_empty()).then_some(typed)
        };
        let district = chosen(&query.kecamatan).map(|d| if d == NO_DISTRICT { String::new() } else { d });
        let which = Which { district, reasons: chosen(&query.alasan) };
        Self { period: period.so_far(today), which, faults, today }
    }

    /// The query of a page over the same cases, `more` after it, as an address has it.
    pub(super) fn link(&self, path: &str, more: &[(&str, &str)]) -> String {
        let (from, to) = (self.period.from().to_string(), self.period.to().to_string());
        let mut pairs = vec![("dari", from.as_str()), ("sampai", to.as_str())];
        let overridden = |name: &str| more.iter().any(|(n, _)| *n == name);
        if let Some(district) = self.which.district.as_deref().filter(|_| !overridden("kecamatan")) {
            pairs.push(("kecamatan", named(district)));
        }
        if let Some(reasons) = self.which.reasons.as_deref().filter(|_| !overridden("alasan")) {
            pairs.push(("alasan", reasons));
        }
        pairs.extend_from_slice(more);
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("{path}?{}", query.join("&"))
    }
}

/// A district as it stands in an address.
pub(super) fn named(district: &str) -> &str {
    if district.is_empty() { NO_DISTRICT } else { district }
}

fn period(query: &Query, today: Date, usual: Period) -> Result<Period, (&'static str, &'static str)> {
    if let Some(named) = preset(query.rentang.trim(), today) {
        return Ok(named);
    }
    let day = |typed: &str, otherwise: Date| match typed.trim() {
        "" => Ok(otherwise),
        typed => typed.parse::<Date>(),
    };
    let from = day(&query.dari, usual.from()).map_err(|_| ("dari", "figures-no-day"))?;
    let to = day(&query.sampai, usual.to().max(from)).map_err(|_| ("sampai", "figures-no-day"))?;
    Period::new(from, to, today).map_err(|e| match e {
        PeriodError::Backwards => ("sampai", "figures-backwards"),
        PeriodError::Future => ("dari", "figures-future"),
        PeriodError::TooLong => ("dari", "figures-too-long"),
    })
}

/// As a value stands in an address (RFC 3986: all but letters, digits and `-._~`).
fn encoded(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    let each = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    value.bytes().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::{Query, encoded, period};
    use jiff::civil::date;
    use procedure::measure::Period;

    #[test]
    fn an_address_holds_letters_and_digits_and_the_rest_in_hexadecimal() {
        assert_eq!(encoded("IV Jurai"), "IV%20Jurai");
        assert_eq!(encoded("hilang,perubahan&x=\""), "hilang%2Cperubahan%26x%3D%22");
    }

    #[test]
    fn a_bad_period_says_which_day_is_wrong_and_why() {
        let today = date(2026, 11, 26);
        let of = |from: &str, to: &str| {
            let query = Query { dari: from.to_owned(), sampai: to.to_owned(), ..Query::default() };
            period(&query, today, Period::month_of(today)).map(|p| p.days())
        };
        assert_eq!(of("", ""), Ok(30));
        assert_eq!(of("2026-11-01", "2026-11-26"), Ok(26));
        assert_eq!(of("2024-02-29", "2024-02-29"), Ok(1));
        assert_eq!(of("2023-02-29", ""), Err(("dari", "figures-no-day")));
        assert_eq!(of("2026-11-01", "kemarin"), Err(("sampai", "figures-no-day")));
        assert_eq!(of("2026-11-02", "2026-11-01"), Err(("sampai", "figures-backwards")));
        assert_eq!(of("2026-11-27", "2026-11-30"), Err(("dari", "figures-future")));
        assert_eq!(of("2010-01-01", "2026-11-01"), Err(("dari", "figures-too-long")));
    }
}
