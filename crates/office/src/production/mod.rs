//! Cards through the office's own printers: what is printed, the jobs under way, and what the printers say. A case
//! is changed only by what is reported to `dispatch`; whether a blank was used, people say.

pub mod jobs;
mod judge;
pub mod layer;
mod printer;
pub mod seen;
mod worker;

pub use worker::start;

use crate::config::Printing;
use ipp::model::Operation;
use printer::Printer;
use procedure::PrinterId;

/// The office's printers, in the order of its settings.
pub struct Printers(Vec<Printer>);

impl Printers {
    pub fn of(settings: &Printing) -> Self {
        let parsed = settings.printers.iter().filter_map(|p| parse(p));
        Self(parsed.map(|(id, uri)| Printer::new(id, uri)).collect())
    }

    pub fn get(&self, id: &PrinterId) -> Option<&Printer> {
        self.0.iter().find(|p| p.id == *id)
    }

    pub fn ids(&self) -> impl Iterator<Item = &PrinterId> {
        self.0.iter().map(|p| &p.id)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Name and address of a printer as settings write them.
pub fn parse(setting: &str) -> Option<(PrinterId, ipp::prelude::Uri)> {
    let (name, address) = setting.split_once('=')?;
    let name = name.trim();
    let uri: ipp::prelude::Uri = address.trim().parse().ok()?;
    let known = ["ipp", "ipps"].contains(&uri.scheme_str()?);
    let short = !name.is_empty() && name.chars().count() <= 40;
    (known && short && uri.authority().is_some()).then(|| (PrinterId::new(name), uri))
}

/// What a printer must understand: with one request that creates a job and another that carries what is to be
/// printed, nothing is printed twice, whatever is lost in between.
const NEEDED: [Operation; 4] =
    [Operation::CreateJob, Operation::SendDocument, Operation::CancelJob, Operation::GetJobAttributes];
