//! What the applicant told about themself and asks for, as label and value. Shown, never judged, here.

use crate::web::Page;
use procedure::{Case, Procedure};

pub struct Fact {
    pub label: String,
    pub value: String,
}

pub fn facts(page: &Page, p: &Procedure, case: &Case) -> Vec<Fact> {
    let a = &case.applicant;
    let reasons = case
        .grounds
        .reasons
        .iter()
        .map(|r| p.reason(r).map_or_else(|| r.to_string(), |known| page.of(&known.name).to_owned()));
    let elements = case
        .grounds
        .elements
        .iter()
        .map(|e| p.element(e).map_or_else(|| e.to_string(), |known| page.of(&known.name).to_owned()));
    let place = [&a.village, &a.district].into_iter().flatten().cloned();
    let joined = |parts: Vec<String>| parts.join(", ");
    let channel = crate::cases::word(&case.channel);
    let all = [
        ("fact-reasons", joined(reasons.collect())),
        ("fact-elements", joined(elements.collect())),
        ("fact-name", a.name.clone()),
        ("fact-nik", a.nik.as_str().to_owned()),
        ("fact-kk", a.nomor_kk.as_ref().map(|k| k.as_str().to_owned()).unwrap_or_default()),
        ("fact-phone", a.phone.as_ref().map(|t| format!("+{}", t.as_str())).unwrap_or_default()),
        ("fact-place", joined(place.collect())),
        ("fact-channel", page.t(&format!("channel-{channel}"))),
        ("fact-submitted", case.submitted_at.map(|at| page.moment(at)).unwrap_or_default()),
        ("fact-blangko", case.blangko().map(|b| b.as_str().to_owned()).unwrap_or_default()),
    ];
    let told = all.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(key, value)| Fact { label: page.t(key), value }).collect()
}
