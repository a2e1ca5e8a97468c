//! Names of components, and what references lead to.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::losses::Losses;
use crate::components::{Moves, insert, redirect, visit_references};
use crate::grammar::{self, Kind};
use crate::pointer::{join, reference, split};

/// Gives every component a valid name, and moves to the components what references lead to
/// elsewhere.
pub(super) fn repair(document: &mut Value, losses: &mut Losses) {
    decode_references(document);
    for step in [rename_components, lift_definitions, lift_targets] {
        let moves = step(document, losses);
        redirect(document, &moves);
    }
}

/// Writes `#/paths/~1books~1%7Bid%7D` as `#/paths/~1books~1{id}`.
fn decode_references(document: &mut Value) {
    visit_references(document, &mut |target| {
        if target.starts_with('#')
            && let Ok(decoded) = percent_decode_str(target).decode_utf8()
        {
            *target = decoded.into_owned();
        }
    });
}

/// Replaces the characters that a name cannot contain, as in `Page[Item]`.
fn rename_components(document: &mut Value, losses: &mut Losses) -> Moves {
    let mut moves = Moves::new();
    let components = document
        .get_mut("components")
        .and_then(Value::as_object_mut);
    for (section, members) in components.into_iter().flatten() {
        let Some(members) = members.as_object_mut() else {
            continue;
        };
        let mut taken: Vec<String> = members.keys().cloned().collect();
        let renamed = std::mem::take(members).into_iter().map(|(name, value)| {
            let valid = valid_name(&name);
            if valid == name {
                return (name, value);
            }
            let new = unique(&valid, |name| taken.iter().any(|taken| taken == name));
            taken.push(new.clone());
            let old = join(&format!("/components/{section}"), &name);
            losses.add(&old, format!("is not a valid name; it becomes `{new}`"));
            moves.insert(format!("#{old}"), format!("#/components/{section}/{new}"));
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
fn lift_definitions(document: &mut Value, _: &mut Losses) -> Moves {
    let mut lifted: Vec<Lifted> = Vec::new();
    let mut moves = Moves::new();
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
            let relative: Moves = originals
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
                moves.insert(format!("#{place}"), target(&component));
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

/// Moves what references lead to inside of something else to the components. Code generators
/// follow references to components only.
fn lift_targets(document: &mut Value, _: &mut Losses) -> Moves {
    let mut kinds = BTreeMap::new();
    grammar::walk(Kind::Document, "", document, &mut |kind, at, _| {
        kinds.insert(at.to_owned(), kind);
    });
    let mut targets = BTreeMap::new();
    grammar::walk(Kind::Document, "", document, &mut |kind, _, value| {
        if let Some(target) = reference(value).and_then(|target| target.strip_prefix('#'))
            && let Some(section) = grammar::section(kind)
            && kinds.get(target) == Some(&kind)
            && split(target).is_none_or(|(parent, _)| parent != format!("/components/{section}"))
        {
            targets.insert(target.to_owned(), section);
        }
    });
    let mut moves = Moves::new();
    // In reverse order, parts come before what they are parts of.
    for (at, section) in targets.into_iter().rev() {
        let names = at
            .strip_prefix("/components/")
            .and_then(|at| at.split_once('/'));
        let name = valid_name(names.map_or(&*at, |(_, names)| names));
        let section = join("/components", section);
        let name = unique(name.trim_matches('_'), |name| {
            document.pointer(&join(&section, name)).is_some()
        });
        let component = join(&section, name);
        if let Some(place) = document.pointer_mut(&at) {
            let value = std::mem::replace(place, json!({"$ref": format!("#{component}")}));
            insert(document, &component, value);
            moves.insert(format!("#{at}"), format!("#{component}"));
        }
    }
    moves
}

/// Replaces the characters that the name of a component cannot contain.
fn valid_name(name: &str) -> String {
    let is_valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    name.replace(|c| !is_valid(c), "_")
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
