//! The NIK: sixteen digits that carry a date of birth.

use procedure::Nik;
use procedure::nik::{NikError, Sex};
use proptest::prelude::*;

fn refused(input: &str, error: NikError) {
    assert_eq!(Nik::parse(input), Err(error), "{input}");
}

#[test]
fn a_nik_tells_region_sex_and_birth() {
    let woman = Nik::parse("1301014507900001").expect("a NIK");
    assert_eq!((woman.region(), woman.sex(), woman.born()), ("130101", Sex::Female, (5, 7, 90)));
    let man = Nik::parse("1301012912040002").expect("a NIK");
    assert_eq!((man.region(), man.sex(), man.born()), ("130101", Sex::Male, (29, 12, 4)));
}

#[test]
fn the_separators_people_type_are_dropped() {
    for typed in [
        "1301 0145 0790 0001",
        "130101-450790-0001",
        "13.01.01.450790.0001",
        " 130101/450790/0001\n",
        "130101_450790'0001",
        "130101\u{a0}4507900001",
    ] {
        assert_eq!(Nik::parse(typed).map(|n| n.as_str().to_owned()), Ok("1301014507900001".to_owned()));
    }
}

#[test]
fn letters_among_the_digits_are_refused_before_the_length() {
    refused("13010145079O0001", NikError::NotDigits);
    refused("NIK", NikError::NotDigits);
    refused("1301014507900001<img src=x>", NikError::NotDigits);
    refused("１３０１０１４５０７９００００１", NikError::NotDigits);
    refused("130101\u{202e}4507900001", NikError::NotDigits);
}

#[test]
fn a_nik_has_sixteen_digits() {
    refused("", NikError::Length { digits: 0 });
    refused("130101450790001", NikError::Length { digits: 15 });
    refused("13010145079000011", NikError::Length { digits: 17 });
    refused(&"1".repeat(10_000), NikError::Length { digits: 10_000 });
}

#[test]
fn the_day_is_1_to_31_and_a_woman_s_is_40_more() {
    for day in ["01", "31", "41", "71"] {
        assert!(Nik::parse(&format!("130101{day}01900001")).is_ok(), "{day}");
    }
    for (day, value) in [("00", 0), ("32", 32), ("40", 40), ("72", 72), ("99", 99)] {
        refused(&format!("130101{day}01900001"), NikError::Day { day: value });
    }
}

#[test]
fn the_month_is_1_to_12() {
    refused("1301010100900001", NikError::Month { month: 0 });
    refused("1301010113900001", NikError::Month { month: 13 });
    refused("1301014199900001", NikError::Month { month: 99 });
}

#[test]
fn the_day_exists_in_the_month_and_29_february_in_some_century() {
    refused("1301013002900001", NikError::Date { day: 30, month: 2 });
    refused("1301017002900001", NikError::Date { day: 30, month: 2 });
    refused("1301013104900001", NikError::Date { day: 31, month: 4 });
    refused("1301017111900001", NikError::Date { day: 31, month: 11 });
    assert!(Nik::parse("1301012902010001").is_ok());
    assert!(Nik::parse("1301016902000001").is_ok());
}

#[test]
fn the_serial_counts_from_1() {
    refused("1301014507900000", NikError::Serial);
    assert!(Nik::parse("1301014507909999").is_ok());
}

#[test]
fn each_failed_check_has_words_of_its_own() {
    let errors = [
        NikError::NotDigits,
        NikError::Length { digits: 1 },
        NikError::Day { day: 72 },
        NikError::Month { month: 13 },
        NikError::Date { day: 30, month: 2 },
        NikError::Serial,
    ];
    let mut keys: Vec<_> = errors.iter().map(NikError::key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), errors.len());
}

#[test]
fn a_nik_is_masked_wherever_it_is_printed_by_accident() {
    let nik = Nik::parse("1301014507900001").expect("a NIK");
    assert_eq!(nik.masked(), "130101••••••0001");
    assert_eq!(format!("{nik:?}"), "Nik(130101••••••0001)");
}

#[test]
fn a_stored_nik_is_checked_when_it_is_read() {
    assert!(serde_json::from_str::<Nik>("\"1301014507900000\"").is_err());
    let nik: Nik = serde_json::from_str("\"1301014507900001\"").expect("a NIK");
    assert_eq!(serde_json::to_string(&nik).ok().as_deref(), Some("\"1301014507900001\""));
}

proptest! {
    #[test]
    fn any_text_is_a_nik_or_a_reason_why_not(input in "\\PC{0,24}|[0-9 .-]{14,20}") {
        if let Ok(nik) = Nik::parse(&input) {
            prop_assert_eq!(nik.as_str().len(), 16);
            prop_assert_eq!(Nik::parse(nik.as_str()), Ok(nik));
        }
    }

    #[test]
    fn every_day_of_every_year_is_somebody_s_birthday(day in 1u8..=28, month in 1u8..=12, year in 0u8..=99, woman: bool) {
        let coded = if woman { day + 40 } else { day };
        let nik = Nik::parse(&format!("130115{coded:02}{month:02}{year:02}0042")).expect("a NIK");
        prop_assert_eq!(nik.born(), (day, month, year));
        prop_assert_eq!(nik.sex() == Sex::Female, woman);
    }
}
