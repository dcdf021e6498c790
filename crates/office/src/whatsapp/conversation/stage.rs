//! Where a conversation stands, as it is kept between two messages. What a case holds is read from the
//! case, never kept here a second time.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use procedure::{
    Applicant, Consent, ContactId, DocumentId, ElementId, FileFacts, FileId, Grounds, Language, Nik, NomorKk,
    Phone, ReasonId, Ticket,
};
use serde::{Deserialize, Serialize};

/// Files kept for somebody who has not said yet what they want.
pub const MOST_PENDING: usize = 10;
/// How long they are kept, as drafts are.
pub const PENDING_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Thread {
    pub stage: Stage,
    pub language: Language,
    /// Counts the questions asked; part of each button's id, so that a tap on an old one is known.
    pub nonce: u32,
    /// Answers in a row that were not understood.
    pub misses: u32,
    /// The person wrote `stop`: nothing is sent until `mulai`.
    pub stopped: bool,
    /// A member of staff answers, not we.
    pub with_staff: bool,
    /// Files that came before there was a request they could belong to.
    pub pending: Vec<Pending>,
    /// Pages that a check found fault with, until their sender sends better ones or keeps them.
    pub held: Vec<Held>,
}

/// A page at fault: of which case and document it was to be, and how often that failed by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub ticket: Ticket,
    pub document: DocumentId,
    pub facts: FileFacts,
    pub failures: u32,
    pub at: Timestamp,
}

/// A file without a request, and when it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub facts: FileFacts,
    pub at: Timestamp,
}

impl Thread {
    pub fn forget_old_files(&mut self, now: Timestamp) {
        self.pending.retain(|p| p.at.duration_until(now) < PENDING_KEPT);
        self.held.retain(|h| h.at.duration_until(now) < PENDING_KEPT);
    }

    /// The files that no case has yet, each with when it came.
    pub fn loose_files(&self) -> impl Iterator<Item = (&FileId, Timestamp)> {
        let pending = self.pending.iter().map(|p| (&p.facts.file, p.at));
        pending.chain(self.held.iter().map(|h| (&h.facts.file, h.at)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Stage {
    #[default]
    Idle,
    /// What would you like to do?
    Menu,
    /// Who we are, free of charge, privacy: agree or cancel.
    Notice,
    Reason {
        form: Form,
    },
    Elements {
        form: Form,
    },
    Nik {
        form: Form,
    },
    Name {
        form: Form,
    },
    /// The rest is given on a page of ours: nothing is opened yet.
    Link {
        form: Form,
    },
    /// The next document that is missing or at fault.
    Documents {
        ticket: Ticket,
    },
    /// A page cannot be read: send another, or after some tries use it all the same?
    Check {
        ticket: Ticket,
    },
    /// Which document is this page?
    Sort {
        ticket: Ticket,
        file: FileId,
    },
    /// Everything is there: send, change, cancel.
    Review {
        ticket: Ticket,
    },
    /// What would you like to change?
    Change {
        ticket: Ticket,
    },
    /// Which document would you like to send anew?
    Replace {
        ticket: Ticket,
    },
    /// Go on with the draft, or start anew?
    Resume {
        ticket: Ticket,
    },
    ConfirmCancel {
        ticket: Ticket,
    },
    /// When would you like to come? The first of each day, or those of one day.
    Slots {
        ticket: Ticket,
        #[serde(default)]
        day: Option<Date>,
        /// So many were shown before.
        #[serde(default)]
        skip: usize,
    },
    /// On which day?
    Days {
        ticket: Ticket,
    },
    /// The questions before a visit.
    Health {
        ticket: Ticket,
    },
    /// Which of your requests?
    Pick {
        purpose: Purpose,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Cancel,
    /// Send documents for it.
    Send,
    /// Make or change its appointment.
    Visit,
}

/// What has been told so far; complete, it opens a case, or amends the draft it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub ticket: Option<Ticket>,
    pub reasons: Vec<ReasonId>,
    pub elements: Vec<ElementId>,
    pub nik: Option<Nik>,
    pub nomor_kk: Option<NomorKk>,
    pub name: Option<String>,
    pub village: Option<String>,
    pub district: Option<String>,
    pub consent: Option<Consent>,
}

impl Form {
    pub fn grounds(&self) -> Grounds {
        Grounds { reasons: self.reasons.clone(), elements: self.elements.clone() }
    }

    /// The applicant, once NIK and name are known.
    pub fn applicant(
        &self,
        contact: &ContactId,
        phone: Option<&Phone>,
        language: Language,
    ) -> Option<Applicant> {
        Some(Applicant {
            name: self.name.clone()?,
            nik: self.nik.clone()?,
            nomor_kk: self.nomor_kk.clone(),
            phone: phone.cloned(),
            contact: Some(contact.clone()),
            village: self.village.clone(),
            district: self.district.clone(),
            language,
        })
    }

    /// What a draft holds, to be changed.
    pub fn of(ticket: &Ticket, case: &procedure::Case) -> Self {
        let a = case.applicant.clone();
        Self {
            ticket: Some(ticket.clone()),
            reasons: case.grounds.reasons.clone(),
            elements: case.grounds.elements.clone(),
            nik: Some(a.nik),
            nomor_kk: a.nomor_kk,
            name: Some(a.name),
            village: a.village,
            district: a.district,
            consent: case.consent.clone(),
        }
    }
}
