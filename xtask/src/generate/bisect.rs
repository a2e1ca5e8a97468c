//! Finds what in a document progenitor fails on, if progenitor does not name it.

use serde_json::{Value, json};

use openapi_evolve::components::prune;
use openapi_evolve::operation::operations;
use openapi_evolve::pointer::join;
use openapi_evolve::{Document, Finding};

use super::names::schemas;
use super::{client, mock};

/// Returns the operations, or else the schemas, that cannot be generated even alone.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    match failing_operations(document) {
        found if found.is_empty() => failing_schemas(document),
        found => found,
    }
}

/// Returns the operations that cannot be generated even alone.
pub(super) fn failing_operations(document: &Document) -> Vec<Finding> {
    let failing = operations(document.value()).filter_map(|operation| {
        let mut alone = document.value().clone();
        let mut item = json!({});
        item[operation.method] = operation.value.clone();
        if let Some(parameters) = operation.item.get("parameters") {
            item["parameters"] = parameters.clone();
        }
        alone["paths"] = json!({});
        alone["paths"][operation.path] = item;
        prune(&mut alone);
        Some(document.finding(operation.pointer(), failure(&alone)?))
    });
    failing.collect()
}

/// Returns the schemas that cannot be generated even alone, without those that only contain another.
fn failing_schemas(document: &Document) -> Vec<Finding> {
    let failing = schemas(document.value()).filter_map(|(name, _)| {
        let mut alone = document.value().clone();
        alone["paths"] = json!({});
        alone["x-only"] = json!({"$ref": format!("#/components/schemas/{name}")});
        prune(&mut alone);
        let message = failure(&alone)?;
        let size = alone["components"].to_string().len();
        let finding = document.finding(join("/components/schemas", name), message);
        Some((size, finding))
    });
    let mut failing: Vec<_> = failing.collect();
    let smallest = failing.iter().map(|(size, _)| *size).min();
    failing.retain(|(size, _)| Some(*size) == smallest);
    failing.into_iter().map(|(_, finding)| finding).collect()
}

fn failure(document: &Value) -> Option<String> {
    let client = client::generate("", document).err();
    let failure = client.or_else(|| mock::generate("legacy", document).err())?;
    Some(format!("{failure:#}"))
}
