//! Pictures as text within a copy of somebody's data, piece by piece: a copy may hold a hundred pages.

use crate::documents::Reading;
use crate::error::Error;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use tokio::sync::mpsc::Sender;

/// What is being written, a piece at a time; its reader may go away.
pub struct Text(Sender<Result<Bytes, Error>>);

impl Text {
    pub fn to(reader: Sender<Result<Bytes, Error>>) -> Self {
        Self(reader)
    }

    pub async fn add(&self, text: impl Into<Bytes>) -> Result<(), Error> {
        let gone = |_| Error::Unavailable("nobody reads the copy any more".to_owned());
        self.0.send(Ok(text.into())).await.map_err(gone)
    }

    /// So that whoever reads does not take a part for the whole.
    pub async fn broken(&self, why: Error) {
        let _ = self.0.send(Err(why)).await;
    }

    /// A picture as a string of JSON (base64), or null where it is no more.
    pub async fn picture(&self, picture: Option<Reading>) -> Result<(), Error> {
        let Some(mut picture) = picture else { return self.add("null").await };
        self.add("\"").await?;
        let mut waiting = Vec::new();
        while let Some(piece) = picture.next().await? {
            waiting.extend_from_slice(&piece);
            // Three bytes are four letters; what is over waits for the next piece.
            let over = waiting.split_off(waiting.len() - waiting.len() % 3);
            self.add(BASE64_STANDARD.encode(&waiting)).await?;
            waiting = over;
        }
        self.add(BASE64_STANDARD.encode(&waiting)).await?;
        self.add("\"").await
    }
}
