//! Clients whose version is named, on the builder or by the base URL.

use dataforce::{ApiVersion, Client};
use dataforce_emulator::Emulator;

use crate::{VERSIONS, client, emulator, orbit_client, other, served};

#[tokio::test]
async fn a_named_version_is_never_detected() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator)
            .api_version(version)
            .build()
            .unwrap();
        assert_eq!(client.api_version(), Some(version));
        assert_eq!(client.detect_api_version().await.unwrap(), version);
        assert!(emulator.requests().is_empty());
        assert_eq!(client.collections().list().await.unwrap(), []);
        assert_eq!(emulator.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_named_version_stays_when_the_server_changes() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator)
            .api_version(version)
            .build()
            .unwrap();
        emulator.set_api_version(served(other(version)));
        for _ in 0..2 {
            let error = client.collections().list().await.unwrap_err();
            assert_eq!(error.status(), Some(404));
        }
        let error = client
            .collections()
            .create("New", dataforce::CollectionType::Model);
        let text = error.send().await.unwrap_err().to_string();
        assert!(!text.contains("no longer speaks"), "{text}");
        assert_eq!(client.api_version(), Some(version));
        assert_eq!(emulator.requests().len(), 3);
    }
}

/// Returns the path of the list of organizations that a client with this base URL requests.
async fn requested_path(emulator: &Emulator, client: Client) -> String {
    emulator.clear_requests();
    // It fails if the emulator does not serve the path.
    let _ = client.organizations().list().await;
    emulator.requests().remove(0).path
}

#[tokio::test]
async fn a_base_url_that_ends_in_v1_names_that_version() {
    let emulator = emulator(ApiVersion::V1).start();
    for (suffix, version, path) in [
        ("", None, "/v1/users/me/organizations"),
        ("/", None, "/v1/users/me/organizations"),
        ("/v1", Some(ApiVersion::V1), "/v1/users/me/organizations"),
        ("/v1/", Some(ApiVersion::V1), "/v1/users/me/organizations"),
        (
            "/api/v1",
            Some(ApiVersion::V1),
            "/api/v1/users/me/organizations",
        ),
        ("/v1/api", None, "/v1/api/v1/users/me/organizations"),
        ("/api-v1", None, "/api-v1/v1/users/me/organizations"),
        ("/v11", None, "/v11/v1/users/me/organizations"),
    ] {
        let url = format!("{}{suffix}", emulator.base_url());
        let built = client(&emulator).base_url(&url).build().unwrap();
        assert_eq!(built.api_version(), version, "{url}");
        assert_eq!(requested_path(&emulator, built).await, path, "{url}");
    }
}

#[tokio::test]
async fn beside_a_named_legacy_version_the_base_url_stays() {
    let emulator = emulator(ApiVersion::Legacy).start();
    for (suffix, path) in [
        ("", "/users/me/organizations"),
        ("/v1", "/v1/users/me/organizations"),
        ("/v1/", "/v1/users/me/organizations"),
    ] {
        let url = format!("{}{suffix}", emulator.base_url());
        let pinned = client(&emulator)
            .base_url(&url)
            .api_version(ApiVersion::Legacy);
        let pinned = pinned.build().unwrap();
        assert_eq!(pinned.api_version(), Some(ApiVersion::Legacy));
        assert_eq!(requested_path(&emulator, pinned).await, path, "{url}");
    }
    let pinned = client(&emulator)
        .api_version(ApiVersion::V1)
        .base_url(format!("{}/v1/", emulator.base_url()));
    let path = requested_path(&emulator, pinned.build().unwrap()).await;
    assert_eq!(path, "/v1/users/me/organizations");
}
