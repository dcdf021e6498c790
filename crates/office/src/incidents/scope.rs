//! How those whom a breach concerns are found, and which classes of data it may have shown of them. Classes err on the
//! side of saying more: nobody can know what somebody read of what was on the screen.

use crate::permissions::Purpose;
use serde::{Deserialize, Serialize};

/// What was open to somebody who should not have seen it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything that an officer's account looked at in the period.
    Officer,
    /// Everything that anybody looked at in the period.
    Looks,
    /// Every case to which something happened in the period.
    Cases,
    /// Every case whose files lay in the documents' store in the period.
    Documents,
    /// The cases that were named.
    Tickets,
    /// Every case whose data the office held in the period.
    Everything,
}

impl Scope {
    pub const ALL: [Self; 6] =
        [Self::Officer, Self::Looks, Self::Cases, Self::Documents, Self::Tickets, Self::Everything];

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| crate::cases::word(s) == word)
    }

    /// Whether somebody must say which classes it concerns; of looks their purpose says so, of files their kind.
    pub fn asks_classes(self) -> bool {
        matches!(self, Self::Cases | Self::Tickets | Self::Everything)
    }
}

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Name, NIK, family card number and address.
    Identity,
    Telephone,
    Messages,
    Documents,
    /// The photo on the card.
    Photo,
}

/// Some of them, a bit each, so that a database can put two together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Classes(pub i64);

impl DataClass {
    pub const ALL: [Self; 5] =
        [Self::Identity, Self::Telephone, Self::Messages, Self::Documents, Self::Photo];

    fn bit(self) -> i64 {
        match self {
            Self::Identity => 1,
            Self::Telephone => 2,
            Self::Messages => 4,
            Self::Documents => 8,
            Self::Photo => 16,
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| crate::cases::word(c) == word)
    }
}

impl Classes {
    pub fn of(classes: &[DataClass]) -> Self {
        Self(classes.iter().fold(0, |bits, class| bits | class.bit()))
    }

    pub fn has(self, class: DataClass) -> bool {
        self.0 & class.bit() != 0
    }

    pub fn each(self) -> impl Iterator<Item = DataClass> {
        DataClass::ALL.into_iter().filter(move |class| self.has(*class))
    }

    /// What somebody may have seen who looked for this purpose, by the word under which looks keep it.
    pub fn shown_for(purpose: &str) -> Self {
        use DataClass::{Documents, Identity, Messages, Photo, Telephone};
        let is = |one: Purpose| crate::cases::word(&one) == purpose;
        let all = DataClass::ALL;
        let shown: &[DataClass] = match () {
            () if is(Purpose::SubjectRights) => &all,
            () if is(Purpose::Verification) || is(Purpose::Intake) => {
                &[Identity, Telephone, Messages, Documents]
            }
            () if is(Purpose::Printing) || is(Purpose::Handover) => &[Identity, Telephone, Photo],
            () if is(Purpose::Messages) => &[Identity, Telephone, Messages],
            () if is(Purpose::Calls) || is(Purpose::Breach) || is(Purpose::Export) => &[Identity, Telephone],
            () => &[Identity],
        };
        Self::of(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_kept_as_bits_and_come_back() {
        let some = Classes::of(&[DataClass::Photo, DataClass::Identity]);
        assert_eq!(some.each().collect::<Vec<_>>(), [DataClass::Identity, DataClass::Photo]);
        assert_eq!(Classes(some.0 | Classes::of(&[DataClass::Messages]).0).each().count(), 3);
    }

    #[test]
    fn whoever_verified_may_have_seen_documents_and_whoever_saw_a_list_a_name() {
        assert!(Classes::shown_for("verification").has(DataClass::Documents));
        assert_eq!(Classes::shown_for("work"), Classes::of(&[DataClass::Identity]));
        assert_eq!(Classes::shown_for("subject_rights").each().count(), DataClass::ALL.len());
    }

    #[test]
    fn every_word_is_read_back() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(&crate::cases::word(&scope)), Some(scope));
        }
        for class in DataClass::ALL {
            assert_eq!(DataClass::parse(&crate::cases::word(&class)), Some(class));
        }
    }
}
