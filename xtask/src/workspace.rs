//! Where things are, from whatever folder the command is run.

use std::path::{Path, PathBuf};

/// The contract, from which everything is generated.
pub const CONTRACT: &str = "openapi/collections.yaml";
/// Our decisions about the server's own description.
pub const OVERLAY: &str = "openapi/overlay.yaml";
/// The versions of the API and their contracts.
pub const VERSIONS: [(&str, &str); 2] =
    [("legacy", CONTRACT), ("v1", "openapi/collections-v1.yaml")];

/// A checkout of the repository.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The one that this program was built in.
    pub fn here() -> Self {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Self::at(xtask.parent().unwrap_or(&xtask))
    }

    /// The one in a folder.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder that everything is in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}
