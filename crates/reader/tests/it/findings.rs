//! For every finding a specimen that has it, beside its fair twin.

use reader::{Examined, Thresholds, examine};
use specimen::{Defect, Order, PageKind, Specimen};

fn look(order: Order) -> Examined {
    examine(&Specimen::draw(order).bytes, &Thresholds::default()).expect("a picture")
}

fn names(of: &Examined) -> Vec<&'static str> {
    of.pages.iter().flat_map(|p| &p.findings).map(|f| f.as_str()).collect()
}

/// A photo of a page with and without the defect, from the same seed.
fn told_apart(defect: Defect, page: PageKind, seed: u64) {
    let bad = Order { page: Some(page), size: Some((1_600, 1_200)), ..Order::bad(defect, seed) };
    let fair = Order { defect: None, ..bad };
    assert_eq!(names(&look(bad)), [defect.as_str()], "{bad:?}");
    assert!(look(fair).readable(), "{fair:?}");
}

#[test]
fn a_blurred_page_is_found_and_its_sharp_twin_is_not() {
    told_apart(Defect::Blurred, PageKind::Kk, 6);
}

#[test]
fn a_page_in_the_dark_is_found_and_its_lit_twin_is_not() {
    told_apart(Defect::TooDark, PageKind::LossLetter, 3);
}

#[test]
fn a_lamp_mirrored_over_the_text_is_found_and_the_page_without_it_is_not() {
    told_apart(Defect::Glare, PageKind::Ktp, 3);
}

#[test]
fn a_page_that_leaves_the_picture_is_found_and_its_whole_twin_is_not() {
    told_apart(Defect::CutOff, PageKind::Kk, 7);
}

#[test]
fn a_page_far_away_is_found_and_its_near_twin_is_not() {
    told_apart(Defect::TooSmall, PageKind::BirthCertificate, 3);
}

#[test]
fn a_page_on_its_side_is_found_and_its_upright_twin_is_not() {
    told_apart(Defect::Rotated, PageKind::Diploma, 3);
}

#[test]
fn what_is_no_document_and_a_screenshot_of_a_chat_are_called_by_their_names() {
    assert_eq!(names(&look(Order::bad(Defect::NotADocument, 3))), ["not_a_document"]);
    assert_eq!(names(&look(Order::bad(Defect::Screenshot, 3))), ["screenshot"]);
}
