//! What `diff` says of running clients, compared with what a validator says of messages.
//!
//! What it says of code cannot be seen in messages where only a name or a type of Rust changes:
//! another `$ref`, another `operationId`, another format of a number. The schemas here have none of
//! these, so that every difference shows in a message.

use std::collections::BTreeSet;

use jsonschema::Validator;
use openapi_evolve::Breaks;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use serde_json::{Map, Value, json};

use super::compare;

const NAMES: [&str; 3] = ["a", "b", "c"];

fn leaf() -> impl Strategy<Value = Value> {
    let limits = (option(0..3), option(4..7));
    let limited = move |kind: &'static str, least: &'static str, most: &'static str| {
        limits.clone().prop_map(move |(low, high)| {
            with(json!({ "type": kind }), [(least, low), (most, high)])
        })
    };
    prop_oneof![
        Just(json!({})),
        Just(json!({"type": "boolean"})),
        limited("string", "minLength", "maxLength"),
        limited("integer", "minimum", "maximum"),
        limited("number", "minimum", "maximum"),
        subsequence(&NAMES, 1..=3)
            .prop_map(|values| json!({"type": "string", "enum": values.to_vec()})),
    ]
}

/// Returns a schema with those of the keywords that have a value.
fn with<T: Into<Value>, const N: usize>(
    mut schema: Value,
    keywords: [(&str, Option<T>); N],
) -> Value {
    for (keyword, value) in keywords {
        if let Some(value) = value {
            schema[keyword] = value.into();
        }
    }
    schema
}

fn option(range: std::ops::Range<i64>) -> impl Strategy<Value = Option<i64>> + Clone {
    proptest::option::of(range)
}

fn schema() -> impl Strategy<Value = Value> {
    let inner = leaf().prop_recursive(3, 12, 3, |inner| {
        let array = (inner.clone(), option(0..2), option(2..4));
        let array = array.prop_map(|(items, least, most)| {
            let array = json!({"type": "array", "items": items});
            with(array, [("minItems", least), ("maxItems", most)])
        });
        let others = prop_oneof![
            2 => Just(None),
            1 => Just(Some(json!(false))),
            1 => Just(Some(json!(true))),
            1 => inner.clone().prop_map(Some),
        ];
        let properties = proptest::collection::vec(inner.clone(), 3);
        let names = subsequence(&NAMES, 0..=3);
        let object = (properties, names, subsequence(&NAMES, 0..=3), others);
        let object = object.prop_map(|(schemas, names, required, others)| {
            let mut schema = json!({"type": "object"});
            let required: Vec<_> = required
                .iter()
                .filter(|name| names.contains(name))
                .collect();
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            let properties: Map<_, _> = names
                .iter()
                .map(|name| (*name).to_owned())
                .zip(schemas)
                .collect();
            if !properties.is_empty() {
                schema["properties"] = properties.into();
            }
            with(schema, [("additionalProperties", others)])
        });
        let text = prop_oneof![
            Just(json!({"type": "string"})),
            Just(json!({"type": "string", "maxLength": 3}))
        ];
        let union = (text, inner.clone()).prop_map(|(text, other)| match other["type"].as_str() {
            None | Some("string") => text,
            _ => json!({"anyOf": [text, other]}),
        });
        prop_oneof![array, object, union]
    });
    (inner, prop::bool::weighted(0.2)).prop_map(|(mut schema, nullable)| {
        if nullable && schema.get("type").is_some() {
            schema["nullable"] = true.into();
        }
        schema
    })
}

/// Returns the pointers of a schema and of those below it.
fn places(schema: &Value) -> Vec<String> {
    let mut places = Vec::new();
    let kind = openapi_evolve::grammar::Kind::Schema;
    openapi_evolve::grammar::walk(kind, "", schema, &mut |_, at, _| places.push(at.to_owned()));
    places
}

/// Returns whether the alternatives of each union have different types. Those of one type are told
/// apart by their limits, which `diff` does not try.
fn has_clear_unions(schema: &Value) -> bool {
    places(schema).iter().all(|at| {
        let union = schema.pointer(&format!("{at}/anyOf"));
        let kinds = union.and_then(Value::as_array).into_iter().flatten();
        let kinds: Vec<_> = kinds
            .map(|part| match part["type"].as_str() {
                Some("integer") => Some("number"),
                kind => kind,
            })
            .collect();
        !kinds.contains(&None) && kinds.iter().collect::<BTreeSet<_>>().len() == kinds.len()
    })
}

/// A schema, and the same with one change somewhere.
fn edit() -> impl Strategy<Value = (Value, Value)> {
    let edit = (schema(), any::<Index>(), 0..8, schema(), 0..3_usize).prop_map(
        |(old, place, kind, other, name)| {
            let mut new = old.clone();
            let places = places(&old);
            let place = new.pointer_mut(&places[place.index(places.len())]).unwrap();
            let is = |place: &Value, kind: &str| place["type"] == kind;
            let name = NAMES[name];
            match kind {
                0 if place.get("type").is_some() && place.get("nullable").is_none() => {
                    place["nullable"] = true.into();
                }
                1 if is(place, "object") => {
                    place["properties"][name] = other;
                }
                2 if is(place, "object") && place["properties"].get(name).is_some() => {
                    let required = place["required"].as_array().cloned().unwrap_or_default();
                    let mut required = required;
                    match required.iter().position(|other| other == name) {
                        Some(index) => drop(required.remove(index)),
                        None => required.push(name.into()),
                    }
                    place["required"] = required.into();
                }
                3 if is(place, "object") => {
                    place["additionalProperties"] = other;
                }
                4 if is(place, "object") => {
                    place["additionalProperties"] = false.into();
                }
                5 if is(place, "string") && place.get("enum").is_none() => {
                    place["maxLength"] = 9.into();
                }
                6 if is(place, "integer") => place["type"] = "number".into(),
                _ => *place = other,
            }
            (old, new)
        },
    );
    // Whether the values of an enum keep the limits that take its place is not tried either.
    let is_clear = |old: &Value, new: &Value| {
        let both = format!("{old}{new}");
        !both.contains("enum") || !both.contains("Length")
    };
    edit.prop_filter("unclear", move |(old, new)| {
        has_clear_unions(new) && is_clear(old, new)
    })
}

/// Writes a schema in the dialect of the validator. With `known`, objects have no properties but
/// those that are named.
fn json_schema(schema: &Value, known: bool) -> Value {
    let Some(schema) = schema.as_object() else {
        return schema.clone();
    };
    let mut result = schema.clone();
    for (keyword, value) in &mut result {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(all)) => all
                .values_mut()
                .for_each(|part| *part = json_schema(part, known)),
            ("anyOf", Value::Array(all)) => all
                .iter_mut()
                .for_each(|part| *part = json_schema(part, known)),
            ("items" | "additionalProperties", part) => *part = json_schema(part, known),
            _ => {}
        }
    }
    let others = schema.get("additionalProperties");
    let is_map =
        others.is_some_and(|others| others.as_object().is_some_and(|part| !part.is_empty()));
    if known && schema.contains_key("properties") && !is_map {
        result.insert("additionalProperties".to_owned(), false.into());
    }
    match result.remove("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [result, {"type": "null"}]}),
        _ => result.into(),
    }
}

fn number(schema: &Value, keyword: &str, absent: usize) -> usize {
    let number = schema.get(keyword).and_then(Value::as_u64);
    number.map_or(absent, |number| number as usize)
}

/// Returns a value that the schema allows.
fn usual(schema: &Value) -> Value {
    if let Some(values) = schema.get("enum") {
        return values[0].clone();
    }
    match schema["type"].as_str() {
        Some("boolean") => true.into(),
        Some("string") => "x".repeat(number(schema, "minLength", 1)).into(),
        Some("integer" | "number") => number(schema, "minimum", 1).into(),
        Some("array") => vec![usual(&schema["items"]); number(schema, "minItems", 1)].into(),
        Some("object") => {
            let properties = schema["properties"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            let members = properties
                .iter()
                .map(|(name, part)| (name.clone(), usual(part)));
            members.collect::<Map<_, _>>().into()
        }
        _ => schema
            .get("anyOf")
            .map_or("x".into(), |parts| usual(&parts[0])),
    }
}

/// Returns messages at the limits of a schema, within and without.
fn messages(schema: &Value) -> Vec<Value> {
    let mut messages = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(2.5),
        json!(3.5),
        json!(5.5),
        json!(99),
        json!(""),
        json!("a"),
        json!("b"),
        json!("c"),
        json!("xxxxxxxxxxxx"),
        json!([]),
        json!([{}]),
        json!({}),
        json!({"z": 1}),
    ];
    for keyword in ["minLength", "maxLength", "minimum", "maximum"] {
        let limit = number(schema, keyword, 1);
        for value in [limit.saturating_sub(1), limit, limit + 1] {
            messages.push(value.into());
            messages.push("x".repeat(value).into());
        }
    }
    match schema["type"].as_str() {
        Some("array") => {
            let count = number(schema, "minItems", 1);
            let items = self::messages(&schema["items"]).into_iter();
            messages.extend(items.map(|item| vec![item; count.max(1)].into()));
            messages.extend((0..6).map(|count| vec![usual(&schema["items"]); count].into()));
        }
        Some("object") => {
            let whole = usual(schema);
            for (name, part) in schema["properties"].as_object().into_iter().flatten() {
                let mut less = whole.clone();
                less.as_object_mut().unwrap().remove(name);
                messages.push(less);
                for value in self::messages(part) {
                    let mut other = whole.clone();
                    other[name] = value;
                    messages.push(other);
                }
            }
            for value in self::messages(&schema["additionalProperties"]) {
                for name in ["a", "b", "c", "z"] {
                    let mut more = whole.clone();
                    if more.get(name).is_none() {
                        more[name] = value.clone();
                        messages.push(more);
                    }
                }
            }
            messages.push(whole);
        }
        _ => {
            let parts = schema.get("anyOf").and_then(Value::as_array);
            messages.extend(parts.into_iter().flatten().flat_map(self::messages));
        }
    }
    messages
}

/// What a pair of schemas allows.
struct Pair {
    messages: Vec<Value>,
    /// As they are written.
    open: [Validator; 2],
    /// Without properties that nobody knows.
    known: [Validator; 2],
}

impl Pair {
    fn new(old: &Value, new: &Value) -> Self {
        let validator =
            |schema: &Value, known| jsonschema::validator_for(&json_schema(schema, known)).unwrap();
        let mut messages = messages(old);
        messages.extend(self::messages(new));
        Self {
            messages,
            open: [validator(old, false), validator(new, false)],
            known: [validator(old, true), validator(new, true)],
        }
    }

    /// Returns a message that the first allows and the second does not.
    fn find(&self, first: &Validator, second: &Validator) -> Option<&Value> {
        let mut messages = self.messages.iter();
        messages.find(|message| first.is_valid(message) && !second.is_valid(message))
    }
}

fn document(schema: &Value, is_request: bool) -> Value {
    let content = json!({"application/json": {"schema": schema}});
    let mut operation = json!({"responses": {"200": {"description": ""}}});
    match is_request {
        true => operation["requestBody"] = json!({ "content": content }),
        false => operation["responses"]["200"]["content"] = content,
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x": {"post": operation}},
    })
}

fn breaks(old: &Value, new: &Value, is_request: bool) -> Breaks {
    let diff = compare(&document(old, is_request), &document(new, is_request));
    let mut breaks = Breaks::default();
    for difference in diff.differences() {
        breaks.running |= difference.breaks().running;
        breaks.code |= difference.breaks().code;
    }
    breaks
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_has_no_differences(schema in schema(), is_request: bool) {
        let document = document(&schema, is_request);
        let diff = compare(&document, &document);
        prop_assert_eq!(diff.differences(), []);
    }

    /// Whatever breaks is seen in a message.
    #[test]
    fn what_breaks_is_seen_in_a_message((old, new) in edit()) {
        let pair = Pair::new(&old, &new);
        let narrows = pair.find(&pair.known[0], &pair.known[1]).or(pair.find(&pair.open[0], &pair.open[1]));
        let widens = pair.find(&pair.known[1], &pair.known[0]).or(pair.find(&pair.open[1], &pair.open[0]));
        let (request, response) = (breaks(&old, &new, true), breaks(&old, &new, false));
        prop_assert!(!request.running || narrows.is_some(), "requests: {} -> {}", old, new);
        prop_assert!(!response.running || widens.is_some(), "responses: {} -> {}", old, new);
        // A property that a map had before anyway is only a field of its own.
        let is_map = format!("{old}{new}").contains(r#""additionalProperties":{"#);
        let code = (request.code || response.code) && !is_map;
        prop_assert!(!code || narrows.or(widens).is_some(), "code: {} -> {}", old, new);
    }

    /// Whatever is seen in a message breaks: what an old client may send and a new server rejects,
    /// and what a new server may send and an old client does not expect.
    #[test]
    fn what_is_seen_in_a_message_breaks((old, new) in edit()) {
        let pair = Pair::new(&old, &new);
        if let Some(message) = pair.find(&pair.known[0], &pair.open[1]) {
            prop_assert!(breaks(&old, &new, true).running, "{} is sent: {} -> {}", message, old, new);
        }
        if let Some(message) = pair.find(&pair.known[1], &pair.open[0]) {
            prop_assert!(breaks(&old, &new, false).running, "{} is read: {} -> {}", message, old, new);
        }
    }
}
