//! The contract as progenitor reads it.
//!
//! The contract describes the API completely; progenitor has no form for some of it. The documents
//! made here leave that out, and nothing else.

use anyhow::{Context, Result};
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::rustdoc_escape;
use openapi_evolve::grammar::{self, Kind};
use openapi_evolve::operation::{is_success, members};
use openapi_evolve::pointer;
use openapi_evolve::schema::LIMITS;

/// Returns whether progenitor takes a body of this media type for JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.starts_with("application/json;")
}

/// Returns the contract with the successful responses only. The transport makes an error of any
/// other.
pub(super) fn successes(document: &Value) -> Result<OpenAPI> {
    let mut view = simplified(document);
    let document = view.clone();
    for responses in responses_mut(&mut view) {
        responses.retain(|status, _| is_success(status));
        let mut bodies: Vec<Value> = Vec::new();
        for response in responses.values() {
            let body = json_schema(&document, response);
            bodies.extend(body.filter(|body| !bodies.contains(body)).cloned());
        }
        if bodies.len() > 1 {
            // A method returns one type: here, one that is any of them.
            let any = json!({"description": "", "content": {
                "application/json": {"schema": {"oneOf": bodies}},
            }});
            responses
                .values_mut()
                .for_each(|response| *response = any.clone());
        }
    }
    typed(view)
}

/// Returns the contract with all responses whose status has a name.
///
/// The types are those of the client, which has none for a schema that only an error has, or one of
/// several successes: those are any JSON.
pub(super) fn all_responses(document: &Value) -> Result<OpenAPI> {
    let mut view = simplified(document);
    let document = view.clone();
    for responses in responses_mut(&mut view) {
        responses.retain(|status, _| {
            let code = status.parse::<u16>().ok();
            let code = code.and_then(|code| http::StatusCode::from_u16(code).ok());
            code.is_none_or(|code| code.canonical_reason().is_some())
        });
        let successes = responses.iter().filter(|(status, _)| is_success(status));
        let bodies: Vec<_> = successes
            .filter_map(|(_, response)| json_schema(&document, response).cloned())
            .collect();
        for response in responses.values_mut() {
            let is_of_client = json_schema(&document, response).is_none_or(|body| {
                let is_only = !bodies.is_empty() && bodies.iter().all(|other| other == body);
                is_only || pointer::reference(body).is_some()
            });
            if !is_of_client {
                *response =
                    json!({"description": "", "content": {"application/json": {"schema": {}}}});
            }
        }
    }
    typed(view)
}

/// Returns the responses of each operation.
fn responses_mut(document: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    operations_mut(document).filter_map(|operation| operation.get_mut("responses")?.as_object_mut())
}

/// Returns the schema of a response, if that is JSON.
fn json_schema<'d>(document: &'d Value, response: &'d Value) -> Option<&'d Value> {
    let content = members(pointer::resolve(document, response)?, "content");
    let (_, body) = content.iter().find(|(kind, _)| is_json(kind))?;
    body.get("schema")
}

fn typed(view: Value) -> Result<OpenAPI> {
    serde_json::from_value(view).context("the contract cannot be read as OpenAPI 3.0")
}

fn simplified(document: &Value) -> Value {
    let mut view = document.clone();
    operations_mut(&mut view).for_each(|operation| one_media_type(document, operation));
    grammar::walk_mut(
        Kind::Document,
        "",
        &mut view,
        &mut |kind, at, value| match kind {
            Kind::PathItem | Kind::Operation => without_cookies(document, value),
            Kind::Parameter => without_null(value),
            Kind::Schema => {
                without_inner_title(at, value);
                one_of_any(value);
                without_limits(value);
            }
            Kind::MediaType => {
                // Encodings concern forms only.
                value
                    .as_object_mut()
                    .and_then(|body| body.shift_remove("encoding"));
            }
            _ => {}
        },
    );
    rustdoc_escape::escape_all(&mut view);
    view
}

/// Keeps JSON of several media types that a request may be sent in.
fn one_media_type(document: &Value, operation: &mut Value) {
    let body = operation
        .get("requestBody")
        .and_then(|body| pointer::resolve(document, body));
    if let Some(body) = body.filter(|body| members(body, "content").len() > 1) {
        let mut body = body.clone();
        if let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) {
            content.retain(|kind, _| is_json(kind));
        }
        operation["requestBody"] = body;
    }
}

/// Removes cookies, which the client does not send. Required ones are not supported.
fn without_cookies(document: &Value, owner: &mut Value) {
    if let Some(parameters) = owner.get_mut("parameters").and_then(Value::as_array_mut) {
        parameters.retain(|parameter| {
            let parameter = pointer::resolve(document, parameter);
            parameter
                .is_none_or(|parameter| parameter.get("in").is_none_or(|place| place != "cookie"))
        });
    }
}

/// Makes a parameter that may be null optional: it is left out instead.
fn without_null(parameter: &mut Value) {
    let schema = parameter.get_mut("schema").and_then(Value::as_object_mut);
    let nullable = schema.and_then(|schema| schema.shift_remove("nullable"));
    if nullable == Some(Value::Bool(true)) && parameter["in"] != "path" {
        parameter["required"] = false.into();
    }
}

/// Removes the title of a schema that is no component. progenitor makes a type of that name, even if a
/// component has it.
fn without_inner_title(at: &str, schema: &mut Value) {
    let is_component =
        pointer::split(at).is_some_and(|(parent, _)| parent == "/components/schemas");
    if let Some(schema) = schema.as_object_mut()
        && !is_component
    {
        schema.shift_remove("title");
    }
}

/// Replaces `anyOf` by `oneOf`. progenitor makes a struct of all alternatives of an `anyOf`, which no
/// text and no number can be; of a `oneOf` it takes the first that fits.
fn one_of_any(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut()
        && !schema.contains_key("oneOf")
        && let Some(alternatives) = schema.shift_remove("anyOf")
    {
        schema.insert("oneOf".to_owned(), alternatives);
    }
}

/// Removes limits and defaults. Limits make types that reject other values, while requests are
/// validated by the server, and responses have to be readable by a client that is older than the
/// server. A default is the server's, too.
fn without_limits(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut() {
        schema.retain(|keyword, value| {
            let is_closed = keyword == "additionalProperties" && *value == Value::Bool(false);
            !LIMITS.contains(&keyword.as_str()) && keyword != "default" && !is_closed
        });
    }
}

fn operations_mut(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    paths
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.values_mut())
        .filter(|member| member.get("responses").is_some())
}
