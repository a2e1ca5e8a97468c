//! The responses of the legacy API.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod raw;

use std::time::Duration;

use dataforce_emulator::{
    Behaviour, Collection, CollectionType, Emulator, Orbit, OrbitRole, Organization,
    OrganizationRole, Seed, User,
};
use raw::{Connection, call, call_with, collection, collections};
use serde_json::json;
use uuid::Uuid;

const NOT_AUTHENTICATED: &str = r#"{"detail":"Not authenticated"}"#;
const NOT_ENOUGH_RIGHTS: &str = r#"{"detail":"Not enough rights"}"#;
const NOT_FOUND: &str = r#"{"detail":"Not Found"}"#;
const ORBIT_NOT_FOUND: &str = r#"{"detail":"Orbit not found"}"#;
const COLLECTION_NOT_FOUND: &str = r#"{"detail":"Collection not found"}"#;
const CRASH: &str = "Internal Server Error";

fn unknown() -> Uuid {
    Uuid::from_u128(1)
}

/// `owner` owns Acme; `jane` is a plain member there, and in one of its two orbits; `mallory` owns
/// another organization.
fn company() -> Emulator {
    Emulator::builder()
        .user(User::new("owner").key("dfs_owner"))
        .user(User::new("admin").key("dfs_admin"))
        .user(User::new("jane").key("dfs_jane"))
        .user(User::new("mallory").key("dfs_mallory"))
        .organization(
            Organization::new("Acme")
                .member("owner", OrganizationRole::Owner)
                .member("admin", OrganizationRole::Admin)
                .member("jane", OrganizationRole::Member)
                .orbit(Orbit::new("Research").member("jane", OrbitRole::Member))
                .orbit(Orbit::new("Board")),
        )
        .organization(
            Organization::new("Other")
                .member("mallory", OrganizationRole::Owner)
                .orbit(Orbit::new("Lair").collection(Collection::new("Plans"))),
        )
        .start()
}

#[test]
fn organizations_are_those_of_the_user_by_name() {
    let emulator = Emulator::builder()
        .organization(Organization::new("Zeta"))
        .organization(Organization::new("Alpha"))
        .organization(Organization::new("Hidden").member("somebody", OrganizationRole::Owner))
        .start();
    let reply = call(&emulator, "GET", "/users/me/organizations", "");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let list = reply.json();
    let names: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["name"])
        .collect();
    assert_eq!(names, ["Alpha", "Zeta"]);
    assert_eq!(list[0]["role"], "owner");
    assert_eq!(list[0]["logo"], json!(null));
    assert_eq!(list[0]["updated_at"], json!(null));
    assert_eq!(
        list[0]["permissions"]["organization"],
        json!(["read", "update", "delete"])
    );
}

#[test]
fn one_organization_is_not_for_keys() {
    let emulator = Emulator::start();
    let path = format!("/organizations/{}", emulator.organization_id());
    call(&emulator, "GET", &path, "").expect(
        403,
        r#"{"detail":"This endpoint requires jwt authentication."}"#,
    );
    call_with(&emulator, "dfs_wrong", "GET", &path, "").expect(401, NOT_AUTHENTICATED);
}

#[test]
fn orbits_are_shown_with_their_totals_and_members() {
    let emulator = Emulator::builder()
        .collection(Collection::new("a").models(2))
        .collection(Collection::new("b").models(3))
        .start();
    let path = format!("/organizations/{}/orbits", emulator.organization_id());
    let list = call(&emulator, "GET", &path, "").json();
    assert_eq!(list[0]["id"], "0199c455-21ed-7aba-9fe5-5231611220de");
    assert_eq!(
        list[0]["organization_id"],
        "0199c455-21ec-7c74-8efe-41470e29bae5"
    );
    assert_eq!(list[0]["total_collections"], 2);
    assert_eq!(list[0]["total_model_artifacts"], 5);
    assert_eq!(list[0]["role"], json!(null));
    assert_eq!(list[0].get("members"), None);

    let one = call(
        &emulator,
        "GET",
        &format!("{path}/{}", emulator.orbit_id()),
        "",
    )
    .json();
    assert_eq!(one["name"], "Default Orbit");
    assert_eq!(one["members"][0]["role"], "admin");
    assert_eq!(one["members"][0]["user"]["full_name"], "owner");
    assert_eq!(one["members"][0]["user"]["has_api_key"], true);
    let id: Uuid = one["members"][0]["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        (id.get_version_num(), id.get_variant()),
        (7, uuid::Variant::RFC4122)
    );
}

#[test]
fn a_plain_member_sees_only_their_orbits_and_does_not_delete() {
    let emulator = company();
    let acme = emulator.organization_id();
    let research = emulator.orbit_id();
    let board = emulator.organization(acme).unwrap().orbits[1].id;
    let id = emulator.add_collection(Collection::new("Images"));

    let orbits = call_with(
        &emulator,
        "dfs_jane",
        "GET",
        &format!("/organizations/{acme}/orbits"),
        "",
    );
    let orbits = orbits.json();
    assert_eq!(orbits.as_array().unwrap().len(), 1);
    assert_eq!(orbits[0]["id"], research.to_string());
    assert_eq!(orbits[0]["role"], "member");
    assert_eq!(orbits[0]["total_satellites"], json!(null));
    assert_eq!(
        orbits[0]["permissions"]["collection"],
        json!(["list", "read", "create", "update"])
    );

    let path = collections(&emulator);
    let new = r#"{"name":"n","description":"d","collection_type":"model"}"#;
    assert_eq!(
        call_with(&emulator, "dfs_jane", "GET", &path, "").status,
        200
    );
    assert_eq!(
        call_with(&emulator, "dfs_jane", "POST", &path, new).status,
        200
    );
    let one = collection(&emulator, id);
    let change = r#"{"name":"n","description":"d"}"#;
    assert_eq!(
        call_with(&emulator, "dfs_jane", "PATCH", &one, change).status,
        200
    );
    call_with(&emulator, "dfs_jane", "DELETE", &one, "").expect(403, NOT_ENOUGH_RIGHTS);

    let hidden = format!("/organizations/{acme}/orbits/{board}/collections");
    call_with(&emulator, "dfs_jane", "GET", &hidden, "").expect(403, NOT_ENOUGH_RIGHTS);
    assert_eq!(
        call_with(&emulator, "dfs_admin", "GET", &hidden, "").status,
        200
    );
    emulator.set_orbit_role(research, "jane", Some(OrbitRole::Admin));
    assert_eq!(
        call_with(&emulator, "dfs_jane", "DELETE", &one, "").status,
        204
    );
}

#[test]
fn what_is_out_of_reach_is_403_and_what_does_not_exist_is_404() {
    let emulator = company();
    let acme = emulator.organization_id();
    let other = emulator.organizations()[1].clone();
    for organization in [other.id, unknown()] {
        let path = format!("/organizations/{organization}/orbits");
        call_with(&emulator, "dfs_owner", "GET", &path, "").expect(403, NOT_ENOUGH_RIGHTS);
        let path = format!("{path}/{}/collections", other.orbits[0].id);
        call_with(&emulator, "dfs_owner", "GET", &path, "").expect(403, NOT_ENOUGH_RIGHTS);
    }
    for orbit in [other.orbits[0].id, unknown()] {
        let path = format!("/organizations/{acme}/orbits/{orbit}");
        call_with(&emulator, "dfs_owner", "GET", &path, "").expect(404, ORBIT_NOT_FOUND);
        let path = format!("{path}/collections");
        call_with(&emulator, "dfs_owner", "GET", &path, "").expect(404, ORBIT_NOT_FOUND);
    }
    let path = collection(&emulator, unknown());
    call_with(&emulator, "dfs_owner", "DELETE", &path, "").expect(404, COLLECTION_NOT_FOUND);
    call_with(&emulator, "dfs_owner", "PATCH", &path, "{}").expect(404, COLLECTION_NOT_FOUND);
    call_with(&emulator, "dfs_owner", "GET", "/nowhere", "").expect(404, NOT_FOUND);
}

#[test]
fn only_a_bearer_with_a_known_key_is_authenticated() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    for authorization in [
        None,
        Some(""),
        Some("dfs_your_key"),
        Some("Basic dfs_your_key"),
        Some("Bearer"),
        Some("Bearer dfs_wrong"),
        Some("Bearer dfs_your_key more"),
    ] {
        let mut connection = Connection::to(&emulator);
        let headers: Vec<_> = authorization
            .iter()
            .map(|it| ("authorization", *it))
            .collect();
        connection.send("GET", &path, &headers, b"");
        let reply = connection.receive().unwrap();
        reply.expect(401, NOT_AUTHENTICATED);
        assert_eq!(reply.header("www-authenticate"), None);
    }
    let mut connection = Connection::to(&emulator);
    connection.send(
        "GET",
        &path,
        &[("authorization", "bearer   dfs_your_key")],
        b"",
    );
    assert_eq!(connection.receive().unwrap().status, 200);
    emulator.revoke_key("dfs_your_key");
    call(&emulator, "GET", &path, "").expect(401, NOT_AUTHENTICATED);
}

#[test]
fn a_collection_is_created_as_sent() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    let body = r#"{"name":"Größe \ud83d\ude00","description":"","collection_type":"dataset","tags":[],"more":1}"#;
    let reply = call(&emulator, "POST", &path, body);
    assert_eq!(reply.status, 200);
    let made = &emulator.collections()[0];
    let created = made.created_at.format("%Y-%m-%dT%H:%M:%S");
    let start = format!(
        r#"{{"id":"{}","orbit_id":"{}","description":"","name":"Größe 😀","collection_type":"dataset","tags":[],"total_models":0,"created_at":"{created}"#,
        made.id, made.orbit_id
    );
    assert!(reply.text().starts_with(&start), "{}", reply.text());
    assert!(
        reply.text().ends_with(r#"Z","updated_at":null}"#),
        "{}",
        reply.text()
    );
    assert_eq!(made.id.get_version_num(), 7);
    assert_eq!(made.collection_type, CollectionType::Dataset);
    assert_eq!(
        call(&emulator, "GET", &path, "").text(),
        format!("[{}]", reply.text())
    );
}

#[test]
fn tags_have_three_states() {
    let emulator = Emulator::start();
    for (tags, kept) in [
        ("", "null"),
        (r#","tags":null"#, "null"),
        (r#","tags":[]"#, "[]"),
        (r#","tags":["a"]"#, r#"["a"]"#),
    ] {
        let body = format!(r#"{{"name":"n","description":"d","collection_type":"model"{tags}}}"#);
        let reply = call(&emulator, "POST", &collections(&emulator), &body);
        assert!(
            reply.text().contains(&format!(r#""tags":{kept},"#)),
            "{}",
            reply.text()
        );
    }
}

#[test]
fn times_have_six_digits_or_none() {
    let at = |micros: i64| chrono::DateTime::from_timestamp_micros(micros).unwrap();
    let emulator = Emulator::builder()
        .collection(
            Collection::new("a")
                .created_at(at(1_736_937_000_000_000))
                .updated_at(at(1_736_937_000_120_000)),
        )
        .collection(
            Collection::new("b")
                .created_at(at(-62_135_596_800_000_000))
                .updated_at(at(253_402_300_799_999_999)),
        )
        .start();
    let list = call(&emulator, "GET", &collections(&emulator), "").json();
    assert_eq!(list[0]["created_at"], "2025-01-15T10:30:00Z");
    assert_eq!(list[0]["updated_at"], "2025-01-15T10:30:00.120000Z");
    assert_eq!(list[1]["created_at"], "0001-01-01T00:00:00Z");
    assert_eq!(list[1]["updated_at"], "9999-12-31T23:59:59.999999Z");
}

#[test]
fn an_update_must_be_whole() {
    let emulator = Emulator::builder()
        .collection(Collection::example())
        .start();
    let path = collection(&emulator, Seed::COLLECTION_ID);
    let before = emulator.collections();
    for body in [
        "{}",
        r#"{"tags":["x"]}"#,
        r#"{"name":"n"}"#,
        r#"{"description":"d"}"#,
        r#"{"name":null,"description":"d"}"#,
        r#"{"name":"n","description":null,"tags":[]}"#,
    ] {
        let reply = call(&emulator, "PATCH", &path, body);
        reply.expect(500, CRASH);
        assert_eq!(
            reply.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
        assert_eq!(reply.header("connection"), None);
    }
    assert_eq!(emulator.collections(), before);

    let body = r#"{"name":"n","description":"d","collection_type":"dataset"}"#;
    let after = call(&emulator, "PATCH", &path, body).json();
    assert_eq!(after["tags"], json!(null));
    assert_eq!(after["collection_type"], "model");
    assert!(after["updated_at"].is_string());
}

#[test]
fn an_update_moves_the_row_and_the_time_only_if_something_changes() {
    let emulator = Emulator::builder().collections(3).start();
    let names = || -> Vec<_> {
        let list = call(&emulator, "GET", &collections(&emulator), "").json();
        let name = |it: &serde_json::Value| it["name"].as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(name).collect()
    };
    let first = emulator.collections()[0].id;
    let path = collection(&emulator, first);

    let same = r#"{"name":"Collection 1","description":""}"#;
    assert_eq!(
        call(&emulator, "PATCH", &path, same).json()["updated_at"],
        json!(null)
    );
    assert_eq!(names(), ["Collection 1", "Collection 2", "Collection 3"]);

    let new = r#"{"name":"New","description":"","tags":["x"]}"#;
    let changed = call(&emulator, "PATCH", &path, new).json()["updated_at"].clone();
    assert!(changed.is_string());
    assert_eq!(names(), ["Collection 2", "Collection 3", "New"]);
    assert_eq!(
        call(&emulator, "PATCH", &path, new).json()["updated_at"],
        changed
    );
}

#[test]
fn updates_and_deletes_reach_everything() {
    let emulator = company();
    let plans = emulator.collections()[0].clone();
    let path = collection(&emulator, plans.id);
    let reply = call(
        &emulator,
        "PATCH",
        &path,
        r#"{"name":"Mine","description":""}"#,
    );
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["orbit_id"], plans.orbit_id.to_string());
    assert_eq!(call(&emulator, "DELETE", &path, "").status, 204);
    assert!(emulator.collections().is_empty());
}

#[test]
fn the_empty_response_to_a_delete_is_declared_as_json() {
    let emulator = Emulator::builder().collections(1).start();
    let path = collection(&emulator, emulator.collections()[0].id);
    let reply = call(&emulator, "DELETE", &path, "");
    reply.expect(204, "");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("content-length"), None);
    call(&emulator, "DELETE", &path, "").expect(404, COLLECTION_NOT_FOUND);
}

#[test]
fn a_collection_with_models_stays() {
    let emulator = Emulator::builder()
        .collection(Collection::new("Full").models(1))
        .start();
    let path = collection(&emulator, emulator.collections()[0].id);
    call(&emulator, "DELETE", &path, "").expect(
        409,
        r#"{"detail":"Collection has models and cant be deleted"}"#,
    );
    assert_eq!(emulator.collections().len(), 1);
}

#[test]
fn as_documented_updates_are_partial_and_orbits_matter() {
    let emulator = company();
    emulator.set_behaviour(Behaviour::Documented);
    let plans = emulator.collections()[0].id;
    let path = collection(&emulator, plans);
    let change = r#"{"name":"Mine","description":""}"#;
    call(&emulator, "PATCH", &path, change).expect(404, COLLECTION_NOT_FOUND);
    call(&emulator, "DELETE", &path, "").expect(404, COLLECTION_NOT_FOUND);

    let id = emulator.add_collection(Collection::new("a").description("d").tags(["x"]));
    let path = collection(&emulator, id);
    let after = call(&emulator, "PATCH", &path, r#"{"name":"b"}"#).json();
    assert_eq!(
        (&after["name"], &after["description"], &after["tags"]),
        (&json!("b"), &json!("d"), &json!(["x"]))
    );
    let after = call(&emulator, "PATCH", &path, r#"{"name":null,"tags":null}"#).json();
    assert_eq!(
        (&after["name"], &after["tags"]),
        (&json!("b"), &json!(null))
    );
}

#[test]
fn a_422_lists_everything_that_is_wrong() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    call(&emulator, "POST", &path, "{}").expect(
        422,
        r#"{"detail":[{"type":"missing","loc":["body","description"],"msg":"Field required","input":{}},{"type":"missing","loc":["body","name"],"msg":"Field required","input":{}},{"type":"missing","loc":["body","collection_type"],"msg":"Field required","input":{}}]}"#,
    );
    call(&emulator, "POST", &path, r#"{"name":1,"description":null,"collection_type":"x","tags":["a",{"k":1.0}]}"#).expect(
        422,
        r#"{"detail":[{"type":"string_type","loc":["body","description"],"msg":"Input should be a valid string","input":null},{"type":"string_type","loc":["body","name"],"msg":"Input should be a valid string","input":1},{"type":"enum","loc":["body","collection_type"],"msg":"Input should be 'model' or 'dataset'","input":"x","ctx":{"expected":"'model' or 'dataset'"}},{"type":"string_type","loc":["body","tags",1],"msg":"Input should be a valid string","input":{"k":1.0}}]}"#,
    );
    call(&emulator, "PATCH", "/organizations/a/orbits/b/collections/c", r#"{"tags":"x"}"#).expect(
        422,
        &[
            r#"{"detail":["#,
            &["organization_id", "orbit_id", "collection_id"]
                .iter()
                .zip(["a", "b", "c"])
                .map(|(name, input)| {
                    let error = "invalid length: expected length 32 for simple format, found 1";
                    format!(r#"{{"type":"uuid_parsing","loc":["path","{name}"],"msg":"Input should be a valid UUID, {error}","input":"{input}","ctx":{{"error":"{error}"}}}},"#)
                })
                .collect::<String>(),
            r#"{"type":"list_type","loc":["body","tags"],"msg":"Input should be a valid list","input":"x"}]}"#,
        ]
        .concat(),
    );
    for (body, input) in [("[1,2]", "[1,2]"), (r#""x""#, r#""x""#), ("5", "5")] {
        let error = format!(
            r#"{{"detail":[{{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":{input}}}]}}"#
        );
        call(&emulator, "POST", &path, body).expect(422, &error);
    }
    for body in ["", "null"] {
        call(&emulator, "POST", &path, body).expect(
            422,
            r#"{"detail":[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]}"#,
        );
    }
}

#[test]
fn a_body_of_another_content_type_is_not_an_object() {
    let emulator = Emulator::start();
    let mut connection = Connection::to(&emulator);
    let headers = [
        ("authorization", "Bearer dfs_your_key"),
        ("content-type", "text/plain"),
    ];
    connection.send("POST", &collections(&emulator), &headers, b"{}");
    connection.receive().unwrap().expect(
        422,
        r#"{"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":"{}"}]}"#,
    );
}

#[test]
fn the_checks_come_in_order() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    let malformed = "/organizations/a/orbits/b/collections";
    // A superfluous slash comes first, then path, method, syntax, key and ids.
    call_with(&emulator, "dfs_wrong", "POST", &format!("{path}/"), "{").expect(307, "");
    call_with(&emulator, "dfs_wrong", "POST", "/nowhere", "{").expect(404, NOT_FOUND);
    call_with(&emulator, "dfs_wrong", "PUT", &path, "{")
        .expect(405, r#"{"detail":"Method Not Allowed"}"#);
    call_with(&emulator, "dfs_wrong", "POST", malformed, "{").expect(
        422,
        r#"{"detail":[{"type":"json_invalid","loc":["body",1],"msg":"JSON decode error","input":{},"ctx":{"error":"Expecting property name enclosed in double quotes"}}]}"#,
    );
    call_with(&emulator, "dfs_wrong", "POST", malformed, "{}").expect(401, NOT_AUTHENTICATED);
    assert_eq!(call(&emulator, "POST", malformed, "{}").status, 422);
    let hidden = format!(
        "/organizations/{}/orbits/{}/collections",
        unknown(),
        unknown()
    );
    assert_eq!(call(&emulator, "POST", &hidden, "{}").status, 422);
}

#[test]
fn a_wrong_method_is_rejected_with_an_allowed_one() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    for (method, path, allowed) in [
        ("PUT", path.as_str(), "POST"),
        ("GET", &format!("{path}/{}", unknown()), "PATCH"),
        ("DELETE", "/users/me/organizations", "GET"),
    ] {
        let reply = call(&emulator, method, path, "");
        reply.expect(405, r#"{"detail":"Method Not Allowed"}"#);
        assert_eq!(reply.header("allow"), Some(allowed));
    }
}

#[test]
fn a_trailing_slash_is_redirected_to_the_host_that_was_asked() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    let reply = call(&emulator, "GET", &format!("{path}//?a=b%20c"), "");
    reply.expect(307, "");
    assert_eq!(
        reply.header("location"),
        Some(format!("http://emulator.test{path}?a=b%20c").as_str())
    );
    assert_eq!(reply.header("content-type"), None);
}

#[test]
fn ids_are_accepted_in_any_spelling() {
    let emulator = Emulator::start();
    let id = emulator.organization_id();
    for spelling in [
        id.to_string().to_uppercase(),
        id.simple().to_string(),
        id.urn().to_string(),
        format!("%7B{id}%7D"),
    ] {
        let reply = call(
            &emulator,
            "GET",
            &format!("/organizations/{spelling}/orbits"),
            "",
        );
        assert_eq!(reply.status, 200, "{spelling}");
    }
    let upper = format!("/organizations/URN:UUID:{id}/orbits");
    assert_eq!(call(&emulator, "GET", &upper, "").status, 422);
}

#[test]
fn a_body_that_is_not_text_is_a_bad_request() {
    let emulator = Emulator::start();
    let headers = [
        ("authorization", "Bearer dfs_your_key"),
        ("content-type", "application/json"),
    ];
    for body in [
        b"{\"name\":\"\xff\"}".as_slice(),
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    ] {
        let mut connection = Connection::to(&emulator);
        connection.send("POST", &collections(&emulator), &headers, body);
        let reply = connection.receive().unwrap();
        reply.expect(400, r#"{"detail":"There was an error parsing the body"}"#);
    }
}

#[test]
fn characters_that_the_database_cannot_hold_crash_the_server() {
    let emulator = Emulator::builder()
        .collection(Collection::example())
        .start();
    let before = emulator.collections();
    for bad in [r"\u0000", r"\ud800"] {
        for (name, description, tag) in [(bad, "", ""), ("", bad, ""), ("", "", bad)] {
            let fields =
                format!(r#""name":"{name}","description":"{description}","tags":["{tag}"]"#);
            call(
                &emulator,
                "PATCH",
                &collection(&emulator, Seed::COLLECTION_ID),
                &format!("{{{fields}}}"),
            )
            .expect(500, CRASH);
            let new = format!(r#"{{{fields},"collection_type":"model"}}"#);
            call(&emulator, "POST", &collections(&emulator), &new).expect(500, CRASH);
        }
    }
    assert_eq!(emulator.collections(), before);
    let unknown = collection(&emulator, unknown());
    call(&emulator, "PATCH", &unknown, r#"{"name":"\u0000"}"#).expect(404, COLLECTION_NOT_FOUND);

    // A surrogate may also come as bytes, and does no harm in a field that is ignored.
    for (body, status) in [
        (
            br#"{"name":"?","description":"","collection_type":"model"}"#.as_slice(),
            500,
        ),
        (
            br#"{"name":"","description":"","collection_type":"model","x":"?"}"#,
            200,
        ),
    ] {
        let parts: Vec<_> = body.split(|byte| *byte == b'?').collect();
        let mut connection = Connection::to(&emulator);
        let headers = [("authorization", "Bearer dfs_your_key")];
        let body = parts.join(b"\xed\xa0\x80".as_slice());
        connection.send("POST", &collections(&emulator), &headers, &body);
        assert_eq!(connection.receive().unwrap().status, status);
    }
}

#[test]
fn after_a_crash_the_connection_closes_unannounced() {
    let emulator = Emulator::builder()
        .collection(Collection::example())
        .start();
    let mut connection = Connection::to(&emulator);
    let headers = [
        ("authorization", "Bearer dfs_your_key"),
        ("content-type", "application/json"),
    ];
    // Any other response leaves the connection open.
    for _ in 0..2 {
        connection.send("POST", &collections(&emulator), &headers, b"{}");
        assert_eq!(connection.receive().unwrap().status, 422);
    }
    connection.send(
        "PATCH",
        &collection(&emulator, Seed::COLLECTION_ID),
        &headers,
        b"{}",
    );
    let reply = connection.receive().unwrap();
    reply.expect(500, CRASH);
    assert_eq!(reply.header("connection"), None);
    assert_eq!(connection.rest().unwrap(), b"");
}

#[test]
fn nothing_is_limited_in_length_and_names_need_not_be_unique() {
    let emulator = Emulator::start();
    let path = collections(&emulator);
    let long = "x".repeat(5 << 20);
    let body = json!({"name": "", "description": long, "collection_type": "model", "tags": vec!["t"; 10_000]});
    for _ in 0..2 {
        assert_eq!(
            call(&emulator, "POST", &path, &body.to_string()).status,
            200
        );
    }
    let list = call(&emulator, "GET", &path, "").json();
    assert_eq!(list[1]["description"].as_str().map(str::len), Some(5 << 20));
    assert_eq!(
        emulator.stop(Duration::ZERO).organizations[0].orbits[0]
            .collections
            .len(),
        2
    );
}

#[test]
fn depth_is_limited() {
    let emulator = Emulator::start();
    let nested = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let path = collections(&emulator);
    assert_eq!(call(&emulator, "POST", &path, &nested(990)).status, 422);
    assert_eq!(call(&emulator, "POST", &path, &nested(100_000)).status, 400);
    // What is deep and not reported does no harm; what is reported overflows the server's stack.
    let unknown = nested(5_000);
    let body = format!(r#"{{"name":"","description":"","collection_type":"model","x":{unknown}}}"#);
    assert_eq!(call(&emulator, "POST", &path, &body).status, 200);
    call(&emulator, "POST", &path, &nested(3_000)).expect(500, CRASH);
    call(&emulator, "POST", &path, &r#"{"a":"#.repeat(3_000)).expect(500, CRASH);
}
