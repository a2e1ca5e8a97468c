//! Finds out what in a document progenitor fails on, where progenitor does not say.

use serde_json::{Value, json};

use super::{client, mock};
use openapi_evolve::components::prune;
use openapi_evolve::operation::operations;
use openapi_evolve::pointer::{self, join};

/// The operations, or else the schemas, that cannot be generated even alone: pointers and messages.
pub(super) fn culprits(document: &Value) -> Vec<(String, String)> {
    let found = operations_alone(document);
    if found.is_empty() {
        schemas_alone(document)
    } else {
        found
    }
}

/// The operations that cannot be generated even alone.
pub(super) fn operations_alone(document: &Value) -> Vec<(String, String)> {
    let pointers = operations(document).map(|operation| operation.pointer());
    let failing = pointers.filter_map(|at| {
        let mut alone = document.clone();
        let (path, method) = pointer::split(&at)?;
        let item = document.pointer(path)?;
        let mut only = json!({});
        only[&method] = item[&method].clone();
        if let Some(parameters) = item.get("parameters") {
            only["parameters"] = parameters.clone();
        }
        alone["paths"] = json!({});
        alone["paths"][pointer::split(path)?.1] = only;
        prune(&mut alone);
        Some((at, failure(&alone)?))
    });
    failing.collect()
}

/// The schemas that cannot be generated even alone, without those that only contain another.
fn schemas_alone(document: &Value) -> Vec<(String, String)> {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let mut failing = Vec::new();
    for name in schemas.into_iter().flatten().map(|(name, _)| name) {
        let mut alone = document.clone();
        alone["paths"] = json!({});
        alone["x-only"] = json!({"$ref": format!("#/components/schemas/{name}")});
        prune(&mut alone);
        if let Some(message) = failure(&alone) {
            let size = alone["components"].to_string().len();
            failing.push((size, join("/components/schemas", name), message));
        }
    }
    let smallest = failing.iter().map(|(size, ..)| *size).min();
    failing.retain(|(size, ..)| Some(*size) == smallest);
    failing
        .into_iter()
        .map(|(_, at, message)| (at, message))
        .collect()
}

fn failure(document: &Value) -> Option<String> {
    let client = client::generate(document).err();
    client
        .or_else(|| mock::generate(document).err())
        .map(|error| format!("{error:#}"))
}
