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
    told(page, all)
}

/// What stands beside the pictures while they are read: the name, and numbers in groups as a card prints them.
pub fn beside(page: &Page, case: &Case) -> Vec<Fact> {
    let a = &case.applicant;
    let nomor_kk = a.nomor_kk.as_ref().map(|k| grouped(k.as_str())).unwrap_or_default();
    let all = [("fact-name", a.name.clone()), ("fact-nik", grouped(a.nik.as_str())), ("fact-kk", nomor_kk)];
    told(page, all)
}

/// What is not empty, under its label.
fn told(page: &Page, all: impl IntoIterator<Item = (&'static str, String)>) -> Vec<Fact> {
    let told = all.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(key, value)| Fact { label: page.t(key), value }).collect()
}

/// Sixteen digits are compared four at a time.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn sixteen_digits_stand_in_four_groups() {
        assert_eq!(grouped("1301014504900001"), "1301 0145 0490 0001");
        assert_eq!(grouped("13010"), "1301 0");
        assert_eq!(grouped(""), "");
    }
}
