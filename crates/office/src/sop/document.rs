//! What stands where in the SOP document, once for screen and paper. How it looks is the templates' business.

use crate::cases::word;
use crate::texts::{of, text, text_with};
use procedure::definition::{Identity, Leads, Outcome, Step};
use procedure::sop::Chart;
use procedure::{Language, Procedure, StepId};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Document {
    pub lang: &'static str,
    pub title: String,
    /// "Standar Operasional Prosedur".
    pub form: String,
    /// At the foot of every page.
    pub running: String,
    /// Government, agency, division.
    pub head: [String; 3],
    pub facts: Vec<Fact>,
    /// The lower blocks of the identity page, two beside each other.
    pub blocks: Vec<[Block; 2]>,
    pub table_title: String,
    pub headings: Headings,
    pub words: Words,
    pub chart: Chart,
    /// A row a step, in the order of the chart's.
    pub rows: Vec<RowWords>,
    /// How long all steps take together.
    pub total: String,
}

#[derive(Debug, Serialize)]
pub struct Fact {
    pub heading: String,
    pub lines: Vec<String>,
    /// Room for a signature after the first line.
    pub signed: bool,
}

#[derive(Debug, Serialize)]
pub struct Block {
    pub heading: String,
    pub items: Vec<String>,
    pub numbered: bool,
}

#[derive(Debug, Serialize)]
pub struct Headings {
    pub no: String,
    pub activity: String,
    pub actors: String,
    pub quality: String,
    pub inputs: String,
    pub time: String,
    pub output: String,
    pub remarks: String,
}

/// What is written at symbols and connectors.
#[derive(Debug, Serialize)]
pub struct Words {
    pub start: String,
    pub end: String,
    pub yes: String,
    pub no: String,
    pub page: String,
}

#[derive(Debug, Serialize)]
pub struct RowWords {
    pub no: u32,
    pub activity: String,
    pub inputs: String,
    pub time: String,
    pub output: String,
    /// The ways out that the chart's connectors do not tell of.
    pub remarks: Vec<String>,
}

impl Document {
    pub fn of(language: Language, p: &Procedure) -> Self {
        let t = |key: &str| text(language, key);
        let i = &p.identity;
        let minutes: u32 = p.steps.iter().map(|s| s.minutes).sum();
        let version = [("title", i.title.clone()), ("version", p.version.clone())];
        Self {
            lang: if language == Language::Id { "id" } else { "en" },
            title: format!("{}: {}", t("sop"), i.title),
            form: t("sop-form"),
            running: text_with(language, "sop-running", &version),
            head: [i.government.clone(), i.agency.clone(), i.division.clone()],
            facts: facts(language, i),
            blocks: blocks(language, i),
            table_title: text_with(language, "sop-table", &[("title", i.title.clone())]),
            headings: headings(language),
            words: Words {
                start: t("sop-start"),
                end: t("sop-end"),
                yes: t("sop-yes"),
                no: t("sop-no"),
                page: t("sop-page"),
            },
            chart: Chart::of(p),
            rows: p.steps.iter().map(|s| row(language, p, s)).collect(),
            total: text_with(language, "sop-total", &[("minutes", minutes.to_string())]),
        }
    }
}

fn headings(language: Language) -> Headings {
    let t = |key: &str| text(language, key);
    Headings {
        no: t("sop-no-heading"),
        activity: t("sop-activity"),
        actors: t("sop-actors"),
        quality: t("sop-quality"),
        inputs: t("sop-inputs"),
        time: t("sop-time"),
        output: t("sop-output"),
        remarks: t("sop-remarks"),
    }
}

fn facts(language: Language, i: &Identity) -> Vec<Fact> {
    let fact = |key: &str, lines: Vec<String>, signed| Fact { heading: text(language, key), lines, signed };
    let by = &i.approved_by;
    let nip = if by.nip.is_empty() { String::new() } else { format!("NIP. {}", by.nip) };
    vec![
        fact("sop-number", vec![i.number.clone()], false),
        fact("sop-created", vec![i.created.clone()], false),
        fact("sop-revised", vec![i.revised.clone()], false),
        fact("sop-effective", vec![i.effective.clone()], false),
        fact("sop-approved", vec![by.office.clone(), by.name.clone(), nip], true),
        fact("sop-name", vec![i.title.clone()], false),
    ]
}

fn blocks(language: Language, i: &Identity) -> Vec<[Block; 2]> {
    let block = |key: &str, items: &[String]| Block {
        heading: text(language, key),
        items: items.to_vec(),
        numbered: items.len() > 1,
    };
    let warning = std::slice::from_ref(&i.warning);
    vec![
        [block("sop-legal-bases", &i.legal_bases), block("sop-qualifications", &i.qualifications)],
        [block("sop-related", &i.related), block("sop-equipment", &i.equipment)],
        [block("sop-warning", warning), block("sop-records", &i.records)],
    ]
}

fn row(language: Language, p: &Procedure, step: &Step) -> RowWords {
    RowWords {
        no: step.no,
        activity: step.source.activity.clone(),
        inputs: step.source.inputs.clone(),
        time: text_with(language, "sop-minutes", &[("minutes", step.minutes.to_string())]),
        output: step.source.output.clone(),
        remarks: step.outcomes.iter().filter_map(|o| remark(language, p, o)).collect(),
    }
}

/// Where an outcome leads, if not on to another step.
fn remark(language: Language, p: &Procedure, outcome: &Outcome) -> Option<String> {
    let leads = match &outcome.leads {
        Leads::Applicant { resume } => {
            let [no, title] = numbered(language, p, resume);
            text_with(language, "show-leads-applicant", &[("no", no), ("title", title)])
        }
        Leads::End(closing) => {
            let closing = text(language, &format!("closing-{}", word(closing)));
            text_with(language, "show-leads-end", &[("closing", closing)])
        }
        Leads::Step(_) | Leads::Stay | Leads::Await => return None,
    };
    Some(format!("{}: {leads}", of(language, &outcome.label)))
}

fn numbered(language: Language, p: &Procedure, id: &StepId) -> [String; 2] {
    let step = p.step(id);
    step.map_or_else(Default::default, |s| [s.no.to_string(), of(language, &s.title).to_owned()])
}
