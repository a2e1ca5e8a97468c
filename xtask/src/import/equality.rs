//! Whether two documents say the same, in whatever order and spelling.

use serde_json::Value;

use super::tidy;
use crate::openapi::grammar::{self, Kind};
use crate::pointer::join;

/// The pointers at which two documents differ, texts and examples included.
pub fn differences(old: &Value, new: &Value) -> Vec<String> {
    let mut pointers = Vec::new();
    compare("", &canonical(old), &canonical(new), &mut pointers);
    pointers
}

/// Lists whose order means nothing.
const UNORDERED: [&str; 5] = [
    "required",
    "tags",
    "parameters",
    "enum",
    "x-extensible-enum",
];

/// Gives the lists of `new` whose order means nothing the order that they have in `old`.
pub fn keep_order(old: &Value, new: &mut Value) {
    grammar::walk_mut(Kind::Document, "", new, &mut |_, at, value| {
        for name in UNORDERED {
            let Some(list) = value.get_mut(name).filter(|list| list.is_array()) else {
                continue;
            };
            if let Some(other) = old.pointer(&join(at, name))
                && sorted(other) == sorted(list)
            {
                *list = other.clone();
            }
        }
    });
}

fn sorted(list: &Value) -> Vec<String> {
    let mut texts: Vec<String> = list
        .as_array()
        .into_iter()
        .flatten()
        .map(Value::to_string)
        .collect();
    texts.sort();
    texts
}

/// Lists whose order means nothing are sorted, and shared parameters stand at the path.
fn canonical(document: &Value) -> Value {
    let mut document = document.clone();
    tidy::hoist_parameters(&mut document);
    grammar::walk_mut(Kind::Document, "", &mut document, &mut |_, _, value| {
        for unordered in [
            "required",
            "tags",
            "parameters",
            "enum",
            "x-extensible-enum",
        ] {
            if let Some(elements) = value.get_mut(unordered).and_then(Value::as_array_mut) {
                elements.sort_by_cached_key(Value::to_string);
            }
        }
    });
    document
}

fn compare(at: &str, old: &Value, new: &Value, pointers: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in old {
                match new.get(name) {
                    Some(other) => compare(&join(at, name), value, other, pointers),
                    None => pointers.push(join(at, name)),
                }
            }
            let added = new.keys().filter(|name| !old.contains_key(*name));
            pointers.extend(added.map(|name| join(at, name)));
        }
        (old, new) if old == new => {}
        _ => pointers.push(at.to_owned()),
    }
}
