//! What stands on a page, as a machine reads it: QR codes, and numbers of sixteen digits. Nothing is decided
//! here, and a number that might be misread never says that it is certain.

#[cfg(not(feature = "ocr"))]
mod blind;
#[cfg(feature = "ocr")]
mod ocr;
mod qr;
mod roles;

#[cfg(not(feature = "ocr"))]
pub use blind::{Eye, alone};
#[cfg(feature = "ocr")]
pub use ocr::{Eye, alone};

use crate::Picture;
use serde::{Deserialize, Serialize};

/// The facts of one page. Personal data: they are kept and destroyed like the page itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Whether anything could read numbers: without models only QR codes are decoded.
    pub read: bool,
    /// The number of the family card that the page is, or that it names.
    pub nomor_kk: Option<Number>,
    /// From the top of the page: one on a KTP-el, one a member on a family card.
    pub niks: Vec<Number>,
    /// Sixteen digits of which the page does not say what they are.
    pub others: Vec<Number>,
    /// The text of each code, no longer than [`LONGEST_TEXT`], without control characters.
    pub qr: Vec<String>,
}

/// Sixteen digits. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    pub value: String,
    /// Read twice alike, every digit without doubt, and in keeping with the number's own rules.
    pub certain: bool,
}

/// The characters that are kept of a QR code.
pub const LONGEST_TEXT: usize = 2_000;

/// The models that read numbers, as their files hold them.
#[derive(Debug, Clone, Default)]
pub struct Models {
    /// Finds lines of text in a page.
    pub finder: Vec<u8>,
    /// Reads one line.
    pub reader: Vec<u8>,
    /// Tells a line from one that stands on its head.
    pub turner: Vec<u8>,
}

/// The models' files in that order, a line each: SHA-256 in hex, two spaces, name. Nothing was measured with
/// others.
pub const MODEL_FILES: &str = include_str!("../../models.sha256");

/// Why pages cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EyeFault {
    #[error("this program was built without reading numbers (feature `ocr`)")]
    LeftOut,
    #[error("the {name} model cannot be used: {why}")]
    Model { name: &'static str, why: String },
}

/// Which way a page must be turned, clockwise, to stand upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Quarter,
    Half,
    ThreeQuarters,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (region, _) = self.value.split_at_checked(6).unwrap_or_default();
        write!(f, "Number({region}••••••••••, certain: {})", self.certain)
    }
}

impl Facts {
    /// The page's own NIK: the only one, or the first of several, the family's head.
    pub fn nik(&self) -> Option<&Number> {
        self.niks.first()
    }
}

/// Reads a page. Without an eye only its QR codes.
pub fn facts(picture: &Picture, eye: Option<&Eye>) -> Facts {
    let found = eye.and_then(|eye| eye.numbers(picture).ok());
    let read = found.is_some();
    let roles = roles::told(found.unwrap_or_default());
    Facts { read, nomor_kk: roles.nomor_kk, niks: roles.niks, others: roles.others, qr: qr::texts(picture) }
}

/// Which way the page lies, judged by its lines of text; nothing where it stands upright or has too few.
pub fn turned(picture: &Picture, eye: &Eye) -> Option<Turn> {
    eye.turned(picture).ok().flatten()
}

/// A number where it was found.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    value: String,
    certain: bool,
    /// What stands before it on its line, capitals only: `NIK`, `NOKK`.
    label: String,
    /// Where it begins, and how high its digits are, in pixels of the page as it stands upright.
    left: f32,
    top: f32,
    height: f32,
}
