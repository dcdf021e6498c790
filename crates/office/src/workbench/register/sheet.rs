//! Lines as files for other programs: what stands in which column, and XLSX. Nothing a person typed is ever run
//! as a formula.

use crate::web::Page;
use crate::workbench::csv::harmless;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

pub const COLUMNS: usize = 12;

/// The number and its year are numbers; all other columns are text.
const NUMBERS: usize = 2;

const HEADINGS: [&str; COLUMNS] = [
    "register-number",
    "register-year",
    "register-at",
    "register-ticket",
    "register-name",
    "register-nik",
    "register-reasons",
    "register-blangko",
    "register-received-by",
    "register-relation",
    "register-way",
    "register-officer",
];

pub fn headings(page: &Page) -> Vec<String> {
    HEADINGS.iter().map(|key| page.t(key)).collect()
}

pub fn xlsx(title: &str, headings: &[String], rows: &[[String; COLUMNS]]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(title)?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (line, row) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(row) {
            match cell.parse::<u32>() {
                Ok(number) if usize::from(column) < NUMBERS => sheet.write_number(line, column, number)?,
                _ => sheet.write_string(line, column, harmless(cell))?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    book.save_to_buffer()
}
