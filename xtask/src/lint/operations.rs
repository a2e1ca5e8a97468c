//! Rules about operations and what they answer.

use serde_json::Value;

use super::Findings;
use crate::document::Document;
use crate::openapi::{is_success, members, operations, placeholders};
use crate::pointer::{join, resolve};

pub(super) fn ids(document: &Document) -> Findings {
    let mut found = Findings::new();
    let mut seen: Vec<&str> = Vec::new();
    for operation in operations(&document.value) {
        let at = join(&operation.pointer(), "operationId");
        let Some(id) = operation.id() else {
            found.push((operation.pointer(), "has no operationId".to_owned()));
            continue;
        };
        let is_snake_case = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_snake_case {
            found.push((at, format!("`{id}` is not in snake_case")));
        } else if seen.contains(&id) {
            found.push((at, format!("`{id}` is not unique")));
        }
        seen.push(id);
    }
    found
}

pub(super) fn tags(document: &Document) -> Findings {
    let declared = document.value.get("tags").and_then(Value::as_array);
    let is_declared = |tag: &Value| {
        declared.is_some_and(|tags| tags.iter().any(|other| other.get("name") == Some(tag)))
    };
    let mut found = Findings::new();
    for operation in operations(&document.value) {
        let at = join(&operation.pointer(), "tags");
        match operation
            .value
            .get("tags")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            Some([tag]) if is_declared(tag) => {}
            Some([tag]) => found.push((at, format!("{tag} is not among the tags of the document"))),
            _ => found.push((operation.pointer(), "does not have one tag".to_owned())),
        }
    }
    found
}

pub(super) fn successes(document: &Document) -> Findings {
    let mut found = Findings::new();
    for operation in operations(&document.value) {
        let responses = members(operation.value, "responses");
        let successes = responses.iter().filter(|(status, _)| is_success(status));
        let successes: Vec<_> = successes.collect();
        let at = join(&operation.pointer(), "responses");
        let [(status, response)] = successes.as_slice() else {
            found.push((at, format!("has {} kinds of success", successes.len())));
            continue;
        };
        let Some(response) = resolve(&document.value, response) else {
            continue;
        };
        let content = members(response, "content");
        if !content.is_empty() && !content.contains_key("application/json") {
            found.push((
                join(&at, status),
                "answers something else than JSON".to_owned(),
            ));
        }
    }
    found
}

/// Which errors there are follows from what an operation takes.
pub(super) fn errors(document: &Document) -> Findings {
    let mut found = Findings::new();
    for operation in operations(&document.value) {
        let responses = members(operation.value, "responses");
        let security = operation
            .value
            .get("security")
            .or_else(|| document.value.get("security"));
        let is_secured = security
            .and_then(Value::as_array)
            .is_some_and(|ways| !ways.is_empty());
        let has_parameters = !operation.parameters(&document.value).is_empty();
        let has_body = operation.value.get("requestBody").is_some();
        let expected = [
            ("400", has_body, "takes a body, which may be unreadable"),
            ("401", is_secured, "needs a key, which may be wrong"),
            (
                "403",
                has_parameters,
                "concerns something that the caller may have no right to",
            ),
            (
                "404",
                placeholders(operation.path).count() > 1,
                "concerns something that may not exist",
            ),
            (
                "422",
                has_parameters || has_body,
                "takes values, which may be invalid",
            ),
            ("500", true, "may crash"),
        ];
        for (status, is_expected, why) in expected {
            if is_expected && !responses.contains_key(status) {
                let at = join(&operation.pointer(), "responses");
                found.push((at, format!("does not document {status}, although it {why}")));
            }
        }
        for (status, response) in responses.iter().filter(|(status, _)| !is_success(status)) {
            let response = resolve(&document.value, response);
            let content = response.map(|response| members(response, "content"));
            let is_described = content
                .is_some_and(|content| content.values().any(|body| body.get("schema").is_some()));
            if !is_described {
                let at = join(&join(&operation.pointer(), "responses"), status);
                found.push((at, "does not say what is answered".to_owned()));
            }
        }
    }
    found
}

pub(super) fn server(document: &Document) -> Findings {
    let url = document
        .value
        .pointer("/servers/0/url")
        .and_then(Value::as_str);
    let what = match url {
        None => "there is no server",
        Some(url) if url.ends_with('/') => "ends with a slash",
        Some(url) if !url.starts_with("https://") => "is not https",
        Some(_) => return Findings::new(),
    };
    vec![("/servers/0/url".to_owned(), what.to_owned())]
}
