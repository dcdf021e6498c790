//! The models that read numbers, from a folder on this machine into memory. A file that is not byte for byte
//! the one that was measured is refused: nobody knows what another would read.

use reader::facts::{MODEL_FILES, Models};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Why numbers cannot be read, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ModelsFault {
    #[error("{0} cannot be read ({1}); scripts/models puts it into target/models")]
    Missing(PathBuf, std::io::Error),
    #[error("{0} is another version than this program needs; copy it again from target/models")]
    Other(PathBuf),
}

pub fn load(folder: &Path) -> Result<Models, ModelsFault> {
    let mut files = MODEL_FILES.lines().filter_map(|l| l.split_once("  "));
    let mut next = || files.next().map_or(Ok(Vec::new()), |(hash, name)| checked(&folder.join(name), hash));
    Ok(Models { finder: next()?, reader: next()?, turner: next()? })
}

fn checked(path: &Path, hash: &str) -> Result<Vec<u8>, ModelsFault> {
    let bytes = std::fs::read(path).map_err(|e| ModelsFault::Missing(path.to_owned(), e))?;
    match hex::encode(Sha256::digest(&bytes)) == hash {
        true => Ok(bytes),
        false => Err(ModelsFault::Other(path.to_owned())),
    }
}

/// The folder that set-up fills, seen from a program that was built beside it: for the demonstration and for
/// tests. An installed server is told its folder.
pub fn as_built() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    program.ancestors().skip(1).take(4).map(|above| above.join("models")).find(|folder| folder.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_model_is_named_with_what_to_do() {
        let fault = load(Path::new("/nowhere")).expect_err("no models").to_string();
        assert!(fault.contains("/nowhere/PP-OCR") && fault.contains("scripts/models"), "{fault}");
    }

    #[test]
    fn a_model_of_another_version_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        for (_, name) in MODEL_FILES.lines().filter_map(|l| l.split_once("  ")) {
            std::fs::write(folder.path().join(name), "another").expect("written");
        }
        assert!(matches!(load(folder.path()), Err(ModelsFault::Other(_))));
    }
}
