//! Compares unions: the alternatives of `oneOf` and `anyOf`, and how they are told apart.

use std::collections::BTreeMap;

use serde_json::Value;

use super::canonical::is_anything;
use super::comparison::Comparison;
use super::location::SchemaLocation;
use super::schemas::{describe, remove_common, resolved, target};
use crate::operation::members;
use crate::pointer::reference;
use crate::schema::Schema;

const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

impl Comparison<'_> {
    /// Compares a schema with a union of which it may be an alternative. Returns whether they are
    /// of that kind.
    pub(super) fn compare_with_union(
        &mut self,
        location: &SchemaLocation,
        old: &Schema,
        new: &Schema,
    ) -> bool {
        let (before, after) = (alternatives(self.old, old), alternatives(self.new, new));
        let single = |schema: &Schema| {
            let mut single = schema.clone();
            for annotation in ["nullable", "default", "deprecated", "readOnly", "writeOnly"] {
                single.shift_remove(annotation);
            }
            vec![Value::Object(single)]
        };
        let (before, after) = match (before, after) {
            (None, Some(after)) if !is_anything(old) => (single(old), after),
            (Some(before), None) if !is_anything(new) => (before, single(new)),
            _ => return false,
        };
        self.compare_alternatives(location, before, after);
        true
    }

    /// Compares the unions of two schemas.
    pub(super) fn compare_unions(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let kinds = |schema: &Schema| UNIONS.map(|kind| schema.contains_key(kind));
        let subject = &location.subject;
        match (kinds(old), kinds(new)) {
            ([true, false], [false, true]) | ([false, true], [true, false]) => {
                let is_exact = new.contains_key("oneOf");
                let message = match is_exact {
                    true => format!("{subject} must now match exactly one of the alternatives"),
                    false => format!("{subject} can now match several of the alternatives"),
                };
                let breaks = location.breaks(is_exact, !is_exact);
                self.add(&location.pointer, breaks, message);
                let list = |schema: &Schema| UNIONS.iter().find_map(|kind| list(schema, kind));
                let (before, after) = (list(old), list(new));
                let [before, after] = [before, after].map(Option::unwrap_or_default);
                self.compare_alternatives(location, before, after);
            }
            _ => {
                for kind in UNIONS {
                    let location = location.within(kind, None);
                    match (list(old, kind), list(new, kind)) {
                        (None, None) => {}
                        (Some(before), Some(after)) => {
                            self.compare_alternatives(&location, before, after);
                        }
                        (before, _) => {
                            let message = match before {
                                None => format!("{subject} must now also match `{kind}`"),
                                Some(_) => format!("{subject} need no longer match `{kind}`"),
                            };
                            let breaks = location.breaks(before.is_none(), before.is_some());
                            self.add(&location.pointer, breaks, message);
                        }
                    }
                }
            }
        }
        self.compare_discriminator(location, old, new);
    }

    fn compare_alternatives(
        &mut self,
        location: &SchemaLocation,
        mut before: Vec<Value>,
        mut after: Vec<Value>,
    ) {
        remove_common(&mut before, &mut after);
        let is_only = before.len() == 1 && after.len() == 1;
        // Every integer is a number.
        let kind = |schema: &Value| match schema.get("type").and_then(Value::as_str) {
            Some("integer") => Some("number".to_owned()),
            kind => kind.map(str::to_owned),
        };
        // What is left is the same alternative if it has the same type, and changed otherwise.
        before.retain(|alternative| {
            let same = after.iter().position(|other| {
                let is_inline = [alternative, other].map(|one| reference(one).is_none());
                is_only || (is_inline == [true; 2] && kind(alternative) == kind(other))
            });
            let Some(index) = same else {
                return true;
            };
            self.compare_schema(location, alternative, &after.remove(index));
            false
        });
        let subject = &location.subject;
        for alternative in before {
            let message = format!("{subject} can no longer be {}", describe(&alternative));
            self.add(&location.pointer, location.breaks(true, false), message);
        }
        for alternative in after {
            let message = format!("{subject} can now also be {}", describe(&alternative));
            self.add(&location.pointer, location.breaks(false, true), message);
        }
    }

    /// Compares by which property, and by which values of it, alternatives are told apart.
    fn compare_discriminator(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let location = location.within("discriminator", None);
        let subject = &location.subject;
        let property = |schema: &Schema| {
            let property = schema.get("discriminator")?.get("propertyName")?;
            property.as_str().map(str::to_owned)
        };
        let (before, after) = (property(old), property(new));
        if before != after {
            let message = match (&before, &after) {
                (Some(before), Some(after)) => {
                    format!(
                        "the alternatives of {subject} are now told apart by `{after}` instead of `{before}`"
                    )
                }
                (None, Some(after)) => {
                    format!("the alternatives of {subject} are now told apart by `{after}`")
                }
                (before, _) => {
                    let before = before.as_deref().unwrap_or_default();
                    format!("the alternatives of {subject} are no longer told apart by `{before}`")
                }
            };
            self.add(&location.pointer, location.breaks(true, true), message);
        }
        if before.is_none() || after.is_none() {
            return;
        }
        let (before, after) = (tags(old), tags(new));
        for (tag, schema) in &before {
            let (breaks, message) = match after.get(tag) {
                None => (location.breaks(true, false), "is gone".to_owned()),
                // Otherwise the alternative has been renamed.
                Some(other) if other != schema && after.values().any(|other| other == schema) => (
                    location.breaks(true, true),
                    format!("now means `{}`", last(other)),
                ),
                Some(_) => continue,
            };
            let message = format!("the discriminator value `{tag}` of {subject} {message}");
            self.add(&location.pointer, breaks, message);
        }
        for tag in after.keys().filter(|tag| !before.contains_key(*tag)) {
            let message = format!("the discriminator value `{tag}` of {subject} is new");
            self.add(&location.pointer, location.breaks(false, true), message);
        }
    }
}

fn list(schema: &Schema, kind: &str) -> Option<Vec<Value>> {
    schema.get(kind)?.as_array().cloned()
}

/// Returns the alternatives of a schema that is a union and nothing else.
fn alternatives(document: &Value, schema: &Schema) -> Option<Vec<Value>> {
    let schema = match target(schema) {
        Some(_) => resolved(document, schema),
        None => schema,
    };
    let mut union = schema.clone();
    let mut lists = UNIONS.iter().filter_map(|kind| union.shift_remove(*kind));
    let list = lists.next();
    let is_only = lists.next().is_none();
    match list {
        Some(Value::Array(list)) if is_only && is_anything(&union) => Some(list),
        _ => None,
    }
}

/// Returns the values of a discriminator, and the schema that each stands for. Without a mapping,
/// they are the names of the schemas.
fn tags(schema: &Schema) -> BTreeMap<String, String> {
    let discriminator = schema.get("discriminator").unwrap_or(&Value::Null);
    let mapping = members(discriminator, "mapping").iter();
    let mut tags: BTreeMap<String, String> = mapping
        .filter_map(|(tag, schema)| Some((tag.clone(), last(schema.as_str()?).to_owned())))
        .collect();
    let alternatives = UNIONS
        .iter()
        .filter_map(|kind| schema.get(*kind)?.as_array());
    for target in alternatives.flatten().filter_map(reference).map(last) {
        if !tags.values().any(|mapped| mapped == target) {
            tags.insert(target.to_owned(), target.to_owned());
        }
    }
    tags
}

/// Returns the name at the end of a reference; a mapping may have the name alone.
fn last(target: &str) -> &str {
    target.rsplit('/').next().unwrap_or(target)
}
