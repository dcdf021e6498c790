//! Names of things, each its own type so that a step is never passed where a role is meant.
//! No rules here beyond that.

use serde::{Deserialize, Serialize};

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }
        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    )+};
}

id_type! {
    /// A role in the procedure file, such as `kasi`.
    RoleId,
    /// A step in the procedure file, such as `verifikasi`.
    StepId,
    /// An outcome of a step, unique within the step.
    OutcomeId,
    /// A kind of document, such as `kk` or `surat_hilang`.
    DocumentId,
    /// A reason for the request, such as `hilang`.
    ReasonId,
    /// An element of the card's data that changes, such as `alamat`.
    ElementId,
    /// A check at the door, such as `masker`.
    CheckId,
    /// One stored file: a photo or a PDF.
    FileId,
    /// A member of staff.
    UserId,
    /// A person at the other end of a channel (a WhatsApp BSUID or number, prefixed by the channel).
    ContactId,
    /// One message that a case owes its applicant; the number of the event that caused it.
    NoticeId,
    /// A rule of escalation in the procedure file.
    EscalationId,
    /// A printer in the office's settings.
    PrinterId,
    /// A security key of a member of staff, by which they prove that it is them.
    KeyId,
    /// A station: a computer of the office with a reader of cards, paired with it.
    StationId,
}
