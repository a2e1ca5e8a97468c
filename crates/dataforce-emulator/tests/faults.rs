//! Faults happen exactly as they were injected.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod raw;

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use dataforce_emulator::{Emulator, Endpoint, Fault, Moment};
use raw::{Connection, Reply, call, collections};

const AUTHORIZATION: (&str, &str) = ("authorization", "Bearer dfs_your_key");
const NEW: &str = r#"{"name":"n","description":"d","collection_type":"model"}"#;

/// Sends a create request, and reads the response.
fn create(emulator: &Emulator) -> std::io::Result<Reply> {
    let mut connection = Connection::to(emulator);
    let headers = [AUTHORIZATION, ("content-type", "application/json")];
    connection.send("POST", &collections(emulator), &headers, NEW.as_bytes());
    connection.receive()
}

fn list(emulator: &Emulator) -> Connection {
    let mut connection = Connection::to(emulator);
    connection.send("GET", &collections(emulator), &[AUTHORIZATION], b"");
    connection
}

#[test]
fn a_status_replaces_the_real_response() {
    let emulator = Emulator::start();
    let fault = Fault::status(503)
        .header("retry-after", "1")
        .html("<h1>Busy</h1>");
    emulator.inject(fault.on(Endpoint::CreateCollection).times(2));
    assert_eq!(list(&emulator).receive().unwrap().status, 200);
    for _ in 0..2 {
        let reply = create(&emulator).unwrap();
        reply.expect(503, "<h1>Busy</h1>");
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_eq!(
            reply.header("content-type"),
            Some("text/html; charset=utf-8")
        );
    }
    assert!(emulator.collections().is_empty());
    assert_eq!(create(&emulator).unwrap().status, 200);
    let faulty: Vec<_> = emulator.exchanges().iter().map(|it| it.faulty).collect();
    assert_eq!(faulty, [false, true, true, false]);
}

#[test]
fn a_gateway_may_give_up_on_a_request_that_was_processed() {
    let emulator = Emulator::start();
    emulator.inject(Fault::status(504).after_processing());
    create(&emulator).unwrap().expect(504, "");
    assert_eq!(emulator.collections().len(), 1);
}

#[test]
fn a_broken_connection_breaks_before_or_after_the_change() {
    let emulator = Emulator::start();
    let cases = [
        (Fault::reset(Moment::Before), ErrorKind::ConnectionReset, 0),
        (Fault::reset(Moment::After), ErrorKind::ConnectionReset, 1),
        (Fault::close(Moment::Before), ErrorKind::UnexpectedEof, 1),
        (Fault::close(Moment::After), ErrorKind::UnexpectedEof, 2),
    ];
    for (fault, kind, made) in cases {
        emulator.inject(fault);
        assert_eq!(create(&emulator).unwrap_err().kind(), kind);
        assert_eq!(emulator.collections().len(), made);
    }
    assert_eq!(emulator.requests().len(), 4);
    assert!(emulator.exchanges().iter().all(|it| it.response.is_none()));
}

#[test]
fn a_response_may_break_off() {
    let emulator = Emulator::start();
    let cases = [
        (
            Fault::reset(Moment::During),
            Some(ErrorKind::ConnectionReset),
        ),
        (Fault::close(Moment::During), None),
        (Fault::truncated(), None),
    ];
    for (made, (fault, kind)) in cases.into_iter().enumerate() {
        emulator.inject(fault);
        let mut connection = Connection::to(&emulator);
        let headers = [AUTHORIZATION, ("content-type", "application/json")];
        connection.send("POST", &collections(&emulator), &headers, NEW.as_bytes());
        let head = connection.head().unwrap();
        assert_eq!(head.status, 200);
        let length: usize = head.header("content-length").unwrap().parse().unwrap();
        assert_eq!(connection.read(length / 2).unwrap().len(), length / 2);
        match kind {
            Some(kind) => assert_eq!(connection.rest().unwrap_err().kind(), kind),
            None => assert_eq!(connection.rest().unwrap(), b""),
        }
        assert_eq!(emulator.collections().len(), made + 1);
    }
}

#[test]
fn a_response_without_a_body_breaks_off_before_its_head() {
    let emulator = Emulator::builder().collections(3).start();
    for (left, fault) in [
        Fault::reset(Moment::During),
        Fault::close(Moment::During),
        Fault::truncated(),
    ]
    .into_iter()
    .enumerate()
    {
        emulator.inject(fault);
        let mut connection = Connection::to(&emulator);
        let path = raw::collection(&emulator, emulator.collections()[0].id);
        connection.send("DELETE", &path, &[AUTHORIZATION], b"");
        assert!(connection.receive().is_err());
        assert_eq!(emulator.collections().len(), 2 - left);
    }
}

#[test]
fn headers_can_be_added_to_any_response() {
    let emulator = Emulator::start();
    emulator.inject(
        Fault::delay(Duration::ZERO)
            .header("etag", "x")
            .header("server", "gateway"),
    );
    let reply = list(&emulator).receive().unwrap();
    assert_eq!(
        (reply.header("etag"), reply.header("server")),
        (Some("x"), Some("gateway"))
    );
}

#[test]
fn bodies_can_be_damaged() {
    let emulator = Emulator::start();
    emulator.inject(Fault::malformed());
    let reply = create(&emulator).unwrap();
    assert_eq!(reply.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&reply.body).is_err());

    emulator.inject(Fault::content_type("text/html"));
    let reply = create(&emulator).unwrap();
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("text/html"))
    );

    emulator.inject(Fault::empty());
    let reply = create(&emulator).unwrap();
    reply.expect(200, "");
    assert_eq!(reply.header("content-length"), Some("0"));

    emulator.inject(Fault::no_content());
    let reply = create(&emulator).unwrap();
    reply.expect(204, "");
    assert_eq!(emulator.collections().len(), 2);
}

#[test]
fn an_endless_body_continues_until_the_client_closes_the_connection() {
    let emulator = Emulator::start();
    emulator.inject(Fault::endless());
    let mut connection = list(&emulator);
    let head = connection.head().unwrap();
    assert_eq!(head.header("transfer-encoding"), Some("chunked"));
    assert_eq!(head.header("content-length"), None);
    connection.read(5 << 20).unwrap();
    drop(connection);
    assert_eq!(list(&emulator).receive().unwrap().status, 200);
}

#[test]
fn redirects_have_the_given_location() {
    let emulator = Emulator::start();
    for target in ["/elsewhere", "http://other.test/organizations"] {
        emulator.inject(Fault::redirect(target));
        let reply = list(&emulator).receive().unwrap();
        assert_eq!(
            (reply.status, reply.header("location")),
            (307, Some(target))
        );
    }
}

#[test]
fn delays_come_before_the_headers_or_within_the_body() {
    let pause = Duration::from_millis(50);
    let emulator = Emulator::builder().collections(1).start();
    emulator.inject(Fault::delay(pause));
    let start = Instant::now();
    list(&emulator).head().unwrap();
    assert!(start.elapsed() >= pause);

    emulator.inject(Fault::slow_body(pause));
    let start = Instant::now();
    let mut connection = list(&emulator);
    let length = connection
        .head()
        .unwrap()
        .header("content-length")
        .unwrap()
        .parse()
        .unwrap();
    let body = connection.read(length).unwrap();
    assert!(start.elapsed() >= pause);
    let exchange = &emulator.exchanges()[1];
    assert_eq!(
        exchange.response.as_ref().unwrap().body.as_deref(),
        Some(&body[..])
    );
}

#[test]
fn a_client_that_gives_up_has_changed_the_state_nevertheless() {
    let emulator = Emulator::start();
    emulator.inject(Fault::delay(Duration::from_secs(600)));
    let mut connection = Connection::to(&emulator);
    let headers = [AUTHORIZATION, ("content-type", "application/json")];
    connection.send("POST", &collections(&emulator), &headers, NEW.as_bytes());
    while emulator.collections().is_empty() {
        std::thread::yield_now();
    }
    drop(connection);
    // The pending response does not keep the emulator from stopping.
    drop(emulator);
}

#[test]
fn a_fault_may_close_the_connection_unannounced() {
    let emulator = Emulator::start();
    emulator.inject(Fault::status(500).body("x").then_close());
    let mut connection = list(&emulator);
    let reply = connection.receive().unwrap();
    reply.expect(500, "x");
    assert_eq!(reply.header("connection"), None);
    assert_eq!(connection.rest().unwrap(), b"");

    // This also holds without a body.
    emulator.inject(Fault::status(500).then_close());
    let mut connection = list(&emulator);
    let reply = connection.receive().unwrap();
    assert_eq!(reply.header("connection"), None);
    assert_eq!(connection.rest().unwrap(), b"");
}

#[test]
fn a_status_without_a_body_leaves_the_connection_usable() {
    let emulator = Emulator::start();
    for status in [204, 304] {
        emulator.inject(Fault::status(status).body("not sent"));
        let mut connection = list(&emulator);
        let reply = connection.receive().unwrap();
        reply.expect(status, "");
        assert_eq!(reply.header("content-length"), None);
        let path = collections(&emulator);
        connection.send("GET", &path, &[AUTHORIZATION], b"");
        connection.receive().unwrap().expect(200, "[]");
    }
}

#[test]
fn a_fault_may_announce_that_the_connection_closes() {
    let emulator = Emulator::start();
    emulator.inject(Fault::status(503).header("connection", "close"));
    let mut connection = list(&emulator);
    let reply = connection.receive().unwrap();
    assert_eq!(reply.header("connection"), Some("close"));
    assert_eq!(connection.rest().unwrap(), b"");
}

#[test]
fn connections_are_refused_and_accepted_again_on_the_same_port() {
    let emulator = Emulator::builder().collections(1).start();
    let address = emulator.address();
    let mut open = list(&emulator);
    open.receive().unwrap();
    for _ in 0..2 {
        emulator.refuse_connections();
        let refused = TcpStream::connect(address).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        emulator.refuse_connections();
        emulator.accept_connections();
        emulator.accept_connections();
        assert_eq!(list(&emulator).receive().unwrap().status, 200);
    }
    assert!(open.rest().is_ok_and(|rest| rest.is_empty()));
    assert_eq!(emulator.collections().len(), 1);
}

#[test]
fn faults_can_be_cleared_and_apply_to_any_path() {
    let emulator = Emulator::start();
    emulator.inject(Fault::status(502).always());
    for path in ["/nowhere", "/users/me/organizations"] {
        call(&emulator, "GET", path, "").expect(502, "");
    }
    assert_eq!(emulator.pending_faults().len(), 1);
    emulator.clear_faults();
    assert_eq!(
        call(&emulator, "GET", "/users/me/organizations", "").status,
        200
    );
}

#[test]
fn faults_are_parsed_from_text() {
    let emulator = Emulator::start();
    for words in [
        "create_collection, 503, retry-after-date=5s, times=2",
        "html,list_collections,after=1",
    ] {
        emulator.inject(words.parse().unwrap());
    }
    let reply = create(&emulator).unwrap();
    assert_eq!(reply.status, 503);
    assert!(
        reply
            .header("retry-after")
            .is_some_and(|date| date.ends_with(" GMT"))
    );
    let types: Vec<_> = (0..3)
        .map(|_| list(&emulator).receive().unwrap())
        .map(|reply| reply.header("content-type").map(ToOwned::to_owned))
        .collect();
    assert_eq!(
        types,
        [
            "application/json",
            "text/html; charset=utf-8",
            "application/json"
        ]
        .map(|it| Some(it.to_owned()))
    );

    for (words, complaint) in [
        (
            "list_collections",
            "`list_collections` does not name what happens",
        ),
        ("503,404", "`503,404` names two things that happen"),
        ("503,times=x", "`x` in `times=x` is not a number"),
        (
            "delay=5",
            "`5` is not a duration such as `250ms`, `1.5s` or `2m`",
        ),
        ("99", "99 is not the status of a final HTTP response"),
    ] {
        assert_eq!(words.parse::<Fault>().unwrap_err().to_string(), complaint);
    }
    let unknown = "503,list_collection"
        .parse::<Fault>()
        .unwrap_err()
        .to_string();
    assert!(
        unknown.starts_with("`list_collection` is not a fault"),
        "{unknown}"
    );
}
