//! Converts OpenAPI 3.1 to 3.0.3, construct by construct.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::{Document, downgrade, validate};
use serde_json::{Value, json};

/// Converts a 3.1 document. The result must be valid, and other tools must be able to read it.
fn converted(document: Value) -> (Value, Vec<String>) {
    let mut whole =
        json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}});
    whole
        .as_object_mut()
        .unwrap()
        .extend(document.as_object().unwrap().clone());
    let (result, findings) = downgrade(&Document::from_value("document", whole)).unwrap();
    let value = result.value().clone();
    assert_eq!(value["openapi"], "3.0.3");
    if let Err(error) = validate(&result) {
        panic!("{error}\n{value:#}");
    }
    serde_json::from_value::<openapiv3::OpenAPI>(value.clone()).unwrap();
    let findings = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.pointer(), finding.message()));
    (value, findings.collect())
}

fn schema(schema: Value) -> (Value, Vec<String>) {
    let other = json!({"type": "string"});
    let (value, findings) =
        converted(json!({"components": {"schemas": {"T": schema, "Other": other}}}));
    let at = "/components/schemas/T";
    let findings = findings
        .iter()
        .map(|finding| finding.strip_prefix(at).unwrap_or(finding).to_owned());
    (value.pointer(at).unwrap().clone(), findings.collect())
}

#[track_caller]
fn assert_becomes(from: Value, to: Value) {
    assert_eq!(schema(from), (to, vec![]));
}

#[track_caller]
fn assert_loses(from: Value, to: Value, findings: &[&str]) {
    let (value, found) = schema(from);
    assert_eq!(value, to);
    assert_eq!(found, findings);
}

fn other() -> Value {
    json!({"$ref": "#/components/schemas/Other"})
}

#[test]
fn null_in_any_of() {
    let nothing = json!({"type": "null"});
    assert_becomes(
        json!({"anyOf": [{"type": "array", "items": {"type": "string"}}, nothing], "title": "Tags"}),
        json!({"title": "Tags", "type": "array", "items": {"type": "string"}, "nullable": true}),
    );
    assert_becomes(
        json!({"anyOf": [other(), nothing], "description": "D"}),
        json!({"description": "D", "allOf": [other()], "nullable": true}),
    );
    assert_becomes(
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}, nothing]}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
    );
    assert_becomes(
        json!({"anyOf": [{"enum": ["a"], "type": "string"}, nothing]}),
        json!({"type": "string", "enum": ["a", null], "nullable": true}),
    );
    assert_loses(
        json!({"anyOf": [{"type": "string", "description": "inner"}, nothing], "description": "outer"}),
        json!({"description": "outer", "type": "string", "nullable": true}),
        &["/anyOf: the inner `description` is left out in favour of the outer one"],
    );
    assert_becomes(
        json!({"anyOf": [{}, nothing], "title": "Anything"}),
        json!({"title": "Anything"}),
    );
    assert_becomes(
        json!({"anyOf": [nothing]}),
        json!({"enum": [null], "nullable": true}),
    );
    assert_becomes(
        json!({"anyOf": [{"anyOf": [other(), nothing]}, {"type": "integer"}]}),
        json!({"anyOf": [{"allOf": [other()], "nullable": true}, {"type": "integer"}]}),
    );
    // What would contradict itself in one place stays in two.
    assert_becomes(
        json!({"anyOf": [{"type": "string", "maxLength": 5}, nothing], "maxLength": 3}),
        json!({"maxLength": 3, "allOf": [{"type": "string", "maxLength": 5}], "nullable": true}),
    );
}

#[test]
fn lists_of_types() {
    assert_becomes(
        json!({"type": ["string", "null"]}),
        json!({"type": "string", "nullable": true}),
    );
    assert_becomes(
        json!({"type": "null"}),
        json!({"enum": [null], "nullable": true}),
    );
    assert_becomes(
        json!({"type": ["null"]}),
        json!({"enum": [null], "nullable": true}),
    );
    assert_becomes(
        json!({"type": ["integer", "number"]}),
        json!({"type": "number"}),
    );
    assert_becomes(
        json!({"type": ["string", "array", "null"], "maxLength": 3, "items": {"type": "string"}, "title": "X"}),
        json!({
            "title": "X",
            "anyOf": [{"type": "string", "maxLength": 3}, {"type": "array", "items": {"type": "string"}}],
            "nullable": true,
        }),
    );
    assert_becomes(
        json!({"type": ["string", "integer"], "enum": ["a", 1]}),
        json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}]}),
    );
}

#[test]
fn constants_and_enums() {
    assert_becomes(
        json!({"enum": ["a", 1, null]}),
        json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}], "nullable": true}),
    );
    assert_becomes(
        json!({"const": "a", "type": "string"}),
        json!({"type": "string", "enum": ["a"]}),
    );
    assert_becomes(
        json!({"const": "a"}),
        json!({"enum": ["a"], "type": "string"}),
    );
    assert_becomes(json!({"const": 1}), json!({"enum": [1], "type": "integer"}));
    assert_becomes(
        json!({"const": null}),
        json!({"enum": [null], "nullable": true}),
    );
    assert_becomes(
        json!({"enum": ["a", null]}),
        json!({"enum": ["a", null], "type": "string", "nullable": true}),
    );
    // Values have to be of the type.
    assert_becomes(
        json!({"type": "string", "enum": ["a", 1, null]}),
        json!({"type": "string", "enum": ["a"]}),
    );
    assert_becomes(
        json!({"type": "string", "enum": [1]}),
        json!({"type": "string", "not": {}}),
    );
    // Null has to be of the type and one of the values.
    assert_becomes(
        json!({"type": ["string", "null"], "enum": ["a", null]}),
        json!({"type": "string", "enum": ["a", null], "nullable": true}),
    );
    for one in [json!({"enum": ["a"]}), json!({"const": "a"})] {
        let mut schema = json!({"type": ["string", "null"]});
        schema
            .as_object_mut()
            .unwrap()
            .extend(one.as_object().unwrap().clone());
        assert_becomes(schema, json!({"type": "string", "enum": ["a"]}));
    }
    assert_becomes(
        json!({"type": "number", "enum": [1, 2, 1.0, 2, 0.5]}),
        json!({"type": "number", "enum": [1, 2, 0.5]}),
    );
    assert_becomes(
        json!({"enum": ["a", 1.0, 2]}),
        json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1.0, 2]}]}),
    );
}

#[test]
fn bounds() {
    assert_becomes(
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5}),
        json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1.5, "exclusiveMaximum": true}),
    );
    assert_becomes(
        json!({"type": "number", "minimum": 5, "exclusiveMinimum": 3}),
        json!({"type": "number", "minimum": 5}),
    );
    assert_becomes(
        json!({"type": "integer", "minimum": 0.0, "maximum": 2.5, "exclusiveMinimum": -0.5}),
        json!({"type": "integer", "minimum": 0, "maximum": 2}),
    );
    assert_becomes(
        json!({"type": "integer", "exclusiveMinimum": 0.5}),
        json!({"type": "integer", "minimum": 1}),
    );
    assert_loses(
        json!({"type": "integer", "maximum": 18_446_744_073_709_551_615u64}),
        json!({"type": "integer"}),
        &["/maximum: does not fit into 64 bits and is left out"],
    );
    assert_becomes(
        json!({"type": "string", "maxLength": 5.0}),
        json!({"type": "string", "maxLength": 5}),
    );
    assert_becomes(
        json!({"type": "string", "minLength": 1.5, "maxLength": 5.5}),
        json!({"type": "string", "minLength": 2, "maxLength": 5}),
    );
    assert_becomes(
        json!({"type": "integer", "multipleOf": 2.0}),
        json!({"type": "integer", "multipleOf": 2}),
    );
    assert_becomes(
        json!({"type": "integer", "multipleOf": 0.25}),
        json!({"type": "integer"}),
    );
    assert_loses(
        json!({"type": "integer", "multipleOf": 1.5}),
        json!({"type": "integer"}),
        &["/multipleOf: is not an integer, although the type is; it is left out"],
    );
}

#[test]
fn references_with_company() {
    assert_becomes(
        json!({"$ref": "#/components/schemas/Other", "description": "D", "default": "x"}),
        json!({"description": "D", "default": "x", "allOf": [other()]}),
    );
    assert_becomes(
        json!({"$ref": "#/components/schemas/Other", "allOf": [{"type": "string"}]}),
        json!({"allOf": [other(), {"type": "string"}]}),
    );
}

#[test]
fn boolean_schemas() {
    assert_becomes(
        json!({"type": "object", "properties": {"a": true, "b": false}, "additionalProperties": false}),
        json!({"type": "object", "properties": {"a": {}, "b": {"not": {}}}, "additionalProperties": false}),
    );
    assert_becomes(
        json!({"type": "array", "items": true}),
        json!({"type": "array", "items": {}}),
    );
    assert_becomes(
        json!({"type": "array"}),
        json!({"type": "array", "items": {}}),
    );
    assert_becomes(
        json!({"type": "object", "required": []}),
        json!({"type": "object"}),
    );
}

#[test]
fn tuples() {
    let integer = json!({"type": "integer"});
    assert_becomes(
        json!({"type": "array", "prefixItems": [integer, integer], "minItems": 2, "maxItems": 2}),
        json!({"type": "array", "items": integer, "minItems": 2, "maxItems": 2}),
    );
    assert_loses(
        json!({"type": "array", "prefixItems": [integer, {"type": "string"}], "items": false}),
        json!({"type": "array", "items": {"anyOf": [integer, {"type": "string"}]}, "maxItems": 2}),
        &["/prefixItems: 3.0 cannot give each item a schema of its own"],
    );
    assert_loses(
        json!({"type": "array", "prefixItems": [integer]}),
        json!({"type": "array", "items": {}}),
        &["/prefixItems: 3.0 cannot give each item a schema of its own"],
    );
    assert_loses(
        json!({"type": "array", "items": integer, "contains": {"const": 1}, "minContains": 1}),
        json!({"type": "array", "items": integer}),
        &[
            "/contains: 3.0 cannot say what an array must contain",
            "/minContains: 3.0 cannot say what an array must contain",
        ],
    );
}

#[test]
fn keys_of_objects() {
    let string = json!({"type": "string"});
    assert_loses(
        json!({"type": "object", "propertyNames": {"pattern": "^x"}, "additionalProperties": string}),
        json!({"type": "object", "additionalProperties": string}),
        &["/propertyNames: 3.0 cannot restrict keys"],
    );
    let lost = "/patternProperties: 3.0 cannot restrict keys; any key may have these values";
    assert_loses(
        json!({"type": "object", "patternProperties": {"^x": string}, "additionalProperties": false}),
        json!({"type": "object", "additionalProperties": string}),
        &[lost],
    );
    assert_loses(
        json!({"type": "object", "patternProperties": {"^x": string, "^y": {"type": "integer"}}}),
        json!({"type": "object", "additionalProperties": {"anyOf": [string, {"type": "integer"}]}}),
        &[lost],
    );
    assert_becomes(
        json!({"type": "object", "unevaluatedProperties": false}),
        json!({"type": "object", "additionalProperties": false}),
    );
    assert_loses(
        json!({"allOf": [other()], "unevaluatedProperties": false}),
        json!({"allOf": [other()]}),
        &["/unevaluatedProperties: has no form in 3.0 beside other schemas"],
    );
    assert_loses(
        json!({"type": "object", "dependentRequired": {"a": ["b"]}, "if": {"type": "object"}, "then": {"type": "object"}}),
        json!({"type": "object"}),
        &[
            "/dependentRequired: 3.0 has no conditions",
            "/if: 3.0 has no conditions",
            "/then: 3.0 has no conditions",
        ],
    );
}

#[test]
fn contents_of_strings() {
    assert_becomes(
        json!({"type": "string", "contentMediaType": "application/octet-stream"}),
        json!({"type": "string", "format": "binary"}),
    );
    assert_becomes(
        json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
        json!({"type": "string", "format": "byte"}),
    );
    assert_loses(
        json!({"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}}),
        json!({"type": "string"}),
        &[
            "/contentMediaType: 3.0 cannot describe the content of a string",
            "/contentSchema: 3.0 cannot describe the content of a string",
        ],
    );
}

#[test]
fn examples_and_unknown_keywords() {
    assert_becomes(
        json!({"type": "string", "examples": ["a"]}),
        json!({"type": "string", "example": "a"}),
    );
    assert_loses(
        json!({"type": "string", "examples": ["a", "b", "c"]}),
        json!({"type": "string", "example": "a"}),
        &["/examples: 3.0 has one example; 2 are left out"],
    );
    assert_loses(
        json!({"type": "string", "$comment": "c", "sensitive": true, "x-own": 1}),
        json!({"type": "string", "x-own": 1, "x-sensitive": true}),
        &[
            "/$comment: has no form in 3.0",
            "/sensitive: is unknown in 3.0; it becomes `x-sensitive`",
        ],
    );
}

#[test]
fn data_is_left_alone() {
    let data = json!({"type": ["a", "null"], "$ref": "x", "const": 1, "examples": [1, 2]});
    let object = json!({"type": "object", "default": data, "example": data, "properties": {
        "default": {"type": "string"}, "const": {"type": "string"}, "examples": {"type": "string"},
    }});
    assert_becomes(object.clone(), object);
}

#[test]
fn definitions_within_schemas_become_components() {
    let shared = json!({"Leaf": {"type": "string", "maxLength": 3}});
    let node = |leaf: &str| json!({"type": "object", "properties": {"leaf": {"$ref": leaf}}, "$defs": {"Leaf": shared["Leaf"].clone()}});
    let (value, findings) = converted(json!({"components": {"schemas": {
        "A": node("#/$defs/Leaf"),
        "B": node("#/components/schemas/B/$defs/Leaf"),
        "C": {"type": "object", "properties": {"x": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "integer"}}},
    }}}));
    assert_eq!(findings, [""; 0]);
    let property = |name: &str| value["components"]["schemas"][name]["properties"].clone();
    let leaf = json!({"leaf": {"$ref": "#/components/schemas/Leaf"}});
    assert_eq!((property("A"), property("B")), (leaf.clone(), leaf));
    assert_eq!(
        property("C"),
        json!({"x": {"$ref": "#/components/schemas/A2"}})
    );
    assert_eq!(value["components"]["schemas"]["Leaf"], shared["Leaf"]);
    assert_eq!(
        value["components"]["schemas"]["A2"],
        json!({"type": "integer"})
    );
}

#[test]
fn invalid_names() {
    let (value, findings) = converted(json!({"components": {"schemas": {
        "Page[Item]": {"type": "object"},
        "Page_Item_": {"type": "string"},
        "User": {"oneOf": [{"$ref": "#/components/schemas/Page[Item]"}, {"$ref": "#/components/schemas/Page_Item_"}],
            "discriminator": {"propertyName": "k", "mapping": {"p": "#/components/schemas/Page[Item]"}}},
    }}}));
    assert_eq!(
        findings,
        ["/components/schemas/Page[Item]: is not a valid name; it becomes `Page_Item_2`"]
    );
    let user = &value["components"]["schemas"]["User"];
    assert_eq!(user["oneOf"][0]["$ref"], "#/components/schemas/Page_Item_2");
    assert_eq!(
        user["discriminator"]["mapping"]["p"],
        "#/components/schemas/Page_Item_2"
    );
}

#[test]
fn names_that_become_the_same() {
    let (value, findings) = converted(json!({"components": {"schemas": {
        "Page[Item]": {"type": "object"},
        "Page<Item>": {"type": "string"},
        "A": {"type": "boolean"},
        "User": {"properties": {"one": {"$ref": "#/$defs/A"}, "other": {"$ref": "#/$defs/A2"}},
            "$defs": {"A": {"type": "integer"}, "A2": {"type": "number"}}},
    }}}));
    assert_eq!(
        findings,
        [
            "/components/schemas/Page<Item>: is not a valid name; it becomes `Page_Item_2`",
            "/components/schemas/Page[Item]: is not a valid name; it becomes `Page_Item_`",
        ]
    );
    let schemas = &value["components"]["schemas"];
    assert_eq!(schemas["Page_Item_"], json!({"type": "object"}));
    assert_eq!(schemas["Page_Item_2"], json!({"type": "string"}));
    assert_eq!(schemas["A"], json!({"type": "boolean"}));
    let properties = &schemas["User"]["properties"];
    for (name, expected) in [("one", "integer"), ("other", "number")] {
        let target = properties[name]["$ref"].as_str().unwrap();
        let schema = value.pointer(&target[1..]).unwrap();
        assert_eq!(*schema, json!({"type": expected}), "{target}");
    }
}

#[test]
fn targets_of_references_become_components() {
    let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
    let (value, findings) = converted(json!({
        "paths": {
            "/books/{id}": {
                "parameters": [id],
                "get": {"responses": {"200": {"description": "", "content": {"application/json": {
                    "schema": {"type": "object", "properties": {
                        "inner": {"type": "integer"},
                        "more": {"$ref": "#/paths/~1books~1%7Bid%7D/get/responses/200/content/application~1json/schema"},
                    }},
                }}}}},
            },
            "/covers/{id}": {
                "parameters": [{"$ref": "#/paths/~1books~1%7Bid%7D/parameters/0"}],
                "get": {"responses": {"200": {"$ref": "#/paths/~1books~1{id}/get/responses/200"}}},
            },
            "/pages/{id}": {"$ref": "#/paths/~1covers~1{id}"},
        },
        "components": {"schemas": {
            "Inner": {"$ref": "#/paths/~1books~1{id}/get/responses/200/content/application~1json/schema/properties/inner"},
            "Alias": {"$ref": "#/components/schemas/Inner"},
        }},
    }));
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(
        value["paths"]["/books/{id}"]["parameters"],
        value["paths"]["/covers/{id}"]["parameters"]
    );
    assert_eq!(
        value["paths"]["/pages/{id}"],
        value["paths"]["/covers/{id}"]
    );
    let resolve = |at: &str| {
        let target = value.pointer(at).unwrap()["$ref"].as_str().unwrap();
        value.pointer(&target[1..]).unwrap().clone()
    };
    assert_eq!(resolve("/paths/~1books~1{id}/parameters/0"), id);
    assert_eq!(
        resolve("/components/schemas/Inner"),
        json!({"type": "integer"})
    );
    let response = resolve("/paths/~1books~1{id}/get/responses/200");
    assert_eq!(response, resolve("/paths/~1covers~1{id}/get/responses/200"));
    let schema = &response["content"]["application/json"]["schema"];
    let whole = value
        .pointer(&schema["$ref"].as_str().unwrap()[1..])
        .unwrap();
    assert_eq!(whole["properties"]["more"], *schema);
    assert_eq!(
        whole["properties"]["inner"],
        value["components"]["schemas"]["Inner"]
    );
}

#[test]
fn the_document_around() {
    let (value, findings) = converted(json!({
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "t", "version": "1", "summary": "S", "description": "D",
            "license": {"name": "MIT", "identifier": "MIT"}},
        "webhooks": {"paid": {"post": {"responses": {}}}},
        "security": [{"Key": []}, {"Certificate": []}],
        "paths": {
            "/a": {"$ref": "#/components/pathItems/A"},
            "/b/{id}": {"get": {
                "parameters": [{"$ref": "#/components/parameters/Q", "description": "here"}],
                "security": [{"Certificate": [], "Key": []}],
            }},
        },
        "components": {
            "pathItems": {"A": {"get": {"responses": {"200": {
                "description": "", "content": {"application/octet-stream": {}, "application/json": {"example": 1}},
            }}}}},
            "parameters": {"Q": {"name": "q", "in": "query", "schema": {"type": ["string", "null"]}}},
            "securitySchemes": {
                "Certificate": {"type": "mutualTLS"},
                "Key": {"type": "http", "scheme": "bearer"},
            },
        },
    }));
    assert_eq!(
        findings,
        [
            "/components/securitySchemes/Certificate: 3.0 has no mutual TLS",
            "/jsonSchemaDialect: 3.0 has only one dialect of JSON Schema",
            "/paths/~1b~1{id}/get: `{id}` of the path is not declared; it is assumed to be a string",
            "/paths/~1b~1{id}/get/parameters/0/description: 3.0 has no `description` beside a `$ref`",
            "/webhooks/paid: 3.0 has no webhooks",
        ]
    );
    assert_eq!(value["info"]["description"], "S\n\nD");
    assert_eq!(
        value["info"]["license"],
        json!({"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"})
    );
    let answer = &value["paths"]["/a"]["get"]["responses"]["200"]["content"];
    assert_eq!(
        answer["application/octet-stream"]["schema"],
        json!({"type": "string", "format": "binary"})
    );
    assert_eq!(answer["application/json"]["schema"], json!({}));
    let get = &value["paths"]["/b/{id}"]["get"];
    assert_eq!(
        (&get["security"], &value["security"]),
        (&json!([{"Key": []}]), &json!([{"Key": []}]))
    );
    assert_eq!(get["responses"], json!({"default": {"description": ""}}));
    assert_eq!(
        value["components"]["parameters"]["Q"]["schema"],
        json!({"type": "string", "nullable": true})
    );
    assert_eq!(value["components"].get("pathItems"), None);
}

#[test]
fn documents_of_3_0_stay_as_they_are() {
    let document = |schema: Value| {
        let value = json!({
            "openapi": "3.0.2", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {"T": schema}},
        });
        Document::from_value("document", value)
    };
    let schema = json!({
        "type": "object", "nullable": true, "x-y": 1, "required": ["a"], "properties": {
            "a": {"type": "integer", "minimum": 1, "exclusiveMinimum": true},
            "b": {"$ref": "#/components/schemas/T", "description": "ignored"},
            "c": {"type": "string", "nullable": true, "enum": ["a", null]},
        },
    });
    let (result, findings) = downgrade(&document(schema.clone())).unwrap();
    assert_eq!(
        (&result.value()["components"]["schemas"]["T"], findings),
        (&schema, vec![])
    );
    // Pydantic 1, which says 3.0 and means JSON Schema draft 7.
    let schema = json!({
        "type": "object", "properties": {
            "a": {"type": "integer", "exclusiveMinimum": 0},
            "b": {"type": "array", "items": [{"type": "integer"}, {"type": "integer"}], "minItems": 2, "maxItems": 2},
            "c": {"const": "x"},
        },
    });
    let (result, _) = downgrade(&document(schema)).unwrap();
    validate(&result).unwrap();
    assert_eq!(
        result.value()["components"]["schemas"]["T"]["properties"],
        json!({
            "a": {"type": "integer", "minimum": 0, "exclusiveMinimum": true},
            "b": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
            "c": {"enum": ["x"], "type": "string"},
        })
    );
}

#[test]
fn other_versions_are_rejected() {
    let error = |document: Value| {
        let document = Document::from_value("document", document);
        downgrade(&document).unwrap_err().to_string()
    };
    assert_eq!(
        error(json!({"openapi": "3.2.0"})),
        "document: /openapi: this is OpenAPI 3.2.0; only 3.0.x and 3.1.x are supported"
    );
    assert!(error(json!({"swagger": "2.0"})).contains("this is OpenAPI 2.0"));
}

#[test]
fn documents_of_any_shape_are_converted_without_a_panic() {
    let whole = json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "security": [{"K": []}],
        "paths": {"/a/{id}": {"parameters": [{}], "get": {"operationId": "a", "responses": {
            "200": {"content": {"application/json": {"schema": {"$defs": {"B": {}}}}}},
        }}}},
        "components": {
            "schemas": {"A[]": {"type": ["string", "null"], "enum": ["a"], "items": [{}]}},
            "pathItems": {"P": {}},
            "securitySchemes": {"K": {"type": "mutualTLS"}},
        },
    });
    let mut pointers = Vec::new();
    collect("", &whole, &mut pointers);
    assert!(pointers.len() > 30);
    let others = [
        json!(null),
        json!(true),
        json!(1),
        json!("x"),
        json!([]),
        json!([1, {}]),
        json!({"get": 1}),
    ];
    for pointer in pointers.iter().filter(|pointer| *pointer != "/openapi") {
        for other in &others {
            let mut value = whole.clone();
            *value.pointer_mut(pointer).unwrap() = other.clone();
            let (result, _) = downgrade(&Document::from_value("document", value)).unwrap();
            // Whether it is valid is another question.
            let _ = validate(&result);
            let contract = Document::from_value("contract", whole.clone());
            openapi_evolve::structure::follow(&contract, result);
        }
    }
}

fn collect(at: &str, value: &Value, pointers: &mut Vec<String>) {
    let members = value.as_object().into_iter().flatten();
    let members = members.map(|(name, value)| (name.clone(), value));
    let items = value.as_array().into_iter().flatten().enumerate();
    let items = items.map(|(index, value)| (index.to_string(), value));
    for (name, member) in members.chain(items) {
        let at = openapi_evolve::pointer::join(at, name);
        collect(&at, member, pointers);
        pointers.push(at);
    }
}
