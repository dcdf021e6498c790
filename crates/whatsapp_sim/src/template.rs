//! Message templates a business has had approved: what may be sent outside the service window.
//! Matching and counting only; whether the window is open is no concern of a template.
use serde::{Deserialize, Serialize};

/// One approved template in one language. `{{1}}` or `{{name}}` marks a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    pub name: String,
    /// Code as Meta writes it: `id`, `en_US`.
    pub language: String,
    pub body: String,
    #[serde(default)]
    pub header: Option<String>,
    #[serde(default)]
    pub footer: Option<String>,
    #[serde(default)]
    pub buttons: Vec<TemplateButton>,
}

/// A button under a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum TemplateButton {
    /// Comes back as an inbound message of type `button`.
    QuickReply { text: String },
    /// Opens a page; `{{1}}` at its end is filled by the sender.
    Url { text: String, url: String },
}

impl TemplateButton {
    pub(crate) fn parameters(&self) -> usize {
        match self {
            Self::QuickReply { .. } => 0,
            Self::Url { url, .. } => placeholders(url).len(),
        }
    }
}

impl Template {
    pub fn new(name: &str, language: &str, body: &str) -> Self {
        Self {
            name: name.into(),
            language: language.into(),
            body: body.into(),
            header: None,
            footer: None,
            buttons: Vec::new(),
        }
    }

    /// The template every fresh test account has.
    pub fn hello_world() -> Self {
        let mut template =
            Self::new("hello_world", "en_US", "Welcome and congratulations!! This message is a SIMULATOR's.");
        template.header = Some("Hello World".into());
        template.footer = Some("WhatsApp Business Platform sample message".into());
        template
    }
}

/// The distinct placeholders of a text, in order of first appearance.
pub(crate) fn placeholders(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        let name = name.trim();
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
        rest = tail;
    }
    found
}

/// Fills placeholders in order of first appearance, or by name where a value has one.
pub(crate) fn fill(text: &str, values: &[(Option<String>, String)]) -> String {
    let mut filled = text.to_owned();
    for (index, placeholder) in placeholders(text).into_iter().enumerate() {
        let named = values.iter().find(|(name, _)| name.as_deref() == Some(placeholder));
        if let Some((_, value)) = named.or_else(|| values.get(index)) {
            filled = filled.replace(&format!("{{{{{placeholder}}}}}"), value);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_used_twice_counts_once() {
        assert_eq!(placeholders("{{1}} dan {{2}}, sekali lagi {{1}}"), ["1", "2"]);
    }

    #[test]
    fn named_values_fill_their_own_placeholder() {
        let values = [(Some("tiket".into()), "A-1".into()), (Some("nama".into()), "Sari".into())];
        assert_eq!(fill("{{nama}}: {{tiket}}", &values), "Sari: A-1");
    }
}
