//! What parent and child say to each other: JSON and then bytes, each with its length before it.

use reader::facts::Facts;
use reader::{Examined, Fault, Finding, Kind, Likeness, Spot, Thresholds};
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind, Result};

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    Examine {
        thresholds: Thresholds,
    },
    /// Read numbers and codes from a page of our own.
    Read,
    /// Draw a page of our own with a frame around a place.
    Mark {
        spot: Spot,
    },
    /// Try what must not be possible.
    Probe,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Each page's picture and thumbnail follow.
    Examined {
        kind: Kind,
        pages: Vec<PageFacts>,
    },
    Refused {
        fault: Fault,
    },
    Read {
        facts: Facts,
    },
    /// The picture follows.
    Drawn,
    Tried {
        allowed: Vec<(String, bool)>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub struct PageFacts {
    pub width: u32,
    pub height: u32,
    pub findings: Vec<Finding>,
    pub likeness: Likeness,
}

/// Everything of a request but the bytes of its body, which follow.
pub fn request(work: &Work, length: u64) -> Result<Vec<u8>> {
    let mut request = written(work, [])?;
    request.extend_from_slice(&u32::try_from(length).map_err(Error::other)?.to_be_bytes());
    Ok(request)
}

pub fn parse_request(bytes: &[u8]) -> Result<(Work, &[u8])> {
    let (work, rest) = part(bytes)?;
    let (body, rest) = part(rest)?;
    if rest.is_empty() { Ok((serde_json::from_slice(work)?, body)) } else { Err(cut_short()) }
}

fn part(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(cut_short)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(Error::other)?;
    rest.split_at_checked(length).ok_or_else(cut_short)
}

fn cut_short() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "cut short")
}

pub fn answer(result: std::result::Result<Examined, Fault>) -> Result<Vec<u8>> {
    match result {
        Err(fault) => written(&Answer::Refused { fault }, []),
        Ok(Examined { kind, pages }) => {
            let facts = pages.iter().map(|p| PageFacts {
                width: p.width,
                height: p.height,
                findings: p.findings.clone(),
                likeness: p.likeness,
            });
            let answer = Answer::Examined { kind, pages: facts.collect() };
            written(&answer, pages.iter().flat_map(|p| [&*p.jpeg, &*p.thumbnail]))
        }
    }
}

pub fn read_page(facts: Facts) -> Result<Vec<u8>> {
    written(&Answer::Read { facts }, [])
}

pub fn drawn(result: std::result::Result<Vec<u8>, Fault>) -> Result<Vec<u8>> {
    match result {
        Err(fault) => written(&Answer::Refused { fault }, []),
        Ok(jpeg) => written(&Answer::Drawn, [&*jpeg]),
    }
}

pub fn tried(allowed: Vec<(String, bool)>) -> Result<Vec<u8>> {
    written(&Answer::Tried { allowed }, [])
}

fn written<'a>(head: &impl Serialize, blobs: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut put = |part: &[u8]| -> Result<()> {
        let length = u32::try_from(part.len()).map_err(Error::other)?;
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(part);
        Ok(())
    };
    put(&serde_json::to_vec(head)?)?;
    blobs.into_iter().try_for_each(&mut put)?;
    Ok(out)
}
