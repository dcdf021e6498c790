//! Why the phone did not send something, in words a person can act on.
//! What the simulator itself refuses keeps its own words, which are in both languages already.
use axum::http::StatusCode;

use super::words::Words;
use super::{LONGEST_NAME, LONGEST_TEXT};
use crate::error::SimError;

/// A refusal shown on the page.
#[derive(Debug)]
pub(super) enum Problem {
    Empty,
    /// Characters it had.
    Long(usize),
    Name,
    NothingChosen,
    TooLarge,
    Upload,
    Form,
    Elsewhere,
    Sim(SimError),
}

impl<E: Into<SimError>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self::Sim(error.into())
    }
}

impl Problem {
    pub(super) fn say(&self, words: Words) -> String {
        match self {
            Self::Empty => words.say("problem-empty"),
            Self::Long(count) => words.with("problem-long", &[("most", &LONGEST_TEXT), ("count", count)]),
            Self::Name => words.with_one("problem-name", "most", LONGEST_NAME),
            Self::NothingChosen => words.say("problem-nothing-chosen"),
            Self::TooLarge => words.say("problem-too-large"),
            Self::Upload => words.say("problem-upload"),
            Self::Form => words.say("problem-form"),
            Self::Elsewhere => words.say("problem-elsewhere"),
            Self::Sim(error) => error.to_string(),
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::Sim(error) => error.http_status(),
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The panel of files is shown open, so that the person can go on there.
    pub(super) fn is_about_files(&self) -> bool {
        matches!(
            self,
            Self::NothingChosen | Self::TooLarge | Self::Upload | Self::Sim(SimError::UnknownSample(_))
        )
    }
}
