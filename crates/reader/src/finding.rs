//! What keeps a person from reading a page: one concrete thing each, so that the answer can be "photograph it
//! again, and this time …".

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// A face, a wall: no document at all.
    NotADocument,
    /// A screenshot of a chat instead of the page itself.
    Screenshot,
    TooDark,
    Blurred,
    /// Light reflected over the text.
    Glare,
    /// A part of the page lies outside the picture.
    CutOff,
    /// The page fills too little of the picture for its letters to be read.
    TooSmall,
    /// On its side or upside down.
    Rotated,
}

impl Finding {
    pub const ALL: [Self; 8] = [
        Self::NotADocument,
        Self::Screenshot,
        Self::TooDark,
        Self::Blurred,
        Self::Glare,
        Self::CutOff,
        Self::TooSmall,
        Self::Rotated,
    ];

    /// As it is stored and as texts are called after it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotADocument => "not_a_document",
            Self::Screenshot => "screenshot",
            Self::TooDark => "too_dark",
            Self::Blurred => "blurred",
            Self::Glare => "glare",
            Self::CutOff => "cut_off",
            Self::TooSmall => "too_small",
            Self::Rotated => "rotated",
        }
    }
}
