//! Compares what restricts single values: formats, enums, limits and defaults.

use serde_json::Value;

use super::comparison::{Breaks, Comparison};
use super::location::SchemaLocation;
use crate::schema::{OPEN_ENUM, Schema};

/// The formats that become types of their own, or that limit a number.
const STRICT_FORMATS: [&str; 8] = [
    "uuid",
    "date",
    "date-time",
    "ip",
    "ipv4",
    "ipv6",
    "int32",
    "float",
];

/// Limits that are stricter the larger they are.
const LOWER_LIMITS: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];
/// Limits that are stricter the smaller they are.
const UPPER_LIMITS: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];
/// Limits of which any other value may be stricter.
const OTHER_LIMITS: [&str; 5] = [
    "pattern",
    "multipleOf",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

impl Comparison<'_> {
    pub(super) fn compare_format(&mut self, location: &SchemaLocation, before: &str, after: &str) {
        if before == after {
            return;
        }
        let is_strict = |format| STRICT_FORMATS.contains(&format);
        let breaks = location.breaks_code_if(
            is_strict(before) || is_strict(after),
            is_strict(after),
            is_strict(before),
        );
        let message = format!(
            "the format {} is now {}",
            or("none", before),
            or("none", after)
        );
        self.add(&location.pointer, breaks, message);
    }

    /// Compares enums, closed and open.
    pub(super) fn compare_enum(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let is_open = |schema: &Schema| !schema.contains_key("enum");
        match (values(old), values(new)) {
            (None, None) => {}
            (Some(_), None) => self.add(
                &location.pointer,
                location.breaks(false, !is_open(old)),
                "is no longer an enum",
            ),
            (None, Some(_)) => self.add(
                &location.pointer,
                location.breaks(true, false),
                "is now an enum",
            ),
            (Some(before), Some(after)) => {
                if is_open(old) != is_open(new) {
                    let message = if is_open(new) {
                        "the enum is now open"
                    } else {
                        "the enum is now closed"
                    };
                    self.add(&location.pointer, location.breaks(false, false), message);
                }
                for value in before.iter().filter(|value| !after.contains(value)) {
                    self.add(
                        &location.pointer,
                        location.breaks(true, false),
                        format!("the value {value} is gone"),
                    );
                }
                for value in after.iter().filter(|value| !before.contains(value)) {
                    // A `match` on an open enum has an arm for new values.
                    let is_closed = !is_open(old);
                    let breaks = location.breaks_code_if(is_closed, false, is_closed);
                    self.add(
                        &location.pointer,
                        breaks,
                        format!("the value {value} is new"),
                    );
                }
            }
        }
    }

    /// Compares limits. Clients do not check them when they read, but servers do.
    pub(super) fn compare_limits(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        for limit in LOWER_LIMITS
            .into_iter()
            .chain(UPPER_LIMITS)
            .chain(OTHER_LIMITS)
        {
            let (before, after) = (old.get(limit), new.get(limit));
            if before == after {
                continue;
            }
            let number = |value: Option<&Value>| value.and_then(Value::as_f64);
            let is_stricter = match (number(before), number(after)) {
                (Some(before), Some(after)) if LOWER_LIMITS.contains(&limit) => after > before,
                (Some(before), Some(after)) if UPPER_LIMITS.contains(&limit) => after < before,
                _ => after.is_some_and(|after| *after != Value::Bool(false)),
            };
            let name = |value: Option<&Value>| value.map_or("none".to_owned(), Value::to_string);
            let message = format!("`{limit}` {} is now {}", name(before), name(after));
            self.add(
                &location.pointer,
                location.breaks_code_if(false, is_stricter, false),
                message,
            );
        }
    }

    /// Compares defaults, which the server applies.
    pub(super) fn compare_default(
        &mut self,
        location: &SchemaLocation,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        if old != new {
            let message = format!("the default is now {}", new.unwrap_or(&Value::Null));
            self.add(
                &location.within("default").pointer,
                Breaks::NOTHING,
                message,
            );
        }
    }
}

pub(super) fn text<'s>(schema: &'s Schema, keyword: &str) -> &'s str {
    schema
        .get(keyword)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn values(schema: &Schema) -> Option<&Vec<Value>> {
    let values = schema.get("enum").or_else(|| schema.get(OPEN_ENUM));
    values.and_then(Value::as_array)
}

/// Returns a keyword's value, or what its absence means.
pub(super) fn or<'t>(absence: &'t str, text: &'t str) -> &'t str {
    if text.is_empty() { absence } else { text }
}
