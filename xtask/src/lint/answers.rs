//! Rules about what the client reads: a newer server must not break it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Findings;
use crate::document::Document;
use crate::openapi::grammar::{self, Kind};
use crate::openapi::{LIMITS, operations};
use crate::pointer::{self, join};

pub(super) fn limits(document: &Document) -> Findings {
    let mut found = Findings::new();
    for (at, schema) in schemas(&document.value) {
        for limit in LIMITS.iter().filter(|limit| schema.get(**limit).is_some()) {
            found.push((join(&at, limit), "limits what is answered".to_owned()));
        }
    }
    found
}

pub(super) fn enums(document: &Document) -> Findings {
    let closed = schemas(&document.value)
        .into_iter()
        .filter(|(_, schema)| schema.get("enum").is_some());
    closed
        .map(|(at, _)| {
            (
                join(&at, "enum"),
                "is a closed enum in an answer".to_owned(),
            )
        })
        .collect()
}

pub(super) fn objects(document: &Document) -> Findings {
    let is_closed =
        |schema: &Value| schema.get("additionalProperties") == Some(&Value::Bool(false));
    let closed = schemas(&document.value)
        .into_iter()
        .filter(|(_, schema)| is_closed(schema));
    let found = closed.map(|(at, _)| {
        (
            join(&at, "additionalProperties"),
            "is a closed object in an answer".to_owned(),
        )
    });
    found.collect()
}

/// All schemas that answers consist of, each once.
fn schemas(document: &Value) -> Vec<(String, &Value)> {
    let mut schemas = Vec::new();
    let mut seen = BTreeSet::new();
    for operation in operations(document) {
        let Some(responses) = operation.value.get("responses").and_then(Value::as_object) else {
            continue;
        };
        for (status, response) in responses {
            let at = join(&join(&operation.pointer(), "responses"), status);
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
