//! After a crash the server closes the connection without having said so. Nothing that follows is lost.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::pin;

use dataforce::{Client, CollectionId, CollectionType};
use dataforce_api::{Failure, RetryPolicy, types};
use dataforce_emulator::{Collection, Emulator, Endpoint, Fault};
use dataforce_fault_tests::{
    COLLECTION, CrashingServer, ORBIT, ORGANIZATION, StalledPort, collection,
};
use futures_util::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{builder, client, client_of};

const ROUNDS: usize = 1_000;

/// Sends a request that crashes the server, once, over the connections of the client.
async fn try_crash(client: &Client) -> Failure {
    let outcome = client
        .api()
        .with_retry(RetryPolicy::none())
        .get_orbit(
            &types::OrganizationId(ORGANIZATION),
            &types::OrbitId(CrashingServer::CRASH),
        )
        .await;
    outcome.unwrap_err().into()
}

async fn crash(client: &Client) {
    let failure = try_crash(client).await;
    let status = failure.status().map(|status| status.as_u16());
    assert_eq!(status, Some(500), "{failure}");
}

#[tokio::test]
async fn a_thousand_gets_right_after_a_crash_all_succeed_without_being_repeated() {
    let server = CrashingServer::start();
    let client = builder(&server.base_url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for _ in 0..ROUNDS {
        crash(&client).await;
        assert_eq!(client.collections().list().await.unwrap().len(), 1);
    }
    assert_eq!(server.crashes(), ROUNDS);
    assert_eq!(server.lost(), [""; 0]);
}

#[tokio::test]
async fn a_thousand_updates_right_after_a_crash_all_succeed_without_being_repeated() {
    let server = CrashingServer::start();
    let client = builder(&server.base_url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for _ in 0..ROUNDS {
        crash(&client).await;
        client
            .api()
            .update_collection(
                &types::OrganizationId(ORGANIZATION),
                &types::OrbitId(ORBIT),
                &types::CollectionId(COLLECTION),
                &serde_json::from_value::<types::CollectionUpdate>(serde_json::json!({
                    "name": "n",
                    "description": "",
                    "tags": null,
                }))
                .unwrap(),
            )
            .await
            .unwrap();
    }
    assert_eq!(server.updates(), ROUNDS);
    assert_eq!(server.lost(), [""; 0]);
}

#[tokio::test]
async fn a_thousand_creates_right_after_a_crash_all_succeed_and_make_one_collection_each() {
    let server = CrashingServer::start();
    let client = client(&server.base_url());
    for round in 0..ROUNDS {
        crash(&client).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_lose_no_call_while_others_crash_the_server() {
    const TASKS: usize = 32;
    const EACH: usize = 30;
    let server = CrashingServer::start();
    let client = client(&server.base_url());
    let tasks = (0..TASKS).map(|task| {
        let client = client.clone();
        tokio::spawn(async move {
            for round in 0..EACH {
                // This one is not repeated, and may itself be given the connection of another crash.
                let _ = try_crash(&client).await;
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
#[tokio::test]
async fn a_create_that_waits_for_a_connection_does_not_take_that_of_a_crash() {
    let mut port = StalledPort::open();
    let client = client(&port.base_url());

    // The call that will crash the server has a connection, and nobody else gets one.
    let crashing = tokio::spawn({
        let client = client.clone();
        async move { crash(&client).await }
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
    let created = collection(COLLECTION, "waiting");
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

/// What an own client does with its connections is its own affair; one that keeps none loses nothing.
#[tokio::test]
async fn an_own_http_client_without_a_pool_loses_no_call_after_a_crash() {
    let server = CrashingServer::start();
    let http = reqwest::Client::builder().pool_max_idle_per_host(0);
    let client = builder(&server.base_url())
        .http_client(http.build().unwrap())
        .build()
        .unwrap();
    for _ in 0..50 {
        crash(&client).await;
        let create = client.collections().create("new", CollectionType::Model);
        create.send().await.unwrap();
    }
    assert_eq!(server.created().len(), 50);
    assert_eq!(server.lost(), [""; 0]);
}

#[test]
fn the_emulator_closes_the_connection_after_a_crash_without_having_said_so() {
    let emulator = Emulator::start();
    emulator.inject(Fault::status(500).then_close().on(Endpoint::GetOrbit));
    let mut stream = TcpStream::connect(emulator.address()).unwrap();
    let (organization, orbit) = (emulator.organization_id(), emulator.orbit_id());
    write!(
        stream,
        "GET /organizations/{organization}/orbits/{orbit} HTTP/1.1\r\nhost: x\r\n\r\n"
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

#[tokio::test]
async fn crashes_of_the_emulator_lose_no_call_either() {
    const ROUNDS: usize = 300;
    let emulator = Emulator::builder()
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

#[tokio::test]
async fn one_crash_in_every_call_never_exhausts_the_patience_of_the_client() {
    let emulator = Emulator::start();
    let client = client_of(&emulator);
    for _ in 0..300 {
        emulator.inject(Fault::status(500).then_close());
        client.collections().list().await.unwrap();
    }
}
