//! Periods for which data are kept, and which of them make no sense together.

use super::Retention;

/// A century: whoever writes more means something else.
const LONGEST: u32 = 36_525;
/// A complaint about a case, and the three days of an answer, must find it still there.
const SHORTEST_CASE: u32 = 30;
const SHORTEST_ORPHANS: u32 = 7;

impl Retention {
    /// The periods of files, by how a case ended.
    fn files(&self) -> [(&'static str, u32); 4] {
        [
            ("retention.handed_over", self.handed_over),
            ("retention.rejected", self.rejected),
            ("retention.withdrawn", self.withdrawn),
            ("retention.not_collected", self.not_collected),
        ]
    }

    /// Setting, what was given, and what was expected.
    pub(super) fn faults(&self) -> Vec<(&'static str, String, &'static str)> {
        let mut faults = Vec::new();
        let others = [
            ("retention.case", self.case),
            ("retention.messages", self.messages),
            ("retention.looks", self.looks),
        ];
        for (setting, days) in self.files().into_iter().chain(others) {
            if days > LONGEST {
                faults.push((setting, days.to_string(), "0 … 36525"));
            }
        }
        if self.case > 0 {
            if self.case < SHORTEST_CASE {
                faults.push(("retention.case", self.case.to_string(), "0, 30 … 36525"));
            }
            // With a case its files go, its messages, and the answer to who looked.
            for (setting, days) in self.files() {
                if days == 0 || days > self.case {
                    faults.push((setting, days.to_string(), "1 … retention.case"));
                }
            }
            if self.messages == 0 || self.messages > self.case {
                faults.push(("retention.messages", self.messages.to_string(), "1 … retention.case"));
            }
        }
        // Whoever is shown to have looked must be asked about it while it is still known.
        if self.looks > 0 && self.looks < self.case.max(SHORTEST_CASE) {
            faults.push(("retention.looks", self.looks.to_string(), "0, retention.case …"));
        }
        // Somebody may still be about to record a file, or to bring back the record that names it.
        if self.orphans > LONGEST || (1..SHORTEST_ORPHANS).contains(&self.orphans) {
            faults.push(("retention.orphans", self.orphans.to_string(), "0, 7 … 36525"));
        }
        if !(0..24).contains(&self.hour) {
            faults.push(("retention.hour", self.hour.to_string(), "0 … 23"));
        }
        faults
    }
}
