//! EXIF: pictures come out upright, and nothing of what was written around them comes out at all.

use reader::{Kind, Picture, Thresholds, examine};

/// 64 × 32, the upper left dark, the upper right bright, below in between.
fn picture() -> image::RgbImage {
    image::RgbImage::from_fn(64, 32, |x, y| match (x < 32, y < 16) {
        (true, true) => image::Rgb([10, 10, 10]),
        (false, true) => image::Rgb([245, 245, 245]),
        _ => image::Rgb([128, 128, 128]),
    })
}

/// As a camera that was held so writes it: its EXIF says how to turn what it saw.
fn held(orientation: u16) -> image::RgbImage {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    let upright = picture();
    match orientation {
        2 => flip_horizontal(&upright),
        3 => rotate180(&upright),
        4 => flip_vertical(&upright),
        5 => rotate270(&flip_horizontal(&upright)),
        6 => rotate270(&upright),
        7 => rotate90(&flip_horizontal(&upright)),
        8 => rotate90(&upright),
        _ => upright,
    }
}

fn jpeg(image: &image::RgbImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a JPEG");
    bytes.into_inner()
}

/// One entry of an EXIF directory: tag, type, count, value.
type Entry = (u16, u16, u32, [u8; 4]);

/// The JPEG with an EXIF segment of these entries, and these bytes behind them.
fn with_exif(jpeg: &[u8], entries: &[Entry], behind: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    exif.extend((entries.len() as u16).to_be_bytes());
    for (tag, kind, count, value) in entries {
        exif.extend(tag.to_be_bytes());
        exif.extend(kind.to_be_bytes());
        exif.extend(count.to_be_bytes());
        exif.extend(value);
    }
    exif.extend([0; 4]);
    exif.extend(behind);
    let length = u16::try_from(exif.len() + 2).expect("a short segment");
    [&jpeg[..2], &[0xFF, 0xE1], &length.to_be_bytes(), &exif, &jpeg[2..]].concat()
}

fn orientation(n: u16) -> Entry {
    let [high, low] = n.to_be_bytes();
    (0x0112, 3, 1, [high, low, 0, 0])
}

#[test]
fn a_photo_comes_out_upright_however_the_phone_was_held() {
    for n in 1..=8 {
        let bytes = with_exif(&jpeg(&held(n)), &[orientation(n)], &[]);
        let picture = Picture::decode(&bytes, Kind::Jpeg).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (64, 32), "{n}");
        let at = |x, y| picture.image().get_pixel(x, y).0[0];
        assert!(at(8, 4) < 60 && at(56, 4) > 200 && (80..180).contains(&at(8, 28)), "{n}");
    }
}

#[test]
fn an_orientation_that_does_not_exist_changes_nothing() {
    for n in [0, 9, 65_535] {
        let bytes = with_exif(&jpeg(&picture()), &[orientation(n)], &[]);
        assert_eq!(Picture::decode(&bytes, Kind::Jpeg).expect("a picture").width(), 64);
    }
}

#[test]
fn where_and_with_what_a_photo_was_taken_is_gone_from_what_is_kept() {
    let secret = b"GEHEIM-GPS-0.947-100.36";
    let mut entries = vec![orientation(1), (0x8825, 4, 1, [0, 0, 0x30, 0])];
    entries.extend((0..1_000).map(|n: u16| (0xC000 + n, 2, 4, *b"TAG!")));
    let mut bytes = with_exif(&jpeg(&picture()), &entries, secret);
    // A comment, and words behind the picture's end.
    let comment = [&[0xFF, 0xFE, 0, 25][..], secret].concat();
    bytes.splice(2..2, comment);
    bytes.extend(secret);
    let page = examine(&bytes, &Thresholds::default()).expect("a picture").pages.remove(0);
    for kept in [&page.jpeg, &page.thumbnail] {
        for word in [&b"GEHEIM"[..], b"Exif", b"TAG!", b"http"] {
            assert!(!kept.windows(word.len()).any(|w| w == word), "{}", String::from_utf8_lossy(word));
        }
    }
}
