//! Rules about examples.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::Findings;
use crate::document::Document;
use crate::openapi::grammar::{self, Kind};
use crate::openapi::members;
use crate::pointer::join;

pub(super) fn missing(document: &Document) -> Findings {
    let mut found = Findings::new();
    grammar::walk(
        Kind::Document,
        "",
        &document.value,
        &mut |kind, at, value| {
            if kind == Kind::MediaType && examples(at, value).is_empty() {
                found.push((at.to_owned(), "has no example".to_owned()));
            }
        },
    );
    found
}

pub(super) fn invalid(document: &Document) -> Findings {
    let mut found = Findings::new();
    let components = components(&document.value);
    grammar::walk(
        Kind::Document,
        "",
        &document.value,
        &mut |kind, at, value| {
            let schema = match kind {
                Kind::MediaType | Kind::Parameter | Kind::Header => value.get("schema"),
                Kind::Schema => Some(value),
                _ => None,
            };
            let examples = examples(at, value);
            let Some(schema) = schema.filter(|_| !examples.is_empty()) else {
                return;
            };
            // Text and the like is written as it is.
            if kind == Kind::MediaType && !at.contains("json") {
                return;
            }
            match validator(schema, &components) {
                Ok(validator) => {
                    for (at, example) in examples {
                        for error in validator.iter_errors(example) {
                            let at = format!("{at}{}", error.instance_path().as_str());
                            found.push((at, shorten(&error.to_string())));
                        }
                    }
                }
                Err(error) => {
                    found.push((at.to_owned(), format!("its schema cannot be used: {error}")))
                }
            }
        },
    );
    found
}

/// The examples of an object, and where they are.
fn examples<'d>(at: &str, value: &'d Value) -> Vec<(String, &'d Value)> {
    let one = value
        .get("example")
        .map(|example| (join(at, "example"), example));
    let named = members(value, "examples")
        .iter()
        .filter_map(|(name, example)| {
            let at = join(&join(at, "examples"), name);
            Some((join(&at, "value"), example.get("value")?))
        });
    let default = value
        .get("default")
        .map(|default| (join(at, "default"), default));
    one.into_iter().chain(named).chain(default).collect()
}

fn validator(schema: &Value, components: &Value) -> Result<Validator, String> {
    let schema = json!({"allOf": [json_schema(schema)], "components": {"schemas": components}});
    jsonschema::draft4::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| error.to_string())
}

fn components(document: &Value) -> Value {
    let schemas = members(
        document.get("components").unwrap_or(&Value::Null),
        "schemas",
    );
    schemas
        .iter()
        .map(|(name, schema)| (name.clone(), json_schema(schema)))
        .collect::<Map<_, _>>()
        .into()
}

/// A schema of OpenAPI 3.0 as JSON Schema draft 4, from which it differs in `nullable` only.
///
/// An example has nothing that the schema does not know: a property that is spelled wrong is no example of anything.
fn json_schema(schema: &Value) -> Value {
    let mut schema = schema.clone();
    grammar::walk_mut(Kind::Schema, "", &mut schema, &mut |_, at, value| {
        let Some(schema) = value.as_object_mut() else {
            return;
        };
        if let Some(values) = schema.shift_remove("x-extensible-enum") {
            schema.insert("enum".to_owned(), values);
        }
        if schema.contains_key("properties") && !at.contains("/allOf/") {
            schema
                .entry("additionalProperties")
                .or_insert(Value::Bool(false));
        }
        if schema.shift_remove("nullable") == Some(Value::Bool(true)) {
            *value = json!({"anyOf": [{"enum": [null]}, value.take()]});
        }
    });
    schema
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
