//! The mocks match exactly the requests that they describe, and respond as the contract says.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use dataforce_api::RetryPolicy;
use dataforce_api::legacy::{Client, types};
use dataforce_httpmock::httpmock::MockServer;
use dataforce_httpmock::legacy::MockServerExt;

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
    types::CollectionUpdate::new("", name, None)
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
        then.not_found(&types::ErrorDetail::new("Collection not found"));
    });
    let error = async |name: &str| {
        let result = client
            .update_collection(&organization(), &orbit(), &collection(), &update(name))
            .await;
        result.unwrap_err().to_string()
    };
    assert!(error("New").await.contains("Collection not found"));
    assert!(!error("Other").await.contains("Collection not found"));
    mock.assert_calls(1);
}

#[tokio::test]
async fn errors_have_the_body_and_the_content_type_of_the_contract() {
    let (server, client) = server();
    server.list_orbits(|_, then| {
        let location = types::LocationSegment::String("path".to_owned());
        let issue = types::ValidationIssue::new(
            "uuid_parsing",
            vec![location],
            "Input should be a valid UUID",
        );
        then.unprocessable_entity(&types::ValidationErrorDetail::new(vec![issue]));
    });
    server.list_organizations(|_, then| {
        then.bad_gateway("<html><body>Bad Gateway</body></html>");
    });
    let error = client.list_orbits(&organization()).await.unwrap_err();
    assert_eq!(
        error.detail(),
        Some("path: Input should be a valid UUID"),
        "{error}"
    );

    let error = client.list_organizations().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    assert_eq!(
        &error.body().unwrap()[..],
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
    let error = client.list_organizations().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 418);
}
