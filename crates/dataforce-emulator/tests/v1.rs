//! The responses of version 1 of the API.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod raw;

use dataforce_emulator::{
    ApiVersion, Behaviour, Collection, CollectionType, Emulator, EmulatorBuilder, Endpoint, Fault,
    Moment, Orbit, OrbitRole, Organization, OrganizationRole, User,
};
use raw::{Connection, Reply, call, call_with, collection, collections};
use serde_json::{Value, json};
use uuid::Uuid;

const NOT_AUTHENTICATED: &str = r#"{"detail":"Not authenticated"}"#;
const NOT_ENOUGH_RIGHTS: &str = r#"{"detail":"Not enough rights"}"#;
const NOT_FOUND: &str = r#"{"detail":"Not Found"}"#;
const ORBIT_NOT_FOUND: &str = r#"{"detail":"Orbit not found"}"#;
const COLLECTION_NOT_FOUND: &str = r#"{"detail":"Collection not found"}"#;
const CRASH: &str = "Internal Server Error";

fn v1() -> EmulatorBuilder {
    Emulator::builder().api_version(ApiVersion::V1)
}

fn unknown() -> Uuid {
    Uuid::from_u128(1)
}

/// Two organizations: `owner` owns the first, `mallory` the second.
fn neighbours() -> Emulator {
    v1().user(User::new("owner").key("dfs_owner"))
        .user(User::new("jane").key("dfs_jane"))
        .user(User::new("mallory").key("dfs_mallory"))
        .organization(
            Organization::new("Acme")
                .member("owner", OrganizationRole::Owner)
                .member("jane", OrganizationRole::Member)
                .orbit(Orbit::new("Research").member("owner", OrbitRole::Admin))
                .orbit(Orbit::new("Board").collection(Collection::new("Minutes"))),
        )
        .organization(
            Organization::new("Other")
                .member("mallory", OrganizationRole::Owner)
                .orbit(Orbit::new("Lair").collection(Collection::new("Plans"))),
        )
        .start()
}

#[test]
fn paths_exist_with_the_prefix_of_the_version_only() {
    let emulator = Emulator::builder().collections(1).start();
    let id = emulator.collections()[0].id;
    let organization = emulator.organization_id();
    let legacy = [
        "/users/me/organizations".to_owned(),
        format!("/organizations/{organization}/orbits"),
        collections(&emulator),
        collection(&emulator, id),
    ];
    for path in &legacy {
        for path in [format!("/v1{path}"), format!("/v1{path}/")] {
            call_with(&emulator, "dfs_wrong", "GET", &path, "").expect(404, NOT_FOUND);
        }
        let reply = call(&emulator, "GET", path, "");
        assert_ne!((reply.status, reply.text()), (404, NOT_FOUND), "{path}");
    }

    emulator.set_api_version(ApiVersion::V1);
    assert_eq!(emulator.api_version(), ApiVersion::V1);
    for path in &legacy {
        for path in [path.clone(), format!("{path}/"), format!("/v1/v1{path}")] {
            call_with(&emulator, "dfs_wrong", "GET", &path, "").expect(404, NOT_FOUND);
        }
        let path = format!("/v1{path}");
        assert_eq!(call(&emulator, "GET", &path, "").status, 200, "{path}");
    }
    call(&emulator, "GET", "/v1//users/me/organizations", "").expect(404, NOT_FOUND);
    call(&emulator, "GET", "/v1/users/me", "").expect(404, NOT_FOUND);
    call(&emulator, "GET", "/", "").expect(404, NOT_FOUND);
}

#[test]
fn a_collection_is_created_as_sent() {
    let emulator = v1().start();
    let body = r#"{"name":"Größe \ud83d\ude00","description":"","type":"model_dataset","tags":[],"collection_type":"x"}"#;
    let reply = call(&emulator, "POST", &collections(&emulator), body);
    assert_eq!(reply.status, 200);
    let stored = &emulator.collections()[0];
    let start = format!(
        r#"{{"id":"{}","orbit_id":"{}","description":"","name":"Größe 😀","type":"model_dataset","tags":[],"total_artifacts":0,"created_at":""#,
        stored.id, stored.orbit_id
    );
    let end = r#"Z","updated_at":null}"#;
    assert!(reply.text().starts_with(&start), "{}", reply.text());
    assert!(reply.text().ends_with(end), "{}", reply.text());
    assert_eq!(stored.collection_type, CollectionType::ModelDataset);
    assert_eq!(
        call(&emulator, "GET", &collections(&emulator), "").text(),
        format!(r#"{{"items":[{}],"cursor":null}}"#, reply.text())
    );
}

#[test]
fn every_type_can_be_created() {
    let emulator = v1().start();
    let types = [
        "model",
        "dataset",
        "experiment",
        "model_dataset",
        "dataset_experiment",
        "model_experiment",
        "mixed",
    ];
    for name in types {
        let body = json!({"name": name, "description": "", "type": name}).to_string();
        let reply = call(&emulator, "POST", &collections(&emulator), &body);
        assert_eq!(reply.json()["type"], name);
    }
    let body = r#"{"name":"x","description":"","type":"Model"}"#;
    let expected = "'model', 'dataset', 'experiment', 'model_dataset', 'dataset_experiment', 'model_experiment' or 'mixed'";
    call(&emulator, "POST", &collections(&emulator), body).expect(
        422,
        &format!(
            r#"{{"detail":[{{"type":"enum","loc":["body","type"],"msg":"Input should be {expected}","input":"Model","ctx":{{"expected":"{expected}"}}}}]}}"#
        ),
    );
}

#[test]
fn the_field_of_the_legacy_api_is_not_enough() {
    let emulator = v1().start();
    let body = r#"{"name":"x","description":"d","collection_type":"model"}"#;
    call(&emulator, "POST", &collections(&emulator), body).expect(
        422,
        r#"{"detail":[{"type":"missing","loc":["body","type"],"msg":"Field required","input":{"name":"x","description":"d","collection_type":"model"}}]}"#,
    );
}

#[test]
fn a_single_collection_comes_with_what_its_artifacts_have() {
    let emulator = v1()
        .collection(
            Collection::new("a")
                .artifacts_tags(["prod"])
                .artifacts_extra_values(["accuracy"]),
        )
        .collection(Collection::new("b"))
        .start();
    for (index, end) in [
        r#","artifacts_tags":["prod"],"artifacts_extra_values":["accuracy"]}"#,
        r#","artifacts_tags":[],"artifacts_extra_values":[]}"#,
    ]
    .iter()
    .enumerate()
    {
        let path = collection(&emulator, emulator.collections()[index].id);
        let reply = call(&emulator, "GET", &path, "");
        assert_eq!(reply.status, 200);
        assert!(reply.text().ends_with(end), "{}", reply.text());
        assert!(reply.text().contains(r#""updated_at":null"#));
    }
    let path = collection(&emulator, unknown());
    call(&emulator, "GET", &path, "").expect(404, COLLECTION_NOT_FOUND);
    let exchanges = emulator.exchanges();
    assert_eq!(exchanges[0].endpoint(), Some(Endpoint::GetCollection));
}

#[test]
fn lengths_are_limited_in_characters() {
    let emulator = v1().start();
    let path = collections(&emulator);
    let post = |body: &Value| call(&emulator, "POST", &path, &body.to_string());
    let valid = json!({
        "name": "😀".repeat(100), "description": "é".repeat(1000), "type": "model",
        "tags": vec!["ß".repeat(64); 50],
    });
    assert_eq!(post(&valid).status, 200);
    for (field, value, location, kind) in [
        (
            "name",
            json!("n".repeat(101)),
            json!(["body", "name"]),
            "string_too_long",
        ),
        (
            "description",
            json!("n".repeat(1001)),
            json!(["body", "description"]),
            "string_too_long",
        ),
        (
            "tags",
            json!(["", "t".repeat(65)]),
            json!(["body", "tags", 1]),
            "string_too_long",
        ),
        (
            "tags",
            json!(vec!["t"; 51]),
            json!(["body", "tags"]),
            "too_long",
        ),
    ] {
        let mut body = valid.clone();
        body[field] = value;
        let reply = post(&body);
        assert_eq!(reply.status, 422);
        let error = &reply.json()["detail"][0];
        assert_eq!((&error["loc"], &error["type"]), (&location, &json!(kind)));
    }
    let error =
        &post(&json!({"name": "", "description": "", "type": "model", "tags": vec!["t"; 51]}))
            .json()["detail"][0];
    assert_eq!(
        error["msg"],
        "List should have at most 50 items after validation, not 51"
    );
    assert_eq!(
        error["ctx"],
        json!({"field_type": "List", "max_length": 50, "actual_length": 51})
    );

    // Rows of the database may be longer.
    let id = emulator.add_collection(Collection::new("n".repeat(300)));
    let stored = call(&emulator, "GET", &collection(&emulator, id), "").json();
    assert_eq!(stored["name"].as_str().unwrap().len(), 300);
}

#[test]
fn only_creates_accept_the_empty_name() {
    let emulator = v1().start();
    let new = r#"{"name":"","description":"","type":"model"}"#;
    let id = call(&emulator, "POST", &collections(&emulator), new).json()["id"].clone();
    let path = collection(&emulator, id.as_str().unwrap());
    let change = r#"{"name":"","description":"d"}"#;
    call(&emulator, "PATCH", &path, change).expect(
        422,
        r#"{"detail":[{"type":"value_error","loc":["body","name"],"msg":"Value error, name must not be empty","input":"","ctx":{"error":{}}}]}"#,
    );
}

#[test]
fn an_update_must_be_whole_unless_documented() {
    let emulator = v1().collection(Collection::example()).start();
    let path = collection(&emulator, Collection::example().id);
    for body in [
        "{}",
        r#"{"name":"n"}"#,
        r#"{"name":"n","tags":[]}"#,
        r#"{"name":null,"description":"d"}"#,
    ] {
        let reply = call(&emulator, "PATCH", &path, body);
        reply.expect(500, CRASH);
        assert_eq!(reply.header("x-frame-options"), None);
    }
    let before = emulator.collections()[0].clone();
    assert_eq!(before.updated_at, None);
    call(&emulator, "PATCH", &collection(&emulator, unknown()), "{}")
        .expect(404, COLLECTION_NOT_FOUND);

    let change = json!({"name": "n", "description": "d", "type": "mixed"}).to_string();
    let after = call(&emulator, "PATCH", &path, &change).json();
    assert_eq!(
        (&after["tags"], &after["type"]),
        (&json!(null), &json!("model"))
    );
    assert!(after["updated_at"].is_string());
    let again = call(&emulator, "PATCH", &path, &change).json();
    assert_eq!(again["updated_at"], after["updated_at"]);

    emulator.set_behaviour(Behaviour::Documented);
    let after = call(&emulator, "PATCH", &path, r#"{"tags":["x"]}"#).json();
    assert_eq!(
        (&after["name"], &after["tags"]),
        (&json!("n"), &json!(["x"]))
    );
}

#[test]
fn a_collection_with_artifacts_stays() {
    let emulator = v1().collection(Collection::new("Full").models(1)).start();
    let path = collection(&emulator, emulator.collections()[0].id);
    let text = r#"{"detail":"Collection has artifacts and cant be deleted"}"#;
    call(&emulator, "DELETE", &path, "").expect(409, text);

    let id = emulator.add_collection(Collection::new("Empty"));
    let reply = call(&emulator, "DELETE", &collection(&emulator, id), "");
    reply.expect(204, "");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn the_boundary_holds_since_it_was_introduced() {
    let change = r#"{"name":"Mine","description":""}"#;
    for behaviour in [Behaviour::Measured, Behaviour::Documented] {
        let emulator = neighbours();
        emulator.set_behaviour(behaviour);
        for other in emulator.collections() {
            let path = collection(&emulator, other.id);
            call(&emulator, "GET", &path, "").expect(404, COLLECTION_NOT_FOUND);
            call(&emulator, "PATCH", &path, change).expect(404, COLLECTION_NOT_FOUND);
            call(&emulator, "DELETE", &path, "").expect(404, COLLECTION_NOT_FOUND);
        }
        assert_eq!(emulator.collections().len(), 2);
    }
}

#[test]
fn without_the_boundary_changes_reach_everything() {
    let emulator = neighbours();
    emulator.set_behaviour(Behaviour::Unbounded);
    for other in emulator.collections() {
        let path = collection(&emulator, other.id);
        call(&emulator, "GET", &path, "").expect(404, COLLECTION_NOT_FOUND);
        // The orbit of the path is not compared with the organization.
        let organization = emulator.organization_id();
        let through = format!(
            "/v1/organizations/{organization}/orbits/{}/collections/{}",
            other.orbit_id, other.id
        );
        assert_eq!(
            call(&emulator, "GET", &through, "").json()["name"],
            other.name
        );
        let reply = call(
            &emulator,
            "PATCH",
            &path,
            r#"{"name":"Mine","description":""}"#,
        );
        assert_eq!(reply.json()["orbit_id"], other.orbit_id.to_string());
        call(&emulator, "DELETE", &path, "").expect(204, "");
    }
    assert!(emulator.collections().is_empty());
}

#[test]
fn organizations_and_orbits() {
    let emulator = v1()
        .user(User::new("owner").key("dfs_owner"))
        .user(User::new("jane").key("dfs_jane"))
        .organization(
            Organization::new("Acme")
                .member("owner", OrganizationRole::Owner)
                .member("jane", OrganizationRole::Member)
                .orbit(
                    Orbit::new("Research")
                        .member("owner", OrbitRole::Admin)
                        .member("jane", OrbitRole::Member)
                        .collection(Collection::new("a").models(2).tags(["x", "b"]))
                        .collection(Collection::new("b").models(3).tags(["b"])),
                )
                .orbit(Orbit::new("Board")),
        )
        .start();
    let list = call(&emulator, "GET", "/v1/users/me/organizations", "").json();
    assert_eq!(
        (&list[0]["name"], &list[0]["role"]),
        (&json!("Acme"), &json!("owner"))
    );

    let path = format!("/v1/organizations/{}/orbits", emulator.organization_id());
    let orbits = call(&emulator, "GET", &path, "").json();
    assert_eq!(orbits.as_array().unwrap().len(), 2);
    assert_eq!(orbits[0]["total_artifacts"], 5);
    assert_eq!(orbits[0]["role"], json!(null));
    assert_eq!(orbits[0].get("total_model_artifacts"), None);
    assert_eq!(orbits[0].get("collections_tags"), None);
    let resources: Vec<_> = orbits[0]["permissions"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    for resource in ["artifact", "track"] {
        assert!(resources.iter().any(|it| it == resource), "{resources:?}");
    }
    assert!(!resources.iter().any(|it| it == "model"), "{resources:?}");

    let hers = call_with(&emulator, "dfs_jane", "GET", &path, "").json();
    assert_eq!(hers.as_array().unwrap().len(), 1);
    assert_eq!(hers[0]["role"], "member");
    assert_eq!(hers[0]["total_artifacts"], json!(null));
    assert_eq!(
        hers[0]["permissions"]["track"],
        json!(["list", "read", "create", "update"])
    );

    let one = format!("{path}/{}", emulator.orbit_id());
    let orbit = call_with(&emulator, "dfs_jane", "GET", &one, "").json();
    assert_eq!(
        (&orbit["role"], &orbit["total_artifacts"]),
        (&json!(null), &json!(5))
    );
    assert_eq!(orbit["collections_tags"], json!(["b", "x"]));
    assert_eq!(orbit["members"][0]["role"], "admin");
    let board = format!("{path}/{}", orbits[1]["id"].as_str().unwrap());
    let outside = call_with(&emulator, "dfs_jane", "GET", &board, "").json();
    assert_eq!(outside["permissions"], json!({}));
    let hidden = format!("{board}/collections");
    call_with(&emulator, "dfs_jane", "GET", &hidden, "").expect(403, NOT_ENOUGH_RIGHTS);
}

#[test]
fn rights_come_before_what_exists() {
    let emulator = neighbours();
    let acme = emulator.organization_id();
    let other = emulator.organizations()[1].clone();
    for organization in [other.id, unknown()] {
        let path = format!("/v1/organizations/{organization}/orbits");
        call(&emulator, "GET", &path, "").expect(403, NOT_ENOUGH_RIGHTS);
        let path = format!("{path}/{}/collections", other.orbits[0].id);
        call(&emulator, "GET", &path, "").expect(403, NOT_ENOUGH_RIGHTS);
    }
    for orbit in [other.orbits[0].id, unknown()] {
        let path = format!("/v1/organizations/{acme}/orbits/{orbit}/collections");
        call(&emulator, "GET", &path, "").expect(404, ORBIT_NOT_FOUND);
        assert_eq!(call(&emulator, "POST", &path, "{}").status, 422);
        let one = format!("{path}/{}", unknown());
        call(&emulator, "GET", &one, "").expect(404, ORBIT_NOT_FOUND);
        call_with(&emulator, "dfs_jane", "GET", &one, "").expect(403, NOT_ENOUGH_RIGHTS);
    }
    let malformed = format!("/v1/organizations/{acme}/orbits/x/collections?limit=0");
    call_with(&emulator, "dfs_wrong", "GET", &malformed, "").expect(401, NOT_AUTHENTICATED);
    let errors = call(&emulator, "GET", &malformed, "").json();
    let locations: Vec<_> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["loc"])
        .collect();
    assert_eq!(
        locations,
        [&json!(["path", "orbit_id"]), &json!(["query", "limit"])]
    );
}

#[test]
fn keys_can_be_validated() {
    let emulator = v1()
        .user(User::new("owner").key("dfs_owner"))
        .user(User::new("satellite").key("dfssat_1"))
        .start();
    let path = "/v1/auth/api-keys/validate";
    let reply = call(&emulator, "GET", path, "");
    reply.expect(204, "");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(
        emulator.requests()[0].endpoint,
        Some(Endpoint::ValidateApiKey)
    );
    call_with(&emulator, "luml_owner", "GET", path, "").expect(401, NOT_AUTHENTICATED);
    call_with(&emulator, "dfssat_2", "GET", path, "").expect(401, NOT_AUTHENTICATED);
    call_with(&emulator, "dfssat_1", "GET", path, "").expect(
        403,
        r#"{"detail":"This endpoint requires jwt, api_key authentication."}"#,
    );

    let mut connection = Connection::to(&emulator);
    let cookie = [("cookie", "theme=dark; access_token=dfs_owner")];
    connection.send("GET", path, &cookie, b"");
    assert_eq!(connection.receive().unwrap().status, 204);
}

#[test]
fn some_endpoints_are_not_for_keys() {
    let emulator = v1().start();
    let organization = format!("/v1/organizations/{}", emulator.organization_id());
    for (method, path) in [
        ("POST", "/v1/organizations"),
        ("GET", &organization),
        ("GET", "/v1/auth/users/me"),
        ("POST", "/v1/users/me/api-keys"),
        ("GET", "/v1/users/me/invitations"),
        ("GET", &format!("{organization}/members")),
        (
            "GET",
            &format!("{organization}/orbits/{}/members", emulator.orbit_id()),
        ),
    ] {
        let text = r#"{"detail":"This endpoint requires jwt authentication."}"#;
        call(&emulator, method, path, "").expect(403, text);
        call_with(&emulator, "dfs_wrong", method, path, "").expect(401, NOT_AUTHENTICATED);
    }
    let reply = call(&emulator, "GET", "/v1/organizations", "");
    reply.expect(405, r#"{"detail":"Method Not Allowed"}"#);
    assert_eq!(reply.header("allow"), Some("POST"));
    let reply = call(&emulator, "PUT", &collection(&emulator, unknown()), "");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("GET")));
    let path = format!("{}/?limit=1", collections(&emulator));
    let reply = call_with(&emulator, "dfs_wrong", "GET", &path, "");
    reply.expect(307, "");
    let location = format!("http://emulator.test{}?limit=1", collections(&emulator));
    assert_eq!(reply.header("location"), Some(location.as_str()));
}

#[test]
fn security_headers_come_with_everything_but_a_crash() {
    let emulator = v1().collection(Collection::example()).start();
    let path = collections(&emulator);
    let has_headers = |reply: &Reply| {
        let expected = [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("x-xss-protection", "1; mode=block"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("content-security-policy", "frame-ancestors 'none';"),
        ];
        let found = expected.map(|(name, value)| reply.header(name) == Some(value));
        assert!(
            found.iter().all(|it| *it) || found.iter().all(|it| !*it),
            "{reply:?}"
        );
        found[0]
    };
    for (method, path, status) in [
        ("GET", path.as_str(), 200),
        ("GET", "/users/me/organizations", 404),
        ("PUT", &path, 405),
        ("POST", &path, 422),
        ("GET", &format!("{path}/"), 307),
    ] {
        let reply = call(&emulator, method, path, "");
        assert_eq!(reply.status, status);
        assert!(has_headers(&reply));
    }
    let reply = call(&emulator, "GET", &format!("{path}?search=%00"), "");
    reply.expect(500, CRASH);
    assert!(!has_headers(&reply));
    emulator.set_api_version(ApiVersion::Legacy);
    assert!(!has_headers(&call(
        &emulator,
        "GET",
        &collections(&emulator),
        ""
    )));
}

#[test]
fn what_the_database_cannot_hold_crashes_the_server() {
    let emulator = v1().collection(Collection::example()).start();
    for bad in [r"\u0000", r"\ud800"] {
        let body = format!(r#"{{"name":"{bad}","description":"","type":"model"}}"#);
        call(&emulator, "POST", &collections(&emulator), &body).expect(500, CRASH);
    }
    assert_eq!(emulator.collections().len(), 1);
}

#[test]
fn faults_happen_on_this_version_too() {
    let emulator = v1().collections(1).start();
    let path = collection(&emulator, emulator.collections()[0].id);
    emulator.inject(Fault::status(503).on(Endpoint::GetCollection));
    emulator.inject(Fault::close(Moment::After).on(Endpoint::DeleteCollection));
    emulator.inject("validate_api_key,429,retry-after=1".parse().unwrap());
    assert_eq!(
        call(&emulator, "GET", &collections(&emulator), "").status,
        200
    );
    call(&emulator, "GET", &path, "").expect(503, "");
    assert_eq!(call(&emulator, "GET", &path, "").status, 200);
    let reply = call(&emulator, "GET", "/v1/auth/api-keys/validate", "");
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (429, Some("1"))
    );
    let mut connection = Connection::to(&emulator);
    connection.send(
        "DELETE",
        &path,
        &[("authorization", "Bearer dfs_your_key")],
        b"",
    );
    assert!(connection.receive().is_err());
    assert!(emulator.collections().is_empty());
}

#[test]
fn a_server_can_be_upgraded_between_two_requests() {
    let emulator = Emulator::builder().collections(1).start();
    let legacy = collections(&emulator);
    let mut connection = Connection::to(&emulator);
    let headers = [("authorization", "Bearer dfs_your_key")];
    connection.send("GET", &legacy, &headers, b"");
    assert_eq!(connection.receive().unwrap().status, 200);
    emulator.set_api_version(ApiVersion::V1);
    connection.send("GET", &legacy, &headers, b"");
    connection.receive().unwrap().expect(404, NOT_FOUND);
    connection.send("GET", &format!("/v1{legacy}"), &headers, b"");
    let list = connection.receive().unwrap().json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let endpoints: Vec<_> = emulator.requests().iter().map(|it| it.endpoint).collect();
    let list = Some(Endpoint::ListCollections);
    assert_eq!(endpoints, [list, None, list]);
}
