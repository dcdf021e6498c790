//! Where copies of the office go, who may open them, how often they are made and how long they stay.

use super::S3;
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub struct Backup {
    /// A folder, or `s3://BUCKET/PREFIX`; empty: no copies are made.
    pub store: String,
    /// Where the keys are copied to, apart from what they open.
    pub keys: String,
    /// Public keys of age: whoever has the other half of one can open a copy.
    pub recipients: Vec<String>,
    /// 0: only when somebody asks.
    pub every_minutes: u32,
    pub keep_days: u32,
    /// For how long a key that was destroyed stays in the copy.
    pub keys_hours: u32,
    /// The server of the copies' buckets.
    #[serde(flatten)]
    pub s3: S3,
}

impl Backup {
    pub fn is_set(&self) -> bool {
        !self.store.trim().is_empty()
    }

    pub(super) fn uses_a_bucket(&self) -> bool {
        [&self.store, &self.keys].iter().any(|place| place.starts_with("s3://"))
    }

    /// Each setting with which a copy could not be made or would be none: its name, what it is, what it may be.
    pub(super) fn faults(&self) -> Vec<(&'static str, String, &'static str)> {
        let mut faults = Vec::new();
        if !self.is_set() {
            return faults;
        }
        if self.keys.trim().is_empty() || within(&self.keys, &self.store) || within(&self.store, &self.keys) {
            faults.push(("backup.keys", self.keys.clone(), "apart from backup.store"));
        }
        let known = |text: &String| text.parse::<age::x25519::Recipient>().is_ok();
        match self.recipients.iter().find(|text| !known(text)) {
            Some(unknown) => faults.push(("backup.recipients", unknown.clone(), "age1…")),
            None if self.recipients.is_empty() => {
                faults.push(("backup.recipients", String::new(), "age1… (rancak backup key)"));
            }
            None => {}
        }
        for (setting, given) in [("backup.keep_days", self.keep_days), ("backup.keys_hours", self.keys_hours)]
        {
            if given == 0 {
                faults.push((setting, given.to_string(), "1 …"));
            }
        }
        if self.s3.endpoint.starts_with("http://") && !self.s3.allow_http {
            faults.push(("backup.endpoint", self.s3.endpoint.clone(), "https://…"));
        }
        faults
    }
}

fn within(place: &str, other: &str) -> bool {
    let (place, other) = (place.trim_end_matches('/'), other.trim_end_matches('/'));
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
