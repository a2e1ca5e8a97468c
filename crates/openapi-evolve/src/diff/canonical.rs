//! Writes schemas that mean the same in the same way.

use serde_json::{Map, Value, json};

use crate::grammar::{self, Kind};
use crate::schema::{COMBINATIONS, OPEN_ENUM, Schema, absorb, is_constraint, only_branch};

/// Rewrites all schemas of a document, innermost first.
pub(super) fn rewrite_schemas(document: &mut Value) {
    grammar::walk_mut(Kind::Document, "", document, &mut |kind, _, value| {
        if kind == Kind::Schema {
            rewrite(value);
        }
    });
}

/// Returns whether a schema in canonical form allows null.
pub(super) fn is_nullable(schema: &Schema) -> bool {
    schema.contains_key("nullable")
}

/// Rewrites a schema whose parts are rewritten already.
fn rewrite(value: &mut Value) {
    let mut schema = match value.take() {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    schema.retain(|keyword, _| {
        is_constraint(keyword) || ["$ref", "default", OPEN_ENUM].contains(&keyword.as_str())
    });
    rewrite_bounds(&mut schema);
    inline_only_branches(&mut schema);
    // To a client, all integers have 64 bits, and all numbers are doubles.
    let format = schema.get("format").and_then(Value::as_str);
    if let Some("int64" | "double") = format {
        schema.shift_remove("format");
    }
    if schema.contains_key("properties") {
        schema.entry("type").or_insert("object".into());
    } else if schema.contains_key("items") {
        schema.entry("type").or_insert("array".into());
    }
    let is_anything = |schema: &Value| *schema == json!(true) || *schema == json!({});
    if schema.get("additionalProperties").is_some_and(is_anything) {
        schema.shift_remove("additionalProperties");
    }
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    if !nullable {
        schema.shift_remove("nullable");
    } else if schema.get("default") == Some(&Value::Null) {
        schema.shift_remove("default");
    }
    for list in ["enum", OPEN_ENUM, "required"] {
        if let Some(values) = schema.get_mut(list).and_then(Value::as_array_mut) {
            values.retain(|value| !(nullable && value.is_null()));
            values.sort_by_cached_key(Value::to_string);
            values.dedup();
        }
    }
    if schema.get("required") == Some(&json!([])) {
        schema.shift_remove("required");
    }
    *value = Value::Object(schema);
}

/// Writes a combination of one schema as that schema.
fn inline_only_branches(schema: &mut Schema) {
    for combination in COMBINATIONS {
        let only = only_branch(schema, combination).and_then(Value::as_object);
        let Some(only) = only.cloned() else {
            continue;
        };
        let branches = schema.shift_remove(combination);
        if absorb(schema, only).is_err() {
            schema.extend(branches.map(|branches| (combination.to_owned(), branches)));
        }
    }
}

/// `exclusiveMinimum` means something only beside `minimum`, and `5.0` is `5`.
fn rewrite_bounds(schema: &mut Schema) {
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if let Some(number) = schema.get(bound).and_then(Value::as_f64) {
            schema.insert(bound.to_owned(), json!(number));
        }
        if schema.get(exclusive) != Some(&Value::Bool(true)) || !schema.contains_key(bound) {
            schema.shift_remove(exclusive);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_same(mut left: Value, mut right: Value) {
        let canonical = |value: &mut Value| {
            grammar::walk_mut(Kind::Schema, "", value, &mut |_, _, value| rewrite(value));
        };
        canonical(&mut left);
        canonical(&mut right);
        assert_eq!(left, right);
    }

    #[test]
    fn spellings_of_the_same() {
        let id = json!({"$ref": "#/components/schemas/Id"});
        assert_same(json!({"allOf": [id], "description": "x"}), id.clone());
        assert_same(
            json!({"anyOf": [id], "nullable": true}),
            json!({"nullable": true, "allOf": [id]}),
        );
        assert_same(
            json!({"type": "object", "additionalProperties": {}}),
            json!({"type": "object"}),
        );
        assert_same(
            json!({"properties": {}}),
            json!({"type": "object", "properties": {}}),
        );
        assert_same(json!({"nullable": false, "required": []}), json!({}));
        assert_same(
            json!({"type": "integer", "format": "int64"}),
            json!({"type": "integer"}),
        );
        assert_same(
            json!({"type": "string", "nullable": true, "enum": ["b", "a", null], "default": null}),
            json!({"type": "string", "nullable": true, "enum": ["a", "b"]}),
        );
        assert_same(
            json!({"type": "integer", "minimum": 1, "exclusiveMaximum": true}),
            json!({"type": "integer", "minimum": 1.0, "exclusiveMinimum": false, "x-tool": 1}),
        );
    }
}
