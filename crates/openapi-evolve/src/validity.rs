//! Whether a document is valid OpenAPI 3.0.

mod form;
pub(crate) mod references;

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
    match Version::of(document)? {
        Version::V3_0 => Ok(()),
        Version::V3_1 => {
            let message = "this is OpenAPI 3.1, not 3.0.x; downgrade it first";
            Err(document.finding("/openapi", message))
        }
    }
}

/// A version of OpenAPI that can be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V3_0,
    V3_1,
}

impl Version {
    /// Returns the version of a document.
    pub(crate) fn of(document: &Document) -> Result<Self, Finding> {
        let text = |version: &Value| match version {
            Value::String(version) => version.clone(),
            version => version.to_string(),
        };
        let root = document.value();
        let (at, version) = match (root.get("openapi"), root.get("swagger")) {
            (Some(version), _) => ("/openapi", text(version)),
            (None, Some(version)) => ("/swagger", text(version)),
            (None, None) => {
                let message = "not an OpenAPI document: `openapi`, the version, is missing";
                return Err(document.finding("", message));
            }
        };
        match &*version {
            version if version.starts_with("3.0.") => Ok(Self::V3_0),
            version if version.starts_with("3.1.") => Ok(Self::V3_1),
            version => {
                let message =
                    format!("this is OpenAPI {version}; only 3.0.x and 3.1.x are supported");
                Err(document.finding(at, message))
            }
        }
    }
}
