//! Settings of offices that one program serves: what must be theirs alone, and what they must share.

use super::{Config, ConfigProblem};
use std::collections::BTreeMap;

/// A setting, and its value in an office's settings.
type Asked = (&'static str, fn(&Config) -> String);

impl Config {
    /// By which name and port browsers ask for this office: of `https://capil.example.go.id/`, `capil.example.go.id`.
    pub fn host(&self) -> String {
        let url = &self.server.public_url;
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let authority = rest.split('/').next().unwrap_or_default().to_lowercase();
        let usual = if scheme == "https" { ":443" } else { ":80" };
        authority.strip_suffix(usual).unwrap_or(&authority).to_owned()
    }

    /// What is wrong with serving these together.
    pub fn faults_together(offices: &[Self]) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        let apart: [Asked; 3] = [
            ("office.id", |c| c.office.id.clone()),
            ("server.public_url", Self::host),
            ("whatsapp.phone_number_id", |c| c.whatsapp.phone_number_id.clone()),
        ];
        for (setting, value) in apart {
            let mut seen = BTreeMap::<String, usize>::new();
            offices.iter().for_each(|c| *seen.entry(value(c)).or_default() += 1);
            let twice = seen.into_iter().filter(|(_, count)| *count > 1);
            problems.extend(twice.map(|(value, _)| ConfigProblem::NotAlone { setting, value }));
        }
        let shared: [Asked; 4] = [
            ("database.url", |c| c.database.url.clone()),
            ("database.password_file", |c| c.database.password_file.clone()),
            ("server.listen", |c| c.server.listen.clone()),
            ("telemetry.metrics", |c| c.telemetry.metrics.clone()),
        ];
        for (setting, value) in shared {
            let Some(first) = offices.first().map(value) else { continue };
            if let Some(other) = offices.iter().map(value).find(|v| *v != first) {
                problems.push(ConfigProblem::NotShared { setting, value: other });
            }
        }
        problems
    }
}
