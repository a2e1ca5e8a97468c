//! Applies overlays to small documents.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::{Document, Error, Overlay};
use serde_json::{Value, json};

fn overlay(text: &str) -> Result<Overlay, Error> {
    let text = format!("overlay: 1.0.0\n{text}");
    Overlay::new(Document::parse("overlay.yaml", text).unwrap())
}

/// Applies actions to a document with these schemas and an operation that needs all of them.
fn applied(actions: &str, schemas: Value) -> Result<Value, String> {
    let overlay = overlay(&format!("actions:\n{actions}")).map_err(|error| error.to_string())?;
    let needed = |name: &String| json!({"$ref": format!("#/components/schemas/{name}")});
    let needed: Vec<_> = schemas.as_object().unwrap().keys().map(needed).collect();
    let content = json!({"application/json": {"schema": {"anyOf": needed}}});
    let description = json!({
        "openapi": "3.0.3",
        "security": [{"Bearer": []}],
        "paths": {"/a": {"get": {
            "operationId": "get_a",
            "responses": {"200": {"description": "", "content": content}},
        }}},
        "components": {"schemas": schemas, "securitySchemes": {"Bearer": {"type": "http"}}},
    });
    let (result, findings) = overlay
        .apply(&Document::from_value("server", description))
        .map_err(|error| error.to_string())?;
    assert_eq!(findings, []);
    Ok(result.into_value())
}

fn schemas(actions: &str, schemas: Value) -> Value {
    applied(actions, schemas).unwrap()["components"]["schemas"].take()
}

#[test]
fn updates_merge_append_and_replace() {
    let value = json!({"A": {"minimum": 1, "enum": [1]}, "B": {"enum": [1]}});
    let actions = "
- {target: $.components.schemas.A, update: {minimum: 2, enum: [2], x-c: {d: 3}}}
- {target: $.components.schemas.B.enum, update: 2}
";
    let updated = schemas(actions, value);
    assert_eq!(
        updated["A"],
        json!({"type": "integer", "minimum": 2, "enum": [1, 2], "x-c": {"d": 3}})
    );
    assert_eq!(updated["B"], json!({"type": "integer", "enum": [1, 2]}));
}

#[test]
fn removals_take_everything_that_is_selected() {
    let value = json!({"A": {"enum": [1, 2, 1, 3]}, "B": {"minimum": 1, "maximum": 2}});
    let actions = "
- {target: '$.components.schemas.A.enum[?@ == 1]', remove: true}
- {target: \"$.components.schemas.B['minimum','maximum']\", remove: true}
";
    let rest = schemas(actions, value);
    assert_eq!(rest["A"]["enum"], json!([2, 3]));
    assert_eq!(rest["B"], json!({}));
}

#[test]
fn renamed_components_take_their_references_along() {
    let value = json!({"Old": {"type": "string", "enum": ["a"]}, "B": {"properties": {
        "old": {"$ref": "#/components/schemas/Old"},
    }}});
    let actions = "
- {target: $.components.schemas.Old.enum, x-rename: x-extensible-enum}
- {target: $.components.schemas.Old, x-rename: New}
- {target: $.components.securitySchemes.Bearer, x-rename: Key}
";
    let renamed = applied(actions, value).unwrap();
    assert_eq!(renamed["security"], json!([{"Key": []}]));
    assert_eq!(
        renamed["components"],
        json!({
            "schemas": {
                "New": {"type": "string", "x-extensible-enum": ["a"]},
                "B": {"properties": {"old": {"$ref": "#/components/schemas/New"}}},
            },
            "securitySchemes": {"Key": {"type": "http"}},
        })
    );
}

#[test]
fn what_is_extracted_must_be_the_same_everywhere() {
    let id = json!({"type": "string", "format": "uuid", "title": "Id"});
    let value = json!({"A": {"properties": {
        "a": id,
        "b": {"type": "string", "format": "uuid", "nullable": true},
        "c": {"type": "string"},
    }}});
    let action = |names: &str| {
        let target = format!("$.components.schemas.A.properties{names}");
        format!("- {{target: \"{target}\", x-extract: '#/components/schemas/Id'}}\n")
    };
    let extracted = schemas(&action("['a','b']"), value.clone());
    assert_eq!(
        extracted["A"]["properties"],
        json!({
            "a": {"$ref": "#/components/schemas/Id"},
            "b": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Id"}]},
            "c": {"type": "string"},
        })
    );
    assert_eq!(extracted["Id"], id);
    let error = applied(&action("['a','c']"), value).unwrap_err();
    let expected = "properties['c']` selects /components/schemas/A/properties/c, which is not the \
                    same as `#/components/schemas/Id`";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn operations_are_selected_and_addressed_by_operation_id() {
    let text = "
x-operations:
  get_book: GET /v2/books/{id}
  list_books: GET /v2/books
actions:
- {target: \"$.operations['get_book', 'list_books'].responses\", update: {'401': {description: A}}}
- {target: $.operations.get_book.responses, update: {'404': {description: B}}}
- {target: $.operations.*.responses, update: {'500': {description: C}}}
";
    let description = |prefix: &str| {
        let id =
            json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
        let operation = |id: &str| json!({"operationId": id, "responses": {}});
        Document::from_value(
            "server",
            json!({"openapi": "3.0.3", "paths": {
                format!("{prefix}/books"): {"get": operation("x"), "post": operation("y")},
                format!("{prefix}/books/{{id}}"): {"parameters": [id], "get": operation("z")},
                "/other": {"get": operation("o")},
            }}),
        )
    };
    let overlay_v2 = overlay(text).unwrap();
    assert_eq!(
        overlay_v2.operation_ids().collect::<Vec<_>>(),
        ["get_book", "list_books"]
    );
    let (result, _) = overlay_v2.apply(&description("/v2")).unwrap();
    let paths = result.value()["paths"].as_object().unwrap();
    let found = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        let operations = methods.filter(|(_, operation)| operation.get("responses").is_some());
        operations.map(move |(method, operation)| {
            let statuses = operation["responses"].as_object().unwrap().keys();
            let statuses = statuses.map(String::as_str).collect::<Vec<_>>().join(" ");
            let id = operation["operationId"].as_str().unwrap();
            format!("{method} {path} {id}: {statuses}")
        })
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "get /v2/books list_books: 401 500",
            "get /v2/books/{id} get_book: 401 404 500",
        ]
    );

    // A path that moved costs one line for each operation.
    let error = overlay_v2.apply(&description("/v3")).unwrap_err();
    let lines: Vec<_> = error.findings().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "overlay.yaml:4: /x-operations/get_book: the description has no `GET /v2/books/{id}`; \
             with the same method there is `/v3/books`, `/v3/books/{id}`",
            "overlay.yaml:5: /x-operations/list_books: the description has no `GET /v2/books`; \
             with the same method there is `/v3/books`, `/v3/books/{id}`",
        ]
    );
    let overlay_v3 = overlay(&text.replace("/v2/", "/v3/")).unwrap();
    overlay_v3.apply(&description("/v3")).unwrap();
}

#[test]
fn a_decision_about_nothing_is_an_error_with_its_line() {
    let actions = "
- target: $.components.schemas.X
  remove: true
- target: \"$.components.schemas['A','B'].minimum\"
  remove: true
- target: $.operations['get_a', 'get_b'].responses
  update: {}
";
    let error = applied(actions, json!({"A": {"maximum": 1}})).unwrap_err();
    for expected in [
        "overlay.yaml:4: /actions/0/target: `$.components.schemas.X` selects nothing",
        "overlay.yaml:6: /actions/1/target: `$.components.schemas['A'].minimum` selects nothing",
        "overlay.yaml:6: /actions/1/target: `$.components.schemas['B'].minimum` selects nothing",
        "overlay.yaml:8: /actions/2/target: `$.operations['get_b'].responses` selects nothing",
    ] {
        assert!(error.contains(expected), "{expected:?} is not in: {error}");
    }
    assert!(!error.contains("['get_a']"), "{error}");
}

#[test]
fn an_overlay_of_the_wrong_form_is_rejected() {
    let error = |text| overlay(text).err().unwrap().to_string();
    assert!(
        error("actions: [{target: $.a}]").contains("/actions/0: needs exactly one of `remove`")
    );
    assert!(error("actions: [{remove: true}]").contains("/actions/0: has no `target`"));
    assert!(error("actions: [{target: a, remove: true}]").contains("`a` is not a JSONPath"));
    assert!(error("actions: [{target: $.a, delete: true}]").contains("`delete` is unknown"));
    assert!(error("x-operations: {a: FETCH /b}").contains("/x-operations/a: must have the form"));
    let version = Overlay::new(Document::parse("overlay.yaml", "overlay: 2.0.0").unwrap());
    let version = version.err().unwrap().to_string();
    assert_eq!(version, "overlay.yaml:1: /overlay: must be 1.0.0");
}

#[test]
fn what_is_wrong_with_a_description_is_said_of_the_description() {
    let overlay = overlay("x-operations: { get_book: GET /books }\nactions:\n  - target: $.components.schemas.Book\n    remove: true\n").unwrap();
    let schema = |schema: Value| {
        let body = json!({"content": {"application/json": {"schema": schema}}});
        json!({"openapi": "3.1.0", "paths": {"/books": {"get": {"responses": {"200": body}}}}})
    };
    let at = "/paths/~1books/get/responses/200/content/application~1json/schema/$ref";
    for (description, message) in [
        (
            json!({"swagger": "2.0", "paths": {}}),
            "server: /swagger: this is OpenAPI 2.0; only 3.0.x and 3.1.x are supported",
        ),
        (
            json!({"openapi": "3.1.0", "paths": []}),
            "server: /paths: must be an object",
        ),
        (
            json!({"openapi": "3.1.0", "paths": {"/books": {"get": 5}}}),
            "server: /paths/~1books/get: must be an object",
        ),
        (
            json!({"openapi": "3.1.0", "paths": {"/books": {"get": {}}}, "components": 5}),
            "server: /components: must be an object",
        ),
        (
            schema(json!({"$ref": "#/components/schemas/Book"})),
            &format!("server: {at}: `#/components/schemas/Book` does not exist"),
        ),
        (
            schema(json!({"$ref": "https://books.example/schema.json"})),
            &format!(
                "server: {at}: `https://books.example/schema.json` must be `#/components/schemas/` \
                 and a name: other places, and other documents, cannot be referred to from here"
            ),
        ),
    ] {
        let description = Document::from_value("server", description);
        let error = overlay.apply(&description).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn other_operations_at_the_same_paths_are_known() {
    let overlay = overlay("x-operations: { get_book: GET /books }\n").unwrap();
    let description = Document::from_value(
        "server",
        json!({"paths": {
            "/books": {"get": {}, "post": {}, "parameters": []},
            "/covers": {"get": {}},
        }}),
    );
    let beside = overlay
        .beside(&description)
        .map(|operation| operation.pointer());
    assert_eq!(beside.collect::<Vec<_>>(), ["/paths/~1books/post"]);
}
