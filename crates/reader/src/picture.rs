//! A picture as we keep it: upright, RGB, no longer than needed, without a byte of what its sender wrote
//! around it.

use crate::quality::Grey;
use crate::scale::scaled;
use crate::{Fault, Kind, MOST_PIXELS};
use fast_image_resize::FilterType;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits, RgbImage, RgbaImage};
use std::io::Cursor;

/// The longest side that is kept: enough for the smallest print of a family card.
pub const LONGEST: u32 = 3_200;
/// The longest side of a thumbnail.
pub const THUMBNAIL: u32 = 320;
/// Bytes that decoding may ask for.
const MOST_BYTES: u64 = 160_000_000;
/// Pixels of a progressive JPEG, all of whose waves are held at once. Phones do not write them this large.
const MOST_PROGRESSIVE: u64 = 20_000_000;
const QUALITY: u8 = 86;

#[derive(Debug, Clone, PartialEq)]
pub struct Picture(RgbImage);

impl Picture {
    /// Decodes a photo, draws it smaller where it is larger than we keep, and turns it upright by its EXIF.
    pub fn decode(bytes: &[u8], kind: Kind) -> Result<Self, Fault> {
        let broken = |e: image::ImageError| match e {
            image::ImageError::Limits(_) => Fault::TooManyPixels,
            other => Fault::Broken { why: other.to_string() },
        };
        let format = match kind {
            Kind::Png => ImageFormat::Png,
            Kind::Jpeg | Kind::Pdf => ImageFormat::Jpeg,
        };
        let reader = || ImageReader::with_format(Cursor::new(bytes), format);
        let (width, height) = reader().into_dimensions().map_err(broken)?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Fault::TooManyPixels);
        }
        if kind == Kind::Jpeg {
            let outline = Outline::of(bytes);
            if !outline.whole {
                return Err(Fault::Broken { why: "cut short".to_owned() });
            }
            if outline.progressive && u64::from(width) * u64::from(height) > MOST_PROGRESSIVE {
                return Err(Fault::TooManyPixels);
            }
        }
        let mut reader = reader();
        let mut limits = Limits::default();
        limits.max_alloc = Some(MOST_BYTES);
        reader.limits(limits);
        let mut decoded = reader.decode().map_err(broken)?;
        if let Some(size) = fitting(width, height, LONGEST) {
            decoded = smaller(decoded, size)?;
        }
        Ok(Self(upright(rgb(decoded), orientation(bytes))))
    }

    pub fn of(image: RgbImage) -> Self {
        Self(image)
    }

    pub fn width(&self) -> u32 {
        self.0.width()
    }

    pub fn height(&self) -> u32 {
        self.0.height()
    }

    pub fn image(&self) -> &RgbImage {
        &self.0
    }

    pub fn jpeg(&self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let encoded = JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&self.0);
        encoded.map_err(|e| Fault::Broken { why: e.to_string() })?;
        Ok(bytes)
    }

    pub fn thumbnail(&self) -> Result<Self, Fault> {
        self.within(THUMBNAIL)
    }

    /// A copy with no side longer than `longest`.
    pub fn within(&self, longest: u32) -> Result<Self, Fault> {
        match fitting(self.width(), self.height(), longest) {
            None => Ok(self.clone()),
            Some(size) => Ok(Self(rgb(smaller(DynamicImage::ImageRgb8(self.0.clone()), size)?))),
        }
    }

    /// Its brightness, pixel by pixel.
    pub(crate) fn luma(&self) -> Grey {
        // Shares of red, green and blue in 256ths (ITU-R BT.601).
        let bright = |p: &[u8]| (77 * u32::from(p[0]) + 150 * u32::from(p[1]) + 29 * u32::from(p[2])) >> 8;
        let pixels = self.0.as_raw().chunks_exact(3).map(|p| bright(p) as u8).collect();
        Grey { width: self.0.width() as usize, height: self.0.height() as usize, pixels }
    }

    /// A grey copy of exactly this size, row by row; whatever its shape was.
    pub fn grey(&self, width: u32, height: u32) -> Vec<u8> {
        let luma = self.luma();
        // Sizes and lengths agree; were they not to, it would be black.
        scaled(&luma.pixels, 1, (self.width(), self.height()), (width, height), FilterType::Box)
            .unwrap_or_else(|| vec![0; (width * height) as usize])
    }
}

/// The size that fits, where this one does not.
fn fitting(width: u32, height: u32, longest: u32) -> Option<(u32, u32)> {
    let long = width.max(height);
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(longest) / u64::from(long);
        u32::try_from(side).unwrap_or(longest).max(1)
    };
    (long > longest).then(|| (scaled(width), scaled(height)))
}

fn smaller(image: DynamicImage, size: (u32, u32)) -> Result<DynamicImage, Fault> {
    let from = (image.width(), image.height());
    let small = |bytes: &[u8], channels| {
        let scaled = scaled(bytes, channels, from, size, FilterType::Bilinear);
        scaled.ok_or_else(|| Fault::Broken { why: "no size".to_owned() })
    };
    let (width, height) = size;
    let made = match image {
        DynamicImage::ImageLuma8(i) => {
            GrayImage::from_raw(width, height, small(&i, 1)?).map(DynamicImage::ImageLuma8)
        }
        DynamicImage::ImageRgb8(i) => {
            RgbImage::from_raw(width, height, small(&i, 3)?).map(DynamicImage::ImageRgb8)
        }
        // Sixteen bits a channel are made eight bits first.
        other => {
            RgbaImage::from_raw(width, height, small(&other.into_rgba8(), 4)?).map(DynamicImage::ImageRgba8)
        }
    };
    made.ok_or_else(|| Fault::Broken { why: "no size".to_owned() })
}

/// What shows through is paper.
fn rgb(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let source = image.into_rgba8();
    let mut paper = RgbImage::new(source.width(), source.height());
    for (to, from) in paper.pixels_mut().zip(source.pixels()) {
        let [r, g, b, a] = from.0.map(u16::from);
        let over = |c: u16| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(255);
        to.0 = [over(r), over(g), over(b)];
    }
    paper
}

/// 1 to 8 as EXIF counts; 1, upright, where nothing is said.
fn orientation(bytes: &[u8]) -> u32 {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let field = read.ok().and_then(|e| {
        e.get_field(exif::Tag::Orientation, exif::In::PRIMARY).and_then(|f| f.value.get_uint(0))
    });
    field.unwrap_or(1)
}

fn upright(image: RgbImage, orientation: u32) -> RgbImage {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    match orientation {
        2 => flip_horizontal(&image),
        3 => rotate180(&image),
        4 => flip_vertical(&image),
        5 => flip_horizontal(&rotate90(&image)),
        6 => rotate90(&image),
        7 => flip_horizontal(&rotate270(&image)),
        8 => rotate270(&image),
        _ => image,
    }
}

/// What a JPEG's marks say before anything is decoded.
struct Outline {
    /// Its end-of-image mark follows the picture's data. Decoders fill up what is missing with grey.
    whole: bool,
    progressive: bool,
}

impl Outline {
    fn of(bytes: &[u8]) -> Self {
        let (mut at, mut progressive) = (2, false);
        // Segments before the data carry their length; a preview inside them has marks of its own.
        while let Some(&[0xFF, mark, high, low]) = bytes.get(at..at + 4) {
            let length = usize::from(u16::from_be_bytes([high, low]));
            at += if mark == 0xFF { 1 } else { 2 + length };
            progressive |= mark == 0xC2;
            if mark == 0xDA {
                break;
            }
        }
        let whole = bytes.get(at..).unwrap_or_default().windows(2).any(|pair| pair == [0xFF, 0xD9]);
        Self { whole, progressive }
    }
}
