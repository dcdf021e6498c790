//! The form of a walk-in request: what was typed, and what it says once every field is right.

use crate::web::Page;
use crate::workbench::fields::{Faults, Fields};
use procedure::decide::MAX_NAME;
use procedure::{
    Applicant, Case, ElementId, Grounds, Language, Nik, NomorKk, Phone, Procedure, ReasonId, Refusal,
};

/// What stands in the form, right or wrong.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub reasons: Vec<ReasonId>,
    pub elements: Vec<ElementId>,
    pub nik: String,
    pub nomor_kk: String,
    pub name: String,
    pub phone: String,
    pub village: String,
    pub district: String,
    pub consent: bool,
}

/// One thing to tick.
pub struct Choice {
    pub id: String,
    pub name: String,
    pub chosen: bool,
}

impl Typed {
    pub fn read(fields: &Fields) -> Self {
        let text = |name| fields.one(name).to_owned();
        Self {
            reasons: fields.all("reason").map(ReasonId::new).collect(),
            elements: fields.all("element").map(ElementId::new).collect(),
            nik: text("nik"),
            nomor_kk: text("nomor_kk"),
            name: text("name"),
            phone: text("phone"),
            village: text("village"),
            district: text("district"),
            consent: fields.has("consent"),
        }
    }

    pub fn of(case: &Case) -> Self {
        let a = &case.applicant;
        Self {
            reasons: case.grounds.reasons.clone(),
            elements: case.grounds.elements.clone(),
            nik: a.nik.as_str().to_owned(),
            nomor_kk: a.nomor_kk.as_ref().map_or_else(String::new, |n| n.as_str().to_owned()),
            name: a.name.clone(),
            phone: a.phone.as_ref().map_or_else(String::new, |p| p.as_str().to_owned()),
            village: a.village.clone().unwrap_or_default(),
            district: a.district.clone().unwrap_or_default(),
            consent: case.consent.is_some(),
        }
    }

    pub fn reason_choices(&self, page: &Page, p: &Procedure) -> Vec<Choice> {
        let choice = |r: &procedure::definition::Reason| Choice {
            id: r.id.to_string(),
            name: page.of(&r.name).to_owned(),
            chosen: self.reasons.contains(&r.id),
        };
        p.reasons.iter().map(choice).collect()
    }

    pub fn element_choices(&self, page: &Page, p: &Procedure) -> Vec<Choice> {
        let choice = |e: &procedure::definition::Element| Choice {
            id: e.id.to_string(),
            name: page.of(&e.name).to_owned(),
            chosen: self.elements.contains(&e.id),
        };
        p.elements.iter().map(choice).collect()
    }

    /// The applicant and what they ask for, or every field that is wrong. `before` keeps what the form
    /// does not ask: where messages go, and in which language.
    pub fn parse(
        &self,
        page: &Page,
        p: &Procedure,
        before: Option<&Applicant>,
    ) -> Result<(Applicant, Grounds), Faults> {
        let mut faults = Faults::default();
        let grounds = self.grounds(page, p, &mut faults);
        let nik = Nik::parse(&self.nik).map_err(|e| faults.add("nik", page.with(e.key(), &e.args())));
        let nomor_kk =
            NomorKk::parse(&self.nomor_kk).map_err(|e| faults.add("nomor_kk", page.with(e.key(), &e.args())));
        let phone = match self.phone.as_str() {
            "" => Ok(None),
            typed => Phone::parse(typed).map(Some),
        }
        .map_err(|_| faults.add("phone", page.t("intake-bad-phone")));
        self.lengths(page, &mut faults);
        let optional = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        match (nik, nomor_kk, phone) {
            (Ok(nik), Ok(nomor_kk), Ok(phone)) if faults.is_empty() => {
                let applicant = Applicant {
                    name: self.name.clone(),
                    nik,
                    nomor_kk: Some(nomor_kk),
                    phone,
                    contact: before.and_then(|b| b.contact.clone()),
                    village: optional(&self.village),
                    district: optional(&self.district),
                    language: before.map_or(Language::default(), |b| b.language),
                };
                Ok((applicant, grounds))
            }
            _ => Err(faults),
        }
    }

    fn grounds(&self, page: &Page, p: &Procedure, faults: &mut Faults) -> Grounds {
        let refused = |refusal| page.refusal(p, &refusal);
        if self.reasons.is_empty() || !p.allows(&self.reasons) {
            faults.add("reasons", refused(Refusal::BadReasons { reasons: self.reasons.clone() }));
        }
        let asks = self.reasons.iter().filter_map(|r| p.reason(r)).any(|r| r.asks_elements);
        if asks && self.elements.is_empty() {
            faults.add("elements", refused(Refusal::MissingElements));
        }
        Grounds { reasons: self.reasons.clone(), elements: self.elements.clone() }
    }

    pub(super) fn lengths(&self, page: &Page, faults: &mut Faults) {
        if self.name.is_empty() {
            faults.add("name", page.t("intake-no-name"));
        }
        for (field, text) in [("name", &self.name), ("village", &self.village), ("district", &self.district)]
        {
            if text.chars().count() > MAX_NAME {
                faults.add(field, page.t1("refusal-text-too-long", "max", MAX_NAME));
            }
        }
    }
}
