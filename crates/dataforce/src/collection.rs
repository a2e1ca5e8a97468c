//! What a collection is.

use chrono::{DateTime, Utc};
pub use dataforce_api::CollectionType;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::choices::Named;
use crate::id::{CollectionId, OrbitId};
use crate::resource_ref::ResourceRef;

/// A named set of models or datasets within an [orbit](crate::Orbit).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Collection {
    /// Identifies the collection.
    pub id: CollectionId,
    /// The orbit that it belongs to.
    pub orbit_id: OrbitId,
    /// The name. It need not be unique, and may be empty and of any length.
    pub name: String,
    /// Free text. It may be empty and of any length.
    pub description: String,
    /// What the collection holds.
    pub collection_type: CollectionType,
    /// The tags. The server distinguishes `None` from the empty list.
    pub tags: Option<Vec<String>>,
    /// The number of artifacts in the collection. On the legacy API these are models, and some
    /// servers leave the number out.
    pub total_artifacts: Option<i64>,
    /// The number of models in the collection, on the legacy API only.
    pub total_models: Option<i64>,
    /// When the collection was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, or `None` if it never was.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Refers to the collection by its id.
impl From<&Collection> for ResourceRef<CollectionId> {
    fn from(collection: &Collection) -> Self {
        Self::Id(collection.id)
    }
}

impl Named for Collection {
    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// A collection and what its artifacts have. Returned by
/// [`Collections::details`](crate::Collections::details).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CollectionDetails {
    /// The collection.
    #[serde(flatten)]
    pub collection: Collection,
    /// The tags of its artifacts, or `None` on the legacy API, which does not report them.
    pub artifacts_tags: Option<Vec<String>>,
    /// The names of the extra values of its artifacts, or `None` on the legacy API.
    pub artifacts_extra_values: Option<Vec<String>>,
}

/// The properties of a collection that can be changed.
#[derive(Clone, Debug)]
pub(crate) struct CollectionContent {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) tags: Option<Vec<String>>,
}
