//! What came with a form, and what is wrong with it, field by field. Knows no form in particular.

use serde::Deserialize;

/// The fields of a form in their order; a name may come several times (checkboxes).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    pub fn push(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// The first value under this name without surrounding space; empty where there is none.
    pub fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim())
    }

    /// The key under which this form, as it was shown, has its effect once; none for a form without a token.
    pub fn once(&self) -> Option<String> {
        let token: String = self.one("form").chars().take(64).collect();
        (!token.is_empty()).then(|| format!("form:{token}"))
    }

    /// Every field and its value, as they came.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a checkbox or button of this name was pressed.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }
}

/// What a person must put right: the field's id and the words for it.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<(String, String)>);

impl Faults {
    pub fn one(field: &str, words: String) -> Self {
        Self(vec![(field.to_owned(), words)])
    }

    pub fn add(&mut self, field: &str, words: String) {
        self.0.push((field.to_owned(), words));
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(f, _)| f == field).map(|(_, words)| words.as_str())
    }

    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
