//! Queries, streams, and what else both versions are asked alike.

mod same_result;

use std::collections::BTreeMap;
use std::time::Duration;

use dataforce::{ApiVersion, CollectionId, CollectionType, ErrorKind, Order, SortBy};
use dataforce_emulator::{Collection, Endpoint, Fault};
use futures_util::TryStreamExt;

use crate::{VERSIONS, emulator, orbit_client};

#[tokio::test]
async fn a_stream_has_the_items_of_the_list() {
    for version in VERSIONS {
        for count in [0, 1, 100, 250] {
            let emulator = emulator(version).collections(count).start();
            let collections = orbit_client(&emulator).build().unwrap().collections();
            let listed = collections.list().await.unwrap();
            assert_eq!(listed.len(), count);
            let streamed: Vec<_> = collections.query().stream().try_collect().await.unwrap();
            assert_eq!(streamed, listed, "{version}");

            let sorted = || collections.query().sort_by(SortBy::Name, Order::Descending);
            let streamed: Vec<_> = sorted().stream().try_collect().await.unwrap();
            assert_eq!(streamed, sorted().send().await.unwrap(), "{version}");
        }
    }
}

#[tokio::test]
async fn a_stream_requests_a_page_when_it_is_needed() {
    for (version, by, requests) in [
        (ApiVersion::V1, SortBy::CreatedAt, [0, 1, 1, 2, 2, 3]),
        (ApiVersion::V1, SortBy::Name, [0, 3, 3, 3, 3, 3]),
        (ApiVersion::Legacy, SortBy::CreatedAt, [0, 1, 1, 1, 1, 1]),
    ] {
        let emulator = emulator(version).collections(250).start();
        let client = orbit_client(&emulator)
            .api_version(version)
            .build()
            .unwrap();
        let query = client.collections().query().sort_by(by, Order::Ascending);
        let mut stream = query.stream();
        let mut taken = 0;
        for (after, expected) in [0, 1, 100, 101, 200, 250].into_iter().zip(requests) {
            while taken < after {
                assert!(stream.try_next().await.unwrap().is_some());
                taken += 1;
            }
            assert_eq!(
                emulator.requests().len(),
                expected,
                "{version}, {by:?}, {after}"
            );
        }
        assert_eq!(stream.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_error_ends_a_stream() {
    let emulator = emulator(ApiVersion::V1).collections(250).start();
    emulator.inject(Fault::status(503).on(Endpoint::ListCollections).after(1));
    let collections = orbit_client(&emulator).build().unwrap().collections();
    let mut stream = collections.query().stream();
    for _ in 0..100 {
        assert!(stream.try_next().await.unwrap().is_some());
    }
    assert_eq!(stream.try_next().await.unwrap_err().status(), Some(503));
    assert_eq!(stream.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn the_deadline_of_a_stream_starts_anew_with_each_page() {
    let delay = Fault::delay(Duration::from_millis(800)).on(Endpoint::ListCollections);
    let emulator = emulator(ApiVersion::V1)
        .collections(250)
        .fault(delay.always())
        .start();
    let client = orbit_client(&emulator).deadline(Duration::from_secs(2));
    let collections = client.build().unwrap().collections();
    let stream = collections.query().stream().try_collect::<Vec<_>>();
    let (streamed, listed) = tokio::join!(stream, collections.list());
    assert_eq!(streamed.unwrap().len(), 250);
    assert_eq!(listed.unwrap_err().kind(), ErrorKind::Timeout);
}

#[test]
fn a_blocking_stream_is_an_iterator() {
    for version in VERSIONS {
        let emulator = emulator(version).collections(250).start();
        let client = dataforce::blocking::Client::builder()
            .api_key(emulator.api_key())
            .base_url(emulator.base_url())
            .api_version(version)
            .connect()
            .unwrap();
        emulator.clear_requests();
        let mut items = client.collections().query().stream();
        assert_eq!(items.next().unwrap().unwrap().name, "Collection 1");
        assert_eq!(emulator.requests().len(), 1);
        let rest: Result<Vec<_>, _> = items.collect();
        assert_eq!(rest.unwrap().len(), 249);
    }
}

#[tokio::test]
async fn tags_are_counted() {
    for version in VERSIONS {
        let emulator = emulator(version)
            .collection(Collection::new("a").tags(["ml", "ml", "x"]))
            .collection(Collection::new("b").tags(["ml", "ML"]))
            .collection(Collection::new("c").tags(Vec::<String>::new()))
            .collection(Collection::new("d"))
            .start();
        let collections = orbit_client(&emulator).build().unwrap().collections();
        let expected = [("ML", 1), ("ml", 2), ("x", 1)].map(|(tag, count)| (tag.to_owned(), count));
        assert_eq!(collections.tags().await.unwrap(), BTreeMap::from(expected));
    }
}

#[tokio::test]
async fn details_tell_about_artifacts_on_v1() {
    for version in VERSIONS {
        let stored = Collection::example()
            .artifacts_tags(["best"])
            .artifacts_extra_values(["accuracy"]);
        let id = CollectionId::from(stored.id);
        let emulator = emulator(version).collection(stored).start();
        let collections = orbit_client(&emulator).build().unwrap().collections();
        let by_id = collections.details(id).await.unwrap().unwrap();
        let by_name = collections.details("My Collection").await.unwrap().unwrap();
        assert_eq!(by_id, by_name);
        assert_eq!(
            Some(&by_id.collection),
            collections.get(id).await.unwrap().as_ref()
        );
        let known = |text: &str| (version == ApiVersion::V1).then(|| vec![text.to_owned()]);
        assert_eq!(by_id.artifacts_tags, known("best"));
        assert_eq!(by_id.artifacts_extra_values, known("accuracy"));
        assert_eq!(collections.details("Absent").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_type_that_the_legacy_api_lacks_is_refused_before_anything_is_sent() {
    use CollectionType::{DatasetExperiment, Experiment, Mixed, ModelDataset, ModelExperiment};
    let types = [
        Experiment,
        ModelDataset,
        DatasetExperiment,
        ModelExperiment,
        Mixed,
    ];
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator)
            .api_version(version)
            .build()
            .unwrap();
        for one in types.clone() {
            let created = client.collections().create("New", one.clone()).send().await;
            if version == ApiVersion::V1 {
                assert_eq!(created.unwrap().collection_type, one);
                continue;
            }
            let error = created.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            let text = error.to_string();
            assert!(
                text.contains(one.as_str()) && text.contains("legacy"),
                "{text}"
            );
            assert!(emulator.requests().is_empty());
        }
    }
}
