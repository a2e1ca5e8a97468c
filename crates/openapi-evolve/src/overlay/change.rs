//! What an action does to each value that it selects.

use serde_json::{Value, json};

use crate::components::{insert, rename};
use crate::grammar;
use crate::pointer::{self, segments};
use crate::structure::without_documentation;

#[derive(Debug)]
pub(super) enum Change {
    Remove,
    Update(Value),
    Rename(String),
    /// The component, as the target of a reference.
    Extract(String),
}

impl Change {
    /// Changes the value at a pointer. The error continues a sentence that begins with the target.
    pub(super) fn apply(&self, document: &mut Value, at: &str) -> Result<(), String> {
        match self {
            Self::Remove => remove(document, at),
            Self::Update(update) => match (document.pointer_mut(at), update) {
                (Some(Value::Array(items)), update) => {
                    items.push(update.clone());
                    Ok(())
                }
                (Some(target @ Value::Object(_)), Value::Object(_)) => {
                    merge(target, update);
                    Ok(())
                }
                _ => Err(format!("selects {at}, which cannot be updated with this")),
            },
            Self::Rename(name) => rename(document, at, name),
            Self::Extract(component) => extract(document, at, component),
        }
    }
}

fn remove(document: &mut Value, at: &str) -> Result<(), String> {
    let (parent, name) = pointer::split(at).ok_or("selects the whole document")?;
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&name);
        }
        Some(Value::Array(items)) => {
            let index = name.parse().unwrap_or(usize::MAX);
            if index < items.len() {
                items.remove(index);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Merges objects, appends to arrays, and replaces everything else.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (name, update) in update {
                match target.get_mut(name) {
                    Some(target) => merge(target, update),
                    None => {
                        target.insert(name.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (target, update) => *target = update.clone(),
    }
}

fn extract(document: &mut Value, at: &str, component: &str) -> Result<(), String> {
    let reference = json!({"$ref": component});
    let Some(mut extracted) = document.pointer(at).cloned() else {
        return Ok(());
    };
    if extracted == reference {
        return Ok(());
    }
    // Whether a value can be null depends on where it is used.
    let nullable = extracted
        .as_object_mut()
        .and_then(|object| object.shift_remove("nullable"));
    let place = component.trim_start_matches('#');
    let section = segments(place).nth(1).unwrap_or_default();
    let kind = grammar::kind_in(&section).ok_or_else(|| {
        format!("cannot become `{component}`: there is no such kind of component")
    })?;
    match document.pointer(place) {
        Some(existing) => {
            if without_documentation(kind, existing) != without_documentation(kind, &extracted) {
                return Err(format!(
                    "selects {at}, which is not the same as `{component}`"
                ));
            }
        }
        None => insert(document, place, extracted),
    }
    if let Some(value) = document.pointer_mut(at) {
        *value = match nullable {
            Some(Value::Bool(true)) => json!({"nullable": true, "allOf": [reference]}),
            _ => reference,
        };
    }
    Ok(())
}
