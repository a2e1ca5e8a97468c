//! Where schemas are used: in requests, in responses, or in both.

use std::collections::BTreeMap;
use std::ops::{BitAnd, BitOr};

use serde_json::{Value, json};

use crate::operation::{members, operations};
use crate::pointer::{self, join, reference};

/// Where a schema is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Usage {
    pub(super) request: bool,
    pub(super) response: bool,
}

impl Usage {
    pub(super) const REQUEST: Self = Self {
        request: true,
        response: false,
    };
    pub(super) const RESPONSE: Self = Self {
        request: false,
        response: true,
    };
    pub(super) const BOTH: Self = Self {
        request: true,
        response: true,
    };
}

impl BitOr for Usage {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            request: self.request || other.request,
            response: self.response || other.response,
        }
    }
}

impl BitAnd for Usage {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self {
            request: self.request && other.request,
            response: self.response && other.response,
        }
    }
}

/// Returns where the target of each reference is used, directly or inside another.
pub(super) fn usages(document: &Value) -> BTreeMap<String, Usage> {
    let mut usages = BTreeMap::new();
    for operation in operations(document) {
        for (_, parameter) in operation.parameters(document) {
            mark(document, parameter, Usage::REQUEST, &mut usages);
        }
        if let Some(body) = operation.value.get("requestBody") {
            mark(document, body, Usage::REQUEST, &mut usages);
        }
        for response in members(operation.value, "responses").values() {
            mark(document, response, Usage::RESPONSE, &mut usages);
        }
        if let Some(callbacks) = operation.value.get("callbacks") {
            mark(document, callbacks, Usage::BOTH, &mut usages);
        }
    }
    if let Some(webhooks) = document.get(super::canonical::WEBHOOKS) {
        mark(document, webhooks, Usage::BOTH, &mut usages);
    }
    usages
}

fn mark(document: &Value, value: &Value, usage: Usage, usages: &mut BTreeMap<String, Usage>) {
    match value {
        Value::Object(members) => {
            if let Some(target) = pointer::reference(value) {
                let known = usages.entry(target.to_owned()).or_default();
                let before = *known;
                *known = before | usage;
                let is_new = before != *known;
                let component = document.pointer(target.trim_start_matches('#'));
                if let Some(component) = component.filter(|_| is_new) {
                    mark(document, component, usage, usages);
                    for subtype in subtypes(document, component, target) {
                        mark(document, &json!({ "$ref": subtype }), usage, usages);
                    }
                }
            }
            members
                .values()
                .for_each(|member| mark(document, member, usage, usages));
        }
        Value::Array(members) => {
            members
                .iter()
                .for_each(|member| mark(document, member, usage, usages));
        }
        _ => {}
    }
}

/// Returns references to the schemas that stand for the one with this discriminator: those that it
/// maps to, and those that extend it.
fn subtypes(document: &Value, schema: &Value, target: &str) -> Vec<String> {
    let Some(discriminator) = schema.get("discriminator") else {
        return Vec::new();
    };
    let mapped = members(discriminator, "mapping").values();
    let mapped = mapped
        .filter_map(Value::as_str)
        .map(|name| match name.contains('/') {
            true => name.to_owned(),
            false => join("#/components/schemas", name),
        });
    let components = document.get("components").unwrap_or(&Value::Null);
    let extending = members(components, "schemas").iter().filter(|(_, schema)| {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let mut parts = parts.into_iter().flatten();
        parts.any(|part| reference(part) == Some(target))
    });
    let extending = extending.map(|(name, _)| join("#/components/schemas", name));
    mapped.chain(extending).collect()
}
