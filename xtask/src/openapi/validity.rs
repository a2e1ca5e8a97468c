//! Whether a document has the form of OpenAPI 3.0, by the schema of the OpenAPI Initiative.

use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::document::Document;
use crate::fault::Fault;

const SCHEMA: &str = include_str!("../../schema/openapi-3.0.json");

/// Every place where the document departs from the schema.
pub fn faults(document: &Document) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for error in validator().iter_errors(&document.value) {
        for error in causes(&error) {
            let fault = document.fault(error.instance_path().as_str(), describe(error));
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    faults
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

/// Where a value may have several forms: what is wrong with it in the form that it comes closest to.
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

/// Whether a value never tried to have a form: it has no `$ref`, or says that it is `in` another place.
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
            // The value may be most of the document.
            match text.char_indices().nth(300) {
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
