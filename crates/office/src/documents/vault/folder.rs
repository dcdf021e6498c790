//! What a folder needs beyond plain reading and writing: bytes that must not come back are overwritten before
//! they are let go of, and processes take turns. Blocks; knows no name and no key.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

/// Waits for its turn among all processes of this machine; the turn ends when the file is dropped.
pub(super) fn lock(path: &Path) -> Result<File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    file.lock()?;
    Ok(file)
}

/// A file that is about to be replaced: its bytes are still reached when its name has gone to another.
pub(super) struct Former(File);

impl Former {
    pub(super) fn of(path: PathBuf) -> Result<Self> {
        OpenOptions::new().write(true).open(path).map(Self)
    }

    pub(super) fn wipe(self) -> Result<()> {
        overwrite(&self.0)
    }
}

/// Overwrites and removes a file, and every copy of it that was being written when a process was killed
/// (`NAME#1`): such a copy may hold what must not come back.
pub(super) fn wipe(path: &Path) -> Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    for file in copies(folder, path)? {
        match OpenOptions::new().write(true).open(&file) {
            Ok(open) => overwrite(&open)?,
            Err(e) if e.kind() == ErrorKind::NotFound => continue,
            Err(e) => return Err(e),
        }
        std::fs::remove_file(&file)?;
    }
    match File::open(folder) {
        Ok(folder) => folder.sync_all(),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}

/// Removes a folder with all there is in it.
pub(super) fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn copies(folder: &Path, path: &Path) -> Result<Vec<PathBuf>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let entries = match std::fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let there = entry?.file_name().to_string_lossy().into_owned();
        if there == name || there.strip_prefix(&name).is_some_and(|rest| rest.starts_with('#')) {
            found.push(folder.join(there));
        }
    }
    Ok(found)
}

fn overwrite(mut file: &File) -> Result<()> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    file.write_all(&vec![0; length])?;
    file.sync_all()
}
