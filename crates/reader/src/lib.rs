//! Looks at the bytes that strangers send: what they are, whether a person could read them, what they say.
//! Bytes in, pictures of our own making and findings out. This crate never has a key, a connection or a
//! path: whoever takes it over holds nothing. The program runs it in a process that can do nothing else.

pub mod compare;
pub mod facts;
mod finding;
mod kind;
mod likeness;
mod mark;
mod pdf;
mod picture;
mod quality;
mod scale;
mod thresholds;

pub use facts::Facts;
pub use finding::Finding;
pub use kind::{Foreign, Kind};
pub use likeness::{Likeness, NoLikeness};
pub use mark::{Spot, mark};
pub use picture::Picture;
pub use quality::Measures;
pub use thresholds::Thresholds;

use serde::{Deserialize, Serialize};

/// Pages one file may have.
pub const MOST_PAGES: usize = 10;
/// Pixels one picture may have.
pub const MOST_PIXELS: u64 = 40_000_000;

/// Why a file is not taken at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    #[error("empty")]
    Empty,
    /// Neither JPEG nor PNG nor PDF; what it is instead, where we know it.
    #[error("not a photo or a PDF")]
    Foreign { kind: Foreign },
    #[error("more pixels than {MOST_PIXELS}")]
    TooManyPixels,
    #[error("{pages} pages, more than {MOST_PAGES}")]
    TooManyPages { pages: usize },
    /// Cut short, or not what it says it is.
    #[error("broken: {why}")]
    Broken { why: String },
    /// A PDF behind a password.
    #[error("locked")]
    Locked,
    /// A PDF with scripts, actions or files inside.
    #[error("active content: {what}")]
    Active { what: String },
}

/// A file that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    pub kind: Kind,
    pub pages: Vec<Page>,
}

/// One page, upright, without metadata, drawn anew by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub width: u32,
    pub height: u32,
    /// JPEG, at most [`picture::LONGEST`] pixels long.
    pub jpeg: Vec<u8>,
    /// JPEG, at most [`picture::THUMBNAIL`] pixels long.
    pub thumbnail: Vec<u8>,
    /// What keeps a person from reading it, worst first.
    pub findings: Vec<Finding>,
    pub likeness: Likeness,
}

impl Examined {
    /// A person can read every page.
    pub fn readable(&self) -> bool {
        self.pages.iter().all(|p| p.findings.is_empty())
    }
}

/// Looks at one file. Takes as long as it takes, and may run out of memory or stack on a hostile one: run it
/// where that harms nobody.
pub fn examine(bytes: &[u8], thresholds: &Thresholds) -> Result<Examined, Fault> {
    let kind = match Kind::of(bytes) {
        Ok(kind) => kind,
        Err(_) if bytes.is_empty() => return Err(Fault::Empty),
        Err(kind) => return Err(Fault::Foreign { kind }),
    };
    let pictures = match kind {
        Kind::Jpeg | Kind::Png => vec![Picture::decode(bytes, kind)?],
        Kind::Pdf => pdf::pages(bytes)?,
    };
    let pages = pictures.into_iter().map(|p| page(&p, thresholds)).collect::<Result<_, _>>()?;
    Ok(Examined { kind, pages })
}

fn page(picture: &Picture, thresholds: &Thresholds) -> Result<Page, Fault> {
    Ok(Page {
        width: picture.width(),
        height: picture.height(),
        jpeg: picture.jpeg()?,
        thumbnail: picture.thumbnail()?.jpeg()?,
        findings: Measures::of(picture).findings(thresholds),
        likeness: Likeness::of(picture),
    })
}
