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

/// The places of pieces, in order.
struct Places {
    key: Key,
    bound: Vec<u8>,
    number: u64,
}

impl Places {
    fn next(&mut self, is_last: bool) -> Vec<u8> {
        let place = bound(&[&self.bound, &self.number.to_be_bytes(), &[u8::from(is_last)]]);
        self.number += 1;
        place
    }

    fn seal(&mut self, plain: &[u8], is_last: bool, sealed: Vec<u8>) -> Result<Vec<u8>, SealError> {
        let place = self.next(is_last);
        seal(&self.key, &place, plain, sealed)
    }

    fn open(&mut self, sealed: &[u8], is_last: bool) -> Result<Vec<u8>, SealError> {
        let place = self.next(is_last);
        open(&self.key, &place, sealed)
    }
}

/// Something on its way under seal.
pub struct Sealing {
    places: Places,
    waiting: Vec<u8>,
}

impl Sealing {
    /// `whose` is what the seals are bound to beside their places.
    pub fn new(key: &Key, whose: Vec<u8>) -> Self {
        Self { places: Places { key: key.clone(), bound: whose, number: 0 }, waiting: Vec::new() }
    }

    /// What of it is sealed by now, which may be nothing.
    pub fn add(&mut self, mut plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = Vec::new();
        // The last piece is only known by the end: a whole one waits until more comes.
        while let Some((now, later)) = plain.split_at_checked(PIECE - self.waiting.len())
            && !later.is_empty()
        {
            self.waiting.extend_from_slice(now);
            sealed = self.places.seal(&self.waiting, false, sealed)?;
            self.waiting.clear();
            plain = later;
        }
        self.waiting.extend_from_slice(plain);
        Ok(sealed)
    }

    /// The last of it.
    pub fn finish(mut self) -> Result<Vec<u8>, SealError> {
        self.places.seal(&self.waiting, true, Vec::new())
    }
}

/// The same on its way back.
pub struct Opening {
    places: Places,
    waiting: Vec<u8>,
}

impl Opening {
    pub fn new(key: &Key, whose: Vec<u8>) -> Self {
        Self { places: Places { key: key.clone(), bound: whose, number: 0 }, waiting: Vec::new() }
    }

    /// What of it can be read by now, which may be nothing. What was changed is an error and never read.
    pub fn add(&mut self, mut sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut plain = Vec::new();
        while let Some((now, later)) = sealed.split_at_checked(SEALED - self.waiting.len())
            && !later.is_empty()
        {
            self.waiting.extend_from_slice(now);
            plain.extend(self.places.open(&self.waiting, false)?);
            self.waiting.clear();
            sealed = later;
        }
        self.waiting.extend_from_slice(sealed);
        Ok(plain)
    }

    /// The last of it; an error where it was cut off.
    pub fn finish(mut self) -> Result<Vec<u8>, SealError> {
        self.places.open(&self.waiting, true)
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

    fn sealed(text: &[u8], at_once: usize) -> Vec<u8> {
        let mut sealing = Sealing::new(&key(1), b"a card".to_vec());
        let mut sealed = Vec::new();
        for part in text.chunks(at_once) {
            sealed.extend(sealing.add(part).expect("sealed"));
        }
        sealed.extend(sealing.finish().expect("sealed"));
        sealed
    }

    fn opened_with(mut opening: Opening, sealed: &[u8], at_once: usize) -> Result<Vec<u8>, SealError> {
        let mut text = Vec::new();
        for part in sealed.chunks(at_once) {
            text.extend(opening.add(part)?);
        }
        text.extend(opening.finish()?);
        Ok(text)
    }

    fn opened(sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        opened_with(Opening::new(&key(1), b"a card".to_vec()), sealed, 10_000)
    }

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|n| u8::try_from(n % 251).unwrap_or(0)).collect()
    }

    #[test]
    fn what_was_sealed_in_pieces_comes_back_however_it_was_cut_and_its_length_is_known_before() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            for at_once in [1_000, PIECE, SEALED, 5 * PIECE] {
                let sealed = sealed(&text(length), at_once);
                let opening = Opening::new(&key(1), b"a card".to_vec());
                assert_eq!(opened_with(opening, &sealed, at_once).expect("opened"), text(length), "{length}");
                assert_eq!(length_within(sealed.len() as u64), Some(length as u64));
            }
        }
        assert_eq!([0, 27].map(length_within), [None, None]);
        assert_eq!(length_within(SEALED as u64 + 3), None, "a last piece without its seal");
    }

    #[test]
    fn no_piece_can_be_dropped_repeated_moved_cut_off_or_taken_from_another() {
        let whole = sealed(&text(3 * PIECE + 9), PIECE);
        let pieces: Vec<&[u8]> = whole.chunks(SEALED).collect();
        assert_eq!(opened(&pieces.concat()).expect("opened"), text(3 * PIECE + 9));
        for n in 0..pieces.len() {
            let mut dropped = pieces.clone();
            dropped.remove(n);
            assert!(opened(&dropped.concat()).is_err(), "without piece {n}");
            assert!(n + 1 == pieces.len() || opened(&pieces[..=n].concat()).is_err(), "ends with piece {n}");
            let mut repeated = pieces.clone();
            repeated.insert(n, pieces[n]);
            assert!(opened(&repeated.concat()).is_err(), "piece {n} twice");
            let mut moved = pieces.clone();
            moved.swap(n, (n + 1) % pieces.len());
            assert!(opened(&moved.concat()).is_err(), "piece {n} moved");
        }
        let others = Opening::new(&key(1), b"another".to_vec());
        assert!(opened_with(others, &whole, PIECE).is_err(), "bound to something else");
        assert!(
            opened_with(Opening::new(&key(2), b"a card".to_vec()), &whole, PIECE).is_err(),
            "another key"
        );
    }

    #[test]
    fn nothing_is_read_of_a_piece_that_was_changed() {
        let mut whole = sealed(&text(3 * PIECE), PIECE);
        whole[SEALED + 5] ^= 1;
        let mut opening = Opening::new(&key(1), b"a card".to_vec());
        assert_eq!(opening.add(&whole[..=SEALED]).expect("the first"), text(PIECE));
        assert!(opening.add(&whole[SEALED + 1..]).is_err());
    }
}
