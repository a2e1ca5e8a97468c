//! What an organization is.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
pub use dataforce_api::OrganizationRole;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::choices::Named;
use crate::id::OrganizationId;
use crate::resource_ref::ResourceRef;

/// What the key's owner may do: for each kind of resource, for example `collection`, the list of
/// allowed actions, for example `create` and `delete`.
pub type Permissions = BTreeMap<String, Vec<String>>;

/// An organization that the key's owner belongs to. It holds [orbits](crate::Orbit).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Organization {
    /// Identifies the organization.
    pub id: OrganizationId,
    /// The name. It need not be unique.
    pub name: String,
    /// The URL of a picture.
    pub logo: Option<String>,
    /// The role of the key's owner.
    pub role: Option<OrganizationRole>,
    /// What the key's owner may do.
    pub permissions: Option<Permissions>,
    /// When the organization was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, or `None` if it never was.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Refers to the organization by its id.
impl From<&Organization> for ResourceRef<OrganizationId> {
    fn from(organization: &Organization) -> Self {
        Self::Id(organization.id)
    }
}

impl Named for Organization {
    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn name(&self) -> &str {
        &self.name
    }
}
