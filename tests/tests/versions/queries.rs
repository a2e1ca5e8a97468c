//! Queries, streams, details and tags: the same on both versions.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use dataforce::{ApiVersion, Client, Collection, CollectionType, ErrorKind, Order, SortBy};
use dataforce_emulator as emulated;
use dataforce_emulator::Emulator;
use futures_util::TryStreamExt;
use proptest::prelude::*;

use crate::{VERSIONS, emulator, orbit_client};

/// A collection to be stored. Only types that both versions have.
#[derive(Clone, Debug)]
struct Stored {
    name: String,
    dataset: bool,
    tags: Option<Vec<String>>,
    seconds: i64,
}

#[derive(Clone, Debug)]
struct Asked {
    search: Option<String>,
    datasets: Option<bool>,
    tags: Vec<String>,
    sort: (SortBy, Order),
}

fn start(version: ApiVersion, stored: &[Stored]) -> Emulator {
    let start: DateTime<Utc> = "2025-01-15T10:30:00Z".parse().unwrap();
    let builder = stored
        .iter()
        .zip(1..)
        .fold(emulator(version), |builder, (one, id)| {
            let mut collection = emulated::Collection::new(&one.name)
                .id(uuid::Uuid::from_u128(id))
                .of_type(match one.dataset {
                    true => emulated::CollectionType::Dataset,
                    false => emulated::CollectionType::Model,
                })
                .created_at(start + TimeDelta::seconds(one.seconds));
            if let Some(tags) = &one.tags {
                collection = collection.tags(tags.clone());
            }
            builder.collection(collection)
        });
    builder.start()
}

/// What a query should find, by the plainest means.
fn expected(mut all: Vec<Collection>, asked: &Asked) -> Vec<Collection> {
    let fold = |text: &str| -> String { text.chars().flat_map(char::to_lowercase).collect() };
    all.retain(|one| {
        let tags = one.tags.clone().unwrap_or_default();
        let is_dataset = one.collection_type == CollectionType::Dataset;
        asked
            .search
            .as_ref()
            .is_none_or(|text| fold(&one.name).contains(&fold(text)))
            && asked.datasets.is_none_or(|wanted| wanted == is_dataset)
            && asked.tags.iter().all(|tag| tags.contains(tag))
    });
    all.sort_by(|one, other| {
        let ordering = match asked.sort.0 {
            SortBy::Name => one.name.cmp(&other.name),
            SortBy::Type => one
                .collection_type
                .as_str()
                .cmp(other.collection_type.as_str()),
            _ => one.created_at.cmp(&other.created_at),
        };
        let ordering = match asked.sort.1 {
            Order::Ascending => ordering,
            Order::Descending => ordering.reverse(),
        };
        ordering.then(one.id.cmp(&other.id))
    });
    all
}

async fn query(client: &Client, asked: &Asked) -> (Vec<Collection>, Vec<Collection>) {
    let build = || {
        let mut query = client.collections().query().tags(asked.tags.clone());
        if let Some(text) = &asked.search {
            query = query.search(text);
        }
        if let Some(datasets) = asked.datasets {
            query = query.types([match datasets {
                true => CollectionType::Dataset,
                false => CollectionType::Model,
            }]);
        }
        query.sort_by(asked.sort.0, asked.sort.1)
    };
    let sent = build().send().await.unwrap();
    (sent, build().stream().try_collect().await.unwrap())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[aAbBiIkKsS%_\\\\\"\\[\\]ßİıéÉ ]{0,4}",
        Just("\u{212a}elvin".to_owned()),
        Just("Training Data".to_owned()),
    ]
}

fn stored() -> impl Strategy<Value = Stored> {
    let tags = proptest::option::of(proptest::collection::vec("[ab]", 0..3));
    (text(), any::<bool>(), tags, 0i64..3).prop_map(|(name, dataset, tags, seconds)| Stored {
        name,
        dataset,
        tags,
        seconds,
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    let sort = prop_oneof![
        Just(SortBy::CreatedAt),
        Just(SortBy::Name),
        Just(SortBy::Type)
    ];
    let order = prop_oneof![Just(Order::Ascending), Just(Order::Descending)];
    (
        proptest::option::of(text()),
        proptest::option::of(any::<bool>()),
        proptest::collection::vec("[ab]", 0..2),
        (sort, order),
    )
        .prop_map(|(search, datasets, tags, sort)| Asked {
            search,
            datasets,
            tags,
            sort,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn both_versions_find_what_a_plain_filter_finds(
        stored in proptest::collection::vec(stored(), 0..12),
        asked in proptest::collection::vec(asked(), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for version in VERSIONS {
                let server = start(version, &stored);
                let client = orbit_client(&server).build().unwrap();
                let all = client.collections().list().await.unwrap();
                for asked in &asked {
                    let (sent, streamed) = query(&client, asked).await;
                    let names = |list: &[Collection]| {
                        list.iter().map(|one| (one.name.clone(), one.id)).collect::<Vec<_>>()
                    };
                    let expected = names(&expected(all.clone(), asked));
                    assert_eq!(names(&sent), expected, "{version}: {asked:?}");
                    assert_eq!(names(&streamed), expected, "{version}: {asked:?}");
                }
            }
        });
    }

    #[test]
    fn a_collection_is_found_by_its_exact_name_among_others(
        names in proptest::collection::vec(text(), 1..12),
        wanted in any::<prop::sample::Index>(),
    ) {
        let wanted = wanted.get(&names);
        let stored: Vec<_> = names
            .iter()
            .map(|name| Stored { name: name.clone(), dataset: false, tags: None, seconds: 0 })
            .collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = start(ApiVersion::V1, &stored);
            let client = orbit_client(&server).build().unwrap();
            let found = client.collections().get(dataforce::ResourceRef::name(wanted)).await;
            match names.iter().filter(|name| *name == wanted).count() {
                1 => assert_eq!(&found.unwrap().unwrap().name, wanted),
                count => assert_eq!(found.unwrap_err().ids().count(), count),
            }
        });
    }
}

fn many(version: ApiVersion, count: usize) -> Emulator {
    let stored = (0..count).map(|number| Stored {
        name: format!("number {number}"),
        dataset: false,
        tags: None,
        seconds: number as i64,
    });
    start(version, &stored.collect::<Vec<_>>())
}

#[tokio::test]
async fn a_stream_requests_a_page_when_it_is_needed() {
    for (version, requests) in [
        (ApiVersion::V1, [1, 1, 2, 3]),
        (ApiVersion::Legacy, [1, 1, 1, 1]),
    ] {
        let server = many(version, 250);
        let client = orbit_client(&server).api_version(version).build().unwrap();
        let mut stream = client.collections().query().stream();
        let mut read = 0;
        for (until, requests) in [1, 100, 101, 250].into_iter().zip(requests) {
            while read < until {
                let next = stream.try_next().await.unwrap().unwrap();
                assert_eq!(next.name, format!("number {read}"));
                read += 1;
            }
            assert_eq!(server.requests().len(), requests, "{version} after {until}");
        }
        assert_eq!(stream.try_next().await.unwrap(), None);
    }
}

#[test]
fn the_blocking_stream_is_an_iterator() {
    for version in VERSIONS {
        let server = many(version, 150);
        let client = dataforce::blocking::Client::builder()
            .api_key(server.api_key())
            .base_url(server.base_url())
            .organization(dataforce::OrganizationId::from(server.organization_id()))
            .orbit(dataforce::OrbitId::from(server.orbit_id()))
            .build()
            .unwrap();
        let streamed: Vec<_> = client
            .collections()
            .query()
            .search("NUMBER 1")
            .stream()
            .map(|collection| collection.unwrap().name)
            .collect();
        assert_eq!(streamed.len(), 1 + 10 + 50);
        assert_eq!(streamed[..2], ["number 1", "number 10"]);
    }
}

#[tokio::test]
async fn tags_are_counted_once_for_each_collection() {
    for version in VERSIONS {
        let tagged = |tags: &[&str]| emulated::Collection::new("x").tags(tags.iter().copied());
        let server = emulator(version)
            .collection(tagged(&["ml", "ml", "raw"]))
            .collection(tagged(&["ml"]))
            .collection(emulated::Collection::new("untagged"))
            .start();
        let client = orbit_client(&server).build().unwrap();
        let tags = client.collections().tags().await.unwrap();
        let expected = [("ml".to_owned(), 2), ("raw".to_owned(), 1)];
        assert_eq!(tags, BTreeMap::from(expected));
    }
}

#[tokio::test]
async fn details_have_what_the_version_tells() {
    for version in VERSIONS {
        let stored = emulated::Collection::new("A")
            .artifacts_tags(["raw"])
            .artifacts_extra_values(["accuracy"]);
        let server = emulator(version).collection(stored).start();
        let client = orbit_client(&server).build().unwrap();
        let details = client.collections().details("A").await.unwrap().unwrap();
        let known = (version == ApiVersion::V1).then_some(());
        let list = |text: &str| known.map(|()| vec![text.to_owned()]);
        assert_eq!(details.artifacts_tags, list("raw"));
        assert_eq!(details.artifacts_extra_values, list("accuracy"));
        let id = details.collection.id;
        assert_eq!(
            client.collections().details(id).await.unwrap(),
            Some(details)
        );
        assert_eq!(client.collections().details("B").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_type_that_the_legacy_api_lacks_is_refused_before_anything_is_sent() {
    let server = emulator(ApiVersion::Legacy).start();
    let client = orbit_client(&server)
        .api_version(ApiVersion::Legacy)
        .build()
        .unwrap();
    let create = client.collections().create("A", CollectionType::Experiment);
    let error = create.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("legacy"), "{error}");
    assert_eq!(server.requests().len(), 0);

    let server = emulator(ApiVersion::V1).start();
    let client = orbit_client(&server).build().unwrap();
    let create = client.collections().create("A", CollectionType::Experiment);
    let created = create.send().await.unwrap();
    assert_eq!(created.collection_type, CollectionType::Experiment);
}

/// On V1, stored names may be empty or over the limit; every update sends the present name along.
#[tokio::test]
async fn a_stored_name_that_the_server_refuses_is_named() {
    for name in [String::new(), "n".repeat(300)] {
        let stored = emulated::Collection::new(&name);
        let server = emulator(ApiVersion::V1).collection(stored).start();
        let client = orbit_client(&server).build().unwrap();
        let id = client.collections().list().await.unwrap()[0].id;
        let error = client
            .collections()
            .update(id)
            .description("new")
            .send()
            .await;
        let error = error.unwrap_err();
        assert!(error.is_validation());
        assert!(
            error.to_string().contains("refuses the present name"),
            "{error}"
        );
        let update = client
            .collections()
            .update(id)
            .name("short")
            .description("new");
        assert_eq!(update.send().await.unwrap().description, "new");
    }
}
