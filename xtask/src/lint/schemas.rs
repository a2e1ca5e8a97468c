//! Rules about schemas, and about everything that has a name.

use openapi_evolve::Document;
use openapi_evolve::components::prune;
use openapi_evolve::grammar::Kind;
use openapi_evolve::operation::members;
use openapi_evolve::pointer::{self, join};
use serde_json::Value;

use super::findings::{Findings, visit};

const SCHEMAS: &str = "/components/schemas";

pub(super) fn words(document: &Document) -> Findings {
    visit(document, |kind, at, value| {
        let has = |member| {
            let text = value.get(member).and_then(Value::as_str);
            text.is_some_and(|text| !text.is_empty())
        };
        let has_name = pointer::split(at)
            .is_some_and(|(parent, _)| parent == SCHEMAS || parent.ends_with("/properties"));
        match kind {
            _ if pointer::reference(value).is_some() => None,
            Kind::Operation if !has("summary") => Some("has no summary"),
            Kind::Parameter | Kind::Response if !has("description") => Some("has no description"),
            Kind::Schema if has_name && !has("description") => Some("has no description"),
            _ => None,
        }
    })
}

pub(super) fn ids(document: &Document) -> Findings {
    visit(document, |kind, at, value| {
        let is_uuid = value.get("format").is_some_and(|format| format == "uuid");
        (kind == Kind::Schema && is_uuid && !is_component(at))
            .then_some("is an id without a schema of its own")
    })
}

pub(super) fn objects(document: &Document) -> Findings {
    visit(document, |kind, at, value| {
        (kind == Kind::Schema && value.get("properties").is_some() && !is_component(at))
            .then_some("is an object without a name")
    })
}

fn is_component(at: &str) -> bool {
    pointer::split(at).is_some_and(|(parent, _)| parent == SCHEMAS)
}

pub(super) fn unused(document: &Document) -> Findings {
    let mut pruned = document.value().clone();
    prune(&mut pruned);
    let mut found = Findings::new();
    for (section, components) in members(document.value(), "components") {
        for name in components
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys())
        {
            let at = join(&join("/components", section), name);
            if pruned.pointer(&at).is_none() {
                found.push((at, "is not used".to_owned()));
            }
        }
    }
    found
}
