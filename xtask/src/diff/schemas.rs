//! Schemas, by what they mean to those who send and to those who read.

use serde_json::{Map, Value};

use super::normal::{is_nullable, normal};
use super::property::Property;
use super::usage::{Use, uses};
use super::{Breaks, Comparison};
use crate::openapi::members;
use crate::pointer::{join, resolve};

/// The place of a schema.
#[derive(Clone)]
pub(super) struct Spot {
    at: String,
    usage: Use,
    /// Whether the types of the code are still to be compared, rather than known to differ from their names.
    types: bool,
}

impl Spot {
    pub(super) fn new(at: String, usage: Use) -> Self {
        Self {
            at,
            usage,
            types: true,
        }
    }

    fn within(&self, part: &str) -> Self {
        Self {
            at: join(&self.at, part),
            ..*self
        }
    }

    /// What breaks if running clients break when they send, or when they read, and all code does.
    fn breaks(&self, sending: bool, reading: bool) -> Breaks {
        Breaks {
            running: (self.usage.request && sending) || (self.usage.response && reading),
            code: self.types,
        }
    }

    /// The same, where code breaks only sometimes.
    fn breaks_code_if(&self, code: bool, sending: bool, reading: bool) -> Breaks {
        Breaks {
            code: code && self.types,
            ..self.breaks(sending, reading)
        }
    }
}

/// The formats that have a type of their own in Rust, or that limit a number.
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

/// Limits that are the stricter the bigger they are,
const LOWER_LIMITS: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];
/// the smaller they are,
const UPPER_LIMITS: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];
/// and whenever they are others.
const OTHER_LIMITS: [&str; 5] = [
    "pattern",
    "multipleOf",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

type Schema = Map<String, Value>;

impl<'d> Comparison<'d> {
    /// The named schemas: each becomes a type.
    pub(super) fn components(&mut self) {
        let (old, new) = (self.old, self.new);
        let schemas = |document: &'d Value| {
            members(
                document.get("components").unwrap_or(&Value::Null),
                "schemas",
            )
        };
        let (before, after) = (schemas(old), schemas(new));
        let (old_uses, new_uses) = (uses(old), uses(new));
        for (name, schema) in before {
            let at = join("/components/schemas", name);
            match after.get(name) {
                Some(other) => {
                    let usage = [&old_uses, &new_uses]
                        .map(|uses| uses.get(name).copied().unwrap_or_default());
                    self.schema(&Spot::new(at, usage[0] | usage[1]), schema, other);
                }
                None => self.add(&at, Breaks::CODE, format!("the type `{name}` is gone")),
            }
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            let what = format!("the type `{name}` is new");
            self.add(&join("/components/schemas", name), Breaks::NOTHING, what);
        }
    }

    /// Two schemas of the same thing. Named ones are compared where they are defined.
    pub(super) fn schema(&mut self, spot: &Spot, old: &Value, new: &Value) {
        let (old, new) = (normal(old), normal(new));
        match (is_nullable(&old), is_nullable(&new)) {
            (false, true) => self.add(&spot.at, spot.breaks(false, true), "may be null now"),
            (true, false) => self.add(&spot.at, spot.breaks(true, false), "can no longer be null"),
            _ => {}
        }
        self.not_null(spot, &old, &new);
    }

    /// The same, null aside.
    fn not_null(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
        let what = match (named(old), named(new)) {
            (None, None) => return self.unnamed(spot, old, new),
            (Some(before), Some(after)) if before == after => return,
            (Some(before), Some(after)) => format!("the type `{before}` is now `{after}`"),
            (Some(before), None) => format!("is no longer of the type `{before}`"),
            (None, Some(after)) => format!("is of the named type `{after}` now"),
        };
        if spot.types {
            self.add(&spot.at, Breaks::CODE, what);
        }
        // The names are no matter to those who talk; what is behind them is.
        let pair = (
            named(old).unwrap_or_default(),
            named(new).unwrap_or_default(),
        );
        if self.behind.contains(&pair) {
            return;
        }
        self.behind.push(pair);
        let spot = Spot {
            types: false,
            ..spot.clone()
        };
        self.not_null(&spot, &behind(self.old, old), &behind(self.new, new));
        self.behind.pop();
    }

    fn unnamed(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
        let (before, after) = (text(old, "type"), text(new, "type"));
        if before != after {
            // Every integer is a number, and everything is anything.
            let widens = matches!((before, after), ("integer", "number") | (_, ""));
            let narrows = matches!((before, after), ("number", "integer") | ("", _));
            let name = |kind: &str| {
                if kind.is_empty() {
                    "anything".to_owned()
                } else {
                    kind.to_owned()
                }
            };
            let what = format!("the type {} is now {}", name(before), name(after));
            return self.add(&spot.at, spot.breaks(!widens, !narrows), what);
        }
        self.format(spot, text(old, "format"), text(new, "format"));
        self.values(spot, old, new);
        self.limits(spot, old, new);
        self.properties(spot, old, new);
        self.parts(spot, old, new);
        for combination in ["allOf", "anyOf", "oneOf"] {
            self.combination(spot, combination, old, new);
        }
        self.default(spot, old.get("default"), new.get("default"));
    }

    fn format(&mut self, spot: &Spot, before: &str, after: &str) {
        if before == after {
            return;
        }
        let is_strict = |format| STRICT_FORMATS.contains(&format);
        let breaks = spot.breaks_code_if(
            is_strict(before) || is_strict(after),
            is_strict(after),
            is_strict(before),
        );
        let name = |format: &str| {
            if format.is_empty() {
                "none".to_owned()
            } else {
                format.to_owned()
            }
        };
        let what = format!("the format {} is now {}", name(before), name(after));
        self.add(&spot.at, breaks, what);
    }

    /// Enums, closed and open.
    fn values(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
        let is_open = |schema: &Schema| !schema.contains_key("enum");
        match (values(old), values(new)) {
            (None, None) => {}
            (Some(_), None) => self.add(
                &spot.at,
                spot.breaks(false, !is_open(old)),
                "is no enum any more",
            ),
            (None, Some(_)) => self.add(&spot.at, spot.breaks(true, false), "is an enum now"),
            (Some(before), Some(after)) => {
                if is_open(old) != is_open(new) {
                    let what = if is_open(new) {
                        "the enum is open now"
                    } else {
                        "the enum is closed now"
                    };
                    self.add(&spot.at, spot.breaks(false, false), what);
                }
                for value in before.iter().filter(|value| !after.contains(value)) {
                    self.add(
                        &spot.at,
                        spot.breaks(true, false),
                        format!("the value {value} is gone"),
                    );
                }
                for value in after.iter().filter(|value| !before.contains(value)) {
                    // A `match` on an open enum has an arm for what is new.
                    let is_closed = !is_open(old);
                    let breaks = spot.breaks_code_if(is_closed, false, is_closed);
                    self.add(&spot.at, breaks, format!("the value {value} is new"));
                }
            }
        }
    }

    /// What is sent may break a limit that is stricter now. What is read is not checked by the client.
    fn limits(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
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
            let what = format!("`{limit}` {} is now {}", name(before), name(after));
            self.add(
                &spot.at,
                spot.breaks_code_if(false, is_stricter, false),
                what,
            );
        }
    }

    fn properties(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
        let (before, after) = (Property::all(old), Property::all(new));
        for (name, property) in &before {
            let spot = spot.within("properties").within(name);
            let Some(other) = after.get(name) else {
                // What is optional may be absent; whoever sends it is no longer heeded.
                let breaks = spot.breaks(true, property.is_certain());
                self.add(&spot.at, breaks, format!("the property `{name}` is gone"));
                continue;
            };
            if (property.required, property.nullable()) != (other.required, other.nullable()) {
                self.presence(&spot, name, property, other);
            }
            self.not_null(&spot, &property.schema, &other.schema);
        }
        for (name, property) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let spot = spot.within("properties").within(name);
            let what = match (spot.usage.request, property.required) {
                (true, true) => format!(
                    "the required property `{name}` is new: requests without it are refused"
                ),
                (true, false) => {
                    format!(
                        "the optional property `{name}` is new: code that builds the type has to name it"
                    )
                }
                (false, _) => format!("the property `{name}` is new"),
            };
            let breaks = spot.breaks_code_if(spot.usage.request, property.required, false);
            self.add(&spot.at, breaks, what);
        }
    }

    /// Whether a property may be absent or null. To the client, both are `None`.
    fn presence(&mut self, spot: &Spot, name: &str, old: &Property, new: &Property) {
        // The client leaves out what is optional, and sends null for what is required and has no value.
        let sends_null = old.required && old.nullable();
        let is_refused = (new.required && !old.required) || (sends_null && !new.nullable());
        let breaks = spot.breaks_code_if(
            old.is_certain() != new.is_certain(),
            is_refused,
            old.is_certain() && !new.is_certain(),
        );
        let what = format!(
            "the property `{name}` was {} and is {}",
            old.presence(),
            new.presence()
        );
        self.add(&spot.at, breaks, what);
    }

    /// What arrays and maps are made of.
    fn parts(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
        for part in ["items", "additionalProperties", "not"] {
            let spot = spot.within(part);
            match (old.get(part), new.get(part)) {
                (None, None) => {}
                (Some(Value::Bool(_)), None) | (None, Some(Value::Bool(_))) => {
                    let what = "whether there may be properties of other names changed";
                    self.add(&spot.at, Breaks::NOTHING, what);
                }
                (before, after) => {
                    let [before, after] = [before, after].map(|part| part.unwrap_or(&Value::Null));
                    self.schema(&spot, before, after);
                }
            }
        }
    }

    fn combination(&mut self, spot: &Spot, combination: &str, old: &Schema, new: &Schema) {
        let branches = |schema: &Schema| {
            let branches = schema.get(combination).and_then(Value::as_array);
            branches
                .into_iter()
                .flatten()
                .map(normal)
                .collect::<Vec<_>>()
        };
        let (mut before, mut after) = (branches(old), branches(new));
        before.retain(|branch| {
            let same = after.iter().position(|other| other == branch);
            same.map(|index| after.remove(index)).is_none()
        });
        let spot = spot.within(combination);
        if let ([before], [after]) = (before.as_slice(), after.as_slice()) {
            return self.not_null(&spot, before, after);
        }
        // Fewer parts of an `allOf` let more through, fewer of the others less.
        let is_union = combination != "allOf";
        for _ in before {
            self.add(
                &spot.at,
                spot.breaks(is_union, !is_union),
                "one of the schemas is gone",
            );
        }
        for _ in after {
            self.add(
                &spot.at,
                spot.breaks(!is_union, is_union),
                "there is one more schema",
            );
        }
    }

    /// What is left out is left to the server.
    fn default(&mut self, spot: &Spot, old: Option<&Value>, new: Option<&Value>) {
        if old != new {
            let what = format!("the default is now {}", new.unwrap_or(&Value::Null));
            self.add(&spot.within("default").at, Breaks::NOTHING, what);
        }
    }
}

fn text<'s>(schema: &'s Schema, keyword: &str) -> &'s str {
    schema
        .get(keyword)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn values(schema: &Schema) -> Option<&Vec<Value>> {
    let values = schema
        .get("enum")
        .or_else(|| schema.get("x-extensible-enum"));
    values.and_then(Value::as_array)
}

/// The name of the component that a schema stands for.
fn named(schema: &Schema) -> Option<String> {
    let target = schema.get("$ref")?.as_str()?;
    Some(target.rsplit('/').next().unwrap_or_default().to_owned())
}

/// The schema that a reference leads to.
fn behind(document: &Value, schema: &Schema) -> Schema {
    let schema = Value::Object(schema.clone());
    normal(resolve(document, &schema).unwrap_or(&Value::Null))
}
