//! `cargo xtask diff`: what changed between two documents, and what that breaks.

use anyhow::Result;
use openapi_evolve::{Diff, Document};

use crate::downgrade;
use crate::workspace::Workspace;

/// Compares two documents: files, URLs, or names of API versions for their contracts.
pub fn run(workspace: &Workspace, old: &str, new: &str) -> Result<Diff> {
    let read = |source: &str| -> Result<Document> {
        match workspace.version(source) {
            Ok(version) => downgrade::read(&workspace.path(version.contract).to_string_lossy()),
            Err(_) => downgrade::read(source),
        }
    };
    Ok(openapi_evolve::diff(&read(old)?, &read(new)?)?)
}
