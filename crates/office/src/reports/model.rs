//! A report before it is drawn: words and tables, each cell as people read it. Nothing here knows page, sheet or file.

use super::{Asked, Frame};
use crate::error::Error;
use crate::texts::{day, text, text_with};
use crate::web::qr::Qr;
use serde::Serialize;

/// Also the data of `report.typ`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub lang: String,
    pub title: String,
    /// In words, with the number; that it has none where it has none.
    pub number: String,
    /// The days it tells of.
    pub period: String,
    pub head: [String; 2],
    pub address: String,
    /// Its tables are wider than they are high.
    pub wide: bool,
    /// At the foot of every page.
    pub running: String,
    pub page_word: String,
    pub lines: Vec<String>,
    pub tables: Vec<Table>,
    /// What stands in the place of a table without rows.
    pub nothing: String,
    pub signature: Signature,
    pub checkpoint: Option<Stamp>,
}

/// The last checkpoint of the record, so that paper keeps it too.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stamp {
    pub words: String,
    /// The signed note, which the code holds.
    pub note: String,
    pub qr: Qr,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signature {
    pub place_and_day: String,
    pub office: String,
    pub name: String,
    pub nip: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Table {
    pub caption: String,
    pub headings: Vec<String>,
    /// How wide the columns are, in parts of the whole.
    pub widths: Vec<u8>,
    /// Which columns hold figures.
    pub figures: Vec<bool>,
    /// Of its letters, in points.
    pub size: u8,
    pub rows: Vec<Vec<String>>,
    /// A last row of sums, or none.
    pub total: Vec<String>,
}

impl Table {
    /// Columns by their texts' keys, each with its width and whether it holds figures.
    pub fn new(frame: &Frame, caption: &str, columns: &[(&str, u8, bool)]) -> Self {
        let language = frame.language();
        Self {
            caption: if caption.is_empty() { String::new() } else { text(language, caption) },
            headings: columns.iter().map(|c| text(language, c.0)).collect(),
            widths: columns.iter().map(|c| c.1).collect(),
            figures: columns.iter().map(|c| c.2).collect(),
            size: 9,
            ..Self::default()
        }
    }
}

/// All of it but its tables.
pub fn begun(frame: &Frame, asked: Asked) -> Result<Report, Error> {
    let language = frame.language();
    let title = text(language, &format!("report-{}", asked.kind.word()));
    let signed = day(language, frame.signed_on);
    let [office, name, nip] = frame.signs.clone();
    let number = match frame.number.as_str() {
        "" => text(language, "report-no-number"),
        number => text_with(language, "report-number", &[("number", number.to_owned())]),
    };
    let period = asked.days(language);
    Ok(Report {
        lang: frame.lang.clone(),
        running: format!("{title}, {period}. {number}"),
        number,
        period,
        title,
        head: frame.head.clone(),
        address: frame.address.clone(),
        wide: asked.kind.names_people(),
        page_word: text(language, "sop-page"),
        lines: Vec::new(),
        tables: Vec::new(),
        nothing: text(language, "report-nothing"),
        signature: Signature {
            place_and_day: if frame.place.is_empty() { signed } else { format!("{}, {signed}", frame.place) },
            office,
            name,
            nip: if nip.is_empty() { String::new() } else { format!("NIP. {nip}") },
        },
        checkpoint: stamp(frame)?,
    })
}

fn stamp(frame: &Frame) -> Result<Option<Stamp>, Error> {
    if frame.checkpoint.is_empty() {
        return Ok(None);
    }
    let words = text(frame.language(), "report-checkpoint");
    let note = frame.checkpoint.clone();
    Ok(Some(Stamp { words, qr: Qr::of(&note)?, note }))
}
