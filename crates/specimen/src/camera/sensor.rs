//! What the chip and the file add: grain, and the steps of JPEG.

use crate::dice::Dice;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

/// Grain with this standard deviation in full light; the dark has about half of it.
pub fn grain(image: &mut RgbImage, strength: f32, dice: &mut Dice) {
    if strength <= 0.0 {
        return;
    }
    let table: Vec<f32> = (0..4_096).map(|_| dice.bell()).collect();
    let pick = |bits: u64| table[(bits & 4_095) as usize];
    for pixel in image.pixels_mut() {
        let bits = dice.draw();
        let bright = pick(bits);
        for (channel, shift) in pixel.0.iter_mut().zip([12, 24, 36]) {
            let level = 0.5 + 0.5 * f32::from(*channel) / 255.0;
            let noise = strength * level * (0.85 * bright + 0.5 * pick(bits >> shift));
            *channel = (f32::from(*channel) + noise).round().clamp(0.0, 255.0) as u8;
        }
    }
}

/// As a JPEG. Encoding into memory does not fail; were it to, the bytes would be empty.
pub fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    match JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(image) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}
