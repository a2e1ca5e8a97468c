//! Properties of objects, and whether they have a value.

use std::collections::BTreeMap;

use super::canonical::is_nullable;
use crate::schema::Schema;

/// A property of an object.
pub(super) struct Property<'s> {
    pub(super) schema: &'s Schema,
    pub(super) required: bool,
}

impl<'s> Property<'s> {
    /// Returns the properties of an object by their names.
    pub(super) fn all(object: &'s Schema) -> BTreeMap<&'s str, Self> {
        let required = object.get("required").and_then(|names| names.as_array());
        let properties = object.get("properties").and_then(|all| all.as_object());
        let properties = properties.into_iter().flatten();
        let properties = properties.filter_map(|(name, schema)| {
            let required = required.is_some_and(|names| names.iter().any(|other| other == name));
            let schema = schema.as_object()?;
            Some((name.as_str(), Self { schema, required }))
        });
        properties.collect()
    }

    pub(super) fn nullable(&self) -> bool {
        is_nullable(self.schema)
    }

    /// Returns whether the property always has a value, so that its field is not an `Option`.
    pub(super) fn is_certain(&self) -> bool {
        self.required && !self.nullable()
    }

    pub(super) fn presence(&self) -> &'static str {
        match (self.required, self.nullable()) {
            (true, false) => "always present",
            (true, true) => "present, but possibly null",
            (false, false) => "optional",
            (false, true) => "optional and possibly null",
        }
    }
}
