//! Unions with null, by which Pydantic and others express what is optional.

use serde_json::{Value, json};

use super::keywords::add_all_of;
use super::types::{make_null, repeat_null_in_enum};
use crate::schema::{Schema, absorb, is_annotation, only_branch};

/// Converts `anyOf: […, {type: null}]` to `nullable`.
pub(super) fn convert_null(schema: &mut Schema) {
    for union in ["anyOf", "oneOf"] {
        let Some(branches) = schema.get_mut(union).and_then(Value::as_array_mut) else {
            continue;
        };
        let count = branches.len();
        branches.retain(|branch| !is_null(branch));
        let nullable = branches.len() < count;
        if nullable && branches.is_empty() {
            schema.shift_remove(union);
            make_null(schema);
            continue;
        }
        if let Some(only) = only_branch(schema, union).cloned() {
            schema.shift_remove(union);
            // With one branch there is nothing to discriminate.
            schema.shift_remove("discriminator");
            combine(schema, only);
        }
        if nullable && !allows_anything(schema) {
            schema.insert("nullable".to_owned(), true.into());
        }
    }
    repeat_null_in_enum(schema);
}

fn is_null(schema: &Value) -> bool {
    schema.get("enum") == Some(&json!([null])) && schema.get("type").is_none()
}

fn allows_anything(schema: &Schema) -> bool {
    schema.keys().all(|keyword| is_annotation(keyword))
}

/// Adds a schema that values have to match as well.
fn combine(schema: &mut Schema, part: Value) {
    match part {
        Value::Object(part) if !part.contains_key("$ref") => {
            if let Err(part) = absorb(schema, part) {
                add_all_of(schema, Value::Object(part));
            }
        }
        part => add_all_of(schema, part),
    }
}
