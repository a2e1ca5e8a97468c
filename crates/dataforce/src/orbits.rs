//! Orbits: the workspaces of an organization.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Call, Client, OrbitId, OrganizationId, Permissions, ResourceRef};

dataforce_api::__open_enum! {
    /// The role of the key's owner within an orbit.
    pub enum OrbitRole {
        /// May do everything within the orbit.
        Admin = "admin",
        /// May do what the permissions say.
        Member = "member",
    }
}

/// A workspace of an [organization](crate::Organization). Orbits hold [collections](crate::Collection).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Orbit {
    /// Identifies the orbit.
    pub id: OrbitId,
    /// The organization that it belongs to.
    pub organization_id: OrganizationId,
    /// The name; not unique.
    pub name: String,
    /// Identifies the secret that opens the storage bucket of the orbit.
    pub bucket_secret_id: Uuid,
    /// The number of members.
    pub total_members: Option<i64>,
    /// The number of collections.
    pub total_collections: Option<i64>,
    /// The number of satellites.
    pub total_satellites: Option<i64>,
    /// The number of model artifacts in all collections.
    pub total_model_artifacts: Option<i64>,
    /// The role of the key's owner.
    pub role: Option<OrbitRole>,
    /// What the key's owner may do.
    pub permissions: Option<Permissions>,
    /// When the orbit was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, if ever.
    pub updated_at: Option<DateTime<Utc>>,
}

/// The orbit itself, by its id.
impl From<&Orbit> for ResourceRef<OrbitId> {
    fn from(orbit: &Orbit) -> Self {
        Self::Id(orbit.id)
    }
}

/// Operations on the orbits of the default organization. Made by [`Client::orbits`].
#[derive(Clone, Debug)]
pub struct Orbits {
    client: Client,
}

impl Orbits {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Lists the orbits of the default organization, in no particular order. Operation `list_orbits`.
    ///
    /// A plain member sees the orbits that they belong to.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// for orbit in client.orbits().list().await? {
    ///     println!("{}: {}", orbit.name, orbit.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where no default organization is set.
    pub fn list(&self) -> Call<Vec<Orbit>> {
        let client = self.client.clone();
        Box::pin(async move {
            let organization = client.require_organization().await?;
            client.registry().orbits(organization).await
        })
    }

    /// Finds an orbit of the default organization by id or name. Operation `get_orbit` for an id, `list_orbits` for a
    /// name.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// let orbit = client.orbits().get("Default Orbit").await?;
    /// assert!(orbit.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where no default organization is set,
    /// [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) where several orbits have the name.
    pub fn get(&self, orbit: impl Into<ResourceRef<OrbitId>>) -> Call<Option<Orbit>> {
        let client = self.client.clone();
        let orbit = orbit.into();
        Box::pin(async move {
            let organization = client.require_organization().await?;
            match orbit {
                ResourceRef::Id(id) => client.registry().orbit(organization, id).await,
                name => client.registry().find_orbit(organization, &name).await,
            }
        })
    }
}
