//! Components, and the references to them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::operation::operations;
use crate::pointer::{self, join};

/// Removes the components that nothing outside of `components` needs, directly or through others.
pub fn prune(document: &mut Value) {
    let used = used(document);
    let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for (section, members) in components.iter_mut() {
        let section = join("#/components", section);
        if let Some(members) = members.as_object_mut() {
            members.retain(|name, _| used.contains(&join(&section, name)));
        }
    }
    components.retain(|_, members| members != &Value::Object(Map::new()));
}

/// Returns the targets of all references that the document outside of `components` leads to.
fn used(document: &Value) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let members = document.as_object().into_iter().flatten();
    for (_, value) in members.filter(|(name, _)| *name != "components") {
        collect_references(value, &mut used);
    }
    let mut unread: Vec<String> = used.iter().cloned().collect();
    while let Some(target) = unread.pop() {
        let mut more = BTreeSet::new();
        if let Some(component) = document.pointer(target.trim_start_matches('#')) {
            collect_references(component, &mut more);
        }
        unread.extend(
            more.into_iter()
                .filter(|target| used.insert(target.clone())),
        );
    }
    // Security schemes are referred to by their names.
    let own = operations(document).filter_map(|operation| operation.value.get("security"));
    let requirements = document.get("security").into_iter().chain(own);
    let requirements = requirements.filter_map(Value::as_array).flatten();
    let names = requirements
        .filter_map(Value::as_object)
        .flat_map(Map::keys);
    used.extend(names.map(|name| join("#/components/securitySchemes", name)));
    used
}

fn collect_references(value: &Value, targets: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            targets.extend(pointer::reference(value).map(str::to_owned));
            if let Some(mapping) = members.get("mapping").and_then(Value::as_object) {
                let mapped = mapping.values().filter_map(Value::as_str);
                targets.extend(mapped.map(str::to_owned));
            }
            for member in members.values() {
                collect_references(member, targets);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect_references(item, targets);
            }
        }
        _ => {}
    }
}

/// The old and new targets of references.
pub(crate) type Moves = BTreeMap<String, String>;

/// Redirects references, and the mappings of discriminators, to what was moved and to its parts.
pub(crate) fn redirect(value: &mut Value, moves: &Moves) {
    if moves.is_empty() {
        return;
    }
    visit_references(value, &mut |target| {
        let parents = target.rmatch_indices('/').map(|(end, _)| end);
        let mut moved = [target.len()]
            .into_iter()
            .chain(parents)
            .filter_map(|end| Some((end, moves.get(&target[..end])?)));
        if let Some((end, to)) = moved.next() {
            target.replace_range(..end, to);
        }
    });
}

/// Visits the targets of references and of the mappings of discriminators.
pub(crate) fn visit_references(value: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let ("mapping", Value::Object(targets)) = (name.as_str(), &mut *member) {
                    for (name, target) in targets {
                        // A property can have this name, too.
                        if let Value::String(target) = target
                            && name != "$ref"
                        {
                            visit(target);
                        }
                    }
                }
                match member {
                    Value::String(target) if name == "$ref" => visit(target),
                    member => visit_references(member, visit),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                visit_references(item, visit);
            }
        }
        _ => {}
    }
}

/// Adds a value at a pointer. On the way there, an object replaces whatever is none.
pub(crate) fn insert(document: &mut Value, at: &str, value: Value) {
    let mut target = document;
    for name in pointer::segments(at) {
        if !target.is_object() {
            *target = Value::Object(Map::new());
        }
        target = &mut target[name];
    }
    *target = value;
}

/// Renames a component, or any other member of an object, and redirects references to it.
pub(crate) fn rename(document: &mut Value, at: &str, new: &str) -> Result<(), String> {
    let (parent, old) = pointer::split(at).ok_or("selects the whole document")?;
    let Some(Value::Object(members)) = document.pointer_mut(parent) else {
        return Err(format!("selects {at}, which has no name"));
    };
    if members.contains_key(new) {
        return Err(format!(
            "cannot become `{new}`, because that exists already"
        ));
    }
    let renamed = std::mem::take(members).into_iter().map(|(name, value)| {
        let name = if name == old { new.to_owned() } else { name };
        (name, value)
    });
    *members = renamed.collect();
    let moved = (format!("#{at}"), format!("#{}", join(parent, new)));
    redirect(document, &Moves::from([moved]));
    if parent == "/components/securitySchemes" {
        rename_requirements(document, &old, new);
    }
    Ok(())
}

fn rename_requirements(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "security" {
                    let requirements = member.as_array_mut().into_iter().flatten();
                    for requirement in requirements.filter_map(Value::as_object_mut) {
                        if let Some(scopes) = requirement.shift_remove(old) {
                            requirement.insert(new.to_owned(), scopes);
                        }
                    }
                }
                rename_requirements(member, old, new);
            }
        }
        Value::Array(items) => {
            for item in items {
                rename_requirements(item, old, new);
            }
        }
        _ => {}
    }
}
