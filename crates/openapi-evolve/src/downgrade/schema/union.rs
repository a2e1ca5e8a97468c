//! Unions with null, by which Pydantic and others express what is optional.

use serde_json::{Value, json};

use super::keywords::add_all_of;
use super::types::{make_null, repeat_null_in_enum};
use crate::downgrade::losses::Losses;
use crate::pointer::join;
use crate::schema::{Schema, absorb, is_annotation, only_branch};

/// Converts `anyOf: […, {type: null}]` to `nullable`.
pub(super) fn convert_null(at: &str, schema: &mut Schema, losses: &mut Losses) {
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
            combine(&join(at, union), schema, only, losses);
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

/// Adds the schema of one branch at a union's pointer, which values have to match as well.
fn combine(at: &str, schema: &mut Schema, part: Value, losses: &mut Losses) {
    match part {
        Value::Object(part) if !part.contains_key("$ref") => {
            let differs = |(keyword, value): &(&String, &Value)| {
                is_annotation(keyword) && schema.get(*keyword).is_some_and(|own| own != *value)
            };
            let hidden = part.iter().filter(differs);
            let hidden: Vec<_> = hidden.map(|(keyword, _)| keyword.clone()).collect();
            match absorb(schema, part) {
                Ok(()) => {
                    for keyword in hidden {
                        let message =
                            format!("the inner `{keyword}` is left out in favour of the outer one");
                        losses.add(at, message);
                    }
                }
                Err(part) => add_all_of(schema, Value::Object(part)),
            }
        }
        part => add_all_of(schema, part),
    }
}
