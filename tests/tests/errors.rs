//! The error for each response of a server, and for none: the rows of the table at
//! `dataforce::Error`.

use std::sync::Arc;
use std::time::Duration;

use dataforce::{
    ApiVersion, Client, ClientBuilder, Collection, CollectionType, Error, ErrorKind, OrbitId,
    OrganizationId, Result, RetryPolicy,
};
use dataforce_api::legacy::types;
use dataforce_emulator::{self as emulated, Emulator, Endpoint, Fault, Moment, Seed};
use dataforce_httpmock::legacy::{MockServerExt, operations};
use dataforce_tests::{Server, steady};
use expect_test::expect;
use futures_util::FutureExt;
use httpmock::{MockServer, Then};
use serde_json::json;
use syn::Item;

/// All that an error tells.
fn described(error: &Error) -> String {
    let predicates = [
        ("configuration", error.is_configuration()),
        ("not_found", error.is_not_found()),
        (
            "multiple_resources_found",
            error.is_multiple_resources_found(),
        ),
        ("unauthorized", error.is_unauthorized()),
        ("forbidden", error.is_forbidden()),
        ("conflict", error.is_conflict()),
        ("validation", error.is_validation()),
        ("connection", error.is_connection()),
        ("rate_limited", error.is_rate_limited()),
        ("timeout", error.is_timeout()),
        ("retryable", error.is_retryable()),
        ("outcome_unknown", error.outcome_unknown()),
    ];
    let predicates = predicates.iter().filter(|(_, holds)| *holds);
    let predicates: Vec<_> = predicates.map(|(name, _)| *name).collect();
    let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let body = error.body().map(String::from_utf8_lossy);
    let told = format!(
        "kind: {:?}\nis: {}\nstatus: {}\ndetail: {}\nbody: {}\nrequest: {} {} {}\nmessage: {error}\n",
        error.kind(),
        predicates.join(", "),
        error
            .status()
            .map_or("-".to_owned(), |status| status.to_string()),
        text(error.detail()),
        text(body.as_deref()),
        text(error.operation()),
        text(error.method()),
        text(error.url()),
    );
    steady(&told)
}

fn within(builder: ClientBuilder) -> Result<Client> {
    builder
        .api_key("dfs_your_key")
        .organization(OrganizationId::from(Seed::ORGANIZATION_ID))
        .orbit(OrbitId::from(Seed::ORBIT_ID))
        .retry(RetryPolicy::none())
        .build()
}

fn mocked(server: &MockServer) -> Client {
    let builder = Client::builder().base_url(server.base_url());
    within(builder.api_version(ApiVersion::Legacy)).unwrap()
}

/// Returns the error of a list that gets this response.
async fn list_answered(answer: impl FnOnce(operations::ListCollectionsThen)) -> Error {
    let server = MockServer::start();
    server.list_collections(|_, then| answer(then));
    mocked(&server).collections().list().await.unwrap_err()
}

/// Returns the error of a list that gets a response which the contract does not declare.
async fn list_answered_oddly(answer: impl FnOnce(Then)) -> Error {
    list_answered(|then| answer(then.into_inner())).await
}

/// Returns the error of a list with this fault.
async fn list_meets(fault: Fault) -> Error {
    let server = Server::run(Emulator::builder().fault(fault));
    let client = within(server.client()).unwrap();
    client.collections().list().await.unwrap_err()
}

/// Returns the error of a list that takes longer than the client waits.
async fn list_waits_for(fault: Fault) -> Error {
    let server = Server::run(Emulator::builder().fault(fault));
    let client = within(impatient(server.client())).unwrap();
    client.collections().list().await.unwrap_err()
}

fn impatient(builder: ClientBuilder) -> ClientBuilder {
    builder.attempt_timeout(Duration::from_millis(200))
}

fn sentence(detail: &str) -> types::ErrorDetail {
    serde_json::from_value(json!({ "detail": detail })).unwrap()
}

/// A mocked server that holds one collection, for operations that look for their target first.
fn with_one_collection() -> MockServer {
    let server = MockServer::start();
    server.list_collections(|_, then| {
        let list = json!([{
            "id": Seed::COLLECTION_ID,
            "orbit_id": Seed::ORBIT_ID,
            "name": "My Collection",
            "description": "",
            "collection_type": "model",
            "tags": null,
            "total_models": 1,
            "created_at": "1970-01-01T00:00:00Z",
            "updated_at": null,
        }]);
        then.ok(&serde_json::from_value(list).unwrap());
    });
    server
}

async fn create(client: &Client) -> Result<Collection> {
    client
        .collections()
        .create("New", CollectionType::Model)
        .send()
        .await
}

#[tokio::test]
async fn a_key_that_the_server_does_not_know() {
    let error = list_answered(|then| {
        then.unauthorized(&sentence("Not authenticated"));
    })
    .await;
    expect![[r#"
        kind: Unauthorized
        is: unauthorized
        status: 401
        detail: Not authenticated
        body: {"detail":"Not authenticated"}
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 401 Unauthorized: Not authenticated: check the API key, which starts with dfs_ and comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_right_that_the_owner_of_the_key_lacks() {
    let error = list_answered(|then| {
        then.forbidden(&sentence("Not enough rights"));
    })
    .await;
    expect![[r#"
        kind: Forbidden
        is: forbidden
        status: 403
        detail: Not enough rights
        body: {"detail":"Not enough rights"}
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 403 Forbidden: Not enough rights: the key's owner is not a member of the organization, or their role does not allow this
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn an_orbit_that_is_not_there() {
    let error = list_answered(|then| {
        then.not_found(&sentence("Orbit not found"));
    })
    .await;
    expect![[r#"
        kind: NotFound
        is: not_found
        status: 404
        detail: Orbit not found
        body: {"detail":"Orbit not found"}
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 404 Not Found: Orbit not found: name another one on the builder and `connect`, or call `set_orbit`
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_collection_that_vanishes_before_it_is_updated() {
    let server = with_one_collection();
    server.update_collection(|_, then| {
        then.not_found(&sentence("Collection not found"));
    });
    let client = mocked(&server);
    let update = client.collections().update("My Collection").name("New");
    expect![[r#"
        kind: NotFound
        is: not_found
        status: 404
        detail: Collection not found
        body: {"detail":"Collection not found"}
        request: update_collection PATCH http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections/0199c455-21ee-74c6-b747-19a82f1a1e75
        message: could not update collection 0199c455-21ee-74c6-b747-19a82f1a1e75 in orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 404 Not Found: Collection not found
    "#]].assert_eq(&described(&update.send().await.unwrap_err()));
}

#[tokio::test]
async fn a_collection_that_holds_models() {
    let server = with_one_collection();
    server.delete_collection(|_, then| {
        then.conflict(&sentence("Collection has models and cant be deleted"));
    });
    let error = mocked(&server)
        .collections()
        .delete("My Collection")
        .await
        .unwrap_err();
    expect![[r#"
        kind: Conflict
        is: conflict
        status: 409
        detail: Collection has models and cant be deleted
        body: {"detail":"Collection has models and cant be deleted"}
        request: delete_collection DELETE http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections/0199c455-21ee-74c6-b747-19a82f1a1e75
        message: could not delete collection 0199c455-21ee-74c6-b747-19a82f1a1e75 in orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 409 Conflict: Collection has models and cant be deleted: delete what the collection holds first, in the web application
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn faults_that_the_server_finds_in_a_request() {
    let server = MockServer::start();
    server.create_collection(|_, then| {
        then.into_inner().status(422).body(r#"{"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required","input":{}},{"type":"string_type","loc":["body","tags",0],"msg":"Input should be a valid string","input":7}]}"#);
    });
    expect![[r#"
        kind: Validation
        is: validation
        status: 422
        detail: body.name: Field required; body.tags.0: Input should be a valid string
        body: {"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required","input":{}},{"type":"string_type","loc":["body","tags",0],"msg":"Input should be a valid string","input":7}]}
        request: create_collection POST http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not create collection "New" in orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 422 Unprocessable Entity: body.name: Field required; body.tags.0: Input should be a valid string
    "#]].assert_eq(&described(&create(&mocked(&server)).await.unwrap_err()));
}

#[tokio::test]
async fn a_request_that_the_server_cannot_read() {
    let server = MockServer::start();
    server.create_collection(|_, then| {
        then.bad_request(&sentence("There was an error parsing the body"));
    });
    expect![[r#"
        kind: Validation
        is: validation
        status: 400
        detail: There was an error parsing the body
        body: {"detail":"There was an error parsing the body"}
        request: create_collection POST http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not create collection "New" in orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 400 Bad Request: There was an error parsing the body
    "#]].assert_eq(&described(&create(&mocked(&server)).await.unwrap_err()));
}

#[tokio::test]
async fn too_many_requests() {
    let error = list_answered_oddly(|then| {
        then.status(429)
            .header("retry-after", "7")
            .json_body(json!({"detail": "Slow down"}));
    })
    .await;
    expect![[r#"
        kind: RateLimited
        is: rate_limited, retryable
        status: 429
        detail: Slow down
        body: {"detail":"Slow down"}
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 429 Too Many Requests: Slow down: call less often
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn the_headers_of_an_answer_are_kept() {
    let error = list_answered_oddly(|then| {
        then.status(429)
            .header("retry-after", "7")
            .header("x-request-id", "r7");
    })
    .await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.headers().unwrap()["x-request-id"], "r7");
    // Also of a success that cannot be read.
    let error = list_answered_oddly(|then| {
        then.status(200).header("x-request-id", "r8").body("<html>");
    })
    .await;
    assert_eq!(error.headers().unwrap()["x-request-id"], "r8");
    assert_eq!(error.retry_after(), None);
}

#[tokio::test]
async fn a_crash_of_the_server() {
    let error = list_answered(|then| {
        then.internal_server_error("Internal Server Error");
    })
    .await;
    expect![[r#"
        kind: Server
        is: retryable
        status: 500
        detail: -
        body: Internal Server Error
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 500 Internal Server Error
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_crash_of_the_server_amid_a_change_leaves_open_what_happened() {
    let server = MockServer::start();
    server.create_collection(|_, then| {
        then.internal_server_error("Internal Server Error");
    });
    expect![[r#"
        kind: Server
        is: outcome_unknown
        status: 500
        detail: -
        body: Internal Server Error
        request: create_collection POST http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not create collection "New" in orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 500 Internal Server Error; the operation may have taken effect nevertheless
    "#]].assert_eq(&described(&create(&mocked(&server)).await.unwrap_err()));
}

#[tokio::test]
async fn a_gateway_that_answers_in_html() {
    let error = list_answered(|then| {
        then.bad_gateway("<html><body><h1>502 Bad Gateway</h1></body></html>");
    })
    .await;
    expect![[r#"
        kind: Server
        is: retryable
        status: 502
        detail: -
        body: <html><body><h1>502 Bad Gateway</h1></body></html>
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 502 Bad Gateway
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_gateway_without_a_server() {
    let error = list_answered(|then| {
        then.service_unavailable("");
    })
    .await;
    expect![[r#"
        kind: Server
        is: retryable
        status: 503
        detail: -
        body: 
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 503 Service Unavailable
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_gateway_that_gave_up() {
    let error = list_answered(|then| {
        then.gateway_timeout("upstream request timeout");
    })
    .await;
    expect![[r#"
        kind: Server
        is: retryable
        status: 504
        detail: -
        body: upstream request timeout
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 504 Gateway Timeout: upstream request timeout
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_method_that_the_server_does_not_know() {
    let error = list_answered_oddly(|then| {
        then.status(405)
            .header("allow", "POST")
            .json_body(json!({"detail": "Method Not Allowed"}));
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 405
        detail: Method Not Allowed
        body: {"detail":"Method Not Allowed"}
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 405 Method Not Allowed: check that the base URL is that of a DataForce or LUML server
    "#]].assert_eq(&described(&error));
}

/// A proxy or firewall knows nothing of keys, roles or collections.
#[tokio::test]
async fn a_status_that_is_not_of_the_service() {
    for status in [401, 403, 404, 409, 422] {
        let error = list_answered_oddly(|then| {
            then.status(status)
                .header("content-type", "text/html")
                .body("<h1>Blocked</h1>");
        })
        .await;
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        for claim in ["API key", "role", "collection holds"] {
            assert!(!error.to_string().contains(claim), "{error}");
        }
    }
}

#[tokio::test]
async fn every_success_that_can_be_read_is_one() {
    let server = MockServer::start();
    server.list_collections(|_, then| {
        then.into_inner().status(203).json_body(json!([]));
    });
    assert_eq!(mocked(&server).collections().list().await.unwrap(), []);
}

#[tokio::test]
async fn a_malformed_collection_that_is_not_wanted() {
    let server = MockServer::start();
    server.list_collections(|_, then| {
        then.into_inner().status(200).json_body(json!([
            {"name": "Malformed"},
            {
                "id": Seed::COLLECTION_ID,
                "orbit_id": Seed::ORBIT_ID,
                "name": "My Collection",
                "description": "",
                "collection_type": "model",
                "created_at": "1970-01-01T00:00:00Z",
            },
        ]));
    });
    let collections = mocked(&server).collections();
    let found = collections.get("My Collection").await.unwrap();
    assert_eq!(found.unwrap().name, "My Collection");
    // Nothing is left out of a list, and the wanted one has to be readable.
    for error in [
        collections.list().await.unwrap_err(),
        collections.get("Malformed").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
    }
}

#[tokio::test]
async fn a_call_that_was_not_mocked() {
    let server = MockServer::start();
    for error in [
        mocked(&server).collections().list().await.unwrap_err(),
        create(&mocked(&server)).await.unwrap_err(),
    ] {
        let message = error.to_string();
        let said = r#"404 Not Found: {"message":"Request did not match any route or mock"}"#;
        assert!(message.contains(said), "{message}");
    }
}

#[tokio::test]
async fn a_page_of_a_gateway() {
    let error = list_answered_oddly(|then| {
        then.status(403)
            .header("server", "gateway/1.0")
            .header("content-type", "text/html")
            .body("<html><head><title>Access denied</title></head></html>");
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 403
        detail: -
        body: <html><head><title>Access denied</title></head></html>
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 403 Forbidden: Access denied (from "gateway/1.0"): the response is not the service's own: a proxy, a firewall or another server may have sent it
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_list_that_is_not_utf8() {
    let error = list_answered_oddly(|then| {
        then.status(200).body(b"[{\"id\":\"\xe9\"}]");
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 200
        detail: -
        body: [{"id":"�"}]
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is not what the contract promises: invalid unicode code point: a proxy may have cut it off or garbled it: try again
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_redirect_to_elsewhere() {
    let error = list_answered_oddly(|then| {
        then.status(301)
            .header("location", "https://example.com/moved");
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 301
        detail: -
        body: 
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 301 Moved Permanently, a redirect to "https://example.com/moved", which is not followed: set the base URL to that address if it is the right one
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_redirect_to_nowhere() {
    let error = list_answered_oddly(|then| {
        then.status(302);
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 302
        detail: -
        body: 
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 302 Found, a redirect without a target
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn an_answer_without_content_where_some_is_due() {
    let error = list_answered_oddly(|then| {
        then.status(204);
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 204
        detail: -
        body: 
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 204 No Content, but its body is missing: check that the base URL is that of a DataForce or LUML server
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn an_empty_body() {
    let error = list_answered_oddly(|then| {
        then.status(200).header("content-type", "application/json");
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 200
        detail: -
        body: 
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is missing: check that the base URL is that of a DataForce or LUML server
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_body_that_is_no_json() {
    let error = list_answered_oddly(|then| {
        then.status(200)
            .header("content-type", "application/json")
            .body("[{]");
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 200
        detail: -
        body: [{]
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is not what the contract promises: key must be a string: a proxy may have cut it off or garbled it: try again
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_page_for_people_under_the_address_of_the_server() {
    let error = list_answered_oddly(|then| {
        then.status(200)
            .header("content-type", "text/html")
            .body("<!doctype html><title>Welcome</title>");
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 200
        detail: -
        body: <!doctype html><title>Welcome</title>
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is not JSON but text/html: check that the base URL is that of a DataForce or LUML server
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_body_of_another_shape() {
    let error = list_answered_oddly(|then| {
        then.status(200).body(r#"{"items":[],"cursor":null}"#);
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 200
        detail: -
        body: {"items":[],"cursor":null}
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is not what the contract promises: invalid type: map, expected a sequence: the server may be newer than this crate: update the crate
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_collection_that_lacks_its_id() {
    let error = list_answered_oddly(|then| {
        then.status(200)
            .json_body(json!([{"name": "My Collection"}]));
    })
    .await;
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: 200
        detail: -
        body: [{"name":"My Collection"}]
        request: list_collections GET http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is not what the contract promises: `[0]`: missing field `collection_type`: the server may be newer than this crate: update the crate
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_created_collection_that_cannot_be_read_may_be_there() {
    let server = MockServer::start();
    server.create_collection(|_, then| {
        then.into_inner().status(200).body("created!");
    });
    expect![[r#"
        kind: UnexpectedResponse
        is: outcome_unknown
        status: 200
        detail: -
        body: created!
        request: create_collection POST http://HOST/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections
        message: could not create collection "New" in orbit 0199c455-21ed-7aba-9fe5-5231611220de: the server responded with 200 OK, but its body is not what the contract promises: expected value; the operation may have taken effect nevertheless: check that the base URL is that of a DataForce or LUML server
    "#]].assert_eq(&described(&create(&mocked(&server)).await.unwrap_err()));
}

#[tokio::test]
async fn no_server_at_all() {
    let server = Server::start();
    server.refuse_connections();
    let client = within(server.client()).unwrap();
    expect![[r#"
        kind: Connection
        is: connection, retryable
        status: -
        detail: -
        body: -
        request: list_collections GET -
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: no connection to http://HOST could be made (Connection refused): check the base URL, including https:// or http://, and the network
    "#]].assert_eq(&described(&client.collections().list().await.unwrap_err()));
    // What was not sent has no effect.
    assert!(!create(&client).await.unwrap_err().outcome_unknown());
}

/// Returns the port of a TLS server whose certificate nobody trusts.
fn untrusted() -> u16 {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(certified.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key.unwrap())
        .unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            // It fails, since the client does not trust the certificate.
            let _ = connection.complete_io(&mut stream);
        }
    });
    port
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let url = format!("https://localhost:{}", untrusted());
    let client = within(Client::builder().base_url(url)).unwrap();
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Certificate);
    assert!(error.to_string().contains("`root_certificate`"), "{error}");
    assert!(!error.is_retryable(), "{error}");
}

#[tokio::test]
async fn a_connection_that_is_lost_before_the_answer() {
    let error = list_meets(Fault::close(Moment::Before)).await;
    expect![[r#"
        kind: Connection
        is: connection, retryable
        status: -
        detail: -
        body: -
        request: list_collections GET -
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the connection was lost before the server responded (connection closed before message completed)
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn a_connection_that_is_lost_within_the_answer() {
    let error = list_meets(Fault::truncated()).await;
    expect![[r#"
        kind: Connection
        is: connection, retryable
        status: -
        detail: -
        body: -
        request: list_collections GET -
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the connection was lost before the response was complete (end of file before message length reached)
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn an_answer_that_does_not_come() {
    let error = list_waits_for(Fault::delay(Duration::from_secs(3600))).await;
    expect![[r#"
        kind: Timeout
        is: timeout, retryable
        status: -
        detail: -
        body: -
        request: list_collections GET -
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: no complete response arrived within 200.0ms, the time allowed by `attempt_timeout`
    "#]].assert_eq(&described(&error));
}

#[tokio::test]
async fn an_answer_that_does_not_end() {
    let error = list_waits_for(Fault::slow_body(Duration::from_secs(3600))).await;
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn an_answer_that_is_too_large() {
    let server = Server::run(Emulator::builder().collections(100));
    let client = within(server.client().max_response_bytes(1000)).unwrap();
    expect![[r#"
        kind: UnexpectedResponse
        is: 
        status: -
        detail: -
        body: -
        request: list_collections GET -
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the response body is larger than the limit of 1000 bytes: raise it with `max_response_bytes` on the builder
    "#]].assert_eq(&described(&client.collections().list().await.unwrap_err()));

    server.inject(Fault::endless().on(Endpoint::ListCollections));
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
}

#[tokio::test]
async fn an_answer_that_says_too_much_is_not_held() {
    let much = "x".repeat(1 << 20);
    for answer in [
        Fault::status(500).body(much.clone()),
        Fault::status(502).html(&much),
        Fault::status(403).json(&json!({"detail": much})),
        Fault::status(422).body(format!(
            r#"{{"detail":[{{"type":"string_type","loc":["body","tags",0],"msg":"Input should be a valid string","input":{{"description":"{much}"}}}}]}}"#
        )),
    ] {
        let error = list_meets(answer).await;
        assert_eq!(error.body().unwrap().len(), 64 * 1024);
        assert!(error.to_string().len() < 600, "{error}");
        assert!(error.detail().unwrap_or_default().len() < 400);
        if error.status() == Some(422) {
            // Although the body is cut within the echo, the fault is told.
            let detail = "body.tags.0: Input should be a valid string";
            assert_eq!(error.detail(), Some(detail));
        }
    }
}

#[tokio::test]
async fn many_faults_are_counted() {
    let fault = json!({"type": "missing", "loc": ["body", "name"], "msg": "Field required"});
    let error = list_meets(Fault::status(422).json(&json!({"detail": vec![fault; 1000]}))).await;
    assert_eq!(
        error.detail().unwrap().matches("Field required").count(),
        10
    );
    assert!(error.to_string().contains("and 990 more"), "{error}");
}

#[tokio::test]
async fn control_characters_of_the_server_do_not_reach_the_terminal() {
    let detail = "line\nbreak \u{1b}[31mred\u{7}";
    let error = list_meets(Fault::status(403).json(&json!({"detail": detail}))).await;
    assert!(!error.to_string().contains(char::is_control), "{error:?}");
}

#[tokio::test]
async fn changes_whose_fate_is_open() {
    let server = Server::run(Emulator::builder().collection(emulated::Collection::example()));
    // The request was processed, and the response was lost.
    for lost in [
        Fault::close(Moment::After),
        Fault::reset(Moment::During),
        Fault::truncated(),
        Fault::status(504).after_processing(),
        Fault::malformed(),
    ] {
        let client = within(server.client()).unwrap();
        assert_fate_is_open(&server, &client, lost).await;
    }
    // A request for which there was no time has no effect, so this takes one that arrived.
    let client = within(impatient(server.client())).unwrap();
    server.inject(Fault::delay(Duration::from_secs(3600)).always());
    server.clear_requests();
    let error = loop {
        let error = create(&client).await.unwrap_err();
        if !server.arrived().is_empty() {
            break error;
        }
    };
    assert!(error.is_timeout() && error.outcome_unknown(), "{error}");
}

async fn assert_fate_is_open(server: &Server, client: &Client, lost: Fault) {
    let collections = client.collections();
    server.inject(lost.clone().on(Endpoint::CreateCollection));
    let error = create(client).await.unwrap_err();
    assert!(error.outcome_unknown(), "{lost:?}: {error}");
    server.inject(lost.clone().on(Endpoint::UpdateCollection));
    let update = collections.update(Seed::COLLECTION_ID.to_string());
    let error = update.description("New").send().await.unwrap_err();
    assert!(error.outcome_unknown(), "{lost:?}: {error}");
    // Where nothing changes, nothing is open.
    server.inject(lost.clone().on(Endpoint::ListCollections));
    let error = collections.list().await.unwrap_err();
    assert!(!error.outcome_unknown(), "{lost:?}: {error}");
}

#[tokio::test]
async fn changes_that_were_refused() {
    let server = Server::run(Emulator::builder().collection(emulated::Collection::example()));
    let client = within(server.client()).unwrap();
    for status in [400, 401, 403, 404, 409, 422, 429] {
        server.inject(Fault::status(status).on(Endpoint::CreateCollection));
        let error = create(&client).await.unwrap_err();
        assert!(!error.outcome_unknown(), "{status}: {error}");
        server.inject(Fault::status(status).on(Endpoint::UpdateCollection));
        let update = client.collections().update(Seed::COLLECTION_ID.to_string());
        let error = update.description("New").send().await.unwrap_err();
        assert!(!error.outcome_unknown(), "{status}: {error}");
    }
    assert_eq!(
        server.collections(),
        [emulated::Collection::example()].map(|example| {
            emulated::Collection {
                orbit_id: Seed::ORBIT_ID,
                ..example
            }
        })
    );
}

#[tokio::test]
async fn a_text_that_cannot_be_stored() {
    let server = Server::start();
    let client = within(server.client()).unwrap();
    let create = client.collections().create("a\0b", CollectionType::Model);
    expect![[r#"
        kind: InvalidInput
        is: validation
        status: -
        detail: -
        body: -
        request: - - -
        message: the name "a\0b" contains a NUL character, which the server cannot store: remove it
    "#]]
    .assert_eq(&described(&create.send().await.unwrap_err()));
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn several_of_one_name() {
    let server = Server::start();
    for number in 1..=2 {
        let id = uuid::Uuid::from_u128(number);
        server.add_collection(emulated::Collection::new("Twins").id(id));
    }
    let client = within(server.client()).unwrap();
    let error = client.collections().get("Twins").await.unwrap_err();
    expect![[r#"
        kind: MultipleResourcesFound
        is: multiple_resources_found
        status: -
        detail: -
        body: -
        request: - - -
        message: the collection name "Twins" is ambiguous, because 2 collections have it: use one of the ids 00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002
    "#]].assert_eq(&described(&error));
}

#[test]
fn the_blocking_client_within_an_async_runtime() {
    let server = Server::start();
    let client = server.blocking_client().build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let error = runtime.block_on(async { client.organizations().list().unwrap_err() });
    expect![[r#"
        kind: Runtime
        is: 
        status: -
        detail: -
        body: -
        request: - - -
        message: the blocking client was called within an async runtime, which it would block: use the async `dataforce::Client` there, or call it from `tokio::task::spawn_blocking`
    "#]].assert_eq(&described(&error));
}

#[test]
fn the_async_client_outside_of_a_runtime() {
    let server = Server::start();
    let client = within(server.client()).unwrap();
    let error = client
        .collections()
        .list()
        .now_or_never()
        .unwrap()
        .unwrap_err();
    expect![[r#"
        kind: Runtime
        is: 
        status: -
        detail: -
        body: -
        request: list_collections GET -
        message: could not list the collections of orbit 0199c455-21ed-7aba-9fe5-5231611220de: the call was made outside of a Tokio runtime: await it within one, or use the blocking client
    "#]].assert_eq(&described(&error));
}

#[test]
fn a_client_that_cannot_be_built() {
    let address = |url: &str| Client::builder().api_key("dfs_your_key").base_url(url);
    let key = |key: &str| Client::builder().api_key(key).base_url("http://localhost");
    let mut told = String::new();
    for builder in [
        key(""),
        key("dfs_your_key\n"),
        key("dfs_your key"),
        key("dfs_schlüssel"),
        address(""),
        address("api.dataforce.studio"),
        address("ftp://api.dataforce.studio"),
        address("https://"),
        address("https://user:password@api.dataforce.studio"),
        address("https://api.dataforce.studio?key=1"),
        address("https://api.dataforce.studio/#top"),
        address("https://api.dataforce.studio:99999"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(error.operation(), None);
        told.push_str(&format!("{error}\n"));
    }
    expect![[r#"
        the API key is empty (the key comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY)
        the API key holds an illegal character at position 12 (white space, a control character, or one outside of ASCII), which often comes from copying: remove it (the key comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY)
        the API key holds an illegal character at position 8 (white space, a control character, or one outside of ASCII), which often comes from copying: remove it (the key comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY)
        the API key holds an illegal character at position 8 (white space, a control character, or one outside of ASCII), which often comes from copying: remove it (the key comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY)
        the base URL cannot be used: it lacks the scheme, https:// (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: it lacks the scheme, https:// (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: it does not start with https:// or http:// (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: empty host (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: it holds a user name or password, and the API key is the only credential (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: it has a query or fragment, and paths are appended to it (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: it has a query or fragment, and paths are appended to it (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
        the base URL cannot be used: invalid port number (it comes from `base_url` or the environment variable LUML_BASE_URL or DFS_BASE_URL)
    "#]].assert_eq(&told);
}

#[tokio::test]
async fn causes_add_to_the_message_and_do_not_repeat_it() {
    let server = Server::start();
    server.refuse_connections();
    let client = within(server.client()).unwrap();
    let error = client.collections().list().await.unwrap_err();
    let message = error.to_string();
    let mut cause = std::error::Error::source(&error);
    let mut depth = 0;
    while let Some(link) = cause {
        assert_ne!(link.to_string(), message);
        cause = link.source();
        depth += 1;
    }
    assert!(depth > 0, "the cause is lost");
}

/// What `main` prints of an error that it returns.
#[tokio::test]
async fn the_debug_form_begins_with_the_message() {
    let error = list_answered(|then| {
        then.forbidden(&sentence("Not enough rights"));
    })
    .await;
    let debug = format!("{error:?}");
    assert!(
        debug.contains(&format!("{:?}", error.to_string())),
        "{debug}"
    );
    assert!(debug.len() < 1000, "{debug}");
}

#[test]
fn every_kind_of_error_is_in_this_file() {
    const SOURCE: &str = include_str!("../../crates/dataforce/src/error_kind.rs");
    let file = syn::parse_file(SOURCE).unwrap();
    let kinds = file.items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == "ErrorKind" => Some(&item.variants),
        _ => None,
    });
    let kinds: Vec<_> = kinds
        .unwrap()
        .iter()
        .map(|kind| kind.ident.to_string())
        .collect();
    assert!(kinds.len() > 10);
    for kind in kinds {
        let told = format!("kind: {kind}\n");
        let compared = format!("ErrorKind::{kind})");
        let file = include_str!("errors.rs");
        assert!(
            file.contains(&told) || file.contains(&compared),
            "{kind} is not tested"
        );
    }
}
