//! What the facade asks of the service, in the facade's types, whichever version the server speaks.

mod detection;
mod legacy;
mod needed;
mod page;
mod response;
mod v1;

use std::time::Duration;

use dataforce_api::{ApiClient, RetryPolicy, Transport};

use crate::api_version::ApiVersion;
use crate::choices::{Choices, Named};
use crate::collection::{Collection, CollectionContent, CollectionDetails, CollectionType};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId, ResourceId, sealed::Sealed};
use crate::list_query::ListQuery;
use crate::orbit::Orbit;
use crate::orbit_path::OrbitPath;
use crate::organization::Organization;
use crate::resource::quoted;
use crate::resource_ref::ResourceRef;

use detection::Detection;
use legacy::Legacy;
use needed::Needed;
pub(crate) use page::{Page, PageStart};
use v1::V1;

/// How long to wait for information that is useful but not necessary.
const BEST_EFFORT_DEADLINE: Duration = Duration::from_secs(5);

/// The operations of the service.
#[derive(Clone, Debug)]
pub(crate) struct Backend {
    transport: Transport,
    detection: Detection,
}

/// The operations of one version.
enum Api {
    Legacy(Legacy),
    V1(V1),
}

/// Calls a method of the version that the server speaks.
///
/// If the server turns out to speak another version than detected, a call that only reads detects
/// the version again and starts over, once.
macro_rules! on_api {
    ($backend:expr, $api:ident => $call:expr) => {{
        let mut start_over = true;
        loop {
            let version = $backend.detect().await?;
            let outcome = match $backend.api(version) {
                Api::Legacy($api) => $call.await,
                Api::V1($api) => $call.await,
            };
            match outcome {
                Err(error) if $backend.is_outdated(version, &error) => {
                    if error.is_of_change() {
                        break Err(error.at_changed_version(version));
                    }
                    if !std::mem::take(&mut start_over) {
                        break Err(error);
                    }
                }
                outcome => break outcome,
            }
        }
    }};
}

impl Backend {
    /// A backend for the server of `transport`, which speaks `version`, if that is known.
    pub(crate) fn new(transport: Transport, version: Option<ApiVersion>) -> Self {
        Self {
            transport,
            detection: Detection::new(version),
        }
    }

    pub(crate) fn base_url(&self) -> &str {
        self.transport.base_url()
    }

    /// The generated client of a version.
    pub(crate) fn client<C: ApiClient>(&self) -> C {
        C::from_transport(self.transport.clone())
    }

    /// The same backend with one attempt and a short deadline, for information that is useful but
    /// not worth waiting for.
    pub(crate) fn best_effort(&self) -> Self {
        let transport = self.transport.with_retry(RetryPolicy::none());
        self.with_transport(transport.with_deadline(BEST_EFFORT_DEADLINE))
    }

    /// The same backend, whose calls share the deadline of one.
    pub(crate) fn sharing_deadline(&self) -> Self {
        self.with_transport(self.transport.sharing_deadline())
    }

    fn with_transport(&self, transport: Transport) -> Self {
        Self {
            transport,
            detection: self.detection.clone(),
        }
    }

    /// The version that the server speaks, if it is known.
    pub(crate) fn version(&self) -> Option<ApiVersion> {
        self.detection.known()
    }

    /// The version that the server speaks. Asks it, if that is not known.
    pub(crate) async fn detect(&self) -> Result<ApiVersion> {
        // The first organization shows that the list is one of organizations.
        let needed = Needed::First(1);
        let detected = self.detection.detect(&self.transport, needed).await?;
        Ok(detected.version)
    }

    fn api(&self, version: ApiVersion) -> Api {
        match version {
            ApiVersion::Legacy => Api::Legacy(Legacy::new(self.client())),
            ApiVersion::V1 => Api::V1(V1::new(self.client())),
        }
    }

    /// Whether an error shows that the server does not speak the version that was detected. The
    /// version is then forgotten.
    fn is_outdated(&self, version: ApiVersion, error: &Error) -> bool {
        error.is_unknown_path() && self.detection.forget(version)
    }

    pub(crate) async fn organizations(&self) -> Result<Vec<Organization>> {
        self.list_organizations(Needed::All).await
    }

    /// The organization, if there is exactly one.
    pub(crate) async fn only_organization(&self) -> Result<Option<Organization>> {
        Ok(exactly_one(
            self.list_organizations(Needed::First(2)).await?,
        ))
    }

    pub(crate) async fn find_organization(
        &self,
        wanted: &ResourceRef<OrganizationId>,
    ) -> Result<Option<Organization>> {
        let needed = Needed::Matching(wanted);
        unique_match(wanted, self.list_organizations(needed).await?)
    }

    /// Lists organizations. On V1 the request that detects the version is the one for this list.
    async fn list_organizations(
        &self,
        needed: Needed<'_, OrganizationId>,
    ) -> Result<Vec<Organization>> {
        let detected = self.detection.detect(&self.transport, needed).await?;
        match detected.organizations {
            Some(organizations) => organizations,
            None => on_api!(self, api => api.organizations(needed)),
        }
    }

    pub(crate) async fn orbits(&self, organization: OrganizationId) -> Result<Vec<Orbit>> {
        on_api!(self, api => api.orbits(organization, Needed::All))
    }

    /// The orbit of the organization, if there is exactly one.
    pub(crate) async fn only_orbit(&self, organization: OrganizationId) -> Result<Option<Orbit>> {
        let orbits = on_api!(self, api => api.orbits(organization, Needed::First(2)));
        Ok(exactly_one(orbits?))
    }

    pub(crate) async fn orbit(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Option<Orbit>> {
        on_api!(self, api => api.orbit(organization, orbit))
    }

    /// Finds an orbit in the list of the organization's orbits.
    pub(crate) async fn find_orbit(
        &self,
        organization: OrganizationId,
        wanted: &ResourceRef<OrbitId>,
    ) -> Result<Option<Orbit>> {
        let orbits = on_api!(self, api => api.orbits(organization, Needed::Matching(wanted)));
        unique_match(wanted, orbits?)
    }

    /// The collections that meet the query, in its order.
    pub(crate) async fn collections(
        &self,
        path: OrbitPath,
        query: &ListQuery,
    ) -> Result<Vec<Collection>> {
        on_api!(self, api => api.collections(path, query))
    }

    /// Enough of the collections to show what there is, in one request.
    pub(crate) async fn some_collections(&self, path: OrbitPath) -> Result<Page> {
        self.first_page(path, &ListQuery::default()).await
    }

    /// The first page of the collections that meet the query. In creation order V1 has further
    /// ones; in all other cases it is the whole list.
    pub(crate) async fn first_page(&self, path: OrbitPath, query: &ListQuery) -> Result<Page> {
        on_api!(self, api => api.first_page(path, query))
    }

    /// The page that starts at `start`, which a page of the same query named.
    pub(crate) async fn next_page(
        &self,
        path: OrbitPath,
        query: &ListQuery,
        start: &PageStart,
    ) -> Result<Page> {
        match V1::new(self.client()).page(path, query, Some(start)).await {
            Err(error) if self.is_outdated(ApiVersion::V1, &error) => {
                Err(error.at_changed_version(ApiVersion::V1))
            }
            page => page,
        }
    }

    /// The collection of the orbit, if there is exactly one.
    pub(crate) async fn only_collection(&self, path: OrbitPath) -> Result<Option<Collection>> {
        let collections = on_api!(self, api => api.first_two_collections(path));
        Ok(exactly_one(collections?))
    }

    pub(crate) async fn find_collection(
        &self,
        path: OrbitPath,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Option<Collection>> {
        let found = on_api!(self, api => api.find_collections(path, wanted));
        unique_match(wanted, found?)
    }

    pub(crate) async fn collection_details(
        &self,
        path: OrbitPath,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Option<CollectionDetails>> {
        let id = match wanted {
            ResourceRef::Id(id) => *id,
            ResourceRef::Name(_) => match self.find_collection(path, wanted).await? {
                Some(collection) => collection.id,
                None => return Ok(None),
            },
        };
        on_api!(self, api => api.collection_details(path, id))
    }

    pub(crate) async fn create_collection(
        &self,
        path: OrbitPath,
        content: &CollectionContent,
        collection_type: &CollectionType,
    ) -> Result<Collection> {
        on_api!(self, api => api.create_collection(path, content, collection_type))
    }

    pub(crate) async fn update_collection(
        &self,
        path: OrbitPath,
        collection: CollectionId,
        content: &CollectionContent,
    ) -> Result<Collection> {
        on_api!(self, api => api.update_collection(path, collection, content))
    }

    pub(crate) async fn delete_collection(
        &self,
        path: OrbitPath,
        collection: CollectionId,
    ) -> Result<()> {
        on_api!(self, api => api.delete_collection(path, collection))
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
