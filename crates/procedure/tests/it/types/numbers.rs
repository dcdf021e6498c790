//! The family card's number, the telephone's, and the serial of a blank card.

use procedure::nomor_kk::NomorKkError;
use procedure::{Blangko, NomorKk, Phone};
use proptest::prelude::*;

#[test]
fn a_family_card_number_is_sixteen_digits_and_nothing_more_is_known() {
    let nomor = NomorKk::parse("1301 0101 0115 0007").expect("a No KK");
    assert_eq!(nomor.as_str(), "1301010101150007");
    assert_eq!(NomorKk::parse("130101010115000"), Err(NomorKkError::Length { digits: 15 }));
    assert_eq!(NomorKk::parse("13010101O1150007"), Err(NomorKkError::NotDigits));
    assert_ne!(NomorKkError::NotDigits.key(), NomorKkError::Length { digits: 1 }.key());
    assert_eq!(format!("{nomor:?}"), "NomorKk(130101••••••0007)");
}

#[test]
fn a_telephone_number_is_kept_in_international_form() {
    for typed in
        ["081200000001", "+62 812-0000-0001", "6281200000001", "(0812) 0000.0001", "0062 81200000001"]
    {
        let phone = Phone::parse(typed).map(|p| p.as_str().to_owned());
        assert_eq!(phone.as_deref(), Ok("6281200000001"), "{typed}");
    }
    assert_eq!(Phone::parse("+1 202 555 0142").map(|p| p.last4().to_owned()).as_deref(), Ok("0142"));
}

#[test]
fn what_is_too_short_too_long_or_no_number_is_no_telephone() {
    for typed in
        ["", "0", "08120", "0812000000000001", "0812-SINTA-01", "０８１２００００００１", "+", "000000000"]
    {
        assert!(Phone::parse(typed).is_err(), "{typed}");
    }
}

#[test]
fn a_telephone_number_shows_only_its_last_four_digits() {
    let phone = Phone::parse("081200000001").expect("a number");
    assert_eq!(format!("{phone:?}"), "Phone(•••• 0001)");
}

#[test]
fn a_blank_card_s_serial_is_six_to_twenty_letters_and_digits() {
    assert_eq!(Blangko::parse(" ab-12.34 56").map(|b| b.as_str().to_owned()).as_deref(), Ok("AB123456"));
    assert!(Blangko::parse("12345").is_err());
    assert!(Blangko::parse("123456").is_ok());
    assert!(Blangko::parse(&"7".repeat(20)).is_ok());
    assert!(Blangko::parse(&"7".repeat(21)).is_err());
    assert!(Blangko::parse("=HYPERLINK").is_err());
    assert!(Blangko::parse("ÄÖÜ123").is_err());
}

#[test]
fn stored_numbers_are_checked_when_they_are_read() {
    assert!(serde_json::from_str::<NomorKk>("\"1\"").is_err());
    assert!(serde_json::from_str::<Phone>("\"1\"").is_err());
    assert!(serde_json::from_str::<Blangko>("\"1\"").is_err());
}

proptest! {
    #[test]
    fn any_text_is_taken_the_same_a_second_time_or_not_at_all(input in "\\PC{0,30}|[0-9+ ().-]{6,22}") {
        if let Ok(phone) = Phone::parse(&input) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
        }
        if let Ok(nomor) = NomorKk::parse(&input) {
            prop_assert_eq!(NomorKk::parse(nomor.as_str()), Ok(nomor));
        }
        if let Ok(blangko) = Blangko::parse(&input) {
            prop_assert_eq!(Blangko::parse(blangko.as_str()), Ok(blangko));
        }
    }
}
