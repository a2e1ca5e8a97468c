//! Collections and their types.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::timestamp::{now, optional_timestamp, timestamp};

/// A collection.
///
/// ```
/// use dataforce_emulator::{Collection, CollectionType};
///
/// let collection = Collection::new("Images")
///     .of_type(CollectionType::Dataset)
///     .tags(["raw"])
///     .models(3);
/// assert_eq!(collection.total_models, 3);
/// assert_eq!(collection.tags, Some(vec!["raw".to_owned()]));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The id of its orbit, which is set when the collection is added to one.
    #[serde(default)]
    pub orbit_id: Uuid,
    /// The description.
    #[serde(default)]
    pub description: String,
    /// The name, which need not be unique.
    pub name: String,
    /// The type.
    #[serde(default, alias = "type")]
    pub collection_type: CollectionType,
    /// The tags. No tags, an empty list and a list are three different states.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// The number of models in the collection, or of artifacts on [`V1`](crate::ApiVersion::V1).
    /// The collection cannot be deleted unless it is zero.
    #[serde(default, alias = "total_artifacts")]
    pub total_models: u64,
    /// The tags of its artifacts, which [`V1`](crate::ApiVersion::V1) shows with a single
    /// collection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts_tags: Vec<String>,
    /// The names of the extra values of its artifacts, which [`V1`](crate::ApiVersion::V1) shows
    /// with a single collection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts_extra_values: Vec<String>,
    /// When it was created.
    #[serde(default = "now", serialize_with = "timestamp")]
    pub created_at: DateTime<Utc>,
    /// When it was last updated, if ever.
    #[serde(default, serialize_with = "optional_timestamp")]
    pub updated_at: Option<DateTime<Utc>>,
}

/// The type of a collection. On the legacy API, requests can create the first two only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionType {
    /// `model`
    #[default]
    Model,
    /// `dataset`
    Dataset,
    /// `experiment`
    Experiment,
    /// `model_dataset`
    ModelDataset,
    /// `dataset_experiment`
    DatasetExperiment,
    /// `model_experiment`
    ModelExperiment,
    /// `mixed`
    Mixed,
    /// A type that only newer servers know, to test how a client handles it. No request can create
    /// it.
    #[serde(untagged)]
    Other(String),
}

impl CollectionType {
    /// Returns the type as it is on the wire, such as `dataset`.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match self {
            Self::Model => "model",
            Self::Dataset => "dataset",
            Self::Experiment => "experiment",
            Self::ModelDataset => "model_dataset",
            Self::DatasetExperiment => "dataset_experiment",
            Self::ModelExperiment => "model_experiment",
            Self::Mixed => "mixed",
            Self::Other(name) => name.as_str(),
        }
    }
}

impl Collection {
    pub(crate) const EXAMPLE_ID: Uuid = Uuid::from_u128(0x0199c455_21ee_74c6_b747_19a82f1a1e75);

    /// Creates a collection for models, without a description, tags or models.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: Uuid::now_v7(),
            orbit_id: Uuid::nil(),
            description: String::new(),
            name: name.into(),
            collection_type: CollectionType::Model,
            tags: None,
            total_models: 0,
            artifacts_tags: Vec::new(),
            artifacts_extra_values: Vec::new(),
            created_at: now(),
            updated_at: None,
        }
    }

    /// Creates `My Collection`, the example in the documentation of the Python client.
    #[must_use]
    pub fn example() -> Self {
        Self {
            id: Self::EXAMPLE_ID,
            description: "Dataset for ML models".to_owned(),
            tags: Some(vec!["ml".to_owned(), "training".to_owned()]),
            // 2025-01-15T10:30:00.123456Z
            created_at: DateTime::from_timestamp_micros(1_736_937_000_123_456).unwrap_or_default(),
            ..Self::new("My Collection")
        }
    }

    /// Creates `Collection 1`, `Collection 2` and so on.
    pub fn numbered(count: usize) -> impl Iterator<Item = Self> {
        (1..=count).map(|number| Self::new(format!("Collection {number}")))
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: Uuid) -> Self {
        self.id = id;
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Sets the type.
    #[must_use]
    pub fn of_type(mut self, collection_type: CollectionType) -> Self {
        self.collection_type = collection_type;
        self
    }

    /// Sets the tags. An empty list differs from no tags.
    #[must_use]
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the number of models, or of artifacts.
    #[must_use]
    pub fn models(mut self, count: u64) -> Self {
        self.total_models = count;
        self
    }

    /// Sets the tags of its artifacts.
    #[must_use]
    pub fn artifacts_tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.artifacts_tags = tags.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the names of the extra values of its artifacts.
    #[must_use]
    pub fn artifacts_extra_values<T: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = T>,
    ) -> Self {
        self.artifacts_extra_values = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets when it was created. The server keeps microseconds.
    #[must_use]
    pub fn created_at(mut self, at: DateTime<Utc>) -> Self {
        self.created_at = at;
        self
    }

    /// Sets when it was last updated.
    #[must_use]
    pub fn updated_at(mut self, at: DateTime<Utc>) -> Self {
        self.updated_at = Some(at);
        self
    }
}
