//! Properties of objects, and whether they have a value.

use std::collections::BTreeMap;

use serde_json::Value;

use super::schemas::ANYTHING;
use super::usage::Usage;
use crate::schema::Schema;

/// A property of an object.
pub(super) struct Property<'s> {
    pub(super) schema: &'s Schema,
    pub(super) required: bool,
    /// Whether the object has a schema for it. Otherwise it is only required.
    pub(super) is_declared: bool,
}

impl<'s> Property<'s> {
    /// Returns the properties of an object by their names, those included that are only required.
    pub(super) fn all(object: &'s Schema) -> BTreeMap<&'s str, Self> {
        let properties = object.get("properties").and_then(Value::as_object);
        let properties = properties.into_iter().flatten();
        let mut all: BTreeMap<_, _> = properties
            .map(|(name, schema)| {
                let schema = schema.as_object().unwrap_or(&ANYTHING);
                let property = Self {
                    schema,
                    required: false,
                    is_declared: true,
                };
                (name.as_str(), property)
            })
            .collect();
        let required = object.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            let property = all.entry(name).or_insert(Self {
                schema: &ANYTHING,
                required: true,
                is_declared: false,
            });
            property.required = true;
        }
        all
    }

    /// Returns where the property is: read-only ones only in responses, write-only ones only in
    /// requests.
    pub(super) fn usage(&self) -> Usage {
        let is = |keyword| self.schema.get(keyword) == Some(&Value::Bool(true));
        Usage {
            request: !is("readOnly"),
            response: !is("writeOnly"),
        }
    }
}

/// Describes a property that can be absent or null.
pub(super) fn presence(required: bool, nullable: bool) -> &'static str {
    match (required, nullable) {
        (true, false) => "always present",
        (true, true) => "present, but possibly null",
        (false, false) => "optional",
        (false, true) => "optional and possibly null",
    }
}
