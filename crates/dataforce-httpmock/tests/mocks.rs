//! The mocks match just the requests that they name, and answer as the contract says.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use dataforce_api::{Client, Failure, RetryPolicy, types};
use dataforce_httpmock::MockServerExt;
use dataforce_httpmock::httpmock::MockServer;
use serde_json::json;

const ORGANIZATION: &str = "0199c455-21ec-7c74-8efe-41470e29bae5";
const ORBIT: &str = "0199c455-21ed-7aba-9fe5-5231611220de";
const COLLECTION: &str = "0199c455-21ee-74c6-b747-19a82f1a1e75";
const OTHER: &str = "0199c455-21ef-7d11-a4f0-9a8be1b6c2d3";

fn server() -> (MockServer, Client) {
    let server = MockServer::start();
    let client = Client::builder()
        .api_key("dfs_test")
        .base_url(server.base_url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    (server, client)
}

fn organization() -> types::OrganizationId {
    ORGANIZATION.parse().unwrap()
}

fn orbit() -> types::OrbitId {
    ORBIT.parse().unwrap()
}

fn collection() -> types::CollectionId {
    COLLECTION.parse().unwrap()
}

fn update(name: &str) -> types::CollectionUpdate {
    serde_json::from_value(json!({ "name": name, "description": "", "tags": null })).unwrap()
}

#[tokio::test]
async fn a_named_parameter_has_to_be_this_one() {
    let (server, client) = server();
    let mock = server.delete_collection(|when, then| {
        when.organization_id(&organization())
            .orbit_id(&orbit())
            .collection_id(&collection());
        then.no_content();
    });
    client
        .delete_collection(&organization(), &orbit(), &collection())
        .await
        .unwrap();
    let other = OTHER.parse().unwrap();
    client
        .delete_collection(&organization(), &orbit(), &other)
        .await
        .unwrap_err();
    let other = OTHER.parse().unwrap();
    client
        .delete_collection(&organization(), &other, &collection())
        .await
        .unwrap_err();
    mock.assert_calls(1);
}

#[tokio::test]
async fn parameters_that_are_not_named_may_be_anything() {
    let (server, client) = server();
    let mock = server.list_orbits(|_, then| {
        then.ok(&Vec::new());
    });
    for id in [ORGANIZATION, OTHER] {
        client.list_orbits(&id.parse().unwrap()).await.unwrap();
    }
    mock.assert_calls(2);
}

#[tokio::test]
async fn operations_on_one_path_are_told_apart_by_their_method() {
    let (server, client) = server();
    let list = server.list_collections(|_, then| {
        then.ok(&Vec::new());
    });
    let create = server.create_collection(|_, then| {
        then.into_inner().status(418);
    });
    client
        .list_collections(&organization(), &orbit())
        .await
        .unwrap();
    list.assert_calls(1);
    create.assert_calls(0);
}

#[tokio::test]
async fn a_body_has_to_be_exactly_this_one() {
    let (server, client) = server();
    let mock = server.update_collection(|when, then| {
        when.body(&update("New"));
        then.not_found(
            &serde_json::from_value(json!({ "detail": "Collection not found" })).unwrap(),
        );
    });
    let status = async |name: &str| {
        let answer = client
            .update_collection(&organization(), &orbit(), &collection(), &update(name))
            .await;
        Failure::from(answer.unwrap_err()).to_string()
    };
    assert!(status("New").await.contains("Collection not found"));
    assert!(!status("Other").await.contains("Collection not found"));
    mock.assert_calls(1);
}

#[tokio::test]
async fn errors_have_the_body_and_the_content_type_of_the_contract() {
    let (server, client) = server();
    server.list_orbits(|_, then| {
        then.unprocessable_entity(
            &serde_json::from_value(json!({
                "detail": [{
                    "type": "uuid_parsing",
                    "loc": ["path"],
                    "msg": "Input should be a valid UUID",
                    "input": null,
                }],
            }))
            .unwrap(),
        );
    });
    server.list_organizations(|_, then| {
        then.bad_gateway("<html><body>Bad Gateway</body></html>");
    });
    let failure: Failure = client
        .list_orbits(&organization())
        .await
        .unwrap_err()
        .into();
    assert!(
        failure
            .to_string()
            .contains("path: Input should be a valid UUID")
    );

    let failure: Failure = client.list_organizations().await.unwrap_err().into();
    let Failure::Response(response) = failure else {
        panic!("{failure}");
    };
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(
        &response.body()[..],
        b"<html><body>Bad Gateway</body></html>"
    );
}

#[tokio::test]
async fn what_the_contract_does_not_know_is_a_matter_of_httpmock() {
    let (server, client) = server();
    server.list_organizations(|when, then| {
        when.into_inner().header("authorization", "Bearer dfs_test");
        then.into_inner().status(418);
    });
    let failure: Failure = client.list_organizations().await.unwrap_err().into();
    assert_eq!(failure.status().unwrap(), 418);
}
