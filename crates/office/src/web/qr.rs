//! QR codes as one path of squares, drawn by the page itself.

use crate::error::Error;
use fast_qr::{ECL, QRBuilder};

/// White modules around the code, as the standard asks.
const QUIET: usize = 4;

/// A QR code; `size` counts its modules with the quiet zone.
pub struct Qr {
    pub size: usize,
    pub path: String,
}

impl Qr {
    pub fn of(text: String) -> Result<Self, Error> {
        let made = QRBuilder::new(text).ecl(ECL::M).build();
        let made = made.map_err(|e| Error::Broken(format!("a QR code: {e:?}")))?;
        let mut path = String::new();
        for row in 0..made.size {
            for column in (0..made.size).filter(|column| made[row][*column].value()) {
                path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
            }
        }
        Ok(Self { size: made.size + 2 * QUIET, path })
    }
}
