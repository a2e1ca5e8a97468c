//! After a crash the server closes the connection without having said so. Nothing that follows is lost.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::pin;

use dataforce::{Client, CollectionId, CollectionType};
use dataforce_api::{Error, RetryPolicy, legacy, v1};
use dataforce_emulator::{Collection, Endpoint, Fault};
use dataforce_fault_tests::{
    COLLECTION, CrashingServer, ORBIT, ORGANIZATION, StalledPort, Version, on_both_versions,
};
use futures_util::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{builder, client, client_of};

on_both_versions!(
    #[tokio::test]
    a_thousand_gets_right_after_a_crash_all_succeed_without_being_repeated,
    a_thousand_updates_right_after_a_crash_all_succeed_without_being_repeated,
    a_thousand_creates_right_after_a_crash_all_succeed_and_make_one_collection_each,
    an_own_http_client_without_a_pool_loses_no_call_after_a_crash,
    crashes_of_the_emulator_lose_no_call_either,
    one_crash_in_every_call_never_exhausts_the_patience_of_the_client,
);

on_both_versions!(
    #[tokio::test(flavor = "multi_thread")]
    many_tasks_lose_no_call_while_others_crash_the_server,
);

#[cfg(target_os = "linux")]
on_both_versions!(
    #[tokio::test]
    a_create_that_waits_for_a_connection_does_not_take_that_of_a_crash,
);

on_both_versions!(
    #[test]
    the_emulator_closes_the_connection_after_a_crash_without_having_said_so,
);

const ROUNDS: usize = 1_000;

/// Sends a request that crashes the server, once, over the connections of the client.
async fn try_crash(version: Version, client: &Client) -> Error {
    let (organization, orbit) = (ORGANIZATION.into(), CrashingServer::CRASH.into());
    match version {
        Version::Legacy => {
            let client = client.legacy().with_retry(RetryPolicy::none());
            client.get_orbit(&organization, &orbit).await.unwrap_err()
        }
        Version::V1 => {
            let client = client.v1().with_retry(RetryPolicy::none());
            client.get_orbit(&organization, &orbit).await.unwrap_err()
        }
    }
}

async fn crash(version: Version, client: &Client) {
    let error = try_crash(version, client).await;
    let status = error.status().map(|status| status.as_u16());
    assert_eq!(status, Some(500), "{error}");
}

/// Updates without looking the collection up first.
async fn update(version: Version, client: &Client) -> Result<(), Error> {
    let (organization, orbit) = (ORGANIZATION.into(), ORBIT.into());
    let target = COLLECTION.into();
    match version {
        Version::Legacy => {
            let body = legacy::types::CollectionUpdate {
                name: "n".into(),
                description: String::new(),
                tags: None,
            };
            let client = client.legacy();
            let response = client.update_collection(&organization, &orbit, &target, &body);
            response.await.map(drop)
        }
        Version::V1 => {
            let body = v1::types::CollectionUpdate {
                name: "n".into(),
                description: String::new(),
                tags: None,
            };
            let client = client.v1();
            let response = client.update_collection(&organization, &orbit, &target, &body);
            response.await.map(drop)
        }
    }
}

async fn a_thousand_gets_right_after_a_crash_all_succeed_without_being_repeated(version: Version) {
    let server = CrashingServer::start(version);
    let client = builder(version, &server.base_url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for _ in 0..ROUNDS {
        crash(version, &client).await;
        assert_eq!(client.collections().list().await.unwrap().len(), 1);
    }
    assert_eq!(server.crashes(), ROUNDS);
    assert_eq!(server.lost(), [""; 0]);
}

async fn a_thousand_updates_right_after_a_crash_all_succeed_without_being_repeated(
    version: Version,
) {
    let server = CrashingServer::start(version);
    let client = builder(version, &server.base_url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for _ in 0..ROUNDS {
        crash(version, &client).await;
        update(version, &client).await.unwrap();
    }
    assert_eq!(server.updates(), ROUNDS);
    assert_eq!(server.lost(), [""; 0]);
}

async fn a_thousand_creates_right_after_a_crash_all_succeed_and_make_one_collection_each(
    version: Version,
) {
    let server = CrashingServer::start(version);
    let client = client(version, &server.base_url());
    for round in 0..ROUNDS {
        crash(version, &client).await;
        let create = client
            .collections()
            .create(format!("number {round}"), CollectionType::Model);
        create.send().await.unwrap();
    }
    let created = server.created();
    assert_eq!(created.len(), ROUNDS);
    for (round, body) in created.iter().enumerate() {
        assert!(body.contains(&format!(r#""number {round}""#)), "{body}");
    }
    assert_eq!(server.lost(), [""; 0]);
}

async fn many_tasks_lose_no_call_while_others_crash_the_server(version: Version) {
    const TASKS: usize = 32;
    const EACH: usize = 30;
    let server = CrashingServer::start(version);
    let client = client(version, &server.base_url());
    let tasks = (0..TASKS).map(|task| {
        let client = client.clone();
        tokio::spawn(async move {
            for round in 0..EACH {
                // This one is not repeated, and may itself be given the connection of another crash.
                let _ = try_crash(version, &client).await;
                let collections = client.collections();
                match (task + round) % 3 {
                    0 => drop(collections.list().await.unwrap()),
                    1 => drop(
                        collections
                            .update(CollectionId::from(COLLECTION))
                            .name("n")
                            .send()
                            .await
                            .unwrap(),
                    ),
                    _ => drop(
                        collections
                            .create(format!("{task}.{round}"), CollectionType::Model)
                            .send()
                            .await
                            .unwrap(),
                    ),
                }
            }
        })
    });
    try_join_all(tasks).await.unwrap();
    let created = server.created();
    let names: std::collections::BTreeSet<_> = created.iter().collect();
    assert_eq!(names.len(), created.len(), "a create was repeated");
    assert_eq!(created.len(), TASKS * EACH / 3);
    // What may be repeated may go astray; what may not be repeated never does.
    assert!(!server.lost().contains(&"POST".to_owned()));
}

/// A create waits for a connection while another call crashes the server. The connection of that call becomes free
/// first, and is dead.
#[cfg(target_os = "linux")]
async fn a_create_that_waits_for_a_connection_does_not_take_that_of_a_crash(version: Version) {
    let mut port = StalledPort::open();
    let client = client(version, &port.base_url());

    // The call that will crash the server has a connection, and nobody else gets one.
    let crashing = tokio::spawn({
        let client = client.clone();
        async move { crash(version, &client).await }
    });
    let mut doomed = port.accept().await;
    port.stall().await;
    let collections = client.collections();
    let mut creating = pin!(collections.create("waiting", CollectionType::Model).send());
    assert!(futures_util::poll!(creating.as_mut()).is_pending());

    let crash = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 5\r\n\r\nCrash";
    doomed.write_all(crash.as_bytes()).await.unwrap();
    crashing.await.unwrap();
    // By now the connection was free, and the create was the next in the line.
    let created = version.collection(COLLECTION, "waiting");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{created}",
        created.len()
    );
    let created = tokio::select! {
        created = creating => created.unwrap(),
        () = port.serve(&answer) => unreachable!("it serves for ever"),
    };
    assert_eq!(created.name, "waiting");

    drop((collections, client));
    let mut sent = String::new();
    let _ = doomed.read_to_string(&mut sent).await;
    assert!(sent.starts_with("GET ") && !sent.contains("POST"), "{sent}");
}

/// A custom client manages its own connections; one that keeps none loses nothing.
async fn an_own_http_client_without_a_pool_loses_no_call_after_a_crash(version: Version) {
    let server = CrashingServer::start(version);
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .pool_max_idle_per_host(0);
    let client = builder(version, &server.base_url())
        .http_client(http.build().unwrap())
        .build()
        .unwrap();
    for _ in 0..50 {
        crash(version, &client).await;
        let create = client.collections().create("new", CollectionType::Model);
        create.send().await.unwrap();
    }
    assert_eq!(server.created().len(), 50);
    assert_eq!(server.lost(), [""; 0]);
}

fn the_emulator_closes_the_connection_after_a_crash_without_having_said_so(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(500).then_close().on(Endpoint::GetOrbit));
    let mut stream = TcpStream::connect(emulator.address()).unwrap();
    let (organization, orbit) = (emulator.organization_id(), emulator.orbit_id());
    write!(
        stream,
        "GET {} HTTP/1.1\r\nhost: x\r\n\r\n",
        version.path(&format!("/organizations/{organization}/orbits/{orbit}"))
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(
        !answer.to_ascii_lowercase().contains("connection: close"),
        "{answer}"
    );
}

async fn crashes_of_the_emulator_lose_no_call_either(version: Version) {
    const ROUNDS: usize = 300;
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    let client = client_of(&emulator);
    emulator.inject(
        Fault::status(500)
            .then_close()
            .on(Endpoint::GetOrbit)
            .always(),
    );
    let crash = async || {
        let orbit = client.orbit().unwrap();
        let orbits = client.orbits();
        assert_eq!(orbits.get(orbit).await.unwrap_err().status(), Some(500));
    };
    for round in 0..ROUNDS {
        crash().await;
        client.collections().list().await.unwrap();
        crash().await;
        let update = client
            .collections()
            .update("target")
            .description(format!("{round}"));
        update.send().await.unwrap();
        crash().await;
        let create = client
            .collections()
            .create(format!("number {round}"), CollectionType::Model);
        create.send().await.unwrap();
    }
    let collections = emulator.collections();
    assert_eq!(collections.len(), 1 + ROUNDS);
    let names: std::collections::BTreeSet<_> =
        collections.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names.len(), 1 + ROUNDS);
}

async fn one_crash_in_every_call_never_exhausts_the_patience_of_the_client(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for _ in 0..300 {
        emulator.inject(Fault::status(500).then_close());
        client.collections().list().await.unwrap();
    }
}
