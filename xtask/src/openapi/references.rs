//! Whether every `$ref` leads to something that may stand in its place.

use serde_json::Value;

use super::grammar::{self, Kind};
use crate::document::Document;
use crate::fault::Fault;
use crate::pointer;

/// Every reference that leads nowhere, to the wrong kind of thing, or back to itself.
pub fn faults(document: &Document) -> Vec<Fault> {
    let mut faults = Vec::new();
    grammar::walk(
        Kind::Document,
        "",
        &document.value,
        &mut |kind, at, value| {
            if let Some(target) = value.get("$ref")
                && let Err(what) = check(&document.value, kind, target)
            {
                faults.push(document.fault(pointer::join(at, "$ref"), what));
            }
        },
    );
    if faults.is_empty() {
        faults.extend(circles(document));
    }
    faults
}

fn check(document: &Value, kind: Kind, target: &Value) -> Result<(), String> {
    let Some(target) = target.as_str() else {
        return Err("must be a string".to_owned());
    };
    let Some(section) = grammar::section(kind) else {
        return Err("nothing that stands here can be a reference".to_owned());
    };
    let prefix = format!("#/components/{section}/");
    let name = target
        .strip_prefix(&prefix)
        .filter(|name| !name.contains('/'));
    if name.is_none() {
        return Err(format!(
            "`{target}` must be `{prefix}` and a name: other places, and other documents, cannot be referred to from here"
        ));
    }
    match document.pointer(&target[1..]) {
        Some(_) => Ok(()),
        None => Err(format!("`{target}` does not exist")),
    }
}

/// Components that consist of themselves. A property or an element may well be of the type that has it.
fn circles(document: &Document) -> Vec<Fault> {
    let mut faults = Vec::new();
    let components = document.value.get("components").and_then(Value::as_object);
    for (section, members) in components.into_iter().flatten() {
        for name in members
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            let start = format!("#/components/{section}/{name}");
            let mut seen = Vec::new();
            if consists_of(&document.value, &start, &start, &mut seen) {
                let at = start.trim_start_matches('#');
                faults.push(document.fault(at, "consists of itself"));
            }
        }
    }
    faults
}

fn consists_of(document: &Value, at: &str, wanted: &str, seen: &mut Vec<String>) -> bool {
    let Some(value) = document.pointer(at.trim_start_matches('#')) else {
        return false;
    };
    let mut targets = Vec::new();
    parts(value, &mut targets);
    targets.into_iter().any(|target| {
        if target == wanted {
            return true;
        }
        if seen.iter().any(|seen| seen == target) {
            return false;
        }
        seen.push(target.to_owned());
        consists_of(document, target, wanted, seen)
    })
}

/// The references that a value stands for, or is put together from.
fn parts<'d>(value: &'d Value, targets: &mut Vec<&'d str>) {
    targets.extend(pointer::reference(value));
    for combination in ["allOf", "anyOf", "oneOf"] {
        let members = value.get(combination).and_then(Value::as_array);
        for member in members.into_iter().flatten() {
            parts(member, targets);
        }
    }
}

/// Lets references, and the mappings of discriminators, lead to new places: from the first to the second of each pair.
pub fn redirect(value: &mut Value, moves: &[(String, String)]) {
    if moves.is_empty() {
        return;
    }
    let moved = |target: &mut Value| {
        if let Value::String(text) = target
            && let Some((_, to)) = moves.iter().find(|(from, _)| from == text)
        {
            *text = to.clone();
        }
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "$ref" => moved(member),
                    "mapping" => {
                        let targets = member.as_object_mut().into_iter();
                        targets
                            .flat_map(|targets| targets.values_mut())
                            .for_each(moved);
                    }
                    _ => {}
                }
                redirect(member, moves);
            }
        }
        Value::Array(members) => members
            .iter_mut()
            .for_each(|member| redirect(member, moves)),
        _ => {}
    }
}
