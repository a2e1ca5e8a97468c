//! Organizations: what the key's owner belongs to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Call, Client, OrganizationId, ResourceRef};

/// What the key's owner may do: lists of actions, as `create` or `delete`, by kind of resource, as `collection`.
pub type Permissions = BTreeMap<String, Vec<String>>;

dataforce_api::__open_enum! {
    /// The role of the key's owner within an organization.
    pub enum OrganizationRole {
        /// May do everything.
        Owner = "owner",
        /// May do everything but give the organization away.
        Admin = "admin",
        /// May do what the permissions say.
        Member = "member",
    }
}

/// An organization that the key's owner belongs to. Organizations hold [orbits](crate::Orbit).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    /// Identifies the organization.
    pub id: OrganizationId,
    /// The name; not unique.
    pub name: String,
    /// The URL of a picture.
    pub logo: Option<String>,
    /// The role of the key's owner.
    pub role: Option<OrganizationRole>,
    /// What the key's owner may do.
    pub permissions: Option<Permissions>,
    /// When the organization was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, if ever.
    pub updated_at: Option<DateTime<Utc>>,
}

/// The organization itself, by its id.
impl From<&Organization> for ResourceRef<OrganizationId> {
    fn from(organization: &Organization) -> Self {
        Self::Id(organization.id)
    }
}

/// Operations on organizations. Made by [`Client::organizations`].
#[derive(Clone, Debug)]
pub struct Organizations {
    client: Client,
}

impl Organizations {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Lists the organizations that the key's owner belongs to, ordered by name. Operation `list_organizations`.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).build()?;
    /// for organization in client.organizations().list().await? {
    ///     println!("{}: {}", organization.name, organization.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Only those that every call can meet, see [`Error`](crate::Error).
    pub fn list(&self) -> Call<Vec<Organization>> {
        let client = self.client.clone();
        Box::pin(async move { client.registry().organizations().await })
    }

    /// Finds an organization by id or name. Operation `list_organizations`.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).build()?;
    /// let organization = client.organizations().get("My Personal Organization").await?;
    /// assert!(organization.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) where several have the name.
    pub fn get(
        &self,
        organization: impl Into<ResourceRef<OrganizationId>>,
    ) -> Call<Option<Organization>> {
        let client = self.client.clone();
        let organization = organization.into();
        Box::pin(async move { client.registry().find_organization(&organization).await })
    }
}
