//! The words of the phone page, Indonesian first. They stand in `texts/`, never in code.
use std::collections::HashMap;

use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

static_loader! {
    static TEXTS = {
        locales: "./texts",
        fallback_language: "id",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static INDONESIAN: LanguageIdentifier = langid!("id");
static ENGLISH: LanguageIdentifier = langid!("en");

/// One language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Indonesian,
    English,
}

impl Words {
    /// From `?lang=`; Indonesian unless English was asked for.
    pub(super) fn of(lang: Option<&str>) -> Self {
        if lang == Some("en") { Self::English } else { Self::Indonesian }
    }

    /// The value of `lang` in HTML and in addresses.
    pub(super) fn code(self) -> &'static str {
        if self == Self::English { "en" } else { "id" }
    }

    pub(super) fn other(self) -> Self {
        if self == Self::English { Self::Indonesian } else { Self::English }
    }

    /// A text without parameters.
    pub(super) fn say(self, key: impl AsRef<str>) -> String {
        TEXTS.lookup(self.language(), key.as_ref())
    }

    /// A text with one parameter.
    pub(super) fn with_one(self, key: &str, name: &'static str, value: impl std::fmt::Display) -> String {
        self.with(key, &[(name, &value)])
    }

    /// A text with parameters.
    pub(super) fn with(self, key: &str, values: &[(&'static str, &dyn std::fmt::Display)]) -> String {
        let values: HashMap<_, _> =
            values.iter().map(|(name, value)| ((*name).into(), value.to_string().into())).collect();
        TEXTS.lookup_with_args(self.language(), key, &values)
    }

    fn language(self) -> &'static LanguageIdentifier {
        if self == Self::English { &ENGLISH } else { &INDONESIAN }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    fn keys(text: &str) -> BTreeSet<&str> {
        text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect()
    }

    #[test]
    fn both_languages_have_the_same_texts() {
        let indonesian = keys(include_str!("../../texts/id/phone.ftl"));
        assert_eq!(indonesian, keys(include_str!("../../texts/en/phone.ftl")));
        assert!(indonesian.contains("simulator"));
    }
}
