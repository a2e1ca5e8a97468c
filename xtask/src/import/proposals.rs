//! Decisions that follow from the rules for contracts, as actions to review and add to the overlay.

use std::fmt::Write as _;

use heck::ToUpperCamelCase;
use openapi_evolve::Document;
use openapi_evolve::operation::members;
use openapi_evolve::pointer::{segments, split};
use serde_json::Value;

use crate::lint;

/// Returns actions that make ids, open enums and readable responses of what a contract has, in YAML;
/// an empty text if it has no need of them.
pub(super) fn actions(contract: &Document) -> String {
    let root = contract.value();
    let mut actions = Vec::new();
    for at in lint::broken("ids", contract) {
        let name = id_name(root, &at);
        let parameter = at.strip_suffix("/schema").and_then(|at| root.pointer(at));
        if let Some(argument) = parameter.and_then(|parameter| parameter.get("name")?.as_str()) {
            actions.push(action(
                &format!("$.paths.*.*.parameters[?@.name == '{argument}']"),
                &format!("x-extract: \"#/components/parameters/{name}\""),
            ));
            actions.push(action(
                &format!("$.components.parameters.{name}.schema"),
                &format!("x-extract: \"#/components/schemas/{name}\""),
            ));
        } else {
            let extract = format!("x-extract: \"#/components/schemas/{name}\"");
            actions.push(action(&target(&at), &extract));
        }
    }
    for at in lint::broken("closed-enums-in-responses", contract) {
        actions.push(action(&target(&at), "x-rename: x-extensible-enum"));
    }
    for rule in ["limits-in-responses", "closed-objects-in-responses"] {
        for at in lint::broken(rule, contract) {
            actions.push(action(&target(&at), "remove: true"));
        }
    }
    let mut text = String::new();
    for (index, action) in actions.iter().enumerate() {
        // A parameter that several operations have is found at each.
        if !actions[..index].contains(action) {
            text += action;
        }
    }
    text
}

fn action(target: &str, what: &str) -> String {
    format!("  - target: {target}\n    {what}\n")
}

/// Returns the name of an id: `OrbitId` of a property or parameter `orbit_id`, and of the `id` of
/// something whose name begins with `Orbit`, if a path has an `{orbit_id}`.
fn id_name(document: &Value, at: &str) -> String {
    let names: Vec<_> = segments(at).collect();
    let argument =
        split(at).and_then(|(parent, _)| document.pointer(parent)?.get("name")?.as_str());
    let property = argument.or_else(|| names.last().map(String::as_str));
    match (property, names.get(2)) {
        (Some("id"), Some(owner)) => {
            let paths = members(document, "paths").keys();
            let arguments = paths.flat_map(|path| openapi_evolve::operation::placeholders(path));
            let ids = arguments.map(|argument| argument.to_upper_camel_case());
            let resource = ids.filter_map(|id| Some(id.strip_suffix("Id")?.to_owned()));
            let resource = resource.filter(|resource| owner.starts_with(resource.as_str()));
            let resource = resource.max_by_key(String::len);
            format!("{}Id", resource.unwrap_or_else(|| owner.clone()))
        }
        (Some(property), _) => property.to_upper_camel_case(),
        (None, _) => "Id".to_owned(),
    }
}

/// Returns the JSONPath of a pointer.
fn target(pointer: &str) -> String {
    let mut path = "$".to_owned();
    for segment in segments(pointer) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let _ = match segment.parse::<usize>() {
            Ok(index) => write!(path, "[{index}]"),
            Err(_) if segment.chars().all(is_word) => write!(path, ".{segment}"),
            Err(_) => write!(path, "['{}']", segment.replace('\'', "\\'")),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_have_the_name_of_their_resource() {
        let id = json!({"type": "string", "format": "uuid"});
        let parameter = json!({"name": "book_id", "in": "path", "required": true, "schema": id});
        let books = json!({"parameters": [parameter], "get": {"responses": {}}});
        let object = json!({"properties": {"id": id, "shelf_id": id}});
        let contract = Document::from_value(
            "contract",
            json!({
                "paths": {"/books/{book_id}": books, "/books/{book_id}/cover": books},
                "components": {"schemas": {"BookDetails": object}},
            }),
        );
        assert_eq!(
            actions(&contract),
            "  - target: $.paths.*.*.parameters[?@.name == 'book_id']
    x-extract: \"#/components/parameters/BookId\"
  - target: $.components.parameters.BookId.schema
    x-extract: \"#/components/schemas/BookId\"
  - target: $.components.schemas.BookDetails.properties.id
    x-extract: \"#/components/schemas/BookId\"
  - target: $.components.schemas.BookDetails.properties.shelf_id
    x-extract: \"#/components/schemas/ShelfId\"
"
        );
    }
}
