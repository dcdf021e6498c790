//! The same photo is like itself whatever apps did to it; another page is not.

use reader::{Kind, Likeness, Picture};
use specimen::{Order, PageKind, Specimen};

fn decoded(bytes: &[u8]) -> Picture {
    Picture::decode(bytes, Kind::Jpeg).expect("a picture")
}

fn card(seed: u64) -> Picture {
    decoded(&Specimen::draw(Order { page: Some(PageKind::Kk), ..Order::fair(seed) }).bytes)
}

#[test]
fn a_photo_made_smaller_and_compressed_again_is_the_same_photo_and_shares_a_band() {
    for seed in 1..6 {
        let photo = card(seed);
        let again = decoded(&photo.within(900).expect("smaller").jpeg().expect("bytes"));
        let (one, other) = (Likeness::of(&photo), Likeness::of(&again));
        assert!(one.distance(other) <= Likeness::SAME, "{}", one.distance(other));
        assert!(one.bands().iter().zip(other.bands()).any(|(a, b)| *a == b));
    }
}

#[test]
fn two_family_cards_are_not_the_same_photo_though_forms_look_alike() {
    let all: Vec<Likeness> = (1..9).map(|seed| Likeness::of(&card(seed))).collect();
    for (n, one) in all.iter().enumerate() {
        for other in &all[n + 1..] {
            assert!(one.distance(*other) > Likeness::SAME, "{}", one.distance(*other));
        }
    }
}
