//! Schemas: JSON Schema 2020-12 becomes the dialect of OpenAPI 3.0.

mod bounds;
mod containers;
mod types;
mod union;

use serde_json::{Map, Value, json};

use super::Remarks;
use crate::pointer::join;

type Schema = Map<String, Value>;

/// What describes a schema and constrains nothing.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// Everything else that a schema may have in 3.0.
const KEYWORDS: [&str; 26] = [
    "type",
    "format",
    "nullable",
    "enum",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "discriminator",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// Converts a schema whose parts are converted already.
pub(super) fn convert(at: &str, value: &mut Value, remarks: &mut Remarks) {
    let schema = match value {
        Value::Object(schema) => schema,
        Value::Bool(true) => return *value = json!({}),
        Value::Bool(false) => return *value = json!({"not": {}}),
        _ => return,
    };
    reference(schema);
    constant(schema);
    types::one_or_many(at, schema, remarks);
    types::null_in_enum(schema);
    union::null_in_union(schema);
    bounds::convert(at, schema, remarks);
    containers::tuple(at, schema, remarks);
    containers::keys(at, schema, remarks);
    content(at, schema, remarks);
    examples(at, schema, remarks);
    rest(at, schema, remarks);
}

/// A `$ref` may have company in 3.1 only.
fn reference(schema: &mut Schema) {
    if schema.len() > 1
        && let Some(target) = schema.shift_remove("$ref")
    {
        all_of(schema, json!({"$ref": target}));
    }
}

fn all_of(schema: &mut Schema, part: Value) {
    let parts = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Some(parts) = parts.as_array_mut() {
        parts.insert(0, part);
    }
}

fn constant(schema: &mut Schema) {
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".to_owned(), json!([value]));
    }
}

/// What a string holds.
fn content(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    let encoding = schema.shift_remove("contentEncoding");
    let media_type = schema.shift_remove("contentMediaType");
    let format = match (
        encoding.as_ref().and_then(Value::as_str),
        media_type.as_ref().and_then(Value::as_str),
    ) {
        (Some("base64" | "base64url"), _) => Some("byte"),
        (Some(_), _) => None,
        (None, Some("application/octet-stream")) => Some("binary"),
        (None, _) => None,
    };
    match format {
        Some(format) if !schema.contains_key("format") => {
            schema.insert("format".to_owned(), format.into());
        }
        Some(_) => {}
        None => {
            for (keyword, value) in [
                ("contentEncoding", encoding),
                ("contentMediaType", media_type),
            ] {
                if value.is_some() {
                    remarks.add(&join(at, keyword), "3.0 cannot say what a string holds");
                }
            }
        }
    }
    drop(
        at,
        schema,
        "contentSchema",
        "3.0 cannot say what a string holds",
        remarks,
    );
}

/// One example instead of several.
fn examples(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    let Some(examples) = schema.shift_remove("examples") else {
        return;
    };
    let examples: Vec<Value> = match examples {
        Value::Array(examples) => examples,
        // Not what JSON Schema says, but written by hand often enough.
        Value::Object(examples) => examples.into_iter().map(|(_, example)| example).collect(),
        _ => Vec::new(),
    };
    let count = examples.len() + usize::from(schema.contains_key("example"));
    if count > 1 {
        remarks.add(
            &join(at, "examples"),
            format!("3.0 has one example; {} are left out", count - 1),
        );
    }
    if let Some(first) = examples.into_iter().next() {
        schema.entry("example").or_insert(first);
    }
}

/// Keywords that 3.0 does not know at all. An extension may have any name that begins with `x-`.
fn rest(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    if schema
        .get("required")
        .is_some_and(|required| *required == json!([]))
    {
        schema.shift_remove("required");
    }
    for keyword in [
        "$schema",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$dynamicRef",
        "$comment",
        "$vocabulary",
    ] {
        drop(at, schema, keyword, "has no form in 3.0", remarks);
    }
    let unknown: Vec<String> = schema
        .keys()
        .filter(|keyword| {
            !keyword.starts_with("x-")
                && !["$ref", "xml"].contains(&keyword.as_str())
                && !ANNOTATIONS.contains(&keyword.as_str())
                && !KEYWORDS.contains(&keyword.as_str())
        })
        .cloned()
        .collect();
    for keyword in unknown {
        if let Some(value) = schema.shift_remove(&keyword) {
            let new = format!("x-{}", keyword.trim_start_matches('$'));
            remarks.add(
                &join(at, &keyword),
                format!("is unknown to 3.0; it becomes `{new}`"),
            );
            schema.insert(new, value);
        }
    }
}

fn drop(at: &str, schema: &mut Schema, keyword: &str, what: &str, remarks: &mut Remarks) {
    if schema.shift_remove(keyword).is_some() {
        remarks.add(&join(at, keyword), what);
    }
}
