//! The second reading of the record: stream by stream, each event recomputed from the one before it. Remembers the stream
//! that it is at, and the names of those whose events do not stand in the order in which they are numbered.

use super::chain::Chain;
use super::{Finding, Hashed};
use std::collections::BTreeSet;

/// A stream's log and name.
pub type StreamName = (String, String);

pub struct Streams<'a> {
    office: &'a str,
    present: Option<Present>,
    odd: Vec<StreamName>,
    findings: BTreeSet<Finding>,
}

/// The stream that is being read.
struct Present {
    name: StreamName,
    /// Where in the record its last event stands.
    position: i64,
    chain: Chain,
    is_odd: bool,
}

impl<'a> Streams<'a> {
    pub fn of(office: &'a str) -> Self {
        Self { office, present: None, odd: Vec::new(), findings: BTreeSet::new() }
    }

    /// The next event by the numbers of its stream, and where in the record it stands.
    pub fn take(&mut self, position: i64, event: Hashed) {
        let is_another = |p: &Present| p.name.0 != event.name.log || p.name.1 != event.name.stream;
        if self.present.as_ref().is_none_or(is_another) {
            self.leave();
            let name = (event.name.log.clone(), event.name.stream.clone());
            self.present = Some(Present { name, position, chain: Chain::default(), is_odd: false });
        }
        let Some(present) = &mut self.present else { return };
        present.is_odd |= position < present.position;
        present.position = position;
        if !present.is_odd {
            present.chain.take(self.office, event, &mut self.findings);
        }
    }

    /// The streams that must be read again, in the order of the record.
    pub fn odd(&mut self) -> Vec<StreamName> {
        self.leave();
        std::mem::take(&mut self.odd)
    }

    /// One of them.
    pub fn again(&mut self, events: impl IntoIterator<Item = Hashed>) {
        let mut chain = Chain::default();
        events.into_iter().for_each(|event| chain.take(self.office, event, &mut self.findings));
        chain.end(self.office, &mut self.findings);
    }

    fn leave(&mut self) {
        let Some(present) = self.present.take() else { return };
        if present.is_odd {
            self.odd.push(present.name);
        } else {
            present.chain.end(self.office, &mut self.findings);
        }
    }

    pub(super) fn end(mut self) -> BTreeSet<Finding> {
        self.leave();
        self.findings
    }
}
