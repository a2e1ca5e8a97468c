//! The keywords of schemas in OpenAPI 3.0, and what is common to all code that rewrites schemas.

use serde_json::{Map, Value, json};

pub(crate) type Schema = Map<String, Value>;

/// The keywords that restrict the values of one type.
pub const LIMITS: [&str; 13] = [
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// The keywords that a schema is made of, besides its limits.
const STRUCTURE: [&str; 12] = [
    "type",
    "format",
    "nullable",
    "enum",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "properties",
    "required",
    "additionalProperties",
    "items",
];

/// The keywords that describe a schema and restrict nothing.
const ANNOTATIONS: [&str; 11] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "discriminator",
];

/// The keywords that combine schemas.
pub(crate) const COMBINATIONS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The keyword for an open enum: the values known today, to which others can be added.
pub(crate) const OPEN_ENUM: &str = "x-extensible-enum";

/// Limits that are stricter the larger they are.
pub(crate) const LOWER_LIMITS: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];

/// Limits that are stricter the smaller they are.
pub(crate) const UPPER_LIMITS: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];

/// Returns whether a keyword decides which values a schema allows.
pub(crate) fn is_constraint(keyword: &str) -> bool {
    STRUCTURE.contains(&keyword) || LIMITS.contains(&keyword)
}

/// Returns whether a keyword describes a schema and restricts nothing.
pub(crate) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword)
}

/// Returns the only member of a combination, if it has exactly one.
pub(crate) fn only_branch<'s>(schema: &'s Schema, combination: &str) -> Option<&'s Value> {
    match schema.get(combination)?.as_array()?.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Moves the keywords of `part` into `schema`, unless both say different things about the same.
///
/// Annotations of `schema` take precedence over those of `part`. Returns `part` if it conflicts.
pub(crate) fn absorb(schema: &mut Schema, part: Schema) -> Result<(), Schema> {
    let conflicts = part.iter().any(|(keyword, value)| {
        !is_annotation(keyword) && schema.get(keyword).is_some_and(|own| own != value)
    });
    if conflicts {
        return Err(part);
    }
    for (keyword, value) in part {
        schema.entry(keyword).or_insert(value);
    }
    Ok(())
}

/// Returns the schema of values that match one of these; any value if one of them is empty.
pub(crate) fn union(schemas: impl IntoIterator<Item = Value>) -> Value {
    let mut distinct: Vec<Value> = Vec::new();
    for schema in schemas {
        if !distinct.contains(&schema) {
            distinct.push(schema);
        }
    }
    match distinct.as_slice() {
        _ if distinct.contains(&json!({})) => json!({}),
        [only] => only.clone(),
        _ => json!({"anyOf": distinct}),
    }
}
