//! Our decisions about the server's description: an OpenAPI Overlay 1.0, with three extensions.
//!
//! - `x-operations` says which operations we cover, and under which operationIds.
//! - `x-rename` gives what an action selects another name. References to a component follow.
//! - `x-extract` makes what an action selects a component, and puts a reference in its place.
//!
//! An overlay passes over a target that selects nothing. Here it is an error: a decision about something that is gone
//! has to be made again. Where a target lists names, `['a', 'b']`, each of them must be there.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::select::Covered;
use crate::document::Document;
use crate::fault::{Fault, Faults};
use crate::openapi::grammar::METHODS;
use crate::openapi::references::redirect;
use crate::pointer::{self, join};

/// What tells nothing about the values that a schema allows.
const PROSE: [&str; 4] = ["title", "description", "example", "examples"];

/// An overlay that was read and has the right form.
pub struct Overlay {
    document: Document,
    /// The operations that we cover.
    pub operations: Vec<Covered>,
    actions: Vec<Action>,
}

struct Action {
    target: String,
    change: Change,
}

enum Change {
    Remove,
    Update(Value),
    Rename(String),
    /// The component, as the target of a reference.
    Extract(String),
}

impl Overlay {
    /// Reads an overlay.
    pub fn read(document: Document) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let mut operations = Vec::new();
        let mut actions = Vec::new();
        match document.value.get("overlay").and_then(Value::as_str) {
            Some(version) if version.starts_with("1.0") => {}
            _ => faults.push(document.fault("/overlay", "must be 1.0.0")),
        }
        let covered = document
            .value
            .get("x-operations")
            .and_then(Value::as_object);
        for (name, id) in covered.into_iter().flatten() {
            match operation(name, id) {
                Some(operation) => operations.push(operation),
                None => faults.push(document.fault(
                    join("/x-operations", name),
                    "must have the form `GET /path: operation_id`",
                )),
            }
        }
        let list = document.value.get("actions").and_then(Value::as_array);
        for (index, value) in list.into_iter().flatten().enumerate() {
            match action(value) {
                Ok(action) => actions.push(action),
                Err(what) => faults.push(document.fault(format!("/actions/{index}"), what)),
            }
        }
        Faults(faults).into_result()?;
        Ok(Self {
            document,
            operations,
            actions,
        })
    }

    /// The faults of operations that are not there.
    pub fn missing(&self, source: &Value, missing: &[&Covered]) -> Vec<Fault> {
        let faults = missing.iter().map(|operation| {
            let name = format!("{} {}", operation.method.to_uppercase(), operation.path);
            let last = |path: &str| {
                path.rsplit('/')
                    .find(|part| !part.starts_with('{'))
                    .map(str::to_owned)
            };
            let similar: Vec<String> = crate::openapi::operations(source)
                .filter(|other| {
                    other.method == operation.method && last(other.path) == last(&operation.path)
                })
                .map(|other| format!("`{}`", other.path))
                .collect();
            let hint = match similar.as_slice() {
                [] => String::new(),
                similar => format!("; under the same method there is {}", similar.join(", ")),
            };
            let what = format!("the server's description has no such operation{hint}");
            self.document.fault(join("/x-operations", name), what)
        });
        faults.collect()
    }

    /// Applies the actions in their order.
    pub fn apply(&self, value: &mut Value) -> Result<(), Faults> {
        let mut faults = Vec::new();
        for (index, action) in self.actions.iter().enumerate() {
            for target in alternatives(&action.target) {
                if let Err(what) = apply(value, &target, &action.change) {
                    let at = format!("/actions/{index}/target");
                    faults.push(self.document.fault(at, format!("`{target}` {what}")));
                }
            }
        }
        Faults(faults).into_result()
    }
}

fn operation(name: &str, id: &Value) -> Option<Covered> {
    let (method, path) = name.split_once(' ')?;
    let method = method.to_lowercase();
    let is_valid = METHODS.contains(&method.as_str()) && path.starts_with('/');
    is_valid.then_some(Covered {
        method,
        path: path.to_owned(),
        id: id.as_str()?.to_owned(),
    })
}

fn action(value: &Value) -> Result<Action, String> {
    let mut target = None;
    let mut changes = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let text = value.as_str().map(str::to_owned);
        match (name.as_str(), text) {
            ("target", Some(text)) => target = Some(text),
            ("description", Some(_)) => {}
            ("remove", None) if value == &Value::Bool(true) => changes.push(Change::Remove),
            ("update", _) => changes.push(Change::Update(value.clone())),
            ("x-rename", Some(text)) => changes.push(Change::Rename(text)),
            ("x-extract", Some(text)) if text.starts_with("#/components/") => {
                changes.push(Change::Extract(text));
            }
            ("x-extract", _) => {
                return Err("`x-extract` must begin with `#/components/`".to_owned());
            }
            _ => {
                return Err(format!(
                    "`{name}` is unknown here, or has a value of the wrong type"
                ));
            }
        }
    }
    let target = target.ok_or("has no `target`")?;
    for target in alternatives(&target) {
        JsonPath::parse(&target).map_err(|error| format!("`{target}` is no JSONPath: {error}"))?;
    }
    let mut changes = changes.into_iter();
    match (changes.next(), changes.next()) {
        (Some(change), None) => Ok(Action { target, change }),
        _ => Err("needs exactly one of `remove`, `update`, `x-rename` and `x-extract`".to_owned()),
    }
}

/// `$['a', 'b'].c` as `$['a'].c` and `$['b'].c`, so that a name that is not there shows.
fn alternatives(target: &str) -> Vec<String> {
    for (open, _) in target.match_indices("['") {
        let Some(close) = target[open..].find("']").map(|length| open + length) else {
            continue;
        };
        let names: Vec<&str> = target[open + 1..close + 1]
            .split(',')
            .map(str::trim)
            .collect();
        let are_names = names.iter().all(|name| {
            name.len() > 2
                && name.starts_with('\'')
                && name.ends_with('\'')
                && !name[1..name.len() - 1].contains('\'')
        });
        if names.len() > 1 && are_names {
            let (before, after) = (&target[..=open], &target[close + 1..]);
            let each = names.iter().map(|name| format!("{before}{name}{after}"));
            return each.flat_map(|target| alternatives(&target)).collect();
        }
    }
    vec![target.to_owned()]
}

fn apply(document: &mut Value, target: &str, change: &Change) -> Result<(), String> {
    let path = JsonPath::parse(target).map_err(|error| error.to_string())?;
    let mut pointers: Vec<String> = path
        .query_located(document)
        .locations()
        .map(|location| location.to_json_pointer())
        .collect();
    if pointers.is_empty() {
        return Err("selects nothing: what it decides about is gone, so decide again".to_owned());
    }
    // From the end, so that what is removed from an array moves nothing that is still to come.
    pointers.reverse();
    for pointer in pointers {
        match change {
            Change::Remove => remove(document, &pointer)?,
            Change::Update(update) => match document.pointer_mut(&pointer) {
                Some(Value::Array(elements)) => elements.push(update.clone()),
                Some(target @ Value::Object(_)) if update.is_object() => merge(target, update),
                _ => {
                    return Err(format!(
                        "selects {pointer}, which cannot be updated with this"
                    ));
                }
            },
            Change::Rename(name) => rename(document, &pointer, name)?,
            Change::Extract(component) => extract(document, &pointer, component)?,
        }
    }
    Ok(())
}

fn remove(document: &mut Value, at: &str) -> Result<(), String> {
    let (parent, name) = pointer::split(at).ok_or("selects the whole document")?;
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&name);
        }
        Some(Value::Array(elements)) => {
            if let Ok(index) = name.parse::<usize>()
                && index < elements.len()
            {
                elements.remove(index);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Objects are merged, arrays are appended to, everything else is replaced.
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

fn rename(document: &mut Value, at: &str, new: &str) -> Result<(), String> {
    let (parent, old) = pointer::split(at).ok_or("selects the whole document")?;
    let Some(Value::Object(members)) = document.pointer_mut(parent) else {
        return Err(format!("selects {at}, which has no name"));
    };
    if members.contains_key(new) {
        return Err(format!("cannot become `{new}`: there is one already"));
    }
    let renamed: Map<String, Value> = std::mem::take(members)
        .into_iter()
        .map(|(name, value)| {
            if name == old {
                (new.to_owned(), value)
            } else {
                (name, value)
            }
        })
        .collect();
    *members = renamed;
    let moved = (format!("#{at}"), format!("#{}", join(parent, new)));
    redirect(document, &[moved]);
    if parent == "/components/securitySchemes" {
        rename_requirements(document, &old, new);
    }
    Ok(())
}

/// Security schemes are referred to by their names.
fn rename_requirements(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "security" {
                    for requirement in member.as_array_mut().into_iter().flatten() {
                        if let Some(requirement) = requirement.as_object_mut()
                            && let Some(scopes) = requirement.shift_remove(old)
                        {
                            requirement.insert(new.to_owned(), scopes);
                        }
                    }
                }
                rename_requirements(member, old, new);
            }
        }
        Value::Array(members) => {
            members
                .iter_mut()
                .for_each(|member| rename_requirements(member, old, new));
        }
        _ => {}
    }
}

fn extract(document: &mut Value, at: &str, component: &str) -> Result<(), String> {
    let reference = serde_json::json!({"$ref": component});
    let Some(found) = document.pointer(at).cloned() else {
        return Ok(());
    };
    if found == reference {
        return Ok(());
    }
    let mut extracted = found;
    let nullable = extracted
        .as_object_mut()
        .and_then(|object| object.shift_remove("nullable"))
        .is_some_and(|nullable| nullable == Value::Bool(true));
    let place = &component[1..];
    match document.pointer(place) {
        Some(existing) if without_prose(existing) == without_prose(&extracted) => {}
        Some(_) => {
            return Err(format!(
                "selects {at}, which is not the same as `{component}`"
            ));
        }
        None => put(document, place, extracted),
    }
    if let Some(value) = document.pointer_mut(at) {
        *value = match nullable {
            true => serde_json::json!({"nullable": true, "allOf": [reference]}),
            false => reference,
        };
    }
    Ok(())
}

fn without_prose(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(object) = value.as_object_mut() {
        object.retain(|name, _| !PROSE.contains(&name.as_str()));
    }
    value
}

fn put(document: &mut Value, at: &str, value: Value) {
    let mut place = document;
    for part in pointer::parts(at) {
        place = &mut place[part];
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn overlay(text: &str) -> Result<Overlay, Faults> {
        let text = format!("overlay: 1.0.0\n{text}");
        Overlay::read(Document::parse("overlay.yaml", text).unwrap())
    }

    fn applied(actions: &str, mut value: Value) -> Result<Value, String> {
        let overlay =
            overlay(&format!("actions:\n{actions}")).map_err(|faults| faults.to_string())?;
        overlay
            .apply(&mut value)
            .map_err(|faults| faults.to_string())?;
        Ok(value)
    }

    #[test]
    fn updates_merge_append_and_replace() {
        let value = json!({"a": {"b": 1, "c": [1]}, "d": [1]});
        let actions =
            "- {target: $.a, update: {b: 2, c: [2], e: {f: 3}}}\n- {target: $.d, update: 2}\n";
        let expected = json!({"a": {"b": 2, "c": [1, 2], "e": {"f": 3}}, "d": [1, 2]});
        assert_eq!(applied(actions, value).unwrap(), expected);
    }

    #[test]
    fn removals_take_everything_that_is_selected() {
        let value = json!({"a": [1, 2, 1, 3], "b": {"c": 1, "d": 2}});
        let actions = "- {target: '$.a[?@ == 1]', remove: true}\n- {target: \"$.b['c','d']\", remove: true}\n";
        assert_eq!(
            applied(actions, value).unwrap(),
            json!({"a": [2, 3], "b": {}})
        );
    }

    #[test]
    fn renamed_components_take_their_references_along() {
        let value = json!({
            "security": [{"Bearer": []}],
            "a": {"$ref": "#/components/schemas/Old"},
            "components": {"schemas": {"Old": {"enum": [1]}}, "securitySchemes": {"Bearer": {}}},
        });
        let actions = "
- {target: $.components.schemas.Old.enum, x-rename: x-extensible-enum}
- {target: $.components.schemas.Old, x-rename: New}
- {target: $.components.securitySchemes.Bearer, x-rename: Key}
";
        let expected = json!({
            "security": [{"Key": []}],
            "a": {"$ref": "#/components/schemas/New"},
            "components": {"schemas": {"New": {"x-extensible-enum": [1]}}, "securitySchemes": {"Key": {}}},
        });
        assert_eq!(applied(actions, value).unwrap(), expected);
    }

    #[test]
    fn what_is_extracted_must_be_the_same_everywhere() {
        let id = json!({"type": "string", "format": "uuid", "title": "Id"});
        let value = json!({"a": id, "b": {"type": "string", "format": "uuid", "nullable": true}, "c": {"type": "string"}});
        let action = |name: &str| {
            format!("- {{target: \"{name}\", x-extract: '#/components/schemas/Id'}}\n")
        };
        assert_eq!(
            applied(&action("$['a','b']"), value.clone()).unwrap(),
            json!({
                "a": {"$ref": "#/components/schemas/Id"},
                "b": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Id"}]},
                "c": {"type": "string"},
                "components": {"schemas": {"Id": id}},
            })
        );
        let error = applied(&action("$['a','c']"), value).unwrap_err();
        assert!(
            error.contains("`$['c']` selects /c, which is not the same"),
            "{error}"
        );
    }

    #[test]
    fn a_decision_about_nothing_is_an_error_with_its_line() {
        let error = applied(
            "- target: $.a\n  remove: true\n- target: \"$['a','b'].c\"\n  remove: true\n",
            json!({"a": {"c": 1}}),
        );
        let error = error.unwrap_err();
        assert!(
            error.contains("overlay.yaml:5: /actions/1/target: `$['a'].c` selects nothing"),
            "{error}"
        );
        assert!(
            error.contains("overlay.yaml:5: /actions/1/target: `$['b'].c` selects nothing"),
            "{error}"
        );
    }

    #[test]
    fn an_overlay_of_the_wrong_form_is_refused() {
        let error = |text| overlay(text).err().unwrap().to_string();
        assert!(
            error("actions: [{target: $.a}]").contains("/actions/0: needs exactly one of `remove`")
        );
        assert!(error("actions: [{target: a, remove: true}]").contains("`a` is no JSONPath"));
        assert!(
            error("actions: [{target: $.a, delete: true}]").contains("`delete` is unknown here")
        );
        assert!(
            error("x-operations: {FETCH /a: b}")
                .contains("/x-operations/FETCH ~1a: must have the form")
        );
    }
}
