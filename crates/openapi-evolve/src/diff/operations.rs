//! Compares operations, their parameters, bodies and responses.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::comparison::{Breaks, Comparison};
use super::location::SchemaLocation;
use super::usage::Usage;
use crate::operation::{Operation, is_success, members, operations, placeholders};
use crate::pointer::{join, resolve};

impl<'d> Comparison<'d> {
    pub(super) fn compare_operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut gone: Vec<Operation<'d>> = Vec::new();
        let mut added: Vec<Operation<'d>> = operations(new).collect();
        for operation in operations(old) {
            let is_same = |other: &Operation<'_>| address(*other) == address(operation);
            match added.iter().position(is_same) {
                Some(index) => self.compare_operation(operation, added.remove(index)),
                None => gone.push(operation),
            }
        }
        for operation in gone {
            let same_id =
                |other: &Operation<'_>| other.id().is_some() && other.id() == operation.id();
            let name = name(operation);
            match added.iter().position(same_id) {
                Some(index) => {
                    let moved = added.remove(index);
                    let message = format!(
                        "{name} moved to `{} {}`",
                        moved.method.to_uppercase(),
                        moved.path
                    );
                    self.add(&moved.pointer(), Breaks::RUNNING, message);
                    self.compare_operation(operation, moved);
                }
                None => self.add(
                    &operation.pointer(),
                    Breaks::BOTH,
                    format!("{name} is gone"),
                ),
            }
        }
        for operation in added {
            let message = format!("{} is new", name(operation));
            self.add(&operation.pointer(), Breaks::NOTHING, message);
        }
        self.compare_server();
    }

    fn compare_server(&mut self) {
        let url = |document: &'d Value| document.pointer("/servers/0/url");
        if url(self.old) != url(self.new) {
            let message = format!(
                "the default server is now {}",
                url(self.new).unwrap_or(&Value::Null)
            );
            self.add("/servers/0/url", Breaks::NOTHING, message);
        }
    }

    fn compare_operation(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let at = new.pointer();
        if old.id() != new.id() {
            let (old, new) = (old.id().unwrap_or_default(), new.id().unwrap_or_default());
            let message = format!("the operationId `{old}` is now `{new}`, and so is the method");
            self.add(&join(&at, "operationId"), Breaks::CODE, message);
        }
        self.compare_security(old, new);
        self.compare_parameters(old, new);
        self.compare_request_body(old, new);
        self.compare_responses(old, new);
    }

    fn compare_security(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let before = requirements(self.old, old);
        let after = requirements(self.new, new);
        if before == after {
            return;
        }
        // One requirement is enough, so that more of them exclude nobody.
        let is_wider =
            before.is_subset(&after) || after.is_empty() || after.contains(&BTreeSet::new());
        let breaks = if is_wider {
            Breaks::NOTHING
        } else {
            Breaks::RUNNING
        };
        self.add(
            &new.pointer(),
            breaks,
            "`security` changed, and so did who may call the operation",
        );
    }

    fn compare_parameters(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let before = old.parameters(self.old);
        let mut after = new.parameters(self.new);
        for (place, parameter) in before {
            let name = text(parameter, "name");
            let position = after
                .iter()
                .position(|(_, other)| same_parameter(old, parameter, new, other));
            let Some(position) = position else {
                let message = format!("the {} parameter `{name}` is gone", text(parameter, "in"));
                self.add(&place, Breaks::BOTH, message);
                continue;
            };
            let (place, other) = after.remove(position);
            let (was, is) = (required(parameter), required(other));
            if was != is {
                // The argument becomes an `Option`, or stops being one.
                let message = if is {
                    "now required"
                } else {
                    "no longer required"
                };
                let breaks = Breaks {
                    running: is,
                    code: true,
                };
                self.add(
                    &place,
                    breaks,
                    format!("the parameter `{name}` is {message}"),
                );
            }
            if let (Some(before), Some(after)) = (parameter.get("schema"), other.get("schema")) {
                let location = SchemaLocation::new(join(&place, "schema"), Usage::REQUEST);
                self.compare_schema(&location, before, after);
            }
        }
        for (place, parameter) in after {
            let kind = match required(parameter) {
                true => "required",
                false => "optional",
            };
            let breaks = Breaks {
                running: required(parameter),
                code: true,
            };
            let message = format!(
                "the {kind} {} parameter `{}` is new: the method takes one more argument",
                text(parameter, "in"),
                text(parameter, "name"),
            );
            self.add(&place, breaks, message);
        }
    }

    fn compare_request_body(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let at = join(&new.pointer(), "requestBody");
        let body = |document: &'d Value, operation: Operation<'d>| {
            operation
                .value
                .get("requestBody")
                .and_then(|body| resolve(document, body))
        };
        match (body(self.old, old), body(self.new, new)) {
            (None, None) => {}
            (Some(_), None) => self.add(
                &join(&old.pointer(), "requestBody"),
                Breaks::BOTH,
                "the request body is gone",
            ),
            (None, Some(body)) => {
                let breaks = Breaks {
                    running: required(body),
                    code: true,
                };
                self.add(
                    &at,
                    breaks,
                    "the request has a body now: the method takes one more argument",
                );
            }
            (Some(before), Some(after)) => {
                if required(before) != required(after) {
                    let message = if required(after) {
                        "now required"
                    } else {
                        "no longer required"
                    };
                    let breaks = Breaks {
                        running: required(after),
                        code: false,
                    };
                    self.add(&at, breaks, format!("the request body is {message}"));
                }
                self.compare_content(&at, before, after, Usage::REQUEST);
            }
        }
    }

    fn compare_responses(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let (before, after) = (
            members(old.value, "responses"),
            members(new.value, "responses"),
        );
        let at = |operation: Operation<'d>, status: &str| {
            join(&join(&operation.pointer(), "responses"), status)
        };
        let only_in = |these: &'d Map<String, Value>, others: &'d Map<String, Value>| {
            let names = these
                .keys()
                .filter(move |status| !others.contains_key(*status));
            names.collect::<Vec<_>>()
        };
        let (gone, added) = (only_in(before, after), only_in(after, before));
        // Clients take a success that they do not know for an error.
        let breaks = |status: &str| match is_success(status) {
            true => Breaks::RUNNING,
            false => Breaks::NOTHING,
        };
        for status in &gone {
            let message = format!("{} no longer responds with {status}", name(old));
            self.add(&at(old, status), breaks(status), message);
        }
        for status in &added {
            let message = format!("{} may now respond with {status}", name(new));
            self.add(&at(new, status), breaks(status), message);
        }
        let kept = before.keys().filter(|status| after.contains_key(*status));
        let mut pairs: Vec<(&String, &String)> = kept.map(|status| (status, status)).collect();
        // A success that has another status now is still decoded by the same method.
        let success = |list: &[&'d String]| list.iter().copied().find(|status| is_success(status));
        pairs.extend(success(&gone).zip(success(&added)));
        for (status, other) in pairs {
            let usage = if is_success(status) {
                Usage::RESPONSE
            } else {
                Usage::ERROR
            };
            let (response, other_response) = (&before[status], &after[other]);
            if let (Some(before), Some(after)) = (
                resolve(self.old, response),
                resolve(self.new, other_response),
            ) {
                self.compare_content(&at(new, other), before, after, usage);
            }
        }
    }

    /// Compares the bodies of a request or a response by media type.
    fn compare_content(&mut self, at: &str, old: &'d Value, new: &'d Value, usage: Usage) {
        let (before, after) = (members(old, "content"), members(new, "content"));
        let at = join(at, "content");
        let breaks = if usage == Usage::ERROR {
            Breaks::NOTHING
        } else {
            Breaks::BOTH
        };
        for (kind, body) in before {
            match after.get(kind) {
                None => self.add(
                    &join(&at, kind),
                    breaks,
                    format!("the body is no longer `{kind}`"),
                ),
                Some(other) => {
                    let location = SchemaLocation::new(join(&join(&at, kind), "schema"), usage);
                    self.compare_schema(&location, schema(body), schema(other));
                }
            }
        }
        for kind in after.keys().filter(|kind| !before.contains_key(*kind)) {
            // Clients would have to send or decode it in another way.
            self.add(
                &join(&at, kind),
                breaks,
                format!("the body may be `{kind}` now"),
            );
        }
    }
}

/// Returns the schema of a body; null, which allows anything, if there is none.
fn schema(body: &Value) -> &Value {
    body.get("schema").unwrap_or(&Value::Null)
}

/// Returns the method and the path without the names of its parameters.
fn address(operation: Operation<'_>) -> (String, String) {
    let mut path = operation.path.to_owned();
    for name in placeholders(operation.path) {
        path = path.replacen(&format!("{{{name}}}"), "{}", 1);
    }
    (operation.method.to_owned(), path)
}

fn name(operation: Operation<'_>) -> String {
    format!("`{} {}`", operation.method.to_uppercase(), operation.path)
}

fn text<'d>(value: &'d Value, key: &str) -> &'d str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn required(value: &Value) -> bool {
    value.get("required") == Some(&Value::Bool(true))
}

/// Returns whether two parameters are the same: path parameters by position, others by name.
fn same_parameter(
    old: Operation<'_>,
    parameter: &Value,
    new: Operation<'_>,
    other: &Value,
) -> bool {
    let place = text(parameter, "in");
    let position = |operation: Operation<'_>, parameter: &Value| {
        placeholders(operation.path).position(|name| name == text(parameter, "name"))
    };
    place == text(other, "in")
        && match place {
            "path" => position(old, parameter) == position(new, other),
            "header" => text(parameter, "name").eq_ignore_ascii_case(text(other, "name")),
            _ => text(parameter, "name") == text(other, "name"),
        }
}

/// Returns the security requirements: each a set of schemes, identified by what they are rather
/// than by their names.
fn requirements(document: &Value, operation: Operation<'_>) -> BTreeSet<BTreeSet<String>> {
    let own = operation.value.get("security");
    let requirements = own.or_else(|| document.get("security"));
    let requirements = requirements.and_then(Value::as_array).into_iter().flatten();
    requirements
        .filter_map(Value::as_object)
        .map(|requirement| {
            let schemes = requirement.iter().map(|(name, scopes)| {
                let scheme = document.pointer(&join("/components/securitySchemes", name));
                let member = |key| {
                    scheme
                        .and_then(|scheme| scheme.get(key))
                        .unwrap_or(&Value::Null)
                };
                let parts = ["type", "scheme", "in", "name"].map(|key| member(key).to_string());
                format!("{} {scopes}", parts.join(" "))
            });
            schemes.collect()
        })
        .collect()
}
