//! The defaults of a client: the organization, orbit and collection that its operations use.

use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId, ResourceId, sealed::Sealed};
use crate::resource::{Resource, quoted};
use crate::resource_ref::ResourceRef;

/// The organization, orbit and collection that a client uses by default, each by id or name.
///
/// A level that is not named is chosen automatically if there is exactly one: the only organization
/// of the key's owner, its only orbit, the only collection of that. Otherwise it stays unset.
///
/// ```
/// use dataforce::Defaults;
///
/// let defaults = Defaults::new().organization("My Personal Organization").orbit("Default Orbit");
/// # let _ = defaults;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "defaults do nothing until they are passed to `Client::setup_config`"]
pub struct Defaults {
    pub(crate) organization: Option<ResourceRef<OrganizationId>>,
    pub(crate) orbit: Option<ResourceRef<OrbitId>>,
    pub(crate) collection: Option<ResourceRef<CollectionId>>,
}

impl Defaults {
    /// Creates defaults that name nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the organization.
    pub fn organization(mut self, organization: impl Into<ResourceRef<OrganizationId>>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// Names the orbit of the organization.
    pub fn orbit(mut self, orbit: impl Into<ResourceRef<OrbitId>>) -> Self {
        self.orbit = Some(orbit.into());
        self
    }

    /// Names the collection of the orbit.
    pub fn collection(mut self, collection: impl Into<ResourceRef<CollectionId>>) -> Self {
        self.collection = Some(collection.into());
        self
    }
}

/// Where a default of a client comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DefaultSource {
    /// It was named on the [`ClientBuilder`](crate::ClientBuilder).
    Builder,
    /// It was named by an environment variable; see [`ClientBuilder::connect`].
    ///
    /// [`ClientBuilder::connect`]: crate::ClientBuilder::connect
    Environment,
    /// It was set on the client: named in [`Client::setup_config`](crate::Client::setup_config), or
    /// passed to a method such as [`Client::set_orbit`](crate::Client::set_orbit) or
    /// [`Client::with_orbit`](crate::Client::with_orbit).
    Set,
    /// It was not named. The client chose it because it was the only one when the client looked.
    Automatic,
}

/// Where the default of each level is named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources {
    pub(crate) organization: DefaultSource,
    pub(crate) orbit: DefaultSource,
    pub(crate) collection: DefaultSource,
}

impl Sources {
    /// All levels are named in the same place.
    pub(crate) fn all(source: DefaultSource) -> Self {
        Self {
            organization: source,
            orbit: source,
            collection: source,
        }
    }
}

/// A default and its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DefaultId<Id> {
    pub(crate) id: Id,
    pub(crate) source: DefaultSource,
}

impl<Id> DefaultId<Id> {
    pub(crate) fn new(id: Id, source: DefaultSource) -> Self {
        Self { id, source }
    }
}

/// The defaults by id. A child is set only below its parent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) organization: Option<DefaultId<OrganizationId>>,
    pub(crate) orbit: Option<DefaultId<OrbitId>>,
    pub(crate) collection: Option<DefaultId<CollectionId>>,
}

impl Scope {
    /// Uses the defaults of a builder as they are. This works for ids only.
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

    pub(crate) fn organization_id(&self) -> Option<OrganizationId> {
        self.organization.map(|default| default.id)
    }

    pub(crate) fn orbit_id(&self) -> Option<OrbitId> {
        self.orbit.map(|default| default.id)
    }

    pub(crate) fn collection_id(&self) -> Option<CollectionId> {
        self.collection.map(|default| default.id)
    }
}

/// The error for a default whose parent has none.
pub(crate) fn orphan(child: Resource, parent: Resource) -> Error {
    Error::configuration(format!(
        "a default {child} is named, but there is no default {parent} that it could belong to: name {} too",
        parent.with_article()
    ))
}

fn id_of<Id: ResourceId + Sealed>(
    wanted: Option<&ResourceRef<Id>>,
) -> Result<Option<DefaultId<Id>>> {
    match wanted {
        None => Ok(None),
        Some(ResourceRef::Id(id)) => Ok(Some(DefaultId::new(*id, DefaultSource::Builder))),
        Some(ResourceRef::Name(name)) => Err(Error::configuration(format!(
            "the {} name {} has to be looked up on the server, which `build` does not do: use `connect`, or give its id",
            Id::RESOURCE,
            quoted(name)
        ))),
    }
}
