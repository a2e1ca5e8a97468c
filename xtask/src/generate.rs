//! Generates Rust from the contracts: for each version of the API a client and a mock, and once the
//! types that the versions share.

mod bisect;
mod client;
mod fit;
mod generator;
pub mod methods;
mod mock;
mod names;
mod operations;
mod print;
mod progenitor_input;
mod properties;
mod rustdoc_escape;
mod shared;
mod types;
mod unsupported;

use anyhow::Result;
use openapi_evolve::{Document, Error, validate};

pub use self::fit::fit;
pub use self::unsupported::findings as unsupported;
use crate::files::File;
use crate::source::Contract;
use crate::workspace::Workspace;

/// What is generated from the contracts, in memory.
pub struct Generated {
    /// The files, as they should be.
    pub files: Vec<File>,
    /// The size of each client, in one line for each contract.
    pub summary: String,
}

/// The path of the types that the versions share.
pub const SHARED: &str = "crates/dataforce-api/src/shared.rs";

/// Returns the path of the client of a version.
pub fn client_path(version: &str) -> String {
    format!("crates/dataforce-api/src/{version}/generated.rs")
}

/// Returns the path of the mock of a version.
pub fn mock_path(version: &str) -> String {
    format!("crates/dataforce-httpmock/src/{version}/generated.rs")
}

/// Checks the contracts and generates everything.
pub fn generate(contracts: &[Contract], workspace: &Workspace) -> Result<Generated> {
    let mut files = Vec::new();
    let mut summary = String::new();
    let mut add = |path: &str, code, source: &str| -> Result<()> {
        let text = print::print(code, source, workspace.root())?;
        files.push(File::new(workspace, path, text)?);
        Ok(())
    };
    for Contract { version, document } in contracts {
        validate(document)?;
        Error::unless_empty(unsupported(document))?;
        let (client, mock) = client_and_mock(version.name, document)?;
        summary += &format!(
            "{}: {} operations, {} types\n",
            document.name(),
            client.operations,
            client.types
        );
        add(&client_path(version.name), client.file, document.name())?;
        add(&mock_path(version.name), mock, document.name())?;
    }
    let documents: Vec<_> = contracts
        .iter()
        .map(|contract| &contract.document)
        .collect();
    let sources: Vec<_> = documents.iter().map(|document| document.name()).collect();
    let shared = shared::generate(&documents)?;
    add(SHARED, shared, &sources.join(" and "))?;
    Ok(Generated { files, summary })
}

/// Generates the client and the mock of a version. An error names the part of the contract that
/// progenitor fails on, if there is one.
fn client_and_mock(version: &str, contract: &Document) -> Result<(client::Client, syn::File)> {
    let client = client::generate(version, contract.value());
    let both = client.and_then(|client| Ok((client, mock::generate(version, contract.value())?)));
    both.map_err(|error| {
        let findings = bisect::findings(contract);
        Error::unless_empty(findings).map_or_else(Into::into, |()| error)
    })
}
