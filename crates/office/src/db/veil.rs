//! Cells that only this office reads: covered before they are written, opened as they are read, so that whoever takes the
//! database away without the office's key has neither a NIK nor a word of what was said. And numbers that are looked for
//! without being kept: of those only a keyed mark is written. Which cells, the modules say that write them.

use super::{DbError, Value};
use seal::Veil;

/// Covered when it is written.
pub struct Covered<'a>(pub &'a str);

/// Of which a mark alone is written.
pub struct Blind<'a>(pub &'a str);

impl From<Covered<'_>> for Value {
    fn from(v: Covered<'_>) -> Self {
        match Self::from(v.0) {
            // Nothing needs no cover, and is asked for as such.
            Self::Text(text) if !text.is_empty() => Self::Covered(text),
            nothing => nothing,
        }
    }
}

impl From<Blind<'_>> for Value {
    fn from(v: Blind<'_>) -> Self {
        Self::Blind(v.0.to_owned())
    }
}

/// Covers what is to be covered.
pub(super) fn cover(veil: Option<&Veil>, values: &mut [Value]) -> Result<(), DbError> {
    let none = || DbError::Broken("nothing can be covered without the office's key".to_owned());
    for value in values {
        let written = match value {
            Value::Covered(text) => veil.ok_or_else(none)?.cover(text)?,
            Value::Blind(text) => veil.ok_or_else(none)?.mark(text),
            _ => continue,
        };
        *value = Value::Text(written);
    }
    Ok(())
}

/// Opens what is covered.
pub(super) fn open(veil: Option<&Veil>, cells: &mut [Value]) {
    let Some(veil) = veil else { return };
    for cell in cells {
        if let Value::Text(text) = cell
            && let Some(plain) = veil.open(text)
        {
            *text = plain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil(byte: u8) -> Veil {
        Veil::of(&seal::Key::new([byte; 32]))
    }

    #[test]
    fn cells_are_covered_and_marked_as_they_are_written_and_opened_as_they_are_read() {
        let mut values =
            crate::params![Covered("1301010101900001"), Blind("1301010101900001"), Covered(""), 7];
        cover(Some(&veil(1)), &mut values).expect("covered");
        assert_eq!(values[1], Value::Text(veil(1).mark("1301010101900001")));
        assert_eq!(values[2..], [Value::Text(String::new()), Value::Int(7)], "nothing needs no cover");
        let written = values.clone();
        open(Some(&veil(2)), &mut values);
        assert_eq!(values, written, "another office's key opens nothing");
        open(None, &mut values);
        assert_eq!(values, written);
        open(Some(&veil(1)), &mut values);
        assert_eq!(values[0], Value::Text("1301010101900001".to_owned()));
        assert_eq!(values[1..], written[1..]);
    }

    #[test]
    fn without_the_offices_key_nothing_is_written_that_should_be_covered() {
        for value in [Value::from(Covered("x")), Value::from(Blind("x"))] {
            assert!(matches!(cover(None, &mut [value]), Err(DbError::Broken(_))));
        }
    }
}
