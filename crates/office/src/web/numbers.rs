//! Numbers as people read them. Each language has its own; no number is made here.

use super::Page;
use procedure::measure::share;

/// Seconds of working time: minutes below an hour, then hours and minutes.
pub fn duration(page: &Page, seconds: u64) -> String {
    let minutes = (seconds + 30) / 60;
    if minutes == 0 {
        return page.t("figures-under-a-minute");
    }
    if minutes < 60 {
        return page.t1("figures-minutes", "minutes", minutes);
    }
    let (hours, rest) = (minutes / 60, minutes % 60);
    if rest == 0 || hours >= 100 {
        return page.t1("figures-hours", "hours", number(page, hours));
    }
    page.with("figures-hours-minutes", &[("hours", hours.to_string()), ("minutes", rest.to_string())])
}

pub fn duration_or_none(page: &Page, seconds: Option<u64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |s| duration(page, s))
}

/// Whole percent; a dash where there is no whole.
pub fn percent(page: &Page, part: u64, whole: u64) -> String {
    match share(part, whole) {
        Some(share) => page.t1("figures-percent", "percent", format!("{:.0}", share * 100.0)),
        None => "–".to_owned(),
    }
}

/// Thousands apart.
pub fn number(page: &Page, value: u64) -> String {
    let plain = value.to_string();
    let apart = if page.lang() == "id" { '.' } else { ',' };
    let mut out = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            out.push(apart);
        }
        out.push(digit);
    }
    out
}

/// Two decimals, with the language's comma or point.
pub fn decimals(page: &Page, value: f64) -> String {
    let plain = format!("{value:.2}");
    if page.lang() == "id" { plain.replace('.', ",") } else { plain }
}
