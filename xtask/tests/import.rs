//! `cargo xtask import`, with the decisions of this repository, on descriptions made for the purpose.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

mod common;

use std::fs;

use common::fastapi::{App, Route, Type, list, optional};
use common::{CLIENT, MOCK, read, registry};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::document::Document;
use xtask::downgrade::downgrade;
use xtask::generate::{self, SHARED, Version};
use xtask::import::{self, Import};
use xtask::workspace::{CONTRACT, OVERLAY, VERSIONS, Workspace};
use xtask::{lint, openapi, yaml};

/// A workspace with the contract, the decisions and the generated files of this repository.
fn workspace() -> (TempDir, Workspace) {
    let here = Workspace::here();
    let (folder, copy) = common::workspace("");
    let contracts = VERSIONS.iter().map(|(_, contract)| *contract);
    for file in contracts.chain([OVERLAY, CLIENT, MOCK, SHARED]) {
        fs::copy(here.path(file), copy.path(file)).unwrap();
    }
    (folder, copy)
}

fn import(workspace: &Workspace, server: &Value, write: bool) -> Result<Import, String> {
    let file = workspace.path("server.json");
    fs::write(&file, server.to_string()).unwrap();
    import::run(workspace, file.to_str().unwrap(), write).map_err(|error| format!("{error:#}"))
}

fn files(workspace: &Workspace) -> Vec<String> {
    [CONTRACT, CLIENT, MOCK]
        .iter()
        .map(|file| read(workspace, file))
        .collect()
}

/// The server with a change, and what an import of it comes to.
fn changed(change: impl FnOnce(&mut Value)) -> (TempDir, Workspace, Value) {
    let mut server = registry::describe();
    change(&mut server);
    let (folder, workspace) = workspace();
    (folder, workspace, server)
}

#[track_caller]
fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

#[test]
fn the_contract_is_what_the_server_and_our_decisions_make() {
    let (_folder, workspace) = workspace();
    let before = files(&workspace);
    for write in [false, true] {
        let import = import(&workspace, &registry::describe(), write).unwrap();
        assert_says(
            &import.report,
            &[
                "OpenAPI 3.1.0, 8 operations, 7 of them ours",
                "says just this",
            ],
        );
        assert!(!import.breaking);
    }
    assert_eq!(before, files(&workspace));
}

#[test]
fn a_change_is_reported_and_written_with_all_comments_kept() {
    let (_folder, workspace, server) = changed(|server| {
        let schemas = &mut server["components"]["schemas"];
        schemas["Collection"]["properties"]["archived_at"] = json!({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}], "title": "Archived At"});
        schemas["CollectionType"]["enum"]
            .as_array_mut()
            .unwrap()
            .push("prompt".into());
    });
    let before = files(&workspace);
    let report = import(&workspace, &server, false).unwrap();
    assert_says(
        &report.report,
        &[
            "compatible                   the property `archived_at` is new\n",
            "/components/schemas/CollectionType\n",
            "2 differences, 0 of them breaking",
            "to be settled in openapi/overlay.yaml: /components/schemas/Collection/properties/archived_at: has no description",
            "nothing is written",
        ],
    );
    assert!(!report.breaking);
    assert_eq!(before, files(&workspace));

    let report = import(&workspace, &server, true).unwrap();
    assert_says(
        &report.report,
        &["openapi/collections.yaml is written", "7 operations"],
    );
    let contract = read(&workspace, CONTRACT);
    assert_says(
        &contract,
        &[
            "x-extensible-enum: [model, dataset, prompt]\n",
            "        archived_at:\n          type: string\n          format: date-time\n          nullable: true\n",
        ],
    );
    // Nothing else has changed, neither a comment nor a blank line.
    let kept = before[0]
        .lines()
        .filter(|line| contract.contains(*line))
        .count();
    assert_eq!(before[0].lines().count() - kept, 1);
    assert_eq!(contract.lines().count(), before[0].lines().count() + 4);
    assert_says(&read(&workspace, SHARED), &["Prompt = \"prompt\","]);
    assert_says(&read(&workspace, CLIENT), &["pub archived_at: "]);

    let again = import(&workspace, &server, true).unwrap();
    assert_says(&again.report, &["says just this"]);
}

#[test]
fn what_breaks_is_said() {
    let (_folder, workspace, server) = changed(|server| {
        let collections = "/organizations/{organization_id}/orbits/{orbit_id}/collections";
        let list = &mut server["paths"][collections]["get"]["parameters"];
        let limit = json!({"name": "limit", "in": "query", "required": false, "schema": {"type": "integer", "title": "Limit"}});
        list.as_array_mut().unwrap().push(limit);
        server["components"]["schemas"]["Orbit"]["properties"]["name"] =
            json!({"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Name"});
    });
    let import = import(&workspace, &server, false).unwrap();
    assert!(import.breaking);
    assert_says(
        &import.report,
        &[
            "BREAKS code                  the optional query parameter `limit` is new",
            "BREAKS running clients, code the property `name` was always there and is there, but may be null",
        ],
    );
}

#[test]
fn the_type_of_an_id_cannot_change_unseen() {
    let (_folder, workspace, server) = changed(|server| {
        let text = server
            .to_string()
            .replace("\"format\":\"uuid\"", "\"format\":\"ulid\"");
        *server = serde_json::from_str(&text).unwrap();
    });
    let import = import(&workspace, &server, false).unwrap();
    assert_says(
        &import.report,
        &["the format uuid is now ulid", "/components/schemas/OrbitId"],
    );
    // Only some of them: they are no longer of one type.
    let (_folder, workspace, server) = changed(|server| {
        server["components"]["schemas"]["Collection"]["properties"]["orbit_id"]["format"] =
            "ulid".into();
    });
    let error = self::import(&workspace, &server, false).err().unwrap();
    assert_says(
        &error,
        &[
            "/components/schemas/Collection/properties/orbit_id, which is not the same as `#/components/schemas/OrbitId`",
        ],
    );
}

#[test]
fn decisions_about_what_is_gone_are_errors() {
    let (_folder, workspace, server) = changed(|server| {
        let item = server["paths"]
            .as_object_mut()
            .unwrap()
            .shift_remove("/users/me/organizations")
            .unwrap();
        server["paths"]["/v1/users/me/organizations"] = item;
    });
    let error = import(&workspace, &server, true).err().unwrap();
    assert_says(
        &error,
        &[
            "openapi/overlay.yaml:",
            "/x-operations/GET ~1users~1me~1organizations: the server's description has no such operation",
            "there is `/v1/users/me/organizations`",
        ],
    );
    let (_folder, workspace, server) = changed(|server| {
        let orbit = &mut server["components"]["schemas"]["Orbit"]["properties"];
        orbit.as_object_mut().unwrap().shift_remove("total_members");
    });
    let before = files(&workspace);
    let error = import(&workspace, &server, true).err().unwrap();
    assert_says(
        &error,
        &[
            "`$.components.schemas['Orbit'].properties.total_members` selects nothing: what it decides about is gone",
        ],
    );
    assert_eq!(before, files(&workspace));
}

#[test]
fn a_source_that_cannot_be_read_is_named() {
    let (_folder, workspace) = workspace();
    let error = |source: &str| {
        format!(
            "{:#}",
            import::run(&workspace, source, false).err().unwrap()
        )
    };
    assert_says(&error("nowhere.json"), &["cannot read nowhere.json"]);
    assert_says(
        &error("http://127.0.0.1:1/openapi.json"),
        &["cannot fetch http://127.0.0.1:1/openapi.json"],
    );
}

/// Some hundred models with everything that Pydantic writes, and some hundred routes.
fn large() -> Value {
    let mut app = App::new();
    let names: Vec<&'static str> = (0..120)
        .map(|number| &*Box::leak(format!("Model{number}").into_boxed_str()))
        .collect();
    for (number, name) in names.iter().enumerate() {
        let other = names[(number * 7 + 1) % names.len()];
        let nothing = json!({"type": "null"});
        let others = [
            json!({"type": "integer", "exclusiveMinimum": 0, "maximum": 100.0}),
            json!({"prefixItems": [{"type": "integer"}, {"type": "string"}], "type": "array", "minItems": 2, "maxItems": 2}),
            json!({"const": "x", "type": "string", "default": "x"}),
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}, nothing]}),
            json!({"additionalProperties": {"$ref": format!("#/components/schemas/{other}")}, "type": "object",
                "propertyNames": {"minLength": 1}}),
            json!({"patternProperties": {"^x": {"type": "integer"}}, "type": "object"}),
            json!({"type": "string", "contentMediaType": "application/json", "contentSchema": {}}),
            json!({"enum": ["a", 1], "examples": ["a", 1]}),
            json!({"$ref": format!("#/components/schemas/{other}"), "description": "See https://a.example [x]."}),
            json!({"type": ["string", "null"], "format": "date"}),
            json!({"oneOf": [{"$ref": format!("#/components/schemas/{other}")}, nothing], "readOnly": true}),
            json!(true),
        ];
        let other_field = Type::Other(others[number % others.len()].clone());
        app.model(
            name,
            &[
                ("id", Type::Uuid, true),
                ("created_at", optional(Type::DateTime), true),
                ("others", list(Type::Model(other)), number % 2 == 0),
                ("special", other_field, number % 3 == 0),
            ],
        );
    }
    for (number, name) in names.iter().enumerate() {
        let path = format!("/area{}/{{area_id}}/things{number}", number % 9);
        let route = Route {
            answer: Some(list(Type::Model(name))),
            errors: true,
            ..Route::default()
        };
        let query = vec![
            ("tags", optional(list(Type::Text))),
            ("limit", Type::Integer),
        ];
        app.route(
            "get",
            &path,
            &format!("list_{number}"),
            Route {
                query,
                ..route.clone()
            },
        );
        let create = Route {
            body: Some(Type::Model(name)),
            answer: Some(Type::Model(name)),
            ..route
        };
        app.route("post", &path, &format!("create_{number}"), create);
        let one = format!("{path}/{{thing_id}}");
        app.route(
            "delete",
            &one,
            &format!("delete_{number}"),
            Route::default(),
        );
    }
    app.describe()
}

#[test]
fn a_large_description_converts_validates_and_generates() {
    let (value, remarks) = downgrade(&large()).unwrap();
    assert_eq!(remarks.len(), 10 * 6, "{remarks:#?}");
    let mut document = Document::made("the result", value);
    openapi::check(&document).unwrap();
    serde_json::from_value::<openapiv3::OpenAPI>(document.value.clone()).unwrap();
    document.value["servers"] = json!([{"url": "https://a.example"}]);
    let version = Version {
        name: "large",
        contract: &document,
    };
    let generated = generate::generate(&[version], Workspace::here().root()).unwrap();
    assert_eq!(generated.sizes[0].operations, 360);
    assert!(generated.sizes[0].types >= 122);
}

#[test]
fn the_contract_can_lose_anything_and_keep_its_layout() {
    let text = read(&Workspace::here(), CONTRACT);
    let contract = Document::parse(CONTRACT, text.clone()).unwrap();
    assert_eq!(yaml::update::update(&text, &contract.value).unwrap(), text);
    let mut pointers = Vec::new();
    collect("", &contract.value, &mut pointers);
    // Each update checks itself that it says what it should.
    for pointer in pointers.iter().step_by(41) {
        let (parent, name) = xtask::pointer::split(pointer).unwrap();
        let mut without = contract.value.clone();
        without
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .shift_remove(&name);
        yaml::update::update(&text, &without).unwrap_or_else(|error| panic!("{pointer}: {error}"));
        let mut other = contract.value.clone();
        *other.pointer_mut(pointer).unwrap() =
            json!({"new": ["text", {"and": "more"}], "lines": "a\nb"});
        yaml::update::update(&text, &other).unwrap_or_else(|error| panic!("{pointer}: {error}"));
    }
}

fn collect(at: &str, value: &Value, pointers: &mut Vec<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let at = xtask::pointer::join(at, name);
        collect(&at, member, pointers);
        pointers.push(at);
    }
}

#[test]
fn the_imported_contract_keeps_the_rules() {
    let here = Workspace::here();
    let overlay = Document::read(&here.path(OVERLAY), OVERLAY).unwrap();
    let overlay = import::overlay::Overlay::read(overlay).unwrap();
    let server = Document::made("server", registry::describe());
    let (value, _) = import::derive(&server, &overlay).unwrap();
    let faults = lint::faults(&Document::made("the new contract", value));
    assert!(faults.is_empty(), "{faults:#?}");
}
