//! Looks up on the server what has to exist.

use futures_util::future::join;

use crate::backend::Backend;
use crate::choices::{Choices, Named};
use crate::collection::Collection;
use crate::defaults::{DefaultId, DefaultSource, Defaults, Scope, Sources, orphan};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId, ResourceId, sealed::Sealed};
use crate::orbit_path::OrbitPath;
use crate::resource::{Resource, quoted};
use crate::resource_ref::ResourceRef;

/// Looks up the defaults, which are named in `sources`.
pub(crate) async fn resolve(
    backend: &Backend,
    defaults: &Defaults,
    sources: Sources,
) -> Result<Scope> {
    let lookup = Lookup {
        backend,
        defaults,
        sources,
    };
    // An id is known before it is confirmed, so the levels below can be looked up meanwhile.
    match defaults.organization.as_ref().and_then(ResourceRef::id) {
        Some(id) => {
            let organization = Some(DefaultId::new(id, sources.organization));
            let (confirmed, scope) = join(lookup.organization(), lookup.below(organization)).await;
            confirmed?;
            scope
        }
        None => lookup.below(lookup.organization().await?).await,
    }
}

/// Finds a collection that has to exist.
pub(crate) async fn expect_collection(
    backend: &Backend,
    path: OrbitPath,
    wanted: &ResourceRef<CollectionId>,
) -> Result<Collection> {
    let found = backend.find_collection(path, wanted).await?;
    match found {
        Some(collection) => Ok(collection),
        None => {
            let backend = backend.best_effort();
            let available = backend.some_collections(path).await;
            let available = available.map(|page| (page.items, page.next.is_some()));
            let place = format!(" in orbit {}", path.orbit);
            Err(missing(wanted, &place, available))
        }
    }
}

struct Lookup<'l> {
    backend: &'l Backend,
    defaults: &'l Defaults,
    sources: Sources,
}

impl Lookup<'_> {
    /// Looks up orbit and collection.
    async fn below(&self, default: Option<DefaultId<OrganizationId>>) -> Result<Scope> {
        let Some(organization) = default.map(|default| default.id) else {
            return match (&self.defaults.orbit, &self.defaults.collection) {
                (Some(_), _) => Err(orphan(Resource::Orbit, Resource::Organization)),
                (None, Some(_)) => Err(orphan(Resource::Collection, Resource::Orbit)),
                (None, None) => Ok(Scope::default()),
            };
        };
        let (orbit, collection) = match self.defaults.orbit.as_ref().and_then(ResourceRef::id) {
            Some(id) => {
                let orbit = self.orbit(organization);
                let collection = self.collection(organization, Some(id));
                let (orbit, collection) = join(orbit, collection).await;
                (orbit?, collection?)
            }
            None => {
                let orbit = self.orbit(organization).await?;
                let id = orbit.map(|default| default.id);
                (orbit, self.collection(organization, id).await?)
            }
        };
        Ok(Scope {
            organization: default,
            orbit,
            collection,
        })
    }

    async fn organization(&self) -> Result<Option<DefaultId<OrganizationId>>> {
        let Some(wanted) = &self.defaults.organization else {
            let only = self.backend.only_organization().await?;
            return Ok(only.map(|organization| automatic(organization.id)));
        };
        match self.backend.find_organization(wanted).await? {
            Some(organization) => Ok(Some(DefaultId::new(
                organization.id,
                self.sources.organization,
            ))),
            None => {
                let available = self.backend.best_effort().organizations().await;
                Err(missing(wanted, "", available.map(|all| (all, false))))
            }
        }
    }

    async fn orbit(&self, organization: OrganizationId) -> Result<Option<DefaultId<OrbitId>>> {
        let Some(wanted) = &self.defaults.orbit else {
            let only = self.backend.only_orbit(organization).await?;
            return Ok(only.map(|orbit| automatic(orbit.id)));
        };
        match self.backend.find_orbit(organization, wanted).await? {
            Some(orbit) => Ok(Some(DefaultId::new(orbit.id, self.sources.orbit))),
            None => {
                let available = self.backend.best_effort().orbits(organization).await;
                let place = format!(" in organization {organization}");
                Err(missing(wanted, &place, available.map(|all| (all, false))))
            }
        }
    }

    async fn collection(
        &self,
        organization: OrganizationId,
        orbit: Option<OrbitId>,
    ) -> Result<Option<DefaultId<CollectionId>>> {
        let Some(orbit) = orbit else {
            return match &self.defaults.collection {
                Some(_) => Err(orphan(Resource::Collection, Resource::Orbit)),
                None => Ok(None),
            };
        };
        let path = OrbitPath {
            organization,
            orbit,
        };
        let Some(wanted) = &self.defaults.collection else {
            let only = self.backend.only_collection(path).await?;
            return Ok(only.map(|collection| automatic(collection.id)));
        };
        let found = expect_collection(self.backend, path, wanted).await?;
        Ok(Some(DefaultId::new(found.id, self.sources.collection)))
    }
}

fn automatic<Id>(id: Id) -> DefaultId<Id> {
    DefaultId::new(id, DefaultSource::Automatic)
}

/// The error for an id or name that nothing has: how it was understood, and what there is instead, if
/// it could be listed, with whether there is more.
fn missing<Id: ResourceId + Sealed, T: Named>(
    wanted: &ResourceRef<Id>,
    place: &str,
    available: Result<(Vec<T>, bool)>,
) -> Error {
    let resource = Id::RESOURCE;
    let mut message = match wanted {
        ResourceRef::Id(id) => format!("no {resource} has the id {id}{place}"),
        ResourceRef::Name(name) => format!("no {resource} has the name {}{place}", quoted(name)),
    };
    if let (ResourceRef::Id(id), Ok((resources, _))) = (wanted, &available) {
        let id = (*id).into();
        let named_like_it =
            |one: &T| uuid::Uuid::try_parse(one.name()).is_ok_and(|name| name == id);
        if resources.iter().any(named_like_it) {
            message.push_str(
                ", but one has it as its name: use `ResourceRef::name` to refer to that one",
            );
        }
    }
    let mut error = Error::not_found(message);
    if let ResourceRef::Name(name) = wanted
        && is_in_quotation_marks(name)
    {
        error = error.with_note(
            "the name is in quotation marks: remove them unless they are part of it".to_owned(),
        );
    }
    let choices = available
        .map(|(resources, has_more)| Choices::new(resource, &resources).with_more(has_more));
    error.with_choices(resource, choices)
}

/// Whether a name looks as if it was quoted once too often, as in the environment it easily is.
fn is_in_quotation_marks(name: &str) -> bool {
    const MARKS: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];
    name.chars().count() > 1 && name.starts_with(MARKS) && name.ends_with(MARKS)
}
