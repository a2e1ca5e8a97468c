//! Compares schemas by what they mean to clients that send, and to clients that read.

use std::sync::LazyLock;

use serde_json::Value;

use super::canonical::is_nullable;
use super::comparison::{Breaks, Comparison};
use super::location::SchemaLocation;
use super::property::Property;
use super::usage::usages;
use super::values::{or, text};
use crate::operation::members;
use crate::pointer::{join, resolve};
use crate::schema::{COMBINATIONS, Schema};

impl<'d> Comparison<'d> {
    /// Compares the named schemas, each of which becomes a type.
    pub(super) fn compare_components(&mut self) {
        let (old, new) = (self.old, self.new);
        let schemas = |document: &'d Value| {
            members(
                document.get("components").unwrap_or(&Value::Null),
                "schemas",
            )
        };
        let (before, after) = (schemas(old), schemas(new));
        let (old_usages, new_usages) = (usages(old), usages(new));
        for (name, schema) in before {
            let at = join("/components/schemas", name);
            match after.get(name) {
                Some(other) => {
                    let usage = [&old_usages, &new_usages]
                        .map(|usages| usages.get(name).copied().unwrap_or_default());
                    self.compare_schema(
                        &SchemaLocation::new(at, usage[0] | usage[1]),
                        schema,
                        other,
                    );
                }
                None => self.add(&at, Breaks::CODE, format!("the type `{name}` is gone")),
            }
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            let message = format!("the type `{name}` is new");
            self.add(&join("/components/schemas", name), Breaks::NOTHING, message);
        }
    }

    /// Compares two schemas of the same value. Named ones are compared where they are defined.
    pub(super) fn compare_schema(&mut self, location: &SchemaLocation, old: &Value, new: &Value) {
        let (old, new) = (as_schema(old), as_schema(new));
        match (is_nullable(old), is_nullable(new)) {
            (false, true) => self.add(
                &location.pointer,
                location.breaks(false, true),
                "can now be null",
            ),
            (true, false) => self.add(
                &location.pointer,
                location.breaks(true, false),
                "can no longer be null",
            ),
            _ => {}
        }
        self.compare_non_null(location, old, new);
    }

    /// Compares two schemas in everything but whether they allow null.
    fn compare_non_null(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let message = match (name(old), name(new)) {
            (None, None) => return self.compare_unnamed(location, old, new),
            (Some(before), Some(after)) if before == after => return,
            (Some(before), Some(after)) => format!("the type `{before}` is now `{after}`"),
            (Some(before), None) => format!("no longer has the type `{before}`"),
            (None, Some(after)) => format!("now has the type `{after}`"),
        };
        if location.types {
            self.add(&location.pointer, Breaks::CODE, message);
        }
        // What is sent does not depend on the names of types.
        let pair = [old, new].map(|schema| name(schema).unwrap_or_default().to_owned());
        if self.resolving.contains(&pair) {
            return;
        }
        self.resolving.push(pair);
        let location = SchemaLocation {
            types: false,
            ..location.clone()
        };
        let (old, new) = (resolved(self.old, old), resolved(self.new, new));
        self.compare_non_null(&location, old, new);
        self.resolving.pop();
    }

    fn compare_unnamed(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let (before, after) = (text(old, "type"), text(new, "type"));
        if before != after {
            // Every integer is a number, and no type means any value.
            let widens = matches!((before, after), ("integer", "number") | (_, ""));
            let narrows = matches!((before, after), ("number", "integer") | ("", _));
            let message = format!(
                "the type {} is now {}",
                or("anything", before),
                or("anything", after)
            );
            return self.add(
                &location.pointer,
                location.breaks(!widens, !narrows),
                message,
            );
        }
        self.compare_format(location, text(old, "format"), text(new, "format"));
        self.compare_enum(location, old, new);
        self.compare_limits(location, old, new);
        self.compare_properties(location, old, new);
        self.compare_parts(location, old, new);
        for combination in COMBINATIONS {
            self.compare_combination(location, combination, old, new);
        }
        self.compare_default(location, old.get("default"), new.get("default"));
    }

    fn compare_properties(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let (before, after) = (Property::all(old), Property::all(new));
        for (name, property) in &before {
            let location = location.within("properties").within(name);
            let Some(other) = after.get(name) else {
                // Readers expect it unless it is optional; what is sent has no effect any more.
                let breaks = location.breaks(true, property.is_certain());
                self.add(
                    &location.pointer,
                    breaks,
                    format!("the property `{name}` is gone"),
                );
                continue;
            };
            if (property.required, property.nullable()) != (other.required, other.nullable()) {
                self.compare_presence(&location, name, property, other);
            }
            self.compare_non_null(&location, property.schema, other.schema);
        }
        for (name, property) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let location = location.within("properties").within(name);
            let message = match (location.usage.request, property.required) {
                (true, true) => format!(
                    "the required property `{name}` is new: requests without it are rejected"
                ),
                (true, false) => {
                    format!(
                        "the optional property `{name}` is new: a struct literal of the type has to name it"
                    )
                }
                (false, _) => format!("the property `{name}` is new"),
            };
            let breaks = location.breaks_code_if(location.usage.request, property.required, false);
            self.add(&location.pointer, breaks, message);
        }
    }

    /// Compares whether a property can be absent or null. To code, both are `None`.
    fn compare_presence(
        &mut self,
        location: &SchemaLocation,
        name: &str,
        old: &Property,
        new: &Property,
    ) {
        // Clients omit what is optional, and send null for what is required and has no value.
        let sends_null = old.required && old.nullable();
        let is_rejected = (new.required && !old.required) || (sends_null && !new.nullable());
        let breaks = location.breaks_code_if(
            old.is_certain() != new.is_certain(),
            is_rejected,
            old.is_certain() && !new.is_certain(),
        );
        let message = format!(
            "the property `{name}` was {} and is {}",
            old.presence(),
            new.presence()
        );
        self.add(&location.pointer, breaks, message);
    }

    /// Compares the schemas of items and of properties without a name.
    fn compare_parts(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        for part in ["items", "additionalProperties", "not"] {
            let location = location.within(part);
            match (old.get(part), new.get(part)) {
                (None, None) => {}
                (Some(Value::Bool(_)), None) | (None, Some(Value::Bool(_))) => {
                    let message = "whether other properties are allowed changed";
                    self.add(&location.pointer, Breaks::NOTHING, message);
                }
                (before, after) => {
                    let [before, after] = [before, after].map(|part| part.unwrap_or(&Value::Null));
                    self.compare_schema(&location, before, after);
                }
            }
        }
    }

    fn compare_combination(
        &mut self,
        location: &SchemaLocation,
        combination: &str,
        old: &Schema,
        new: &Schema,
    ) {
        let branches = |schema: &Schema| {
            let branches = schema.get(combination).and_then(Value::as_array);
            let branches = branches.into_iter().flatten().cloned();
            branches.collect::<Vec<_>>()
        };
        let (mut before, mut after) = (branches(old), branches(new));
        before.retain(|branch| {
            let same = after.iter().position(|other| other == branch);
            same.map(|index| after.remove(index)).is_none()
        });
        let location = location.within(combination);
        if let ([before], [after]) = (before.as_slice(), after.as_slice()) {
            return self.compare_non_null(&location, as_schema(before), as_schema(after));
        }
        // With fewer schemas, an `allOf` allows more, and the others allow less.
        let is_union = combination != "allOf";
        for _ in before {
            self.add(
                &location.pointer,
                location.breaks(is_union, !is_union),
                "one of the schemas is gone",
            );
        }
        for _ in after {
            self.add(
                &location.pointer,
                location.breaks(!is_union, is_union),
                "there is one more schema",
            );
        }
    }
}

/// Returns the name of the component that a schema refers to.
fn name(schema: &Schema) -> Option<&str> {
    let target = schema.get("$ref")?.as_str()?;
    target.rsplit('/').next()
}

/// Returns the schema that a reference leads to.
fn resolved<'d>(document: &'d Value, schema: &'d Schema) -> &'d Schema {
    let component = schema.get("$ref").and_then(Value::as_str);
    match component.and_then(|target| document.pointer(target.strip_prefix('#')?)) {
        Some(component) => as_schema(resolve(document, component).unwrap_or(&Value::Null)),
        None => schema,
    }
}

/// Returns a value as a schema. What is not an object allows anything.
fn as_schema(value: &Value) -> &Schema {
    static ANYTHING: LazyLock<Schema> = LazyLock::new(Schema::new);
    value.as_object().unwrap_or(&ANYTHING)
}
