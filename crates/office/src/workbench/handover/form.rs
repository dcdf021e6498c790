//! From the gate's form to the command it stands for. Texts go on as typed: the rules judge them.

use crate::app::App;
use crate::error::Error;
use crate::web::Page;
use crate::workbench::fields::Fields;
use procedure::{
    Act as Outcome, Case, CheckId, Command, Finger, FingerResult, Form, Gate, Procedure, Representative,
    Ticket, Way,
};

/// The acts there are: the last part of a form's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Finger,
    HandOver,
    Dispatch,
    ComeBack,
    /// The pass of another case of the household serves this one.
    Household,
}

impl Act {
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "jari" => Self::Finger,
            "serahkan" => Self::HandOver,
            "kirim" => Self::Dispatch,
            "kembali" => Self::ComeBack,
            "keluarga" => Self::Household,
            _ => return None,
        })
    }
}

/// Whether the form says that somebody came for the holder.
pub fn represents(fields: &Fields) -> bool {
    fields.one("siapa") == "wakil"
}

/// The command that a form stands for. `Err` where the form is not one that our page sends.
pub fn command(page: &Page, p: &Procedure, case: &Case, act: Act, fields: &Fields) -> Result<Command, Error> {
    let one = |name: &str| fields.one(name).to_owned();
    Ok(match act {
        Act::Finger => Command::CheckFinger {
            device: one("alat"),
            finger: read::<Finger>(fields.one("jari")),
            result: read::<FingerResult>(fields.one("hasil")).ok_or(Error::Input("form-which-verdict"))?,
            why: one("sebab"),
        },
        Act::HandOver => hand_over(page, p, case, fields)?,
        Act::Dispatch => Command::Dispatch {
            way: read::<Way>(fields.one("cara")).ok_or(Error::Input("form-which-way"))?,
            through: through(fields),
            reference: one("nomor"),
            card: one("kartu_kirim"),
        },
        Act::Household => {
            Command::ShowHouseholdPass { of: Ticket::parse(fields.one("dari")).map_err(|_| Error::NotFound)? }
        }
        Act::ComeBack => Command::ReturnDispatch { why: one("sebab_kembali") },
    })
}

/// A word as it is stored.
fn read<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.into()).ok()
}

/// The courier, or the nagari with its district.
pub fn through(fields: &Fields) -> String {
    let parts = [fields.one("lewat"), fields.one("kecamatan")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn hand_over(page: &Page, p: &Procedure, case: &Case, fields: &Fields) -> Result<Command, Error> {
    let step = p.handing_over().ok_or(Error::NotFound)?;
    let outcome = step.outcomes.iter().find(|o| o.act == Outcome::HandOver).ok_or(Error::NotFound)?;
    let typed = |name: &str| Some(fields.one(name).to_owned()).filter(|t| !t.is_empty());
    let here = case.gate.under_way.is_none();
    let represented = here && represents(fields);
    let representative = represented.then(|| Representative {
        nik: fields.one("nik").to_owned(),
        power_of_attorney: fields.has("kuasa"),
    });
    let holder = here && !represented;
    let form = Form {
        blangko: typed("blangko"),
        received_by: if holder { Some(case.applicant.name.clone()) } else { typed("penerima") },
        relation: if holder { Some(page.t("gate-holder-themself")) } else { typed("hubungan") },
        surrendered: fields.has("ditarik"),
        gate: Gate {
            representative,
            compared: fields.all("periksa").map(CheckId::from).collect(),
            original: fields.has("asli"),
            without_pass: typed("tanpa_kartu"),
            proof: typed("bukti"),
            photo: None,
        },
        ..Form::default()
    };
    Ok(Command::Decide { step: step.id.clone(), outcome: outcome.id.clone(), form })
}

/// What the officer may choose among for the nagari's district.
pub fn districts(app: &App) -> Vec<&'static str> {
    let regency: String = app.office().chars().filter(char::is_ascii_digit).collect();
    crate::regions::districts(&regency)
}
