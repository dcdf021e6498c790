//! Facts of drawn pages. The models that read numbers are fetched by `scripts/models`, which `make test` runs;
//! without them only codes are looked for.

use reader::facts::{Eye, Facts, MODEL_FILES, Models, Turn, facts, turned};
use reader::{Kind, Picture};
use specimen::{Content, Order, PageKind, Specimen};
use std::path::PathBuf;

/// A page that is easy to read, and what it says.
fn drawn(page: PageKind, seed: u64) -> (Picture, Content) {
    let size = if page == PageKind::Kk { (2_400, 1_800) } else { (1_600, 1_200) };
    let order = Order { page: Some(page), size: Some(size), ..Order::fair(seed) };
    let specimen = Specimen::draw(order);
    let picture = Picture::decode(&specimen.bytes, Kind::Jpeg).expect("a photo");
    (picture, specimen.content.expect("a page says something"))
}

/// Nothing where the models were not fetched, said on the way.
fn eye() -> Option<Eye> {
    let program = std::env::current_exe().expect("a program");
    let folder: Option<PathBuf> = program.ancestors().map(|a| a.join("models")).find(|f| f.is_dir());
    let Some(folder) = folder else {
        eprintln!("not looked at: target/models is not there (scripts/models)");
        return None;
    };
    let mut files = MODEL_FILES.lines().filter_map(|l| l.split_once("  "));
    let mut next = || std::fs::read(folder.join(files.next().expect("a file").1)).expect("a model");
    let models = Models { finder: next(), reader: next(), turner: next() };
    Some(Eye::load(models).expect("the models"))
}

fn values(facts: &Facts) -> Vec<&str> {
    facts.niks.iter().map(|n| n.value.as_str()).collect()
}

#[test]
fn an_identity_cards_nik_is_read() {
    let Some(eye) = eye() else { return };
    let (picture, content) = drawn(PageKind::Ktp, 11);
    let facts = facts(&picture, Some(&eye));
    assert!(facts.read);
    assert_eq!(values(&facts), content.niks);
    assert_eq!(facts.nomor_kk, None);
}

#[test]
fn a_family_cards_own_number_is_told_from_its_members() {
    let Some(eye) = eye() else { return };
    let (picture, content) = drawn(PageKind::Kk, 12);
    let facts = facts(&picture, Some(&eye));
    assert_eq!(facts.nomor_kk.as_ref().map(|n| &n.value), content.nomor_kk.as_ref());
    assert_eq!(values(&facts), content.niks);
}

#[test]
fn a_letters_number_is_named_by_a_word_far_to_its_left() {
    let Some(eye) = eye() else { return };
    let (picture, content) = drawn(PageKind::LossLetter, 1_000_000);
    assert_eq!(values(&facts(&picture, Some(&eye))), content.niks[..1]);
}

#[test]
fn a_page_that_lies_on_its_side_or_head_is_read_and_said_to() {
    let Some(eye) = eye() else { return };
    let (picture, content) = drawn(PageKind::Ktp, 13);
    assert_eq!(turned(&picture, &eye), None);
    let on_head = Picture::of(image::imageops::rotate180(picture.image()));
    let on_right = Picture::of(image::imageops::rotate90(picture.image()));
    let on_left = Picture::of(image::imageops::rotate270(picture.image()));
    for (page, turn) in [(on_head, Turn::Half), (on_right, Turn::ThreeQuarters), (on_left, Turn::Quarter)] {
        assert_eq!(turned(&page, &eye), Some(turn));
        assert_eq!(values(&facts(&page, Some(&eye))), content.niks, "{turn:?}");
    }
}

#[test]
fn a_blank_wall_has_no_facts() {
    let blank = Picture::of(image::RgbImage::from_pixel(640, 480, image::Rgb([200, 198, 190])));
    let found = facts(&blank, eye().as_ref());
    assert_eq!(Facts { read: false, ..found }, Facts::default());
}

#[test]
fn codes_are_decoded_without_models_and_nothing_counts_as_read() {
    let (picture, content) = drawn(PageKind::Kk, 14);
    let facts = facts(&picture, None);
    assert_eq!(facts.qr, content.qr.into_iter().collect::<Vec<_>>());
    assert!(!facts.read && facts.niks.is_empty());
}

#[test]
fn what_are_no_models_is_refused_by_name() {
    let nonsense = || b"nonsense".to_vec();
    let models = Models { finder: nonsense(), reader: nonsense(), turner: nonsense() };
    let fault = Eye::load(models).expect_err("no models").to_string();
    assert!(fault.contains("model"), "{fault}");
}

#[test]
fn facts_that_were_kept_before_a_field_was_added_can_be_read() {
    let kept: Facts = serde_json::from_str(r#"{"read":true,"qr":["x"]}"#).expect("facts");
    assert_eq!(kept, Facts { read: true, qr: vec!["x".to_owned()], ..Facts::default() });
}
