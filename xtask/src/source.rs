//! Reads documents from files and URLs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use openapi_evolve::Document;

use crate::workspace::{Version, Workspace};

/// How long a download may take, in seconds.
const TIMEOUT: &str = "60";

/// A contract of this repository.
pub struct Contract {
    /// The version of the API that it describes.
    pub version: Version,
    /// The contract itself.
    pub document: Document,
}

/// Reads the contracts of all versions.
pub fn contracts(workspace: &Workspace) -> Result<Vec<Contract>> {
    let contracts = workspace.versions().iter().map(|version| {
        Ok(Contract {
            version: *version,
            document: file(workspace, version.contract)?,
        })
    });
    contracts.collect()
}

/// Reads a file of the repository.
pub fn file(workspace: &Workspace, name: &str) -> Result<Document> {
    read(&workspace.path(name), name)
}

/// Reads a file or fetches a URL.
pub fn load(source: &str) -> Result<Document> {
    if !source.starts_with("http://") && !source.starts_with("https://") {
        return read(Path::new(source), source);
    }
    // curl is installed almost everywhere, and uses the proxies and certificates of the machine.
    let output = Command::new("curl")
        .args(["--fail", "--silent", "--show-error", "--location"])
        .args(["--max-time", TIMEOUT, source])
        .output()
        .context("cannot run curl; download the document yourself and pass the file")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("cannot fetch {source}: {}", reason.trim());
    }
    parse(source, output.stdout)
}

fn read(path: &Path, name: &str) -> Result<Document> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    parse(name, bytes)
}

fn parse(name: &str, bytes: Vec<u8>) -> Result<Document> {
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    Ok(Document::parse(name, text)?)
}
