//! Rules about what clients read: a newer server must not break them.

use std::collections::BTreeSet;

use openapi_evolve::Document;
use openapi_evolve::grammar::{self, Kind};
use openapi_evolve::operation::{members, operations};
use openapi_evolve::pointer::{self, join};
use openapi_evolve::schema::LIMITS;
use serde_json::Value;

use super::findings::Findings;

pub(super) fn limits(document: &Document) -> Findings {
    find(document, &LIMITS, |_| true, "limits a response")
}

pub(super) fn enums(document: &Document) -> Findings {
    find(
        document,
        &["enum"],
        |_| true,
        "is a closed enum in a response",
    )
}

pub(super) fn objects(document: &Document) -> Findings {
    let is_closed = |value: &Value| *value == Value::Bool(false);
    let keyword = "additionalProperties";
    find(
        document,
        &[keyword],
        is_closed,
        "is a closed object in a response",
    )
}

/// Finds keywords with certain values in the schemas of responses.
fn find(
    document: &Document,
    keywords: &[&str],
    is_wrong: impl Fn(&Value) -> bool,
    message: &str,
) -> Findings {
    let mut found = Findings::new();
    for (at, schema) in schemas(document.value()) {
        for keyword in keywords {
            if schema.get(*keyword).is_some_and(&is_wrong) {
                found.push((join(&at, keyword), message.to_owned()));
            }
        }
    }
    found
}

/// Returns all schemas that responses consist of, each once.
fn schemas(document: &Value) -> Vec<(String, &Value)> {
    let mut schemas = Vec::new();
    let mut seen = BTreeSet::new();
    for operation in operations(document) {
        let at = join(&operation.pointer(), "responses");
        for (status, response) in members(operation.value, "responses") {
            let at = join(&at, status);
            collect(
                document,
                Kind::Response,
                &at,
                response,
                &mut seen,
                &mut schemas,
            );
        }
    }
    schemas
}

fn collect<'d>(
    document: &'d Value,
    kind: Kind,
    at: &str,
    value: &'d Value,
    seen: &mut BTreeSet<String>,
    schemas: &mut Vec<(String, &'d Value)>,
) {
    let mut targets = Vec::new();
    grammar::walk(
        kind,
        at,
        value,
        &mut |kind, at, value| match pointer::reference(value) {
            Some(target) => targets.push((kind, target)),
            None if kind == Kind::Schema => schemas.push((at.to_owned(), value)),
            None => {}
        },
    );
    for (kind, target) in targets {
        let at = target.trim_start_matches('#');
        if seen.insert(at.to_owned())
            && let Some(value) = document.pointer(at)
        {
            collect(document, kind, at, value, seen, schemas);
        }
    }
}
