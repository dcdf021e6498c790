//! The SOP document (Permenpan RB 35/2012) of a procedure: for everybody to read, on screen and as PDF. What it says
//! comes from the procedure alone; only words of the form are ours.

mod document;
pub mod page;

pub use document::{Document, RowWords};

use crate::error::Error;
use procedure::{Language, Procedure};

/// The document as a PDF; the same procedure gives the same bytes.
pub fn pdf(language: Language, p: &Procedure) -> Result<Vec<u8>, Error> {
    let name = format!("sop {} {} {language:?}", p.id, p.version);
    typeset::pdf(typeset::Template::Sop, &name, &Document::of(language, p))
        .map_err(|e| Error::Broken(format!("the SOP: {e}")))
}
