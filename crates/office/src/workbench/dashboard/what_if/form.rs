//! What somebody wants to be otherwise, from the fields of the page, and what is wrong with it. The whole question stands
//! in the page's address, so that the address tells the same numbers again.

use crate::web::Page;
use crate::workbench::fields::{Faults, Fields};
use jiff::civil::Date;
use procedure::calendar::{Calendar, Interval};
use procedure::measure::Period;
use procedure::what_if::{MonthOfCases, Setting, SettingFault};
use procedure::{Procedure, Text};

/// The keys of the days' names, Monday first; a field's name is `buka-` and the number of its day from 1.
const DAYS: [&str; 7] = [
    "what-if-monday",
    "what-if-tuesday",
    "what-if-wednesday",
    "what-if-thursday",
    "what-if-friday",
    "what-if-saturday",
    "what-if-sunday",
];

/// A field as it is shown.
pub struct Input {
    pub id: String,
    pub label: String,
    pub value: String,
    /// As it was.
    pub was: String,
    pub is_number: bool,
}

/// Fields under one heading, which is the key of a text.
pub struct Group {
    pub heading: &'static str,
    pub inputs: Vec<Input>,
}

/// The month asked for, and what is wrong with it; then the one before this is shown.
pub fn period(page: &Page, fields: &Fields, today: Date) -> (Period, Faults) {
    let usual = Period::month_of(today.first_of_month().yesterday().unwrap_or(today));
    let typed = fields.one("bulan");
    if typed.is_empty() {
        return (usual, Faults::default());
    }
    let fault = |key: &str| (usual, Faults::one("bulan", page.t(key)));
    let Ok(first) = format!("{typed}-01").parse::<Date>() else { return fault("what-if-no-month") };
    if first > today {
        return fault("figures-future");
    }
    (Period::month_of(first).so_far(today), Faults::default())
}

/// The number that chance begins with; 1 where nothing is said.
pub fn seed(page: &Page, fields: &Fields, faults: &mut Faults) -> u64 {
    number(page, fields, "benih", 1, faults)
}

/// What is asked for, on the ground of how it was.
pub fn setting(
    page: &Page,
    p: &Procedure,
    month: &MonthOfCases,
    fields: &Fields,
    faults: &mut Faults,
) -> Setting {
    let mut wanted = Setting::as_it_was(month);
    for (role, people) in &mut wanted.people {
        *people = number(page, fields, &format!("orang-{role}"), *people, faults);
    }
    for (step, minutes) in &mut wanted.minutes {
        *minutes = number(page, fields, &format!("standar-{step}"), *minutes, faults);
    }
    for (step, pace) in &mut wanted.pace {
        *pace = number(page, fields, &format!("laju-{step}"), *pace, faults);
    }
    wanted.case_minutes = number(page, fields, "standar", wanted.case_minutes, faults);
    hours(page, fields, &mut wanted.calendar, faults);
    for fault in wanted.faults(month) {
        let (field, words) = in_words(page, p, &fault);
        if faults.of(&field).is_none() {
            faults.add(&field, words);
        }
    }
    wanted
}

fn number<T: std::str::FromStr + Copy>(
    page: &Page,
    fields: &Fields,
    name: &str,
    otherwise: T,
    faults: &mut Faults,
) -> T {
    let typed = fields.one(name);
    if typed.is_empty() {
        return otherwise;
    }
    typed.parse().unwrap_or_else(|_| {
        faults.add(name, page.t1("what-if-no-number", "typed", typed.chars().take(20).collect::<String>()));
        otherwise
    })
}

/// A day whose hours are others has them in every week, those of a season too.
fn hours(page: &Page, fields: &Fields, calendar: &mut Calendar, faults: &mut Faults) {
    for day in 0..DAYS.len() {
        let name = format!("buka-{}", day + 1);
        let typed = fields.one(&name);
        let was = written(calendar.week.get(day).map_or(&[], Vec::as_slice));
        if !fields.has(&name) || typed == was {
            continue;
        }
        let Some(wanted) = intervals(typed) else {
            faults.add(&name, page.t("what-if-no-hours"));
            continue;
        };
        for week in calendar.seasons.iter_mut().map(|s| &mut s.week).chain([&mut calendar.week]) {
            if let Some(hours) = week.get_mut(day) {
                hours.clone_from(&wanted);
            }
        }
    }
}

/// `07:30-12:00, 13:00-16:00`; nothing is a closed day. None where one does not end, or overlaps the next.
fn intervals(typed: &str) -> Option<Vec<Interval>> {
    let typed = typed.split(',').map(str::trim).filter(|t| !t.is_empty());
    let found: Vec<Interval> = typed.map(Interval::parse).collect::<Option<_>>()?;
    found.windows(2).all(|pair| matches!(pair, [a, b] if a.to <= b.from)).then_some(found)
}

fn written(hours: &[Interval]) -> String {
    let one = |i: &Interval| {
        format!("{:02}:{:02}-{:02}:{:02}", i.from.hour(), i.from.minute(), i.to.hour(), i.to.minute())
    };
    hours.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The field at fault, and why in words.
fn in_words(page: &Page, p: &Procedure, fault: &SettingFault) -> (String, String) {
    let role =
        |id: &procedure::RoleId| p.role(id).map_or_else(|| id.to_string(), |r| page.of(&r.name).to_owned());
    match fault {
        SettingFault::Nobody { role: id } => {
            (format!("orang-{id}"), page.t1("what-if-nobody", "role", role(id)))
        }
        SettingFault::TooMany { role: id } => {
            (format!("orang-{id}"), page.t1("what-if-too-many", "most", Setting::PEOPLE))
        }
        SettingFault::BadMinutes { step } => {
            (format!("standar-{step}"), page.t1("what-if-bad-minutes", "most", Setting::MINUTES))
        }
        SettingFault::BadCaseMinutes => {
            ("standar".to_owned(), page.t1("what-if-bad-minutes", "most", Setting::MINUTES))
        }
        SettingFault::BadPace { step } => {
            let (least, most) = (Setting::PACE.start(), Setting::PACE.end());
            let args = [("least", least.to_string()), ("most", most.to_string())];
            (format!("laju-{step}"), page.with("what-if-bad-pace", &args))
        }
        SettingFault::NeverOpen => ("buka-1".to_owned(), page.t("what-if-never-open")),
    }
}

/// The fields, with what was typed and how it was.
pub fn groups(page: &Page, p: &Procedure, month: &MonthOfCases, fields: &Fields) -> Vec<Group> {
    let was = Setting::as_it_was(month);
    let input = |id: String, label: String, was: String, is_number: bool| {
        let typed = fields.has(&id).then(|| fields.one(&id).to_owned());
        Input { value: typed.unwrap_or_else(|| was.clone()), id, label, was, is_number }
    };
    let named = |text: Option<&Text>, id: &str| text.map_or_else(|| id.to_owned(), |t| page.of(t).to_owned());
    let people = month.roles().map(|role| {
        let people = was.people.get(role).copied().unwrap_or(1);
        let label = named(p.role(role).map(|r| &r.name), role.as_str());
        input(format!("orang-{role}"), label, people.to_string(), true)
    });
    let steps = |prefix: &'static str, of: &std::collections::BTreeMap<procedure::StepId, u32>| {
        let one = |step: &procedure::Step| {
            let value = of.get(&step.id).copied().unwrap_or(0).to_string();
            let label = format!("{}. {}", step.no, page.of(&step.title));
            input(format!("{prefix}-{}", step.id), label, value, true)
        };
        p.steps.iter().map(one).collect::<Vec<_>>()
    };
    let mut standards = steps("standar", &was.minutes);
    standards.push(input("standar".to_owned(), page.t("what-if-whole"), was.case_minutes.to_string(), true));
    let days = (1..)
        .zip(DAYS)
        .zip(&was.calendar.week)
        .map(|((no, key), hours)| input(format!("buka-{no}"), page.t(key), written(hours), false));
    vec![
        Group { heading: "what-if-people", inputs: people.collect() },
        Group { heading: "what-if-hours", inputs: days.collect() },
        Group { heading: "what-if-pace", inputs: steps("laju", &was.pace) },
        Group { heading: "what-if-standards", inputs: standards },
    ]
}

#[cfg(test)]
mod tests {
    use super::{intervals, written};

    #[test]
    fn hours_are_read_as_they_are_written_and_bad_ones_are_none() {
        for good in ["07:30-12:00, 13:00-16:00", "08:00-12:00", ""] {
            assert_eq!(written(&intervals(good).expect("good")), good);
        }
        assert_eq!(written(&intervals("8:00-12:00,12:00-15:30").expect("good")), "08:00-12:00, 12:00-15:30");
        for bad in ["pagi", "12:00-08:00", "08:00-25:00", "08:00-12:00, 11:00-15:00", "08:00"] {
            assert!(intervals(bad).is_none(), "{bad}");
        }
    }
}
