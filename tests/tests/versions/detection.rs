//! How a client finds out which version of the API a server speaks.

mod change;
mod pinned;

use std::time::Duration;

use dataforce::{ApiVersion, CollectionType, ErrorKind, RetryPolicy};
use dataforce_emulator::{Endpoint, Fault};
use futures_util::future::{FutureExt, join_all};
use serde_json::json;
use uuid::Uuid;

use crate::{VERSIONS, arrived, client, emulator, orbit_client};

#[tokio::test]
async fn each_version_is_detected_by_one_request() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = client(&emulator).build().unwrap();
        assert_eq!(client.api_version(), None);
        assert_eq!(client.detect_api_version().await.unwrap(), version);
        assert_eq!(client.api_version(), Some(version));
        assert_eq!(client.detect_api_version().await.unwrap(), version);
        assert_eq!(emulator.requests().len(), 1, "{version}");
        assert_eq!(emulator.requests()[0].path, "/v1/users/me/organizations");
    }
}

#[tokio::test]
async fn a_rejected_key_shows_v1_if_the_body_is_that_of_the_service() {
    for (status, kind) in [(401, ErrorKind::Unauthorized), (403, ErrorKind::Forbidden)] {
        let emulator = emulator(ApiVersion::Legacy).start();
        emulator.inject(Fault::status(status).json(&json!({"detail": "No"})));
        let client = client(&emulator).build().unwrap();
        let error = client.organizations().list().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(client.api_version(), Some(ApiVersion::V1));
        assert_eq!(emulator.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_framework_s_404_shows_the_legacy_api() {
    let emulator = emulator(ApiVersion::V1).start();
    emulator.inject(Fault::status(404).json(&json!({"detail": "Not Found"})));
    let client = client(&emulator).build().unwrap();
    let version = client.detect_api_version().await.unwrap();
    assert_eq!(version, ApiVersion::Legacy);
}

#[tokio::test]
async fn other_responses_show_no_version() {
    let detail = json!({"detail": "Not Found"});
    let page = "<html><body>Not Found</body></html>";
    for response in [
        Fault::status(404),
        Fault::status(404).html(page),
        Fault::status(404).json(&json!({})),
        Fault::status(404).json(&json!("Not Found")),
        Fault::status(404).json(&json!({"detail": "not found"})),
        Fault::status(404).json(&json!({"detail": "Organization not found"})),
        Fault::status(404).json(&json!({"detail": "Not Found", "path": "/v1"})),
        Fault::status(410).json(&detail),
        Fault::status(400).json(&detail),
        Fault::status(401),
        Fault::status(401).html(page),
        Fault::status(401).json(&json!({"message": "Unauthorized"})),
        Fault::status(403).html(page),
        Fault::status(403).json(&json!(["detail"])),
        Fault::status(403).json(&json!("detail")),
        Fault::status(200).html(page),
        Fault::status(200).json(&json!({"detail": "Not Found"})),
        Fault::status(200).json(&json!([{"id": 1}])),
        Fault::empty(),
        Fault::no_content(),
        Fault::status(301).header("location", "/users/me/organizations"),
        Fault::redirect("http://127.0.0.1:1/v1/users/me/organizations"),
    ] {
        let shown = format!("{response:?}");
        for version in VERSIONS {
            let emulator = emulator(version).fault(response.clone()).start();
            let client = client(&emulator).build().unwrap();
            let error = client.detect_api_version().await.expect_err(&shown);
            let text = error.to_string();
            assert!(
                text.starts_with("could not find out which API version the server speaks: "),
                "{shown}: {text}"
            );
            assert!(error.status().is_some(), "{shown}: {text}");
            assert_eq!(client.api_version(), None, "{shown}");
            assert_eq!(emulator.requests().len(), 1, "{shown}");

            // The next call detects.
            let listed = client.organizations().list().await.unwrap();
            assert_eq!(listed.len(), 1, "{shown}");
            assert_eq!(client.api_version(), Some(version), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_redirect_of_the_detection_within_the_origin_is_followed() {
    for version in VERSIONS {
        let redirect = Fault::redirect("/v1/users/me/organizations?again");
        let emulator = emulator(version).fault(redirect).start();
        let client = client(&emulator).build().unwrap();
        assert_eq!(client.detect_api_version().await.unwrap(), version);
        assert_eq!(emulator.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_passing_failure_of_the_detection_is_retried() {
    let retry = RetryPolicy::default()
        .max_attempts(3)
        .base_delay(Duration::from_millis(1));
    for status in [408, 429, 500, 502, 503, 504] {
        for version in VERSIONS {
            let emulator = emulator(version)
                .fault(Fault::status(status).times(2))
                .start();
            let client = client(&emulator).retry(retry.clone()).build().unwrap();
            assert_eq!(client.detect_api_version().await.unwrap(), version);
            assert_eq!(emulator.requests().len(), 3, "{status}");
        }
    }

    let emulator = emulator(ApiVersion::V1)
        .fault(Fault::status(503).times(3))
        .start();
    let client = client(&emulator).retry(retry).build().unwrap();
    let error = client.organizations().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(error.is_retryable());
    assert_eq!(client.api_version(), None);
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn concurrent_first_calls_share_one_detection() {
    for version in VERSIONS {
        let emulator = emulator(version).collections(2).start();
        let client = orbit_client(&emulator).build().unwrap();
        let calls = (0..8).map(|_| client.collections().list());
        for listed in join_all(calls).await {
            assert_eq!(listed.unwrap().len(), 2);
        }
        let requests = emulator.requests();
        let detections = requests
            .iter()
            .filter(|request| request.path == "/v1/users/me/organizations");
        assert_eq!(detections.count(), 1, "{version}");
        assert_eq!(requests.len(), 9, "{version}");
    }
}

#[tokio::test]
async fn a_detection_that_nobody_polls_keeps_no_call_beyond_its_deadline() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let deadline = Duration::from_secs(1);
        let client = client(&emulator).deadline(deadline).build().unwrap();
        let mut held = Box::pin(client.detect_api_version());
        assert!((&mut held).now_or_never().is_none());
        assert_eq!(client.organizations().list().await.unwrap().len(), 1);
        assert_eq!(client.api_version(), Some(version));
        drop(held);
    }
}

#[tokio::test]
async fn a_cancelled_detection_leaves_the_version_open() {
    for version in VERSIONS {
        let emulator = emulator(version)
            .fault(Fault::delay(Duration::from_secs(60)))
            .start();
        let client = client(&emulator).build().unwrap();
        let call = tokio::spawn(client.detect_api_version());
        while emulator.requests().is_empty() {
            tokio::task::yield_now().await;
        }
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        assert_eq!(client.api_version(), None);

        assert_eq!(client.detect_api_version().await.unwrap(), version);
        assert_eq!(emulator.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_shows_no_version() {
    let emulator = emulator(ApiVersion::V1).start();
    emulator.refuse_connections();
    let client = client(&emulator).build().unwrap();
    let error = client.detect_api_version().await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    assert_eq!(client.api_version(), None);
    emulator.accept_connections();
    let version = client.detect_api_version().await.unwrap();
    assert_eq!(version, ApiVersion::V1);
}

#[tokio::test]
async fn clones_and_handles_share_what_is_known() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator).build().unwrap();
        let (clone, handle) = (client.clone(), client.collections());
        let other_orbit = client.with_orbit(None);
        assert_eq!(handle.list().await.unwrap(), []);
        for one in [&client, &clone, &other_orbit] {
            assert_eq!(one.api_version(), Some(version));
            assert_eq!(one.detect_api_version().await.unwrap(), version);
        }
        assert_eq!(emulator.requests().len(), 2);
    }
}

#[tokio::test]
async fn the_generated_clients_neither_detect_nor_pin() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = client(&emulator).build().unwrap();
        let legacy = client.legacy().list_organizations().await;
        let v1 = client.v1().list_organizations().await;
        assert_eq!(legacy.is_ok(), version == ApiVersion::Legacy);
        assert_eq!(v1.is_ok(), version == ApiVersion::V1);
        assert_eq!(client.api_version(), None);
        let paths = emulator.requests().into_iter().map(|request| request.path);
        assert_eq!(
            Vec::from_iter(paths),
            ["/users/me/organizations", "/v1/users/me/organizations"]
        );
    }
}

#[tokio::test]
async fn a_missing_default_is_reported_before_the_version() {
    let emulator = emulator(ApiVersion::V1).start();
    emulator.refuse_connections();
    let client = client(&emulator).build().unwrap();
    let error = client.collections().list().await.unwrap_err();
    assert!(error.is_configuration(), "{error}");
    emulator.accept_connections();

    let client = orbit_client(&emulator).build().unwrap();
    let text = "a\0b";
    let create = client.collections().create(text, CollectionType::Model);
    let update = client.collections().update("name").description(text);
    for error in [create.send().await, update.send().await] {
        assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(client.api_version(), None);
    assert!(arrived(&emulator).is_empty());
}

/// The list that shows the version is the one that the call asks for.
#[tokio::test]
async fn a_malformed_organization_that_nobody_asked_for_does_not_matter() {
    let organization = |number: u32, name: &str| {
        json!({
            "id": Uuid::from_u128(number.into()),
            "name": name,
            "created_at": "2026-01-01T00:00:00Z",
        })
    };
    let malformed = json!({"id": 7, "name": "Malformed", "created_at": null});
    for (list, count) in [
        (json!([organization(1, "Acme"), malformed]), 1),
        // A long list is read differently.
        (
            (0..200)
                .map(|number| match number {
                    100 => malformed.clone(),
                    1 => organization(1, "Acme"),
                    number => organization(number, &format!("Other {number}")),
                })
                .collect(),
            200,
        ),
    ] {
        let response = Fault::status(200).json(&list);
        for pinned in [None, Some(ApiVersion::V1)] {
            let emulator = emulator(ApiVersion::V1).collections(1).start();
            let unknown = |endpoint| {
                emulator.inject(response.clone().on(endpoint));
                let builder = orbit_client(&emulator);
                match pinned {
                    Some(version) => builder.api_version(version).build().unwrap(),
                    None => builder.build().unwrap(),
                }
            };
            let lists = Endpoint::ListOrganizations;
            let found = unknown(lists).organizations().get("Acme").await.unwrap();
            assert_eq!(found.unwrap().id, Uuid::from_u128(1).into(), "{count}");
            let absent = unknown(lists).organizations().get("Nobody").await;
            assert_eq!(absent.unwrap(), None, "{count}");
            let error = unknown(lists).organizations().list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
            let error = unknown(lists).organizations().get("Malformed").await;
            assert_eq!(error.unwrap_err().kind(), ErrorKind::UnexpectedResponse);
            let client = unknown(lists);
            assert_eq!(client.collections().list().await.unwrap().len(), 1);
        }
    }
}
