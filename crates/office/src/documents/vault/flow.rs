//! A document on its way into the store or out of it, piece by piece: at no time is all of it in memory. What comes out was
//! looked at piece by piece too: one that was changed ends the flow with an error and never leaves.

use super::seal::{self, Form};
use super::{VaultError, seal::Head};
use ::seal::Key;
use ::seal::pieces::{Opening, Sealing, length_within};
use bytes::{Bytes, BytesMut};
use futures::stream::{BoxStream, Stream, TryStreamExt, try_unfold};
use object_store::buffered::BufWriter;
use tokio::io::AsyncWriteExt;

/// A document that is being written. There only once it is finished.
pub struct Writing {
    into: BufWriter,
    sealing: Sealing,
}

impl Writing {
    pub(super) async fn begin(
        mut into: BufWriter,
        key: &Key,
        (key_name, office, object): (&str, &str, &str),
    ) -> Result<Self, VaultError> {
        into.write_all(&seal::head(key_name)?).await?;
        let whose = seal::whose(Form::Pieces, office, object, key_name);
        Ok(Self { into, sealing: Sealing::new(key, whose) })
    }

    pub async fn add(&mut self, plain: &[u8]) -> Result<(), VaultError> {
        Ok(self.into.write_all(&self.sealing.add(plain)?).await?)
    }

    /// On the disk, or in the bucket, before this returns.
    pub async fn finish(mut self) -> Result<(), VaultError> {
        self.into.write_all(&self.sealing.finish()?).await?;
        Ok(self.into.shutdown().await?)
    }
}

type Sealed = BoxStream<'static, Result<Bytes, object_store::Error>>;

/// A document that is being read.
pub struct Reading {
    /// Bytes of the whole.
    pub length: u64,
    first: Option<Bytes>,
    rest: Rest,
}

/// What is still sealed; nothing is once the opening came to its end.
struct Rest {
    from: Sealed,
    opening: Option<Opening>,
}

/// What is known of a document before it is opened.
pub(super) struct Headed {
    pub(super) head: Head,
    from: Sealed,
    waiting: BytesMut,
    size: u64,
}

impl Headed {
    /// Reads as far as the name of its key.
    pub(super) async fn of(mut from: Sealed, size: u64) -> Result<Self, VaultError> {
        let mut waiting = BytesMut::new();
        loop {
            if let Some(head) = seal::parse_head(&waiting)? {
                return Ok(Self { head, from, waiting, size });
            }
            match from.try_next().await? {
                Some(bytes) => waiting.extend_from_slice(&bytes),
                None => return Err(::seal::not_ours("document").into()),
            }
        }
    }

    pub(super) async fn open(mut self, key: &Key, office: &str, object: &str) -> Result<Reading, VaultError> {
        let whose = seal::whose(self.head.form, office, object, &self.head.key);
        let _ = self.waiting.split_to(self.head.length);
        let sealed = self.size.saturating_sub(self.head.length as u64);
        if self.head.form == Form::Whole {
            while let Some(bytes) = self.from.try_next().await? {
                self.waiting.extend_from_slice(&bytes);
            }
            let plain = Bytes::from(::seal::open(key, &whose, &self.waiting)?);
            let rest = Rest { from: self.from, opening: None };
            return Ok(Reading { length: plain.len() as u64, first: Some(plain), rest });
        }
        let length = length_within(sealed).ok_or_else(|| ::seal::not_ours("document"))?;
        let mut opening = Opening::new(key, whose);
        let begun = opening.add(&self.waiting)?;
        let mut rest = Rest { from: self.from, opening: Some(opening) };
        // So that one that cannot be opened is known before anybody is answered.
        let first = if begun.is_empty() { rest.next().await? } else { Some(begun.into()) };
        Ok(Reading { length, first, rest })
    }
}

impl Rest {
    async fn next(&mut self) -> Result<Option<Bytes>, VaultError> {
        while let Some(opening) = &mut self.opening {
            let plain = match self.from.try_next().await? {
                Some(bytes) => opening.add(&bytes)?,
                None => self.opening.take().map(Opening::finish).transpose()?.unwrap_or_default(),
            };
            if !plain.is_empty() {
                return Ok(Some(plain.into()));
            }
        }
        Ok(None)
    }
}

impl Reading {
    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, VaultError> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.rest.next().await,
        }
    }

    /// The same as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, VaultError>> + Send + 'static {
        try_unfold(self, async |mut reading| Ok(reading.next().await?.map(|piece| (piece, reading))))
    }

    /// All of it, for whoever needs it whole.
    pub async fn whole(mut self) -> Result<Vec<u8>, VaultError> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await? {
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }
}
