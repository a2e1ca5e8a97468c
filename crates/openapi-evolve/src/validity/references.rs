//! Whether every `$ref` leads to something that can take its place.

use serde_json::Value;

use crate::document::Document;
use crate::error::Finding;
use crate::grammar::{self, Kind};
use crate::operation::members;
use crate::pointer;
use crate::schema::COMBINATIONS;

/// Returns every reference that leads nowhere, to the wrong kind of object, or back to itself.
pub(crate) fn findings(document: &Document) -> Vec<Finding> {
    let root = document.value();
    let mut findings = Vec::new();
    grammar::walk(Kind::Document, "", root, &mut |kind, at, value| {
        if let Some(target) = value.get("$ref")
            && let Err(message) = check(root, kind, target)
        {
            findings.push(document.finding(pointer::join(at, "$ref"), message));
        }
    });
    if findings.is_empty() {
        findings.extend(circles(document));
    }
    findings
}

fn check(document: &Value, kind: Kind, target: &Value) -> Result<(), String> {
    let target = target.as_str().ok_or("must be a string")?;
    let section = grammar::section(kind).ok_or("a reference is not possible here")?;
    let prefix = format!("#/components/{section}/");
    let name = target.strip_prefix(&prefix);
    if name.is_none_or(|name| name.contains('/')) {
        return Err(format!(
            "`{target}` must be `{prefix}` and a name: other places, and other documents, cannot \
             be referred to from here"
        ));
    }
    match document.pointer(&target[1..]) {
        Some(_) => Ok(()),
        None => Err(format!("`{target}` does not exist")),
    }
}

/// Returns the components that consist of themselves. A property or an item can have the type that
/// contains it.
fn circles(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (section, components) in members(document.value(), "components") {
        for name in components
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys())
        {
            let at = format!("/components/{section}/{name}");
            let start = format!("#{at}");
            if consists_of(document.value(), &start, &start, &mut Vec::new()) {
                findings.push(document.finding(at, "consists of itself"));
            }
        }
    }
    findings
}

fn consists_of(document: &Value, at: &str, wanted: &str, seen: &mut Vec<String>) -> bool {
    let Some(value) = document.pointer(at.trim_start_matches('#')) else {
        return false;
    };
    let mut targets = Vec::new();
    collect_parts(value, &mut targets);
    targets.into_iter().any(|target| {
        if target == wanted {
            return true;
        }
        if seen.iter().any(|seen| seen == target) {
            return false;
        }
        seen.push(target.to_owned());
        consists_of(document, target, wanted, seen)
    })
}

/// Collects the references that a value stands for or is combined from.
fn collect_parts<'d>(value: &'d Value, targets: &mut Vec<&'d str>) {
    targets.extend(pointer::reference(value));
    for combination in COMBINATIONS {
        let branches = value.get(combination).and_then(Value::as_array);
        for branch in branches.into_iter().flatten() {
            collect_parts(branch, targets);
        }
    }
}
