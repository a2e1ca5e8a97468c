//! The emulator as a library: starting, stopping, requests and content.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod raw;

use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dataforce_emulator::{
    Collection, CollectionType, Emulator, Endpoint, Fault, Orbit, OrbitRole, Organization,
    OrganizationRole, Seed, User,
};
use raw::{Connection, call, call_with, collection, collections};

#[test]
fn it_starts_and_stops_without_a_runtime() {
    let emulator = Emulator::start();
    let address = emulator.address();
    assert_eq!(emulator.base_url(), format!("http://{address}"));
    assert!(TcpStream::connect(address).is_ok());
    drop(emulator);
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn it_starts_and_stops_on_a_runtime() {
    let emulator = Emulator::start();
    let address = emulator.address();
    assert!(tokio::net::TcpStream::connect(address).await.is_ok());
    emulator.refuse_connections();
    emulator.accept_connections();
    assert!(tokio::net::TcpStream::connect(address).await.is_ok());
    drop(emulator);
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_shared_between_tasks() {
    let emulator = Arc::new(Emulator::start());
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let emulator = Arc::clone(&emulator);
            tokio::task::spawn_blocking(move || {
                call(&emulator, "GET", "/users/me/organizations", "").status
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 200);
    }
    assert_eq!(emulator.requests().len(), 8);
}

#[test]
fn instances_are_independent() {
    let emulators: Vec<_> = (0..16).map(|_| Emulator::start()).collect();
    for (count, emulator) in emulators.iter().enumerate() {
        for name in 0..count {
            emulator.add_collection(Collection::new(name.to_string()));
        }
    }
    for (count, emulator) in emulators.iter().enumerate() {
        let list = call(emulator, "GET", &collections(emulator), "").json();
        assert_eq!(list.as_array().unwrap().len(), count);
    }
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let first = Emulator::start();
    let second = Emulator::builder().port(first.address().port()).try_start();
    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn the_ids_are_those_of_the_documentation() {
    let emulator = Emulator::builder()
        .collection(Collection::example())
        .start();
    assert_eq!(
        emulator.organization_id().to_string(),
        "0199c455-21ec-7c74-8efe-41470e29bae5"
    );
    assert_eq!(
        emulator.orbit_id().to_string(),
        "0199c455-21ed-7aba-9fe5-5231611220de"
    );
    assert_eq!(
        call(&emulator, "GET", &collections(&emulator), "").text(),
        concat!(
            r#"[{"id":"0199c455-21ee-74c6-b747-19a82f1a1e75","#,
            r#""orbit_id":"0199c455-21ed-7aba-9fe5-5231611220de","#,
            r#""description":"Dataset for ML models","name":"My Collection","collection_type":"model","#,
            r#""tags":["ml","training"],"total_models":0,"#,
            r#""created_at":"2025-01-15T10:30:00.123456Z","updated_at":null}]"#,
        )
    );
}

#[test]
fn requests_are_kept_as_they_arrived() {
    let emulator = Emulator::start();
    let mut connection = Connection::to(&emulator);
    connection.send(
        "GET",
        "/users/me/organizations?x=%20",
        &[("X-Trace", "7")],
        b"",
    );
    connection.receive().unwrap();
    connection.send("PUT", "/nowhere", &[], b"{\"a\":1}");
    connection.receive().unwrap();

    let requests = emulator.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].endpoint, Some(Endpoint::ListOrganizations));
    assert_eq!(requests[0].method, "GET");
    assert_eq!(requests[0].path, "/users/me/organizations");
    assert_eq!(requests[0].query.as_deref(), Some("x=%20"));
    assert_eq!(requests[0].header("x-trace"), Some("7"));
    assert_eq!(requests[1].endpoint, None);
    assert_eq!(requests[1].json()["a"], 1);

    let exchange = &emulator.exchanges()[1];
    let response = exchange.response.as_ref().unwrap();
    assert_eq!(response.status, 404);
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(
        response.body.as_deref(),
        Some(br#"{"detail":"Not Found"}"#.as_slice())
    );
    assert!(!exchange.faulty);

    emulator.clear_requests();
    assert!(emulator.requests().is_empty());
}

#[test]
fn what_is_kept_is_limited_and_observers_see_everything() {
    let bytes = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&bytes);
    let emulator = Emulator::builder()
        .collections(10)
        .keep_bodies_up_to(3000)
        .keep_exchanges_up_to(2)
        .observe(move |exchange| {
            let body = exchange.response.as_ref().and_then(|it| it.body.as_ref());
            seen.fetch_add(body.map_or(0, |it| it.len()), Ordering::Relaxed);
        })
        .start();
    let size = call(&emulator, "GET", &collections(&emulator), "")
        .body
        .len();
    call(&emulator, "GET", &collections(&emulator), "");
    call(&emulator, "GET", "/nowhere", "");
    assert_eq!(bytes.load(Ordering::Relaxed), 2 * size + 22);
    let kept = emulator.exchanges();
    let bodies: Vec<_> = kept
        .iter()
        .map(|it| it.response.as_ref().unwrap().body.is_some())
        .collect();
    assert_eq!(bodies, [false, true]);
}

#[test]
fn request_bodies_are_kept_up_to_a_limit_of_their_own() {
    let emulator = Emulator::builder()
        .keep_bodies_up_to(10)
        .keep_exchanges_up_to(3)
        .start();
    for body in ["1234567", "1234567", "123", "1234567"] {
        call(&emulator, "POST", "/nowhere", body);
    }
    let kept: Vec<_> = emulator.requests().iter().map(|it| it.body.len()).collect();
    // The second did not fit; when the first was dropped, there was room for the last.
    assert_eq!(kept, [0, 3, 7]);
    emulator.clear_requests();
    call(&emulator, "POST", "/nowhere", "1234567890");
    assert_eq!(emulator.requests()[0].body, "1234567890");
}

#[test]
fn a_hundred_thousand_collections() {
    let emulator = Emulator::builder().collections(100_000).start();
    let list = call(&emulator, "GET", &collections(&emulator), "");
    assert_eq!(list.text().matches(r#"{"id":"#).count(), 100_000);
    assert!(list.text().contains(r#""name":"Collection 100000""#));
    for made in emulator.collections() {
        emulator.remove_collection(made.id);
    }
    call(&emulator, "GET", &collections(&emulator), "").expect(200, "[]");
}

#[test]
fn the_content_can_be_changed_without_the_client_knowing() {
    let emulator = Emulator::start();
    let id = emulator
        .add_collection(Collection::new("a").of_type(CollectionType::Other("prompt".into())));
    let shown = call(&emulator, "GET", &collections(&emulator), "").json();
    assert_eq!(shown[0]["collection_type"], "prompt");
    assert_eq!(
        emulator.collection(id).unwrap().orbit_id,
        emulator.orbit_id()
    );
    assert_eq!(emulator.remove_collection(id).unwrap().name, "a");
    assert_eq!(
        call(&emulator, "DELETE", &collection(&emulator, id), "").status,
        404
    );

    let organization = emulator.add_organization(Organization::new("Second"));
    let orbit = emulator.add_orbit(organization, Orbit::new("Lab").collections(2));
    assert_eq!(emulator.collections_in(orbit).len(), 2);
    assert_eq!(emulator.orbit(orbit).unwrap().collections.len(), 2);
    let path = format!("/organizations/{organization}/orbits/{orbit}/collections");
    assert_eq!(call(&emulator, "GET", &path, "").status, 200);
    assert_eq!(emulator.remove_orbit(orbit).unwrap().collections.len(), 2);
    assert!(emulator.collections().is_empty());
    assert_eq!(call(&emulator, "GET", &path, "").status, 404);

    emulator.add_user(User::new("jane").key("dfs_jane"));
    let jane = |path: &str| call_with(&emulator, "dfs_jane", "GET", path, "").status;
    assert_eq!(jane(&path), 403);
    emulator.set_organization_role(organization, "jane", Some(OrganizationRole::Admin));
    assert_eq!(jane(&path), 404);
    emulator.set_organization_role(organization, "jane", None);
    assert_eq!(jane(&path), 403);
    assert_eq!(
        emulator.remove_organization(organization).unwrap().name,
        "Second"
    );
    assert_eq!(call(&emulator, "GET", &path, "").status, 403);
}

#[test]
fn everything_survives_an_export_and_import() {
    let first = Emulator::builder()
        .user(User::new("owner").key("dfs_owner"))
        .organization(
            Organization::new("Acme").orbit(
                Orbit::new("Research")
                    .member("owner", OrbitRole::Admin)
                    .collection(
                        Collection::example()
                            .artifacts_tags(["prod"])
                            .artifacts_extra_values(["f1"]),
                    )
                    .collection(Collection::new("empty").tags::<String>([]))
                    .collection(
                        Collection::new("none")
                            .models(7)
                            .of_type(CollectionType::Dataset),
                    ),
            ),
        )
        .start();
    let json = serde_json::to_string(&first.export()).unwrap();
    let seed: Seed = serde_json::from_str(&json).unwrap();
    assert_eq!(seed, first.export());
    let second = Emulator::builder().seed(seed.clone()).start();
    assert_eq!(second.api_key(), "dfs_owner");
    assert_eq!(second.export(), first.export());
    first.import(Seed::default());
    assert!(first.organizations().is_empty());
    assert_eq!(second.stop(Duration::ZERO), seed);
}

#[test]
fn a_seed_may_use_the_names_of_either_version() {
    let seed = |fields: &str| -> Seed {
        let id = Seed::COLLECTION_ID;
        let collection = format!(r#"{{"name":"a","id":"{id}",{fields}}}"#);
        let orbit = format!(r#"{{"name":"o","collections":[{collection}]}}"#);
        let organization = format!(r#"{{"name":"A","orbits":[{orbit}]}}"#);
        serde_json::from_str(&format!(r#"{{"organizations":[{organization}]}}"#)).unwrap()
    };
    for fields in [
        r#""collection_type":"mixed","total_models":2"#,
        r#""type":"mixed","total_artifacts":2"#,
    ] {
        let emulator = Emulator::builder().seed(seed(fields)).start();
        let stored = &emulator.collections()[0];
        assert_eq!(stored.collection_type, CollectionType::Mixed);
        assert_eq!(stored.total_models, 2);
    }
}

#[test]
fn a_misspelt_seed_is_refused() {
    let error = serde_json::from_str::<Seed>(r#"{"organizations":[{"name":"A","orbit":[]}]}"#);
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("unknown field `orbit`")
    );
}

#[test]
fn a_seed_that_contradicts_itself_is_refused() {
    let id = Seed::ORBIT_ID;
    let user = |name: &str| User::new(name).key(format!("dfs_{name}"));
    let same_user_id = User { id, ..user("b") };
    let organization = || Organization::new("Acme");
    let collection = || Collection::new("c").id(id);
    let builder = Emulator::builder;
    for (builder, text) in [
        (
            builder().user(user("a")).user(user("a")),
            "two users are called `a`".to_owned(),
        ),
        (
            builder().user(user("a")).user(user("b").key("dfs_a")),
            "the users `a` and `b` have the same key".to_owned(),
        ),
        (
            builder().user(User { id, ..user("a") }).user(same_user_id),
            "the users `a` and `b` have the same id".to_owned(),
        ),
        (
            builder()
                .organization(organization().id(id))
                .organization(organization().id(id)),
            format!("two organizations have the id {id}"),
        ),
        (
            builder()
                .organization(organization().orbit(Orbit::new("a").id(id)))
                .organization(organization().orbit(Orbit::new("b").id(id))),
            format!("two orbits have the id {id}"),
        ),
        (
            builder().collection(collection()).collection(collection()),
            format!("two collections have the id {id}"),
        ),
    ] {
        let error = builder.try_start().unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert_eq!(
            error.to_string(),
            format!("the seed contradicts itself: {text}")
        );
    }
}

#[test]
#[should_panic(expected = "two orbits have the id 0199c455-21ed-7aba-9fe5-5231611220de")]
fn what_is_added_must_not_exist() {
    let emulator = Emulator::start();
    let twin = Orbit::new("Twin").id(emulator.orbit_id());
    emulator.add_orbit(emulator.organization_id(), twin);
}

#[test]
fn stopping_lets_responses_finish() {
    let emulator = Emulator::builder()
        .latency(Duration::from_millis(50))
        .start();
    let mut connection = Connection::to(&emulator);
    connection.send("GET", "/users/me/organizations", &[], b"");
    while emulator.requests().is_empty() {
        std::thread::yield_now();
    }
    emulator.stop(Duration::from_secs(30));
    assert_eq!(connection.receive().unwrap().status, 401);
}

#[test]
fn stopping_waits_for_a_limited_time() {
    let emulator = Emulator::start();
    emulator.inject(Fault::endless());
    let mut connection = Connection::to(&emulator);
    connection.send("GET", "/users/me/organizations", &[], b"");
    connection.head().unwrap();
    emulator.stop(Duration::from_millis(10));
}
