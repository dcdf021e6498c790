//! Rows as a text file for other programs. Nothing a person typed is ever run as a formula.

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// RFC 4180 with a byte order mark, by which spreadsheets know UTF-8.
pub fn csv<R: AsRef<[String]>>(headings: &[String], rows: &[R]) -> String {
    let line = |cells: &[String]| {
        let quoted = cells.iter().map(|c| format!("\"{}\"", harmless(c).replace('"', "\"\"")));
        quoted.collect::<Vec<_>>().join(",") + "\r\n"
    };
    let body: String = rows.iter().map(|row| line(row.as_ref())).collect();
    format!("\u{FEFF}{}{body}", line(headings))
}

#[cfg(test)]
mod tests {
    use super::{csv, harmless};

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
        let row = [String::new(), "Ani, \"Nia\"\nX".to_owned(), String::new()];
        let text = csv(&["No".to_owned()], &[row]);
        assert!(text.starts_with("\u{FEFF}\"No\"\r\n"));
        assert!(text.contains(",\"Ani, \"\"Nia\"\"\nX\","), "{text}");
    }
}
