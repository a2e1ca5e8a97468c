//! A server whose version changes while a client uses it.

use std::cell::Cell;

use dataforce::{ApiVersion, CollectionType};
use dataforce_emulator::{Collection, Endpoint, Fault};
use futures_util::{FutureExt, TryFutureExt};
use serde_json::json;

use crate::{VERSIONS, arrived, emulator, orbit_client, other, served};

#[tokio::test]
async fn a_read_detects_the_new_version_and_succeeds() {
    for before in VERSIONS {
        let after = other(before);
        let emulator = emulator(before).collections(3).start();
        let client = orbit_client(&emulator).build().unwrap();
        assert_eq!(client.collections().list().await.unwrap().len(), 3);
        let clone = client.clone();

        emulator.set_api_version(served(after));
        emulator.clear_requests();
        assert_eq!(client.collections().list().await.unwrap().len(), 3);
        assert_eq!(client.api_version(), Some(after));
        assert_eq!(clone.api_version(), Some(after));
        assert_eq!(emulator.requests().len(), 3, "{:?}", arrived(&emulator));
    }
}

#[tokio::test]
async fn every_read_detects_the_new_version() {
    let emulator = emulator(ApiVersion::Legacy).collections(1).start();
    let client = orbit_client(&emulator).build().unwrap();
    let (orbit, collections) = (client.orbit().unwrap(), client.collections());
    let id = collections.list().await.unwrap()[0].id;
    let version = Cell::new(ApiVersion::Legacy);
    let change = || {
        version.set(other(version.get()));
        emulator.set_api_version(served(version.get()));
    };
    for _ in VERSIONS {
        change();
        assert_eq!(client.organizations().list().await.unwrap().len(), 1);
        change();
        assert_eq!(client.orbits().list().await.unwrap().len(), 1);
        change();
        assert!(client.orbits().get(orbit).await.unwrap().is_some());
        change();
        assert!(collections.get(id).await.unwrap().is_some());
        change();
        assert!(collections.get("Collection 1").await.unwrap().is_some());
        change();
        assert!(collections.details(id).await.unwrap().is_some());
        change();
        assert_eq!(collections.tags().await.unwrap().len(), 0);
        assert_eq!(client.api_version(), Some(version.get()));
    }
}

#[tokio::test]
async fn a_create_is_not_repeated_and_says_that_nothing_was_done() {
    for before in VERSIONS {
        let after = other(before);
        let emulator = emulator(before).start();
        let client = orbit_client(&emulator).build().unwrap();
        client.detect_api_version().await.unwrap();
        emulator.set_api_version(served(after));
        emulator.clear_requests();

        let create = || client.collections().create("New", CollectionType::Model);
        let error = create().send().await.unwrap_err();
        let text = error.to_string();
        let note =
            format!("no longer speaks the {before} version of the API, and nothing was done");
        assert!(text.contains(&note), "{text}");
        assert!(!error.outcome_unknown());
        assert_eq!(emulator.requests().len(), 1);
        assert!(emulator.collections().is_empty());
        assert_eq!(client.api_version(), None);

        assert_eq!(create().send().await.unwrap().name, "New");
        assert_eq!(client.api_version(), Some(after));
        assert_eq!(emulator.collections().len(), 1);
    }
}

#[tokio::test]
async fn an_update_or_delete_is_not_repeated_after_its_lookup() {
    let unknown_path = Fault::status(404).json(&json!({"detail": "Not Found"}));
    for version in VERSIONS {
        let emulator = emulator(version).collection(Collection::example()).start();
        let stored = emulator.collections();
        let client = orbit_client(&emulator).build().unwrap();
        let collections = client.collections();
        client.detect_api_version().await.unwrap();
        emulator.inject(unknown_path.clone().on(Endpoint::UpdateCollection));
        emulator.inject(unknown_path.clone().on(Endpoint::DeleteCollection));
        let update = || collections.update("My Collection").description("New");
        for change in [
            update().send().map_ok(drop).boxed(),
            collections.delete("My Collection"),
        ] {
            let error = change.await.unwrap_err();
            let text = error.to_string();
            assert!(text.contains("nothing was done"), "{text}");
            assert!(
                !error.outcome_unknown() && !error.is_not_found(),
                "{error:?}"
            );
            assert_eq!(client.api_version(), None);
            assert_eq!(emulator.collections(), stored);
        }
        assert_eq!(update().send().await.unwrap().description, "New");
        collections.delete("My Collection").await.unwrap();
    }
}

#[tokio::test]
async fn an_update_whose_lookup_finds_the_change_succeeds() {
    for before in VERSIONS {
        let emulator = emulator(before).collections(2).start();
        let client = orbit_client(&emulator).build().unwrap();
        client.detect_api_version().await.unwrap();
        emulator.set_api_version(served(other(before)));
        let update = client.collections().update("Collection 1").name("Renamed");
        assert_eq!(update.send().await.unwrap().name, "Renamed");
        emulator.set_api_version(served(before));
        client.collections().delete("Collection 2").await.unwrap();
        assert_eq!(emulator.collections().len(), 1);
    }
}

#[tokio::test]
async fn a_call_starts_over_once() {
    let unknown_path = Fault::status(404).json(&json!({"detail": "Not Found"}));
    for version in VERSIONS {
        let emulator = emulator(version)
            .fault(unknown_path.clone().on(Endpoint::ListCollections).always())
            .start();
        let client = orbit_client(&emulator).build().unwrap();
        let error = client.collections().list().await.unwrap_err();
        assert_eq!(error.status(), Some(404));
        // A detection and a list, twice.
        assert_eq!(emulator.requests().len(), 4);
        assert_eq!(client.api_version(), None);
    }
}

#[tokio::test]
async fn other_404s_change_nothing() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator).build().unwrap();
        client.detect_api_version().await.unwrap();
        emulator.clear_requests();
        for body in [
            json!({"detail": "Orbit not found"}),
            json!({"detail": "Not Found", "more": 1}),
            json!({}),
        ] {
            emulator.inject(Fault::status(404).json(&body));
            let error = client.collections().list().await.unwrap_err();
            assert_eq!(error.status(), Some(404));
            assert_eq!(client.api_version(), Some(version));
        }
        emulator.inject(Fault::status(404).html("<html>Not Found</html>"));
        client.collections().list().await.unwrap_err();
        assert_eq!(client.api_version(), Some(version));
        assert_eq!(emulator.requests().len(), 4);
    }
}
