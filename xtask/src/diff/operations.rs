//! Operations, their parameters, bodies and answers.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::schemas::Spot;
use super::usage::Use;
use super::{Breaks, Comparison};
use crate::openapi::{Operation, is_success, members, operations, placeholders};
use crate::pointer::{join, resolve};

impl<'d> Comparison<'d> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let (mut gone, mut added): (Vec<Operation<'d>>, Vec<Operation<'d>>) =
            (Vec::new(), operations(new).collect());
        for operation in operations(old) {
            match added
                .iter()
                .position(|other| address(*other) == address(operation))
            {
                Some(index) => self.operation(operation, added.remove(index)),
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
                    let what = format!(
                        "{name} moved to `{} {}`",
                        moved.method.to_uppercase(),
                        moved.path
                    );
                    self.add(&moved.pointer(), Breaks::RUNNING, what);
                    self.operation(operation, moved);
                }
                None => self.add(
                    &operation.pointer(),
                    Breaks::BOTH,
                    format!("{name} is gone"),
                ),
            }
        }
        for operation in added {
            let what = format!("{} is new", name(operation));
            self.add(&operation.pointer(), Breaks::NOTHING, what);
        }
        self.server();
    }

    fn server(&mut self) {
        let url = |document: &'d Value| document.pointer("/servers/0/url");
        if url(self.old) != url(self.new) {
            let what = format!(
                "the default server is now {}",
                url(self.new).unwrap_or(&Value::Null)
            );
            self.add("/servers/0/url", Breaks::NOTHING, what);
        }
    }

    fn operation(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let at = new.pointer();
        if old.id() != new.id() {
            let (old, new) = (old.id().unwrap_or_default(), new.id().unwrap_or_default());
            let what = format!("the operationId `{old}` is now `{new}`: so is the method");
            self.add(&join(&at, "operationId"), Breaks::CODE, what);
        }
        self.security(old, new);
        self.parameters(old, new);
        self.request_body(old, new);
        self.responses(old, new);
    }

    fn security(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let before = security(self.old, old);
        let after = security(self.new, new);
        if before == after {
            return;
        }
        // Where one of several ways in will do, more of them keep nobody out.
        let still_let_in =
            before.is_subset(&after) || after.is_empty() || after.contains(&BTreeSet::new());
        let breaks = if still_let_in {
            Breaks::NOTHING
        } else {
            Breaks::RUNNING
        };
        self.add(
            &new.pointer(),
            breaks,
            "who may call it is settled otherwise: `security` changed",
        );
    }

    fn parameters(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let before = old.parameters(self.old);
        let mut after = new.parameters(self.new);
        for (place, parameter) in before {
            let name = text(parameter, "name");
            let position = after
                .iter()
                .position(|(_, other)| same_parameter(old, parameter, new, other));
            let Some(position) = position else {
                let what = format!("the {} parameter `{name}` is gone", text(parameter, "in"));
                self.add(&place, Breaks::BOTH, what);
                continue;
            };
            let (place, other) = after.remove(position);
            let (was, is) = (required(parameter), required(other));
            if was != is {
                // The argument becomes an `Option`, or is none any more.
                let what = if is {
                    "now required"
                } else {
                    "no longer required"
                };
                let breaks = Breaks {
                    running: is,
                    code: true,
                };
                self.add(&place, breaks, format!("the parameter `{name}` is {what}"));
            }
            if let (Some(before), Some(after)) = (parameter.get("schema"), other.get("schema")) {
                let spot = Spot::new(join(&place, "schema"), Use::REQUEST);
                self.schema(&spot, before, after);
            }
        }
        for (place, parameter) in after {
            let kind = if required(parameter) {
                "required"
            } else {
                "optional"
            };
            let breaks = Breaks {
                running: required(parameter),
                code: true,
            };
            let what = format!(
                "the {kind} {} parameter `{}` is new: the method takes one more argument",
                text(parameter, "in"),
                text(parameter, "name"),
            );
            self.add(&place, breaks, what);
        }
    }

    fn request_body(&mut self, old: Operation<'d>, new: Operation<'d>) {
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
                "the body of the request is gone",
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
                    let what = if required(after) {
                        "now required"
                    } else {
                        "no longer required"
                    };
                    let breaks = Breaks {
                        running: required(after),
                        code: false,
                    };
                    self.add(&at, breaks, format!("the body of the request is {what}"));
                }
                self.content(&at, before, after, Use::REQUEST);
            }
        }
    }

    fn responses(&mut self, old: Operation<'d>, new: Operation<'d>) {
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
        // The client takes a success that it does not know for an error.
        let breaks = |status: &str| match is_success(status) {
            true => Breaks::RUNNING,
            false => Breaks::NOTHING,
        };
        for status in &gone {
            let what = format!("{} no longer answers {status}", name(old));
            self.add(&at(old, status), breaks(status), what);
        }
        for status in &added {
            let what = format!("{} may answer {status} now", name(new));
            self.add(&at(new, status), breaks(status), what);
        }
        let kept = before.keys().filter(|status| after.contains_key(*status));
        let mut pairs: Vec<(&String, &String)> = kept.map(|status| (status, status)).collect();
        // A success under another status is the same method's.
        let success = |list: &[&'d String]| list.iter().copied().find(|status| is_success(status));
        pairs.extend(success(&gone).zip(success(&added)));
        for (status, other) in pairs {
            let usage = if is_success(status) {
                Use::RESPONSE
            } else {
                Use::ERROR
            };
            let (response, other_response) = (&before[status], &after[other]);
            if let (Some(before), Some(after)) = (
                resolve(self.old, response),
                resolve(self.new, other_response),
            ) {
                self.content(&at(new, other), before, after, usage);
            }
        }
    }

    /// The bodies of a request or a response, by media type.
    fn content(&mut self, at: &str, old: &'d Value, new: &'d Value, usage: Use) {
        let (before, after) = (members(old, "content"), members(new, "content"));
        let at = join(at, "content");
        let breaks = if usage == Use::ERROR {
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
                    let spot = Spot::new(join(&join(&at, kind), "schema"), usage);
                    self.schema(&spot, schema(body), schema(other));
                }
            }
        }
        for kind in after.keys().filter(|kind| !before.contains_key(*kind)) {
            // A body where there was none, or was another, is read or sent otherwise.
            self.add(
                &join(&at, kind),
                breaks,
                format!("the body may be `{kind}` now"),
            );
        }
    }
}

/// The schema of a body; without one, it may be anything.
fn schema(body: &Value) -> &Value {
    body.get("schema").unwrap_or(&Value::Null)
}

/// The method and the path, whatever its parameters are called.
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

/// Parameters of the path are the same by their position, all others by their name.
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

/// The ways in: each a set of what is needed together, told by what it is rather than by its name.
fn security(document: &Value, operation: Operation<'_>) -> BTreeSet<BTreeSet<String>> {
    let requirements = operation
        .value
        .get("security")
        .or_else(|| document.get("security"));
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
