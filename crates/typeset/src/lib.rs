//! Sets type: a template's name and plain data in, the bytes of a PDF out. What it must never know: an office, a
//! database, a rule. It reads no file, asks for no clock, and runs nobody's text as markup: data are read as JSON.

mod world;

use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::Desk;

/// The sheets there are, each a file in `templates/`, which says what data it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The SOP document in the form of Permenpan RB 35/2012.
    Sop,
    /// A report: the office's head, a table, the signature block.
    Report,
    /// Letters: the office's head, to whom, the same words in several languages.
    Letter,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the data are no JSON: {0}")]
    Data(#[from] serde_json::Error),
    /// What the typesetter says of template and data, a line each.
    #[error("{0}")]
    Setting(String),
}

/// Memory of earlier sheets is let go of after so many others.
const REMEMBERED: usize = 8;

/// One sheet at a time: setting is a matter of milliseconds, and its memory is shared.
static TURN: Mutex<()> = Mutex::new(());

/// The sheet as a tagged PDF, by PDF/UA-1 where our typefaces have all its letters. The same template, name and data
/// give the same bytes. `name` tells this document from every other one and is only ever kept as a hash.
pub fn pdf(template: Template, name: &str, data: &impl Serialize) -> Result<Vec<u8>, Error> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let desk = Desk::new(template.source(), serde_json::to_vec(data)?);
    let made = typst::compile::<PagedDocument>(&desk).output.map_err(|e| told(&e)).and_then(|document| {
        // A name may hold any letter of the world: better a box in its place than no sheet.
        written(&document, name, &[PdfStandard::Ua_1]).or_else(|_| written(&document, name, &[]))
    });
    typst::comemo::evict(REMEMBERED);
    made
}

fn written(document: &PagedDocument, name: &str, standards: &[PdfStandard]) -> Result<Vec<u8>, Error> {
    let standards = PdfStandards::new(standards).map_err(|e| Error::Setting(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(name.to_owned()),
        creator: Smart::Custom(Some("Rancak".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|e| told(&e))
}

fn told(faults: &[typst::diag::SourceDiagnostic]) -> Error {
    Error::Setting(faults.iter().map(|f| f.message.to_string()).collect::<Vec<_>>().join("\n"))
}

impl Template {
    fn source(self) -> &'static str {
        match self {
            Self::Sop => include_str!("../templates/sop.typ"),
            Self::Report => include_str!("../templates/report.typ"),
            Self::Letter => include_str!("../templates/letter.typ"),
        }
    }
}
