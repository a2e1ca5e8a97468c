//! What a schema allows before and after the conversion to 3.0.3: the same, or more where a finding
//! says so.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::{Document, downgrade, validate};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

fn scalar() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(2),
        json!(-1),
        json!(0.5),
        json!(1.5),
        json!(""),
        json!("a"),
        json!("abc"),
    ])
}

fn instance() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[ab]", inner, 0..3).prop_map(|members| json!(members)),
        ]
    })
}

/// A schema as Pydantic, zod, utoipa, TypeSpec and people write it.
fn schema() -> impl Strategy<Value = Value> {
    let kinds = vec![
        "string", "integer", "number", "boolean", "array", "object", "null",
    ];
    let bound = || select(vec![json!(-1), json!(0), json!(0.5), json!(1), json!(2.0)]);
    let size = || select(vec![json!(0), json!(1), json!(2)]);
    let leaf = prop_oneof![
        select(kinds.clone()).prop_map(|kind| json!({"type": kind})),
        subsequence(kinds, 1..4).prop_map(|kinds| json!({"type": kinds})),
        scalar().prop_map(|value| json!({"const": value})),
        prop::collection::vec(scalar(), 1..4).prop_map(|values| json!({"enum": values})),
        (
            scalar(),
            select(vec![
                json!("string"),
                json!(["string", "null"]),
                json!(["integer", "null"])
            ])
        )
            .prop_map(|(value, kind)| json!({"type": kind, "enum": [value, "a", 1]})),
        (bound(), bound(), select(vec!["integer", "number"]))
            .prop_map(|(a, b, kind)| json!({"type": kind, "minimum": a, "exclusiveMinimum": b})),
        (bound(), bound()).prop_map(
            |(a, b)| json!({"type": ["number", "string"], "exclusiveMaximum": a, "maximum": b})
        ),
        (size(), size())
            .prop_map(|(a, b)| json!({"type": ["string", "null"], "minLength": a, "maxLength": b})),
        select(vec![json!(0.5), json!(1), json!(1.5), json!(2)])
            .prop_map(|divisor| json!({"type": "integer", "multipleOf": divisor})),
        select(vec![json!(true), json!(false), json!({})]),
        Just(json!({"$ref": "#/components/schemas/Other", "description": "beside"})),
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let several = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several().prop_map(|any| json!({"anyOf": any})),
            several().prop_map(|any| json!({"title": "T", "anyOf": any, "default": null})),
            inner.clone().prop_map(|one| json!({"anyOf": [one, {"type": "null"}]})),
            // Null in two alternatives would exclude it, which nobody means who writes it.
            (size(), several()).prop_map(|(size, any)| json!({"oneOf": [
                {"type": "string", "minLength": size},
                {"type": "array", "items": {"anyOf": any}},
                {"type": "null"},
            ]})),
            several().prop_map(|all| json!({"allOf": all})),
            inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            (several(), select(vec![None, Some(json!(false)), Some(json!({"type": "string"}))]))
                .prop_map(|(first, rest)| {
                    let mut schema = json!({"type": "array", "prefixItems": first});
                    if let Some(rest) = rest {
                        schema["items"] = rest;
                    }
                    schema
                }),
            (inner.clone(), inner.clone(), any::<bool>()).prop_map(|(a, b, closed)| {
                json!({"type": ["object", "null"], "required": ["a"], "properties": {"a": a, "b": b},
                    "additionalProperties": !closed})
            }),
            inner.clone().prop_map(|values| json!({"type": "object", "additionalProperties": values})),
        ]
    })
}

/// Returns an object with a property that refers to a definition of this schema.
fn with_definition(own: Value) -> Value {
    json!({
        "$defs": {"D": own},
        "type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/T/$defs/D"}},
    })
}

fn document(version: &str, schema: &Value) -> Value {
    json!({
        "openapi": version, "info": {"title": "t", "version": "1"}, "paths": {},
        "components": {"schemas": {"T": schema, "Other": {"type": "string"}}},
    })
}

/// Returns a validator of the component `T`.
fn validator(document: &Value, draft: jsonschema::Draft) -> jsonschema::Validator {
    let mut root = document.clone();
    root["$ref"] = json!("#/components/schemas/T");
    jsonschema::options()
        .with_draft(draft)
        .build(&root)
        .unwrap()
}

/// Writes `nullable` as JSON Schema.
fn without_nullable(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut rest: Map<String, Value> = members
                .iter()
                .map(|(name, member)| (name.clone(), without_nullable(member)))
                .collect();
            match rest.shift_remove("nullable") {
                Some(Value::Bool(true)) => json!({"anyOf": [rest, {"type": "null"}]}),
                _ => Value::Object(rest),
            }
        }
        Value::Array(items) => items.iter().map(without_nullable).collect(),
        value => value.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_converted_schema_allows_the_same_or_says_so(
        schema in prop_oneof![4 => schema(), 1 => schema().prop_map(with_definition)],
        values in prop::collection::vec(instance(), 20),
    ) {
        let old = document("3.1.0", &schema);
        let (new, findings) = downgrade(&Document::from_value("old", old.clone())).unwrap();
        prop_assert_eq!(validate(&new), Ok(()), "{:#}", new.value());
        let before = validator(&old, jsonschema::Draft::Draft202012);
        let after = validator(&without_nullable(new.value()), jsonschema::Draft::Draft4);
        for value in values {
            let (was, is) = (before.is_valid(&value), after.is_valid(&value));
            let may_widen = !findings.is_empty();
            prop_assert!(
                was == is || (may_widen && is),
                "{value} was {was} and is {is}:\n{:#}\n{:#}",
                schema,
                new.value()["components"]["schemas"],
            );
        }
    }
}
