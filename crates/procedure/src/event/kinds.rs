//! The words that events choose among. Stored: a word once written stays readable for ever.

use serde::{Deserialize, Serialize};

/// The language an applicant is written to in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Id,
    En,
}

/// How the request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Whatsapp,
    Counter,
}

/// What a case waits for while its clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    Applicant,
    Stock,
    Equipment,
}

/// What keeps a printer from going on, as it tells itself or by its silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    NoCards,
    RibbonEnd,
    Jam,
    CoverOpen,
    Offline,
    /// Paused at the printer itself or by its queue.
    Stopped,
    /// Anything else it calls an error.
    Other,
}

/// How a print job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintEnd {
    Completed,
    Cancelled,
    Aborted,
    /// The printer knows nothing of it, or did not answer: nobody knows what became of it.
    Lost,
}

/// What came of a telephone call to the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallResult {
    Reached,
    NoAnswer,
    WrongNumber,
    /// By another way, such as a neighbour or a visit; a remark says which.
    ToldOtherwise,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    HandedOver,
    Rejected,
    Withdrawn,
    NotCollected,
    /// A draft that nobody came back to.
    Expired,
}

/// By which way the applicant was told that the product is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    Whatsapp,
    InPerson,
}
