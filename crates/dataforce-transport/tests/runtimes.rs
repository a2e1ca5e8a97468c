//! Connections belong to the runtime that drives them.

#![allow(clippy::unwrap_used)]

mod server;

use std::time::{Duration, Instant};

use dataforce_transport::{ClientBuilder, ErrorKind, Operation, RetryPolicy, Transport};
use serde_json::{Value, json};
use server::{Server, Step};

const CREATE: Operation = Operation {
    id: "create_item",
    method: "POST",
    path: "/item",
    safe: false,
    idempotent: false,
    rejections: &[],
    missing_target: None,
};

fn transport(server: &Server) -> Transport {
    ClientBuilder::new()
        .api_key("dfs_test")
        .base_url(server.url())
        .retry(RetryPolicy::none())
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .unwrap()
}

async fn create(transport: &Transport) -> Result<Value, dataforce_transport::Error> {
    let request = transport
        .http()
        .post(format!("{}/item", transport.base_url()))
        .json(&json!({"name": "item"}));
    Ok(transport
        .send::<Value>(&CREATE, request)
        .await?
        .into_inner())
}

fn current_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn runtimes_may_take_turns() {
    let server = Server::start([Step::Respond(200, "{}")]);
    let transport = transport(&server);
    let (one, other) = (current_thread(), current_thread());
    for _ in 0..3 {
        one.block_on(create(&transport)).unwrap();
        other.block_on(create(&transport)).unwrap();
    }
}

#[test]
fn runtimes_may_come_and_go() {
    let server = Server::start([Step::Respond(200, "{}")]);
    let transport = transport(&server);
    for _ in 0..50 {
        current_thread().block_on(create(&transport)).unwrap();
    }
    assert_eq!(server.requests().len(), 50);
}

/// Creates items while the server closes each connection after its response. Between two calls the
/// runtime is not polled, since the program does other `work`.
async fn create_over_closing_connections(work: Duration) {
    let server = Server::start([Step::RespondAndClose(200, "{}")]);
    let transport = transport(&server);
    for count in 1..=100 {
        create(&transport).await.unwrap();
        // The close arrives while the thread is blocked.
        server.wait_for_closed(count);
        let start = Instant::now();
        while start.elapsed() < work {
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_closed_connection_is_noticed_before_a_request_that_cannot_be_repeated() {
    let at_once = || create_over_closing_connections(Duration::ZERO);
    current_thread().block_on(at_once());
    let local = tokio::task::LocalSet::new();
    local.block_on(&current_thread(), async {
        tokio::task::spawn_local(at_once()).await.unwrap();
    });
    let one_worker = multi_thread(1);
    one_worker.block_on(async { tokio::spawn(at_once()).await.unwrap() });
    // Another thread looks at the connections here, and the operating system decides when it runs.
    let with_work = || create_over_closing_connections(Duration::from_millis(10));
    multi_thread(1).block_on(with_work());
    multi_thread(2).block_on(async { tokio::spawn(with_work()).await.unwrap() });
}

fn multi_thread(workers: usize) -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn pools_are_kept_for_a_bounded_number_of_runtimes() {
    let server = Server::start([Step::Respond(200, "{}")]);
    let transport = transport(&server);
    let runtimes: Vec<_> = (0..12).map(|_| current_thread()).collect();
    for runtime in &runtimes {
        runtime.block_on(create(&transport)).unwrap();
    }
    // A pool that was replaced closes its connections the next time that its runtime is polled. The
    // first pool lives as long as the transport, and closes connections that were idle.
    for runtime in &runtimes {
        runtime.block_on(async {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
        });
    }
    server.wait_for_closed(3);
    for runtime in &runtimes[4..] {
        runtime.block_on(create(&transport)).unwrap();
    }
    assert_eq!(server.connections(), 12);
}

#[test]
fn outside_of_a_runtime_the_error_says_so() {
    let server = Server::start([Step::Respond(200, "{}")]);
    let transport = transport(&server);
    let future = std::pin::pin!(create(&transport));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = future.poll(&mut context) else {
        panic!("the call neither succeeded nor waited");
    };
    assert_eq!(error.kind(), ErrorKind::NoRuntime);
    assert!(!error.outcome_unknown());
}
