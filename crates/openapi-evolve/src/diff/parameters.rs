//! Compares parameters, and how their values are written.

use serde_json::Value;

use super::comparison::{Breaks, Comparison};
use super::location::SchemaLocation;
use super::operations::name;
use super::schemas::{as_schema, resolved};
use super::usage::Usage;
use crate::operation::{Operation, is_true, placeholders, text};
use crate::pointer::join;
use crate::schema::Schema;

impl<'d> Comparison<'d> {
    pub(super) fn compare_parameters(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let mut after = new.parameters(self.new);
        for (place, parameter) in old.parameters(self.old) {
            let same = after
                .iter()
                .position(|(_, other)| same_parameter(old, parameter, new, other));
            match same {
                Some(index) => {
                    let (place, other) = after.remove(index);
                    let subject = format!("{} of {}", describe(other), name(new));
                    self.compare_parameter(&place, &subject, parameter, other);
                }
                None => {
                    let message = format!("{} of {} is gone", describe(parameter), name(old));
                    self.add(&place, Breaks::BOTH, message);
                }
            }
        }
        for (place, parameter) in after {
            let required = is_true(parameter, "required");
            let kind = match required {
                true => "required",
                false => "optional",
            };
            let breaks = Breaks {
                running: required,
                code: true,
            };
            let message = format!(
                "the {kind} {} parameter `{}` of {} is new: the method takes one more argument",
                text(parameter, "in"),
                text(parameter, "name"),
                name(new),
            );
            self.add(&place, breaks, message);
        }
    }

    fn compare_parameter(&mut self, place: &str, subject: &str, old: &'d Value, new: &'d Value) {
        let required = [old, new].map(|parameter| is_true(parameter, "required"));
        if let [was, is] = required
            && was != is
        {
            // The argument becomes an `Option`, or stops being one.
            let breaks = Breaks {
                running: is,
                code: true,
            };
            let message = match is {
                true => "is now required",
                false => "is no longer required",
            };
            self.add(place, breaks, format!("{subject} {message}"));
        }
        for (keyword, words) in [
            ("allowEmptyValue", "be empty"),
            ("allowReserved", "contain reserved characters as they are"),
        ] {
            let (was, is) = (is_true(old, keyword), is_true(new, keyword));
            let message = match (was, is) {
                (true, false) => format!("{subject} may no longer {words}"),
                (false, true) => format!("{subject} may now {words}"),
                _ => continue,
            };
            self.add(&join(place, keyword), Breaks::running_if(was), message);
        }
        let deprecated = [old, new].map(|parameter| parameter.get("deprecated"));
        self.compare_deprecated(place, subject, deprecated[0], deprecated[1]);
        self.compare_style(place, subject, old, new);
        match (old.get("schema"), new.get("schema")) {
            (Some(before), Some(after)) => {
                let at = join(place, "schema");
                let location = SchemaLocation::new(at, subject.to_owned(), Usage::REQUEST);
                self.compare_schema(&location, before, after);
            }
            (None, None) => {
                self.compare_content(place, subject, old, new, Usage::REQUEST, true);
            }
            (before, _) => {
                let message = match before {
                    Some(_) => format!("{subject} is now written in a media type"),
                    None => format!("{subject} is no longer written in a media type"),
                };
                self.add(place, Breaks::BOTH, message);
            }
        }
    }

    fn compare_style(&mut self, place: &str, subject: &str, old: &'d Value, new: &'d Value) {
        let (before, after) = (Style::of(old), Style::of(new));
        if before == after || old.get("schema").is_none() || new.get("schema").is_none() {
            return;
        }
        let examples = [(self.old, old, before), (self.new, new, after)].map(
            |(document, parameter, style)| {
                let schema = as_schema(parameter.get("schema").unwrap_or(&Value::Null));
                style.example(&Kind::of(resolved(document, schema)))
            },
        );
        let keyword = match before.name == after.name {
            true => "explode",
            false => "style",
        };
        let message = match examples[0] == examples[1] {
            true => format!(
                "{subject} is now `{after}` instead of `{before}`, which makes no difference to its values"
            ),
            false => format!(
                "{subject} is now written as `{}` instead of `{}` (`{after}` instead of `{before}`)",
                examples[1], examples[0]
            ),
        };
        let breaks = Breaks::running_if(examples[0] != examples[1]);
        self.add(&join(place, keyword), breaks, message);
    }
}

/// How a value becomes text.
#[derive(Clone, Copy, PartialEq)]
struct Style<'d> {
    name: &'d str,
    explode: bool,
}

impl std::fmt::Display for Style<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "style: {}, explode: {}", self.name, self.explode)
    }
}

/// What the style has to write.
enum Kind {
    Single,
    Array,
    Object,
    /// Any of these.
    Unknown,
}

impl Kind {
    fn of(schema: &Schema) -> Self {
        match schema.get("type").and_then(Value::as_str) {
            Some("array") => Self::Array,
            Some("object") => Self::Object,
            Some(_) => Self::Single,
            None => Self::Unknown,
        }
    }
}

impl<'d> Style<'d> {
    fn of(parameter: &'d Value) -> Self {
        let usual = match text(parameter, "in") {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        let name = match text(parameter, "style") {
            "" => usual,
            name => name,
        };
        let explode = parameter.get("explode").and_then(Value::as_bool);
        let explode = explode.unwrap_or(name == "form");
        Self { name, explode }
    }

    /// Returns how a parameter `p` is written: one of the value 1, of the values 1 and 2, or of
    /// the properties `a` and `b`.
    fn example(&self, kind: &Kind) -> String {
        let (start, equals, separator) = match self.name {
            "form" => ("", "p=", if self.explode { "&" } else { "," }),
            "matrix" => (";", "p=", if self.explode { ";" } else { "," }),
            "label" => (".", "", if self.explode { "." } else { "," }),
            "spaceDelimited" => ("", "p=", if self.explode { "&" } else { "%20" }),
            "pipeDelimited" => ("", "p=", if self.explode { "&" } else { "|" }),
            _ => ("", "", ","),
        };
        let repeats = separator == "&" || separator == ";";
        let again = if repeats { equals } else { "" };
        match kind {
            Kind::Single => format!("{start}{equals}1"),
            Kind::Array => format!("{start}{equals}1{separator}{again}2"),
            Kind::Object if self.name == "deepObject" => "p[a]=1&p[b]=2".to_owned(),
            Kind::Object if self.explode => format!("{start}a=1{separator}b=2"),
            Kind::Object => format!("{start}{equals}a{separator}1{separator}b{separator}2"),
            Kind::Unknown => [Kind::Single, Kind::Array, Kind::Object]
                .map(|kind| self.example(&kind))
                .join("` or `"),
        }
    }
}

fn describe(parameter: &Value) -> String {
    format!(
        "the {} parameter `{}`",
        text(parameter, "in"),
        text(parameter, "name")
    )
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
