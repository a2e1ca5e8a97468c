//! What type a value is of: one, several, null, or what an enum tells.

use serde_json::{Value, json};

use super::super::Remarks;
use super::{Schema, all_of, convert};

/// A type, a list of types, or none where the enum tells.
pub(super) fn one_or_many(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    match schema.get("type").cloned() {
        Some(Value::String(kind)) if kind == "null" => null(schema),
        Some(Value::Array(kinds)) => {
            schema.shift_remove("type");
            let mut kinds: Vec<String> = kinds
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            let nullable = kinds.iter().any(|kind| kind == "null");
            kinds.retain(|kind| kind != "null");
            if kinds.iter().any(|kind| kind == "number") {
                // Every integer is a number.
                kinds.retain(|kind| kind != "integer");
            }
            match kinds.as_slice() {
                [] if nullable => return null(schema),
                [] => {}
                [kind] => {
                    schema.insert("type".to_owned(), kind.as_str().into());
                }
                kinds => one_of_types(at, schema, kinds, remarks),
            }
            if nullable {
                schema.insert("nullable".to_owned(), true.into());
            }
        }
        Some(_) => {}
        None => match kinds_of(schema.get("enum")).as_slice() {
            [] => {}
            [kind] => {
                schema.insert("type".to_owned(), kind.as_str().into());
            }
            kinds => one_of_types(at, schema, kinds, remarks),
        },
    }
}

/// The value null and nothing else.
pub(super) fn null(schema: &mut Schema) {
    schema.shift_remove("type");
    schema.insert("enum".to_owned(), json!([null]));
    schema.insert("nullable".to_owned(), true.into());
}

/// Several types: a schema for each, with the keywords that mean something to it.
fn one_of_types(at: &str, schema: &mut Schema, kinds: &[String], remarks: &mut Remarks) {
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
            let own: Vec<_> = values
                .iter()
                .filter(|value| is_of(value, kind))
                .cloned()
                .collect();
            if own.is_empty() {
                continue;
            }
            branch.insert("enum".to_owned(), own.into());
        }
        let mut branch = Value::Object(branch);
        convert(at, &mut branch, remarks);
        branches.push(branch);
    }
    for kind in kinds {
        for keyword in keywords_of(kind) {
            schema.shift_remove(*keyword);
        }
    }
    if let Some(Value::Array(values)) = schema.shift_remove("enum")
        && values.contains(&Value::Null)
    {
        schema.insert("nullable".to_owned(), true.into());
    }
    let union = json!({"anyOf": branches});
    if schema.contains_key("anyOf") {
        all_of(schema, union);
    } else if let Value::Object(union) = union {
        schema.extend(union);
    }
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
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// The types that the values of an enum have, null aside.
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

pub(super) fn null_in_enum(schema: &mut Schema) {
    let values = schema.get("enum").and_then(Value::as_array);
    if values.is_some_and(|values| values.contains(&Value::Null)) {
        schema.insert("nullable".to_owned(), true.into());
    } else if schema.get("nullable") == Some(&Value::Bool(true))
        && let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
    {
        // 3.0 wants the null in both places.
        values.push(Value::Null);
    }
}
