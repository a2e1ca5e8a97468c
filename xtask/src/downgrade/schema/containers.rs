//! What arrays and objects hold.

use serde_json::{Value, json};

use super::super::Remarks;
use super::{Schema, drop};
use crate::pointer::join;

/// Arrays whose elements have a type each.
pub(super) fn tuple(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    // Before 2020, the list was called `items`, and the rest `additionalItems`.
    let (list, rest) = match schema.get("items") {
        Some(Value::Array(_)) => ("items", "additionalItems"),
        _ => ("prefixItems", "items"),
    };
    if schema.get(list).is_some_and(Value::is_array)
        && let Some(Value::Array(mut elements)) = schema.shift_remove(list)
    {
        let length = elements.len();
        let rest = schema.shift_remove(rest);
        let is_closed = rest
            .as_ref()
            .is_some_and(|rest| *rest == json!({"not": {}}))
            || schema
                .get("maxItems")
                .and_then(Value::as_u64)
                .is_some_and(|max| max <= length as u64);
        if is_closed {
            schema.entry("maxItems").or_insert_with(|| length.into());
        } else {
            elements.push(rest.unwrap_or_else(|| json!({})));
        }
        let mut kinds: Vec<Value> = Vec::new();
        for element in elements {
            if !kinds.contains(&element) {
                kinds.push(element);
            }
        }
        if kinds.len() > 1 {
            remarks.add(
                &join(at, list),
                "3.0 cannot say which element is of which type",
            );
        }
        let items = match kinds.as_slice() {
            _ if kinds.contains(&json!({})) => json!({}),
            [only] => only.clone(),
            _ => json!({"anyOf": kinds}),
        };
        schema.insert("items".to_owned(), items);
        schema.entry("type").or_insert_with(|| "array".into());
    }
    for keyword in ["contains", "minContains", "maxContains"] {
        drop(
            at,
            schema,
            keyword,
            "3.0 cannot say what an array must contain",
            remarks,
        );
    }
    if let Some(rest) = schema.shift_remove("unevaluatedItems")
        && rest != json!({})
    {
        remarks.add(&join(at, "unevaluatedItems"), "has no form in 3.0");
    }
    if schema.get("type").is_some_and(|kind| kind == "array") && !schema.contains_key("items") {
        schema.insert("items".to_owned(), json!({}));
    }
}

/// What is said of the keys of an object.
pub(super) fn keys(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    if let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") {
        remarks.add(
            &join(at, "patternProperties"),
            "3.0 cannot say what a key is like; any key may have these values",
        );
        let mut kinds: Vec<Value> = Vec::new();
        let rest = match schema.shift_remove("additionalProperties") {
            Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(json!({})),
            Some(schema) => Some(schema),
            // Not said otherwise, but where keys have a pattern, the others are hardly meant.
            None => None,
        };
        for kind in patterns.into_iter().map(|(_, kind)| kind).chain(rest) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let values = match kinds.as_slice() {
            [] => Value::Bool(true),
            _ if kinds.contains(&json!({})) => Value::Bool(true),
            [only] => only.clone(),
            _ => json!({"anyOf": kinds}),
        };
        schema.insert("additionalProperties".to_owned(), values);
    }
    if let Some(rest) = schema.shift_remove("unevaluatedProperties") {
        let is_combined = ["allOf", "anyOf", "oneOf"]
            .iter()
            .any(|keyword| schema.contains_key(*keyword));
        let rest = if rest == json!({"not": {}}) {
            Value::Bool(false)
        } else {
            rest
        };
        if is_combined && rest != json!({}) {
            remarks.add(
                &join(at, "unevaluatedProperties"),
                "has no form in 3.0 beside other schemas",
            );
        } else if !is_combined {
            schema.entry("additionalProperties").or_insert(rest);
        }
    }
    drop(
        at,
        schema,
        "propertyNames",
        "3.0 cannot say what a key is like",
        remarks,
    );
    for keyword in [
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "if",
        "then",
        "else",
    ] {
        drop(at, schema, keyword, "3.0 has no conditions", remarks);
    }
}
