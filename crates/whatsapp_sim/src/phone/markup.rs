//! WhatsApp's own text marks (`*bold*`, `_italic_`, `~struck~`, `` `code` ``) and links, as spans.
//! No HTML is made here: the template escapes every span.

/// A run of text that looks the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span {
    Plain(String),
    Bold(String),
    Italic(String),
    Struck(String),
    Code(String),
    Link(String),
}

/// Splits a text into spans; marks that are not closed on their line stay as they are.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut plain, mut at) = (0, 0);
    let mut before = None;
    while let Some(character) = text[at..].chars().next() {
        let boundary = before.is_none_or(|c: char| !c.is_alphanumeric());
        let found = if boundary { link(&text[at..]).or_else(|| marked(&text[at..])) } else { None };
        if let Some((span, length)) = found {
            push_plain(&mut spans, &text[plain..at]);
            before = text[at..at + length].chars().next_back();
            at += length;
            plain = at;
            spans.push(span);
        } else {
            before = Some(character);
            at += character.len_utf8();
        }
    }
    push_plain(&mut spans, &text[plain..]);
    spans
}

fn push_plain(spans: &mut Vec<Span>, text: &str) {
    if !text.is_empty() {
        spans.push(Span::Plain(text.to_owned()));
    }
}

/// Only these lead anywhere from the page: never `javascript:` or `data:`.
pub(super) fn is_web_address(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| address.len() > scheme.len() && address.starts_with(scheme))
}

fn link(text: &str) -> Option<(Span, usize)> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '*', '_', '~']);
    is_web_address(address).then(|| (Span::Link(address.to_owned()), address.len()))
}

fn marked(text: &str) -> Option<(Span, usize)> {
    let mark = text.chars().next().filter(|c| "*_~`".contains(*c))?;
    let inside = &text[1..];
    let line = inside.lines().next()?;
    let end = line.match_indices(mark).map(|(at, _)| at).find(|at| closes(line, *at))?;
    let words = inside[..end].to_owned();
    let span = match mark {
        '*' => Span::Bold(words),
        '_' => Span::Italic(words),
        '~' => Span::Struck(words),
        _ => Span::Code(words),
    };
    Some((span, end + 2))
}

/// A mark closes after a word and before something that is none.
fn closes(line: &str, at: usize) -> bool {
    let inner = &line[..at];
    let after = line[at + 1..].chars().next();
    !inner.is_empty()
        && !inner.starts_with(char::is_whitespace)
        && !inner.ends_with(char::is_whitespace)
        && after.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Span {
        Span::Plain(text.into())
    }

    #[test]
    fn marks_around_words_are_spans_and_marks_inside_words_are_not() {
        let bold = Span::Bold("tiket A-1".into());
        assert_eq!(spans("Ini *tiket A-1*."), [plain("Ini "), bold, plain(".")]);
        assert_eq!(
            spans("_satu_ ~dua~"),
            [Span::Italic("satu".into()), plain(" "), Span::Struck("dua".into())]
        );
        for text in ["2*3*4", "* butir", "*tidak\nditutup*", "snake_case_name", "**", "é*"] {
            assert_eq!(spans(text), [plain(text)], "{text}");
        }
    }

    #[test]
    fn web_addresses_are_links_without_the_full_stop_after_them() {
        let link = Span::Link("https://contoh.id/a?b=1".into());
        assert_eq!(spans("Buka https://contoh.id/a?b=1."), [plain("Buka "), link, plain(".")]);
        assert_eq!(spans("javascript:alert(1)"), [plain("javascript:alert(1)")]);
    }
}
