//! QR codes: family cards and certificates since 2020 carry one. Two decoders, because each finds some that
//! the other does not.

use super::LONGEST_TEXT;
use crate::Picture;
use image::GrayImage;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::multi::qrcode::QRCodeMultiReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource};

/// Codes of one page that are kept.
const MOST_CODES: usize = 8;

/// The text of every code that can be decoded.
pub fn texts(picture: &Picture) -> Vec<String> {
    let grey = image::imageops::grayscale(picture.image());
    let mut found = first(&grey);
    if found.is_empty() {
        found = second(&grey);
    }
    let mut kept: Vec<String> = Vec::new();
    for text in found.iter().map(|t| printable(t)).filter(|t| !t.is_empty()) {
        if !kept.contains(&text) && kept.len() < MOST_CODES {
            kept.push(text);
        }
    }
    kept
}

fn first(grey: &GrayImage) -> Vec<String> {
    let source = Luma8LuminanceSource::new(grey.as_raw().clone(), grey.width(), grey.height());
    let Ok(source) = source else { return Vec::new() };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let found = QRCodeMultiReader::default().decode_multiple_with_hints(&mut bitmap, &hints);
    found.unwrap_or_default().iter().map(|code| code.getText().to_owned()).collect()
}

fn second(grey: &GrayImage) -> Vec<String> {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let pixel = |x: usize, y: usize| grey.as_raw()[y * width + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

/// What a code says comes from anybody: no control characters, no endless text.
fn printable(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    kept.take(LONGEST_TEXT).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codes_text_is_kept_short_and_without_control_characters() {
        assert_eq!(printable(" a\u{0}b\u{1b}[31m\nc "), "ab[31m\nc");
        assert_eq!(printable(&"x".repeat(5_000)).len(), LONGEST_TEXT);
    }

    #[test]
    fn a_page_without_a_code_has_no_text_of_one() {
        let blank = Picture::of(image::RgbImage::from_pixel(200, 120, image::Rgb([230, 230, 230])));
        assert!(texts(&blank).is_empty());
    }
}
