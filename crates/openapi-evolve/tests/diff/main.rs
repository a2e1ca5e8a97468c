//! Compares documents that were made for the purpose.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

mod kinds;
mod messages;
mod program;

use openapi_evolve::{Diff, Difference, Document, diff};
use serde_json::{Value, json};

/// A document in which `Sent` is sent, `Read` is read, and `Both` is both.
fn document() -> Value {
    let body = |name: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
    let response = |name: &str| json!({"description": "", "content": body(name)});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "security": [{"Key": []}],
        "paths": {"/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "get": {
                "operationId": "get",
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "responses": {"200": response("Read"), "404": response("Problem")},
            },
            "put": {
                "operationId": "put",
                "requestBody": {"required": true, "content": body("Sent")},
                "responses": {"200": response("Both")},
            },
            "post": {
                "operationId": "post",
                "requestBody": {"required": true, "content": body("Both")},
                "responses": {"204": {"description": ""}},
            },
        }},
        "components": {
            "securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Sent": object(), "Read": object(), "Both": object(),
                "Problem": {"type": "object", "properties": {"detail": {"type": "string"}}},
            },
        },
    })
}

fn object() -> Value {
    json!({
        "type": "object",
        "required": ["must", "null"],
        "properties": {
            "must": {"type": "string"},
            "null": {"type": "string", "nullable": true},
            "may": {"type": "string"},
            "number": {"type": "integer"},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "open": {"type": "string", "x-extensible-enum": ["a", "b"]},
            "list": {"type": "array", "items": {"type": "string"}},
        },
    })
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

fn compare(old: &Value, new: &Value) -> Diff {
    let [old, new] = [old, new].map(|value| Document::from_value("document", value.clone()));
    diff(&old, &new).unwrap()
}

/// Returns what a change breaks (`-`, `running`, `code` or `running+code`) and the message.
fn differences(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut new = document();
    change(&mut new);
    let diff = compare(&document(), &new);
    let lines = diff.differences().iter().map(|difference| {
        let breaks = breaks(difference);
        format!("{breaks}: {}", difference.message())
    });
    lines.collect()
}

fn breaks(difference: &Difference) -> &'static str {
    match (difference.breaks().running, difference.breaks().code) {
        (false, false) => "-",
        (true, false) => "running",
        (false, true) => "code",
        (true, true) => "running+code",
    }
}

/// What the same change of a schema breaks where it is sent, and where it is read.
#[track_caller]
fn assert_schema(change: impl Fn(&mut Value), sent: &str, read: &str) {
    for (name, expected) in [("Sent", sent), ("Read", read)] {
        let found = differences(|document| change(&mut document["components"]["schemas"][name]));
        let verdicts: Vec<_> = found
            .iter()
            .map(|line| line.split(':').next().unwrap())
            .collect();
        assert_eq!(verdicts, [expected], "{name}: {found:?}");
    }
    let both = differences(|document| change(&mut document["components"]["schemas"]["Both"]));
    for verdict in [sent, read]
        .iter()
        .flat_map(|verdict| verdict.split('+'))
        .filter(|verdict| *verdict != "-")
    {
        assert!(
            both[0].split(':').next().unwrap().contains(verdict),
            "Both: {both:?}"
        );
    }
}

#[test]
fn what_means_the_same_is_no_difference() {
    let found = differences(|document| {
        let read = &mut document["components"]["schemas"]["Read"];
        read["required"] = json!(["null", "must"]);
        read["description"] = "Words.".into();
        read["properties"]["kind"]["enum"] = json!(["b", "a"]);
        read["properties"]["number"]["format"] = "int64".into();
        read["properties"]["may"] = json!({"allOf": [{"type": "string"}], "title": "May"});
        read["additionalProperties"] = true.into();
        document["paths"]["/things/{id}"]["get"]["summary"] = "Words.".into();
        document["paths"]["/things/{id}"]["get"]["tags"] = json!(["x"]);
        document["info"]["description"] = "Words.".into();
    });
    assert_eq!(found, [""; 0]);
    // Parameters at the path or at each operation, and 3.1 instead of 3.0.
    let found = differences(|document| {
        let item = document["paths"]["/things/{id}"].as_object_mut().unwrap();
        let shared = item.shift_remove("parameters").unwrap();
        for method in ["get", "put", "post"] {
            let mut own = shared.as_array().unwrap().clone();
            own.extend(
                item[method]["parameters"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default(),
            );
            item[method]["parameters"] = own.into();
        }
        document["openapi"] = "3.1.0".into();
        let null = &mut document["components"]["schemas"]["Read"]["properties"]["null"];
        *null = json!({"anyOf": [{"type": "string"}, {"type": "null"}]});
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn operations() {
    let item = |document: &mut Value| document["paths"]["/things/{id}"].take();
    assert_eq!(
        differences(|document| {
            document["paths"]["/things/{id}"]
                .as_object_mut()
                .unwrap()
                .shift_remove("put");
        })[0],
        "running+code: `PUT /things/{id}` is gone"
    );
    assert_eq!(
        differences(|document| document["paths"]["/new"] =
            json!({"get": {"operationId": "new", "responses": {}}})),
        ["-: `GET /new` is new"]
    );
    assert_eq!(
        differences(|document| {
            let item = item(document);
            let paths = document["paths"].as_object_mut().unwrap();
            paths.clear();
            paths.insert("/v1/things/{id}".to_owned(), item);
        })[0],
        "running: `GET /things/{id}` moved to `GET /v1/things/{id}`"
    );
    assert_eq!(
        differences(|document| {
            let mut item = item(document);
            item["parameters"][0]["name"] = "thing".into();
            let paths = document["paths"].as_object_mut().unwrap();
            paths.clear();
            paths.insert("/things/{thing}".to_owned(), item);
        }),
        [""; 0]
    );
    assert_eq!(
        differences(
            |document| document["paths"]["/things/{id}"]["get"]["operationId"] = "fetch".into()
        ),
        [
            "code: the operationId of `GET /things/{id}` is now `fetch` instead of `get`, and so is the method"
        ]
    );
}

#[test]
fn parameters_and_bodies() {
    let get = |document: &mut Value, change: fn(&mut Value)| {
        change(&mut document["paths"]["/things/{id}"]["get"])
    };
    let changed = |change| differences(|document| get(document, change));
    assert_eq!(
        changed(|get| get["parameters"] = json!([])),
        ["running+code: the query parameter `q` of `GET /things/{id}` is gone"]
    );
    assert_eq!(
        changed(|get| get["parameters"][0]["required"] = true.into()),
        ["running+code: the query parameter `q` of `GET /things/{id}` is now required"]
    );
    assert_eq!(
        changed(|get| {
            let more = json!({"name": "limit", "in": "query", "schema": {"type": "integer"}});
            get["parameters"].as_array_mut().unwrap().push(more);
        }),
        [
            "code: the optional query parameter `limit` of `GET /things/{id}` is new: the method takes one more argument"
        ]
    );
    assert_eq!(
        changed(|get| get["parameters"][0]["schema"] = json!({"type": "integer"})),
        [
            "running+code: the query parameter `q` of `GET /things/{id}` is now an integer instead of a string"
        ]
    );
    assert_eq!(
        changed(|get| get["parameters"][0]["schema"]["maxLength"] = 5.into()),
        [
            "running: the `maxLength` of the query parameter `q` of `GET /things/{id}` is now 5 instead of none"
        ]
    );
    assert_eq!(
        differences(|document| {
            document["paths"]["/things/{id}"]["put"]
                .as_object_mut()
                .unwrap()
                .shift_remove("requestBody");
        }),
        ["running+code: the request body of `PUT /things/{id}` is gone"]
    );
}

#[test]
fn responses_and_security() {
    let responses = |change: fn(&mut Value)| {
        differences(|document| change(&mut document["paths"]["/things/{id}"]["get"]["responses"]))
    };
    assert_eq!(
        responses(|responses| {
            let success = responses
                .as_object_mut()
                .unwrap()
                .shift_remove("200")
                .unwrap();
            responses["201"] = success;
        }),
        [
            "running: `GET /things/{id}` no longer responds with 200",
            "running: `GET /things/{id}` may now respond with 201",
        ]
    );
    assert_eq!(
        responses(|responses| {
            responses.as_object_mut().unwrap().shift_remove("404");
            responses["409"] = json!({"description": ""});
        }),
        [
            "-: `GET /things/{id}` no longer responds with 404",
            "-: `GET /things/{id}` may now respond with 409"
        ]
    );
    assert_eq!(
        differences(|document| document["security"] = json!([]))[0],
        "-: `GET /things/{id}` can now be called without credentials"
    );
    assert_eq!(
        differences(|document| {
            document["components"]["securitySchemes"]["Key"]["scheme"] = "basic".into();
        })[0],
        "running: `GET /things/{id}` can no longer be called with `Key` (HTTP bearer), only with `Key` (HTTP basic)"
    );
    assert_eq!(
        differences(|document| document["servers"][0]["url"] = "https://b.example".into())[0],
        "running: the server `https://a.example` is gone: clients that use it stop working"
    );
}

#[test]
fn properties_differ_by_direction() {
    let removed = |name: &'static str| {
        move |schema: &mut Value| {
            schema["properties"]
                .as_object_mut()
                .unwrap()
                .shift_remove(name);
        }
    };
    assert_schema(removed("must"), "running+code", "running+code");
    assert_schema(removed("may"), "running+code", "code");
    let optional = |schema: &mut Value| schema["properties"]["new"] = json!({"type": "string"});
    assert_schema(optional, "code", "code");
    let required = |schema: &mut Value| {
        schema["properties"]["new"] = json!({"type": "string"});
        schema["required"]
            .as_array_mut()
            .unwrap()
            .push("new".into());
    };
    assert_schema(required, "running+code", "code");
}

#[test]
fn presence_differs_by_direction() {
    let require = |names: &'static [&'static str]| {
        move |schema: &mut Value| schema["required"] = json!(names)
    };
    assert_schema(require(&["must", "null", "may"]), "running+code", "code");
    assert_schema(require(&["null"]), "code", "running+code");
    // Optional or null, it is an `Option` either way, but constructors take what is required.
    assert_schema(require(&["must"]), "code", "running+code");
    let nullable = |name: &'static str, value: bool| {
        move |schema: &mut Value| schema["properties"][name]["nullable"] = value.into()
    };
    assert_schema(nullable("must", true), "code", "running+code");
    assert_schema(nullable("null", false), "running+code", "code");
    assert_schema(nullable("may", true), "-", "running");
}

#[test]
fn types_and_formats_differ_by_direction() {
    let set = |name: &'static str, value: Value| {
        move |schema: &mut Value| schema["properties"][name] = value.clone()
    };
    assert_schema(
        set("must", json!({"type": "boolean"})),
        "running+code",
        "running+code",
    );
    assert_schema(
        set("number", json!({"type": "number"})),
        "code",
        "running+code",
    );
    assert_schema(set("may", json!({})), "code", "running+code");
    assert_schema(
        set("may", json!({"type": "string", "format": "uuid"})),
        "running+code",
        "code",
    );
    assert_schema(
        set("may", json!({"type": "string", "format": "email"})),
        "running",
        "-",
    );
    assert_schema(
        set("number", json!({"type": "integer", "format": "int32"})),
        "running+code",
        "code",
    );
    assert_schema(
        set(
            "list",
            json!({"type": "array", "items": {"type": "integer"}}),
        ),
        "running+code",
        "running+code",
    );
    assert_schema(
        set(
            "list",
            json!({"type": "array", "items": {"type": "string", "nullable": true}}),
        ),
        "code",
        "running+code",
    );
    assert_schema(
        set("may", json!({"type": "string", "pattern": "x"})),
        "running",
        "-",
    );
    assert_schema(
        set("may", json!({"type": "string", "default": "x"})),
        "running",
        "-",
    );
}

#[test]
fn enums_differ_by_direction_and_openness() {
    let values = |name: &'static str, keyword: &'static str, values: Value| {
        move |schema: &mut Value| {
            let kind = json!({"type": "string", keyword: values.clone()});
            schema["properties"][name] = kind;
        }
    };
    assert_schema(
        values("kind", "enum", json!(["a", "b", "c"])),
        "code",
        "running+code",
    );
    assert_schema(values("kind", "enum", json!(["a"])), "running+code", "code");
    assert_schema(
        values("open", "x-extensible-enum", json!(["a", "b", "c"])),
        "-",
        "-",
    );
    assert_schema(
        values("open", "x-extensible-enum", json!(["a"])),
        "running+code",
        "code",
    );
    assert_schema(
        values("kind", "x-extensible-enum", json!(["a", "b"])),
        "code",
        "running+code",
    );
    assert_schema(
        |schema| schema["properties"]["kind"] = json!({"type": "string"}),
        "code",
        "running+code",
    );
}

#[test]
fn renamed_types_break_code_and_nobody_else() {
    let found = differences(|document| {
        let text = document
            .to_string()
            .replace("schemas/Read\"", "schemas/Reading\"");
        *document = serde_json::from_str(&text).unwrap();
        let schemas = document["components"]["schemas"].as_object_mut().unwrap();
        let read = schemas.shift_remove("Read").unwrap();
        schemas.insert("Reading".to_owned(), read);
    });
    assert_eq!(
        found,
        [
            "code: the body of the 200 response of `GET /things/{id}` now has the type `Reading` instead of `Read`",
            "code: the type `Read` is gone",
            "-: the type `Reading` is new",
        ]
    );
}

#[test]
fn unions() {
    let union = |kinds: &[&str]| {
        let kinds: Vec<_> = kinds.iter().map(|kind| json!({"type": kind})).collect();
        json!({"oneOf": kinds})
    };
    let change = |kinds: &'static [&'static str]| {
        let mut old = document();
        old["components"]["schemas"]["Read"]["properties"]["may"] = union(&["string", "integer"]);
        let mut new = old.clone();
        new["components"]["schemas"]["Read"]["properties"]["may"] = union(kinds);
        compare(&old, &new)
    };
    assert!(change(&["integer", "string"]).differences().is_empty());
    let more = change(&["string", "integer", "boolean"]);
    let first = &more.differences()[0];
    assert!(first.breaks().running && first.breaks().code, "{more:?}");
    assert_eq!(
        first.pointer(),
        "/components/schemas/Read/properties/may/oneOf"
    );
}

#[test]
fn types_that_contain_themselves_end() {
    let mut old = document();
    old["components"]["schemas"]["Read"]["properties"]["child"] =
        json!({"$ref": "#/components/schemas/Read"});
    let text = old
        .to_string()
        .replace("schemas/Read\"", "schemas/Reading\"")
        .replace("\"Read\":", "\"Reading\":");
    let new: Value = serde_json::from_str(&text).unwrap();
    assert!(compare(&old, &old).differences().is_empty());
    assert!(!compare(&old, &new).differences().is_empty());
}

#[test]
fn types_that_extend_themselves_end() {
    let with = |child: &str| {
        let mut document = document();
        document["components"]["schemas"]["Read"]["properties"]["child"] = yaml(child);
        document
    };
    let plain = with("{$ref: '#/components/schemas/Read'}");
    let extended = with("{allOf: [{$ref: '#/components/schemas/Read'}], properties: {x: {}}}");
    let inline = with("{type: object, properties: {child: {$ref: '#/components/schemas/Read'}}}");
    let other = |name| {
        with(&format!(
            "{{allOf: [{{$ref: '#/components/schemas/Read'}}, {{$ref: '#/components/schemas/{name}'}}]}}"
        ))
    };
    for old in [&plain, &extended, &inline, &other("Sent"), &other("Both")] {
        for new in [&plain, &extended, &inline, &other("Sent"), &other("Both")] {
            let diff = compare(old, new);
            assert_eq!(diff.differences().is_empty(), old == new, "{diff}");
        }
    }
}

/// A type that refers twice to the next one, and so on: two to the power of `depth` ways.
fn chain(prefix: &str, depth: usize) -> Value {
    let mut document = document();
    let target = |index: usize| format!("#/components/schemas/{prefix}{index}");
    document["components"]["schemas"]["Read"]["properties"]["chain"] = json!({"$ref": target(0)});
    for index in 0..depth {
        let next = json!({"$ref": target(index + 1)});
        document["components"]["schemas"][format!("{prefix}{index}")] =
            json!({"type": "object", "properties": {"left": next, "right": next}});
    }
    let last = json!({"type": "object", "properties": {prefix: {"type": "string"}}});
    document["components"]["schemas"][format!("{prefix}{depth}")] = last;
    document
}

#[test]
fn types_that_only_a_discriminator_leads_to_are_read_too() {
    let with = |length: usize| {
        let mut document = document();
        let schemas = &mut document["components"]["schemas"];
        schemas["Read"]["discriminator"] =
            json!({"propertyName": "kind", "mapping": {"a": "Mapped"}});
        let text = json!({"type": "string", "maxLength": length});
        schemas["Mapped"] = json!({"type": "object", "properties": {"x": text}});
        schemas["Extending"] = json!({
            "allOf": [{"$ref": "#/components/schemas/Read"}],
            "properties": {"x": text},
        });
        document
    };
    let diff = compare(&with(1), &with(2));
    let found: Vec<_> = diff.differences().iter().map(breaks).collect();
    assert_eq!(found, ["running", "running"], "{diff}");
}

#[test]
fn each_pair_of_types_is_compared_once() {
    let diff = compare(&chain("Old", 60), &chain("New", 60));
    let found = diff.differences().iter();
    let found: Vec<_> = found.filter(|found| found.breaks().running).collect();
    // Read only, so that what is optional may be gone; the types themselves are renamed.
    assert_eq!(found.len(), 0, "{found:?}");
    assert_eq!(diff.differences().len(), 1 + 2 * 60 + 2 + 2 * 61);
}

#[test]
fn what_a_renamed_type_hides_is_told_at_its_place() {
    let renamed = |text: &str| {
        let mut document = document();
        document["components"]["schemas"]["Read"] = yaml(text);
        document
    };
    let mut new = renamed("{type: object, properties: {must: {type: integer}}}");
    let old = renamed("{type: object, properties: {must: {type: string}}}");
    let schemas = new["components"]["schemas"].as_object_mut().unwrap();
    let read = schemas.shift_remove("Read").unwrap();
    schemas.insert("Reading".to_owned(), read);
    let content = &mut new["paths"]["/things/{id}"]["get"]["responses"]["200"]["content"];
    content["application/json"]["schema"]["$ref"] = "#/components/schemas/Reading".into();
    let diff = compare(&old, &new);
    let found = &diff.differences()[1];
    assert_eq!(
        found.message(),
        "`must` of `Reading` is now an integer instead of a string"
    );
    assert_eq!(
        found.pointer(),
        "/components/schemas/Reading/properties/must"
    );
    assert!(found.breaks().running);
}

#[test]
fn the_table_and_the_json_say_the_same() {
    let mut new = document();
    new["paths"]["/new"] = json!({"get": {"responses": {}}});
    new["paths"]["/things/{id}"]["get"]["operationId"] = "fetch".into();
    let diff = compare(&document(), &new);
    let expected = "\
BREAKS code                  the operationId of `GET /things/{id}` is now `fetch` instead of `get`, and so is the method
                             /paths/~1things~1{id}/get/operationId
compatible                   `GET /new` is new
                             /paths/~1new/get
2 differences, 1 of them breaking
";
    assert_eq!(diff.to_string(), expected);
    let json = diff.to_json();
    assert_eq!(json["breaking"], true);
    assert_eq!(
        json["differences"][1],
        json!({
            "pointer": "/paths/~1new/get",
            "message": "`GET /new` is new",
            "breaking": false,
            "breaks": {"running_clients": false, "code": false},
        })
    );
    let none = compare(&document(), &document());
    assert_eq!(none.to_string(), "no differences\n");
}
