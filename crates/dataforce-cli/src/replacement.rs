//! A file that replaces another one when it is complete.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A new file that takes the place of the one at a path. Until then, only its owner can read it.
pub(crate) struct Replacement {
    file: NamedTempFile,
    target: PathBuf,
}

impl Replacement {
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        // A link stays one: the file that it leads to is replaced.
        let target = match fs::canonicalize(path) {
            Err(error) if fs::symlink_metadata(path).is_ok() => return Err(error),
            target => target.unwrap_or_else(|_| path.to_owned()),
        };
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let file = NamedTempFile::new_in(directory)?;
        Ok(Self { file, target })
    }

    pub(crate) fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Takes the place, or fails if another file has appeared there and must not be replaced.
    pub(crate) fn finish(self, may_replace: bool) -> io::Result<()> {
        self.file().sync_all()?;
        match may_replace {
            true => self.file.persist(self.target)?,
            false => self.file.persist_noclobber(self.target)?,
        };
        Ok(())
    }
}
