//! HTTP at the edges, and what clients can make the emulator hold, on both versions.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod raw;

use std::time::Duration;

use dataforce_emulator::{ApiVersion, Emulator, EmulatorBuilder};
use raw::{Connection, Reply, call, collections};

const AUTHORIZATION: (&str, &str) = ("authorization", "Bearer dfs_your_key");
const INVALID: &str = "Invalid HTTP request received.";

/// Runs a test on both versions.
fn on_both(test: impl Fn(EmulatorBuilder)) {
    for version in [ApiVersion::Legacy, ApiVersion::V1] {
        test(Emulator::builder().api_version(version));
    }
}

/// A valid body of a create on both versions.
fn new_collection(description: &str) -> String {
    format!(
        r#"{{"name":"n","description":"{description}","collection_type":"model","type":"model"}}"#
    )
}

/// Sends bytes as they are, and reads the response.
fn exchange(emulator: &Emulator, request: &str) -> (Connection, Reply) {
    let mut connection = Connection::to(emulator);
    connection.write(request.as_bytes());
    let reply = connection.receive().unwrap();
    (connection, reply)
}

#[test]
fn what_is_not_http_is_rejected_and_the_connection_closed() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = collections(&emulator);
        for request in [
            format!("FOO {path} HTTP/1.1\r\nhost: x\r\n\r\n"),
            format!("get {path} HTTP/1.1\r\nhost: x\r\n\r\n"),
            "nonsense\r\n\r\n".to_owned(),
            format!("POST {path} HTTP/1.1\r\ncontent-length: x\r\n\r\n"),
            format!(
                "POST {path} HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n"
            ),
            format!("POST {path} HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nx\r\n"),
        ] {
            let (mut connection, reply) = exchange(&emulator, &request);
            reply.expect(400, INVALID);
            let content_type = reply.header("content-type");
            assert_eq!(content_type, Some("text/plain; charset=utf-8"));
            assert_eq!(connection.rest().unwrap(), b"", "{request}");
        }
        assert!(emulator.requests().is_empty());
        assert_eq!(call(&emulator, "GET", &path, "").status, 200);
    });
}

#[test]
fn long_queries_and_many_headers_are_accepted() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = format!("{}?x={}", collections(&emulator), "a".repeat(70 << 10));
        assert_eq!(call(&emulator, "GET", &path, "").status, 200);

        let names: Vec<_> = (0..200).map(|number| format!("x-{number}")).collect();
        let mut headers = vec![AUTHORIZATION];
        headers.extend(names.iter().map(|name| (name.as_str(), "1")));
        let mut connection = Connection::to(&emulator);
        connection.send("GET", &collections(&emulator), &headers, b"");
        assert_eq!(connection.receive().unwrap().status, 200);
        assert_eq!(emulator.requests()[1].header("x-199"), Some("1"));
    });
}

#[test]
fn browsers_may_call_from_other_origins() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = collections(&emulator);
        let origin = ("origin", "https://app.example");
        let mut connection = Connection::to(&emulator);
        connection.send("GET", &path, &[AUTHORIZATION, origin], b"");
        let reply = connection.receive().unwrap();
        assert_eq!(reply.status, 200);
        for (name, value) in [
            ("access-control-allow-origin", "https://app.example"),
            ("access-control-allow-credentials", "true"),
            ("vary", "Origin"),
        ] {
            assert_eq!(reply.header(name), Some(value));
        }
        let reply = call(&emulator, "GET", &path, "");
        assert_eq!(reply.header("access-control-allow-origin"), None);

        for (method, status, text) in [("PATCH", 200, "OK"), ("FOO", 400, "Disallowed CORS method")]
        {
            let headers = [
                origin,
                ("access-control-request-method", method),
                ("access-control-request-headers", "authorization"),
            ];
            connection.send("OPTIONS", "/any/path", &headers, b"");
            let reply = connection.receive().unwrap();
            reply.expect(status, text);
            let allowed = reply.header("access-control-allow-headers");
            assert_eq!(allowed, Some("authorization"));
            let origin = reply.header("access-control-allow-origin");
            assert_eq!(origin, Some("https://app.example"));
        }
        connection.send("OPTIONS", &path, &[], b"");
        assert_eq!(connection.receive().unwrap().status, 405);
    });
}

#[test]
fn a_crash_has_no_headers_for_browsers() {
    on_both(|builder| {
        let emulator = builder.start();
        let mut connection = Connection::to(&emulator);
        let headers = [AUTHORIZATION, ("origin", "https://app.example")];
        let body = new_collection(r"\u0000");
        connection.send("POST", &collections(&emulator), &headers, body.as_bytes());
        let reply = connection.receive().unwrap();
        assert_eq!(reply.status, 500);
        assert_eq!(reply.header("access-control-allow-origin"), None);
    });
}

#[test]
fn a_head_request_gets_the_head_of_a_405() {
    on_both(|builder| {
        let emulator = builder.start();
        let mut connection = Connection::to(&emulator);
        connection.send("HEAD", &collections(&emulator), &[AUTHORIZATION], b"");
        let head = connection.head().unwrap();
        assert_eq!(
            (head.status, head.header("content-length")),
            (405, Some("31"))
        );
        connection.send("GET", &collections(&emulator), &[AUTHORIZATION], b"");
        assert_eq!(connection.receive().unwrap().status, 200);
    });
}

#[test]
fn organizations_can_only_be_created_with_a_session() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = collections(&emulator);
        let (organizations, _) = path.split_at(path.find("/organizations").unwrap() + 14);
        let reply = call(&emulator, "GET", organizations, "");
        reply.expect(405, r#"{"detail":"Method Not Allowed"}"#);
        assert_eq!(reply.header("allow"), Some("POST"));
        assert_eq!(call(&emulator, "POST", organizations, "{}").status, 403);
        let reply = call(&emulator, "GET", &format!("{organizations}/"), "");
        reply.expect(307, "");
        let location = format!("http://emulator.test{organizations}");
        assert_eq!(reply.header("location"), Some(location.as_str()));
    });
}

#[test]
fn a_redirect_keeps_the_scheme_that_a_proxy_received() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = collections(&emulator);
        let mut connection = Connection::to(&emulator);
        let forwarded = [("x-forwarded-proto", "https")];
        connection.send("GET", &format!("{path}/"), &forwarded, b"");
        let reply = connection.receive().unwrap();
        let location = format!("https://emulator.test{path}");
        assert_eq!(reply.header("location"), Some(location.as_str()));
    });
}

#[test]
fn connections_stay_open_unless_the_client_wants_otherwise() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = collections(&emulator);
        for (version, connection_header, closes, announced) in [
            ("1.1", "", false, None),
            ("1.1", "connection: close\r\n", true, Some("close")),
            ("1.0", "", true, Some("close")),
            ("1.0", "connection: keep-alive\r\n", true, Some("close")),
        ] {
            let request =
                format!("GET {path} HTTP/{version}\r\nhost: x\r\n{connection_header}\r\n");
            let (mut connection, reply) = exchange(&emulator, &request);
            assert_eq!((reply.status, reply.header("connection")), (401, announced));
            if closes {
                assert_eq!(connection.rest().unwrap(), b"");
            } else {
                connection.send("GET", &path, &[AUTHORIZATION], b"");
                assert_eq!(connection.receive().unwrap().status, 200);
            }
        }
    });
}

#[test]
fn requests_may_follow_each_other_without_waiting() {
    on_both(|builder| {
        let emulator = builder.start();
        let mut connection = Connection::to(&emulator);
        for method in ["GET", "PUT", "GET"] {
            connection.send(method, &collections(&emulator), &[AUTHORIZATION], b"");
        }
        let statuses = [(); 3].map(|()| connection.receive().unwrap().status);
        assert_eq!(statuses, [200, 405, 200]);
    });
}

#[test]
fn bodies_may_come_in_chunks_and_wait_for_a_go_ahead() {
    on_both(|builder| {
        let emulator = builder.start();
        let body = new_collection("d");
        let (start, end) = body.split_at(10);
        let path = collections(&emulator);
        let (name, value) = AUTHORIZATION;
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\n{name}: {value}\r\n");
        let chunks = format!(
            "{:X};x=y\r\n{start}\r\n{:x}\r\n{end}\r\n0\r\ntrailer: 1\r\n\r\n",
            start.len(),
            end.len()
        );
        let request = format!("{head}transfer-encoding: chunked\r\n\r\n{chunks}");
        let (mut connection, reply) = exchange(&emulator, &request);
        assert_eq!(reply.status, 200);
        assert_eq!(emulator.requests()[0].body, body);

        let length = body.len();
        let waits = format!("{head}expect: 100-continue\r\ncontent-length: {length}\r\n\r\n");
        connection.write(waits.as_bytes());
        assert_eq!(connection.head().unwrap().status, 100);
        connection.write(body.as_bytes());
        assert_eq!(connection.receive().unwrap().status, 200);
    });
}

#[test]
fn the_target_of_a_request_to_a_proxy_is_accepted() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = collections(&emulator);
        call(&emulator, "GET", &format!("http://emulator.test{path}"), "");
        assert_eq!(emulator.requests()[0].path, path);
        assert_eq!(
            emulator.exchanges()[0].response.as_ref().unwrap().status,
            200
        );
    });
}

#[test]
fn a_body_beyond_the_limit_is_rejected() {
    on_both(|builder| {
        let emulator = builder.max_body_bytes(1000).start();
        let path = collections(&emulator);
        let body = new_collection("");
        let fits = new_collection(&"d".repeat(1000 - body.len()));
        assert_eq!(call(&emulator, "POST", &path, &fits).status, 200);
        let too_long = new_collection(&"d".repeat(1001 - body.len()));
        let text = "The emulator does not accept bodies of this size.";
        let reply = call(&emulator, "POST", &path, &too_long);
        reply.expect(413, text);
        assert_eq!(reply.header("connection"), Some("close"));

        // It does not wait for a body that was announced, and does not hold one that was not.
        let announced = format!("POST {path} HTTP/1.1\r\ncontent-length: 300000000\r\n\r\n");
        exchange(&emulator, &announced).1.expect(413, text);
        let chunked = format!("POST {path} HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n");
        exchange(&emulator, &chunked).1.expect(413, text);
        assert_eq!(emulator.requests().len(), 1);
    });
}

#[test]
fn a_client_that_is_still_sending_reads_the_rejection() {
    on_both(|builder| {
        let emulator = builder.max_body_bytes(1000).start();
        let path = collections(&emulator);
        let mut connection = Connection::to(&emulator);
        let long = vec![b' '; 20 << 20];
        connection.send("POST", &path, &[AUTHORIZATION], &long);
        assert_eq!(connection.receive().unwrap().status, 413);
    });
}

#[test]
fn headers_beyond_the_limit_are_rejected() {
    on_both(|builder| {
        let emulator = builder.start();
        let path = format!("{}?x={}", collections(&emulator), "a".repeat(2 << 20));
        let reply = call(&emulator, "GET", &path, "");
        reply.expect(431, "The emulator does not accept headers of this size.");
    });
}

#[test]
fn a_request_that_does_not_end_is_given_up() {
    on_both(|builder| {
        let emulator = builder.request_timeout(Duration::from_millis(50)).start();
        let path = collections(&emulator);
        let mut idle = Connection::to(&emulator);
        idle.send("GET", &path, &[AUTHORIZATION], b"");
        assert_eq!(idle.receive().unwrap().status, 200);
        for half in [
            format!("GET {path} HTTP/1.1\r\nhost: "),
            format!("POST {path} HTTP/1.1\r\ncontent-length: 10\r\n\r\n{{"),
        ] {
            let mut connection = Connection::to(&emulator);
            connection.write(half.as_bytes());
            assert_eq!(connection.rest().unwrap(), b"");
        }
        // A connection without a request under way stays.
        idle.send("GET", &path, &[AUTHORIZATION], b"");
        assert_eq!(idle.receive().unwrap().status, 200);
    });
}

#[test]
fn connections_beyond_the_limit_wait() {
    on_both(|builder| {
        let emulator = builder.max_connections(2).start();
        let path = collections(&emulator);
        let mut open: Vec<_> = (0..2).map(|_| Connection::to(&emulator)).collect();
        for connection in &mut open {
            connection.send("GET", &path, &[AUTHORIZATION], b"");
            connection.receive().unwrap();
        }
        let mut waiting = Connection::to(&emulator);
        waiting.send("GET", &path, &[AUTHORIZATION], b"");
        for _ in 0..10 {
            open[0].send("GET", &path, &[AUTHORIZATION], b"");
            open[0].receive().unwrap();
        }
        assert_eq!(emulator.requests().len(), 12);
        drop(open.pop());
        assert_eq!(waiting.receive().unwrap().status, 200);
        assert_eq!(emulator.requests().len(), 13);
    });
}
