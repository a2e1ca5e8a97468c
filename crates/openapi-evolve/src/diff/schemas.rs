//! Compares schemas by what they mean to clients that send, and to clients that read.

use std::sync::LazyLock;

use serde_json::Value;

use super::canonical::{UNSUPPORTED, extension, is_anything, is_nullable};
use super::comparison::{Breaks, Comparison, Pair};
use super::location::SchemaLocation;
use super::merge::merge_references;
use super::usage::usages;
use super::values::text;
use crate::operation::members;
use crate::pointer::{join, reference, resolve, split};
use crate::schema::Schema;

/// The schema of any value.
pub(super) static ANYTHING: LazyLock<Schema> = LazyLock::new(Schema::new);

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
        let usages = [usages(old), usages(new)];
        for (name, schema) in before {
            let at = join("/components/schemas", name);
            match after.get(name) {
                Some(other) => {
                    let [before, after] = [0, 1].map(|document: usize| {
                        let usage = usages[document].get(&format!("#{at}"));
                        usage.copied().unwrap_or_default()
                    });
                    let location = SchemaLocation::new(at, format!("`{name}`"), before | after);
                    self.compare_schema(&location, schema, other);
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
        self.compare_schemas(location, as_schema(old), as_schema(new));
    }

    pub(super) fn compare_schemas(
        &mut self,
        location: &SchemaLocation,
        old: &Schema,
        new: &Schema,
    ) {
        let subject = &location.subject;
        match self.nullable(old, new) {
            (false, true) => self.add(
                &location.pointer,
                location.breaks(false, true),
                format!("{subject} can now be null"),
            ),
            (true, false) => self.add(
                &location.pointer,
                location.breaks(true, false),
                format!("{subject} can no longer be null"),
            ),
            _ => {}
        }
        self.compare_non_null(location, old, new);
    }

    /// Returns whether each of two schemas of the same value allows null. What the same reference
    /// leads to is compared there, and what allows anything where the types are compared.
    pub(super) fn nullable(&self, old: &Schema, new: &Schema) -> (bool, bool) {
        let (before, after) = match target(old) == target(new) {
            true => (old, new),
            false => (resolved(self.old, old), resolved(self.new, new)),
        };
        if is_anything(before) || is_anything(after) {
            return (false, false);
        }
        (
            is_nullable(old) || is_nullable(before),
            is_nullable(new) || is_nullable(after),
        )
    }

    /// Compares two schemas in everything but whether they allow null.
    pub(super) fn compare_non_null(
        &mut self,
        location: &SchemaLocation,
        old: &Schema,
        new: &Schema,
    ) {
        self.compare_annotations(location, old, new);
        if self.compare_with_union(location, old, new) {
            return;
        }
        let (before, after) = (target(old), target(new));
        match (before, after) {
            (None, None) => return self.compare_unnamed(location, old, new),
            (Some(before), Some(after)) if before == after => return,
            _ => {}
        }
        let subject = &location.subject;
        let message = match (before.map(name), after.map(name)) {
            (Some(before), Some(after)) => {
                format!("{subject} now has the type `{after}` instead of `{before}`")
            }
            (Some(before), None) => format!("{subject} no longer has the type `{before}`"),
            (_, after) => format!("{subject} now has the type `{}`", after.unwrap_or_default()),
        };
        let breaks = location.breaks_code_if(true, false, false);
        self.add(&location.pointer, breaks, message);
        // What is sent does not depend on the names of types.
        let mut location = SchemaLocation {
            types: false,
            ..location.clone()
        };
        let is_named = before.is_some() && after.is_some();
        if let Some(after) = after.filter(|_| is_named) {
            // This is the same wherever the types are used.
            location.pointer = after.trim_start_matches('#').to_owned();
            location.subject = format!("`{}`", name(after));
        }
        let pair = pair(&location, old, new);
        if !self.compared.insert(pair.clone()) {
            return;
        }
        let (old, new) = (resolved(self.old, old), resolved(self.new, new));
        self.compare_non_null(&location, old, new);
        if !is_named {
            self.compared.remove(&pair);
        }
    }

    fn compare_unnamed(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        if !old.contains_key("allOf") && !new.contains_key("allOf") {
            return self.compare_keywords(location, old, new);
        }
        // What the members refer to may have such a schema within.
        let pair = pair(location, old, new);
        if self.compared.insert(pair.clone()) {
            let (mut old, mut new) = (old.clone(), new.clone());
            self.compare_all_of(location, &mut old, &mut new);
            self.compare_keywords(location, &old, &new);
            self.compared.remove(&pair);
        }
    }

    fn compare_keywords(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        if !self.compare_type(location, text(old, "type"), text(new, "type"), old, new) {
            return;
        }
        self.compare_format(location, old, new);
        self.compare_enum(location, old, new);
        self.compare_limits(location, old, new);
        self.compare_properties(location, old, new);
        if let (before, after @ Some(_)) | (before @ Some(_), after) =
            (old.get("items"), new.get("items"))
        {
            let [before, after] = [before, after].map(|items| items.unwrap_or(&Value::Null));
            self.compare_schema(&location.within("items", None), before, after);
        }
        self.compare_other_properties(location, old, new);
        self.compare_unions(location, old, new);
        self.compare_restriction(location, "not", old.get("not"), new.get("not"));
        for keyword in UNSUPPORTED {
            let extension = extension(keyword);
            let (before, after) = (old.get(&extension), new.get(&extension));
            self.compare_restriction(location, keyword, before, after);
        }
    }

    /// Compares the types. Returns whether it makes sense to compare what depends on them.
    fn compare_type(
        &mut self,
        location: &SchemaLocation,
        before: &str,
        after: &str,
        old: &Schema,
        new: &Schema,
    ) -> bool {
        if before == after {
            return true;
        }
        // Every integer is a number, and no type means any value.
        let is_number = |kind| ["integer", "number"].contains(&kind);
        let widens = is_anything(new) || (before, after) == ("integer", "number");
        let narrows = is_anything(old) || (before, after) == ("number", "integer");
        let message = format!(
            "{} is now {} instead of {}",
            location.subject,
            kind(after),
            kind(before)
        );
        let breaks = location.breaks(!widens, !narrows);
        self.add(&location.pointer, breaks, message);
        is_number(before) && is_number(after)
    }

    /// Compares what only documents a schema, or says who sends it.
    fn compare_annotations(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        self.compare_default(location, old.get("default"), new.get("default"));
        self.compare_deprecated(
            &location.pointer,
            &location.subject,
            old.get("deprecated"),
            new.get("deprecated"),
        );
    }

    /// Compares whether something is deprecated, which breaks nothing yet.
    pub(super) fn compare_deprecated(
        &mut self,
        at: &str,
        subject: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        let [before, after] = [old, new].map(|value| value == Some(&Value::Bool(true)));
        if before != after {
            let message = match after {
                true => format!("{subject} is now deprecated"),
                false => format!("{subject} is no longer deprecated"),
            };
            self.add(at, Breaks::NOTHING, message);
        }
    }

    /// Compares a keyword that is only known to exclude values, not which.
    fn compare_restriction(
        &mut self,
        location: &SchemaLocation,
        keyword: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        if old != new {
            let message = match (old, new) {
                (None, _) => "is new and excludes values",
                (_, None) => "is gone: what it excluded is allowed now",
                _ => "changed: other values are excluded now",
            };
            let message = format!("`{keyword}` of {} {message}", location.subject);
            let breaks = location.breaks(new.is_some(), old.is_some());
            self.add(&location.pointer, breaks, message);
        }
    }

    /// Compares the schemas that values have to match as well. Those that cannot be compared as
    /// they are become part of the schemas.
    fn compare_all_of(&mut self, location: &SchemaLocation, old: &mut Schema, new: &mut Schema) {
        let take = |schema: &mut Schema| match schema.shift_remove("allOf") {
            Some(Value::Array(parts)) => parts,
            _ => Vec::new(),
        };
        let (mut before, mut after) = (take(old), take(new));
        remove_common(&mut before, &mut after);
        if let ([before], [after]) = (before.as_slice(), after.as_slice())
            && target(as_schema(before)).is_some()
            && target(as_schema(after)).is_some()
        {
            return self.compare_schema(location, before, after);
        }
        let mut rest = [before, after];
        for ((schema, parts), document) in [&mut *old, &mut *new]
            .into_iter()
            .zip(&mut rest)
            .zip([self.old, self.new])
        {
            schema.insert("allOf".to_owned(), std::mem::take(parts).into());
            merge_references(schema, document);
            *parts = take(schema);
        }
        let [mut before, mut after] = rest;
        remove_common(&mut before, &mut after);
        let subject = &location.subject;
        for part in before {
            let message = format!("{subject} need no longer be {}", describe(&part));
            self.add(&location.pointer, location.breaks(false, true), message);
        }
        for part in after {
            let message = format!("{subject} must now also be {}", describe(&part));
            self.add(&location.pointer, location.breaks(true, false), message);
        }
    }
}

/// Identifies two schemas that are compared, where it matters in the same way.
fn pair(location: &SchemaLocation, old: &Schema, new: &Schema) -> Pair {
    let text = |schema: &Schema| match target(schema) {
        Some(target) => target.to_owned(),
        None => Value::from(schema.clone()).to_string(),
    };
    (text(old), text(new), location.usage, location.types)
}

/// Removes what two lists have in common from both.
pub(super) fn remove_common(old: &mut Vec<Value>, new: &mut Vec<Value>) {
    let common: Vec<Value> = old
        .iter()
        .filter(|value| new.contains(value))
        .cloned()
        .collect();
    for values in [old, new] {
        values.retain(|value| !common.contains(value));
    }
}

/// Describes a schema by its name or its type.
pub(super) fn describe(schema: &Value) -> String {
    match reference(schema) {
        Some(target) => format!("`{}`", name(target)),
        None => kind(text(as_schema(schema), "type")).to_owned(),
    }
}

fn kind(text: &str) -> &str {
    match text {
        "" => "any value",
        "string" => "a string",
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "a boolean",
        "array" => "an array",
        "object" => "an object",
        _ => text,
    }
}

/// Returns the target of a schema that is a reference.
pub(super) fn target(schema: &Schema) -> Option<&str> {
    schema.get("$ref")?.as_str()
}

/// Returns the name of the component that a reference leads to.
fn name(target: &str) -> String {
    split(target).map_or(target.to_owned(), |(_, name)| name)
}

/// Returns the schema that a reference leads to.
pub(super) fn resolved<'s>(document: &'s Value, schema: &'s Schema) -> &'s Schema {
    let component = target(schema).and_then(|target| document.pointer(target.strip_prefix('#')?));
    match component {
        Some(component) => as_schema(resolve(document, component).unwrap_or(&Value::Null)),
        None if schema.contains_key("$ref") => &ANYTHING,
        None => schema,
    }
}

/// Returns a value as a schema. What is not an object allows anything.
pub(super) fn as_schema(value: &Value) -> &Schema {
    value.as_object().unwrap_or(&ANYTHING)
}
