//! Peers that keep a client busy: what always has something to say must not postpone a deadline.

use std::io::Write;
use std::time::{Duration, Instant};

use dataforce::{Client, ErrorKind, RetryPolicy, blocking};
use dataforce_fault_tests::{RawServer, Version, on_both_versions};

use crate::builder;

on_both_versions!(
    #[test]
    endless_interim_responses_postpone_no_deadline,
    endless_headers_and_chunks_postpone_no_deadline,
);

const DEADLINE: Duration = Duration::from_secs(1);
/// What a busy machine may add.
const SLACK: Duration = Duration::from_secs(4);

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

/// Makes a call on each kind of runtime.
fn assert_in_time(version: Version, start: &'static str, part: &'static str) {
    let current_thread = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let multi_thread = || {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(2).enable_all().build().unwrap()
    };
    let list = |client: Client| async move { client.collections().list().await.map(drop) };
    let client = |server: &RawServer| {
        let builder = builder(version, &server.base_url()).retry(RetryPolicy::none());
        builder.deadline(DEADLINE).build().unwrap()
    };
    for name in ["multi-thread", "spawned", "current-thread", "blocking"] {
        let server = flooding(start, part);
        let client = client(&server);
        let began = Instant::now();
        let outcome = match name {
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
                client.organizations().list().map(drop)
            }
        };
        let took = began.elapsed();
        let error = outcome.unwrap_err();
        eprintln!("{name} {part:?} {took:?} {error}");
        assert!(took < DEADLINE + SLACK, "{name}: {took:?}, {error}");
        assert!(
            matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Connection),
            "{name}: {error}"
        );
    }
}

fn endless_interim_responses_postpone_no_deadline(version: Version) {
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    assert_in_time(version, "", hints);
    assert_in_time(version, "", "HTTP/1.1 100 Continue\r\n\r\n");
    assert_in_time(version, "", "HTTP/1.1 102 Processing\r\n\r\n");
}

fn endless_headers_and_chunks_postpone_no_deadline(version: Version) {
    assert_in_time(version, "HTTP/1.1 200 OK\r\n", "x-more: 1\r\n");
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    assert_in_time(version, chunked, "1\r\n \r\n");
    assert_in_time(version, "", "\r\n");
}
