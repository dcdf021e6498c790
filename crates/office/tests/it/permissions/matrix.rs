//! Who may, for the addresses where a mistake would cost most: written by hand from the procedure's file and the SOP, and
//! never worked out from the table that it is held against.

use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KADIS, KASI, MINISTRY, OPERATOR, REGISTER};
use office::permissions::Route;

const EVERY_STEP: &[&str] = &[OPERATOR, KASI, CETAK, REGISTER, KABID, KADIS];
const BOOK: &[&str] = &[KASI, REGISTER, KABID, KADIS];
const HEADS: &[&str] = &[KASI, KABID, KADIS];

pub fn by_hand(route: Route) -> Option<&'static [&'static str]> {
    Some(match route {
        Route::Case | Route::CaseAct | Route::CasePage | Route::CardPdf | Route::Find => EVERY_STEP,
        Route::Conversation | Route::Receipt | Route::Calls | Route::Live => EVERY_STEP,
        Route::Counter | Route::OpenAtCounter | Route::CounterCase | Route::CounterSubmit => &[OPERATOR],
        Route::CounterCorrection | Route::CounterCorrect => &[OPERATOR],
        Route::Incidents | Route::OpenIncident | Route::Incident | Route::IncidentAct => &[KABID, KADIS],
        Route::IncidentLetter | Route::IncidentLetters | Route::IncidentCsv => &[KABID, KADIS],
        Route::Gate | Route::GateAct | Route::GateArrival | Route::GatePhoto | Route::ShowPass => &[REGISTER],
        Route::Batch | Route::RecordBatch | Route::Card | Route::PrepareCard | Route::CaseChip => &[CETAK],
        Route::Register | Route::RegisterCsv | Route::RegisterXlsx | Route::ReportFile => BOOK,
        Route::Visits | Route::Arrival | Route::ChangeVisitRules => BOOK,
        Route::Stock | Route::MoveBlank | Route::CountersignBlanks => &[KASI, CETAK, KABID, KADIS],
        Route::Disposal | Route::DestroyBlanks | Route::Minutes | Route::Dashboard => HEADS,
        Route::FigureCases | Route::OpenCases | Route::WhatIf => HEADS,
        Route::Satisfaction | Route::SatisfactionCsv => &[KABID, KADIS],
        Route::Nation | Route::NationCsv => &[MINISTRY],
        Route::Destructions | Route::DestructionsCsv => &[KABID, KADIS, ADMINISTRATOR],
        Route::EditSop | Route::ProposeSop => &[KASI, KABID],
        Route::Emergencies | Route::BeginEmergency | Route::EndEmergency => EVERY_STEP,
        Route::Emergency | Route::ReviewEmergency | Route::PrivacyCopy => &[KABID, KADIS],
        Route::Users | Route::AddUser | Route::User | Route::ChangeUser | Route::Invite => &[ADMINISTRATOR],
        Route::AllowKey | Route::EndUserKey | Route::EndUserIdentity | Route::AddStation | Route::Strange => {
            &[ADMINISTRATOR]
        }
        _ => return None,
    })
}
