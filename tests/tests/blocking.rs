//! The blocking client among threads and runtimes. That it does what the async client does is tested
//! in `seed_document_blocking.rs`.

use std::time::Duration;

use dataforce::blocking::Client;
use dataforce::{CollectionType, ErrorKind, Result};
use dataforce_emulator::{Collection, Fault};
use dataforce_tests::Server;

#[test]
fn many_threads_share_a_client() {
    let server = Server::start();
    let client = server.blocking_client().connect().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let client = &client;
            scope.spawn(move || {
                for number in 0..5 {
                    let name = format!("{number} of {thread}");
                    let collections = client.collections();
                    let create = collections.create(&name, CollectionType::Model);
                    let created = create.send().unwrap();
                    assert_eq!(collections.get(&name).unwrap(), Some(created));
                }
            });
        }
    });
    assert_eq!(server.collections().len(), 40);
}

#[test]
fn a_thread_that_waits_does_not_keep_the_others() {
    let server = Server::start();
    let client = server.blocking_client().connect().unwrap();
    let slow = Fault::delay(Duration::from_secs(3600));
    server.clear_requests();
    server.inject(slow.on(dataforce_emulator::Endpoint::ListOrbits));
    let waiting = client.clone();
    // It never ends, and neither keeps the test from ending.
    std::thread::spawn(move || waiting.orbits().list());
    while server.arrived().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(client.collections().list().unwrap(), []);
}

#[test]
fn clones_outlive_the_client() {
    let server = Server::start();
    let client = server.blocking_client().connect().unwrap();
    let collections = client.collections();
    let create = collections.create("New", CollectionType::Model);
    drop(client);
    create.send().unwrap();
    assert_eq!(collections.list().unwrap().len(), 1);
}

fn assert_tells_what_to_do<T: std::fmt::Debug>(outcome: Result<T>) {
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Runtime, "{error}");
    assert!(error.to_string().contains("spawn_blocking"), "{error}");
}

/// All that waits, called where waiting would stop a runtime.
fn call_everything(server: &Server, mut client: Client) {
    let collections = client.collections();
    assert_tells_what_to_do(collections.list());
    assert_tells_what_to_do(collections.get("Images"));
    assert_tells_what_to_do(collections.get_default());
    assert_tells_what_to_do(collections.create("New", CollectionType::Model).send());
    assert_tells_what_to_do(collections.update("Images").name("New").send());
    assert_tells_what_to_do(collections.update_default().send());
    assert_tells_what_to_do(collections.delete("Images"));
    assert_tells_what_to_do(collections.delete_default());
    assert_tells_what_to_do(client.orbits().list());
    assert_tells_what_to_do(client.orbits().get("Orbit"));
    assert_tells_what_to_do(client.organizations().list());
    assert_tells_what_to_do(client.organizations().get("Organization"));
    assert_tells_what_to_do(client.setup_config(dataforce::Defaults::new()));
    assert_tells_what_to_do(server.blocking_client().connect());
}

fn server() -> (Server, Client) {
    let server = Server::start();
    server.add_collection(Collection::new("Images"));
    let client = server.blocking_client().connect().unwrap();
    server.clear_requests();
    (server, client)
}

#[test]
fn within_a_runtime_of_one_thread_it_answers_an_error() {
    let (server, client) = server();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    // The client is dropped there, too.
    runtime.block_on(async { call_everything(&server, client) });
    assert!(server.arrived().is_empty());
}

#[test]
fn within_a_runtime_of_several_threads_it_answers_an_error() {
    let (server, client) = server();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let task = async move {
        call_everything(&server, client);
        assert!(server.arrived().is_empty());
    };
    runtime.block_on(runtime.spawn(task)).unwrap();
}

#[tokio::test]
async fn it_can_be_built_and_dropped_within_a_runtime() {
    let server = Server::start();
    let client = server.blocking_client().build().unwrap();
    drop(client.clone());
    drop(client.collections());
    drop(client);
}

#[tokio::test]
async fn on_a_thread_of_a_runtime_that_may_wait_it_works() {
    let server = Server::start();
    let builder = server.blocking_client();
    let work = tokio::task::spawn_blocking(move || {
        let client = builder.connect()?;
        client
            .collections()
            .create("New", CollectionType::Model)
            .send()
    });
    work.await.unwrap().unwrap();
    assert_eq!(server.collections().len(), 1);
}
