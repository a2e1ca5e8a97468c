//! The contract as progenitor is given it.
//!
//! The contract says everything that is true of the API; progenitor has no form for some of it. These views leave
//! that out, and nothing else.

use anyhow::{Context, Result};
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::{is_json, prose};
use openapi_evolve::grammar::{self, Kind};
use openapi_evolve::operation::{is_success, members};
use openapi_evolve::pointer;
use openapi_evolve::schema::LIMITS;

/// The contract without the responses that are no success.
///
/// progenitor has one error type for each operation, and loses the status where a body is not of that type. A
/// status without a declaration arrives whole, as `Error::UnexpectedResponse`.
pub(super) fn successes(document: &Value) -> Result<OpenAPI> {
    let mut view = simplified(document);
    let document = view.clone();
    for operation in operations_mut(&mut view) {
        responses_mut(operation, |responses| {
            responses.retain(|status, _| is_success(status));
            let bodies: Vec<Value> = responses
                .values()
                .filter_map(|response| json_schema(&document, response))
                .fold(Vec::new(), |mut bodies, body| {
                    if !bodies.contains(body) {
                        bodies.push(body.clone());
                    }
                    bodies
                });
            if bodies.len() > 1 {
                // A method answers one type: here, one that is any of them.
                let any = json!({"description": "", "content": {
                    "application/json": {"schema": {"oneOf": bodies}},
                }});
                responses
                    .values_mut()
                    .for_each(|response| *response = any.clone());
            }
        });
    }
    typed(view)
}

/// The contract with all responses that have a name.
pub(super) fn all_responses(document: &Value) -> Result<OpenAPI> {
    let mut view = simplified(document);
    for operation in operations_mut(&mut view) {
        responses_mut(operation, |responses| {
            responses.retain(|status, _| {
                let code = status.parse::<u16>().ok();
                let code = code.and_then(|code| http::StatusCode::from_u16(code).ok());
                code.is_none_or(|code| code.canonical_reason().is_some())
            });
        });
    }
    typed(view)
}

fn responses_mut(operation: &mut Value, change: impl FnOnce(&mut Map<String, Value>)) {
    if let Some(responses) = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
    {
        change(responses);
    }
}

/// The schema of a response, if that is JSON.
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
        &mut |kind, _, value| match kind {
            Kind::PathItem | Kind::Operation => without_cookies(document, value),
            Kind::Parameter => without_null(value),
            Kind::Schema => {
                one_of_any(value);
                without_limits(value);
            }
            Kind::MediaType => {
                // They tell something about forms only.
                value
                    .as_object_mut()
                    .and_then(|body| body.shift_remove("encoding"));
            }
            _ => {}
        },
    );
    prose::for_rustdoc(&mut view);
    view
}

/// Of several media types that a request may be sent in, the client sends JSON.
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

/// The client sends no cookies. Those that are required are faults.
fn without_cookies(document: &Value, owner: &mut Value) {
    if let Some(parameters) = owner.get_mut("parameters").and_then(Value::as_array_mut) {
        parameters.retain(|parameter| {
            let parameter = pointer::resolve(document, parameter);
            parameter
                .is_none_or(|parameter| parameter.get("in").is_none_or(|place| place != "cookie"))
        });
    }
}

/// No parameter can be sent as null: it is left out.
fn without_null(parameter: &mut Value) {
    let schema = parameter.get_mut("schema").and_then(Value::as_object_mut);
    let nullable = schema.and_then(|schema| schema.shift_remove("nullable"));
    if nullable == Some(Value::Bool(true)) && parameter["in"] != "path" {
        parameter["required"] = false.into();
    }
}

/// Of `anyOf` progenitor makes a struct of all alternatives at once, which no text and no number can be. A value is one
/// of them, and the first that fits is taken.
fn one_of_any(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut()
        && !schema.contains_key("oneOf")
        && let Some(alternatives) = schema.shift_remove("anyOf")
    {
        schema.insert("oneOf".to_owned(), alternatives);
    }
}

/// Limits make types that refuse other values. But judging what is sent is the server's part, and what it answers has
/// to be read, also by a client that is older than the server. And what is left out is left to the server, too, rather
/// than replaced by a default of old.
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
