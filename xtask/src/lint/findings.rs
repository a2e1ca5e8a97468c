//! How rules find something in a document.

use openapi_evolve::Document;
use openapi_evolve::grammar::{self, Kind};
use serde_json::Value;

/// What a rule finds: JSON pointers, and what is wrong there.
pub(super) type Findings = Vec<(String, String)>;

/// Visits all objects of a document, and collects what is wrong with them.
pub(super) fn visit(
    document: &Document,
    find: impl Fn(Kind, &str, &Value) -> Option<&'static str>,
) -> Findings {
    let mut findings = Findings::new();
    let root = document.value();
    grammar::walk(Kind::Document, "", root, &mut |kind, at, value| {
        if let Some(message) = find(kind, at, value) {
            findings.push((at.to_owned(), message.to_owned()));
        }
    });
    findings
}
