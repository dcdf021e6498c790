//! What a page of figures may be asked for: periods, districts and reasons to choose from, and the pages beside it.

use super::asked::{Asked, PRESETS, named, preset};
use crate::app::App;
use crate::web::Page;
use crate::workbench::{handover, words};
use procedure::Procedure;

/// The pages of figures, with the keys of their names.
const PAGES: [(&str, &str); 3] =
    [("/meja/dasbor", "figures"), ("/meja/dasbor/alur", "flow"), ("/meja/dasbor/andai", "what-if")];

/// A choice of a list: what is sent or where it leads, what is read, and whether it is chosen.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) chosen: bool,
}

pub(super) struct Filters {
    /// Where the form leads.
    pub(super) path: &'static str,
    pub(super) pages: Vec<Choice>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) presets: Vec<Choice>,
    pub(super) districts: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
}

impl Filters {
    pub(super) fn of(app: &App, page: &Page, asked: &Asked, path: &'static str) -> Self {
        let p = &*app.cases.procedures().active();
        let is_chosen = |name: &str| {
            preset(name, asked.today).is_some_and(|period| period.so_far(asked.today) == asked.period)
        };
        let preset = |name: &&str| Choice {
            value: (*name).to_owned(),
            words: page.t(&format!("figures-preset-{name}")),
            chosen: is_chosen(name),
        };
        Self {
            path,
            pages: pages(page, path, |to| asked.link(to, &[])),
            from: asked.period.from().to_string(),
            to: asked.period.to().to_string(),
            presets: PRESETS.iter().map(preset).collect(),
            districts: districts(app, page, asked),
            reasons: reasons(p, page, asked),
        }
    }
}

/// The pages of figures, of which `path` is the one that is shown.
pub(super) fn pages(page: &Page, path: &str, link: impl Fn(&str) -> String) -> Vec<Choice> {
    let choice =
        |(to, key): &(&str, &str)| Choice { value: link(to), words: page.t(key), chosen: *to == path };
    PAGES.iter().map(choice).collect()
}

/// The districts of the office's regency, those nobody told, and one from elsewhere that is asked for.
fn districts(app: &App, page: &Page, asked: &Asked) -> Vec<Choice> {
    let asked_for = asked.which.district.as_deref();
    let mut names: Vec<String> = handover::districts(app).into_iter().map(str::to_owned).collect();
    if let Some(other) = asked_for.filter(|d| !d.is_empty() && !names.iter().any(|n| n == d)) {
        names.push(other.to_owned());
    }
    names.push(String::new());
    let choice = |name: String| Choice {
        chosen: asked_for == Some(name.as_str()),
        value: named(&name).to_owned(),
        words: if name.is_empty() { page.t("figures-no-district") } else { name },
    };
    names.into_iter().map(choice).collect()
}

/// Every set of reasons that may be asked for together.
fn reasons(p: &Procedure, page: &Page, asked: &Asked) -> Vec<Choice> {
    let single = p.reasons.iter().map(|r| vec![r.id.as_str()]);
    let together = p.combinations.iter().map(|set| set.iter().map(|r| r.as_str()).collect());
    let choice = |mut set: Vec<&str>| {
        set.sort_unstable();
        let value = set.join(",");
        Choice {
            chosen: asked.which.reasons.as_deref() == Some(value.as_str()),
            words: words::reasons(page, p, &value),
            value,
        }
    };
    single.chain(together).map(choice).collect()
}
