//! Contracts that follow descriptions.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::Document;
use openapi_evolve::structure::{Followed, follow};
use serde_json::{Value, json};

/// A contract with documentation everywhere.
fn contract() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Books", "version": "1"},
        "servers": [{"url": "https://books.example"}],
        "tags": [{"name": "books"}],
        "paths": {"/books/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": true, "description": "The book.", "schema": {"type": "string"}},
            ],
            "get": {
                "operationId": "get_book",
                "tags": ["books"],
                "summary": "Get a book",
                "x-idempotent": true,
                "parameters": [
                    {"name": "old", "in": "query", "schema": {"type": "integer"}},
                    {"name": "q", "in": "query", "description": "A question.", "schema": {"type": "integer", "example": 5}},
                ],
                "responses": {"200": {
                    "description": "The book.",
                    "x-note": "Kept.",
                    "content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/Book"},
                        "example": {"id": "a"},
                    }},
                }},
            },
        }},
        "components": {"schemas": {
            "Book": {
                "description": "A book.",
                "type": "object",
                "required": ["id", "description"],
                "properties": {
                    "id": {"description": "The id.", "allOf": [{"$ref": "#/components/schemas/Id"}]},
                    "description": {"description": "What it is about.", "type": "string", "example": "Whales"},
                    "genre": {"type": "string", "x-extensible-enum": ["poetry", "prose"]},
                },
            },
            "Id": {"type": "string", "description": "Identifies a book."},
        }},
    })
}

/// The same structure as a server would describe it.
fn description() -> Value {
    let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "title": "Id"}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "FastAPI", "version": "0.1.0"},
        "paths": {"/books/{id}": {"get": {
            "operationId": "get_book",
            "tags": ["everything"],
            "summary": "Get Book",
            "parameters": [
                {"name": "q", "in": "query", "schema": {"type": "integer", "title": "Q"}},
                id,
                {"name": "old", "in": "query", "description": "Old.", "schema": {"type": "integer"}},
            ],
            "responses": {"200": {
                "description": "Successful Response",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}},
            }},
        }}},
        "components": {"schemas": {
            "Id": {"type": "string", "title": "Id"},
            "Book": {
                "title": "Book",
                "type": "object",
                "required": ["description", "id"],
                "properties": {
                    "id": {"$ref": "#/components/schemas/Id"},
                    "description": {"title": "Description", "type": "string"},
                    "genre": {"type": "string", "x-extensible-enum": ["prose", "poetry"]},
                },
            },
        }},
    })
}

fn followed(change: impl FnOnce(&mut Value)) -> Followed {
    let mut description = description();
    change(&mut description);
    let [contract, description] =
        [contract(), description].map(|value| Document::from_value("document", value));
    follow(&contract, description)
}

#[test]
fn documentation_and_order_are_no_changes() {
    let followed = followed(|_| {});
    assert_eq!(followed.changes, [""; 0]);
    assert_eq!(followed.value, contract());
}

#[test]
fn changed_structure_keeps_its_documentation() {
    let followed = followed(|description| {
        let schemas = &mut description["components"]["schemas"];
        schemas["Book"]["properties"]["description"]["maxLength"] = 5.into();
        schemas["Book"]["properties"]["description"]["description"] = "From the server.".into();
        let get = &mut description["paths"]["/books/{id}"]["get"];
        get["parameters"][0]["schema"]["type"] = "number".into();
        get["parameters"].as_array_mut().unwrap().remove(2);
    });
    let get = "/paths/~1books~1{id}/get";
    assert_eq!(
        followed.changes,
        [
            format!("{get}/parameters"),
            "/components/schemas/Book/properties/description/maxLength".to_owned(),
        ]
    );
    let mut expected = contract();
    expected["components"]["schemas"]["Book"]["properties"]["description"]["maxLength"] = 5.into();
    let parameters = expected.pointer_mut(get).unwrap()["parameters"].as_array_mut();
    let parameters = parameters.unwrap();
    parameters.remove(0);
    parameters[0]["schema"]["type"] = "number".into();
    assert_eq!(followed.value, expected);
}

#[test]
fn what_is_new_starts_with_the_descriptions_of_the_server() {
    let followed = followed(|description| {
        description["components"]["schemas"]["Book"]["properties"]["pages"] =
            json!({"title": "Pages", "description": "How many.", "type": "integer"});
        description["paths"]["/books/{id}"]["get"]["responses"]["404"] = json!({"x-why": 1});
    });
    assert_eq!(
        followed.changes,
        [
            "/paths/~1books~1{id}/get/responses/404",
            "/components/schemas/Book/properties/pages",
        ]
    );
    assert_eq!(
        followed.value.pointer(&followed.changes[0]).unwrap(),
        &json!({"x-why": 1, "description": ""})
    );
    assert_eq!(
        followed.value.pointer(&followed.changes[1]).unwrap(),
        &json!({"description": "How many.", "type": "integer"})
    );
}

#[test]
fn documentation_follows_an_operation_to_another_path() {
    let followed = followed(|description| {
        let paths = description["paths"].as_object_mut().unwrap();
        let item = paths.shift_remove("/books/{id}").unwrap();
        paths.insert("/v2/books/{id}".to_owned(), item);
    });
    assert_eq!(
        followed.changes,
        ["/paths/~1books~1{id}", "/paths/~1v2~1books~1{id}"]
    );
    assert_eq!(
        followed.value["paths"]["/v2/books/{id}"],
        contract()["paths"]["/books/{id}"]
    );
}

#[test]
fn parameters_of_a_path_that_is_new_are_written_once() {
    let followed = followed(|description| {
        let get = description["paths"]["/books/{id}"]["get"].clone();
        let mut put = get.clone();
        put["parameters"].as_array_mut().unwrap().remove(0);
        let (mut get, mut put) = (get, put);
        get["operationId"] = "a".into();
        put["operationId"] = "b".into();
        description["paths"]["/new/{id}"] = json!({"get": get, "put": put});
    });
    let item = &followed.value["paths"]["/new/{id}"];
    let names = |owner: &Value| {
        let list = owner["parameters"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (names(item), names(&item["get"]), names(&item["put"])),
        (
            vec!["id".to_owned(), "old".to_owned()],
            vec!["q".to_owned()],
            vec![]
        )
    );
}

#[test]
fn what_is_gone_and_what_became_something_else_are_changes() {
    let followed = followed(|description| {
        let properties = &mut description["components"]["schemas"]["Book"]["properties"];
        properties["genre"] = json!({"type": "string", "enum": ["poetry", "prose"]});
        properties["id"] = json!({"type": "string"});
        let item = &mut description["paths"]["/books/{id}"];
        item["delete"] = item["get"].take();
        item.as_object_mut().unwrap().shift_remove("get");
    });
    let book = "/components/schemas/Book/properties";
    assert_eq!(
        followed.changes,
        [
            "/paths/~1books~1{id}/get".to_owned(),
            "/paths/~1books~1{id}/delete".to_owned(),
            format!("{book}/id/allOf"),
            format!("{book}/id/type"),
            format!("{book}/genre/x-extensible-enum"),
            format!("{book}/genre/enum"),
        ]
    );
}
