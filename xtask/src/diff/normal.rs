//! One spelling for schemas that mean the same.

use serde_json::{Map, Value, json};

/// The keywords that constrain values. All others are text, or hints for tools.
const MEANING: [&str; 26] = [
    "$ref",
    "type",
    "format",
    "nullable",
    "enum",
    "x-extensible-enum",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
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
    "default",
];

/// The schema without what means nothing, spelled in one way. Its parts are left as they are.
pub(super) fn normal(schema: &Value) -> Map<String, Value> {
    let mut schema = match schema {
        Value::Object(schema) => schema.clone(),
        _ => Map::new(),
    };
    bounds(&mut schema);
    schema.retain(|keyword, _| {
        MEANING.contains(&keyword.as_str()) || keyword.starts_with("exclusiveM")
    });
    if schema
        .get("format")
        .is_some_and(|format| format == "int64" || format == "double")
    {
        // As everything of that type is, to the client.
        schema.shift_remove("format");
    }
    for combination in ["allOf", "anyOf", "oneOf"] {
        if let Some([only]) = schema
            .get(combination)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            let inner = normal(only);
            let mut outer = schema.clone();
            outer.shift_remove(combination);
            if outer
                .iter()
                .all(|(keyword, value)| inner.get(keyword).is_none_or(|own| own == value))
            {
                outer.extend(inner);
                schema = outer;
            }
        }
    }
    if !schema.contains_key("type") {
        let kind = match () {
            () if schema.contains_key("properties") => Some("object"),
            () if schema.contains_key("items") => Some("array"),
            () => None,
        };
        if let Some(kind) = kind {
            schema.insert("type".to_owned(), kind.into());
        }
    }
    if let Some(additional) = schema.get("additionalProperties")
        && (*additional == Value::Bool(true) || normal_is_empty(additional))
    {
        schema.shift_remove("additionalProperties");
    }
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    if !nullable {
        schema.shift_remove("nullable");
    } else if schema.get("default") == Some(&Value::Null) {
        schema.shift_remove("default");
    }
    for list in ["enum", "x-extensible-enum", "required"] {
        if let Some(values) = schema.get_mut(list).and_then(Value::as_array_mut) {
            values.retain(|value| !(nullable && value.is_null()));
            values.sort_by_cached_key(Value::to_string);
            values.dedup();
        }
    }
    if schema.get("required") == Some(&json!([])) {
        schema.shift_remove("required");
    }
    schema
}

/// Whether a schema in its normal form lets null through.
pub(super) fn is_nullable(schema: &Map<String, Value>) -> bool {
    schema.contains_key("nullable")
}

fn normal_is_empty(schema: &Value) -> bool {
    schema.is_object() && normal(schema).is_empty()
}

/// `exclusiveMinimum` means something only together with `minimum`, and `5.0` is `5`.
fn bounds(schema: &mut Map<String, Value>) {
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
    fn assert_same(left: Value, right: Value) {
        assert_eq!(Value::Object(normal(&left)), Value::Object(normal(&right)));
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
