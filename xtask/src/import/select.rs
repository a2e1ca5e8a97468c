//! Keeps the operations that we cover, and what they need.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::openapi::grammar::METHODS;
use crate::pointer::{self, join};

/// An operation that we cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The HTTP method, in lower case.
    pub method: String,
    /// The path.
    pub path: String,
    /// The operationId that it has with us.
    pub id: String,
}

/// Keeps these operations, under our operationIds. Answers those that the document does not have.
pub fn select<'c>(document: &mut Value, covered: &'c [Covered]) -> Vec<&'c Covered> {
    let mut missing = Vec::new();
    for operation in covered {
        let at = join(&join("/paths", &operation.path), &operation.method);
        match document.pointer_mut(&at) {
            Some(found) => found["operationId"] = operation.id.as_str().into(),
            None => missing.push(operation),
        }
    }
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        paths.retain(|path, item| {
            let wanted = |method: &str| {
                covered
                    .iter()
                    .any(|operation| operation.path == *path && operation.method == method)
            };
            if let Some(item) = item.as_object_mut() {
                item.retain(|member, _| !METHODS.contains(&member.as_str()) || wanted(member));
            }
            covered.iter().any(|operation| operation.path == *path)
        });
    }
    missing
}

/// Removes the components that nothing refers to.
pub fn prune(document: &mut Value) {
    let mut used = BTreeSet::new();
    let members = document.as_object().into_iter().flatten();
    for (_, value) in members.filter(|(name, _)| *name != "components") {
        references(value, &mut used);
    }
    let mut unread: Vec<String> = used.iter().cloned().collect();
    while let Some(target) = unread.pop() {
        let mut more = BTreeSet::new();
        if let Some(component) = document.pointer(target.trim_start_matches('#')) {
            references(component, &mut more);
        }
        unread.extend(
            more.into_iter()
                .filter(|target| used.insert(target.clone())),
        );
    }
    security_schemes(document, &mut used);
    let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for (section, members) in components.iter_mut() {
        let section = join("#/components", section);
        if let Some(members) = members.as_object_mut() {
            members.retain(|name, _| used.contains(&join(&section, name)));
        }
    }
    components.retain(|_, members| {
        members
            .as_object()
            .is_none_or(|members| !members.is_empty())
    });
}

fn references(value: &Value, targets: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            targets.extend(pointer::reference(value).map(str::to_owned));
            if let Some(mapping) = members.get("mapping").and_then(Value::as_object) {
                targets.extend(
                    mapping
                        .values()
                        .filter_map(Value::as_str)
                        .map(str::to_owned),
                );
            }
            members
                .values()
                .for_each(|member| references(member, targets));
        }
        Value::Array(members) => members
            .iter()
            .for_each(|member| references(member, targets)),
        _ => {}
    }
}

/// Security schemes are referred to by their names.
fn security_schemes(document: &Value, used: &mut BTreeSet<String>) {
    let own = crate::openapi::operations(document)
        .filter_map(|operation| operation.value.get("security"));
    for requirements in document.get("security").into_iter().chain(own) {
        let requirements = requirements.as_array().into_iter().flatten();
        let names = requirements
            .filter_map(Value::as_object)
            .flat_map(Map::keys);
        used.extend(names.map(|name| join("#/components/securitySchemes", name)));
    }
}
