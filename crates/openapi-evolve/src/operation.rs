//! The operations of a document.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::pointer::{join, resolve};

/// The HTTP methods that a path item can have, in lower case.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An operation and its place in the document.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'d> {
    /// The path template, for example `/books/{id}`.
    pub path: &'d str,
    /// The HTTP method in lower case.
    pub method: &'d str,
    /// The path item that has the operation.
    pub item: &'d Value,
    /// The operation itself.
    pub value: &'d Value,
}

/// Returns the operations of a document, in its order. What is not an object is passed over.
pub fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    members(document, "paths").iter().flat_map(|(path, item)| {
        let members = item.as_object().into_iter().flatten();
        members
            .filter(|(method, value)| METHODS.contains(&method.as_str()) && value.is_object())
            .map(move |(method, value)| Operation {
                path,
                method,
                item,
                value,
            })
    })
}

impl<'d> Operation<'d> {
    /// Returns the JSON pointer of the operation.
    pub fn pointer(&self) -> String {
        join(&join("/paths", self.path), self.method)
    }

    /// Returns the operationId.
    pub fn id(&self) -> Option<&'d str> {
        self.value.get("operationId")?.as_str()
    }

    /// Returns the parameters with references resolved, each with the JSON pointer of where the
    /// operation or its path item has it.
    ///
    /// A parameter of the operation takes the place of one of the path item with the same name and
    /// location.
    pub fn parameters(&self, document: &'d Value) -> Vec<(String, &'d Value)> {
        let of = |owner: &'d Value, pointer: String| {
            let list = owner.get("parameters").and_then(Value::as_array);
            let pointer = join(&pointer, "parameters");
            let parameters = list.into_iter().flatten().enumerate();
            parameters.filter_map(move |(index, parameter)| {
                let pointer = join(&pointer, index.to_string());
                Some((pointer, resolve(document, parameter)?))
            })
        };
        let key = |parameter: &'d Value| (parameter.get("name"), parameter.get("in"));
        let mut parameters: Vec<_> = of(self.item, join("/paths", self.path)).collect();
        for (pointer, own) in of(self.value, self.pointer()) {
            parameters.retain(|(_, other)| key(other) != key(own));
            parameters.push((pointer, own));
        }
        parameters
    }
}

/// Returns the names in braces of a path template.
pub fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Returns the members of the object `name`, or an empty map if `value` has no object of that name.
pub fn members<'v>(value: &'v Value, name: &str) -> &'v Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.get(name).and_then(Value::as_object).unwrap_or(&NONE)
}

/// Returns the text of the member `name`, or an empty text if `value` has no text of that name.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Returns whether the member `name` is `true`.
pub(crate) fn is_true(value: &Value, name: &str) -> bool {
    value.get(name) == Some(&Value::Bool(true))
}

/// Returns whether a response with this status is a success.
pub fn is_success(status: &str) -> bool {
    status.starts_with('2')
}
