//! Writes several files at once, or none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use similar::TextDiff;

/// A file, as it is and as it shall be.
pub struct File {
    /// How messages name it.
    pub name: String,
    path: PathBuf,
    old: Option<String>,
    new: String,
}

impl File {
    /// Reads what is there, if anything.
    pub fn new(name: &str, path: PathBuf, new: String) -> Result<Self> {
        let old = match fs::read_to_string(&path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot read {name}")),
        };
        let name = name.to_owned();
        Ok(Self {
            name,
            path,
            old,
            new,
        })
    }

    /// Whether there is anything to write.
    pub fn is_changed(&self) -> bool {
        self.old.as_ref() != Some(&self.new)
    }

    /// What it shall be.
    pub fn text(&self) -> &str {
        &self.new
    }

    /// What would change, as a unified diff.
    pub fn diff(&self) -> String {
        let old = self.old.as_deref().unwrap_or_default();
        TextDiff::from_lines(old, &self.new)
            .unified_diff()
            .context_radius(3)
            .header(&self.name, &format!("{} (as it should be)", self.name))
            .to_string()
    }
}

/// Writes the files that change.
///
/// Everything is written beside its place first and moved there in the end, so that whatever fails leaves every
/// file as it was.
pub fn write(files: &[File]) -> Result<()> {
    let mut staged = Staged(Vec::new());
    for file in files.iter().filter(|file| file.is_changed()) {
        let temporary = temporary(&file.path);
        staged.0.push(temporary.clone());
        fs::write(&temporary, &file.new).with_context(|| format!("cannot write {}", file.name))?;
    }
    for file in files.iter().filter(|file| file.is_changed()) {
        fs::rename(temporary(&file.path), &file.path)
            .with_context(|| format!("cannot write {}", file.name))?;
    }
    Ok(())
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// Temporary files, removed in the end unless they were moved away.
struct Staged(Vec<PathBuf>);

impl Drop for Staged {
    fn drop(&mut self) {
        for path in &self.0 {
            // Most are gone, which is as it should be.
            let _ = fs::remove_file(path);
        }
    }
}
