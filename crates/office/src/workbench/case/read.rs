//! What machines read from the pages beside what the applicant typed, and which other cases resemble this one.
//! Told to the people who decide; nothing here is a decision.

use super::Standing;
use crate::app::App;
use crate::cases::twins::Found;
use crate::error::Error;
use crate::regions;
use crate::web::Page;
use crate::workbench::words;
use procedure::definition::Bears;
use procedure::{Document, Procedure, Ticket, Twin};
use reader::Facts;
use reader::compare::{Among, Comparison, Kind, Standing as Stands, compare};

pub struct Reading {
    /// One a number that was typed.
    pub numbers: Vec<Line>,
    /// Where the NIK was first given out, if that is known.
    pub region: Option<String>,
    pub source: &'static str,
    /// What codes on the pages say, each with its document.
    pub codes: Vec<(String, String)>,
    /// Some page is still to be read.
    pub pending: bool,
    /// The office has switched reading numbers off.
    pub off: bool,
    pub twins: Vec<Other>,
}

pub struct Line {
    pub label: String,
    /// Document, class of its chip, words.
    pub documents: Vec<(String, &'static str, String)>,
    /// The documents contradict each other.
    pub differ: bool,
}

/// Another case that resembles this one.
pub struct Other {
    pub ticket: String,
    pub words: String,
}

/// One document with what was read of its pages.
struct Sheet {
    name: String,
    bears: Vec<Kind>,
    pages: Vec<Option<Facts>>,
}

pub async fn reading(app: &App, standing: &Standing<'_>, ticket: &Ticket) -> Result<Reading, Error> {
    let Standing { page, p, case, .. } = standing;
    let mut sheets = Vec::new();
    for document in case.standing() {
        sheets.push(sheet(app, page, p, document).await?);
    }
    let documents: Vec<_> = sheets
        .iter()
        .map(|s| reader::compare::Document { name: s.name.clone(), bears: &s.bears, pages: &s.pages })
        .collect();
    let (nik, nomor_kk) = (&case.applicant.nik, case.applicant.nomor_kk.as_ref());
    let codes = |s: &Sheet| {
        let texts = s.pages.iter().flatten().flat_map(|f| &f.qr);
        texts.map(|t| (s.name.clone(), t.clone())).collect::<Vec<_>>()
    };
    let twins = app.cases.twins(app.office(), (ticket, case), p, standing.now).await?;
    Ok(Reading {
        numbers: compare(nik, nomor_kk, &documents).into_iter().map(|c| line(page, c)).collect(),
        region: nik.as_str().get(..6).and_then(regions::region).map(|r| r.to_string()),
        source: regions::SOURCE,
        codes: sheets.iter().flat_map(codes).collect(),
        pending: sheets.iter().flat_map(|s| &s.pages).any(Option::is_none),
        off: !app.documents.sandbox().reads_numbers(),
        twins: twins.iter().map(|t| other(page, p, t)).collect(),
    })
}

async fn sheet(app: &App, page: &Page, p: &Procedure, document: &Document) -> Result<Sheet, Error> {
    let kind = document.document.as_ref().and_then(|id| p.document(id));
    let bears = kind.map(|k| k.bears.as_slice()).unwrap_or_default();
    let bears = bears.iter().map(|b| match b {
        Bears::Nik => Kind::Nik,
        Bears::NomorKk => Kind::NomorKk,
    });
    let pages = usize::try_from(document.facts.pages).unwrap_or(0);
    let read = app.documents.facts(&document.facts.file).await?;
    Ok(Sheet {
        name: kind.map_or_else(|| page.t("file-unnamed"), |k| page.of(&k.name).to_owned()),
        bears: bears.collect(),
        pages: read.map_or_else(|| vec![None; pages], |facts| facts.into_iter().map(Some).collect()),
    })
}

fn line(page: &Page, comparison: Comparison<String>) -> Line {
    let label = match comparison.kind {
        Kind::Nik => page.t("read-nik"),
        Kind::NomorKk => page.t("read-nomor-kk"),
    };
    let told = |(name, stands): (String, Stands)| {
        let (class, words) = match stands {
            Stands::Agrees => ("good", page.t("read-agrees")),
            Stands::Differs { read } => ("bad", page.t1("read-differs", "read", read.join(", "))),
            Stands::Unreadable => ("warn", page.t("read-unreadable")),
            Stands::NotRead => ("", page.t("read-not-yet")),
        };
        (name, class, words)
    };
    Line {
        label,
        documents: comparison.documents.into_iter().map(told).collect(),
        differ: comparison.among == Among::Differ,
    }
}

fn other(page: &Page, p: &Procedure, found: &Found) -> Other {
    let key = match found.twin {
        Twin::OpenCase => "twin-open-case",
        Twin::Recent => "twin-recent",
        Twin::SamePhoto => "twin-same-photo",
    };
    let case = &found.case;
    let args = [
        ("name", case.name.clone()),
        ("reasons", words::reasons(page, p, &case.reasons)),
        ("at", page.moment(case.closed_at.or(case.submitted_at).unwrap_or(case.opened_at))),
    ];
    Other { ticket: case.ticket.to_string(), words: page.with(key, &args) }
}
