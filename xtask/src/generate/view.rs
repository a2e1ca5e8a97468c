//! The contract as progenitor is given it.
//!
//! The contract says everything that is true of the API; progenitor has no form for some of it. These views leave
//! that out, and nothing else.

use anyhow::{Context, Result};
use openapiv3::OpenAPI;
use serde_json::Value;

use super::prose;
use crate::openapi::LIMITS;
use crate::openapi::grammar::{self, Kind};

/// The contract without the responses that are no success.
///
/// progenitor has one error type for each operation, and loses the status where a body is not of that type. A
/// status without a declaration arrives whole, as `Error::UnexpectedResponse`.
pub(super) fn successes(document: &Value) -> Result<OpenAPI> {
    let mut view = document.clone();
    for operation in operations_mut(&mut view) {
        if let Some(responses) = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut)
        {
            responses.retain(|status, _| status.starts_with('2'));
        }
    }
    typed(view)
}

/// The whole contract.
pub(super) fn all_responses(document: &Value) -> Result<OpenAPI> {
    typed(document.clone())
}

fn typed(mut view: Value) -> Result<OpenAPI> {
    without_limits(&mut view);
    prose::for_rustdoc(&mut view);
    serde_json::from_value(view).context("the contract cannot be read as OpenAPI 3.0")
}

/// Limits make types that refuse other values. But judging what is sent is the server's part, and what it answers has
/// to be read, also by a client that is older than the server.
fn without_limits(view: &mut Value) {
    grammar::walk_mut(Kind::Document, "", view, &mut |kind, _, value| {
        if let Some(schema) = value.as_object_mut().filter(|_| kind == Kind::Schema) {
            schema.retain(|keyword, value| {
                let is_closed = keyword == "additionalProperties" && *value == Value::Bool(false);
                !LIMITS.contains(&keyword.as_str()) && !is_closed
            });
        }
    });
}

fn operations_mut(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    paths
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.values_mut())
        .filter(|member| member.get("responses").is_some())
}
