//! What a change of each kind breaks, and what is said of it: one line for each.

use openapi_evolve::Diff;
use serde_json::{Value, json};

use super::{compare, yaml};

/// Returns each difference as what it breaks (`-`, `running`, `code` or `running+code`) and the
/// message, with `it` for the subject if there is one.
fn lines(diff: &Diff, subject: &str) -> Vec<String> {
    let lines = diff.differences().iter().map(|difference| {
        let (breaks, message) = (super::breaks(difference), difference.message());
        match subject {
            "" => format!("{breaks}: {message}"),
            _ => format!("{breaks}: {}", message.replace(subject, "it")),
        }
    });
    lines.collect()
}

fn document(operation: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {
            "schemas": {
                "Cat": {"type": "object", "required": ["kind", "lives"], "properties": {
                    "kind": {"type": "string", "enum": ["cat"]}, "lives": {"type": "integer"},
                }},
                "Dog": {"type": "object", "required": ["kind"], "properties": {
                    "kind": {"type": "string", "enum": ["dog"]},
                }},
                "Fox": {"type": "object", "required": ["kind"], "properties": {
                    "kind": {"type": "string", "enum": ["fox"]},
                }},
                "Null": {"type": ["string", "null"]},
            },
            "securitySchemes": {
                "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "Same": {"type": "apiKey", "in": "header", "name": "x-key"},
                "Query": {"type": "apiKey", "in": "query", "name": "key"},
                "Basic": {"type": "http", "scheme": "basic"},
                "Flow": {"type": "oauth2", "flows": {
                    "password": {"tokenUrl": "https://a.example/token", "scopes": {"r": "", "w": ""}},
                }},
                "Certificate": {"type": "mutualTLS"},
            },
        },
    })
}

/// A request with this body, and a response with this body.
fn messages(schema: &Value) -> [Value; 2] {
    let content = json!({"application/json": {"schema": schema}});
    [
        document(
            json!({"requestBody": {"content": content}, "responses": {"204": {"description": ""}}}),
        ),
        document(json!({"responses": {"200": {"description": "", "content": content}}})),
    ]
}

/// Compares each pair of schemas where they are sent, and where they are read.
#[track_caller]
fn assert_schemas(table: &[(&str, &str, &str, &str, &str)]) {
    let subjects = [
        "the request body of `POST /x`",
        "the body of the 200 response of `POST /x`",
    ];
    let mut wrong = String::new();
    for (old, new, sent, read, message) in table {
        let (before, after) = (messages(&yaml(old)), messages(&yaml(new)));
        for (index, expected) in [sent, read].into_iter().enumerate() {
            let diff = compare(&before[index], &after[index]);
            let found = lines(&diff, subjects[index]);
            // What follows a colon is about one direction.
            let is_right = match *message {
                "" => found.is_empty(),
                _ => found
                    .iter()
                    .any(|line| line.starts_with(&format!("{expected}: {message}"))),
            };
            if !is_right {
                wrong += &format!(
                    "{old} -> {new}\n  in {}:\n    expected {expected}: {message}\n    found {found:#?}\n",
                    subjects[index]
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
#[rustfmt::skip]
fn types() {
    assert_schemas(&[
        ("{type: string}", "{type: integer}", "running+code", "running+code", "it is now an integer instead of a string"),
        ("{type: integer}", "{type: number}", "code", "running+code", "it is now a number instead of an integer"),
        ("{type: number}", "{type: integer}", "running+code", "code", "it is now an integer instead of a number"),
        ("{type: string}", "{}", "code", "running+code", "it is now any value instead of a string"),
        ("{}", "{type: object}", "running+code", "code", "it is now an object instead of any value"),
        ("{type: string}", "{type: [string, 'null']}", "code", "running+code", "it can now be null"),
        ("{type: string, nullable: true}", "{type: string}", "running+code", "code", "it can no longer be null"),
        ("{type: string}", "{type: [string, integer]}", "code", "running+code", "it can now also be an integer"),
        ("{type: [string, integer]}", "{type: string}", "running+code", "code", "it can no longer be an integer"),
        ("{type: string}", "{type: [integer, boolean]}", "running+code", "code", "it can no longer be a string"),
        ("{type: integer, minimum: 1}", "{type: number, minimum: 2}", "running", "-", "the `minimum` of it is now 2 instead of 1"),
        ("{type: array, items: {type: string}}", "{type: array, items: {type: integer}}", "running+code", "running+code", "an item of it is now an integer instead of a string"),
        ("{type: array, items: {type: string}}", "{type: array, items: {type: [string, 'null']}}", "code", "running+code", "an item of it can now be null"),
        ("{type: array, items: {type: string}}", "{type: array, items: {}}", "code", "running+code", "an item of it is now any value instead of a string"),
        ("{type: array}", "{type: array, items: {}}", "-", "-", ""),
        ("{type: object, properties: {a: {type: string}}}", "{properties: {a: {type: string}}}", "-", "-", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn formats() {
    assert_schemas(&[
        ("{type: integer, format: uint8}", "{type: integer, format: uint64}", "code", "running+code", "the format of it is now `uint64` instead of `uint8`"),
        ("{type: integer, format: uint64}", "{type: integer, format: int64}", "running+code", "running+code", "the format of it is now `int64` instead of `uint64`"),
        ("{type: integer, format: int32}", "{type: integer, format: int64}", "code", "running+code", "the format of it is now `int64` instead of `int32`"),
        ("{type: integer}", "{type: integer, format: int32}", "running+code", "code", "the format of it is now `int32` instead of `int64`"),
        ("{type: integer, format: int16}", "{type: integer, format: uint16}", "running+code", "running+code", "the format of it"),
        ("{type: integer}", "{type: integer, format: int64}", "-", "-", ""),
        ("{type: number}", "{type: number, format: double}", "-", "-", ""),
        ("{type: number}", "{type: number, format: float}", "running+code", "code", "the format of it is now `float`"),
        ("{type: string}", "{type: string, format: uuid}", "running+code", "code", "the format of it is now `uuid`"),
        ("{type: string, format: date}", "{type: string, format: date-time}", "running+code", "running+code", "the format of it is now `date-time` instead of `date`"),
        ("{type: string}", "{type: string, format: email}", "running", "-", "the format of it is now `email`"),
        ("{type: string, format: email}", "{type: string}", "-", "running", "the format of it is now none instead of `email`"),
        ("{type: string, format: byte}", "{type: string}", "running+code", "running+code", "the format of it is now none instead of `byte`"),
        ("{type: string}", "{type: string, format: password}", "-", "-", "the format of it is now `password`"),
    ]);
}

#[test]
#[rustfmt::skip]
fn limits() {
    assert_schemas(&[
        ("{type: string}", "{type: string, maxLength: 5}", "running", "-", "the `maxLength` of it is now 5 instead of none"),
        ("{type: string, maxLength: 5}", "{type: string, maxLength: 9}", "-", "running", "the `maxLength` of it is now 9 instead of 5"),
        ("{type: string, minLength: 5}", "{type: string}", "-", "running", "the `minLength` of it is now none instead of 5"),
        ("{type: string}", "{type: string, minLength: 0}", "-", "-", ""),
        ("{type: string, pattern: a}", "{type: string, pattern: b}", "running", "running", "the `pattern` of it is now \"b\" instead of \"a\""),
        ("{type: integer, minimum: 1}", "{type: integer, exclusiveMinimum: 0}", "-", "-", ""),
        ("{type: number, minimum: 1}", "{type: number, exclusiveMinimum: 1}", "running", "-", "the `minimum` of it is now 1 (exclusive) instead of 1"),
        ("{type: integer, maximum: 9}", "{type: integer, maximum: 10.0}", "-", "running", "the `maximum` of it is now 10 instead of 9"),
        ("{type: integer, multipleOf: 6}", "{type: integer, multipleOf: 3}", "-", "running", "the `multipleOf` of it is now 3 instead of 6"),
        ("{type: integer, multipleOf: 6}", "{type: integer, multipleOf: 4}", "running", "running", "the `multipleOf` of it"),
        ("{type: array, items: {}}", "{type: array, items: {}, minItems: 1}", "running", "-", "the `minItems` of it"),
        ("{type: array, items: {}}", "{type: array, items: {}, maxItems: 1}", "running", "-", "the `maxItems` of it"),
        ("{type: array, items: {}, uniqueItems: true}", "{type: array, items: {}, uniqueItems: false}", "-", "running", "the `uniqueItems` of it"),
        ("{type: object}", "{type: object, minProperties: 1}", "running", "-", "the `minProperties` of it"),
        ("{type: object, maxProperties: 1}", "{type: object, maxProperties: 2}", "-", "running", "the `maxProperties` of it"),
        ("{type: string}", "{type: string, maximum: 5}", "-", "-", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn enums() {
    assert_schemas(&[
        ("{type: string, enum: [a]}", "{type: string, enum: [a, b]}", "code", "running+code", "the value \"b\" of it is new"),
        ("{type: string, enum: [a, b]}", "{type: string, enum: [a]}", "running+code", "code", "the value \"b\" of it is gone"),
        ("{type: string, enum: [a, b]}", "{type: string, enum: [b, a]}", "-", "-", ""),
        ("{const: a}", "{type: string, enum: [a]}", "-", "-", ""),
        ("{type: string}", "{type: string, enum: [a, b]}", "running+code", "code", "it can now only be one of \"a\", \"b\""),
        ("{type: string, enum: [a]}", "{type: string}", "code", "running+code", "it can now be something other than the values listed"),
        ("{type: string, enum: [a]}", "{type: string, x-extensible-enum: [a]}", "code", "running+code", "it can now have values that are not listed"),
        ("{type: string, x-extensible-enum: [a]}", "{type: string, enum: [a]}", "running+code", "code", "it can no longer have values that are not listed"),
        ("{type: string, x-extensible-enum: [a]}", "{type: string, x-extensible-enum: [a, b]}", "-", "-", "the value \"b\" of it is new"),
        ("{type: string, x-extensible-enum: [a, b]}", "{type: string, x-extensible-enum: [a]}", "running+code", "code", "the value \"b\" of it is gone"),
    ]);
}

#[test]
#[rustfmt::skip]
fn properties() {
    assert_schemas(&[
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}, b: {type: string}}}", "code", "code", "the optional property `b` of it is new: code that names every property"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", "running+code", "code", "the required property `b` of it is new"),
        ("{type: object, properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: string}}}", "running+code", "code", "the property `b` of it is gone"),
        ("{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: string}}}", "running+code", "running+code", "the property `b` of it is gone"),
        ("{type: object, additionalProperties: false, properties: {a: {type: string}}}", "{type: object, additionalProperties: false, properties: {a: {type: string}, b: {type: string}}}", "code", "running+code", "the optional property `b` of it is new"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, required: [a], properties: {a: {type: string}}}", "running+code", "code", "`a` of it was optional and is always present"),
        ("{type: object, required: [a], properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}}}", "code", "running+code", "`a` of it was always present and is optional"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, nullable: true}}}", "-", "running", "`a` of it was optional and is optional and possibly null"),
        ("{type: object, required: [a], properties: {a: {type: string, nullable: true}}}", "{type: object, properties: {a: {type: string, nullable: true}}}", "code", "running+code", "`a` of it was present, but possibly null and is optional and possibly null"),
        ("{type: object, required: [a], properties: {a: {type: string}}}", "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/Null'}}}", "code", "running+code", "`a` of it was always present and is present, but possibly null"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, readOnly: true}}}", "running", "-", "`a` of it is now read-only: it may no longer be sent"),
        ("{type: object, properties: {a: {type: string, readOnly: true}}}", "{type: object, properties: {a: {type: string}}}", "-", "-", "`a` of it is no longer read-only"),
        ("{type: object, required: [a], properties: {a: {type: string, readOnly: true}}}", "{type: object, required: [a], properties: {a: {type: string}}}", "running", "-", "`a` of it is no longer read-only"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, writeOnly: true}}}", "-", "running", "`a` of it is now write-only: responses no longer have it"),
        ("{type: object, properties: {a: {type: string, writeOnly: true}}}", "{type: object, properties: {a: {type: string}}}", "-", "-", "`a` of it is no longer write-only"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, required: [b], properties: {a: {type: string}, b: {type: string, readOnly: true}}}", "code", "code", "the required property `b` of it is new: code that constructs a value"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, default: x}}}", "running", "-", "the default of `a` of it is now \"x\" instead of no default"),
        ("{type: object, properties: {a: {type: string, default: z}}}", "{type: object, properties: {a: {type: string, default: x}}}", "running", "-", "the default of `a` of it is now \"x\" instead of \"z\""),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, deprecated: true}}}", "-", "-", "`a` of it is now deprecated"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, title: A, description: Words., example: x}}}", "-", "-", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn other_properties() {
    assert_schemas(&[
        ("{type: object}", "{type: object, additionalProperties: true}", "-", "-", ""),
        ("{type: object}", "{type: object, additionalProperties: false}", "running+code", "code", "it can no longer have properties other than those it names"),
        ("{type: object, properties: {a: {}}}", "{type: object, properties: {a: {}}, additionalProperties: false}", "running", "-", "it can no longer have properties other than those it names"),
        ("{type: object, properties: {a: {}}, additionalProperties: false}", "{type: object, properties: {a: {}}}", "-", "running", "it can now have properties other than those it names"),
        ("{type: object, additionalProperties: {type: array, items: {}}}", "{type: object, additionalProperties: false}", "running+code", "code", "it can no longer have properties other than those it names"),
        ("{type: object, additionalProperties: {type: string}}", "{type: object}", "code", "running+code", "a value of it is now any value instead of a string"),
        ("{type: object}", "{type: object, additionalProperties: {type: string}}", "running+code", "code", "a value of it is now a string instead of any value"),
        ("{type: object}", "{type: object, properties: {a: {type: string}}}", "running+code", "code", "`a` of it is now a string instead of any value"),
        ("{properties: {a: {}}}", "{properties: {a: {}}, additionalProperties: {type: string}}", "running+code", "code", "the other properties of it are now a string"),
        ("{properties: {a: {}}, additionalProperties: {type: string}}", "{properties: {a: {}}}", "code", "running+code", "the other properties of it need no longer be a string"),
        ("{type: object, additionalProperties: {type: string}}", "{type: object, additionalProperties: {type: integer}}", "running+code", "running+code", "a value of it is now an integer instead of a string"),
        ("{type: object, additionalProperties: {type: string}}", "{type: object, additionalProperties: {type: string}, properties: {a: {type: string}}}", "code", "code", "the optional property `a` of it is new"),
    ]);
}

#[test]
#[rustfmt::skip]
fn combinations() {
    const CAT: &str = "{$ref: '#/components/schemas/Cat'}";
    const PETS: &str =
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}";
    assert_schemas(&[
        (PETS, "{oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}]}", "-", "-", ""),
        (CAT, PETS, "code", "running+code", "it can now also be `Dog`"),
        (PETS, CAT, "running+code", "code", "it can no longer be `Dog`"),
        (PETS, "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Fox'}]}", "code", "running+code", "it can now also be `Fox`"),
        (PETS, "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Fox'}]}", "code", "code", "it now has the type `Fox` instead of `Dog`"),
        (PETS, "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Fox'}]}", "running", "-", "the value \"dog\" of `kind` of `Fox` is gone"),
        (PETS, "{anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}", "code", "running+code", "it can now match several of the alternatives"),
        ("{anyOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}]}", "running+code", "code", "it must now match exactly one of the alternatives"),
        ("{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string, maxLength: 5}, {type: integer, minimum: 2}]}", "running", "-", "the `maxLength` of it is now 5"),
        ("{}", PETS, "running+code", "code", "it must now also match `oneOf`"),
        ("{type: object, properties: {a: {}}}", "{type: object, properties: {a: {}}, anyOf: [{required: [a]}, {required: [b]}]}", "running+code", "code", "it must now also match `anyOf`"),
        ("{not: {type: string}}", "{not: {type: integer}}", "running+code", "running+code", "`not` of it changed"),
        ("{type: string}", "{type: string, not: {enum: [a]}}", "running+code", "code", "`not` of it is new and excludes values"),
        ("{allOf: [{$ref: '#/components/schemas/Cat'}]}", CAT, "-", "-", ""),
        ("{allOf: [{type: object, properties: {a: {}}}, {required: [a]}]}", "{type: object, required: [a], properties: {a: {}}}", "-", "-", ""),
        ("{allOf: [{$ref: '#/components/schemas/Dog'}], properties: {a: {type: string}}}", "{type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, a: {type: string}}}", "-", "-", ""),
        ("{allOf: [{$ref: '#/components/schemas/Cat'}], properties: {a: {type: string}}}", "{allOf: [{$ref: '#/components/schemas/Cat'}], properties: {a: {type: integer}}}", "running+code", "running+code", "`a` of it is now an integer instead of a string"),
        ("{allOf: [{$ref: '#/components/schemas/Cat'}]}", "{allOf: [{$ref: '#/components/schemas/Cat'}], required: [more]}", "running", "-", "the required property `more` of it is new"),
        ("{allOf: [{$ref: '#/components/schemas/Cat'}], properties: {a: {}}}", "{allOf: [{$ref: '#/components/schemas/Dog'}], properties: {a: {}}}", "code", "code", "it now has the type `Dog` instead of `Cat`"),
        ("{allOf: [{$ref: '#/components/schemas/Cat'}], properties: {a: {}}}", "{properties: {a: {}}}", "running+code", "running+code", "the property `lives` of it is gone"),
    ]);
}

#[test]
#[rustfmt::skip]
fn discriminators() {
    const BY_KIND: &str = "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}";
    let mapping =
        |mapping: &str| BY_KIND.replace("kind}", &format!("kind, mapping: {{{mapping}}}}}"));
    let (usual, mapped) = (
        mapping("Cat: '#/components/schemas/Cat'"),
        mapping("cat: '#/components/schemas/Cat', dog: Dog"),
    );
    let swapped = mapping("cat: Dog, dog: Cat");
    let other = BY_KIND.replace("kind", "type");
    let none = "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}";
    assert_schemas(&[
        (BY_KIND, &other, "running+code", "running+code", "the alternatives of it are now told apart by `type` instead of `kind`"),
        (none, BY_KIND, "running+code", "running+code", "the alternatives of it are now told apart by `kind`"),
        (BY_KIND, none, "running+code", "running+code", "the alternatives of it are no longer told apart by `kind`"),
        (BY_KIND, &usual, "-", "-", ""),
        (BY_KIND, &mapped, "running+code", "code", "the discriminator value `Cat` of it is gone"),
        (BY_KIND, &mapped, "code", "running+code", "the discriminator value `cat` of it is new"),
        (&mapped, &swapped, "running+code", "running+code", "the discriminator value `cat` of it now means `Dog`"),
    ]);
}

#[test]
#[rustfmt::skip]
fn what_only_3_1_can_say() {
    assert_schemas(&[
        ("{type: object}", "{type: object, propertyNames: {minLength: 2}}", "running+code", "code", "`propertyNames` of it is new and excludes values"),
        ("{type: object, if: {required: [a]}}", "{type: object}", "code", "running+code", "`if` of it is gone: what it excluded is allowed now"),
        ("{type: array, items: {}, contains: {type: string}}", "{type: array, items: {}, contains: {type: integer}}", "running+code", "running+code", "`contains` of it changed"),
        ("{type: object, patternProperties: {^x: {type: string}}}", "{type: object, patternProperties: {^y: {type: string}}}", "running+code", "running+code", "`patternProperties` of it changed"),
        ("{type: array, prefixItems: [{type: string}, {type: integer}]}", "{type: array, prefixItems: [{type: integer}, {type: string}]}", "running+code", "running+code", "`prefixItems` of it changed"),
        ("{$defs: {D: {type: object, propertyNames: {minLength: 2}}}, $ref: '#/$defs/D'}", "{$defs: {D: {type: object, propertyNames: {minLength: 3}}}, $ref: '#/$defs/D'}", "running+code", "running+code", "`propertyNames` of `D` changed"),
    ]);
    let webhook = |name: &str, text: &str| {
        let mut document = document(json!({"responses": {}}));
        document["webhooks"] = json!({name: {"post": {"summary": text}}});
        document
    };
    let change = |name, text| lines(&compare(&webhook("a", ""), &webhook(name, text)), "");
    assert_eq!(
        change("a", "x"),
        ["running+code: the webhook `a` changed: the code that handles it may have to change, too"]
    );
    assert_eq!(
        change("b", ""),
        [
            "running: the webhook `a` is gone: the server no longer calls it",
            "-: the webhook `b` is new",
        ]
    );
}

/// Compares operations in which only what is given differs.
#[track_caller]
fn assert_operations(table: &[(&str, &str, &[&str])]) {
    let mut wrong = String::new();
    for (old, new, expected) in table {
        let [before, after] = [old, new].map(|text| {
            let mut operation = json!({"operationId": "x", "responses": {}});
            let members = yaml(text);
            for (name, value) in members.as_object().unwrap() {
                operation[name] = value.clone();
            }
            document(operation)
        });
        let found = lines(&compare(&before, &after), "");
        let found: Vec<_> = found
            .iter()
            .map(|line| line.replace(" of `POST /x`", ""))
            .collect();
        if found != **expected {
            wrong += &format!("{old} -> {new}\n  expected {expected:#?}\n  found {found:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
#[rustfmt::skip]
fn parameters() {
    let q = |members: &str| format!("{{parameters: [{{name: q, in: query, {members}}}]}}");
    let (plain, list, object) = (
        q("schema: {type: string}"),
        q("schema: {type: array, items: {}}"),
        q("schema: {type: object}"),
    );
    let reference = "schema: {$ref: '#/components/schemas/Cat'}";
    assert_operations(&[
        ("{}", &plain, &["code: the optional query parameter `q` is new: the method takes one more argument"]),
        ("{}", &q("required: true, schema: {type: string}"), &["running+code: the required query parameter `q` is new: the method takes one more argument"]),
        (&plain, "{}", &["running+code: the query parameter `q` is gone"]),
        (&plain, "{parameters: [{name: q, in: header, schema: {type: string}}]}", &["running+code: the query parameter `q` is gone", "code: the optional header parameter `q` is new: the method takes one more argument"]),
        (&plain, &plain.replace("name: q", "name: Q"), &["running+code: the query parameter `q` is gone", "code: the optional query parameter `Q` is new: the method takes one more argument"]),
        (&plain, &q("required: true, schema: {type: string}"), &["running+code: the query parameter `q` is now required"]),
        (&q("required: true, schema: {type: string}"), &plain, &["code: the query parameter `q` is no longer required"]),
        (&plain, &q("schema: {type: string}, style: form, explode: true"), &[]),
        (&list, &q("schema: {type: array, items: {}}, explode: false"), &["running: the query parameter `q` is now written as `p=1,2` instead of `p=1&p=2` (`style: form, explode: false` instead of `style: form, explode: true`)"]),
        (&list, &q("schema: {type: array, items: {}}, style: pipeDelimited"), &["running: the query parameter `q` is now written as `p=1|2` instead of `p=1&p=2` (`style: pipeDelimited, explode: false` instead of `style: form, explode: true`)"]),
        (&object, &q("schema: {type: object}, style: deepObject"), &["running: the query parameter `q` is now written as `p[a]=1&p[b]=2` instead of `a=1&b=2` (`style: deepObject, explode: false` instead of `style: form, explode: true`)"]),
        (&q(reference), &q(&format!("{reference}, explode: false")), &["running: the query parameter `q` is now written as `p=a,1,b,2` instead of `a=1&b=2` (`style: form, explode: false` instead of `style: form, explode: true`)"]),
        (&plain, &q("schema: {type: string}, explode: false"), &["-: the query parameter `q` is now `style: form, explode: false` instead of `style: form, explode: true`, which makes no difference to its values"]),
        (&plain, &q("schema: {type: string}, allowReserved: true"), &["-: the query parameter `q` may now contain reserved characters as they are"]),
        (&q("schema: {type: string}, allowReserved: true"), &plain, &["running: the query parameter `q` may no longer contain reserved characters as they are"]),
        (&q("schema: {type: string}, allowEmptyValue: true"), &plain, &["running: the query parameter `q` may no longer be empty"]),
        (&plain, &q("schema: {type: string}, allowEmptyValue: true"), &["-: the query parameter `q` may now be empty"]),
        (&plain, &q("schema: {type: string}, deprecated: true"), &["-: the query parameter `q` is now deprecated"]),
        (&plain, &q("schema: {type: string}, description: Words., example: x"), &[]),
        (&plain, &q("schema: {type: integer}"), &["running+code: the query parameter `q` is now an integer instead of a string"]),
        (&plain, &q("schema: {type: string, enum: [a]}"), &["running+code: the query parameter `q` can now only be one of \"a\""]),
        (&plain, &q("schema: {type: string, maxLength: 3}"), &["running: the `maxLength` of the query parameter `q` is now 3 instead of none"]),
        (&q("schema: {type: string, default: a}"), &q("schema: {type: string, default: b}"), &["running: the default of the query parameter `q` is now \"b\" instead of \"a\": requests without it may now do something else"]),
        (&plain, &q("content: {application/json: {schema: {type: string}}}"), &["running+code: the query parameter `q` is now written in a media type"]),
        (&q("content: {application/json: {schema: {type: string}}}"), &q("content: {application/json: {schema: {type: integer}}}"), &["running+code: the query parameter `q` is now an integer instead of a string"]),
        ("{parameters: [{name: X-A, in: header, schema: {type: string}}]}", "{parameters: [{name: x-a, in: header, schema: {type: string}}]}", &[]),
        ("{parameters: [{name: a, in: cookie, schema: {type: string}}]}", "{}", &["running+code: the cookie parameter `a` is gone"]),
    ]);
}

#[test]
#[rustfmt::skip]
fn request_bodies() {
    let body = |content: &str| format!("{{requestBody: {{content: {{{content}}}}}}}");
    const JSON: &str = "application/json: {schema: {type: string}}";
    const XML: &str = "application/xml: {schema: {type: string}}";
    const FORM: &str = "multipart/form-data: {schema: {type: object}";
    let both = format!("{JSON}, {XML}");
    let form = |encoding: &str| body(&format!("{FORM}{encoding}}}"));
    assert_operations(&[
        ("{}", &body(JSON), &["code: the request body is new: the method takes one more argument"]),
        ("{}", &body(JSON).replace("{content", "{required: true, content"), &["running+code: the request body is new: the method takes one more argument"]),
        (&body(JSON), "{}", &["running+code: the request body is gone"]),
        (&body(JSON), &body(JSON).replace("{content", "{required: true, content"), &["running: the request body is now required"]),
        (&body(JSON).replace("{content", "{required: true, content"), &body(JSON), &["-: the request body is no longer required"]),
        (&body(JSON), &body(&both), &["-: the request body can now also be `application/xml`"]),
        (&body(&both), &body(JSON), &["running: the request body can no longer be `application/xml`"]),
        (&body(XML), &body(&both), &["running+code: the request body can now also be `application/json`"]),
        (&body(JSON), &body(XML), &["running+code: the request body can no longer be `application/json`", "running+code: the request body can now also be `application/xml`"]),
        (&body(JSON), &body(&JSON.replace("json", "json; charset=UTF-8")), &[]),
        (&form(""), &form(", encoding: {a: {contentType: image/png}}"), &["running: `a` of the request body is now encoded in another way"]),
    ]);
}

#[test]
#[rustfmt::skip]
fn responses() {
    let response = |status: &str, members: &str| {
        format!("{{responses: {{'{status}': {{description: ''{members}}}}}}}")
    };
    const JSON: &str = ", content: {application/json: {schema: {type: string}}}";
    const BOTH: &str =
        ", content: {application/json: {schema: {type: string}}, application/xml: {}}";
    let header = |members: &str| response("200", &format!(", headers: {{X-A: {{{members}}}}}"));
    let (ok, with_body) = (response("200", ""), response("200", JSON));
    let plain = header("schema: {type: string}");
    assert_operations(&[
        (&ok, &response("201", ""), &["running: `POST /x` no longer responds with 200", "running: `POST /x` may now respond with 201"]),
        (&ok, &ok.replace("}}}", "}, '404': {description: ''}}}"), &["-: `POST /x` may now respond with 404"]),
        (&ok.replace("}}}", "}, '404': {description: ''}}}"), &ok, &["-: `POST /x` no longer responds with 404"]),
        (&ok, &ok.replace("}}}", "}, '202': {description: ''}}}"), &["running: `POST /x` may now respond with 202"]),
        (&response("default", JSON), &response("4XX", ""), &["running: `POST /x` no longer responds with default", "-: `POST /x` may now respond with 4XX"]),
        (&ok, &with_body, &["code: the body of the 200 response is new, as `application/json`"]),
        (&with_body, &ok, &["running+code: the body of the 200 response can no longer be `application/json`"]),
        (&with_body, &response("200", BOTH), &["-: the body of the 200 response can now also be `application/xml`"]),
        (&response("200", BOTH), &with_body, &["running: the body of the 200 response can no longer be `application/xml`"]),
        (&response("404", ""), &response("404", JSON), &["-: the body of the 404 response is new, as `application/json`"]),
        (&response("404", JSON), &response("404", ""), &["running: the body of the 404 response can no longer be `application/json`"]),
        (&response("404", JSON), &response("404", &JSON.replace("string", "integer")), &["running+code: the body of the 404 response is now an integer instead of a string"]),
        (&ok, &plain, &["-: the header `X-A` of the 200 response is new"]),
        (&plain, &ok, &["running: the header `X-A` of the 200 response is gone"]),
        (&plain, &plain.replace("X-A", "x-a"), &[]),
        (&plain, &header("schema: {type: integer}"), &["running: the header `X-A` of the 200 response is now an integer instead of a string"]),
        (&header("required: true, schema: {type: string}"), &plain, &["running: the header `X-A` of the 200 response may now be missing"]),
        (&plain, &header("required: true, schema: {type: string}"), &["-: the header `X-A` of the 200 response is now always there"]),
        (&ok, &ok.replace("''", "Words."), &[]),
    ]);
}

#[test]
#[rustfmt::skip]
fn operations() {
    assert_operations(&[
        ("{}", "{operationId: other}", &["code: the operationId is now `other` instead of `x`, and so is the method"]),
        ("{}", "{deprecated: true}", &["-: `POST /x` is now deprecated"]),
        ("{}", "{summary: Words., description: Words., tags: [a]}", &[]),
        ("{}", "{callbacks: {done: {}}}", &["-: the callback `done` is new"]),
        ("{callbacks: {done: {}}}", "{}", &["running: the callback `done` is gone: the server no longer calls it"]),
        ("{callbacks: {done: {}}}", "{callbacks: {done: {'{$url}': {post: {responses: {}}}}}}", &["running+code: the callback `done` changed: the code that handles it may have to change, too"]),
    ]);
}

#[test]
#[rustfmt::skip]
fn security() {
    const KEY: &str = "{security: [{Key: []}]}";
    let named = |schemes: &str| format!("{{security: [{schemes}]}}");
    assert_operations(&[
        ("{}", KEY, &["running: `POST /x` can no longer be called without credentials, only with `Key` (the header `X-Key`)"]),
        ("{security: []}", KEY, &["running: `POST /x` can no longer be called without credentials, only with `Key` (the header `X-Key`)"]),
        (KEY, "{security: []}", &["-: `POST /x` can now be called without credentials"]),
        (&named("{}, {Key: []}"), KEY, &["running: `POST /x` can no longer be called without credentials, only with `Key` (the header `X-Key`)"]),
        (KEY, &named("{Same: []}"), &[]),
        (KEY, &named("{Query: []}"), &["running: `POST /x` can no longer be called with `Key` (the header `X-Key`), only with `Query` (the query `key`)", "-: `POST /x` can now be called with `Query` (the query `key`)"]),
        (KEY, &named("{Key: []}, {Basic: []}"), &["-: `POST /x` can now be called with `Basic` (HTTP basic)"]),
        (&named("{Key: []}, {Basic: []}"), KEY, &["running: `POST /x` can no longer be called with `Basic` (HTTP basic), only with `Key` (the header `X-Key`)"]),
        (KEY, &named("{Key: [], Basic: []}"), &["running: `POST /x` can no longer be called with `Key` (the header `X-Key`), only with `Basic` (HTTP basic) and `Key` (the header `X-Key`)"]),
        (&named("{Key: [], Basic: []}"), KEY, &["-: `POST /x` can now be called with `Key` (the header `X-Key`)"]),
        (&named("{Flow: [r]}"), &named("{Flow: [r, w]}"), &["running: `POST /x` can no longer be called with `Flow` (oauth2, with `r`), only with `Flow` (oauth2, with `r` and `w`)"]),
        (&named("{Flow: [r, w]}"), &named("{Flow: [r]}"), &["-: `POST /x` can now be called with `Flow` (oauth2, with `r`)"]),
        ("{}", &named("{Certificate: []}"), &["running: `POST /x` can no longer be called without credentials, only with `Certificate` (mutual TLS)"]),
    ]);
    let scheme = |change: fn(&mut Value)| {
        let old = document(yaml("{security: [{Flow: [r]}], responses: {}}"));
        let mut new = old.clone();
        change(&mut new["components"]["securitySchemes"]["Flow"]["flows"]);
        compare(&old, &new).is_breaking()
    };
    assert!(scheme(
        |flows| flows["password"]["tokenUrl"] = "https://b.example".into()
    ));
    assert!(!scheme(|flows| flows["password"]["scopes"]["x"] = "".into()));
    assert!(!scheme(
        |flows| flows["clientCredentials"] = flows["password"].clone()
    ));
}

#[test]
fn servers() {
    let servers = |text: &str| {
        let mut document = document(json!({"responses": {}}));
        document["servers"] = yaml(text);
        document
    };
    let change = |old, new| lines(&compare(&servers(old), &servers(new)), "");
    const A: &str = "[{url: 'https://a.example/v1'}]";
    assert_eq!(
        change(A, "[{url: 'https://a.example/v2'}]"),
        [
            "running: the server `https://a.example/v1` is gone: clients that use it stop working",
            "-: the server `https://a.example/v2` is new",
            "-: the default server is now `https://a.example/v2` instead of `https://a.example/v1`",
        ]
    );
    assert_eq!(
        change(A, "[{url: 'https://a.example/v1/', description: A}]"),
        [""; 0]
    );
    assert_eq!(
        change(
            A,
            "[{url: 'https://a.example/v1'}, {url: 'https://b.example'}]"
        ),
        ["-: the server `https://b.example` is new"]
    );
    assert_eq!(
        change(
            "[{url: 'https://{r}.example', variables: {r: {default: a, enum: [a, b]}}}]",
            "[{url: 'https://{r}.example', variables: {r: {default: a, enum: [a]}}}]"
        ),
        ["running: the variables of the server `https://{r}.example` changed"]
    );
    assert_eq!(
        change(
            "[{url: 'https://{r}.example', variables: {r: {default: a, enum: [a]}}}]",
            "[{url: 'https://{r}.example', variables: {r: {default: a, enum: [a, b]}}}]"
        ),
        [""; 0]
    );
    assert_operations(&[(
        "{servers: [{url: /a}]}",
        "{servers: [{url: /b}]}",
        &[
            "running: the server `/a` is gone: clients that use it stop working",
            "-: the server `/b` is new",
            "-: the default server is now `/b` instead of `/a`",
        ],
    )]);
}
