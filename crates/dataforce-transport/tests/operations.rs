//! What differs between operations is data: the transport decides by it, and not by HTTP methods.

#![allow(clippy::unwrap_used)]

mod server;

use std::time::Duration;

use dataforce_transport::{ClientBuilder, ErrorKind, MissingTarget, Operation};
use dataforce_transport::{RetryPolicy, Transport};
use serde_json::{Value, json};
use server::{Server, Step};

const READ: Operation = Operation {
    id: "read_item",
    method: "GET",
    path: "/item",
    safe: true,
    idempotent: true,
    rejections: &[],
    missing_target: None,
};
const CREATE: Operation = Operation {
    id: "create_item",
    method: "POST",
    path: "/item",
    safe: false,
    idempotent: false,
    rejections: &[422],
    missing_target: None,
};
const CREATE_IDEMPOTENT: Operation = Operation {
    idempotent: true,
    ..CREATE
};
const DELETE: Operation = Operation {
    id: "delete_item",
    method: "DELETE",
    path: "/item",
    safe: false,
    idempotent: true,
    rejections: &[409],
    missing_target: Some(MissingTarget {
        status: 404,
        detail: "Item not found",
    }),
};

fn transport(server: &Server) -> Transport {
    ClientBuilder::new()
        .api_key("dfs_test")
        .base_url(server.url())
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
        .build()
        .unwrap()
}

async fn send(
    server: &Server,
    operation: &'static Operation,
) -> Result<Value, dataforce_transport::Error> {
    let transport = transport(server);
    let url = format!("{}{}", transport.base_url(), operation.path);
    let request = transport
        .http()
        .request(operation.method.parse().unwrap(), url);
    let request = match operation.method {
        "POST" => request.json(&json!({"name": "item"})),
        _ => request,
    };
    if operation.method == "DELETE" {
        let response = transport.send_without_body(operation, request).await?;
        return Ok(response.status().as_u16().into());
    }
    Ok(transport
        .send::<Value>(operation, request)
        .await?
        .into_inner())
}

#[tokio::test]
async fn a_post_that_the_contract_calls_idempotent_is_repeated() {
    for lost in [Step::Close, Step::Respond(500, ""), Step::Respond(408, "")] {
        let server = Server::start([lost, Step::Respond(200, "{}")]);
        send(&server, &CREATE_IDEMPOTENT).await.unwrap();
        assert_eq!(server.requests().len(), 2);

        let server = Server::start([lost, Step::Respond(200, "{}")]);
        let error = send(&server, &CREATE).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn what_cannot_have_been_processed_is_repeated() {
    let server = Server::start([Step::Respond(429, ""), Step::Respond(200, "{}")]);
    send(&server, &CREATE).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn after_a_lost_deletion_only_the_missing_target_is_a_success() {
    let missing = Step::Respond(404, r#"{"detail":"Item not found"}"#);
    let server = Server::start([Step::Close, missing]);
    assert_eq!(send(&server, &DELETE).await.unwrap(), 204);

    for other in [
        Step::Respond(404, r#"{"detail":"Parent not found"}"#),
        Step::Respond(404, r#"{"detail":"Not Found"}"#),
        Step::Respond(404, "default backend - 404"),
        Step::Respond(410, r#"{"detail":"Item not found"}"#),
    ] {
        let server = Server::start([Step::Close, other]);
        let error = send(&server, &DELETE).await.unwrap_err();
        assert!(!error.is_missing_target(), "{error}");
        assert!(error.outcome_unknown(), "{error}");
    }
}

#[tokio::test]
async fn without_a_lost_attempt_a_missing_target_is_an_error() {
    let server = Server::start([Step::Respond(404, r#"{"detail":"Item not found"}"#)]);
    let error = send(&server, &DELETE).await.unwrap_err();
    assert!(error.is_missing_target());
    assert!(!error.outcome_unknown());
    assert_eq!(
        error.to_string(),
        "delete_item: the server responded with 404 Not Found: Item not found"
    );
}

#[tokio::test]
async fn a_declared_rejection_rules_out_that_an_earlier_attempt_took_effect() {
    let conflict = Step::Respond(409, r#"{"detail":"Item is in use"}"#);
    let server = Server::start([Step::Close, conflict]);
    let error = send(&server, &DELETE).await.unwrap_err();
    assert!(!error.outcome_unknown(), "{error}");

    // 422 is no rejection that this operation declares, and a gateway speaks for nobody.
    for other in [
        Step::Respond(422, r#"{"detail":"Item is in use"}"#),
        Step::Respond(409, "conflict"),
    ] {
        let server = Server::start([Step::Close, other]);
        let error = send(&server, &DELETE).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
    }
}

#[tokio::test]
async fn any_2xx_whose_body_decodes_is_a_success() {
    for status in [200, 201, 203, 206, 299] {
        let server = Server::start([Step::Respond(status, r#"{"id":1}"#)]);
        assert_eq!(send(&server, &CREATE).await.unwrap(), json!({"id": 1}));
    }
    for (status, body) in [(201, ""), (200, "<html>"), (204, "")] {
        let server = Server::start([Step::Respond(status, body)]);
        let error = send(&server, &CREATE).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Undecodable, "{error}");
        assert!(error.outcome_unknown());
        let server = Server::start([Step::Respond(status, body)]);
        assert!(!send(&server, &READ).await.unwrap_err().outcome_unknown());
    }
}

#[tokio::test]
async fn without_a_result_nothing_or_json_is_a_success() {
    for (status, body) in [(204, ""), (200, ""), (200, "{}"), (200, "null"), (205, "")] {
        let server = Server::start([Step::Respond(status, body)]);
        send(&server, &DELETE).await.unwrap();
    }
    for (status, body) in [(202, ""), (202, "{}"), (200, "<html>"), (200, "OK")] {
        let server = Server::start([Step::Respond(status, body)]);
        let error = send(&server, &DELETE).await.unwrap_err();
        assert!(error.outcome_unknown(), "{status} {body}: {error}");
    }
}

#[tokio::test]
async fn it_is_said_that_repetitions_are_suspended() {
    let server = Server::start([Step::Respond(500, "")]);
    let transport = transport(&server);
    for _ in 0..200 {
        let request = transport
            .http()
            .get(format!("{}/item", transport.base_url()));
        let error = transport.send::<Value>(&READ, request).await.unwrap_err();
        if error.retries_suspended() {
            assert!(
                error
                    .to_string()
                    .contains("most recent retries have failed"),
                "{error}"
            );
            return;
        }
    }
    panic!("the budget is never empty");
}
