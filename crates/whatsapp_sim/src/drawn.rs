//! Photos of invented documents, drawn for one resident: with their name and number, so that an office can hold
//! what was typed against what was sent. No two residents send the same picture.

use specimen::{Defect, Order, PageKind, Specimen};
use std::hash::{DefaultHasher, Hash, Hasher};

/// As WhatsApp makes photos.
const SIZE: (u32, u32) = (1_600, 1_200);

/// A JPEG of the page of this name (`kk`, `ktp` …) for a person's name and NIK; none where there is no such page.
pub fn drawn(page: &str, (name, nik): (&str, &str), blurred: bool, take: u32) -> Option<Vec<u8>> {
    let page = PageKind::ALL.into_iter().find(|kind| kind.as_str() == page)?;
    let mut seed = DefaultHasher::new();
    (page.as_str(), nik, blurred, take).hash(&mut seed);
    let order = Order {
        seed: seed.finish(),
        defect: blurred.then_some(Defect::Blurred),
        page: Some(page),
        size: Some(SIZE),
    };
    Some(Specimen::draw_for(order, name, nik).bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_resident_has_a_picture_of_their_own_and_always_the_same() {
        let (sari, budi) = (("Sari Contoh", "1301024504900001"), ("Budi Misalnya", "1301020504900002"));
        let first = drawn("ktp", sari, false, 0);
        assert!(first.as_ref().is_some_and(|bytes| bytes.starts_with(&[0xFF, 0xD8, 0xFF])));
        assert_eq!(first, drawn("ktp", sari, false, 0));
        assert_ne!(first, drawn("ktp", budi, false, 0));
        assert_ne!(first, drawn("ktp", sari, false, 1));
        assert_eq!(drawn("paspor", sari, false, 0), None);
    }
}
