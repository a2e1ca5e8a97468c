//! Rules about operations and their responses.

use openapi_evolve::Document;
use openapi_evolve::operation::{is_success, members, operations, placeholders};
use openapi_evolve::pointer::{join, resolve};
use serde_json::Value;

use super::findings::Findings;

pub(super) fn ids(document: &Document) -> Findings {
    let is_snake_case = |id: &str| {
        let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(is_allowed)
    };
    let ids =
        operations(document.value()).filter_map(|operation| Some((operation, operation.id()?)));
    let others = ids.filter(|(_, id)| !is_snake_case(id));
    let found = others.map(|(operation, id)| {
        let at = join(&operation.pointer(), "operationId");
        (at, format!("`{id}` is not in snake_case"))
    });
    found.collect()
}

pub(super) fn tags(document: &Document) -> Findings {
    let declared = document.value().get("tags").and_then(Value::as_array);
    let is_declared = |tag: &Value| {
        declared.is_some_and(|tags| tags.iter().any(|other| other.get("name") == Some(tag)))
    };
    let mut found = Findings::new();
    for operation in operations(document.value()) {
        let at = join(&operation.pointer(), "tags");
        let tags = operation.value.get("tags").and_then(Value::as_array);
        match tags.map(Vec::as_slice) {
            Some([tag]) if is_declared(tag) => {}
            Some([tag]) => found.push((at, format!("{tag} is not among the tags of the document"))),
            _ => found.push((operation.pointer(), "does not have one tag".to_owned())),
        }
    }
    found
}

pub(super) fn successes(document: &Document) -> Findings {
    let mut found = Findings::new();
    for operation in operations(document.value()) {
        let statuses = members(operation.value, "responses").keys();
        let count = statuses.filter(|status| is_success(status)).count();
        if count != 1 {
            let at = join(&operation.pointer(), "responses");
            found.push((at, format!("has {count} kinds of success")));
        }
    }
    found
}

/// Finds errors that follow from what an operation takes, but are not documented.
pub(super) fn errors(document: &Document) -> Findings {
    let root = document.value();
    let mut found = Findings::new();
    for operation in operations(root) {
        let at = join(&operation.pointer(), "responses");
        let responses = members(operation.value, "responses");
        let own = operation.value.get("security");
        let security = own
            .or_else(|| root.get("security"))
            .and_then(Value::as_array);
        let is_secured = security.is_some_and(|requirements| !requirements.is_empty());
        let has_parameters = !operation.parameters(root).is_empty();
        let has_body = operation.value.get("requestBody").is_some();
        let has_parent = placeholders(operation.path).count() > 1;
        let expected = [
            ("400", has_body, "takes a body, which may be unreadable"),
            ("401", is_secured, "needs a key, which may be wrong"),
            (
                "403",
                has_parameters,
                "concerns something that the caller may have no right to",
            ),
            ("404", has_parent, "concerns something that may not exist"),
            (
                "422",
                has_parameters || has_body,
                "takes values, which may be invalid",
            ),
            ("500", true, "may crash"),
        ];
        for (status, is_expected, why) in expected {
            if is_expected && !responses.contains_key(status) {
                let message = format!("does not document {status}, although it {why}");
                found.push((at.clone(), message));
            }
        }
        for (status, response) in responses.iter().filter(|(status, _)| !is_success(status)) {
            let response = resolve(root, response).unwrap_or(&Value::Null);
            let mut bodies = members(response, "content").values();
            if !bodies.any(|body| body.get("schema").is_some()) {
                found.push((join(&at, status), "does not describe the body".to_owned()));
            }
        }
    }
    found
}

pub(super) fn server(document: &Document) -> Findings {
    let url = document.value().pointer("/servers/0/url");
    let message = match url.and_then(Value::as_str) {
        Some(url) if url.ends_with('/') => "ends with a slash",
        Some(url) if !url.starts_with("https://") => "is not https",
        _ => return Findings::new(),
    };
    vec![("/servers/0/url".to_owned(), message.to_owned())]
}
