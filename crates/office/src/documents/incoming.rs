//! A file as it comes in, before anybody has looked at it: in a file of the system's own that has no name and goes with the
//! process, sealed with a key that is only in memory. So a hundred uploads at once cost no memory, and what a stranger sent
//! lies nowhere in the clear.

use bytes::Bytes;
use futures::stream::{Stream, try_unfold};
use seal::pieces::{Opening, Sealing};
use seal::{Key, fresh_key};
use sha2::{Digest, Sha256};
use std::io::{Error, Result, SeekFrom};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Bytes read at a time.
const AT_ONCE: usize = 64 * 1024;

pub struct Incoming {
    file: File,
    key: Key,
    sealing: Sealing,
    /// Bytes taken, and the most that are.
    length: u64,
    most: u64,
    hash: Sha256,
}

impl Incoming {
    /// Takes so many bytes, and only counts those that come after.
    pub fn new(most: u64) -> Result<Self> {
        let key = fresh_key().map_err(Error::other)?;
        Ok(Self {
            file: File::from_std(tempfile::tempfile()?),
            sealing: Sealing::new(&key, Vec::new()),
            key,
            length: 0,
            most,
            hash: Sha256::new(),
        })
    }

    pub async fn add(&mut self, plain: &[u8]) -> Result<()> {
        self.length += plain.len() as u64;
        if self.is_too_large() {
            return Ok(());
        }
        self.hash.update(plain);
        let sealed = self.sealing.add(plain).map_err(Error::other)?;
        self.file.write_all(&sealed).await
    }

    /// Bytes that came.
    pub fn length(&self) -> u64 {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn is_too_large(&self) -> bool {
        self.length > self.most
    }

    /// Of all bytes that came.
    pub fn sha256(&self) -> String {
        hex::encode(self.hash.clone().finalize())
    }

    /// To be read from its beginning.
    pub async fn read(mut self) -> Result<Read> {
        let sealed = self.sealing.finish().map_err(Error::other)?;
        self.file.write_all(&sealed).await?;
        self.file.seek(SeekFrom::Start(0)).await?;
        Ok(Read { file: self.file, opening: Some(Opening::new(&self.key, Vec::new())) })
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Incoming({} bytes)", self.length)
    }
}

/// A file that came in, read again.
pub struct Read {
    file: File,
    /// None once it came to its end.
    opening: Option<Opening>,
}

impl Read {
    /// The next piece; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let mut sealed = vec![0; AT_ONCE];
        while let Some(opening) = &mut self.opening {
            let plain = match self.file.read(&mut sealed).await? {
                0 => self.opening.take().map(Opening::finish).transpose(),
                got => opening.add(sealed.get(..got).unwrap_or_default()).map(Some),
            };
            let plain = plain.map_err(Error::other)?.unwrap_or_default();
            if !plain.is_empty() {
                return Ok(Some(plain.into()));
            }
        }
        Ok(None)
    }

    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes>> + Send + 'static {
        try_unfold(self, async |mut read| Ok(read.next().await?.map(|piece| (piece, read))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seal::pieces::PIECE;

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|n| u8::try_from(n % 251).unwrap_or(0)).collect()
    }

    async fn came(text: &[u8], at_once: usize) -> Incoming {
        let mut incoming = Incoming::new(1_000_000).expect("a place");
        for piece in text.chunks(at_once) {
            incoming.add(piece).await.expect("added");
        }
        incoming
    }

    #[tokio::test]
    async fn what_came_in_in_any_pieces_is_read_as_it_came() {
        for length in [0, 1, PIECE, PIECE + 1, 3 * PIECE] {
            for at_once in [7_000, PIECE, PIECE + 1, 4 * PIECE] {
                let incoming = came(&text(length), at_once).await;
                assert_eq!(incoming.sha256(), hex::encode(Sha256::digest(text(length))));
                assert_eq!(incoming.length(), length as u64);
                let (mut read, mut whole) = (incoming.read().await.expect("read"), Vec::new());
                while let Some(piece) = read.next().await.expect("a piece") {
                    whole.extend_from_slice(&piece);
                }
                assert_eq!(whole, text(length), "{length} by {at_once}");
            }
        }
    }

    #[tokio::test]
    async fn of_a_file_that_is_too_large_no_more_is_kept_than_may_come() {
        let mut incoming = Incoming::new(100_000).expect("a place");
        for _ in 0..100 {
            incoming.add(&text(10_000)).await.expect("added");
        }
        assert!(incoming.is_too_large() && incoming.length() == 1_000_000);
        assert!(incoming.file.metadata().await.expect("its size").len() < 110_000);
    }

    #[tokio::test]
    async fn nothing_of_it_can_be_read_on_the_disk() {
        let marker = b"MARKER of an invented resident ".repeat(10_000);
        let incoming = came(&marker, PIECE).await;
        let mut read = incoming.read().await.expect("read");
        let mut raw = Vec::new();
        read.file.read_to_end(&mut raw).await.expect("raw bytes");
        assert!(raw.len() > marker.len() && !raw.windows(6).any(|w| w == b"MARKER"));
    }
}
