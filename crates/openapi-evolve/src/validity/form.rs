//! Whether a document has the form of OpenAPI 3.0, by the schema of the OpenAPI Initiative.

use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::document::Document;
use crate::error::Finding;

const SCHEMA: &str = include_str!("../../schema/openapi-3.0.json");

/// The longest message, in characters. A longer one quotes most of the document.
const LONGEST_MESSAGE: usize = 300;

/// Returns every place where the document departs from the schema.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for error in validator().iter_errors(document.value()) {
        for error in causes(&error) {
            let finding = document.finding(error.instance_path().as_str(), describe(error));
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
}

#[allow(
    clippy::expect_used,
    reason = "the schema is part of the program, and a test compiles it"
)]
fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| {
        let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        jsonschema::draft4::new(&schema).expect("the schema is a JSON schema")
    })
}

/// Returns the errors of the alternative that a value comes closest to, if it can have several
/// forms; otherwise the error itself.
fn causes<'e>(error: &'e ValidationError<'e>) -> Vec<&'e ValidationError<'e>> {
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) =
        error.kind()
    else {
        return vec![error];
    };
    let closest = context
        .iter()
        .map(|form| form.iter().flat_map(causes).collect::<Vec<_>>())
        .filter(|form| !form.is_empty())
        .max_by_key(|form| {
            let depth = form
                .iter()
                .map(|error| error.instance_path().as_str().len())
                .max();
            let is_other_form = form.iter().any(|error| is_other_form(error));
            (!is_other_form, depth, std::cmp::Reverse(form.len()))
        });
    closest.unwrap_or_else(|| vec![error])
}

/// Returns whether the value was written in another form: without a `$ref`, or with another `in`.
fn is_other_form(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Required { property } if property == "$ref")
        || error.instance_path().as_str().ends_with("/in")
}

fn describe(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let names: Vec<_> = unexpected.iter().map(|name| format!("`{name}`")).collect();
            format!("OpenAPI 3.0 has no {} here", names.join(", "))
        }
        ValidationErrorKind::Required { property } => {
            format!("`{}` is missing", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "has more than one of several forms that exclude each other".to_owned()
        }
        _ => {
            let text = error.to_string();
            match text.char_indices().nth(LONGEST_MESSAGE) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_is_valid() {
        super::validator();
    }
}
