//! Names of components, and schemas that are defined inside schemas.

use serde_json::{Map, Value};

use super::losses::Losses;
use crate::components::{insert, redirect};
use crate::grammar::{self, Kind};
use crate::pointer::join;

/// Gives every component a valid name, and moves definitions inside schemas to the components.
pub(super) fn repair(document: &mut Value, losses: &mut Losses) {
    let mut moves = rename_components(document, losses);
    moves.extend(lift_definitions(document));
    redirect(document, &moves);
}

/// Replaces the characters that a name cannot contain, as in `Page[Item]`.
fn rename_components(document: &mut Value, losses: &mut Losses) -> Vec<(String, String)> {
    let mut moves = Vec::new();
    let components = document
        .get_mut("components")
        .and_then(Value::as_object_mut);
    for (section, members) in components.into_iter().flatten() {
        let Some(members) = members.as_object_mut() else {
            continue;
        };
        let mut taken: Vec<String> = members.keys().cloned().collect();
        let renamed = std::mem::take(members).into_iter().map(|(name, value)| {
            let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if name.chars().all(valid) {
                return (name, value);
            }
            let new = unique(&name.replace(|c| !valid(c), "_"), |name| {
                taken.iter().any(|taken| taken == name)
            });
            taken.push(new.clone());
            let old = join(&format!("/components/{section}"), &name);
            losses.add(&old, format!("is not a valid name; it becomes `{new}`"));
            moves.push((format!("#{old}"), format!("#/components/{section}/{new}")));
            (new, value)
        });
        let renamed: Map<String, Value> = renamed.collect();
        *members = renamed;
    }
    moves
}

/// A definition that is moved to the components.
struct Lifted {
    name: String,
    /// The definition as written, to recognize other copies of it.
    original: Value,
    component: String,
    schema: Value,
}

/// Moves the `$defs` of schemas to the components.
fn lift_definitions(document: &mut Value) -> Vec<(String, String)> {
    let mut lifted: Vec<Lifted> = Vec::new();
    let mut moves = Vec::new();
    let taken: Vec<String> = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .map(|schemas| schemas.keys().cloned().collect())
        .unwrap_or_default();
    grammar::walk_mut(Kind::Document, "", document, &mut |kind, at, schema| {
        if kind != Kind::Schema {
            return;
        }
        for keyword in ["$defs", "definitions"] {
            let Some(originals) = schema.get(keyword).and_then(Value::as_object).cloned() else {
                continue;
            };
            let mut components: Vec<String> = Vec::new();
            for (name, original) in &originals {
                let copy = lifted
                    .iter()
                    .find(|l| l.name == *name && l.original == *original);
                components.push(match copy {
                    Some(copy) => copy.component.clone(),
                    None => unique(name, |name| {
                        let mut others = taken.iter().chain(&components);
                        others.any(|taken| taken == name)
                            || lifted.iter().any(|lifted| lifted.component == name)
                    }),
                });
            }
            let target = |component: &str| format!("#/components/schemas/{component}");
            // Some frameworks write these references as if the schema were the document.
            let relative: Vec<_> = originals
                .keys()
                .zip(&components)
                .map(|(name, component)| (format!("#/{keyword}/{name}"), target(component)))
                .collect();
            redirect(schema, &relative);
            let definitions = schema
                .as_object_mut()
                .and_then(|schema| schema.shift_remove(keyword));
            for ((name, original), component) in originals.into_iter().zip(components) {
                let place = join(&join(at, keyword), &name);
                moves.push((format!("#{place}"), target(&component)));
                if lifted.iter().all(|lifted| lifted.component != component) {
                    let schema = definitions
                        .as_ref()
                        .map_or(Value::Null, |all| all[&name].clone());
                    lifted.push(Lifted {
                        name,
                        original,
                        component,
                        schema,
                    });
                }
            }
        }
    });
    for lifted in lifted {
        let place = join("/components/schemas", &lifted.component);
        insert(document, &place, lifted.schema);
    }
    moves
}

fn unique(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while is_taken(&candidate) {
        candidate = format!("{name}{number}");
        number += 1;
    }
    candidate
}
