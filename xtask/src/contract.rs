//! Reads the contract.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// An OpenAPI document, as it is written and as progenitor reads it.
pub struct Contract {
    /// The document, in its own order.
    pub document: Value,
}

impl Contract {
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let document: Value =
            serde_saphyr::from_str(&text).with_context(|| format!("{}", path.display()))?;
        if !document.is_object() {
            bail!("{}: not an OpenAPI document", path.display());
        }
        Ok(Self { document })
    }
}
