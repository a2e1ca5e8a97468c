//! `cargo xtask import` with the overlay of this repository, on descriptions made for the purpose.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

mod common;

use std::fs;

use common::fastapi::{App, Route, Type, list, optional};
use common::{CLIENT, CONTRACT, MOCK, OVERLAY, contract, read, registry};
use openapi_evolve::{Document, Overlay, downgrade, pointer, structure, validate};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::generate::{self, SHARED};
use xtask::import::{self, Import};
use xtask::workspace::Workspace;
use xtask::{lint, source};

/// Creates a workspace with the legacy contract, overlay and generated files of this repository.
fn workspace() -> (TempDir, Workspace) {
    let here = Workspace::here();
    let (folder, copy) = common::workspace("");
    let contracts = here.versions().iter().map(|version| version.contract);
    for file in contracts.chain([OVERLAY, CLIENT, MOCK, SHARED]) {
        fs::copy(here.path(file), copy.path(file)).unwrap();
    }
    (folder, copy)
}

fn import(workspace: &Workspace, server: &Value, write: bool) -> Result<Import, String> {
    let file = workspace.path("server.json");
    fs::write(&file, server.to_string()).unwrap();
    import::run(workspace, "legacy", file.to_str().unwrap(), write)
        .map_err(|error| format!("{error:#}"))
}

fn files(workspace: &Workspace) -> Vec<String> {
    [CONTRACT, CLIENT, MOCK]
        .iter()
        .map(|file| read(workspace, file))
        .collect()
}

/// Returns a workspace, and the description of the server with a change.
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
fn the_contract_has_the_structure_of_the_server_after_our_decisions() {
    let (_folder, workspace) = workspace();
    let before = files(&workspace);
    for write in [false, true] {
        let import = import(&workspace, &registry::describe(), write).unwrap();
        assert_says(
            &import.report,
            &[
                "OpenAPI 3.1.0, 8 operations, 7 of them selected",
                "has the same structure",
            ],
        );
        assert!(!import.breaking);
    }
    assert_eq!(before, files(&workspace));
}

#[test]
fn what_follows_from_the_rules_is_proposed_and_words_have_their_place() {
    let (_folder, workspace, server) = changed(|server| {
        let schemas = &mut server["components"]["schemas"];
        let properties = &mut schemas["Collection"]["properties"];
        properties["owner_id"] = json!({"type": "string", "format": "uuid"});
        properties["state"] = json!({"$ref": "#/components/schemas/State"});
        properties["label"] = json!({"type": "string", "maxLength": 9});
        schemas["State"] = json!({"type": "string", "enum": ["new", "old"]});
    });
    let report = import(&workspace, &server, false).unwrap().report;
    let proposals = "  - target: $.components.schemas.Collection.properties.owner_id
    x-extract: \"#/components/schemas/OwnerId\"
  - target: $.components.schemas.State.enum
    x-rename: x-extensible-enum
  - target: $.components.schemas.Collection.properties.label.maxLength
    remove: true
";
    assert_says(
        &report,
        &[&format!(
            "to the actions of {OVERLAY}:\n{proposals}nothing is written"
        )],
    );

    let overlay = read(&workspace, OVERLAY);
    fs::write(workspace.path(OVERLAY), format!("{overlay}\n{proposals}")).unwrap();
    let report = import(&workspace, &server, true).unwrap().report;
    assert!(!report.contains("to review"), "{report}");
    let contract = read(&workspace, CONTRACT);
    assert_says(
        &contract,
        &[
            "    State:\n      description: \"\"\n",
            "        label:\n          description: \"\"\n",
        ],
    );
    assert_says(
        &read(&workspace, SHARED),
        &["pub struct OwnerId;", "pub enum State"],
    );

    // What has no words yet keeps its place for them.
    let report = import(&workspace, &server, true).unwrap().report;
    assert_says(&report, &["has the same structure"]);
    assert_eq!(read(&workspace, CONTRACT), contract);
}

#[test]
fn the_next_import_completes_one_that_was_killed() {
    let (_folder, workspace, server) = changed(|server| {
        let schemas = &mut server["components"]["schemas"];
        schemas["Collection"]["properties"]["archived"] = json!({"type": "boolean"});
    });
    let before = files(&workspace);
    import(&workspace, &server, true).unwrap();
    let after = files(&workspace);
    assert_ne!(before[1], after[1]);

    // Killed after the contract was written, and before the code was.
    fs::write(workspace.path(CLIENT), &before[1]).unwrap();
    let temporary = workspace.path(CLIENT).with_file_name(".generated.rs.tmp");
    fs::write(&temporary, "half of").unwrap();
    import(&workspace, &server, true).unwrap();
    assert_eq!(files(&workspace), after);
    assert!(!temporary.exists());
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
            "BREAKS code                  the optional property `archived_at` of `Collection` is new: ",
            "/components/schemas/CollectionType\n",
            "2 differences, 1 of them breaking",
            "to do in openapi/collections.yaml: /components/schemas/Collection/properties/archived_at: has no description",
            "nothing is written",
        ],
    );
    assert!(report.breaking);
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
            "        archived_at:\n          description: \"\"\n          type: string\n          format: date-time\n          nullable: true\n",
        ],
    );
    // Nothing else has changed, neither a comment nor a blank line.
    let kept = before[0]
        .lines()
        .filter(|line| contract.contains(*line))
        .count();
    assert_eq!(before[0].lines().count() - kept, 1);
    assert_eq!(contract.lines().count(), before[0].lines().count() + 5);
    assert_says(&read(&workspace, SHARED), &["Prompt = \"prompt\","]);
    assert_says(&read(&workspace, CLIENT), &["pub archived_at: "]);

    let again = import(&workspace, &server, true).unwrap();
    assert_says(&again.report, &["has the same structure"]);
}

#[test]
fn prose_and_examples_are_those_of_the_contract() {
    let (_folder, workspace, server) = changed(|server| {
        server["info"] = json!({"title": "Other", "version": "9"});
        let list = &mut server["paths"]["/users/me/organizations"]["get"];
        list["summary"] = "Other".into();
        list["description"] = "Other".into();
        list["tags"] = json!(["other"]);
        list["responses"]["200"]["description"] = "Other".into();
        let schemas = &mut server["components"]["schemas"];
        schemas["Collection"]["description"] = "Other".into();
        schemas["Collection"]["properties"]["name"]["title"] = "Other".into();
        schemas["Collection"]["properties"]["name"]["examples"] = json!(["Other"]);
    });
    let before = files(&workspace);
    let import = import(&workspace, &server, true).unwrap();
    assert_says(&import.report, &["has the same structure"]);
    assert_eq!(before, files(&workspace));
}

#[test]
fn a_moved_path_costs_one_line_per_operation() {
    let (_folder, workspace, server) = changed(|server| {
        let text = server.to_string();
        let text = text.replace(
            "/organizations/{organization_id}/orbits",
            "/v2/{organization_id}",
        );
        *server = serde_json::from_str(&text).unwrap();
    });
    let overlay = read(&workspace, OVERLAY);
    let moved = overlay.replace(
        "/organizations/{organization_id}/orbits",
        "/v2/{organization_id}",
    );
    let lines = overlay.lines().zip(moved.lines());
    assert_eq!(lines.filter(|(before, after)| before != after).count(), 6);
    fs::write(workspace.path(OVERLAY), moved).unwrap();

    let contract = read(&workspace, CONTRACT);
    let report = import(&workspace, &server, true).unwrap();
    assert_says(
        &report.report,
        &["`GET /organizations/{organization_id}/orbits` moved to `GET /v2/{organization_id}`"],
    );
    assert_eq!(
        read(&workspace, CONTRACT),
        contract.replace(
            "/organizations/{organization_id}/orbits",
            "/v2/{organization_id}"
        )
    );
}

#[test]
fn what_breaks_is_reported() {
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
            "BREAKS code                  the optional query parameter `limit` of `GET /organizations/{organization_id}/orbits/{orbit_id}/collections` is new",
            "BREAKS running clients, code `name` of `Orbit` was always present and is present, but possibly null",
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
        &[
            "the format of `OrbitId` is now `ulid` instead of `uuid`",
            "/components/schemas/OrbitId",
        ],
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
            "/x-operations/list_organizations: the description has no `GET /users/me/organizations`",
            "there is `/v1/users/me/organizations`",
        ],
    );
    let (_folder, workspace, server) = changed(|server| {
        let user = &mut server["components"]["schemas"]["UserOut"]["properties"];
        user.as_object_mut().unwrap().shift_remove("has_api_key");
    });
    let before = files(&workspace);
    let error = import(&workspace, &server, true).err().unwrap();
    assert_says(
        &error,
        &[
            "`$.components.schemas.User.properties.has_api_key.default` selects nothing: what it decides about is gone",
        ],
    );
    assert_eq!(before, files(&workspace));
}

#[test]
fn a_source_that_cannot_be_read_is_named() {
    let (_folder, workspace) = workspace();
    let other = import::run(&workspace, "v7", "x.json", false)
        .err()
        .unwrap();
    assert_says(
        &other.to_string(),
        &["no API version `v7`; there are legacy"],
    );
    let error = |source: &str| {
        format!(
            "{:#}",
            import::run(&workspace, "legacy", source, false)
                .err()
                .unwrap()
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
            response: Some(list(Type::Model(name))),
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
            response: Some(Type::Model(name)),
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
    let (mut document, losses) = downgrade(&Document::from_value("large", large())).unwrap();
    assert_eq!(losses.len(), 10 * 6, "{losses:#?}");
    validate(&document).unwrap();
    serde_json::from_value::<openapiv3::OpenAPI>(document.value().clone()).unwrap();
    document.value_mut()["servers"] = json!([{"url": "https://a.example"}]);
    let contract = contract("large", document);
    let generated = generate::generate(&[contract], &Workspace::here()).unwrap();
    let types = generated.summary.strip_prefix("large: 360 operations, ");
    let types = types.and_then(|types| types.strip_suffix(" types\n"));
    assert!(types.unwrap().parse::<usize>().unwrap() >= 122);
}

#[test]
fn a_contract_can_lose_anything_and_keep_its_layout() {
    let here = Workspace::here();
    for version in here.versions() {
        assert_keeps_its_layout(version.contract, &read(&here, version.contract));
    }
}

fn assert_keeps_its_layout(name: &str, text: &str) {
    let contract = Document::parse(name, text).unwrap();
    assert_eq!(contract.updated_text(contract.value()).unwrap(), text);
    let mut pointers = Vec::new();
    collect("", contract.value(), &mut pointers);
    // An update that does not say what it should is an error.
    for pointer in pointers.iter().step_by(41) {
        let (parent, name) = pointer::split(pointer).unwrap();
        let mut without = contract.value().clone();
        without
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .shift_remove(&name);
        contract
            .updated_text(&without)
            .unwrap_or_else(|error| panic!("{pointer}: {error}"));
        let mut other = contract.value().clone();
        *other.pointer_mut(pointer).unwrap() =
            json!({"new": ["text", {"and": "more"}], "lines": "a\nb"});
        contract
            .updated_text(&other)
            .unwrap_or_else(|error| panic!("{pointer}: {error}"));
    }
}

fn collect(at: &str, value: &Value, pointers: &mut Vec<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let at = pointer::join(at, name);
        collect(&at, member, pointers);
        pointers.push(at);
    }
}

#[test]
fn the_imported_contract_keeps_the_rules() {
    let here = Workspace::here();
    let overlay = Overlay::new(source::file(&here, OVERLAY).unwrap()).unwrap();
    let server = Document::from_value("server", registry::describe());
    let (derived, _) = overlay.apply(&server).unwrap();
    let contract = source::file(&here, CONTRACT).unwrap();
    let followed = structure::follow(&contract, derived);
    let findings = lint::findings(&Document::from_value("the new contract", followed.value));
    assert!(findings.is_empty(), "{findings:#?}");
}
