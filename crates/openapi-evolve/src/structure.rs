//! The structure of documents, apart from their documentation.
//!
//! A contract that people maintain and a description that a server generates agree in structure,
//! but not in prose. *Documentation* is everything that only people read: `info`, `servers`,
//! `tags`, titles, summaries, descriptions, examples and links to other documents. Extensions
//! (`x-…`) that only the contract has count as documentation, too, except `x-extensible-enum`.

use serde_json::{Map, Value, json};

use crate::document::Document;
use crate::grammar::{self, Kind};
use crate::operation::{METHODS, members, operations};
use crate::pointer::{self, join, reference};
use crate::schema::{OPEN_ENUM, only_branch};

/// A contract that follows a description.
#[derive(Debug)]
pub struct Followed {
    /// The structure of the description with the documentation of the contract.
    pub value: Value,
    /// The JSON pointers at which this differs from the contract; none if the structure of both is
    /// the same.
    pub changes: Vec<String>,
}

/// Gives a contract the structure of a description.
///
/// Everything keeps the documentation that the contract has for it. What the contract does not have
/// yet starts with the descriptions of the description, but without its titles, which frameworks
/// derive from names.
///
/// ```
/// use openapi_evolve::{Document, structure};
/// use serde_json::json;
///
/// let schema = |schema| {
///     Document::from_value("example", json!({"components": {"schemas": {"Id": schema}}}))
/// };
/// let contract = schema(json!({"type": "string", "description": "Identifies a book."}));
///
/// let same = structure::follow(&contract, schema(json!({"type": "string", "title": "Id"})));
/// assert!(same.changes.is_empty());
///
/// let other = structure::follow(&contract, schema(json!({"type": "integer", "title": "Id"})));
/// assert_eq!(other.changes, ["/components/schemas/Id/type"]);
/// assert_eq!(
///     other.value["components"]["schemas"]["Id"],
///     json!({"type": "integer", "description": "Identifies a book."})
/// );
/// ```
pub fn follow(contract: &Document, description: Document) -> Followed {
    let mut value = description.into_value();
    let mut old = contract.value().clone();
    move_paths(&mut old, &value);
    place_parameters(&old, &mut value);
    grammar::walk_mut(Kind::Document, "", &mut value, &mut prepare);
    adopt_documentation(Kind::Document, &old, &mut value);
    let mut changes = Vec::new();
    collect_changes("", contract.value(), &value, &mut changes);
    Followed { value, changes }
}

/// Returns an object without its documentation and that of everything below it.
pub(crate) fn without_documentation(kind: Kind, value: &Value) -> Value {
    let mut value = value.clone();
    grammar::walk_mut(kind, "", &mut value, &mut |kind, _, value| {
        if let Some(object) = value.as_object_mut() {
            object.retain(|member, _| !is_documentation(kind, member));
        }
    });
    value
}

fn is_documentation(kind: Kind, member: &str) -> bool {
    match member {
        "title" | "summary" | "description" | "example" | "examples" | "externalDocs" | "tags" => {
            true
        }
        "info" | "servers" => kind == Kind::Document,
        _ => false,
    }
}

/// Prepares an object of a description: removes titles and what says nothing, and adds descriptions
/// where they are required.
fn prepare(kind: Kind, _: &str, value: &mut Value) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    match kind {
        Kind::Schema => {
            object.shift_remove("title");
            let only = only_branch(object, "allOf").filter(|only| reference(only).is_some());
            if let Some(only) = only.filter(|_| object.len() == 1).cloned() {
                *value = only;
            }
        }
        Kind::Parameter | Kind::RequestBody if object.get("required") == Some(&json!(false)) => {
            object.shift_remove("required");
        }
        Kind::Response if !object.contains_key("$ref") => {
            object.entry("description").or_insert("".into());
        }
        _ => {}
    }
}

/// Gives an object and everything below it the documentation and the order of its counterpart.
fn adopt_documentation(kind: Kind, old: &Value, new: &mut Value) {
    keep_order(old, new);
    for (child, at) in grammar::children(kind, new) {
        let counterpart = counterpart(old, new, &at);
        if let (Some(old), Some(new)) = (counterpart, new.pointer_mut(&at)) {
            adopt_documentation(child, old, new);
        }
    }
    if reference(new).is_some() {
        // A reference has no room for documentation; an `allOf` around it does.
        if kind == Kind::Schema && is_documented_reference(old, new) {
            *new = old.clone();
        }
        return;
    }
    let (Some(old), Some(new)) = (old.as_object(), new.as_object_mut()) else {
        return;
    };
    new.retain(|member, _| !is_documentation(kind, member));
    for (member, value) in old {
        let is_extension = member.starts_with("x-") && member != OPEN_ENUM;
        if is_documentation(kind, member) || is_extension {
            new.entry(member).or_insert_with(|| value.clone());
        }
    }
}

/// Returns whether `old` is the reference `new` in an `allOf`, beside documentation.
fn is_documented_reference(old: &Value, new: &Value) -> bool {
    let structure = without_documentation(Kind::Schema, old);
    structure == json!({"allOf": [new]})
}

/// Returns what `old` has for the child of `new` at a relative pointer.
fn counterpart<'o>(old: &'o Value, new: &Value, at: &str) -> Option<&'o Value> {
    let (parent, _) = pointer::split(at)?;
    let (Some(Value::Array(items)), Some(item)) = (old.pointer(parent), new.pointer(at)) else {
        return old.pointer(at);
    };
    match identity(item) {
        Some(wanted) => items.iter().find(|item| identity(item) == Some(wanted)),
        None => old.pointer(at),
    }
}

/// Returns what identifies an item of a list apart from its position.
fn identity(item: &Value) -> Option<(&str, &str)> {
    let text = |member| item.get(member).and_then(Value::as_str);
    match reference(item) {
        Some(target) => Some(("$ref", target)),
        None => Some((text("in")?, text("name")?)),
    }
}

/// Gives the lists of `new` whose order means nothing the order that they have in `old`.
fn keep_order(old: &Value, new: &mut Value) {
    for list in ["required", "parameters", "enum", OPEN_ENUM] {
        let old = old.get(list).and_then(Value::as_array);
        let new = new.get_mut(list).and_then(Value::as_array_mut);
        if let (Some(old), Some(new)) = (old, new) {
            let is_same = |one: &Value, other: &Value| {
                one == other || identity(one).is_some() && identity(one) == identity(other)
            };
            new.sort_by_key(|item| {
                let position = old.iter().position(|other| is_same(item, other));
                position.unwrap_or(usize::MAX)
            });
        }
    }
}

/// Gives the path items of `old` the paths that their operations have in `new`.
fn move_paths(old: &mut Value, new: &Value) {
    let moves: Vec<(String, String)> = operations(old)
        .filter(|operation| members(new, "paths").get(operation.path).is_none())
        .filter_map(|operation| {
            let mut moved = operations(new)
                .filter(|other| other.id().is_some() && other.id() == operation.id());
            Some((operation.path.to_owned(), moved.next()?.path.to_owned()))
        })
        .collect();
    let Some(paths) = old.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (from, to) in moves {
        if !paths.contains_key(&to)
            && let Some(item) = paths.shift_remove(&from)
        {
            paths.insert(to, item);
        }
    }
}

/// Places the parameters of `new` at the path or at the operations, as `old` has them. Where `old`
/// has no such path, those that all operations share are placed at the path.
fn place_parameters(old: &Value, new: &mut Value) {
    let items = new.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in items.into_iter().flatten() {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        push_down_parameters(item);
        let lists = operations_of(item).map(parameters);
        let lists: Vec<_> = lists.collect();
        let mut shared = lists.first().cloned().unwrap_or_default().to_vec();
        shared.retain(|parameter| lists.iter().all(|list| list.contains(parameter)));
        if let Some(old) = members(old, "paths").get(path) {
            let is_same = |one: &Value, other: &Value| identity(one) == identity(other);
            shared.retain(|one| parameters(old).iter().any(|other| is_same(one, other)));
        }
        lift_parameters(item, shared);
    }
}

/// Moves the parameters of a path to its operations, unless these have their own.
fn push_down_parameters(item: &mut Map<String, Value>) {
    let Some(Value::Array(list)) = item.shift_remove("parameters") else {
        return;
    };
    for operation in operations_of_mut(item) {
        let own = parameters(operation);
        let is_own = |one: &Value| own.iter().any(|other| identity(one) == identity(other));
        let inherited: Vec<_> = list.iter().filter(|one| !is_own(one)).cloned().collect();
        operation["parameters"] = [inherited, own.to_vec()].concat().into();
    }
}

/// Moves parameters that all operations of a path share to the path.
fn lift_parameters(item: &mut Map<String, Value>, shared: Vec<Value>) {
    for operation in operations_of_mut(item) {
        let mut rest = parameters(operation).to_vec();
        rest.retain(|parameter| !shared.contains(parameter));
        if !rest.is_empty() {
            operation["parameters"] = rest.into();
        } else if let Some(operation) = operation.as_object_mut() {
            operation.shift_remove("parameters");
        }
    }
    if !shared.is_empty() {
        item.insert("parameters".to_owned(), shared.into());
    }
}

fn parameters(owner: &Value) -> &[Value] {
    let list = owner.get("parameters").and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

fn operations_of(item: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let members = item.iter();
    let operations = members.filter(|(name, value)| is_operation(name, value));
    operations.map(|(_, operation)| operation)
}

fn operations_of_mut(item: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    let members = item.iter_mut();
    let operations = members.filter(|(name, value)| is_operation(name, value));
    operations.map(|(_, operation)| operation)
}

fn is_operation(name: &str, value: &Value) -> bool {
    METHODS.contains(&name) && value.is_object()
}

fn collect_changes(at: &str, old: &Value, new: &Value, changes: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in old {
                match new.get(name) {
                    Some(other) => collect_changes(&join(at, name), value, other, changes),
                    None => changes.push(join(at, name)),
                }
            }
            let added = new.keys().filter(|name| !old.contains_key(*name));
            changes.extend(added.map(|name| join(at, name)));
        }
        (old, new) if old == new => {}
        _ => changes.push(at.to_owned()),
    }
}
