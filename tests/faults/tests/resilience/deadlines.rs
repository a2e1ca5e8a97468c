//! Servers that keep a client busy with an endless response.

use std::io::Write;
use std::time::{Duration, Instant};

use dataforce::{Client, ErrorKind, RetryPolicy, blocking};
use dataforce_fault_tests::{RawServer, Version, on_both_versions};

use crate::builder;

on_both_versions!(
    #[test]
    endless_headers_and_chunks_postpone_no_deadline,
);

const DEADLINE: Duration = Duration::from_secs(1);
/// With what a busy machine may add.
const LIMIT: Duration = Duration::from_secs(5);

/// Returns a server that sends `start` once and then `part` without pause.
fn flooding(start: &'static str, part: &'static str) -> RawServer {
    RawServer::start(move |_, stream| {
        stream.write_all(start.as_bytes())?;
        let block = part.repeat((64 << 10) / part.len());
        loop {
            stream.write_all(block.as_bytes())?;
        }
    })
}

/// Makes a call on each kind of runtime, which has to end within this time.
fn assert_ends_within(limit: Duration, version: Version, start: &'static str, part: &'static str) {
    let current_thread = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let multi_thread = || {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(2).enable_all().build().unwrap()
    };
    // Timed within, since the end of a runtime waits for what its threads are busy with.
    let list = |client: Client| async move {
        let began = Instant::now();
        let outcome = client.collections().list().await.map(drop);
        (outcome, began.elapsed())
    };
    let client = |server: &RawServer| {
        let builder = builder(version, &server.base_url()).retry(RetryPolicy::none());
        builder.deadline(DEADLINE).build().unwrap()
    };
    for name in ["multi-thread", "spawned", "current-thread", "blocking"] {
        let server = flooding(start, part);
        let client = client(&server);
        let (outcome, took) = match name {
            "multi-thread" => multi_thread().block_on(list(client)),
            "spawned" => {
                multi_thread().block_on(async { tokio::spawn(list(client)).await.unwrap() })
            }
            "current-thread" => current_thread().block_on(list(client)),
            _ => {
                let client = blocking::Client::builder()
                    .api_key("dfs_your_key")
                    .base_url(server.base_url())
                    .retry(RetryPolicy::none())
                    .deadline(DEADLINE)
                    .build()
                    .unwrap();
                let began = Instant::now();
                let outcome = client.organizations().list().map(drop);
                (outcome, began.elapsed())
            }
        };
        let error = outcome.unwrap_err();
        assert!(took < limit, "{name}: {took:?}, {error}");
        assert!(
            matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Connection),
            "{name}: {error}"
        );
    }
}

/// The connection parses what has arrived without letting anything else run, which a build without
/// optimization takes seconds for. What matters then is that the call ends.
#[test]
fn endless_interim_responses_are_given_up() {
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    let limit = match cfg!(debug_assertions) {
        true => Duration::from_secs(60),
        false => LIMIT,
    };
    assert_ends_within(limit, Version::V1, "", hints);
}

fn endless_headers_and_chunks_postpone_no_deadline(version: Version) {
    assert_ends_within(LIMIT, version, "HTTP/1.1 200 OK\r\n", "x-more: 1\r\n");
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    assert_ends_within(LIMIT, version, chunked, "1\r\n \r\n");
    assert_ends_within(LIMIT, version, "", "\r\n");
}
