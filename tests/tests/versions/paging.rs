//! Lists that come in pages, and what is wrong with pages.

use dataforce::{ApiVersion, Client, ErrorKind, RetryPolicy};
use dataforce_emulator as emulated;
use dataforce_httpmock::httpmock::MockServer;
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{VERSIONS, emulator, orbit_client};

const ORGANIZATION: &str = "0199c455-21ec-7c74-8efe-41470e29bae5";
const ORBIT: &str = "0199c455-21ed-7aba-9fe5-5231611220de";

/// The collection that is the `number`-th in creation order.
fn collection(number: u32, type_property: &str) -> Value {
    let mut collection = json!({
        "id": Uuid::from_u128(0x0199c455_21ee_7000_8000_000000000000 + u128::from(number)),
        "orbit_id": ORBIT,
        "name": format!("number {number}"),
        "description": "",
        "tags": null,
        "created_at": format!("2025-01-15T10:{:02}:{:02}Z", number / 60, number % 60),
        "updated_at": null,
    });
    collection[type_property] = json!("model");
    collection
}

fn client(server: &MockServer, version: ApiVersion) -> Client {
    Client::builder()
        .api_key("dfs_test")
        .base_url(server.base_url())
        .api_version(version)
        .organization(ORGANIZATION.parse::<dataforce::OrganizationId>().unwrap())
        .orbit(ORBIT.parse::<dataforce::OrbitId>().unwrap())
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// A server of V1 with a first page, and one page for every cursor.
fn pages(first: &[u32], next: &[u32], last_cursor: Option<&str>) -> MockServer {
    let server = MockServer::start();
    let items = |numbers: &[u32]| {
        let items = numbers.iter().map(|number| collection(*number, "type"));
        items.collect::<Vec<_>>()
    };
    let page =
        |numbers: &[u32], cursor: Option<&str>| json!({"items": items(numbers), "cursor": cursor});
    server.mock(|when, then| {
        when.method("GET").query_param_missing("cursor");
        then.status(200).json_body(page(first, Some("next")));
    });
    server.mock(|when, then| {
        when.method("GET").query_param_exists("cursor");
        then.status(200).json_body(page(next, last_cursor));
    });
    server
}

async fn listed(server: &MockServer) -> Result<Vec<String>, dataforce::Error> {
    let list = client(server, ApiVersion::V1).collections().list().await?;
    let names = list.into_iter().map(|collection| collection.name);
    Ok(names
        .map(|name| name.trim_start_matches("number ").to_owned())
        .collect())
}

#[tokio::test]
async fn a_list_that_starts_again_repeats_nothing() {
    let server = pages(&[1, 2], &[1, 2, 3], None);
    assert_eq!(listed(&server).await.unwrap(), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_list_that_starts_again_and_again_is_an_error() {
    let server = pages(&[1, 2], &[1, 2], Some("next"));
    let error = listed(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.to_string().contains("nothing new"), "{error}");

    let stream = client(&server, ApiVersion::V1)
        .collections()
        .query()
        .stream();
    let streamed: Result<Vec<_>, _> = stream.try_collect().await;
    assert!(streamed.unwrap_err().to_string().contains("nothing new"));
    let found = client(&server, ApiVersion::V1)
        .collections()
        .get("number 9")
        .await;
    assert!(found.unwrap_err().to_string().contains("nothing new"));
}

#[tokio::test]
async fn a_list_in_another_order_is_an_error_and_loses_nothing_in_silence() {
    for (first, next) in [(&[2, 1][..], &[][..]), (&[1, 2], &[4, 3])] {
        let error = listed(&pages(first, next, None)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
        assert!(error.to_string().contains("another order"), "{error}");
    }
}

/// What changes between two pages neither ends the list nor shows twice.
#[tokio::test]
async fn changes_between_pages_are_seen_once_or_never() {
    let builder = (0..150).fold(emulator(ApiVersion::V1), |builder, number| {
        builder.collection(emulated::Collection::new(format!("number {number}")))
    });
    let emulator = builder.start();
    let client = orbit_client(&emulator).build().unwrap();
    let mut stream = client.collections().query().stream();
    let mut first = Vec::new();
    for _ in 0..100 {
        first.push(stream.try_next().await.unwrap().unwrap());
    }
    // The row that the cursor names, one that is yet to come, and a new one.
    emulator.remove_collection(first[99].id.into()).unwrap();
    let stored = emulator.collections();
    let coming = stored.iter().find(|one| one.name == "number 120").unwrap();
    emulator.remove_collection(coming.id).unwrap();
    emulator.add_collection(emulated::Collection::new("new"));
    client
        .collections()
        .update(first[0].id)
        .name("renamed")
        .send()
        .await
        .unwrap();

    let rest: Vec<_> = stream.try_collect().await.unwrap();
    let names: Vec<_> = rest.iter().map(|one| one.name.as_str()).collect();
    let expected: Vec<_> = (100..150)
        .filter(|number| *number != 120)
        .map(|number| format!("number {number}"))
        .chain(["new".to_owned()])
        .collect();
    assert_eq!(names, expected);
}

/// A server of each version whose list has this many collections, the second of which has no time.
fn malformed(version: ApiVersion, count: u32) -> MockServer {
    let server = MockServer::start();
    let type_property = match version {
        ApiVersion::V1 => "type",
        _ => "collection_type",
    };
    let mut list: Vec<_> = (0..count)
        .map(|number| collection(number, type_property))
        .collect();
    list[1]["created_at"] = json!("yesterday");
    let body = match version {
        ApiVersion::V1 => json!({"items": list, "cursor": null}),
        _ => json!(list),
    };
    server.mock(|when, then| {
        when.method("GET");
        then.status(200).json_body(body);
    });
    server
}

#[tokio::test]
async fn a_malformed_collection_fails_a_list_and_a_lookup_of_itself_alone() {
    for version in VERSIONS {
        for count in [2, 90] {
            let server = malformed(version, count);
            let collections = client(&server, version).collections();

            let error = collections.list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
            assert!(error.to_string().contains("[1].created_at"), "{error}");
            let error = collections.get("number 1").await.unwrap_err();
            assert!(error.to_string().contains("[1].created_at"), "{error}");

            let found = collections.get("number 0").await.unwrap();
            assert_eq!(found.unwrap().name, "number 0");
            assert_eq!(collections.get("number 999").await.unwrap(), None);
        }
    }
}
