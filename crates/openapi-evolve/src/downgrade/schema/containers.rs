//! What arrays and objects contain.

use serde_json::{Value, json};

use super::keywords::drop_all;
use crate::downgrade::losses::Losses;
use crate::pointer::join;
use crate::schema::{COMBINATIONS, Schema, union};

/// Converts what 3.0 cannot express about the items of an array.
pub(super) fn convert_array(at: &str, schema: &mut Schema, losses: &mut Losses) {
    convert_tuple(at, schema, losses);
    let keywords = ["contains", "minContains", "maxContains"];
    let message = "3.0 cannot say what an array must contain";
    drop_all(at, schema, &keywords, message, losses);
    if let Some(rest) = schema.shift_remove("unevaluatedItems")
        && rest != json!({})
    {
        losses.add(&join(at, "unevaluatedItems"), "has no form in 3.0");
    }
    if schema.get("type").is_some_and(|kind| kind == "array") {
        schema.entry("items").or_insert_with(|| json!({}));
    }
}

/// Converts an array whose items have a schema each.
fn convert_tuple(at: &str, schema: &mut Schema, losses: &mut Losses) {
    // Before 2020, the list was called `items`, and the rest `additionalItems`.
    let (list, rest) = match schema.get("items") {
        Some(Value::Array(_)) => ("items", "additionalItems"),
        _ => ("prefixItems", "items"),
    };
    if !schema.get(list).is_some_and(Value::is_array) {
        return;
    }
    let Some(Value::Array(mut items)) = schema.shift_remove(list) else {
        return;
    };
    let length = items.len() as u64;
    let rest = schema.shift_remove(rest);
    let maximum = schema.get("maxItems").and_then(Value::as_u64);
    let is_closed =
        rest == Some(json!({"not": {}})) || maximum.is_some_and(|maximum| maximum <= length);
    if is_closed {
        schema.entry("maxItems").or_insert(length.into());
    } else {
        items.push(rest.unwrap_or_else(|| json!({})));
    }
    if items.windows(2).any(|pair| pair[0] != pair[1]) {
        let message = "3.0 cannot give each item a schema of its own";
        losses.add(&join(at, list), message);
    }
    schema.insert("items".to_owned(), union(items));
    schema.entry("type").or_insert("array".into());
}

/// Converts what 3.0 cannot express about the properties of an object.
pub(super) fn convert_object(at: &str, schema: &mut Schema, losses: &mut Losses) {
    if let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") {
        let message = "3.0 cannot restrict keys; any key may have these values";
        losses.add(&join(at, "patternProperties"), message);
        let rest = match schema.shift_remove("additionalProperties") {
            // Without a word about other keys, none are expected beside those with a pattern.
            Some(Value::Bool(false)) | None => None,
            Some(Value::Bool(true)) => Some(json!({})),
            Some(schema) => Some(schema),
        };
        let values: Vec<_> = patterns
            .into_iter()
            .map(|(_, values)| values)
            .chain(rest)
            .collect();
        let values = if values.is_empty() {
            json!({})
        } else {
            union(values)
        };
        schema.insert("additionalProperties".to_owned(), values);
    }
    if let Some(rest) = schema.shift_remove("unevaluatedProperties") {
        let is_combined = COMBINATIONS
            .iter()
            .any(|keyword| schema.contains_key(*keyword));
        let rest = match rest == json!({"not": {}}) {
            true => Value::Bool(false),
            false => rest,
        };
        if !is_combined {
            schema.entry("additionalProperties").or_insert(rest);
        } else if rest != json!({}) {
            let message = "has no form in 3.0 beside other schemas";
            losses.add(&join(at, "unevaluatedProperties"), message);
        }
    }
    let message = "3.0 cannot restrict keys";
    drop_all(at, schema, &["propertyNames"], message, losses);
    let conditions = [
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "if",
        "then",
        "else",
    ];
    drop_all(at, schema, &conditions, "3.0 has no conditions", losses);
}
