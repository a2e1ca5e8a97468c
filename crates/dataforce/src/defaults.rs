//! The defaults of a client: which organization, orbit and collection its operations mean.

use futures_util::future::join;

use crate::error::{Available, Error, Resource, Result, quoted};
use crate::id::{ResourceId, sealed::Sealed};
use crate::registry::{Named, Registry, available};
use crate::{Client, Collection, CollectionId, OrbitId, OrganizationId, ResourceRef};

/// Organization, orbit and collection that a client shall use by default, by id or name.
///
/// What is not named is found by itself where there is exactly one: the organization of a key that belongs to a single
/// one, the single orbit of that, the single collection of that. With none or several it stays unset.
///
/// ```
/// use dataforce::Defaults;
///
/// let defaults = Defaults::new().organization("My Personal Organization").orbit("Default Orbit");
/// # let _ = defaults;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "defaults do nothing until they are given to `Client::setup_config`"]
pub struct Defaults {
    pub(crate) organization: Option<ResourceRef<OrganizationId>>,
    pub(crate) orbit: Option<ResourceRef<OrbitId>>,
    pub(crate) collection: Option<ResourceRef<CollectionId>>,
}

impl Defaults {
    /// Names nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the organization.
    pub fn organization(mut self, organization: impl Into<ResourceRef<OrganizationId>>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// Names the orbit, of the organization.
    pub fn orbit(mut self, orbit: impl Into<ResourceRef<OrbitId>>) -> Self {
        self.orbit = Some(orbit.into());
        self
    }

    /// Names the collection, of the orbit.
    pub fn collection(mut self, collection: impl Into<ResourceRef<CollectionId>>) -> Self {
        self.collection = Some(collection.into());
        self
    }
}

/// Defaults that are known by id. A child is set only under its parent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) orbit: Option<OrbitId>,
    pub(crate) collection: Option<CollectionId>,
}

impl Scope {
    /// Takes the defaults as they are, which works for ids only.
    pub(crate) fn from_ids(defaults: &Defaults) -> Result<Self> {
        let scope = Self {
            organization: id_of(defaults.organization.as_ref())?,
            orbit: id_of(defaults.orbit.as_ref())?,
            collection: id_of(defaults.collection.as_ref())?,
        };
        if scope.orbit.is_some() && scope.organization.is_none() {
            return Err(orphan(Resource::Orbit, Resource::Organization));
        }
        if scope.collection.is_some() && scope.orbit.is_none() {
            return Err(orphan(Resource::Collection, Resource::Orbit));
        }
        Ok(scope)
    }

    /// Looks the defaults up on the server.
    pub(crate) async fn resolve(registry: &Registry, defaults: &Defaults) -> Result<Self> {
        // An id is known before it is confirmed, so that what lies below it can be looked up at the same time.
        match defaults.organization.as_ref().and_then(ResourceRef::id) {
            Some(organization) => {
                let (confirmed, below) = join(
                    default_organization(registry, defaults),
                    below_organization(registry, Some(organization), defaults),
                )
                .await;
                confirmed?;
                below
            }
            None => {
                let organization = default_organization(registry, defaults).await?;
                below_organization(registry, organization, defaults).await
            }
        }
    }
}

async fn below_organization(
    registry: &Registry,
    organization: Option<OrganizationId>,
    defaults: &Defaults,
) -> Result<Scope> {
    let Some(organization) = organization else {
        return match (&defaults.orbit, &defaults.collection) {
            (Some(_), _) => Err(orphan(Resource::Orbit, Resource::Organization)),
            (None, Some(_)) => Err(orphan(Resource::Collection, Resource::Orbit)),
            (None, None) => Ok(Scope::default()),
        };
    };
    let (orbit, collection) = match defaults.orbit.as_ref().and_then(ResourceRef::id) {
        Some(orbit) => {
            let (confirmed, collection) = join(
                default_orbit(registry, organization, defaults),
                default_collection(registry, organization, Some(orbit), defaults),
            )
            .await;
            (confirmed?, collection?)
        }
        None => {
            let orbit = default_orbit(registry, organization, defaults).await?;
            let collection = default_collection(registry, organization, orbit, defaults).await?;
            (orbit, collection)
        }
    };
    Ok(Scope {
        organization: Some(organization),
        orbit,
        collection,
    })
}

async fn default_organization(
    registry: &Registry,
    defaults: &Defaults,
) -> Result<Option<OrganizationId>> {
    let Some(wanted) = &defaults.organization else {
        let all = registry.first_two().organizations().await?;
        return Ok(exactly_one(all).map(|organization| organization.id));
    };
    match registry.find_organization(wanted).await? {
        Some(organization) => Ok(Some(organization.id)),
        None => {
            let there = registry.hurried().organizations().await;
            Err(missing(wanted, "", there))
        }
    }
}

async fn default_orbit(
    registry: &Registry,
    organization: OrganizationId,
    defaults: &Defaults,
) -> Result<Option<OrbitId>> {
    let Some(wanted) = &defaults.orbit else {
        let all = registry.first_two().orbits(organization).await?;
        return Ok(exactly_one(all).map(|orbit| orbit.id));
    };
    match registry.find_orbit(organization, wanted).await? {
        Some(orbit) => Ok(Some(orbit.id)),
        None => {
            let there = registry.hurried().orbits(organization).await;
            let place = format!(" in organization {organization}");
            Err(missing(wanted, &place, there))
        }
    }
}

async fn default_collection(
    registry: &Registry,
    organization: OrganizationId,
    orbit: Option<OrbitId>,
    defaults: &Defaults,
) -> Result<Option<CollectionId>> {
    let Some(orbit) = orbit else {
        return match &defaults.collection {
            Some(_) => Err(orphan(Resource::Collection, Resource::Orbit)),
            None => Ok(None),
        };
    };
    let Some(wanted) = &defaults.collection else {
        let all = registry
            .first_two()
            .collections(organization, orbit)
            .await?;
        return Ok(exactly_one(all).map(|collection| collection.id));
    };
    expect_collection(registry, organization, orbit, wanted)
        .await
        .map(|collection| Some(collection.id))
}

/// Finds a collection that has to be there.
async fn expect_collection(
    registry: &Registry,
    organization: OrganizationId,
    orbit: OrbitId,
    wanted: &ResourceRef<CollectionId>,
) -> Result<Collection> {
    match registry
        .find_collection(organization, orbit, wanted)
        .await?
    {
        Some(collection) => Ok(collection),
        None => {
            let there = registry.hurried().collections(organization, orbit).await;
            let place = format!(" in orbit {orbit}");
            Err(missing(wanted, &place, there))
        }
    }
}

/// What every operation checks before it sends anything.
impl Client {
    pub(crate) async fn require_organization(&self) -> Result<OrganizationId> {
        match self.scope().organization {
            Some(organization) => Ok(organization),
            None => Err(self.unset(&[Resource::Organization]).await),
        }
    }

    pub(crate) async fn require_orbit(&self) -> Result<(OrganizationId, OrbitId)> {
        match (self.scope().organization, self.scope().orbit) {
            (Some(organization), Some(orbit)) => Ok((organization, orbit)),
            (Some(_), None) => Err(self.unset(&[Resource::Orbit]).await),
            (None, Some(_)) => Err(self.unset(&[Resource::Organization]).await),
            (None, None) => Err(self.unset(&[Resource::Organization, Resource::Orbit]).await),
        }
    }

    pub(crate) async fn require_collection(&self) -> Result<CollectionId> {
        self.require_orbit().await?;
        match self.scope().collection {
            Some(collection) => Ok(collection),
            None => Err(self.unset(&[Resource::Collection]).await),
        }
    }

    pub(crate) async fn expect_collection(
        &self,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Collection> {
        let (organization, orbit) = self.require_orbit().await?;
        expect_collection(self.registry(), organization, orbit, wanted).await
    }

    /// Says which defaults are not set and how to set them, and lists what there is to choose from. That is fetched for
    /// the purpose; where it cannot be, the error is the same, without the list.
    async fn unset(&self, resources: &[Resource]) -> Error {
        let names: Vec<_> = resources
            .iter()
            .map(|resource| format!("default {resource}"))
            .collect();
        let setters: Vec<_> = resources
            .iter()
            .map(|resource| format!("`set_{resource}`"))
            .collect();
        let (verb, pronoun) = if resources.len() == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        let resource = resources[0];
        let error = Error::configuration(format!(
            "no {names} {verb} set: name {pronoun} on the builder and `connect`, or call `setup_config`, or {setters}",
            names = names.join(" and no "),
            setters = setters.join(" and "),
        ));
        let registry = self.registry().hurried();
        let there = match (resource, self.scope()) {
            (
                Resource::Orbit,
                Scope {
                    organization: Some(organization),
                    ..
                },
            ) => registry
                .orbits(organization)
                .await
                .map(|orbits| available(resource, &orbits)),
            (
                Resource::Collection,
                Scope {
                    organization: Some(organization),
                    orbit: Some(orbit),
                    ..
                },
            ) => registry
                .collections(organization, orbit)
                .await
                .map(|collections| available(resource, &collections)),
            _ => registry
                .organizations()
                .await
                .map(|organizations| available(Resource::Organization, &organizations)),
        };
        attach(error, resource, there)
    }
}

/// Says that nothing has the id or name, how it was read, and what is there instead.
fn missing<Id: ResourceId + Sealed, T: Named>(
    wanted: &ResourceRef<Id>,
    place: &str,
    there: Result<Vec<T>>,
) -> Error {
    let resource = Id::RESOURCE;
    let mut message = match wanted {
        ResourceRef::Id(id) => format!("no {resource} has the id {id}{place}"),
        ResourceRef::Name(name) => format!("no {resource} has the name {}{place}", quoted(name)),
    };
    if let (ResourceRef::Id(id), Ok(there)) = (wanted, &there) {
        let id = (*id).into();
        let reads_as_id = |one: &T| uuid::Uuid::try_parse(one.name()).is_ok_and(|name| name == id);
        if there.iter().any(reads_as_id) {
            message.push_str(", but one has it as its name: use `ResourceRef::name` to mean that");
        }
    }
    let there = there.map(|there| available(resource, &there));
    attach(Error::not_found(message), resource, there)
}

fn attach(error: Error, resource: Resource, there: Result<Available>) -> Error {
    match there {
        Ok(available) => error.with_available(available),
        Err(cause) => error.with_unavailable(resource, &cause),
    }
}

fn orphan(child: Resource, parent: Resource) -> Error {
    Error::configuration(format!(
        "a default {child} is named, but there is no default {parent} that it could belong to: name {} too",
        parent.with_article()
    ))
}

fn id_of<Id: ResourceId + Sealed>(wanted: Option<&ResourceRef<Id>>) -> Result<Option<Id>> {
    match wanted {
        None => Ok(None),
        Some(ResourceRef::Id(id)) => Ok(Some(*id)),
        Some(ResourceRef::Name(name)) => Err(Error::configuration(format!(
            "the {} name {} has to be looked up on the server, which `build` does not do: use `connect`, or give its id",
            Id::RESOURCE,
            quoted(name)
        ))),
    }
}

fn exactly_one<T>(mut all: Vec<T>) -> Option<T> {
    if all.len() == 1 { all.pop() } else { None }
}
