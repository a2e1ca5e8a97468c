//! What the facade asks of the service, in the facade's types.

mod legacy;
mod needed;

use std::time::Duration;

use crate::choices::{Choices, Named};
use crate::collection::{Collection, CollectionContent, CollectionType};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId, ResourceId, sealed::Sealed};
use crate::orbit::Orbit;
use crate::organization::Organization;
use crate::resource::quoted;
use crate::resource_ref::ResourceRef;

use legacy::Legacy;
use needed::Needed;

/// The operations of the service.
#[derive(Clone, Debug)]
pub(crate) struct Backend {
    legacy: Legacy,
}

impl Backend {
    pub(crate) fn new(api: dataforce_api::Client) -> Self {
        let legacy = Legacy::new(api);
        Self { legacy }
    }

    pub(crate) fn api(&self) -> &dataforce_api::Client {
        self.legacy.api()
    }

    /// The same backend with one attempt and a short deadline, for information that is useful but
    /// not worth waiting for.
    pub(crate) fn best_effort(&self) -> Self {
        let legacy = self.legacy.with_one_attempt(Duration::from_secs(5));
        Self { legacy }
    }

    /// The same backend, whose calls share the deadline of one.
    pub(crate) fn sharing_deadline(&self) -> Self {
        let legacy = self.legacy.sharing_deadline();
        Self { legacy }
    }

    pub(crate) async fn organizations(&self) -> Result<Vec<Organization>> {
        self.legacy.organizations(Needed::All).await
    }

    /// The organization, if there is exactly one.
    pub(crate) async fn only_organization(&self) -> Result<Option<Organization>> {
        let organizations = self.legacy.organizations(Needed::FirstTwo).await?;
        Ok(exactly_one(organizations))
    }

    pub(crate) async fn find_organization(
        &self,
        wanted: &ResourceRef<OrganizationId>,
    ) -> Result<Option<Organization>> {
        let found = self.legacy.organizations(Needed::Matching(wanted)).await?;
        unique_match(wanted, found)
    }

    pub(crate) async fn orbits(&self, organization: OrganizationId) -> Result<Vec<Orbit>> {
        self.legacy.orbits(organization, Needed::All).await
    }

    /// The orbit of the organization, if there is exactly one.
    pub(crate) async fn only_orbit(&self, organization: OrganizationId) -> Result<Option<Orbit>> {
        let orbits = self.legacy.orbits(organization, Needed::FirstTwo).await?;
        Ok(exactly_one(orbits))
    }

    pub(crate) async fn orbit(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Option<Orbit>> {
        self.legacy.orbit(organization, orbit).await
    }

    /// Finds an orbit in the list of the organization's orbits.
    pub(crate) async fn find_orbit(
        &self,
        organization: OrganizationId,
        wanted: &ResourceRef<OrbitId>,
    ) -> Result<Option<Orbit>> {
        let needed = Needed::Matching(wanted);
        unique_match(wanted, self.legacy.orbits(organization, needed).await?)
    }

    pub(crate) async fn collections(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Vec<Collection>> {
        let needed = Needed::All;
        self.legacy.collections(organization, orbit, needed).await
    }

    /// The collection of the orbit, if there is exactly one.
    pub(crate) async fn only_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Option<Collection>> {
        let needed = Needed::FirstTwo;
        let collections = self.legacy.collections(organization, orbit, needed).await?;
        Ok(exactly_one(collections))
    }

    pub(crate) async fn find_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Option<Collection>> {
        let needed = Needed::Matching(wanted);
        let found = self.legacy.collections(organization, orbit, needed).await?;
        unique_match(wanted, found)
    }

    pub(crate) async fn create_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        content: CollectionContent,
        collection_type: CollectionType,
    ) -> Result<Collection> {
        self.legacy
            .create_collection(organization, orbit, content, collection_type)
            .await
    }

    pub(crate) async fn update_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        collection: CollectionId,
        content: CollectionContent,
    ) -> Result<Collection> {
        self.legacy
            .update_collection(organization, orbit, collection, content)
            .await
    }

    pub(crate) async fn delete_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        collection: CollectionId,
    ) -> Result<()> {
        self.legacy
            .delete_collection(organization, orbit, collection)
            .await
    }
}

fn exactly_one<T>(mut all: Vec<T>) -> Option<T> {
    if all.len() == 1 { all.pop() } else { None }
}

/// Returns the one resource that `wanted` means, if any, or an error if several match.
fn unique_match<Id: ResourceId + Sealed, T: Named>(
    wanted: &ResourceRef<Id>,
    mut found: Vec<T>,
) -> Result<Option<T>> {
    found.retain(|one| match wanted {
        ResourceRef::Id(id) => one.id() == (*id).into(),
        ResourceRef::Name(name) => one.name() == name,
    });
    if found.len() > 1 {
        let resource = Id::RESOURCE;
        let wanted = match wanted {
            ResourceRef::Id(id) => format!("the {resource} id {id}"),
            ResourceRef::Name(name) => format!("the {resource} name {}", quoted(name)),
        };
        return Err(Error::ambiguous(&wanted, Choices::new(resource, &found)));
    }
    Ok(found.pop())
}
