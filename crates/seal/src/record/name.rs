//! How an event is named: by its log, its stream and its number in the stream. Nothing of what it says.

use std::fmt;

/// `case/K7M2-9QXF/3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    pub log: String,
    pub stream: String,
    pub seq: u64,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.log, self.stream, self.seq)
    }
}

impl Name {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        let (log, stream, seq) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { log: log.to_owned(), stream: stream.to_owned(), seq: seq.parse().ok()? })
    }
}
