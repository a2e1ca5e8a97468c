//! Rules about schemas, and about everything that has a name.

use serde_json::Value;

use super::Findings;
use crate::document::Document;
use crate::import::select;
use crate::openapi::grammar::{self, Kind};
use crate::pointer::{self, join};

pub(super) fn words(document: &Document) -> Findings {
    let mut found = Findings::new();
    let mut missing = |at: &str, text: &str| found.push((at.to_owned(), format!("has no {text}")));
    grammar::walk(
        Kind::Document,
        "",
        &document.value,
        &mut |kind, at, value| {
            if pointer::reference(value).is_some() {
                return;
            }
            let has = |text| {
                value
                    .get(text)
                    .and_then(Value::as_str)
                    .is_some_and(|text| !text.is_empty())
            };
            let has_name = match pointer::split(at) {
                Some((parent, _)) => {
                    parent == "/components/schemas" || parent.ends_with("/properties")
                }
                None => false,
            };
            match kind {
                Kind::Operation if !has("summary") => missing(at, "summary"),
                Kind::Parameter | Kind::Response if !has("description") => {
                    missing(at, "description")
                }
                Kind::Schema if has_name && !has("description") => missing(at, "description"),
                _ => {}
            }
        },
    );
    found
}

pub(super) fn ids(document: &Document) -> Findings {
    let mut found = Findings::new();
    grammar::walk(
        Kind::Document,
        "",
        &document.value,
        &mut |kind, at, value| {
            let is_uuid =
                kind == Kind::Schema && value.get("format").is_some_and(|format| format == "uuid");
            let is_component = at
                .strip_prefix("/components/schemas/")
                .is_some_and(|name| !name.contains('/'));
            if is_uuid && !is_component {
                found.push((
                    at.to_owned(),
                    "is an id without a schema of its own".to_owned(),
                ));
            }
        },
    );
    found
}

pub(super) fn objects(document: &Document) -> Findings {
    let mut found = Findings::new();
    grammar::walk(
        Kind::Document,
        "",
        &document.value,
        &mut |kind, at, value| {
            let is_component = at
                .strip_prefix("/components/schemas/")
                .is_some_and(|name| !name.contains('/'));
            if kind == Kind::Schema && value.get("properties").is_some() && !is_component {
                found.push((at.to_owned(), "is an object without a name".to_owned()));
            }
        },
    );
    found
}

pub(super) fn unused(document: &Document) -> Findings {
    let mut pruned = document.value.clone();
    select::prune(&mut pruned);
    let mut found = Findings::new();
    let sections = document.value.get("components").and_then(Value::as_object);
    for (section, names) in sections.into_iter().flatten() {
        for name in names
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            let at = join(&join("/components", section), name);
            if pruned.pointer(&at).is_none() {
                found.push((at, "is not used".to_owned()));
            }
        }
    }
    found
}
