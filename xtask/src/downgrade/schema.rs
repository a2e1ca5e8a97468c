//! Schemas: JSON Schema 2020-12 becomes the dialect of OpenAPI 3.0.

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
    types(at, schema, remarks);
    null_in_enum(schema);
    null_in_union(schema);
    bounds(at, schema, remarks);
    tuple(at, schema, remarks);
    keys(at, schema, remarks);
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

/// A type, a list of types, or none where the enum tells.
fn types(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
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
        None => {
            if let Some(kind) = type_of_all(schema.get("enum")) {
                schema.insert("type".to_owned(), kind.into());
            }
        }
    }
}

/// The value null and nothing else.
fn null(schema: &mut Schema) {
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

/// The type that all values of an enum have, null aside.
fn type_of_all(values: Option<&Value>) -> Option<&'static str> {
    let values: Vec<_> = values?
        .as_array()?
        .iter()
        .filter(|value| !value.is_null())
        .collect();
    ["string", "integer", "number", "boolean"]
        .into_iter()
        .find(|kind| !values.is_empty() && values.iter().all(|value| is_of(value, kind)))
}

fn null_in_enum(schema: &mut Schema) {
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

/// `anyOf: […, {type: null}]`, which is how Pydantic writes what is optional.
fn null_in_union(schema: &mut Schema) {
    for union in ["anyOf", "oneOf"] {
        let Some(branches) = schema.get_mut(union).and_then(Value::as_array_mut) else {
            continue;
        };
        let count = branches.len();
        branches.retain(|branch| !is_null(branch));
        let nullable = branches.len() < count;
        if nullable && branches.is_empty() {
            schema.shift_remove(union);
            null(schema);
            continue;
        }
        if let [only] = branches.as_slice() {
            let only = only.clone();
            schema.shift_remove(union);
            // A discriminator of one is none.
            schema.shift_remove("discriminator");
            merge(schema, only);
        }
        if nullable && !allows_anything(schema) {
            schema.insert("nullable".to_owned(), true.into());
        }
    }
    null_in_enum(schema);
}

fn is_null(schema: &Value) -> bool {
    schema.get("enum") == Some(&json!([null])) && schema.get("type").is_none()
}

fn allows_anything(schema: &Schema) -> bool {
    schema
        .keys()
        .all(|keyword| ANNOTATIONS.contains(&keyword.as_str()))
}

/// What must hold of a value as well: within the schema where nothing is in the way, else beside it.
fn merge(schema: &mut Schema, part: Value) {
    let Value::Object(part) = part else {
        return;
    };
    let conflicts = part.iter().any(|(keyword, value)| {
        keyword == "$ref"
            || (!ANNOTATIONS.contains(&keyword.as_str())
                && schema.get(keyword).is_some_and(|own| own != value))
    });
    if conflicts {
        return all_of(schema, Value::Object(part));
    }
    for (keyword, value) in part {
        // What is said further outside is said of this use.
        schema.entry(keyword).or_insert(value);
    }
}

/// Exclusive bounds are numbers in 3.1 and switches in 3.0. Bounds of integers are integers.
fn bounds(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    for (exclusive, inclusive) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let Some(bound) = schema
            .get(exclusive)
            .filter(|bound| bound.is_number())
            .cloned()
        else {
            continue;
        };
        let bound_value = bound.as_f64().unwrap_or_default();
        let other = schema.get(inclusive).and_then(Value::as_f64);
        let other_is_stricter = other.is_some_and(|other| match inclusive {
            "minimum" => other > bound_value,
            _ => other < bound_value,
        });
        if other_is_stricter {
            schema.shift_remove(exclusive);
        } else {
            schema.insert(inclusive.to_owned(), bound);
            schema.insert(exclusive.to_owned(), true.into());
        }
    }
    if schema.get("type").is_some_and(|kind| kind == "integer") {
        for (bound, round) in [
            ("minimum", f64::ceil as fn(f64) -> f64),
            ("maximum", f64::floor),
            ("multipleOf", f64::round),
        ] {
            integer(at, schema, bound, round, remarks);
        }
    }
    for count in [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ] {
        integer(at, schema, count, f64::round, remarks);
    }
}

/// Writes `1.0` as `1`, `0.5` as the next integer that it lets through, and nothing that no `i64` can hold.
fn integer(
    at: &str,
    schema: &mut Schema,
    keyword: &str,
    round: fn(f64) -> f64,
    remarks: &mut Remarks,
) {
    let value = schema.get(keyword).filter(|value| !value.is_i64());
    let Some(number) = value.and_then(Value::as_f64) else {
        return;
    };
    let exclusive = match keyword {
        "minimum" => "exclusiveMinimum",
        "maximum" => "exclusiveMaximum",
        _ => "",
    };
    let rounded = round(number);
    if rounded.abs() >= i64::MAX as f64 {
        remarks.add(
            &join(at, keyword),
            "is beyond what 64 bits hold, and is left out",
        );
        schema.shift_remove(keyword);
        schema.shift_remove(exclusive);
        return;
    }
    if rounded != number {
        // Among integers `> 0.5` is `>= 1`.
        schema.shift_remove(exclusive);
    }
    schema.insert(keyword.to_owned(), (rounded as i64).into());
}

/// Arrays whose elements have a type each.
fn tuple(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
    if let Some(Value::Array(mut elements)) = schema.shift_remove("prefixItems") {
        let length = elements.len();
        let rest = schema.shift_remove("items");
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
                &join(at, "prefixItems"),
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
fn keys(at: &str, schema: &mut Schema, remarks: &mut Remarks) {
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
