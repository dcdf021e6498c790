//! The procedures this office runs: the files it was started with, and the [`Shelf`] on which they stand as they are in
//! force. Nobody else says which version a request opens under, or which days are worked.

mod adoptions;
mod shelf;
pub mod values;

pub use adoptions::Adopting;
pub use shelf::{Shelf, Standing};

use procedure::adoption::{Adoptions, Proposal, ProposalStanding};
use procedure::loader::{Problem, load};
use procedure::{Guard, Procedure};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// As read from the files.
#[derive(Debug, Clone)]
pub struct Procedures {
    all: BTreeMap<(String, String), Arc<Procedure>>,
    /// The files' texts, by id and version.
    texts: BTreeMap<(String, String), String>,
    active: Arc<Procedure>,
    /// Conditions that this office does without.
    without: Vec<Guard>,
}

#[derive(Debug, thiserror::Error)]
pub enum ProceduresError {
    #[error("{file}: {why}")]
    Unreadable { file: String, why: String },
    #[error("{file}: {} problems", problems.len())]
    Bad { file: String, problems: Vec<Problem> },
    #[error("no procedure {id} in {folder}")]
    NoneActive { id: String, folder: String },
}

impl Procedures {
    /// Reads every `.toml` file of the folder. `active` is the id of the procedure in force; of its
    /// versions the last by name is.
    pub fn read(folder: &Path, active: &str) -> Result<Self, ProceduresError> {
        let unreadable = |file: &Path, e: std::io::Error| ProceduresError::Unreadable {
            file: file.display().to_string(),
            why: e.to_string(),
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|e| unreadable(folder, e))? {
            let path = entry.map_err(|e| unreadable(folder, e))?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&path, e))?;
                found.push((path.display().to_string(), text));
            }
        }
        Self::of(found, active, &folder.display().to_string())
    }

    /// From files' names and texts, which come from `folder`.
    pub fn of(
        found: impl IntoIterator<Item = (String, String)>,
        active: &str,
        folder: &str,
    ) -> Result<Self, ProceduresError> {
        let (mut all, mut texts) = (BTreeMap::new(), BTreeMap::new());
        for (file, text) in found {
            let p = load(&text).map_err(|problems| ProceduresError::Bad { file, problems })?;
            let name = (p.id.clone(), p.version.clone());
            texts.insert(name.clone(), text);
            all.insert(name, Arc::new(p));
        }
        let none = || ProceduresError::NoneActive { id: active.to_owned(), folder: folder.to_owned() };
        let active = all.values().rfind(|p| p.id == active).cloned().ok_or_else(none)?;
        Ok(Self { all, texts, active, without: Vec::new() })
    }

    /// The version in force.
    pub fn active(&self) -> &Procedure {
        &self.active
    }

    /// The same, with no outcome bound to this condition: the office does without what it stands for.
    pub fn without(self, guard: Guard) -> Self {
        let strip = |p: Arc<Procedure>| Arc::new(Procedure::clone(&p).without(guard));
        let mut without = self.without;
        without.push(guard);
        Self {
            all: self.all.into_iter().map(|(name, p)| (name, strip(p))).collect(),
            texts: self.texts,
            active: strip(self.active),
            without,
        }
    }

    /// With the versions that this office has approved, and the one that came into force among them.
    fn with(&self, adoptions: &Adoptions) -> Result<Self, String> {
        let mut with = self.clone();
        let approved = |p: &&Proposal| matches!(p.standing, ProposalStanding::Approved { .. });
        for proposal in adoptions.proposals.iter().filter(approved) {
            let read = load(&proposal.text);
            let p = read.map_err(|problems| format!("version {}: {problems:?}", proposal.version))?;
            let p = self.without.iter().fold(p, |p, guard| p.without(*guard));
            let name = (p.id.clone(), p.version.clone());
            with.texts.insert(name.clone(), proposal.text.clone());
            with.all.insert(name, Arc::new(p));
        }
        if let Some((version, _)) = &adoptions.in_force
            && let Some(p) = with.all.get(&(self.active.id.clone(), version.clone()))
        {
            with.active = Arc::clone(p);
        }
        Ok(with)
    }
}
