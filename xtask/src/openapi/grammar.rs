//! Which objects an OpenAPI document is made of, for walking it.
//!
//! Knows the objects of 3.0 and of 3.1. Whatever it does not lead to (examples, defaults, extensions) is data, in
//! which a `$ref` or a `type` means nothing.

use serde_json::Value;

use crate::pointer;

/// The methods that a path item may have.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The document itself.
    Document,
    /// `components`
    Components,
    /// What belongs to a path.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// A body in one media type.
    MediaType,
    /// How one property of a form is sent.
    Encoding,
    /// A header of a response.
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

/// How the children hang on a member.
#[derive(Clone, Copy)]
enum Shape {
    /// Or several, as the `items` of older documents.
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

/// Whether a name in a map is an extension of OpenAPI's instead. Names of components and properties are free.
fn is_extension(kind: Kind, name: &str) -> bool {
    matches!(kind, PathItem | Response) && name.starts_with("x-")
}

/// Whether this is the `true` or `false` that may stand in the place of one schema in every version.
fn is_switch(member: &str, value: &Value) -> bool {
    member == "additionalProperties" && value.is_boolean()
}

/// Visits an object and all below it, parents first.
pub fn walk<'d>(
    kind: Kind,
    pointer: &str,
    value: &'d Value,
    visit: &mut dyn FnMut(Kind, &str, &'d Value),
) {
    visit(kind, pointer, value);
    if kind == Callback {
        for (name, item) in value.as_object().into_iter().flatten() {
            if !is_extension(PathItem, name) && item.is_object() {
                walk(PathItem, &pointer::join(pointer, name), item, visit);
            }
        }
    }
    for (member, shape, child) in members(kind) {
        let Some(value) = value.get(member) else {
            continue;
        };
        if is_switch(member, value) {
            continue;
        }
        let pointer = pointer::join(pointer, member);
        match (shape, value) {
            (One | List, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    walk(
                        *child,
                        &pointer::join(&pointer, index.to_string()),
                        item,
                        visit,
                    );
                }
            }
            (One, value) => walk(*child, &pointer, value, visit),
            (Map, Value::Object(items)) => {
                for (name, item) in items.iter().filter(|(name, _)| !is_extension(*child, name)) {
                    walk(*child, &pointer::join(&pointer, name), item, visit);
                }
            }
            _ => {}
        }
    }
}

/// Visits an object and all below it, children first, so that a visitor may replace what it is given.
pub fn walk_mut(
    kind: Kind,
    pointer: &str,
    value: &mut Value,
    visit: &mut dyn FnMut(Kind, &str, &mut Value),
) {
    if kind == Callback {
        for (name, item) in value.as_object_mut().into_iter().flatten() {
            if !is_extension(PathItem, name) && item.is_object() {
                walk_mut(PathItem, &pointer::join(pointer, name), item, visit);
            }
        }
    }
    for (member, shape, child) in members(kind) {
        let Some(value) = value.get_mut(member) else {
            continue;
        };
        if is_switch(member, value) {
            continue;
        }
        let pointer = pointer::join(pointer, member);
        match (shape, value) {
            (One | List, Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    walk_mut(
                        *child,
                        &pointer::join(&pointer, index.to_string()),
                        item,
                        visit,
                    );
                }
            }
            (One, value) => walk_mut(*child, &pointer, value, visit),
            (Map, Value::Object(items)) => {
                for (name, item) in items.iter_mut() {
                    if !is_extension(*child, name) {
                        walk_mut(*child, &pointer::join(&pointer, name), item, visit);
                    }
                }
            }
            _ => {}
        }
    }
    visit(kind, pointer, value);
}

/// The section of `components` that holds objects of a kind.
pub fn section(kind: Kind) -> Option<&'static str> {
    members(Components)
        .iter()
        .find(|(_, _, child)| *child == kind)
        .map(|(section, ..)| *section)
}
