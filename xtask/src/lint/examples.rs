//! Rules about examples.

use jsonschema::Validator;
use openapi_evolve::Document;
use openapi_evolve::grammar::{self, Kind};
use openapi_evolve::operation::members;
use openapi_evolve::pointer::join;
use serde_json::{Map, Value, json};

use super::findings::{Findings, visit};

/// The longest message, in characters. A longer one quotes most of an example.
const LONGEST_MESSAGE: usize = 200;

pub(super) fn missing(document: &Document) -> Findings {
    visit(document, |kind, at, value| {
        (kind == Kind::MediaType && examples(at, value).is_empty()).then_some("has no example")
    })
}

pub(super) fn invalid(document: &Document) -> Findings {
    let mut found = Findings::new();
    let root = document.value();
    let components = components(root);
    grammar::walk(Kind::Document, "", root, &mut |kind, at, value| {
        let schema = match kind {
            // Text and other formats are not described by their schemas.
            Kind::MediaType if !at.contains("json") => None,
            Kind::MediaType | Kind::Parameter | Kind::Header => value.get("schema"),
            Kind::Schema => Some(value),
            _ => None,
        };
        let examples = examples(at, value);
        let Some(schema) = schema.filter(|_| !examples.is_empty()) else {
            return;
        };
        match validator(schema, &components) {
            Ok(validator) => {
                for (at, example) in examples {
                    for error in validator.iter_errors(example) {
                        let at = format!("{at}{}", error.instance_path().as_str());
                        found.push((at, shorten(&error.to_string())));
                    }
                }
            }
            Err(error) => found.push((at.to_owned(), format!("has an unusable schema: {error}"))),
        }
    });
    found
}

/// Returns the examples of an object and their pointers. A default is an example, too.
fn examples<'d>(at: &str, value: &'d Value) -> Vec<(String, &'d Value)> {
    let single = ["example", "default"].into_iter();
    let single = single.filter_map(|name| Some((join(at, name), value.get(name)?)));
    let named = members(value, "examples").iter();
    let named = named.filter_map(|(name, example)| {
        let at = join(&join(at, "examples"), name);
        Some((join(&at, "value"), example.get("value")?))
    });
    single.chain(named).collect()
}

fn validator(schema: &Value, components: &Value) -> Result<Validator, String> {
    let schema = json!({"allOf": [json_schema(schema)], "components": {"schemas": components}});
    jsonschema::draft4::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| error.to_string())
}

fn components(document: &Value) -> Value {
    let components = document.get("components").unwrap_or(&Value::Null);
    let schemas = members(components, "schemas").iter();
    let schemas = schemas.map(|(name, schema)| (name.clone(), json_schema(schema)));
    Value::Object(schemas.collect::<Map<_, _>>())
}

/// Converts a schema of OpenAPI 3.0 to JSON Schema draft 4, which has no `nullable`.
///
/// Properties that the schema does not name are rejected: a misspelled property is no example.
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
            schema.entry("additionalProperties").or_insert(false.into());
        }
        if schema.shift_remove("nullable") == Some(Value::Bool(true)) {
            *value = json!({"anyOf": [{"enum": [null]}, value.take()]});
        }
    });
    schema
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
