//! The objects that an OpenAPI document consists of, and how to visit them.
//!
//! Covers the objects of 3.0 and 3.1. Everything else in a document (examples, defaults,
//! extensions) is data, in which a `$ref` or a `type` has no meaning.

use serde_json::Value;

use crate::pointer;

/// The kind of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The document itself.
    Document,
    /// The container of everything that can be referred to.
    Components,
    /// The operations of a path.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// The form of a body in one media type.
    MediaType,
    /// The encoding of one property of a form.
    Encoding,
    /// A response header.
    Header,
    /// A named example.
    Example,
    /// A link to another operation.
    Link,
    /// A callback.
    Callback,
    /// A security scheme.
    SecurityScheme,
    /// A schema.
    Schema,
}

/// How a member holds the objects below it.
#[derive(Clone, Copy)]
enum Shape {
    /// As its value. An array is taken for several, as in the `items` of older documents.
    One,
    List,
    Map,
}

use Kind::*;
use Shape::*;

fn members(kind: Kind) -> &'static [(&'static str, Shape, Kind)] {
    match kind {
        Document => &[
            ("paths", Map, PathItem),
            ("webhooks", Map, PathItem),
            ("components", One, Components),
        ],
        Components => &[
            ("schemas", Map, Schema),
            ("responses", Map, Response),
            ("parameters", Map, Parameter),
            ("examples", Map, Example),
            ("requestBodies", Map, RequestBody),
            ("headers", Map, Header),
            ("securitySchemes", Map, SecurityScheme),
            ("links", Map, Link),
            ("callbacks", Map, Callback),
            ("pathItems", Map, PathItem),
        ],
        PathItem => &[
            ("parameters", List, Parameter),
            ("get", One, Operation),
            ("put", One, Operation),
            ("post", One, Operation),
            ("delete", One, Operation),
            ("options", One, Operation),
            ("head", One, Operation),
            ("patch", One, Operation),
            ("trace", One, Operation),
        ],
        Operation => &[
            ("parameters", List, Parameter),
            ("requestBody", One, RequestBody),
            ("responses", Map, Response),
            ("callbacks", Map, Callback),
        ],
        Parameter | Header => &[
            ("schema", One, Schema),
            ("content", Map, MediaType),
            ("examples", Map, Example),
        ],
        RequestBody => &[("content", Map, MediaType)],
        Response => &[
            ("headers", Map, Header),
            ("content", Map, MediaType),
            ("links", Map, Link),
        ],
        MediaType => &[
            ("schema", One, Schema),
            ("examples", Map, Example),
            ("encoding", Map, Encoding),
        ],
        Encoding => &[("headers", Map, Header)],
        Schema => &[
            ("properties", Map, Schema),
            ("patternProperties", Map, Schema),
            ("dependentSchemas", Map, Schema),
            ("$defs", Map, Schema),
            ("definitions", Map, Schema),
            ("additionalProperties", One, Schema),
            ("unevaluatedProperties", One, Schema),
            ("propertyNames", One, Schema),
            ("items", One, Schema),
            ("prefixItems", List, Schema),
            ("unevaluatedItems", One, Schema),
            ("contains", One, Schema),
            ("allOf", List, Schema),
            ("anyOf", List, Schema),
            ("oneOf", List, Schema),
            ("not", One, Schema),
            ("if", One, Schema),
            ("then", One, Schema),
            ("else", One, Schema),
            ("contentSchema", One, Schema),
        ],
        Callback | Example | Link | SecurityScheme => &[],
    }
}

/// Returns whether a name in a map is that of an extension. Components and properties can have any
/// name.
fn is_extension(kind: Kind, name: &str) -> bool {
    matches!(kind, PathItem | Response) && name.starts_with("x-")
}

/// Visits an object and everything below it, parents first.
///
/// `pointer` is the JSON pointer of `value`; the visitor is given the kind, the pointer and the
/// value of each object.
pub fn walk<'d>(
    kind: Kind,
    pointer: &str,
    value: &'d Value,
    visit: &mut dyn FnMut(Kind, &str, &'d Value),
) {
    visit(kind, pointer, value);
    for (child, relative) in children(kind, value) {
        if let Some(value) = value.pointer(&relative) {
            walk(child, &format!("{pointer}{relative}"), value, visit);
        }
    }
}

/// Visits an object and everything below it, children first, so that the visitor can replace what
/// it is given.
pub fn walk_mut(
    kind: Kind,
    pointer: &str,
    value: &mut Value,
    visit: &mut dyn FnMut(Kind, &str, &mut Value),
) {
    for (child, relative) in children(kind, value) {
        if let Some(value) = value.pointer_mut(&relative) {
            walk_mut(child, &format!("{pointer}{relative}"), value, visit);
        }
    }
    visit(kind, pointer, value);
}

/// Returns the kinds of the objects directly below an object, and their pointers relative to it.
pub(crate) fn children(kind: Kind, value: &Value) -> Vec<(Kind, String)> {
    let mut children = Vec::new();
    if kind == Callback {
        let items = value.as_object().into_iter().flatten();
        let items = items.filter(|(name, item)| !is_extension(PathItem, name) && item.is_object());
        children.extend(items.map(|(name, _)| (PathItem, pointer::join("", name))));
    }
    for (member, shape, child) in members(kind) {
        let Some(value) = value.get(member) else {
            continue;
        };
        let pointer = pointer::join("", member);
        match (shape, value) {
            // `true` and `false` are not schemas here, but values that every version allows.
            (One, Value::Bool(_)) if *member == "additionalProperties" => {}
            (One | List, Value::Array(items)) => {
                let indices = 0..items.len();
                children.extend(indices.map(|index| (*child, format!("{pointer}/{index}"))));
            }
            (One, _) => children.push((*child, pointer)),
            (Map, Value::Object(items)) => {
                let names = items.keys().filter(|name| !is_extension(*child, name));
                children.extend(names.map(|name| (*child, pointer::join(&pointer, name))));
            }
            _ => {}
        }
    }
    children
}

/// Returns the section of `components` that holds objects of a kind.
pub(crate) fn section(kind: Kind) -> Option<&'static str> {
    members(Components)
        .iter()
        .find(|(_, _, child)| *child == kind)
        .map(|(section, ..)| *section)
}

/// Returns the kind of the objects in a section of `components`.
pub(crate) fn kind_in(section: &str) -> Option<Kind> {
    members(Components)
        .iter()
        .find(|(name, ..)| *name == section)
        .map(|(_, _, kind)| *kind)
}
