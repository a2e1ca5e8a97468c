//! What OpenAPI 3.0 is, and whether a document is that.

pub mod grammar;
pub mod references;
pub mod validity;

use std::sync::LazyLock;

use serde_json::{Map, Value};

pub use grammar::METHODS;

use crate::document::Document;
use crate::fault::{Fault, Faults};

/// The keywords by which a schema limits the values of a type.
pub const LIMITS: [&str; 13] = [
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Checks that a document is valid OpenAPI 3.0: its form, and the references in it.
pub fn check(document: &Document) -> Result<(), Faults> {
    version(document).map_err(|fault| Faults(vec![fault]))?;
    Faults(validity::faults(document)).into_result()?;
    Faults(references::faults(document)).into_result()
}

fn version(document: &Document) -> Result<(), Fault> {
    let help = "the generator reads 3.0.x; bring it down with `cargo xtask import`";
    let text = |version: &Value| match version {
        Value::String(version) => version.clone(),
        version => version.to_string(),
    };
    match (document.value.get("openapi"), document.value.get("swagger")) {
        (Some(version), _) if text(version).starts_with("3.0.") => Ok(()),
        (Some(version), _) if text(version).starts_with("3.") => Err(document.fault(
            "/openapi",
            format!("this is OpenAPI {}; {help}", text(version)),
        )),
        (Some(version), _) => Err(document.fault(
            "/openapi",
            format!("`{}` is no version of OpenAPI; write 3.0.3", text(version)),
        )),
        (None, Some(version)) => Err(document.fault(
            "/swagger",
            format!(
                "this is OpenAPI {}; the generator reads 3.0.x; convert it to that first",
                text(version)
            ),
        )),
        (None, None) => Err(document.fault(
            "",
            "not an OpenAPI document: it has no `openapi` that says its version",
        )),
    }
}

/// The operations of a document in its order: pointer, method in lower case, path, operation.
pub fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        let members = item.as_object().into_iter().flatten();
        members
            .filter(|(method, _)| grammar::METHODS.contains(&method.as_str()))
            .map(move |(method, value)| Operation {
                path,
                method,
                item,
                value,
            })
    })
}

/// An operation and its place.
#[derive(Clone, Copy)]
pub struct Operation<'d> {
    /// The path, as a template.
    pub path: &'d str,
    /// The HTTP method, in lower case.
    pub method: &'d str,
    /// The path item around it.
    pub item: &'d Value,
    /// The operation itself.
    pub value: &'d Value,
}

impl<'d> Operation<'d> {
    /// The JSON pointer.
    pub fn pointer(&self) -> String {
        crate::pointer::join(&crate::pointer::join("/paths", self.path), self.method)
    }

    /// The operationId.
    pub fn id(&self) -> Option<&'d str> {
        self.value.get("operationId")?.as_str()
    }

    /// The parameters, those of the path item included unless the operation has its own, with references followed,
    /// each with the pointer of where it is used.
    pub fn parameters(&self, document: &'d Value) -> Vec<(String, &'d Value)> {
        let of = |owner: &'d Value, pointer: String| {
            let list = owner.get("parameters").and_then(Value::as_array);
            list.into_iter()
                .flatten()
                .enumerate()
                .filter_map(move |(index, parameter)| {
                    let pointer = crate::pointer::join(&pointer, "parameters");
                    let pointer = crate::pointer::join(&pointer, index.to_string());
                    Some((pointer, crate::pointer::resolve(document, parameter)?))
                })
        };
        let key =
            |parameter: &Value| (parameter.get("name").cloned(), parameter.get("in").cloned());
        let mut parameters: Vec<_> =
            of(self.item, crate::pointer::join("/paths", self.path)).collect();
        for (pointer, own) in of(self.value, self.pointer()) {
            parameters.retain(|(_, other)| key(other) != key(own));
            parameters.push((pointer, own));
        }
        parameters
    }
}

/// The names in braces of a path.
pub fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The members of a member that is an object; none where there is no such.
pub fn members<'v>(value: &'v Value, name: &str) -> &'v Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.get(name).and_then(Value::as_object).unwrap_or(&NONE)
}

/// Whether a response of this status is a success.
pub fn is_success(status: &str) -> bool {
    status.starts_with('2')
}
