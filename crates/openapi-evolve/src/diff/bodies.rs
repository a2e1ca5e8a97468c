//! Compares the bodies and headers of requests and responses.

use serde_json::{Map, Value};

use super::comparison::{Breaks, Comparison};
use super::location::SchemaLocation;
use super::operations::name;
use super::usage::Usage;
use crate::operation::{Operation, is_success, is_true, members};
use crate::pointer::{join, resolve};

impl<'d> Comparison<'d> {
    pub(super) fn compare_request_body(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let at = join(&new.pointer(), "requestBody");
        let subject = format!("the request body of {}", name(new));
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
                format!("{subject} is gone"),
            ),
            (None, Some(body)) => {
                let breaks = Breaks {
                    running: is_true(body, "required"),
                    code: true,
                };
                let message = format!("{subject} is new: the method takes one more argument");
                self.add(&at, breaks, message);
            }
            (Some(before), Some(after)) => {
                if is_true(before, "required") != is_true(after, "required") {
                    let message = match is_true(after, "required") {
                        true => "is now required",
                        false => "is no longer required",
                    };
                    let breaks = Breaks::running_if(is_true(after, "required"));
                    self.add(&at, breaks, format!("{subject} {message}"));
                }
                self.compare_content(&at, &subject, before, after, Usage::REQUEST, true);
            }
        }
    }

    pub(super) fn compare_responses(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let [before, after] = [old, new].map(|operation| members(operation.value, "responses"));
        let at = |operation: Operation<'d>, status: &str| {
            join(&join(&operation.pointer(), "responses"), status)
        };
        let only_in = |these: &'d Map<String, Value>, others: &'d Map<String, Value>| {
            let names = these.keys();
            let names = names.filter(move |status| !others.contains_key(*status));
            names
                .filter(|name| !name.starts_with("x-"))
                .collect::<Vec<_>>()
        };
        let (gone, added) = (only_in(before, after), only_in(after, before));
        // Clients take a success that they do not know for an error.
        for status in &gone {
            let message = format!("{} no longer responds with {status}", name(old));
            let breaks = Breaks::running_if(means_success(status, before));
            self.add(&at(old, status), breaks, message);
        }
        for status in &added {
            let message = format!("{} may now respond with {status}", name(new));
            let breaks = Breaks::running_if(means_success(status, after));
            self.add(&at(new, status), breaks, message);
        }
        let kept = before.keys().filter(|status| after.contains_key(*status));
        let mut pairs: Vec<(&String, &String)> = kept.map(|status| (status, status)).collect();
        // A success that has another status now is still decoded by the same method.
        let success = |list: &[&'d String], responses: &'d Map<String, Value>| {
            let mut list = list.iter().copied();
            list.find(|status| means_success(status, responses))
        };
        pairs.extend(success(&gone, before).zip(success(&added, after)));
        for (status, other) in pairs {
            let is_success = means_success(status, before);
            let (response, other_response) = (&before[status], &after[other]);
            if let (Some(before), Some(after)) = (
                resolve(self.old, response),
                resolve(self.new, other_response),
            ) {
                let subject = format!("the {other} response of {}", name(new));
                let at = at(new, other);
                self.compare_headers(&at, &subject, before, after);
                let subject = format!("the body of {subject}");
                self.compare_content(&at, &subject, before, after, Usage::RESPONSE, is_success);
            }
        }
    }

    /// Compares headers of responses, which generated code does not have.
    fn compare_headers(&mut self, at: &str, subject: &str, old: &'d Value, new: &'d Value) {
        let [before, after] = [old, new].map(|response| members(response, "headers"));
        let at = join(at, "headers");
        let find = |headers: &'d Map<String, Value>, name: &str| {
            let mut headers = headers.iter();
            headers
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
                .map(|(_, header)| header)
        };
        for (name, header) in before {
            let subject = format!("the header `{name}` of {subject}");
            let at = join(&at, name);
            let Some(other) = find(after, name) else {
                let message = format!("{subject} is gone");
                self.add(&at, Breaks::RUNNING, message);
                continue;
            };
            let (Some(before), Some(after)) = (resolve(self.old, header), resolve(self.new, other))
            else {
                continue;
            };
            if is_true(before, "required") != is_true(after, "required") {
                let message = match is_true(after, "required") {
                    true => "is now always there",
                    false => "may now be missing",
                };
                let breaks = Breaks::running_if(is_true(before, "required"));
                self.add(&at, breaks, format!("{subject} {message}"));
            }
            let location = SchemaLocation {
                types: false,
                ..SchemaLocation::new(join(&at, "schema"), subject, Usage::RESPONSE)
            };
            self.compare_schema(&location, schema(before), schema(after));
        }
        for name in after.keys().filter(|name| find(before, name).is_none()) {
            let message = format!("the header `{name}` of {subject} is new");
            self.add(&join(&at, name), Breaks::NOTHING, message);
        }
    }

    /// Compares the forms of a body, or of a parameter, by media type. `is_decoded` says whether
    /// generated code has a type for it.
    pub(super) fn compare_content(
        &mut self,
        at: &str,
        subject: &str,
        old: &'d Value,
        new: &'d Value,
        usage: Usage,
        is_decoded: bool,
    ) {
        let [before, after] = [old, new].map(|body| members(body, "content"));
        let at = join(at, "content");
        // Generated code sends and reads one media type.
        let is_other = media_type(chosen(before)) != media_type(chosen(after));
        for (kind, body) in before {
            let location = |at: &str| {
                let at = join(&join(at, kind), "schema");
                SchemaLocation::new(at, subject.to_owned(), usage)
            };
            match find(after, kind) {
                None => {
                    let breaks = Breaks {
                        running: true,
                        code: is_other && is_decoded,
                    };
                    let message = format!("{subject} can no longer be `{kind}`");
                    self.add(&join(&at, kind), breaks, message);
                }
                Some(other) => {
                    self.compare_schema(&location(&at), schema(body), schema(other));
                    self.compare_encoding(&join(&at, kind), subject, body, other);
                }
            }
        }
        for kind in after.keys().filter(|kind| find(before, kind).is_none()) {
            // Clients go on with what they know, if that is still what they send or ask for.
            let is_first = before.is_empty();
            let breaks = Breaks {
                running: is_other && !is_first,
                code: is_other && is_decoded,
            };
            let message = match is_first {
                true => format!("{subject} is new, as `{kind}`"),
                false => format!("{subject} can now also be `{kind}`"),
            };
            self.add(&join(&at, kind), breaks, message);
        }
    }

    /// Compares how the properties of a form are written.
    fn compare_encoding(&mut self, at: &str, subject: &str, old: &Value, new: &Value) {
        let (before, after) = (members(old, "encoding"), members(new, "encoding"));
        let names = before.keys().chain(after.keys());
        for name in names {
            if before.get(name) != after.get(name) {
                let message = format!("`{name}` of {subject} is now encoded in another way");
                self.add(&join(&join(at, "encoding"), name), Breaks::RUNNING, message);
            }
        }
    }
}

/// Returns whether a response means success: its status, or that of any if none says it.
fn means_success(status: &str, responses: &Map<String, Value>) -> bool {
    is_success(status)
        || (status == "default" && !responses.keys().any(|status| is_success(status)))
}

/// Returns the media type that generated code sends or reads: JSON, if there is a choice.
fn chosen(content: &Map<String, Value>) -> Option<&String> {
    let json = |kind: &&String| media_type(Some(kind)) == "application/json";
    content.keys().find(json).or_else(|| content.keys().next())
}

/// Returns a media type without its case, and without saying that it is UTF-8.
fn media_type(kind: Option<&String>) -> String {
    let kind = kind.map(|kind| kind.to_ascii_lowercase().replace(' ', ""));
    let kind = kind.unwrap_or_default();
    let plain = kind.strip_suffix(";charset=utf-8").map(str::to_owned);
    plain.unwrap_or(kind)
}

fn find<'d>(content: &'d Map<String, Value>, kind: &String) -> Option<&'d Value> {
    let mut content = content.iter();
    let found = content.find(|(other, _)| media_type(Some(other)) == media_type(Some(kind)));
    found.map(|(_, body)| body)
}

/// Returns the schema of a body; null, which allows anything, if there is none.
fn schema(body: &Value) -> &Value {
    body.get("schema").unwrap_or(&Value::Null)
}
