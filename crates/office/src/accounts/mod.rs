//! Who may sign in, and as whom they act. Roles come from the procedure, and `administrator` beside them.
//! Nobody has a default account, and nobody chooses another's password.

mod absences;
mod agent;
mod assignments;
mod ceremony;
pub mod emergencies;
mod entry;
pub mod factor_page;
mod keys;
mod log;
mod password;
pub mod provider;
mod qualifications;
mod recovery;
mod seal;
mod session;
mod sessions;
pub mod sign_in;
mod slowing;
mod staff_nik;
mod stage;
mod totp;
mod users;

pub use absences::{Absence, AbsenceReason, NewAbsence};
pub use assignments::{Assignment, AssignmentKind, NewAssignment};
pub use ceremony::{ProofError, Sitting, Webauthn, relying_party};
pub use emergencies::{ActedAs, Emergency, EmergencyVerdict, InEmergency};
pub use keys::{CODE_GOOD, SecurityKey};
pub use log::{By, Change, Entry, Line, SignInWay, record};
pub use password::SHORTEST as SHORTEST_PASSWORD;
pub use qualifications::{NewQualification, Qualification};
pub use recovery::{RECOVERED, Recovery};
pub use session::{recognise, sign_in_first, token as session_token};
pub use sessions::SignedIn;
pub use slowing::{SignInSlowing, Slowing, Turn, WAIT};
pub use stage::{Asked, Pending, Stage};
pub use users::{INVITED, NewUser, User, UserError};

use crate::config::Secrets;
use crate::db::Db;
use ::seal::Key;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use procedure::{Actor, OperatorAuth, RoleId, UserId};

use seal::Seal;

/// Manages accounts; does no step of any case by itself.
pub use ::permissions::ADMINISTRATOR;
/// Sees the figures of all offices, where the installation has a ministry's address.
pub use ::permissions::MINISTRY;

/// Somebody signed in, with the roles they hold at this instant. As an extractor it sends strangers to the
/// sign-in page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    pub user: UserId,
    pub name: String,
    pub roles: Vec<RoleId>,
    /// Which of those in another's place.
    pub acting: Vec<(RoleId, AssignmentKind)>,
    /// Which of those by emergency access, and until when.
    pub emergency: Option<InEmergency>,
    /// How they proved in this session that it is them, while that is good.
    pub operator_auth: Option<OperatorAuth>,
}

impl Officer {
    pub fn holds(&self, role: &str) -> bool {
        self.roles.iter().any(|r| r == role)
    }

    pub fn is_administrator(&self) -> bool {
        self.holds(ADMINISTRATOR)
    }

    pub fn actor(&self) -> Actor {
        Actor::Officer {
            user: self.user.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            operator_auth: self.operator_auth.clone(),
        }
    }

    /// As if they had just proved that it is them: a screen offers what is possible after a proof.
    pub fn actor_once_proved(&self, at: Timestamp) -> Actor {
        self.actor().proved(OperatorAuth { at, key: "".into() })
    }
}

/// The accounts of one office.
#[derive(Clone)]
pub struct Accounts {
    db: Db,
    office: String,
    /// By which the office's days are told.
    offset: Offset,
    seal: Seal,
}

impl Accounts {
    pub fn new(db: Db, office: &str, offset: Offset) -> Self {
        Self { db, office: office.to_owned(), offset, seal: Seal::default() }
    }

    /// With the office's keys, without which nothing is sealed.
    pub fn with_keys(self, secrets: &Secrets, office_key: &Key) -> Self {
        Self { seal: Seal::of(secrets, office_key), ..self }
    }

    /// The office's day at an instant.
    pub fn day(&self, at: Timestamp) -> Date {
        self.offset.to_datetime(at).date()
    }
}

/// 256 random bits as text, and what the database keeps of them.
pub fn fresh_token() -> (String, String) {
    let token = hex::encode(rand::random::<[u8; 32]>());
    let kept = kept(&token);
    (token, kept)
}

/// What the database keeps of a token.
pub fn kept(token: &str) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(token.as_bytes()))
}
