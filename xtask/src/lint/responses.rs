//! Rules about what clients read: a newer server must not break them.

use openapi_evolve::Document;
use openapi_evolve::components::prune;
use openapi_evolve::grammar::{self, Kind};
use openapi_evolve::operation::METHODS;
use openapi_evolve::pointer::join;
use openapi_evolve::schema::LIMITS;
use serde_json::{Map, Value};

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
    let responses = responses(document.value());
    grammar::walk(Kind::Document, "", &responses, &mut |kind, at, value| {
        for keyword in keywords.iter().filter(|_| kind == Kind::Schema) {
            if value.get(*keyword).is_some_and(&is_wrong) {
                found.push((join(at, keyword), message.to_owned()));
            }
        }
    });
    found
}

/// Returns a document of nothing but the responses, and the components that they consist of.
fn responses(document: &Value) -> Value {
    let mut responses = document.clone();
    let paths = responses.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(Map::values_mut);
    for item in items.filter_map(Value::as_object_mut) {
        item.retain(|member, _| METHODS.contains(&member.as_str()));
        for operation in item.values_mut().filter_map(Value::as_object_mut) {
            operation.retain(|member, _| member == "responses");
        }
    }
    prune(&mut responses);
    responses
}
