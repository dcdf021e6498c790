//! Words for people, from the message files in `texts/`. Indonesian first; a text missing in English is
//! said in Indonesian. No sentence a person reads stands in code.

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use procedure::definition::Leads;
use procedure::refusal::Arg;
use procedure::{Language, Procedure, Refusal, StepId, Text};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

fluent_templates::static_loader! {
    static FILES = {
        locales: "./texts",
        fallback_language: "id",
        // Marks around every placeholder would show up as boxes on old phones.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ID: LazyLock<LanguageIdentifier> = LazyLock::new(|| "id".parse().unwrap_or_default());
static EN: LazyLock<LanguageIdentifier> = LazyLock::new(|| "en".parse().unwrap_or_default());

/// The keys of the days' names, Monday first.
pub const DAYS: [&str; 7] = [
    "day-monday",
    "day-tuesday",
    "day-wednesday",
    "day-thursday",
    "day-friday",
    "day-saturday",
    "day-sunday",
];

/// The text under `key`, its placeholders filled. An unknown key is shown as itself and logged.
pub fn text_with(language: Language, key: &str, args: &[(&str, String)]) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
        args.iter().map(|(k, v)| (Cow::Owned((*k).to_owned()), FluentValue::from(v.as_str()))).collect();
    let wanted = match language {
        Language::Id => &*ID,
        Language::En => &*EN,
    };
    FILES.try_lookup_with_args(wanted, key, &values).unwrap_or_else(|| {
        tracing::error!(key, "a text is missing");
        key.to_owned()
    })
}

pub fn text(language: Language, key: &str) -> String {
    text_with(language, key, &[])
}

/// A text of the procedure file.
pub fn of(language: Language, text: &Text) -> &str {
    match language {
        Language::Id => &text.id,
        Language::En => &text.en,
    }
}

/// `24 Nov 2026 08.15`, in the office's own time.
pub fn moment(language: Language, offset: Offset, at: Timestamp) -> String {
    format!("{} {}", day(language, offset.to_datetime(at).date()), time(offset, at))
}

/// `09.00`.
pub fn time(offset: Offset, at: Timestamp) -> String {
    let local = offset.to_datetime(at);
    format!("{:02}.{:02}", local.hour(), local.minute())
}

/// `24 Nov 2026`.
pub fn day(language: Language, date: Date) -> String {
    let months = text(language, "months");
    let nth = usize::try_from(date.month() - 1).unwrap_or(0);
    let month = months.split_whitespace().nth(nth).unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// `Sel 24 Nov 09.00`: when somebody is expected, short enough for a row of a list.
pub fn visit(language: Language, offset: Offset, at: Timestamp) -> String {
    let local = offset.to_datetime(at);
    format!("{} {:02}.{:02}", visit_day(language, local.date()), local.hour(), local.minute())
}

/// `Sel 24 Nov`.
pub fn visit_day(language: Language, date: Date) -> String {
    let word = |key, nth| text(language, key).split_whitespace().nth(nth).unwrap_or_default().to_owned();
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    format!("{} {} {}", word("weekdays", weekday), date.day(), word("months", month))
}

/// Why a command was refused, and what the person can do instead.
pub fn refusal(language: Language, p: &Procedure, refusal: &Refusal) -> String {
    let args: Vec<_> =
        refusal.args().into_iter().map(|(name, arg)| (name, value(language, p, &arg))).collect();
    text_with(language, refusal.key(), &args)
}

/// Where an outcome leads.
pub fn leads(language: Language, p: &Procedure, leads: &Leads) -> String {
    let step = |key, id: &StepId| {
        let (no, title) = p.step(id).map(|s| (s.no.to_string(), of(language, &s.title))).unwrap_or_default();
        text_with(language, key, &[("no", no), ("title", title.to_owned())])
    };
    match leads {
        Leads::Step(id) => step("show-leads-step", id),
        Leads::Stay => text(language, "show-leads-stay"),
        Leads::Await => text(language, "show-leads-await"),
        Leads::Applicant { resume } => step("show-leads-applicant", resume),
        Leads::End(closing) => {
            let closing = text(language, &format!("closing-{}", crate::cases::word(closing)));
            text_with(language, "show-leads-end", &[("closing", closing)])
        }
    }
}

fn value(language: Language, p: &Procedure, arg: &Arg) -> String {
    let named = |text: Option<&Text>, id: &str| text.map_or(id, |t| of(language, t)).to_owned();
    match arg {
        Arg::Text(text) => text.clone(),
        Arg::Instant(at) => moment(language, p.calendar.offset, *at),
        Arg::Roles(roles) => {
            let names = roles.iter().map(|r| named(p.role(r).map(|r| &r.name), r.as_str()));
            names.collect::<Vec<_>>().join(", ")
        }
        Arg::Step(step) => named(p.step(step).map(|s| &s.title), step.as_str()),
        Arg::Outcome(step, outcome) => {
            let label = p.step(step).and_then(|s| s.outcome(outcome)).map(|o| &o.label);
            named(label, outcome.as_str())
        }
        Arg::Documents(documents) => {
            let names = documents.iter().map(|d| named(p.document(d).map(|d| &d.name), d.as_str()));
            names.collect::<Vec<_>>().join(", ")
        }
        Arg::Closing(closing) => text(language, &format!("closing-{}", crate::cases::word(closing))),
        Arg::Standing(standing) => text(language, &format!("standing-{}", standing.word())),
        Arg::Parts(parts) => {
            let names = parts.iter().map(|p| text(language, &format!("layer-{}", p.word())));
            names.collect::<Vec<_>>().join(", ")
        }
        Arg::Waiting(waiting) => text(language, &format!("waiting-{}", crate::cases::word(waiting))),
    }
}
