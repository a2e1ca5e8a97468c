//! Finds what in a document progenitor fails on, if progenitor does not name it.

use anyhow::Result;
use serde_json::{Value, json};

use openapi_evolve::components::prune;
use openapi_evolve::operation::{Operation, operations};
use openapi_evolve::pointer::join;
use openapi_evolve::{Document, Finding};

use super::names::schemas;
use super::{client, mock};

type Step = fn(&Value) -> Result<()>;

/// What can fail in the generation.
const STEPS: [Step; 2] = [
    |document| client::parts(document).map(drop),
    |document| mock::generate("legacy", document).map(drop),
];

/// Returns the operations, or else the schemas, that cannot be generated even alone.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    match failing_operations(document) {
        found if found.is_empty() => failing_schemas(document),
        found => found,
    }
}

/// Returns the operations that cannot be generated even alone.
pub(super) fn failing_operations(document: &Document) -> Vec<Finding> {
    let mut candidates: Vec<_> = operations(document.value()).collect();
    let mut findings = Vec::new();
    for generate in STEPS {
        bisect(document, &candidates, generate, &mut findings);
        candidates.retain(|operation| {
            let at = operation.pointer();
            findings.iter().all(|finding| finding.pointer() != at)
        });
    }
    findings
}

/// Adds those of the operations that cannot be generated even alone.
fn bisect(
    document: &Document,
    candidates: &[Operation<'_>],
    generate: Step,
    findings: &mut Vec<Finding>,
) {
    let Err(error) = generate(&only(document.value(), candidates)) else {
        return;
    };
    match candidates {
        [] => {}
        [alone] => findings.push(document.finding(alone.pointer(), format!("{error:#}"))),
        several => {
            let (first, second) = several.split_at(several.len() / 2);
            bisect(document, first, generate, findings);
            bisect(document, second, generate, findings);
        }
    }
}

/// Returns a document with these operations only.
fn only(document: &Value, operations: &[Operation<'_>]) -> Value {
    let mut part = document.clone();
    part["paths"] = json!({});
    for operation in operations {
        let item = &mut part["paths"][operation.path];
        if let Some(parameters) = operation.item.get("parameters") {
            item["parameters"] = parameters.clone();
        }
        item[operation.method] = operation.value.clone();
    }
    prune(&mut part);
    part
}

/// Returns the schemas that cannot be generated even alone, without those that only contain another.
fn failing_schemas(document: &Document) -> Vec<Finding> {
    let failing = schemas(document.value()).filter_map(|(name, _)| {
        let mut alone = document.value().clone();
        alone["paths"] = json!({});
        alone["x-only"] = json!({"$ref": format!("#/components/schemas/{name}")});
        prune(&mut alone);
        let error = STEPS.iter().find_map(|generate| generate(&alone).err())?;
        let size = alone["components"].to_string().len();
        let finding = document.finding(join("/components/schemas", name), format!("{error:#}"));
        Some((size, finding))
    });
    let mut failing: Vec<_> = failing.collect();
    let smallest = failing.iter().map(|(size, _)| *size).min();
    failing.retain(|(size, _)| Some(*size) == smallest);
    failing.into_iter().map(|(_, finding)| finding).collect()
}
