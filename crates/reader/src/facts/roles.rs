//! Which of a page's numbers is what: told by the word before it, and on a family card by where it stands.
//! A number that nothing tells stays nobody's.

use super::{Found, Number};
use procedure::{Nik, NomorKk};

#[derive(Debug, Default, PartialEq)]
pub struct Roles {
    pub nomor_kk: Option<Number>,
    pub niks: Vec<Number>,
    pub others: Vec<Number>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Nik,
    NomorKk,
    Untold,
}

/// How much higher a family card's own number is printed than its members' numbers.
const HEADING: f32 = 1.25;

pub fn told(mut found: Vec<Found>) -> Roles {
    found.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    let mut roles: Vec<Role> = found.iter().map(|f| by_label(&f.label)).collect();
    by_place(&found, &mut roles);
    let mut told = Roles::default();
    for (found, role) in found.into_iter().zip(roles) {
        let lawful = match role {
            Role::Nik => Nik::parse(&found.value).is_ok(),
            Role::NomorKk => NomorKk::parse(&found.value).is_ok(),
            Role::Untold => true,
        };
        let number = Number { certain: found.certain && lawful, value: found.value };
        match role {
            Role::NomorKk if told.nomor_kk.is_none() => told.nomor_kk = Some(number),
            Role::NomorKk => {}
            Role::Nik => add(&mut told.niks, number),
            Role::Untold => add(&mut told.others, number),
        }
    }
    told
}

/// A number printed twice on a page is one fact, as certain as its better print.
fn add(numbers: &mut Vec<Number>, number: Number) {
    match numbers.iter_mut().find(|n| n.value == number.value) {
        Some(known) => known.certain |= number.certain,
        None => numbers.push(number),
    }
}

fn by_label(label: &str) -> Role {
    const CARD: [&str; 3] = ["KK", "KELUARGA", "KARTUKELUARGANO"];
    const BARE: [&str; 4] = ["NO", "N", "NOMOR", "NOMER"];
    const PERSON: [&str; 4] = ["NIK", "KTP", "KTPEL", "KEPENDUDUKAN"];
    if PERSON.iter().any(|word| label.ends_with(word)) {
        Role::Nik
    } else if CARD.iter().any(|word| label.ends_with(word)) || BARE.contains(&label) {
        Role::NomorKk
    } else {
        Role::Untold
    }
}

/// Below a family card's own number stand its members'. Where no word told it, the card's own is the
/// topmost and printed larger.
fn by_place(found: &[Found], roles: &mut [Role]) {
    let first = roles.iter().position(|r| *r == Role::NomorKk).or_else(|| heading(found, roles));
    let Some(first) = first else { return };
    roles[first] = Role::NomorKk;
    for role in roles.iter_mut().skip(first + 1).filter(|r| **r == Role::Untold) {
        *role = Role::Nik;
    }
}

fn heading(found: &[Found], roles: &[Role]) -> Option<usize> {
    let (top, below) = found.split_first()?;
    let untold = roles.iter().all(|r| *r == Role::Untold);
    let larger = !below.is_empty() && below.iter().all(|f| top.height > f.height * HEADING);
    (untold && larger).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "1301050203200007";
    const MAN: &str = "1301050101900001";
    const WOMAN: &str = "1301054101900002";

    fn found(value: &str, label: &str, top: f32, height: f32) -> Found {
        Found { value: value.to_owned(), certain: true, label: label.to_owned(), left: 0.0, top, height }
    }

    fn values(numbers: &[Number]) -> Vec<&str> {
        numbers.iter().map(|n| n.value.as_str()).collect()
    }

    #[test]
    fn the_word_before_a_number_tells_what_it_is() {
        for label in ["NIK", "NOKTP", "NIKNOKTP", "NOMORINDUKKEPENDUDUKAN"] {
            assert_eq!(values(&told(vec![found(MAN, label, 9.0, 20.0)]).niks), [MAN], "{label}");
        }
        for label in ["NO", "NOKK", "NOMORKK", "NOKARTUKELUARGA"] {
            let told = told(vec![found(CARD, label, 9.0, 20.0)]);
            assert_eq!(told.nomor_kk.map(|n| n.value).as_deref(), Some(CARD), "{label}");
        }
        assert_eq!(values(&told(vec![found(MAN, "BUDIMAN", 9.0, 20.0)]).others), [MAN]);
    }

    #[test]
    fn below_a_family_cards_number_stand_its_members_from_the_top() {
        let page =
            vec![found(WOMAN, "SITI", 90.0, 20.0), found(MAN, "", 70.0, 20.0), found(CARD, "NO", 10.0, 30.0)];
        let told = told(page);
        assert_eq!(told.nomor_kk.map(|n| n.value).as_deref(), Some(CARD));
        assert_eq!(values(&told.niks), [MAN, WOMAN]);
    }

    #[test]
    fn a_larger_number_at_the_top_is_the_family_cards_own_even_without_a_word() {
        let page = |height| {
            vec![found(CARD, "", 10.0, height), found(MAN, "", 70.0, 20.0), found(WOMAN, "", 90.0, 20.0)]
        };
        assert_eq!(told(page(30.0)).nomor_kk.map(|n| n.value).as_deref(), Some(CARD));
        assert_eq!(told(page(21.0)).others.len(), 3);
    }

    #[test]
    fn a_number_that_breaks_its_own_rules_is_not_certain() {
        let told = told(vec![found("1301053213900001", "NIK", 9.0, 20.0)]);
        assert_eq!(told.niks, [Number { value: "1301053213900001".to_owned(), certain: false }]);
    }

    #[test]
    fn a_number_printed_twice_is_one_as_certain_as_its_better_print() {
        let doubtful = Found { certain: false, ..found(MAN, "NIK", 9.0, 20.0) };
        let told = told(vec![doubtful, found(MAN, "NIK", 50.0, 20.0)]);
        assert_eq!(told.niks, [Number { value: MAN.to_owned(), certain: true }]);
    }
}
