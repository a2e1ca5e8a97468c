//! `cargo xtask downgrade`: a whole document as OpenAPI 3.0.3.

use anyhow::Result;
use openapi_evolve::{Document, validate};

use crate::{generate, source};

/// Reads a document as valid OpenAPI 3.0.3. What has no form there is reported on stderr.
pub fn read(name: &str) -> Result<Document> {
    let (document, findings) = openapi_evolve::downgrade(&source::load(name)?)?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    validate(&document)?;
    Ok(document)
}

/// Returns a document as OpenAPI 3.0.3 in JSON.
///
/// With `fit`, the operations that no client can be generated for are left out and reported on
/// stderr.
pub fn run(name: &str, fit: bool) -> Result<String> {
    let mut document = read(name)?;
    if fit {
        for finding in generate::fit(&mut document) {
            eprintln!("{finding}");
        }
    }
    Ok(format!("{:#}", document.value()))
}
