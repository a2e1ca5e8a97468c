//! Whether a document is valid OpenAPI 3.0.

mod form;
mod references;

use serde_json::Value;

use crate::document::Document;
use crate::error::{Error, Finding};

/// Checks that a document is valid OpenAPI 3.0.
///
/// The form is checked against the JSON schema of the OpenAPI Initiative. References must lead to
/// components of the same document that can take their place, and components must not consist of
/// themselves.
///
/// # Errors
///
/// Returns everything that is wrong with the version, or else with the form, or else with the
/// references.
pub fn validate(document: &Document) -> Result<(), Error> {
    check_version(document)?;
    Error::unless_empty(form::findings(document))?;
    Error::unless_empty(references::findings(document))
}

fn check_version(document: &Document) -> Result<(), Finding> {
    let text = |version: &Value| match version {
        Value::String(version) => version.clone(),
        version => version.to_string(),
    };
    let root = document.value();
    match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) if text(version).starts_with("3.0.") => Ok(()),
        (Some(version), _) if text(version).starts_with("3.1.") => Err(document.finding(
            "/openapi",
            format!(
                "this is OpenAPI {}, not 3.0.x; downgrade it first",
                text(version)
            ),
        )),
        (Some(version), _) => Err(document.finding(
            "/openapi",
            format!(
                "`{}` is not a supported version of OpenAPI; write 3.0.3",
                text(version)
            ),
        )),
        (None, Some(version)) => Err(document.finding(
            "/swagger",
            format!(
                "this is OpenAPI {}, not 3.0.x; convert it first",
                text(version)
            ),
        )),
        (None, None) => Err(document.finding(
            "",
            "not an OpenAPI document: `openapi`, the version, is missing",
        )),
    }
}
