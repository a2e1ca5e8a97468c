//! Merges schemas that values have to match both.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::pointer::{reference, resolve};
use crate::schema::{LOWER_LIMITS, Schema, UPPER_LIMITS, is_constraint};

/// Moves the members of an `allOf` into the schema where one schema can say the same.
pub(super) fn merge_parts(schema: &mut Schema) {
    merge_all_of(schema, |part| match reference(part) {
        Some(_) => None,
        None => part.as_object().cloned(),
    });
}

/// Does the same with the schemas that the members of an `allOf` refer to.
pub(super) fn merge_references(schema: &mut Schema, document: &Value) {
    let mut known = BTreeSet::new();
    while merge_all_of(schema, |part| {
        // A schema that is part of itself says nothing more by that.
        let is_new = reference(part).is_none_or(|target| known.insert(target.to_owned()));
        match is_new {
            true => resolve(document, part)?.as_object().cloned(),
            false => Some(Schema::new()),
        }
    }) {}
}

/// Merges the members of an `allOf` that `read` returns. Returns whether any was merged.
fn merge_all_of(schema: &mut Schema, mut read: impl FnMut(&Value) -> Option<Schema>) -> bool {
    let Some(Value::Array(parts)) = schema.shift_remove("allOf") else {
        return false;
    };
    let count = parts.len();
    let mut rest: Vec<Value> = Vec::new();
    let mut inner: Vec<Value> = Vec::new();
    for part in parts {
        let merged = read(&part).and_then(|mut own| {
            let parts = own.shift_remove("allOf");
            let merged = merge(schema, &own)?;
            Some((merged, parts))
        });
        match merged {
            Some((merged, parts)) => {
                *schema = merged;
                if let Some(Value::Array(parts)) = parts {
                    inner.extend(parts);
                }
            }
            None => rest.push(part),
        }
    }
    let is_merged = rest.len() < count;
    rest.extend(inner);
    if !rest.is_empty() {
        schema.insert("allOf".to_owned(), rest.into());
    }
    is_merged
}

/// Returns the schema of the values that match both, if one without `allOf` can say it. What is no
/// constraint is that of the first.
fn merge(schema: &Schema, part: &Schema) -> Option<Schema> {
    let is_exclusive = |schema: &Schema| schema.keys().any(|key| key.starts_with("exclusive"));
    if is_exclusive(schema) || is_exclusive(part) {
        return None;
    }
    let mut merged = schema.clone();
    for (keyword, value) in part {
        let Some(own) = merged.get_mut(keyword) else {
            merged.insert(keyword.clone(), value.clone());
            continue;
        };
        match keyword.as_str() {
            _ if own == value => {}
            "required" => {
                let names = own.as_array_mut()?;
                let more = value.as_array()?.iter();
                let more: Vec<_> = more.filter(|name| !names.contains(name)).cloned().collect();
                names.extend(more);
                names.sort_by_cached_key(Value::to_string);
            }
            "properties" => merge_properties(own.as_object_mut()?, value.as_object()?)?,
            limit if LOWER_LIMITS.contains(&limit) || UPPER_LIMITS.contains(&limit) => {
                let (more, less) = (value.as_f64()?, own.as_f64()?);
                if (more > less) == LOWER_LIMITS.contains(&limit) {
                    *own = value.clone();
                }
            }
            "$ref" => return None,
            keyword if is_constraint(keyword) || keyword.starts_with("x-") => return None,
            _ => {}
        }
    }
    Some(merged)
}

fn merge_properties(own: &mut Map<String, Value>, more: &Map<String, Value>) -> Option<()> {
    for (name, value) in more {
        match own.get_mut(name) {
            Some(known) if known != value => {
                *known = merge(known.as_object()?, value.as_object()?)?.into();
            }
            Some(_) => {}
            None => {
                own.insert(name.clone(), value.clone());
            }
        }
    }
    Some(())
}
