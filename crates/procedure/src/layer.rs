//! What is printed on a blank card to make it one person's: the personalisation layer. Never the card's artwork,
//! which the blank bears already; and never more than the card itself says.

use crate::decide::{MAX_NAME, text};
use crate::event::FileFacts;
use crate::nik::Sex;
use crate::refusal::Refusal;
use crate::{Applicant, Nik};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of the layer beside the NIK, in the order in which a card has them (Perpres 26/2009 art. 6 and UU
/// 23/2006 art. 64 name the elements).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerPart {
    Province,
    Regency,
    Name,
    BirthPlace,
    /// As `DD-MM-YYYY`.
    BirthDate,
    /// `LAKI-LAKI` or `PEREMPUAN`.
    Sex,
    BloodType,
    Address,
    /// Neighbourhood units, as `001/002`.
    RtRw,
    Village,
    District,
    Religion,
    MaritalStatus,
    Occupation,
    Citizenship,
    ValidUntil,
}

impl LayerPart {
    pub const ALL: [Self; 16] = [
        Self::Province,
        Self::Regency,
        Self::Name,
        Self::BirthPlace,
        Self::BirthDate,
        Self::Sex,
        Self::BloodType,
        Self::Address,
        Self::RtRw,
        Self::Village,
        Self::District,
        Self::Religion,
        Self::MaritalStatus,
        Self::Occupation,
        Self::Citizenship,
        Self::ValidUntil,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Regency => "regency",
            Self::Name => "name",
            Self::BirthPlace => "birth_place",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::BloodType => "blood_type",
            Self::Address => "address",
            Self::RtRw => "rt_rw",
            Self::Village => "village",
            Self::District => "district",
            Self::Religion => "religion",
            Self::MaritalStatus => "marital_status",
            Self::Occupation => "occupation",
            Self::Citizenship => "citizenship",
            Self::ValidUntil => "valid_until",
        }
    }

    /// What stands there where nothing else is known.
    fn usual(self) -> Option<&'static str> {
        match self {
            Self::BloodType | Self::RtRw => Some("-"),
            Self::Citizenship => Some("WNI"),
            // UU 24/2013 art. 64 (7): valid for life.
            Self::ValidUntil => Some("SEUMUR HIDUP"),
            _ => None,
        }
    }
}

/// The layer as an officer prepared it. Every part is there, in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLayer {
    pub parts: BTreeMap<LayerPart, String>,
    pub photo: FileFacts,
}

/// What is known before anybody typed: the usual values, and what NIK and applicant tell. Day and month of birth
/// stand in the NIK; its century does not, and is guessed.
pub fn drafted(applicant: &Applicant, this_year: i16) -> BTreeMap<LayerPart, String> {
    let usual = LayerPart::ALL.into_iter().filter_map(|p| p.usual().map(|u| (p, u.to_owned())));
    let mut parts: BTreeMap<_, _> = usual.collect();
    let (day, month, year) = applicant.nik.born();
    let (year, youngest) = (i16::from(year), this_year - YOUNGEST);
    let century = if 2000 + year <= youngest { 2000 } else { 1900 };
    parts.insert(LayerPart::BirthDate, format!("{day:02}-{month:02}-{}", century + year));
    parts.insert(LayerPart::Sex, sex_word(applicant.nik.sex()).to_owned());
    parts.insert(LayerPart::Name, applicant.name.to_uppercase());
    for (part, told) in [(LayerPart::Village, &applicant.village), (LayerPart::District, &applicant.district)]
    {
        if let Some(told) = told {
            parts.insert(part, told.to_uppercase());
        }
    }
    parts
}

/// Of two centuries the one in which its bearer is at least so old by now. A card is for whoever is 17, or married
/// (UU 24/2013 art. 63).
const YOUNGEST: i16 = 10;

fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "LAKI-LAKI",
        Sex::Female => "PEREMPUAN",
    }
}

/// The layer from what was typed, or every part that cannot stand so.
pub fn prepare(typed: &BTreeMap<LayerPart, String>, photo: Option<FileFacts>) -> Result<CardLayer, Refusal> {
    let mut parts = BTreeMap::new();
    let mut wrong = Vec::new();
    for part in LayerPart::ALL {
        let given = typed.get(&part).map(String::as_str).filter(|t| !t.trim().is_empty()).or(part.usual());
        match text(given.unwrap_or_default(), MAX_NAME).ok().and_then(|t| fits(part, &t)) {
            Some(value) => drop(parts.insert(part, value)),
            None => wrong.push(part),
        }
    }
    match photo {
        Some(photo) if wrong.is_empty() => Ok(CardLayer { parts, photo }),
        _ => Err(Refusal::LayerIncomplete { parts: wrong }),
    }
}

/// The value as it is printed; none where the part cannot be so. Printers' own letters are those of Latin-1.
fn fits(part: LayerPart, typed: &str) -> Option<String> {
    let value = typed.to_uppercase();
    if value.chars().any(|c| c.is_control() || u32::from(c) > 0xff) {
        return None;
    }
    match part {
        LayerPart::BirthDate => date(&value).map(|d| d.strftime("%d-%m-%Y").to_string()),
        LayerPart::Sex => ["LAKI-LAKI", "PEREMPUAN"].contains(&value.as_str()).then_some(value),
        _ => Some(value),
    }
}

fn date(typed: &str) -> Option<Date> {
    Date::strptime("%d-%m-%Y", typed).ok()
}

impl CardLayer {
    pub fn part(&self, part: LayerPart) -> &str {
        self.parts.get(&part).map_or("", String::as_str)
    }

    /// What the NIK tells otherwise. A warning: the NIK is kept for life, whatever it was made from.
    pub fn differs_from(&self, nik: &Nik) -> Vec<LayerPart> {
        let (day, month, year) = nik.born();
        let born = date(self.part(LayerPart::BirthDate))
            .map(|d| (d.day(), d.month(), d.year() % 100))
            .is_some_and(|b| b == (day.cast_signed(), month.cast_signed(), i16::from(year)));
        let sex = self.part(LayerPart::Sex) == sex_word(nik.sex());
        let differs = [(LayerPart::BirthDate, born), (LayerPart::Sex, sex)];
        differs.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect()
    }
}
