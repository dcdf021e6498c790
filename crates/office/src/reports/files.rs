//! A report as bytes: PDF, XLSX, CSV. The same report gives the same bytes. Nothing a person typed is run as markup or
//! as a formula.

use super::{Asked, Report};
use crate::error::Error;
use crate::workbench::csv::{csv, harmless};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, XlsxError};
use sha2::{Digest, Sha256};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Xlsx,
    Csv,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Xlsx, Self::Csv];

    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    pub fn parse(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.ending() == ending)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A sheet has room for 32,767 letters in a cell.
const LONGEST: usize = 32_000;

pub async fn bytes(report: &Report, asked: Asked, format: Format) -> Result<Vec<u8>, Error> {
    let report = report.clone();
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Pdf => {
            let name = format!("{} {} {} {}", asked.kind.word(), asked.from, asked.to, report.number);
            typeset::pdf(typeset::Template::Report, &name, &report).map_err(|e| e.to_string())
        }
        Format::Xlsx => xlsx(&report).map_err(|e| e.to_string()),
        Format::Csv => Ok(as_csv(&report).into_bytes()),
    });
    made.await
        .map_err(|e| Error::Broken(e.to_string()))?
        .map_err(|e| Error::Broken(format!("the report's {}: {e}", format.ending())))
}

/// SHA-256 of each format, in the order of [`Format::ALL`].
pub async fn hashes(report: &Report, asked: Asked) -> Result<[String; 3], Error> {
    let mut hashes = [const { String::new() }; 3];
    for (hash, format) in hashes.iter_mut().zip(Format::ALL) {
        *hash = hex::encode(Sha256::digest(bytes(report, asked, format).await?));
    }
    Ok(hashes)
}

struct Line<'a> {
    cells: &'a [String],
    /// Which of the cells hold figures; none of a line of words.
    figures: &'a [bool],
    strong: bool,
}

/// The whole report line by line, as sheets have it.
fn lines<'a>(report: &'a Report, words: &'a [Vec<String>; 2]) -> Vec<Line<'a>> {
    let plain = |cells| Line { cells, figures: &[], strong: false };
    let [above, below] = words;
    let mut lines: Vec<Line<'_>> = above.chunks(1).map(plain).collect();
    for table in &report.tables {
        lines.push(plain(&[]));
        if !table.caption.is_empty() {
            lines.push(Line { strong: true, ..plain(std::slice::from_ref(&table.caption)) });
        }
        if table.rows.is_empty() {
            lines.push(plain(std::slice::from_ref(&report.nothing)));
            continue;
        }
        lines.push(Line { strong: true, ..plain(&table.headings) });
        lines.extend(table.rows.iter().map(|r| Line { cells: r, figures: &table.figures, strong: false }));
        if !table.total.is_empty() {
            lines.push(Line { cells: &table.total, figures: &table.figures, strong: true });
        }
    }
    lines.extend(below.chunks(1).map(plain));
    lines
}

/// What stands before the tables and after them.
fn words(report: &Report) -> [Vec<String>; 2] {
    let r = report;
    let [government, agency] = r.head.clone();
    let above = [agency, r.address.clone(), r.title.clone(), r.number.clone(), r.period.clone()];
    let s = &r.signature;
    let below = [s.place_and_day.clone(), s.office.clone(), s.name.clone(), s.nip.clone()].into_iter();
    let stamp = r.checkpoint.iter().flat_map(|c| [c.words.clone(), c.note.clone()]);
    let said = |l: Vec<String>| l.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>();
    let above = std::iter::once(government).chain(above).chain(r.lines.iter().cloned()).collect();
    [said(above), said(std::iter::once(String::new()).chain(below).chain(stamp).collect())]
}

fn as_csv(report: &Report) -> String {
    let words = words(report);
    let lines = lines(report, &words);
    let (first, rest) = lines.split_first().map_or((&[][..], &[][..]), |(f, rest)| (f.cells, rest));
    let rows: Vec<&[String]> = rest.iter().map(|l| l.cells).collect();
    csv(first, &rows)
}

fn xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Otherwise the sheet would say when it was made, and no two would be the same.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&report.title).set_creation_datetime(&created));
    let sheet = book.add_worksheet();
    let bold = Look::new().set_bold();
    let plain = Look::new();
    let words = words(report);
    let apart = if report.lang == "id" { '.' } else { ',' };
    for (row, line) in (0u32..).zip(lines(report, &words)) {
        let look = if line.strong { &bold } else { &plain };
        for (column, cell) in (0u16..).zip(line.cells) {
            let figure = line.figures.get(usize::from(column)).copied().unwrap_or(false);
            match cell.replace(apart, "").parse::<u32>() {
                Ok(number) if figure => sheet.write_number_with_format(row, column, number, look)?,
                _ => {
                    let cell: String = cell.chars().take(LONGEST).collect();
                    sheet.write_string_with_format(row, column, harmless(&cell), look)?
                }
            };
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}
