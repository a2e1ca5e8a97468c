//! Properties of objects, and whether they have a value.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::normal::{is_nullable, normal};

/// A property of an object.
pub(super) struct Property {
    pub(super) schema: Map<String, Value>,
    pub(super) required: bool,
}

impl Property {
    pub(super) fn all(object: &Map<String, Value>) -> BTreeMap<String, Self> {
        let required = object.get("required").and_then(Value::as_array);
        let properties = object.get("properties").and_then(Value::as_object);
        let properties = properties.into_iter().flatten().map(|(name, schema)| {
            let required = required.is_some_and(|names| names.iter().any(|other| other == name));
            (
                name.clone(),
                Self {
                    schema: normal(schema),
                    required,
                },
            )
        });
        properties.collect()
    }

    pub(super) fn nullable(&self) -> bool {
        is_nullable(&self.schema)
    }

    /// Whether it always has a value: the field is no `Option`.
    pub(super) fn is_certain(&self) -> bool {
        self.required && !self.nullable()
    }

    pub(super) fn presence(&self) -> &'static str {
        match (self.required, self.nullable()) {
            (true, false) => "always there",
            (true, true) => "there, but may be null",
            (false, false) => "optional",
            (false, true) => "optional, and may be null",
        }
    }
}
