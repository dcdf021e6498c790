//! What parent and child say to each other: JSON and then bytes, each with its length before it.

use reader::facts::Facts;
use reader::{Examined, Fault, Finding, Kind, Likeness, Thresholds};
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

pub fn request(work: &Work, body: &[u8]) -> Result<Vec<u8>> {
    written(work, [body])
}

pub fn parse_request(bytes: &[u8]) -> Result<(Work, Vec<u8>)> {
    let (work, mut blobs) = read(bytes)?;
    Ok((work, blobs.pop().unwrap_or_default()))
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

pub fn tried(allowed: Vec<(String, bool)>) -> Result<Vec<u8>> {
    written(&Answer::Tried { allowed }, [])
}

pub fn parse(bytes: &[u8]) -> Result<(Answer, Vec<Vec<u8>>)> {
    read(bytes)
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

fn read<T: for<'a> Deserialize<'a>>(mut bytes: &[u8]) -> Result<(T, Vec<Vec<u8>>)> {
    let short = || Error::new(ErrorKind::UnexpectedEof, "cut short");
    let mut parts = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(Error::other)?;
        let (part, after) = rest.split_at_checked(length).ok_or_else(short)?;
        parts.push(part.to_vec());
        bytes = after;
    }
    if parts.is_empty() || !bytes.is_empty() {
        return Err(short());
    }
    let head = parts.remove(0);
    Ok((serde_json::from_slice(&head)?, parts))
}
