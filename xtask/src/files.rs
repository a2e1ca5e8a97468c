//! Writes several files, or none of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use similar::TextDiff;

use crate::workspace::Workspace;

/// A file as it is, and as it should be.
pub struct File {
    name: String,
    path: PathBuf,
    old: Option<String>,
    new: String,
}

impl File {
    /// Creates a file of the workspace. What exists is read to be compared.
    pub fn new(workspace: &Workspace, name: &str, new: String) -> Result<Self> {
        let path = workspace.path(name);
        let old = match fs::read_to_string(&path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot read {name}")),
        };
        Ok(Self {
            name: name.to_owned(),
            path,
            old,
            new,
        })
    }

    /// Returns the name, relative to the root of the workspace.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether the file has to be written.
    pub fn is_changed(&self) -> bool {
        self.old.as_ref() != Some(&self.new)
    }

    /// Returns the text as it should be.
    pub fn text(&self) -> &str {
        &self.new
    }

    /// Returns what would change, as a unified diff.
    pub fn diff(&self) -> String {
        let old = self.old.as_deref().unwrap_or_default();
        TextDiff::from_lines(old, &self.new)
            .unified_diff()
            .context_radius(3)
            .header(&self.name, &format!("{} (as it should be)", self.name))
            .to_string()
    }
}

/// Describes the files and whether they change, in one line for each.
pub fn report(files: &[File]) -> String {
    let lines = files.iter().map(|file| {
        let state = match file.is_changed() {
            true => "written",
            false => "unchanged",
        };
        let lines = file.new.lines().count();
        format!("  {:<50} {lines:>5} lines  {state}\n", file.name)
    });
    lines.collect()
}

/// Writes the files that change, in their order.
///
/// Each is written to a temporary file beside its place first. They are moved there in the end, so
/// that an error leaves every file as it was. What an earlier run that was killed has left is
/// removed.
pub fn write(files: &[File]) -> Result<()> {
    let staged = Staged(files.iter().map(|file| temporary(&file.path)).collect());
    let changed = || {
        files
            .iter()
            .zip(&staged.0)
            .filter(|(file, _)| file.is_changed())
    };
    for (file, temporary) in changed() {
        fs::write(temporary, &file.new).with_context(|| format!("cannot write {}", file.name))?;
    }
    for (file, temporary) in changed() {
        fs::rename(temporary, &file.path).with_context(|| format!("cannot write {}", file.name))?;
    }
    Ok(())
}

/// Returns the path of a file's temporary file, which git ignores.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.tmp"))
}

/// Temporary files, removed when this is dropped.
struct Staged(Vec<PathBuf>);

impl Drop for Staged {
    fn drop(&mut self) {
        for path in &self.0 {
            // Most do not exist: they were moved to their places, or not needed.
            let _ = fs::remove_file(path);
        }
    }
}
