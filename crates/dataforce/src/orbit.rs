//! What an orbit is.

use chrono::{DateTime, Utc};
pub use dataforce_api::OrbitRole;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::choices::Named;
use crate::id::{OrbitId, OrganizationId};
use crate::organization::Permissions;
use crate::resource_ref::ResourceRef;

/// A workspace of an [organization](crate::Organization). It holds
/// [collections](crate::Collection).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Orbit {
    /// Identifies the orbit.
    pub id: OrbitId,
    /// The organization that it belongs to.
    pub organization_id: OrganizationId,
    /// The name. It need not be unique.
    pub name: String,
    /// Identifies the secret with the credentials of the orbit's storage bucket.
    pub bucket_secret_id: Uuid,
    /// The number of members.
    pub total_members: Option<i64>,
    /// The number of collections.
    pub total_collections: Option<i64>,
    /// The number of satellites.
    pub total_satellites: Option<i64>,
    /// The number of artifacts in all collections.
    pub total_artifacts: Option<i64>,
    /// The role of the key's owner.
    pub role: Option<OrbitRole>,
    /// What the key's owner may do.
    pub permissions: Option<Permissions>,
    /// When the orbit was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, or `None` if it never was.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Refers to the orbit by its id.
impl From<&Orbit> for ResourceRef<OrbitId> {
    fn from(orbit: &Orbit) -> Self {
        Self::Id(orbit.id)
    }
}

impl Named for Orbit {
    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn name(&self) -> &str {
        &self.name
    }
}
