//! Something long sealed piece by piece, so that nobody holds the whole: each piece is bound to its number and to whether it
//! is the last, so that none can be dropped, put elsewhere or cut off unnoticed (STREAM: Hoang, Reyhanitabar, Rogaway,
//! Vizár, *Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance*, CRYPTO 2015). Every piece but the last is
//! [`PIECE`] bytes before it is sealed.

use crate::sealing::{Key, SealError, bound, open, seal};

/// Bytes of a piece before it is sealed.
pub const PIECE: usize = 64 * 1024;
/// What a seal adds to a piece: nonce and tag.
const ADDED: usize = 28;
/// Bytes of a sealed piece.
pub const SEALED: usize = PIECE + ADDED;

/// The seals of one text, in order.
pub struct Pieces {
    key: Key,
    bound: Vec<u8>,
    number: u64,
}

impl Pieces {
    /// `whose` is what the seals are bound to beside their places.
    pub fn new(key: &Key, whose: Vec<u8>) -> Self {
        Self { key: key.clone(), bound: whose, number: 0 }
    }

    pub fn seal(&mut self, plain: &[u8], is_last: bool) -> Result<Vec<u8>, SealError> {
        if plain.len() > PIECE || plain.len() < PIECE && !is_last {
            return Err(SealError::Broken(format!("a piece of {} bytes", plain.len())));
        }
        let place = self.next(is_last);
        seal(&self.key, &place, plain, Vec::with_capacity(plain.len() + ADDED))
    }

    pub fn open(&mut self, sealed: &[u8], is_last: bool) -> Result<Vec<u8>, SealError> {
        let place = self.next(is_last);
        open(&self.key, &place, sealed)
    }

    fn next(&mut self, is_last: bool) -> Vec<u8> {
        let place = bound(&[&self.bound, &self.number.to_be_bytes(), &[u8::from(is_last)]]);
        self.number += 1;
        place
    }
}

/// How long something is that was sealed into so many bytes; none where nothing seals to that.
pub fn length_within(sealed: u64) -> Option<u64> {
    let (piece, added) = (SEALED as u64, ADDED as u64);
    let rest = match sealed % piece {
        0 if sealed > 0 => piece,
        rest => rest,
    };
    Some((sealed - rest) / piece * PIECE as u64 + rest.checked_sub(added)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::new([byte; 32])
    }

    fn sealed(text: &[u8]) -> Vec<Vec<u8>> {
        let mut pieces = Pieces::new(&key(1), b"a card".to_vec());
        let mut cut: Vec<&[u8]> = text.chunks(PIECE).collect();
        if cut.is_empty() {
            cut.push(&[]);
        }
        let last = cut.len() - 1;
        cut.iter().enumerate().map(|(n, plain)| pieces.seal(plain, n == last).expect("sealed")).collect()
    }

    fn opened(sealed: &[Vec<u8>]) -> Result<Vec<u8>, SealError> {
        let mut pieces = Pieces::new(&key(1), b"a card".to_vec());
        let last = sealed.len() - 1;
        let mut text = Vec::new();
        for (n, piece) in sealed.iter().enumerate() {
            text.extend(pieces.open(piece, n == last)?);
        }
        Ok(text)
    }

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|n| u8::try_from(n % 251).unwrap_or(0)).collect()
    }

    #[test]
    fn what_was_sealed_in_pieces_comes_back_and_its_length_is_known_before() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let sealed = sealed(&text(length));
            assert_eq!(opened(&sealed).expect("opened"), text(length), "{length}");
            let bytes = sealed.iter().map(|piece| piece.len() as u64).sum();
            assert_eq!(length_within(bytes), Some(length as u64));
        }
        assert_eq!([0, 27].map(length_within), [None, None]);
        assert_eq!(length_within(SEALED as u64 + 3), None, "a last piece without its seal");
    }

    #[test]
    fn no_piece_can_be_dropped_repeated_moved_cut_off_or_taken_from_another() {
        let whole = sealed(&text(3 * PIECE + 9));
        for n in 0..whole.len() {
            let mut dropped = whole.clone();
            dropped.remove(n);
            assert!(opened(&dropped).is_err(), "without piece {n}");
            assert!(n + 1 == whole.len() || opened(&whole[..=n]).is_err(), "ends with piece {n}");
            let mut repeated = whole.clone();
            repeated.insert(n, whole[n].clone());
            assert!(opened(&repeated).is_err(), "piece {n} twice");
            let mut moved = whole.clone();
            moved.swap(n, (n + 1) % whole.len());
            assert!(opened(&moved).is_err(), "piece {n} moved");
        }
        let mut others = Pieces::new(&key(1), b"another".to_vec());
        assert!(others.open(&whole[0], false).is_err(), "bound to something else");
        assert!(Pieces::new(&key(2), b"a card".to_vec()).open(&whole[0], false).is_err(), "another key");
    }

    #[test]
    fn a_piece_is_whole_unless_it_is_the_last() {
        let mut pieces = Pieces::new(&key(1), Vec::new());
        assert!(pieces.seal(&[0; PIECE + 1], true).is_err() && pieces.seal(&[0; 9], false).is_err());
        assert!(pieces.seal(&[0; PIECE], false).is_ok() && pieces.seal(&[0; 9], true).is_ok());
    }
}
