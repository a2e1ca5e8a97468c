//! A query has the same result on both versions: that of a filter written plainly.

use dataforce::{Collection, CollectionType, Order, QueryCollections, SortBy};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;
use uuid::Uuid;

use crate::{VERSIONS, emulator, orbit_client};

const TYPES: [&str; 8] = [
    "model",
    "dataset",
    "experiment",
    "model_dataset",
    "dataset_experiment",
    "model_experiment",
    "mixed",
    "of_the_future",
];

const TAGS: [&str; 4] = ["ml", "ML", "", "größe"];

/// Resembling names, with letters whose case is a matter of locale.
const NAME: &str = "[aAbiIıİkKßẞSΣςσé%_\\\\ ]{0,5}";

#[derive(Clone, Debug)]
struct Query {
    search: Option<String>,
    types: Vec<&'static str>,
    tags: Vec<&'static str>,
    sort: Option<(SortBy, Order)>,
}

fn stored() -> impl Strategy<Value = dataforce_emulator::Collection> {
    let tags = prop::option::of(subsequence(&TAGS[..], 0..=TAGS.len()));
    let fields = (
        any::<u128>(),
        NAME,
        select(&TYPES[..]),
        tags,
        "[ab]{0,1}",
        0..3_u64,
        0..3_i64,
    );
    fields.prop_map(|(id, name, text, tags, description, models, seconds)| {
        let collection_type = serde_json::from_value(json!(text)).unwrap();
        let mut collection = dataforce_emulator::Collection::new(name)
            .id(Uuid::from_u128(id))
            .of_type(collection_type)
            .description(description)
            .models(models)
            .created_at(chrono::DateTime::from_timestamp(1_750_000_000 + seconds, 0).unwrap());
        if let Some(tags) = tags {
            collection = collection.tags(tags);
        }
        collection
    })
}

fn query() -> impl Strategy<Value = Query> {
    let by = select(vec![
        SortBy::CreatedAt,
        SortBy::Name,
        SortBy::Type,
        SortBy::Description,
        SortBy::TotalArtifacts,
    ]);
    let sort = (by, select(vec![Order::Ascending, Order::Descending]));
    let search = prop::option::of("[aAbiIkKßẞsΣςé%_\\\\]{0,2}");
    let types = subsequence(&TYPES[..], 0..=3);
    let tags = subsequence(&TAGS[..], 0..=2);
    (search, types, tags, prop::option::of(sort)).prop_map(|(search, types, tags, sort)| Query {
        search,
        types,
        tags,
        sort,
    })
}

impl Query {
    fn apply(&self, mut query: QueryCollections) -> QueryCollections {
        if let Some(search) = &self.search {
            query = query.search(search);
        }
        if let Some((by, order)) = self.sort {
            query = query.sort_by(by, order);
        }
        let types = self.types.iter();
        let types = types.map(|text| serde_json::from_value(json!(text)).unwrap());
        query
            .types(types.collect::<Vec<CollectionType>>())
            .tags(&self.tags[..])
    }

    fn expected(&self, all: &[Collection]) -> Vec<Collection> {
        let lower = |text: &str| {
            text.chars()
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        let mut found = Vec::new();
        for one in all {
            let search = lower(self.search.as_deref().unwrap_or_default());
            let tags = one.tags.clone().unwrap_or_default();
            if lower(&one.name).contains(&search)
                && (self.types.is_empty() || self.types.contains(&one.collection_type.as_str()))
                && self.tags.iter().all(|tag| tags.iter().any(|it| it == tag))
            {
                found.push(one.clone());
            }
        }
        found.sort_by_key(|one| one.id);
        let (by, order) = self.sort.unwrap_or((SortBy::CreatedAt, Order::Ascending));
        found.sort_by(|a, b| {
            let ordering = match by {
                SortBy::Name => a.name.chars().cmp(b.name.chars()),
                SortBy::Type => a.collection_type.as_str().cmp(b.collection_type.as_str()),
                SortBy::Description => a.description.chars().cmp(b.description.chars()),
                SortBy::TotalArtifacts => a.total_artifacts.cmp(&b.total_artifacts),
                _ => a.created_at.cmp(&b.created_at),
            };
            if order == Order::Descending {
                ordering.reverse()
            } else {
                ordering
            }
        });
        found
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn both_versions_filter_and_sort_alike(
        stored in prop::collection::vec(stored(), 0..30),
        queries in prop::collection::vec(query(), 1..10),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for version in VERSIONS {
                let emulator = stored
                    .iter()
                    .fold(emulator(version), |emulator, one| emulator.collection(one.clone()))
                    .start();
                let collections = orbit_client(&emulator).build().unwrap().collections();
                let all = collections.list().await.unwrap();
                assert_eq!(all.len(), stored.len());
                for query in &queries {
                    let found = query.apply(collections.query()).send().await.unwrap();
                    assert_eq!(found, query.expected(&all), "{version}: {query:?}");
                }
            }
        });
    }
}
