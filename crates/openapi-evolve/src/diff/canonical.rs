//! Writes schemas that mean the same in the same way.

use serde_json::{Map, Value, json};

use super::merge::merge_parts;
use crate::document::Document;
use crate::downgrade::downgrade;
use crate::error::Error;
use crate::grammar::{self, Kind};
use crate::schema::{COMBINATIONS, OPEN_ENUM, Schema, is_constraint, only_branch};

/// Keywords that are compared although they restrict nothing.
const ANNOTATIONS: [&str; 7] = [
    "$ref",
    "default",
    "deprecated",
    "discriminator",
    "readOnly",
    "writeOnly",
    OPEN_ENUM,
];

/// Keywords of 3.1 that a conversion to 3.0 leaves out.
pub(super) const UNSUPPORTED: [&str; 19] = [
    "$dynamicRef",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "additionalItems",
];

/// The extension that keeps the webhooks of a document, which 3.0 does not have either.
pub(super) const WEBHOOKS: &str = "x-3.1-webhooks";

/// Returns the extension that keeps a keyword which 3.0 does not have.
pub(super) fn extension(keyword: &str) -> String {
    format!("x-3.1-{keyword}")
}

/// The keywords that concern values of some types only.
const OF_TYPES: [(&[&str], &[&str]); 4] = [
    (&["string"], &["minLength", "maxLength", "pattern"]),
    (
        &["number", "integer"],
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
    (
        &["array"],
        &["items", "minItems", "maxItems", "uniqueItems"],
    ),
    (
        &["object"],
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    ),
];

/// Returns a document as OpenAPI 3.0 in canonical form.
pub(super) fn canonical(document: &Document) -> Result<Value, Error> {
    let mut value = document.value().clone();
    keep_unsupported(&mut value);
    let (converted, _) = downgrade(&document.with_value(value))?;
    let mut value = converted.into_value();
    grammar::walk_mut(Kind::Document, "", &mut value, &mut |kind, _, value| {
        if kind == Kind::Schema {
            rewrite(value);
        }
    });
    Ok(value)
}

/// Copies what 3.0 does not have into extensions, which a conversion keeps.
fn keep_unsupported(document: &mut Value) {
    grammar::walk_mut(Kind::Document, "", document, &mut |kind, _, value| {
        let Some(object) = value.as_object_mut() else {
            return;
        };
        match kind {
            Kind::Schema => {
                for keyword in UNSUPPORTED {
                    if let Some(value) = object.get(keyword).cloned() {
                        object.insert(extension(keyword), value);
                    }
                }
            }
            Kind::SecurityScheme if object.get("type") == Some(&json!("mutualTLS")) => {
                object.insert("type".to_owned(), "mutual TLS".into());
            }
            Kind::Document => {
                if let Some(webhooks) = object.get("webhooks").cloned() {
                    object.insert(WEBHOOKS.to_owned(), webhooks);
                }
            }
            _ => {}
        }
    });
}

/// Returns whether a schema in canonical form says itself that it allows null.
pub(super) fn is_nullable(schema: &Schema) -> bool {
    schema.contains_key("nullable")
}

/// Returns whether a schema in canonical form allows any value.
pub(super) fn is_anything(schema: &Schema) -> bool {
    schema.keys().all(|keyword| {
        keyword == "nullable" || (ANNOTATIONS.contains(&keyword.as_str()) && keyword != "$ref")
    })
}

/// Rewrites a schema whose parts are rewritten already.
fn rewrite(value: &mut Value) {
    let mut schema = match value.take() {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    let is_reference = schema.contains_key("$ref");
    schema.retain(|keyword, value| match is_reference {
        // Members beside a reference are ignored, but many tools read this one.
        true => ["$ref", "nullable"].contains(&keyword.as_str()),
        false => {
            is_constraint(keyword)
                || keyword.starts_with("x-3.1-")
                || (ANNOTATIONS.contains(&keyword.as_str())
                    && (keyword == "default" || *value != Value::Bool(false)))
        }
    });
    if schema.get("nullable") != Some(&Value::Bool(true)) {
        schema.shift_remove("nullable");
    }
    merge_parts(&mut schema);
    inline_only_branches(&mut schema);
    if schema.contains_key("properties") {
        schema.entry("type").or_insert("object".into());
    } else if schema.contains_key("items") {
        schema.entry("type").or_insert("array".into());
    }
    rewrite_limits(&mut schema);
    let is_anything = |schema: &Value| *schema == json!(true) || *schema == json!({});
    for keyword in ["additionalProperties", "items"] {
        if schema.get(keyword).is_some_and(is_anything) {
            schema.shift_remove(keyword);
        }
    }
    let nullable = is_nullable(&schema);
    if nullable && schema.get("default") == Some(&Value::Null) {
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
        let is_alone = schema.keys().all(|keyword| {
            let keyword = keyword.as_str();
            keyword == combination || keyword == "nullable" || ANNOTATIONS.contains(&keyword)
        });
        schema.shift_remove(combination);
        if only.contains_key("$ref") && is_alone {
            for (keyword, value) in only {
                schema.entry(keyword).or_insert(value);
            }
            continue;
        }
        let parts = schema.entry("allOf").or_insert_with(|| json!([]));
        if let Some(parts) = parts.as_array_mut() {
            parts.push(only.into());
        }
        merge_parts(schema);
    }
}

/// Removes what restricts nothing, and writes equal numbers in the same way.
fn rewrite_limits(schema: &mut Schema) {
    let kind = schema.get("type").and_then(Value::as_str);
    if let Some(kind) = kind.map(str::to_owned) {
        for (kinds, keywords) in OF_TYPES {
            if !kinds.contains(&kind.as_str()) {
                schema.retain(|keyword, _| !keywords.contains(&keyword.as_str()));
            }
        }
        // To a client, all integers have 64 bits, and all numbers are doubles.
        let usual = [("integer", "int64"), ("number", "double")];
        let format = schema.get("format").and_then(Value::as_str);
        if format.is_some_and(|format| usual.contains(&(kind.as_str(), format))) {
            schema.shift_remove("format");
        }
    }
    for (bound, exclusive, step) in [
        ("minimum", "exclusiveMinimum", 1),
        ("maximum", "exclusiveMaximum", -1),
    ] {
        let is_exclusive = schema.get(exclusive) == Some(&Value::Bool(true));
        if !is_exclusive || !schema.contains_key(bound) {
            schema.shift_remove(exclusive);
        }
        let Some(number) = schema.get(bound).and_then(whole) else {
            continue;
        };
        // Among integers `> 0` is `>= 1`.
        let next = number.checked_add(step).filter(|_| is_exclusive);
        let next = next.filter(|_| schema.get("type") == Some(&json!("integer")));
        if next.is_some() {
            schema.shift_remove(exclusive);
        }
        schema.insert(bound.to_owned(), next.unwrap_or(number).into());
    }
    if let Some(number) = schema.get("multipleOf").and_then(whole) {
        schema.insert("multipleOf".to_owned(), number.into());
    }
    for (limit, nothing) in [
        ("minLength", json!(0)),
        ("minItems", json!(0)),
        ("minProperties", json!(0)),
        ("uniqueItems", json!(false)),
    ] {
        if schema.get(limit) == Some(&nothing) {
            schema.shift_remove(limit);
        }
    }
}

/// Returns a number as an integer if it is one: `5.0` is `5`.
fn whole(number: &Value) -> Option<i64> {
    const EXACT: f64 = (1_u64 << 53) as f64;
    number.as_i64().or_else(|| {
        let number = number.as_f64()?;
        (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
    })
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
