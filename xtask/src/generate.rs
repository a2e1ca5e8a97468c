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

use std::path::Path;

use anyhow::Result;

pub use self::fit::fit;
use openapi_evolve::{Document, Error, validate};

/// A version of the API.
#[derive(Clone, Copy)]
pub struct Version<'d> {
    /// The name, which is that of its module: `legacy`, `v1`.
    pub name: &'d str,
    /// The contract.
    pub contract: &'d Document,
}

/// A file that was generated, in memory.
pub struct GeneratedFile {
    /// The path within the repository.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Everything that was generated.
pub struct Generated {
    /// The files.
    pub files: Vec<GeneratedFile>,
    /// The size of each version, in the order of the versions.
    pub sizes: Vec<Size>,
}

/// How much was generated for a version.
pub struct Size {
    /// The number of operations of the client.
    pub operations: usize,
    /// The number of types, with those that it shares.
    pub types: usize,
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

/// Checks the contracts and generates everything. The code has the format of the folder `root`.
pub fn generate(versions: &[Version<'_>], root: &Path) -> Result<Generated> {
    let mut files = Vec::new();
    let mut sizes = Vec::new();
    for Version { name, contract } in versions {
        validate(contract)?;
        Error::unless_empty(unsupported::faults(contract))?;
        let (client, mock) = client_and_mock(name, contract)?;
        sizes.push(Size {
            operations: client.operations,
            types: client.types,
        });
        for (path, file) in [(client_path(name), client.file), (mock_path(name), mock)] {
            let text = print::print(file, contract.name(), root)?;
            files.push(GeneratedFile { path, text });
        }
    }
    let contracts: Vec<_> = versions.iter().map(|version| version.contract).collect();
    let shared = shared::generate(&contracts)?;
    let sources: Vec<_> = contracts.iter().map(|contract| contract.name()).collect();
    files.push(GeneratedFile {
        path: SHARED.to_owned(),
        text: print::print(shared, &sources.join(" and "), root)?,
    });
    Ok(Generated { files, sizes })
}

/// Generates the client and the mock of a version. An error names the part of the contract that
/// progenitor fails on, if there is one.
fn client_and_mock(version: &str, contract: &Document) -> Result<(client::Client, syn::File)> {
    let client = client::generate(version, contract.value());
    let both = client.and_then(|client| Ok((client, mock::generate(version, contract.value())?)));
    both.map_err(|error| {
        let culprits = bisect::culprits(contract.value()).into_iter();
        let faults = culprits
            .map(|(at, what)| contract.finding(at, what))
            .collect();
        match Error::unless_empty(faults) {
            Ok(()) => error,
            Err(faults) => faults.into(),
        }
    })
}
