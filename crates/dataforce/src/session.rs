//! What a client and its handles share: the backend and the defaults.

use std::sync::Arc;

use crate::backend::Backend;
use crate::call::Call;
use crate::choices::Choices;
use crate::defaults::{DefaultSource, Scope};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrganizationId};
use crate::orbit_path::OrbitPath;
use crate::resource::Resource;

/// A backend, and the defaults that operations use.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    backend: Arc<Backend>,
    pub(crate) scope: Scope,
}

impl Session {
    pub(crate) fn new(backend: Backend, scope: Scope) -> Self {
        let backend = Arc::new(backend);
        Self { backend, scope }
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.backend
    }

    /// An operation, all of whose calls share one deadline. It starts when the operation is awaited.
    pub(crate) fn call<T, Operation>(
        &self,
        operation: impl FnOnce(Self) -> Operation + Send + 'static,
    ) -> Call<T>
    where
        Operation: Future<Output = Result<T>> + Send + 'static,
    {
        let session = self.clone();
        Box::pin(async move { operation(session.sharing_deadline()).await })
    }

    /// The same session, whose calls share one deadline, which starts now.
    pub(crate) fn sharing_deadline(&self) -> Self {
        Self::new(self.backend.sharing_deadline(), self.scope)
    }

    pub(crate) async fn require_organization(&self) -> Result<OrganizationId> {
        match self.scope.organization_id() {
            Some(organization) => Ok(organization),
            None => Err(self.unset(&[Resource::Organization]).await),
        }
    }

    pub(crate) async fn require_orbit(&self) -> Result<OrbitPath> {
        match (self.scope.organization_id(), self.scope.orbit_id()) {
            (Some(organization), Some(orbit)) => Ok(OrbitPath {
                organization,
                orbit,
            }),
            (Some(_), None) => Err(self.unset(&[Resource::Orbit]).await),
            (None, Some(_)) => Err(self.unset(&[Resource::Organization]).await),
            (None, None) => Err(self.unset(&[Resource::Organization, Resource::Orbit]).await),
        }
    }

    pub(crate) async fn require_collection(&self) -> Result<CollectionId> {
        self.require_orbit().await?;
        match self.scope.collection_id() {
            Some(collection) => Ok(collection),
            None => Err(self.unset(&[Resource::Collection]).await),
        }
    }

    /// The default collection for an operation that must not hit one that nobody named.
    pub(crate) async fn require_named_collection(&self) -> Result<CollectionId> {
        let collection = self.require_collection().await?;
        match self.scope.collection.map(|default| default.source) {
            Some(DefaultSource::Automatic) => Err(Error::configuration(format!(
                "the default collection {collection} was chosen automatically, as the only one in \
                 its orbit, so `delete_default` does not delete it: pass its id to `delete`"
            ))),
            _ => Ok(collection),
        }
    }

    /// The error for defaults that are not set: which, how to set them, and what there is to choose
    /// from.
    async fn unset(&self, resources: &[Resource]) -> Error {
        let names = resources.iter().map(|one| format!("default {one}"));
        let names = Vec::from_iter(names).join(" and no ");
        let setters = resources.iter().map(|one| format!("`set_{one}`"));
        let setters = Vec::from_iter(setters).join(" and ");
        let (verb, pronoun) = match resources.len() {
            1 => ("is", "it"),
            _ => ("are", "them"),
        };
        let error = Error::configuration(format!(
            "no {names} {verb} set: name {pronoun} on the builder and `connect`, or call `setup_config`, or {setters}"
        ));
        let resource = resources[0];
        // Boxed, so that calls need no room for what they hardly ever do.
        match Box::pin(self.choices(resource)).await {
            // The key is the first thing to correct, and programs ask for it.
            Err(error) if error.is_unauthorized() => error,
            choices => error.with_choices(resource, choices),
        }
    }

    /// What a default could be set to.
    async fn choices(&self, resource: Resource) -> Result<Choices> {
        let backend = self.backend.best_effort();
        let (organization, orbit) = (self.scope.organization_id(), self.scope.orbit_id());
        match (resource, organization, orbit) {
            (Resource::Orbit, Some(organization), _) => {
                let orbits = backend.orbits(organization).await?;
                Ok(Choices::new(resource, &orbits))
            }
            (Resource::Collection, Some(organization), Some(orbit)) => {
                let path = OrbitPath {
                    organization,
                    orbit,
                };
                let page = backend.some_collections(path).await?;
                Ok(Choices::new(resource, &page.items).with_more(page.next.is_some()))
            }
            _ => {
                let organizations = backend.organizations().await?;
                Ok(Choices::new(Resource::Organization, &organizations))
            }
        }
    }
}
