//! What the generator does not support although OpenAPI 3.0 allows it.
//!
//! progenitor panics on most of it, and names neither the place nor a way out. This module finds it
//! beforehand.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::Value;

use super::names::{schemas, type_name};
use super::progenitor_input::is_json;
use super::{operations as extensions, shared};
use openapi_evolve::operation::{Operation, is_success, members, operations, placeholders};
use openapi_evolve::pointer::{self, join};
use openapi_evolve::{Document, Finding};

/// The media types in which a request can be sent.
const SENDABLE: [&str; 4] = [
    "application/json",
    "application/octet-stream",
    "text/plain",
    "text/x-markdown",
];

const NEEDS_SCHEMA: &str = "the generator needs a schema here; `{}` stands for anything";

/// Returns everything in a valid document that the generator does not support.
pub fn findings(document: &Document) -> Vec<Finding> {
    let mut check = Check {
        document,
        root: document.value(),
        findings: Vec::new(),
    };
    check.document();
    check.types();
    check.operations();
    let mut findings = check.findings;
    findings.extend(shared::findings(document));
    findings.extend(extensions::findings(document));
    findings
}

/// Returns whether a schema has only values that are written alike in all styles.
fn is_single(document: &Value, schema: &Value) -> bool {
    let schema = pointer::resolve(document, schema).unwrap_or(schema);
    let kind = schema.get("type").and_then(Value::as_str);
    kind.is_some_and(|kind| !matches!(kind, "array" | "object"))
}

struct Check<'d> {
    document: &'d Document,
    root: &'d Value,
    findings: Vec<Finding>,
}

impl<'d> Check<'d> {
    fn find(&mut self, pointer: impl Into<String>, what: impl Into<String>) {
        self.findings.push(self.document.finding(pointer, what));
    }

    fn document(&mut self) {
        if self.root.pointer("/servers/0/url").is_none() {
            let what = "the first server is the client's default; there is none";
            self.find("/servers", what);
        }
        let version = self.root.pointer("/info/version").and_then(Value::as_str);
        if version.is_some_and(|version| !version.bytes().all(|byte| byte.is_ascii_graphic())) {
            let what = "is sent as a header: it must be visible ASCII";
            self.find("/info/version", what);
        }
        for (path, item) in members(self.root, "paths") {
            if pointer::reference(item).is_some() {
                let what = "a path cannot be a reference: write it out here";
                self.find(join("/paths", path), what);
            }
        }
    }

    /// Checks that the schemas become types of different names.
    fn types(&mut self) {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for (name, _) in schemas(self.root) {
            let (at, ty) = (join("/components/schemas", name), type_name(name));
            if syn::parse_str::<syn::Ident>(&ty).is_err() {
                self.find(at, format!("`{ty}` cannot be the name of a type"));
            } else if let Some(other) = names.insert(ty.clone(), name) {
                self.find(
                    at,
                    format!("has the same name in Rust as `{other}`: `{ty}`"),
                );
            }
        }
    }

    fn operations(&mut self) {
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for operation in operations(self.root) {
            let at = operation.pointer();
            match operation.id() {
                None => self.find(&at, "has no operationId, which becomes the method's name"),
                Some(id) => {
                    let method = id.to_snake_case();
                    if syn::parse_str::<syn::Ident>(&method).is_err() {
                        let what = format!("`{id}` cannot be the name of a method");
                        self.find(join(&at, "operationId"), what);
                    } else if let Some(other) = ids.insert(method, at.clone()) {
                        let what = format!("`{id}` is also the operationId of {other}");
                        self.find(join(&at, "operationId"), what);
                    }
                }
            }
            self.parameters(operation);
            self.request_body(operation);
            self.responses(operation);
        }
    }

    fn parameters(&mut self, operation: Operation<'d>) {
        let at = operation.pointer();
        let mut arguments: BTreeMap<String, String> = BTreeMap::new();
        if operation.value.get("requestBody").is_some() {
            arguments.insert("body".to_owned(), "the request body".to_owned());
        }
        let mut declared = Vec::new();
        let parameters = operation.parameters(self.root);
        let text = |parameter: &'d Value, key| parameter.get(key).and_then(Value::as_str);
        for (place, parameter) in &parameters {
            let name = text(parameter, "name").unwrap_or_default();
            let argument = name.to_snake_case();
            if let Some(other) = arguments.insert(argument.clone(), format!("`{name}`")) {
                let what = format!("`{name}` and {other} would both be the argument `{argument}`");
                self.find(place, what);
            }
            let usual = match text(parameter, "in") {
                Some("cookie") => {
                    if parameter.get("required") == Some(&Value::Bool(true)) {
                        self.find(place, "the generator knows no cookie parameters");
                    }
                    continue;
                }
                Some("query") => "form",
                _ => "simple",
            };
            if text(parameter, "style").is_some_and(|style| style != usual) {
                let what = format!("the generator knows no other style here than `{usual}`");
                self.find(place, what);
            }
            if parameter.get("explode") == Some(&Value::Bool(usual != "form"))
                && let Some(schema) = parameter.get("schema")
                && !is_single(self.root, schema)
            {
                let what = match usual {
                    "form" => {
                        "the generator repeats the parameter for each item; it knows no \
                               `explode: false`"
                    }
                    _ => "the generator knows no `explode: true` here",
                };
                self.find(place, what);
            }
            if parameter.get("schema").is_none() {
                let what = "the generator needs a `schema` here; it cannot read `content`";
                self.find(place, what);
            }
            if text(parameter, "in") == Some("path") {
                declared.push((place, name));
            }
        }
        let placeholders: Vec<_> = placeholders(operation.path).collect();
        for (place, name) in &declared {
            if !placeholders.contains(name) {
                self.find(*place, format!("the path has no `{{{name}}}`"));
            }
        }
        for name in placeholders {
            if declared.iter().all(|(_, other)| *other != name) {
                let what = format!("`{{{name}}}` of the path is not among the parameters");
                self.find(&at, what);
            }
        }
    }

    fn request_body(&mut self, operation: Operation<'d>) {
        let body = operation
            .value
            .get("requestBody")
            .and_then(|body| pointer::resolve(self.root, body));
        let Some(body) = body else {
            return;
        };
        let at = join(&join(&operation.pointer(), "requestBody"), "content");
        let content = members(body, "content");
        for (kind, media_type) in content {
            // The client sends JSON if there are several.
            if is_json(kind) || content.len() == 1 {
                let at = join(&at, kind);
                let plain = kind.split(';').next().unwrap_or_default().trim();
                if !SENDABLE.contains(&plain) {
                    let known = SENDABLE.join(", ");
                    let what = format!("the generator cannot send `{plain}`; it knows {known}");
                    self.find(&at, what);
                }
                if media_type.get("schema").is_none() {
                    self.find(&at, NEEDS_SCHEMA);
                }
            }
        }
        if content.len() > 1 && !content.keys().any(|kind| is_json(kind)) {
            let kinds: Vec<_> = content.keys().map(|kind| format!("`{kind}`")).collect();
            let what = format!(
                "of several media types the generator can send JSON only, not {}",
                kinds.join(", ")
            );
            self.find(&at, what);
        }
    }

    fn responses(&mut self, operation: Operation<'d>) {
        let at = join(&operation.pointer(), "responses");
        let mut successes = BTreeSet::new();
        for (status, response) in members(operation.value, "responses") {
            let Some(response) = pointer::resolve(self.root, response) else {
                continue;
            };
            let content = members(response, "content");
            let json = content.iter().find(|(kind, _)| is_json(kind));
            if let Some((kind, body)) = json
                && body.get("schema").is_none()
            {
                let at = join(&join(&join(&at, status), "content"), kind);
                self.find(at, NEEDS_SCHEMA);
            }
            if is_success(status) {
                successes.insert(match (json, content.is_empty()) {
                    (Some(_), _) => "JSON",
                    (None, false) => "something else than JSON",
                    (None, true) => "nothing",
                });
            }
        }
        if successes.is_empty() {
            let what = "declares no success, from which the method's result is made";
            self.find(&at, what);
        }
        if successes.contains("something else than JSON") {
            self.find(&at, "the generator reads successes in JSON only");
        }
        if successes.len() > 1 {
            let kinds: Vec<_> = successes.into_iter().collect();
            let what = format!(
                "the generator knows one kind of success, not {}",
                kinds.join(" or ")
            );
            self.find(&at, what);
        }
    }
}
