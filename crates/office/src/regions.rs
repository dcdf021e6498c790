//! Where a NIK was first given out: the names behind its first six digits, from a pinned table that is carried
//! in the program (idn-area-data, Open Database License). A district that was renamed or split since is not in
//! it, so an unknown code is worth a warning and never an error.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Whose table it is, and under which licence: to be shown where its names are.
pub const SOURCE: &str = "idn-area-data, ODbL 1.0";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub province: &'static str,
    pub regency: &'static str,
    pub district: &'static str,
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}, {}", self.district, self.regency, self.province)
    }
}

/// The district of these six digits.
pub fn region(digits: &str) -> Option<Region> {
    let name = |length: usize| NAMES.get(digits.get(..length)?).copied();
    let region = Region { province: name(2)?, regency: name(4)?, district: name(6)? };
    (digits.len() == 6).then_some(region)
}

/// The districts of the regency of these four digits, by name.
pub fn districts(regency: &str) -> Vec<&'static str> {
    let within = |digits: &str| digits.len() == 6 && regency.len() == 4 && digits.starts_with(regency);
    let mut found: Vec<_> =
        NAMES.iter().filter(|(digits, _)| within(digits)).map(|(_, name)| *name).collect();
    found.sort_unstable();
    found
}

static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    static TABLE: LazyLock<String> = LazyLock::new(|| crate::assets::text("regions.txt").unwrap_or_default());
    let lines = TABLE.lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once(' ')).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_six_digits_of_a_nik_name_province_regency_and_district() {
        let painan = region("130105").expect("a district");
        assert_eq!(painan.province, "Sumatera Barat");
        assert_eq!(painan.regency, "Kabupaten Pesisir Selatan");
        assert_eq!(painan.district, "IV Jurai");
        assert_eq!(region("352922").expect("a district").district, "Ra\"as");
    }

    #[test]
    fn a_regency_names_its_own_districts_and_nothing_else_any() {
        let all = districts("1301");
        assert!(all.len() == 15 && all.contains(&"IV Jurai"), "{all:?}");
        assert!(["", "13", "130105", "9999"].iter().all(|other| districts(other).is_empty()));
    }

    #[test]
    fn codes_that_were_retired_or_never_given_are_unknown() {
        for code in ["130199", "999999", "1301", "13010", "1301050", "", "abcdef", "1301é5"] {
            assert_eq!(region(code), None, "{code}");
        }
    }

    #[test]
    fn the_table_holds_every_province_regency_and_district() {
        let of = |length: usize| NAMES.keys().filter(|k| k.len() == length).count();
        assert_eq!((of(2), of(4), of(6)), (38, 514, 7_285));
        assert!(NAMES.values().all(|name| !name.is_empty() && !name.contains(',')));
    }
}
