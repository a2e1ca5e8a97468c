//! The types of values: one, several, null, or those of an enum.

use serde_json::{Value, json};

use super::keywords::add_all_of;
use crate::schema::Schema;

/// Converts the `type`, or adds it if only an enum tells it.
///
/// Returns a schema for each type, not converted yet, if there are several. Their keywords are
/// removed from the schema.
pub(super) fn split(schema: &mut Schema) -> Vec<Value> {
    drop_values_of_other_types(schema);
    let mut kinds = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            kinds.map(str::to_owned).collect()
        }
        Some(_) => return Vec::new(),
        None => kinds_of(schema.get("enum")),
    };
    let allows_null = |values: &Value| values.as_array().is_none_or(|v| v.contains(&Value::Null));
    let nullable =
        kinds.iter().any(|kind| kind == "null") && schema.get("enum").is_none_or(allows_null);
    kinds.retain(|kind| kind != "null");
    if kinds.iter().any(|kind| kind == "number") {
        // Every integer is a number.
        kinds.retain(|kind| kind != "integer");
    }
    let branches = match kinds.as_slice() {
        [] if nullable => {
            make_null(schema);
            return Vec::new();
        }
        [] => {
            schema.shift_remove("type");
            Vec::new()
        }
        [kind] => {
            schema.insert("type".to_owned(), kind.as_str().into());
            Vec::new()
        }
        kinds => {
            schema.shift_remove("type");
            branches(schema, kinds)
        }
    };
    if nullable {
        schema.insert("nullable".to_owned(), true.into());
    }
    branches
}

/// Allows the values of each of these schemas.
pub(super) fn add_branches(schema: &mut Schema, branches: Vec<Value>) {
    if branches.is_empty() {
        return;
    }
    if schema.contains_key("anyOf") {
        add_all_of(schema, json!({"anyOf": branches}));
    } else {
        schema.insert("anyOf".to_owned(), branches.into());
    }
}

/// Restricts a schema to null.
pub(super) fn make_null(schema: &mut Schema) {
    schema.shift_remove("type");
    schema.insert("enum".to_owned(), json!([null]));
    schema.insert("nullable".to_owned(), true.into());
}

/// Takes from a schema with several types a schema for each, with the keywords that apply to it.
fn branches(schema: &mut Schema, kinds: &[String]) -> Vec<Value> {
    let mut branches = Vec::new();
    for kind in kinds {
        let mut branch = Schema::new();
        branch.insert("type".to_owned(), kind.as_str().into());
        for keyword in keywords_of(kind) {
            if let Some(value) = schema.get(*keyword) {
                branch.insert((*keyword).to_owned(), value.clone());
            }
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let own = values.iter().filter(|value| is_of(value, kind));
            let own: Vec<_> = own.cloned().collect();
            if own.is_empty() {
                continue;
            }
            branch.insert("enum".to_owned(), own.into());
        }
        branches.push(Value::Object(branch));
    }
    for keyword in kinds.iter().flat_map(|kind| keywords_of(kind)) {
        schema.shift_remove(*keyword);
    }
    if let Some(Value::Array(values)) = schema.shift_remove("enum")
        && values.contains(&Value::Null)
    {
        schema.insert("nullable".to_owned(), true.into());
    }
    branches
}

fn keywords_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "string" => &[
            "format",
            "minLength",
            "maxLength",
            "pattern",
            "contentMediaType",
            "contentEncoding",
            "contentSchema",
        ],
        "number" | "integer" => &[
            "format",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
        ],
        "array" => &[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
        ],
        "object" => &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
        _ => &[],
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => {
            let is_whole = |number: f64| number.fract() == 0.0;
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(is_whole)
        }
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// Returns the types of the values of an enum, except null.
fn kinds_of(values: Option<&Value>) -> Vec<String> {
    let values = values.and_then(Value::as_array).into_iter().flatten();
    let values: Vec<&Value> = values.collect();
    let any = |kind: &str| values.iter().any(|value| is_of(value, kind));
    let mut kinds: Vec<&str> = ["string", "integer", "number", "boolean", "array", "object"]
        .into_iter()
        .filter(|kind| any(kind))
        .collect();
    if values
        .iter()
        .all(|value| !value.is_number() || is_of(value, "integer"))
    {
        kinds.retain(|kind| *kind != "number");
    } else {
        kinds.retain(|kind| *kind != "integer");
    }
    kinds.into_iter().map(str::to_owned).collect()
}

/// Removes the values of an enum that are not of the schema's type. If none is left, the schema
/// allows nothing.
fn drop_values_of_other_types(schema: &mut Schema) {
    let mut kinds: Vec<String> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            kinds.map(str::to_owned).collect()
        }
        _ => return,
    };
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        kinds.push("null".to_owned());
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| kinds.iter().any(|kind| is_of(value, kind)));
        if values.is_empty() {
            schema.shift_remove("enum");
            schema.insert("not".to_owned(), json!({}));
        }
    }
}

/// Removes values that an enum repeats, which some tools reject.
pub(super) fn deduplicate_enum(schema: &mut Schema) {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else {
        return;
    };
    let is_same =
        |a: &Value, b: &Value| a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| a == b);
    let mut distinct: Vec<Value> = Vec::new();
    for value in std::mem::take(values) {
        if !distinct.iter().any(|other| is_same(other, &value)) {
            distinct.push(value);
        }
    }
    *values = distinct;
}

/// Adds null to the values of an enum that is nullable, and the other way round: 3.0 requires both.
pub(super) fn repeat_null_in_enum(schema: &mut Schema) {
    let values = schema.get("enum").and_then(Value::as_array);
    if values.is_some_and(|values| values.contains(&Value::Null)) {
        schema.insert("nullable".to_owned(), true.into());
    } else if schema.get("nullable") == Some(&Value::Bool(true))
        && let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
    {
        values.push(Value::Null);
    }
}
