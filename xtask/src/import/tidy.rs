//! What FastAPI writes and nobody would write by hand.

use serde_json::Value;

use crate::openapi::grammar::{self, Kind};
use crate::openapi::{METHODS, operations};
use crate::pointer;

/// Removes titles that only repeat a name. A title becomes the name of a type, and the name itself does better.
pub fn titles(document: &mut Value) {
    let ids: Vec<String> = operations(document)
        .filter_map(|operation| operation.id())
        .map(letters)
        .collect();
    grammar::walk_mut(
        Kind::Document,
        "",
        document,
        &mut |kind, at, value| match kind {
            Kind::Schema => {
                remove_title(value, |title| {
                    pointer::parts(at).any(|part| letters(&part) == title)
                        || title
                            .strip_prefix("response")
                            .is_some_and(|title| ids.iter().any(|id| id.starts_with(title)))
                });
            }
            Kind::Parameter => {
                let name = value.get("name").and_then(Value::as_str).map(letters);
                if let Some(schema) = value.get_mut("schema") {
                    remove_title(schema, |title| Some(title) == name.as_deref());
                }
            }
            _ => {}
        },
    );
}

fn remove_title(schema: &mut Value, is_name: impl Fn(&str) -> bool) {
    let title = schema.get("title").and_then(Value::as_str).map(letters);
    if title.is_some_and(|title| is_name(&title))
        && let Some(schema) = schema.as_object_mut()
    {
        schema.shift_remove("title");
    }
}

/// A name as it is however it is written: `Orbit Id`, `orbit_id` and `OrbitId`.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Writes the parameters that all operations of a path share once, at the path.
pub fn hoist_parameters(document: &mut Value) {
    let items = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in items.into_iter().flat_map(|items| items.values_mut()) {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        let own = |operation: &Value| {
            operation
                .get("parameters")
                .and_then(Value::as_array)
                .cloned()
        };
        let mut lists = METHODS
            .iter()
            .filter_map(|method| item.get(*method))
            .map(own);
        let Some(Some(first)) = lists.next() else {
            continue;
        };
        let lists: Vec<_> = lists.map(Option::unwrap_or_default).collect();
        let shared: Vec<Value> = first
            .into_iter()
            .filter(|parameter| lists.iter().all(|list| list.contains(parameter)))
            .collect();
        if shared.is_empty() {
            continue;
        }
        for operation in METHODS {
            let Some(operation) = item.get_mut(operation).and_then(Value::as_object_mut) else {
                continue;
            };
            if let Some(list) = operation
                .get_mut("parameters")
                .and_then(Value::as_array_mut)
            {
                list.retain(|parameter| !shared.contains(parameter));
                if list.is_empty() {
                    operation.shift_remove("parameters");
                }
            }
        }
        let at_path = item
            .entry("parameters")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Some(list) = at_path.as_array_mut() {
            list.extend(shared);
        }
    }
}
