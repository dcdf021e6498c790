//! What keeps the program from starting, for the message files to say.

/// One thing that keeps Rancak from starting. `setting` is written `section.key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigProblem {
    Unreadable {
        file: String,
        why: String,
    },
    Syntax {
        file: String,
        why: String,
    },
    UnknownKey {
        setting: String,
        known: String,
    },
    WrongType {
        setting: String,
        expected: &'static str,
    },
    Missing {
        setting: String,
        variable: String,
    },
    MissingSecret {
        setting: String,
        variable: String,
    },
    MissingKey {
        setting: String,
        variable: String,
    },
    BadKey {
        setting: String,
    },
    UnreadableSecret {
        setting: String,
        file: String,
        why: String,
    },
    BadValue {
        setting: String,
        value: String,
        expected: &'static str,
    },
    /// Two offices that one program is to serve have the same.
    NotAlone {
        setting: &'static str,
        value: String,
    },
    /// Offices that one program is to serve have different ones.
    NotShared {
        setting: &'static str,
        value: String,
    },
}

impl ConfigProblem {
    /// The key of its text in the message files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "config-unreadable",
            Self::Syntax { .. } => "config-syntax",
            Self::UnknownKey { .. } => "config-unknown-key",
            Self::WrongType { .. } => "config-wrong-type",
            Self::Missing { .. } => "config-missing",
            Self::MissingSecret { .. } => "config-missing-secret",
            Self::MissingKey { .. } => "config-missing-key",
            Self::BadKey { .. } => "config-bad-key",
            Self::UnreadableSecret { .. } => "config-unreadable-secret",
            Self::BadValue { .. } => "config-bad-value",
            Self::NotAlone { .. } => "config-not-alone",
            Self::NotShared { .. } => "config-not-shared",
        }
    }

    /// The values of its text's placeholders.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self.clone() {
            Self::Unreadable { file, why } | Self::Syntax { file, why } => vec![("file", file), ("why", why)],
            Self::UnknownKey { setting, known } => vec![("setting", setting), ("known", known)],
            Self::WrongType { setting, expected } => {
                vec![("setting", setting), ("expected", expected.to_owned())]
            }
            Self::Missing { setting, variable }
            | Self::MissingSecret { setting, variable }
            | Self::MissingKey { setting, variable } => {
                vec![("setting", setting), ("variable", variable)]
            }
            Self::BadKey { setting } => vec![("setting", setting)],
            Self::UnreadableSecret { setting, file, why } => {
                vec![("setting", setting), ("file", file), ("why", why)]
            }
            Self::BadValue { setting, value, expected } => {
                vec![("setting", setting), ("value", value), ("expected", expected.to_owned())]
            }
            Self::NotAlone { setting, value } | Self::NotShared { setting, value } => {
                vec![("setting", setting.to_owned()), ("value", value)]
            }
        }
    }
}
