//! What each address takes and how it may answer, as its handler means it. `rancak openapi` prints it, and the walk
//! through the table and the attack of `tests/attack` hold every answer against it. What a row says by itself (who may,
//! by which method) is worked out here and written down nowhere else.

use super::right::Right;
use super::row::{Row, Rule, Subject, Verb};
use super::table::Route;

/// What is read of a request's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing; whatever comes is left unread.
    Nothing,
    /// Fields as a browser's form sends them.
    Form,
    /// The same with files among them.
    Files,
    /// What a script says.
    Json,
    /// Bytes whose signature or place is looked at before anything else.
    Raw,
}

impl Takes {
    pub fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Form => Some("application/x-www-form-urlencoded"),
            Self::Files => Some("multipart/form-data"),
            Self::Json => Some("application/json"),
            Self::Raw => Some("application/octet-stream"),
        }
    }
}

const PAGE: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

/// A status, and of which kinds its bytes may be; none where nothing is told but the status.
pub type Answer = (u16, &'static [&'static str]);

const PAGES: &[&str] = &[PAGE];
const SAID: &[&str] = &[JSON];
const NOTHING: &[&str] = &[];

/// The page is theirs to see, and what it asks for another's to do.
const OTHERS_POWER: &[Route] = &[
    Route::MoveBlank,
    Route::CountBlanks,
    Route::CountersignBlanks,
    Route::DestroyBlanks,
    Route::Arrival,
    Route::AnswerProposal,
];

/// A day, a number, a secret or a word that is none, told on the page.
const IS_NONE: &[Route] = &[
    Route::Invitation,
    Route::ChoosePassword,
    Route::AnswerSurvey,
    Route::LinkTell,
    Route::LinkFile,
    Route::Register,
    Route::RegisterCsv,
    Route::RegisterXlsx,
    Route::Destructions,
    Route::DestructionsCsv,
    Route::Report,
    Route::ReportFile,
    Route::NumberReport,
    Route::Dashboard,
    Route::Flow,
    Route::FigureCases,
    Route::OpenCases,
    Route::WhatIf,
    Route::ProveCase,
    Route::Looks,
    Route::ReviewLook,
    Route::CompareSop,
    Route::Stock,
    Route::PrivacyCopy,
    Route::ReceivePrivacy,
    Route::AnswerPrivacy,
    Route::AnswerConversation,
    Route::CheckRecord,
    Route::SignRecord,
    Route::AddUser,
    Route::ChangeUser,
    Route::Invite,
    Route::RecordAbsence,
    Route::RecordQualification,
    Route::MarkNik,
    Route::AddStation,
    Route::IncidentLetters,
    Route::OpenIncident,
];

impl Route {
    pub fn takes(self) -> Takes {
        match self {
            Self::LinkFile
            | Self::CounterAttach
            | Self::PrepareCard
            | Self::GateArrival
            | Self::PhotographBlank => Takes::Files,
            Self::BeginKeySignIn | Self::EnterWithKey | Self::BeginKey | Self::AddKey | Self::Prove => {
                Takes::Json
            }
            Self::LinkPart | Self::Webhook | Self::PairStation | Self::StationReport => Takes::Raw,
            Self::Leave
            | Self::OpenLink
            | Self::LinkComplete
            | Self::LinkSubmit
            | Self::DeleteEvent
            | Self::RestoreEvent
            | Self::BeginProof
            | Self::EndConversation
            | Self::CheckRecord
            | Self::SignRecord
            | Self::Invite
            | Self::AllowKey
            | Self::EndUserKey
            | Self::EndAssignment
            | Self::EndAbsence
            | Self::EndQualification
            | Self::EndUserSessions
            | Self::EndUserSession
            | Self::ConfirmRecovery
            | Self::DeclineRecovery
            | Self::EndUserIdentity
            | Self::EndEmergency
            | Self::EndStation => Takes::Nothing,
            other if other.row().is_write() => Takes::Form,
            _ => Takes::Nothing,
        }
    }

    /// Every answer that is meant. Beside these there is 408 for whoever dawdles, and 503 where the database is away.
    pub fn answers(self) -> Vec<Answer> {
        let row = self.row();
        let mut all = self.done();
        all.extend(self.refused());
        all.extend(before(row));
        all.extend(self.unread());
        all.sort_unstable();
        all.dedup();
        all
    }

    /// A file, or what only programs read.
    fn file(self) -> Option<Answer> {
        match self {
            Self::PublicSopPdf
            | Self::CardPdf
            | Self::SopVersionPdf
            | Self::IncidentLetters
            | Self::IncidentLetter
            | Self::IncidentAgency => Some((200, &["application/pdf"])),
            Self::LinkPicture
            | Self::LinkMarked
            | Self::CasePage
            | Self::CaseThumbnail
            | Self::GatePhoto
            | Self::BlankPhoto => Some((200, &["image/jpeg"])),
            Self::RegisterCsv
            | Self::SatisfactionCsv
            | Self::NationCsv
            | Self::DestructionsCsv
            | Self::IncidentCsv => Some((200, &["text/csv; charset=utf-8"])),
            Self::RegisterXlsx => Some((200, &[SHEET])),
            Self::ReportFile => Some((200, &["application/pdf", "text/csv; charset=utf-8", SHEET, JSON])),
            Self::PrivacyCopy => Some((200, &["application/pdf", JSON])),
            Self::ProveCase => Some((200, SAID)),
            Self::Live => Some((200, &["text/event-stream"])),
            Self::Health | Self::Ready => Some((200, &[TEXT])),
            Self::Asset => {
                Some((200, &["text/css", "text/javascript", "image/svg+xml", "text/plain", "text/markdown"]))
            }
            Self::VerifyWebhook => Some((200, &[TEXT])),
            Self::Webhook => Some((200, NOTHING)),
            Self::LinkBegin
            | Self::PairStation
            | Self::BeginKeySignIn
            | Self::EnterWithKey
            | Self::BeginKey
            | Self::AddKey
            | Self::BeginProof
            | Self::Prove => Some((200, SAID)),
            Self::LinkPart | Self::LinkComplete | Self::StationReport => Some((204, NOTHING)),
            _ => None,
        }
    }

    /// Where it was done, or there was something to show.
    fn done(self) -> Vec<Answer> {
        if let Some(file) = self.file() {
            return vec![file];
        }
        match self {
            // What is only a way somewhere else.
            Self::Home | Self::ChooseLanguage | Self::Next | Self::AskProvider => vec![(303, NOTHING)],
            // Pages that lead elsewhere where there is nothing to ask.
            Self::SignIn
            | Self::Factor
            | Self::OfferFactor
            | Self::Link
            | Self::LinkApplicant
            | Self::Desk
            | Self::Card
            | Self::Gate
            | Self::Stock => vec![(200, PAGES), (303, NOTHING)],
            // Forms that are answered with a page of their own.
            Self::TrackCase
            | Self::AnswerSurvey
            | Self::Find
            | Self::AddUser
            | Self::Invite
            | Self::AllowKey
            | Self::AddStation
            | Self::DeleteEvent
            | Self::RestoreEvent
            | Self::CheckRecord
            | Self::SignRecord
            | Self::ChangePassword
            | Self::ConfirmRecovery => vec![(200, PAGES)],
            // Forms that lead on, or show their page with what came of it.
            Self::GateAct | Self::ChangeVisitRules | Self::LinkSubmit => vec![(200, PAGES), (303, NOTHING)],
            other if other.row().is_write() => vec![(303, NOTHING)],
            _ => vec![(200, PAGES)],
        }
    }

    /// Where what was asked cannot be.
    fn refused(self) -> Vec<Answer> {
        let row = self.row();
        let mut all = Vec::new();
        // The rules of the core say no.
        if row.is_write() && (!row.behind.is_empty() || row.stage().is_some()) {
            all.extend([(409, PAGES), (422, PAGES)]);
        }
        // A page that asks for a proof before the file.
        if !row.is_write() && row.behind.contains(&Rule::OperatorProof) {
            all.push((403, PAGES));
        }
        if OTHERS_POWER.contains(&self) {
            all.push((403, PAGES));
        }
        if IS_NONE.contains(&self) {
            all.push((422, PAGES));
        }
        match self {
            Self::TrackCase => all.extend([(404, PAGES), (429, PAGES)]),
            Self::Enter | Self::GiveFactor | Self::EnrolFactor | Self::EndFactor => {
                all.extend([(404, PAGES), (422, PAGES), (429, PAGES)]);
            }
            // Where there is no provider there is nothing.
            Self::AskProvider | Self::BackFromProvider | Self::EnterByProvider | Self::LinkIdentity => {
                all.extend([(404, PAGES), (422, PAGES), (429, PAGES)]);
            }
            Self::BeginKeySignIn | Self::EnterWithKey => all.extend([(404, PAGES), (422, SAID), (429, SAID)]),
            Self::BeginKey | Self::AddKey | Self::BeginProof | Self::Prove => all.push((422, SAID)),
            // The case has gone on, or the page is not there any more.
            Self::LinkFile | Self::LinkRemove | Self::LinkAccept | Self::LinkSubmit => all.push((409, PAGES)),
            Self::LinkBegin => all.push((422, &[TEXT, PAGE])),
            Self::LinkPart => all.extend([(409, NOTHING), (413, NOTHING), (422, NOTHING)]),
            Self::LinkComplete => all.push((409, NOTHING)),
            Self::VerifyWebhook => all.push((403, &[TEXT])),
            Self::Webhook => all.push((401, NOTHING)),
            Self::PairStation => all.extend([(400, NOTHING), (422, NOTHING), (429, NOTHING)]),
            Self::StationReport => all.extend([(400, NOTHING), (401, NOTHING), (401, SAID)]),
            Self::Asset => all.push((404, NOTHING)),
            _ => {}
        }
        all
    }

    /// Where the request cannot be read.
    fn unread(self) -> Vec<Answer> {
        let mut all = Vec::new();
        if self.row().path.contains('{') && self.row().subject == Subject::Nothing {
            all.push((400, PAGES));
        }
        if self.reads_query() {
            all.push((400, PAGES));
        }
        match self.takes() {
            // Whatever cannot be read there is a wrong guess like any other.
            Takes::Form if self == Self::TrackCase => {}
            Takes::Form => all.extend([(413, PAGES), (415, PAGES), (422, PAGES)]),
            Takes::Files => all.extend([(400, PAGES), (413, PAGES), (422, PAGES)]),
            Takes::Json => all.extend([(400, PAGES), (413, PAGES), (415, PAGES), (422, PAGES)]),
            Takes::Raw => all.push((413, PAGES)),
            Takes::Nothing => {}
        }
        all
    }

    /// Whether words behind a question mark are read one by one; one that stands there twice cannot be.
    fn reads_query(self) -> bool {
        matches!(
            self,
            Self::SignIn
                | Self::Factor
                | Self::ChooseLanguage
                | Self::VerifyWebhook
                | Self::CompareSop
                | Self::Batch
                | Self::AccountLog
                | Self::Sending
                | Self::Register
                | Self::RegisterCsv
                | Self::RegisterXlsx
                | Self::ProveCase
                | Self::Case
                | Self::Looks
                | Self::Destructions
                | Self::DestructionsCsv
                | Self::Report
                | Self::ReportFile
                | Self::Desk
                | Self::Next
                | Self::Live
                | Self::OpenCases
                | Self::Stock
                | Self::Visits
                | Self::VisitRules
                | Self::Dashboard
                | Self::FigureCases
                | Self::Flow
                | Self::AskProvider
                | Self::BackFromProvider
                | Self::Incident
        )
    }
}

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the guards before every handler answer.
fn before(row: &Row) -> Vec<Answer> {
    let machine = row.path.starts_with("/aset")
        || matches!(row.path, "/sehat" | "/siap")
        || matches!(
            row.who,
            Right::BySignature | Right::ByVerifyToken | Right::ByPairingCode | Right::ByStationKey
        );
    if machine {
        return Vec::new();
    }
    let mut all = vec![(429, PAGES)];
    if row.verb != Verb::Get {
        all.push((403, NOTHING));
    }
    if row.who.is_officers() {
        // To the door, or told that nothing is there.
        all.extend([(303, NOTHING), (404, PAGES)]);
    }
    if matches!(row.who, Right::ByLink | Right::ByPass | Right::InDemonstration) {
        all.push((404, PAGES));
    }
    all
}
