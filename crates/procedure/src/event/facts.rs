//! What events tell of people, files and what is wrong with them. Stored like the events: a field once written stays
//! readable for ever. Add fields with `#[serde(default)]` only.

use super::Language;
use crate::ids::{ContactId, DocumentId, ElementId, FileId, ReasonId};
use crate::{Nik, NomorKk, Phone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The person whose card it is, as they told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    pub name: String,
    pub nik: Nik,
    pub nomor_kk: Option<NomorKk>,
    pub phone: Option<Phone>,
    /// Where messages go; none for a walk-in without WhatsApp.
    pub contact: Option<ContactId>,
    #[serde(default)]
    pub village: Option<String>,
    #[serde(default)]
    pub district: Option<String>,
    #[serde(default)]
    pub language: Language,
}

/// A field of the applicant's data that can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantField {
    Name,
    Nik,
    NomorKk,
    Phone,
    Village,
    District,
}

impl ApplicantField {
    /// Says who somebody is, and is what an officer verifies; the others say how to reach them.
    pub fn is_identity(self) -> bool {
        matches!(self, Self::Name | Self::Nik | Self::NomorKk)
    }
}

impl Applicant {
    /// In which fields the other differs.
    pub fn changed(&self, other: &Self) -> Vec<ApplicantField> {
        let all = [
            (ApplicantField::Name, self.name != other.name),
            (ApplicantField::Nik, self.nik != other.nik),
            (ApplicantField::NomorKk, self.nomor_kk != other.nomor_kk),
            (ApplicantField::Phone, self.phone != other.phone),
            (ApplicantField::Village, self.village != other.village),
            (ApplicantField::District, self.district != other.district),
        ];
        all.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }
}

/// What is asked for: reasons, and for a change of data its elements.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grounds {
    pub reasons: Vec<ReasonId>,
    #[serde(default)]
    pub elements: Vec<ElementId>,
}

/// That the applicant agreed to the notice, when, and to which version of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub at: Timestamp,
    pub text_version: String,
}

/// One stored file as the case knows it: what is kept of it are pages drawn anew, the sender's own bytes are
/// not. `sha256` is lower-case hex of those bytes as they came, `bytes` their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    pub file: FileId,
    pub media_type: String,
    pub sha256: String,
    pub bytes: u64,
    #[serde(default = "one_page")]
    pub pages: u32,
    /// What keeps a person from reading it, such as `blurred`; whoever attached it kept it all the same.
    #[serde(default)]
    pub findings: Vec<String>,
    /// What each page looks like, as hex; the same photo differs in few bits.
    #[serde(default)]
    pub likeness: Vec<String>,
}

fn one_page() -> u32 {
    1
}

/// What is wrong with one document, and where on it, where an officer has marked the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub document: DocumentId,
    pub why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// A rectangle on one page of a file, in thousandths of the page's width and height, so that it means the
/// same on a picture of any size. Pages count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub file: FileId,
    pub page: u32,
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Mark {
    /// The width and the height of a page.
    pub const PAGE: u16 = 1_000;

    /// Whether it has a size and no part of it lies beside the page.
    pub fn is_on_the_page(&self) -> bool {
        let fits = |from: u16, size: u16| size > 0 && from <= Self::PAGE && size <= Self::PAGE - from;
        fits(self.x, self.width) && fits(self.y, self.height)
    }
}
