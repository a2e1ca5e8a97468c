//! What changed between two documents, and what that breaks.

mod bodies;
mod canonical;
mod comparison;
mod location;
mod merge;
mod objects;
mod operations;
mod parameters;
mod property;
mod schemas;
mod security;
mod servers;
mod unions;
mod usage;
mod values;

use std::fmt;

use serde_json::{Value, json};

use self::canonical::canonical;
use self::comparison::Comparison;
pub use self::comparison::{Breaks, Difference};
use crate::document::Document;
use crate::error::Error;

/// The differences between two documents, those that break something first.
///
/// Displayed as a table for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    differences: Vec<Difference>,
}

/// Compares two OpenAPI 3.0 or 3.1 documents by what they mean.
///
/// Two things can break: *running clients*, built from the old document, that talk to a server of
/// the new one; and *code* that uses a client generated from the old document, once the client is
/// generated from the new one. Order, prose, examples and different spellings of the same are not
/// differences.
///
/// A running client may send whatever the old document allows, and relies on what it says of
/// responses, limits and formats included. It sends no properties that the document does not name,
/// and ignores those that it does not know, unless `additionalProperties` says otherwise. It keeps
/// using its media type if others are added beside JSON.
///
/// Generated code is assumed to make every object a struct with public fields and a constructor
/// that takes the required properties, so that every new property breaks something. Limits are
/// assumed not to be part of its types.
///
/// A difference whose effect is uncertain counts as breaking: a default that changes what requests
/// mean, a property that becomes read-only, or something that has no form in 3.0 and is only known
/// to have changed, such as `patternProperties` and webhooks.
///
/// ```
/// use openapi_evolve::{Document, diff};
///
/// let text = |operation_id| format!("
/// openapi: 3.0.3
/// info: {{ title: Books, version: 1.0.0 }}
/// paths:
///   /books:
///     get: {{ operationId: {operation_id}, responses: {{}} }}
/// ");
/// let old = Document::parse("old.yaml", text("list"))?;
/// let new = Document::parse("new.yaml", text("list_books"))?;
///
/// let diff = diff(&old, &new)?;
/// let breaks = diff.differences()[0].breaks();
/// assert!(breaks.code && !breaks.running);
/// # Ok::<(), openapi_evolve::Error>(())
/// ```
///
/// # Errors
///
/// Returns an error if the version of a document is not 3.0.x or 3.1.x.
pub fn diff(old: &Document, new: &Document) -> Result<Diff, Error> {
    let (old, new) = (canonical(old)?, canonical(new)?);
    let mut comparison = Comparison::new(&old, &new);
    comparison.compare_operations();
    comparison.compare_servers();
    comparison.compare_components();
    Ok(Diff {
        differences: comparison.into_differences(),
    })
}

impl Diff {
    /// Returns the differences, those that break something first.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Returns whether any of the differences breaks something.
    pub fn is_breaking(&self) -> bool {
        self.differences
            .iter()
            .any(|difference| difference.breaks.any())
    }

    /// Returns the differences as JSON, for programs.
    ///
    /// An object with `breaking` and `differences`, each of which has `pointer`, `message`,
    /// `breaking` and `breaks` with `running_clients` and `code`.
    pub fn to_json(&self) -> Value {
        let differences = self.differences.iter().map(|difference| {
            json!({
                "pointer": difference.pointer,
                "message": difference.message,
                "breaking": difference.breaks.any(),
                "breaks": {
                    "running_clients": difference.breaks.running,
                    "code": difference.breaks.code,
                },
            })
        });
        json!({
            "breaking": self.is_breaking(),
            "differences": differences.collect::<Vec<_>>(),
        })
    }
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.differences.is_empty() {
            return writeln!(f, "no differences");
        }
        for difference in &self.differences {
            writeln!(f, "{:<28} {}", difference.breaks, difference.message)?;
            writeln!(f, "{:<28} {}", "", difference.pointer)?;
        }
        let breaking = self
            .differences
            .iter()
            .filter(|difference| difference.breaks.any());
        writeln!(
            f,
            "{} differences, {} of them breaking",
            self.differences.len(),
            breaking.count()
        )
    }
}
