//! Converts schemas from JSON Schema 2020-12 to the dialect of OpenAPI 3.0.

mod bounds;
mod containers;
mod keywords;
mod types;
mod union;

use serde_json::{Value, json};

use self::keywords::{add_all_of, drop_all};
use super::losses::Losses;
use crate::pointer::join;
use crate::schema::{Schema, is_annotation, is_constraint};

/// Keywords without a form in 3.0 that do not restrict values by themselves.
const IDENTIFIERS: [&str; 7] = [
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$comment",
    "$vocabulary",
];

/// Converts a schema whose parts are converted already.
pub(super) fn convert(at: &str, value: &mut Value, losses: &mut Losses) {
    let schema = match value {
        Value::Object(schema) => schema,
        Value::Bool(true) => return *value = json!({}),
        Value::Bool(false) => return *value = json!({"not": {}}),
        _ => return,
    };
    convert_reference(schema);
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".to_owned(), json!([value]));
    }
    types::deduplicate_enum(schema);
    let mut branches = types::split(schema);
    for branch in &mut branches {
        convert(at, branch, losses);
    }
    types::add_branches(schema, branches);
    types::repeat_null_in_enum(schema);
    union::convert_null(at, schema, losses);
    bounds::convert(at, schema, losses);
    containers::convert_array(at, schema, losses);
    containers::convert_object(at, schema, losses);
    convert_content(at, schema, losses);
    convert_examples(at, schema, losses);
    if schema.get("required") == Some(&json!([])) {
        schema.shift_remove("required");
    }
    drop_all(at, schema, &IDENTIFIERS, "has no form in 3.0", losses);
    extend_unknown(at, schema, losses);
}

/// Moves a `$ref` that is not alone into an `allOf`.
fn convert_reference(schema: &mut Schema) {
    if schema.len() > 1
        && let Some(target) = schema.shift_remove("$ref")
    {
        add_all_of(schema, json!({"$ref": target}));
    }
}

/// Converts what is said about the content of a string.
fn convert_content(at: &str, schema: &mut Schema, losses: &mut Losses) {
    let text = |keyword| schema.get(keyword).and_then(Value::as_str);
    let format = match (text("contentEncoding"), text("contentMediaType")) {
        (Some("base64" | "base64url"), _) => Some("byte"),
        (None, Some("application/octet-stream")) => Some("binary"),
        _ => None,
    };
    if let Some(format) = format {
        schema.shift_remove("contentEncoding");
        schema.shift_remove("contentMediaType");
        schema.entry("format").or_insert(format.into());
    }
    let keywords = ["contentEncoding", "contentMediaType", "contentSchema"];
    let message = "3.0 cannot describe the content of a string";
    drop_all(at, schema, &keywords, message, losses);
}

/// Keeps one example.
fn convert_examples(at: &str, schema: &mut Schema, losses: &mut Losses) {
    let examples: Vec<Value> = match schema.shift_remove("examples") {
        Some(Value::Array(examples)) => examples,
        // Not valid in JSON Schema, but frequent in documents that are written by hand.
        Some(Value::Object(examples)) => examples.into_iter().map(|(_, example)| example).collect(),
        _ => return,
    };
    let count = examples.len() + usize::from(schema.contains_key("example"));
    if count > 1 {
        let message = format!("3.0 has one example; {} are left out", count - 1);
        losses.add(&join(at, "examples"), message);
    }
    if let Some(first) = examples.into_iter().next() {
        schema.entry("example").or_insert(first);
    }
}

/// Turns keywords that 3.0 does not know into extensions.
fn extend_unknown(at: &str, schema: &mut Schema, losses: &mut Losses) {
    let is_known = |keyword: &str| {
        keyword.starts_with("x-")
            || keyword == "$ref"
            || is_annotation(keyword)
            || is_constraint(keyword)
    };
    let unknown = schema.keys().filter(|keyword| !is_known(keyword));
    for keyword in unknown.cloned().collect::<Vec<_>>() {
        if let Some(value) = schema.shift_remove(&keyword) {
            let new = format!("x-{}", keyword.trim_start_matches('$'));
            let message = format!("is unknown in 3.0; it becomes `{new}`");
            losses.add(&join(at, &keyword), message);
            schema.insert(new, value);
        }
    }
}
