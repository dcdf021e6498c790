//! What a file is, by its own bytes. Its name and what its sender says of it are never asked.

use serde::{Deserialize, Serialize};

/// The kinds that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Jpeg,
    Png,
    Pdf,
}

/// Kinds that people send by mistake, told apart so that they hear what to send instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// An iPhone's own photo format.
    Heic,
    /// Another picture format: WebP, GIF, TIFF, BMP, AVIF, SVG.
    Picture,
    /// Word, Excel, a zip: anything an office program wrote.
    Office,
    Unknown,
}

impl Kind {
    pub fn of(bytes: &[u8]) -> Result<Self, Foreign> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Ok(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Ok(Self::Png)
        } else if bytes.starts_with(b"%PDF-") {
            Ok(Self::Pdf)
        } else {
            Err(Foreign::of(bytes))
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

impl Foreign {
    fn of(bytes: &[u8]) -> Self {
        let brand = bytes.get(4..12).unwrap_or_default();
        let heic: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"];
        if brand.starts_with(b"ftyp") {
            let heic = heic.iter().any(|b| brand.ends_with(b));
            return match brand.ends_with(b"avif") {
                true => Self::Picture,
                false if heic => Self::Heic,
                false => Self::Unknown,
            };
        }
        let picture: [&[u8]; 6] = [b"GIF8", b"II*\0", b"MM\0*", b"BM", b"<svg", b"RIFF"];
        let office: [&[u8]; 3] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"{\\rtf"];
        if picture.iter().any(|p| bytes.starts_with(p)) {
            Self::Picture
        } else if office.iter().any(|p| bytes.starts_with(p)) {
            Self::Office
        } else {
            Self::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(Kind::of(b"\xFF\xD8\xFF\xE0"), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n"), Ok(Kind::Png));
        assert_eq!(Kind::of(b"%PDF-1.7"), Ok(Kind::Pdf));
        assert_eq!(Kind::of(b"\0\0\0\x18ftypheic"), Err(Foreign::Heic));
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WEBP"), Err(Foreign::Picture));
        assert_eq!(Kind::of(b"PK\x03\x04word/"), Err(Foreign::Office));
        assert_eq!(Kind::of(b"Halo"), Err(Foreign::Unknown));
        assert_eq!(Kind::of(b""), Err(Foreign::Unknown));
    }
}
