//! Finds what in a document progenitor fails on, if progenitor does not name it.

use serde_json::{Value, json};

use super::{client, mock};
use openapi_evolve::components::prune;
use openapi_evolve::operation::{members, operations};
use openapi_evolve::pointer::join;

/// Returns the operations, or else the schemas, that cannot be generated even alone: pointers and
/// messages.
pub(super) fn culprits(document: &Value) -> Vec<(String, String)> {
    let found = failing_operations(document);
    if found.is_empty() {
        failing_schemas(document)
    } else {
        found
    }
}

/// Returns the operations that cannot be generated even alone.
pub(super) fn failing_operations(document: &Value) -> Vec<(String, String)> {
    let failing = operations(document).filter_map(|operation| {
        let mut alone = document.clone();
        let mut item = json!({});
        item[operation.method] = operation.value.clone();
        if let Some(parameters) = operation.item.get("parameters") {
            item["parameters"] = parameters.clone();
        }
        alone["paths"] = json!({});
        alone["paths"][operation.path] = item;
        prune(&mut alone);
        Some((operation.pointer(), failure(&alone)?))
    });
    failing.collect()
}

/// Returns the schemas that cannot be generated even alone, without those that only contain another.
fn failing_schemas(document: &Value) -> Vec<(String, String)> {
    let components = document.get("components").unwrap_or(&Value::Null);
    let failing = members(components, "schemas").keys().filter_map(|name| {
        let mut alone = document.clone();
        alone["paths"] = json!({});
        alone["x-only"] = json!({"$ref": format!("#/components/schemas/{name}")});
        prune(&mut alone);
        let message = failure(&alone)?;
        let size = alone["components"].to_string().len();
        Some((size, join("/components/schemas", name), message))
    });
    let failing: Vec<_> = failing.collect();
    let smallest = failing.iter().map(|(size, ..)| *size).min();
    let failing = failing.into_iter();
    let innermost = failing.filter(|(size, ..)| Some(*size) == smallest);
    innermost.map(|(_, at, message)| (at, message)).collect()
}

fn failure(document: &Value) -> Option<String> {
    let client = client::generate("", document).err();
    let failure = client.or_else(|| mock::generate("legacy", document).err())?;
    Some(format!("{failure:#}"))
}
