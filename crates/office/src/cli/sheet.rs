//! Lines of plain text for a terminal of 80 columns: headings, and labelled texts wrapped beside their
//! label. Knows nothing of what it prints.

const WIDTH: usize = 80;
/// The column at which the text beside a label begins, counted from its indent.
const BESIDE: usize = 17;

#[derive(Default)]
pub struct Sheet {
    lines: Vec<String>,
}

impl Sheet {
    pub fn heading(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.push(text.to_owned());
        self.lines.push("-".repeat(text.chars().count().min(WIDTH)));
    }

    /// A paragraph; lines after the first stand two columns further in.
    pub fn line(&mut self, indent: usize, text: &str) {
        self.wrapped(" ".repeat(indent), indent + 2, text);
    }

    /// A label, and its text beside it.
    pub fn field(&mut self, indent: usize, label: &str, text: &str) {
        self.beside(indent, label, indent + BESIDE, text);
    }

    /// A label, and beside it each text on lines of its own; of several, each begins two columns further out.
    pub fn list(&mut self, indent: usize, label: &str, texts: &[String]) {
        let hanging = indent + BESIDE + if texts.len() > 1 { 2 } else { 0 };
        for (i, text) in texts.iter().enumerate() {
            self.beside(indent, if i == 0 { label } else { "" }, hanging, text);
        }
    }

    fn beside(&mut self, indent: usize, label: &str, hanging: usize, text: &str) {
        let gap = BESIDE.saturating_sub(label.chars().count()).max(1);
        self.wrapped(format!("{:indent$}{label}{:gap$}", "", ""), hanging, text);
    }

    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }

    fn wrapped(&mut self, first: String, hanging: usize, text: &str) {
        let mut line = first;
        let mut fresh = true;
        for word in text.split_whitespace() {
            let room = WIDTH.saturating_sub(line.chars().count());
            if !fresh && word.chars().count() + 1 > room {
                self.lines.push(std::mem::replace(&mut line, " ".repeat(hanging)));
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.lines.push(line.trim_end().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    #[test]
    fn a_long_text_is_wrapped_beside_its_label() {
        let mut sheet = Sheet::default();
        sheet.field(2, "Kegiatan", &"kata ".repeat(30));
        let lines = sheet.into_lines();
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|l| l.chars().count() <= 80), "{lines:?}");
        assert!(lines[0].starts_with("  Kegiatan         kata"), "{lines:?}");
        assert!(lines[1].starts_with(&format!("{}kata", " ".repeat(19))), "{lines:?}");
    }

    #[test]
    fn a_word_longer_than_the_terminal_stands_whole_on_a_line() {
        let mut sheet = Sheet::default();
        let long = "x".repeat(90);
        sheet.line(0, &format!("a {long} b"));
        assert_eq!(sheet.into_lines(), ["a".to_owned(), format!("  {long}"), "  b".to_owned()]);
    }
}
