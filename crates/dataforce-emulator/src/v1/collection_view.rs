//! Collections on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::collection::{Collection, CollectionType};
use crate::timestamp::{optional_timestamp, timestamp};

#[derive(Serialize)]
pub(super) struct CollectionView<'s> {
    id: Uuid,
    orbit_id: Uuid,
    description: &'s str,
    name: &'s str,
    #[serde(rename = "type")]
    collection_type: &'s CollectionType,
    tags: &'s Option<Vec<String>>,
    total_artifacts: u64,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "optional_timestamp")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    details: Option<DetailsView<'s>>,
}

#[derive(Serialize)]
struct DetailsView<'s> {
    artifacts_tags: &'s [String],
    artifacts_extra_values: &'s [String],
}

impl<'s> From<&'s Collection> for CollectionView<'s> {
    fn from(collection: &'s Collection) -> Self {
        Self {
            id: collection.id,
            orbit_id: collection.orbit_id,
            description: &collection.description,
            name: &collection.name,
            collection_type: &collection.collection_type,
            tags: &collection.tags,
            total_artifacts: collection.total_models,
            created_at: collection.created_at,
            updated_at: collection.updated_at,
            details: None,
        }
    }
}

impl<'s> CollectionView<'s> {
    /// Returns the view of a single collection, with what its artifacts have.
    pub(super) fn with_details(collection: &'s Collection) -> Self {
        Self {
            details: Some(DetailsView {
                artifacts_tags: &collection.artifacts_tags,
                artifacts_extra_values: &collection.artifacts_extra_values,
            }),
            ..collection.into()
        }
    }
}
