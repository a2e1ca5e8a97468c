//! Unions with null, which is how Pydantic writes what is optional.

use serde_json::{Value, json};

use super::types::{null, null_in_enum};
use super::{ANNOTATIONS, Schema, all_of};

/// `anyOf: […, {type: null}]`, which is how Pydantic writes what is optional.
pub(super) fn null_in_union(schema: &mut Schema) {
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
