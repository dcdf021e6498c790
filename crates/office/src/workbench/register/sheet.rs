//! Lines as files for other programs: CSV and XLSX. Nothing a person typed is ever run as a formula.

use crate::web::Page;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

pub const COLUMNS: usize = 11;

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
    "register-officer",
];

pub fn headings(page: &Page) -> Vec<String> {
    HEADINGS.iter().map(|key| page.t(key)).collect()
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// RFC 4180 with a byte order mark, by which spreadsheets know UTF-8.
pub fn csv(headings: &[String], rows: &[[String; COLUMNS]]) -> String {
    let line = |cells: &[String]| {
        let quoted = cells.iter().map(|c| format!("\"{}\"", harmless(c).replace('"', "\"\"")));
        quoted.collect::<Vec<_>>().join(",") + "\r\n"
    };
    let body: String = rows.iter().map(|row| line(row)).collect();
    format!("\u{FEFF}{}{body}", line(headings))
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

#[cfg(test)]
mod tests {
    use super::{COLUMNS, csv, harmless};

    #[test]
    fn what_a_spreadsheet_would_run_is_text_and_all_else_stays() {
        for formula in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["Rosnida", "1301014504900001", "O'Brien", "a=b", ""] {
            assert_eq!(harmless(plain), plain);
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_stay_inside_their_cell() {
        let mut row: [String; COLUMNS] = Default::default();
        row[4] = "Ani, \"Nia\"\nX".to_owned();
        let text = csv(&["No".to_owned()], &[row]);
        assert!(text.starts_with("\u{FEFF}\"No\"\r\n"));
        assert!(text.contains(",\"Ani, \"\"Nia\"\"\nX\","), "{text}");
    }
}
