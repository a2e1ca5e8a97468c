//! The files of this repository, from whatever folder the command is run.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// A version of the API that this repository covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The name, as on the command line.
    pub name: &'static str,
    /// The contract that everything is generated from.
    pub contract: &'static str,
    /// The decisions about the server's own description.
    pub overlay: &'static str,
}

/// All versions.
pub const VERSIONS: &[Version] = &[
    Version {
        name: "legacy",
        contract: "openapi/collections.yaml",
        overlay: "openapi/overlay.yaml",
    },
    Version {
        name: "v1",
        contract: "openapi/collections-v1.yaml",
        overlay: "openapi/overlay-v1.yaml",
    },
];

/// A checkout of the repository.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    versions: Vec<Version>,
}

impl Workspace {
    /// Returns the checkout that this program was built in.
    pub fn here() -> Self {
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Self::new(xtask.parent().unwrap_or(&xtask), VERSIONS)
    }

    /// Returns a checkout in a folder, with these versions of the API.
    pub fn new(root: impl Into<PathBuf>, versions: &[Version]) -> Self {
        Self {
            root: root.into(),
            versions: versions.to_vec(),
        }
    }

    /// Returns the folder that everything is in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of a file, given relative to the root.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Returns a command that runs in the root, for the cargo that runs this program, without the
    /// variables that describe this program.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command.current_dir(&self.root);
        command
    }

    /// Returns all versions of the API.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Returns the version of this name.
    pub fn version(&self, name: &str) -> Result<Version> {
        let version = self.versions.iter().find(|version| version.name == name);
        version.copied().with_context(|| {
            let names: Vec<_> = self.versions.iter().map(|version| version.name).collect();
            format!(
                "there is no API version `{name}`; there are {}",
                names.join(", ")
            )
        })
    }
}
