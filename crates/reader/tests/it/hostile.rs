//! Files made to harm: each ends in a fault or a picture, never in a panic.

use proptest::prelude::*;
use reader::{Fault, Foreign, Thresholds, examine};
use specimen::{Order, PageKind, Specimen};
use std::sync::LazyLock;

static JPEG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    Specimen::draw(Order { page: Some(PageKind::Ktp), size: Some((480, 360)), ..Order::fair(1) }).bytes
});
static PNG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::load_from_memory(&JPEG).expect("a picture");
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
});

fn look(bytes: &[u8]) -> Result<reader::Examined, Fault> {
    examine(bytes, &Thresholds::default())
}

#[test]
fn nothing_is_empty_and_something_else_is_called_by_its_name() {
    assert_eq!(look(b""), Err(Fault::Empty));
    for (bytes, kind) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], Foreign::Heic),
        (b"PK\x03\x04\x14\0\x06\0word/document.xml", Foreign::Office),
        (b"<svg onload=alert(1)>", Foreign::Picture),
        (b"Ini bukan foto", Foreign::Unknown),
    ] {
        assert_eq!(look(bytes), Err(Fault::Foreign { kind }));
    }
}

#[test]
fn a_photo_that_was_cut_short_is_broken() {
    for share in [10, 30, 60, 90] {
        let cut = &JPEG[..JPEG.len() * share / 100];
        assert!(matches!(look(cut), Err(Fault::Broken { .. })), "{share} %");
        let cut = &PNG[..PNG.len() * share / 100];
        assert!(matches!(look(cut), Err(Fault::Broken { .. })), "{share} %");
    }
}

/// A PNG of one colour whose header says this size; its data says less.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = PNG.clone();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// PNG, appendix D.
fn crc(of: &[u8]) -> u32 {
    let bit = |sum: u32, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !of.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), bit))
}

#[test]
fn a_picture_that_would_unfold_to_gigabytes_is_refused_by_its_header() {
    assert_eq!(look(&claims(50_000, 50_000)), Err(Fault::TooManyPixels));
    assert_eq!(look(&claims(u32::MAX >> 1, 1)), Err(Fault::TooManyPixels));
}

#[test]
fn what_hides_behind_a_photo_is_not_kept() {
    for hidden in
        [&b"%PDF-1.7 /JavaScript (app.alert)"[..], b"PK\x03\x04evil.exe", b"<script>alert(1)</script>"]
    {
        let both = [&JPEG[..], hidden].concat();
        let page = look(&both).expect("a photo").pages.remove(0);
        assert!(!page.jpeg.windows(hidden.len()).any(|w| w == hidden));
    }
}

#[test]
fn the_same_bytes_always_give_the_same_page() {
    assert_eq!(look(&JPEG), look(&JPEG));
    assert_eq!(look(&PNG), look(&PNG));
}

#[test]
fn a_picture_of_one_pixel_is_no_document() {
    for (width, height) in [(1, 1), (1, 300), (300, 1), (7, 9)] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let image = image::RgbImage::from_pixel(width, height, image::Rgb([200, 200, 200]));
        image.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
        assert!(!look(&bytes.into_inner()).expect("a picture").readable());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_comes_is_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = look(&bytes);
        for start in [&b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n"] {
            let _ = look(&[start, &bytes].concat());
        }
    }

    #[test]
    fn a_damaged_photo_is_answered(at in any::<prop::sample::Index>(), flip in 1_u8.., keep in any::<prop::sample::Index>()) {
        for original in [&*JPEG, &*PNG] {
            let mut bytes = original.clone();
            bytes[at.index(original.len())] ^= flip;
            let _ = look(&bytes);
            bytes.truncate(keep.index(original.len()));
            let _ = look(&bytes);
        }
    }
}
