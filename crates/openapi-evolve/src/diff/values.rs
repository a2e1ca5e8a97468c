//! Compares what restricts single values: formats, enums, limits and defaults.

use serde_json::Value;

use super::comparison::{Breaks, Comparison};
use super::location::SchemaLocation;
use crate::schema::{LOWER_LIMITS, OPEN_ENUM, Schema, UPPER_LIMITS};

/// The formats of texts that become types of their own.
const TYPED_FORMATS: [&str; 8] = [
    "uuid",
    "date",
    "date-time",
    "ip",
    "ipv4",
    "ipv6",
    "byte",
    "binary",
];

/// The formats of integers, and the first and the last of their values.
const INTEGERS: [(&str, i128, i128); 9] = [
    ("int8", i8::MIN as i128, i8::MAX as i128),
    ("uint8", 0, u8::MAX as i128),
    ("int16", i16::MIN as i128, i16::MAX as i128),
    ("uint16", 0, u16::MAX as i128),
    ("int32", i32::MIN as i128, i32::MAX as i128),
    ("uint32", 0, u32::MAX as i128),
    ("uint64", 0, u64::MAX as i128),
    ("int", i32::MIN as i128, i32::MAX as i128),
    ("uint", 0, u32::MAX as i128),
];

/// Limits of which any other value may be stricter.
const OTHER_LIMITS: [&str; 3] = ["pattern", "multipleOf", "uniqueItems"];

impl Comparison<'_> {
    pub(super) fn compare_format(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let (before, after) = (text(old, "format"), text(new, "format"));
        // A number that becomes an integer has another format anyway.
        if before == after || text(old, "type") != text(new, "type") {
            return;
        }
        let (code, narrows, widens) = match text(new, "type") {
            "integer" => {
                let ([first, last], [new_first, new_last]) = (range(before), range(after));
                let narrows = new_first > first || new_last < last;
                let widens = new_first < first || new_last > last;
                (narrows || widens, narrows, widens)
            }
            "number" => {
                let is_float = |format| format == "float";
                let code = is_float(before) != is_float(after);
                (code, code && is_float(after), code && is_float(before))
            }
            // A password is shown in another way, and sent as it was.
            _ => {
                let [before, after] = [before, after].map(|format| match format {
                    "password" => "",
                    _ => format,
                });
                let is_typed = |format| TYPED_FORMATS.contains(&format);
                let is_encoded = |format| ["byte", "binary"].contains(&format);
                let is_other = before != after && (is_encoded(before) || is_encoded(after));
                (
                    before != after && (is_typed(before) || is_typed(after)),
                    is_other || (before != after && !after.is_empty()),
                    is_other || (before != after && !before.is_empty()),
                )
            }
        };
        let name = |format: &str| match (format, text(new, "type")) {
            ("", "integer") => "`int64`".to_owned(),
            ("", "number") => "`double`".to_owned(),
            ("", _) => "none".to_owned(),
            _ => format!("`{format}`"),
        };
        let breaks = location.breaks_code_if(code, narrows, widens);
        self.add_change(location, "format", &name(before), &name(after), breaks);
    }

    fn add_change(
        &mut self,
        location: &SchemaLocation,
        what: &str,
        before: &str,
        after: &str,
        breaks: Breaks,
    ) {
        let subject = &location.subject;
        let message = format!("the {what} of {subject} is now {after} instead of {before}");
        self.add(&location.pointer, breaks, message);
    }

    /// Compares enums, closed and open.
    pub(super) fn compare_enum(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let is_open = |schema: &Schema| !schema.contains_key("enum");
        let subject = &location.subject;
        let (before, after) = match (values(old), values(new)) {
            (None, None) => return,
            (Some(_), None) => {
                let breaks = location.breaks(false, !is_open(old));
                let message =
                    format!("{subject} can now be something other than the values listed");
                return self.add(&location.pointer, breaks, message);
            }
            (None, Some(values)) => {
                let values: Vec<_> = values.iter().map(Value::to_string).collect();
                let values = values.join(", ");
                let message = match is_open(new) {
                    true => format!("{subject} is now usually one of {values}"),
                    false => format!("{subject} can now only be one of {values}"),
                };
                let breaks = location.breaks(!is_open(new), false);
                return self.add(&location.pointer, breaks, message);
            }
            (Some(before), Some(after)) => (before, after),
        };
        match (is_open(old), is_open(new)) {
            (false, true) => self.add(
                &location.pointer,
                location.breaks(false, true),
                format!("{subject} can now have values that are not listed"),
            ),
            (true, false) => self.add(
                &location.pointer,
                location.breaks(true, false),
                format!("{subject} can no longer have values that are not listed"),
            ),
            _ => {}
        }
        for value in before.iter().filter(|value| !after.contains(value)) {
            self.add(
                &location.pointer,
                location.breaks(true, false),
                format!("the value {value} of {subject} is gone"),
            );
        }
        for value in after.iter().filter(|value| !before.contains(value)) {
            // A `match` on an open enum has an arm for new values.
            let is_closed = !is_open(old);
            let breaks = location.breaks_code_if(is_closed, false, is_closed);
            let message = format!("the value {value} of {subject} is new");
            self.add(&location.pointer, breaks, message);
        }
    }

    /// Compares limits. Generated code does not check them, so they are not part of its types.
    pub(super) fn compare_limits(&mut self, location: &SchemaLocation, old: &Schema, new: &Schema) {
        let limits = LOWER_LIMITS.into_iter().chain(UPPER_LIMITS);
        for limit in limits.chain(OTHER_LIMITS) {
            let exclusive = match limit {
                "minimum" => "exclusiveMinimum",
                "maximum" => "exclusiveMaximum",
                _ => "",
            };
            let [before, after] = [old, new].map(|schema| {
                let value = schema.get(limit);
                (value, value.is_some() && schema.contains_key(exclusive))
            });
            if before == after {
                continue;
            }
            let (narrows, widens) = match (before.0, after.0) {
                (None, _) => (true, false),
                (_, None) => (false, true),
                (Some(value), Some(other)) if value == other => (after.1, before.1),
                (Some(value), Some(other)) => change(limit, value, other),
            };
            let name = |(value, is_exclusive): (Option<&Value>, bool)| match (value, is_exclusive) {
                (None, _) => "none".to_owned(),
                (Some(value), false) => value.to_string(),
                (Some(value), true) => format!("{value} (exclusive)"),
            };
            let breaks = location.breaks_code_if(false, narrows, widens);
            let limit = format!("`{limit}`");
            self.add_change(location, &limit, &name(before), &name(after), breaks);
        }
    }

    /// Compares defaults, which the server applies to requests.
    pub(super) fn compare_default(
        &mut self,
        location: &SchemaLocation,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        if old == new {
            return;
        }
        let name = |value: Option<&Value>| value.map_or("no default".to_owned(), Value::to_string);
        let effect = match location.usage.request {
            true => ": requests without it may now do something else",
            false => "",
        };
        let message = format!(
            "the default of {} is now {} instead of {}{effect}",
            location.subject,
            name(new),
            name(old)
        );
        let breaks = Breaks::running_if(location.usage.request);
        self.add(&location.within("default", None).pointer, breaks, message);
    }
}

/// Returns whether a limit that changes allows less, and whether it allows more.
fn change(limit: &str, before: &Value, after: &Value) -> (bool, bool) {
    let (Some(before), Some(after)) = (before.as_f64(), after.as_f64()) else {
        return (true, true);
    };
    match limit {
        _ if LOWER_LIMITS.contains(&limit) => (after >= before, after <= before),
        _ if UPPER_LIMITS.contains(&limit) => (after <= before, after >= before),
        // Every multiple of 6 is one of 3.
        _ => (before % after != 0.0, after % before != 0.0),
    }
}

/// Returns the first and the last integer of a format.
fn range(format: &str) -> [i128; 2] {
    let known = INTEGERS.iter().find(|(name, ..)| *name == format);
    known.map_or([i64::MIN.into(), i64::MAX.into()], |(_, first, last)| {
        [*first, *last]
    })
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
