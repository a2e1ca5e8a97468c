//! The configuration file: profiles in TOML.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde::Deserialize;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::profile::Profile;
use crate::replacement::Replacement;

/// The profile that is used if none is chosen.
pub(crate) const DEFAULT_PROFILE: &str = "default";

/// A configuration file, which need not exist.
#[derive(Default)]
pub(crate) struct ConfigFile {
    path: PathBuf,
    /// Edited in place, so that comments and order stay.
    document: DocumentMut,
    /// What was read.
    profiles: BTreeMap<String, Profile>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Content {
    /// The profile in use.
    profile: Option<String>,
    profiles: BTreeMap<String, Profile>,
}

impl ConfigFile {
    /// The file at `path`, or else in the platform's place.
    pub(crate) fn locate(path: Option<&Path>) -> Result<PathBuf> {
        match path {
            Some(path) => Ok(path.to_owned()),
            None => platform_path(),
        }
    }

    /// Reads the file, and keeps other programs from changing it until the lock is dropped.
    pub(crate) fn read_to_change(path: Option<&Path>) -> Result<(Self, File)> {
        let file = Self::locate(path)?;
        let lock = lock(&file).map_err(|error| Failure::file("lock", file.display(), &error))?;
        Ok((Self::read(Some(&file))?, lock))
    }

    /// Reads the file at `path`, or in the platform's place.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self> {
        let path = Self::locate(path)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::file("read", path.display(), &error)),
        };
        let document = text
            .parse()
            .map_err(|error: toml_edit::TomlError| invalid(&path, &text, error.span()))?;
        // An invalid file is not used, nor overwritten.
        let content: Content =
            toml_edit::de::from_str(&text).map_err(|error| invalid(&path, &text, error.span()))?;
        Ok(Self {
            path,
            document,
            profiles: content.profiles,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the profile in use.
    pub(crate) fn active(&self) -> &str {
        self.chosen().unwrap_or(DEFAULT_PROFILE)
    }

    /// The name of the profile that the file says is in use.
    pub(crate) fn chosen(&self) -> Option<&str> {
        self.document.get("profile").and_then(Item::as_str)
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        let profiles = self.document.get("profiles").and_then(Item::as_table_like);
        profiles
            .iter()
            .flat_map(|table| table.iter().map(|(name, _)| name))
            .collect()
    }

    /// What a profile sets, in the order of the file.
    pub(crate) fn entries(&self, name: &str) -> Vec<(String, String)> {
        let table = self.document.get("profiles").and_then(|all| all.get(name));
        let table = table.and_then(Item::as_table_like);
        let entries = table.iter().flat_map(|table| table.iter());
        entries
            .map(|(key, item)| {
                let text = item.as_str().map(str::to_owned);
                let text = text.unwrap_or_else(|| item.to_string().trim().to_owned());
                (key.to_owned(), text)
            })
            .collect()
    }

    /// A profile as it was read.
    pub(crate) fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// The failure for a profile that does not exist.
    pub(crate) fn missing(&self, name: &str) -> Failure {
        let names = self.names();
        let known = match names.is_empty() {
            true => "there are no profiles".to_owned(),
            false => format!("there are: {}", names.join(", ")),
        };
        Failure::usage(format!(
            "no profile is called {name:?} in {}; {known}",
            self.path.display()
        ))
        .hint("create one with `dataforce config set <KEY> <VALUE> --profile <NAME>`")
    }

    /// Sets a value of a profile, or removes it.
    pub(crate) fn set(&mut self, name: &str, key: &str, new: Option<Item>) -> Result<()> {
        let profiles = self.document.entry("profiles").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        let invalid = || Failure::usage(format!("{} is not valid", self.path.display()));
        let profiles = profiles.as_table_like_mut().ok_or_else(invalid)?;
        let profile = profiles.entry(name).or_insert(Item::Table(Table::new()));
        let profile = profile.as_table_like_mut().ok_or_else(invalid)?;
        match new {
            Some(item) => profile.insert(key, item),
            None => profile.remove(key),
        };
        Ok(())
    }

    /// Chooses the profile in use.
    pub(crate) fn choose(&mut self, name: &str) {
        self.document.insert("profile", value(name));
    }

    /// Writes the file as a whole. Only its owner can read it.
    pub(crate) fn write(&self) -> Result<()> {
        let written = || -> io::Result<()> {
            if let Some(directory) = self.path.parent() {
                fs::create_dir_all(directory)?;
            }
            let replacement = Replacement::of(&self.path)?;
            let text = self.document.to_string();
            replacement.file().write_all(text.as_bytes())?;
            replacement.finish(true)
        };
        written().map_err(|error| Failure::file("write", self.path.display(), &error))
    }

    /// Whether others than the owner can read the file, and there is a key in it.
    pub(crate) fn is_exposed(&self) -> bool {
        let has_key = |name: &&str| self.entries(name).iter().any(|(key, _)| key == "api_key");
        self.names().iter().any(has_key) && is_readable_by_others(&self.path)
    }
}

/// Waits until no other program changes the file. The lock is a file beside it, since the file itself
/// is replaced.
fn lock(file: &Path) -> io::Result<File> {
    if fs::metadata(file).is_ok_and(|existing| !existing.is_file()) {
        return Err(io::Error::other("it is not a regular file"));
    }
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory)?;
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    let lock = File::create(name)?;
    lock.lock()?;
    Ok(lock)
}

fn platform_path() -> Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy().map_err(|_| {
        Failure::new(
            exit_code::FAILURE,
            "there is no home directory for the configuration file: name it with --config",
        )
    })?;
    Ok(strategy.config_dir().join("dataforce").join("config.toml"))
}

#[cfg(unix)]
fn is_readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_readable_by_others(_: &Path) -> bool {
    false
}

/// The failure for an invalid file. It names the line and does not quote it, since a key may be in it.
fn invalid(path: &Path, text: &str, span: Option<std::ops::Range<usize>>) -> Failure {
    let before = span.and_then(|span| text.get(..span.start));
    let line = before.map_or(String::new(), |before| {
        format!(" in line {}", before.matches('\n').count() + 1)
    });
    Failure::usage(format!(
        "the configuration file {} is not valid{line}",
        path.display()
    ))
    .hint(format!(
        "a file has `profile = \"<NAME>\"`, and below [profiles.<NAME>] any of {}",
        crate::profile::KEYS.join(", ")
    ))
}
