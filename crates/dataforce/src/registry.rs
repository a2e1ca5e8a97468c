//! The way from the facade to the generated client. All that is known of the contract's types is in this file.

use dataforce_api::{Failure, ResponseValue, Selection, properties, types};

use crate::error::{Available, Error, Resource, Result, quoted};
use crate::id::{ResourceId, sealed::Sealed};
use crate::{
    Collection, CollectionId, CollectionType, Orbit, OrbitId, Organization, OrganizationId,
    ResourceRef,
};

/// The operations of the service on the facade's types.
#[derive(Clone, Debug)]
pub(crate) struct Registry {
    api: dataforce_api::Client,
}

/// All that can be set of a collection.
#[derive(Clone, Debug)]
pub(crate) struct CollectionContent {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) tags: Option<Vec<String>>,
}

impl Registry {
    pub(crate) fn new(api: dataforce_api::Client) -> Self {
        Self { api }
    }

    pub(crate) fn api(&self) -> &dataforce_api::Client {
        &self.api
    }

    /// The same registry, asked once and briefly: for what is good to know but must not hold anyone up.
    pub(crate) fn hurried(&self) -> Self {
        let api = self
            .api
            .with_retry(dataforce_api::RetryPolicy::none())
            .with_deadline(std::time::Duration::from_secs(5));
        Self { api }
    }

    /// The same registry, whose calls share the time that one may take.
    pub(crate) fn sharing_deadline(&self) -> Self {
        Self {
            api: self.api.sharing_deadline(),
        }
    }

    fn selecting(&self, selection: Selection) -> Self {
        Self {
            api: self.api.selecting(selection),
        }
    }

    /// The first two elements of each list are enough to see whether there is exactly one.
    pub(crate) fn first_two(&self) -> Self {
        self.selecting(Selection::first(2))
    }

    pub(crate) async fn organizations(&self) -> Result<Vec<Organization>> {
        let answer = self.api.list_organizations().await;
        read_list(answer, "list_organizations", || {
            "list the organizations".into()
        })
    }

    pub(crate) async fn orbits(&self, organization: OrganizationId) -> Result<Vec<Orbit>> {
        let answer = self.api.list_orbits(&organization.into()).await;
        read_list(answer, "list_orbits", || {
            format!("list the orbits of organization {organization}")
        })
    }

    pub(crate) async fn orbit(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Option<Orbit>> {
        let answer = self
            .api
            .get_orbit(&organization.into(), &orbit.into())
            .await;
        let attempt = || format!("get orbit {orbit} of organization {organization}");
        match read(answer, "get_orbit", attempt) {
            Ok(orbit) => Ok(Some(Orbit::from_contract(orbit))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn collections(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Vec<Collection>> {
        let answer = self
            .api
            .list_collections(&organization.into(), &orbit.into())
            .await;
        read_list(answer, "list_collections", || {
            format!("list the collections of orbit {orbit}")
        })
    }

    pub(crate) async fn create_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        content: CollectionContent,
        collection_type: CollectionType,
    ) -> Result<Collection> {
        let body = types::CollectionCreate {
            name: content.name,
            description: content.description,
            tags: content.tags,
            collection_type: collection_type.as_str().into(),
        };
        let answer = self
            .api
            .create_collection(&organization.into(), &orbit.into(), &body)
            .await;
        let attempt = || format!("create collection {} in orbit {orbit}", quoted(&body.name));
        read(answer, "create_collection", attempt).map(Collection::from_contract)
    }

    pub(crate) async fn update_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        collection: CollectionId,
        content: CollectionContent,
    ) -> Result<Collection> {
        let body = types::CollectionUpdate {
            name: content.name,
            description: content.description,
            tags: content.tags,
        };
        let answer = self
            .api
            .update_collection(
                &organization.into(),
                &orbit.into(),
                &collection.into(),
                &body,
            )
            .await;
        let attempt = || format!("update collection {collection} in orbit {orbit}");
        read(answer, "update_collection", attempt).map(Collection::from_contract)
    }

    pub(crate) async fn delete_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        collection: CollectionId,
    ) -> Result<()> {
        let answer = self
            .api
            .delete_collection(&organization.into(), &orbit.into(), &collection.into())
            .await;
        let attempt = || format!("delete collection {collection} in orbit {orbit}");
        read(answer, "delete_collection", attempt)
    }

    pub(crate) async fn find_organization(
        &self,
        wanted: &ResourceRef<OrganizationId>,
    ) -> Result<Option<Organization>> {
        let selection = selection(
            wanted,
            properties::organization::ID,
            properties::organization::NAME,
        );
        only(wanted, self.selecting(selection).organizations().await?)
    }

    pub(crate) async fn find_orbit(
        &self,
        organization: OrganizationId,
        wanted: &ResourceRef<OrbitId>,
    ) -> Result<Option<Orbit>> {
        let selection = selection(wanted, properties::orbit::ID, properties::orbit::NAME);
        only(
            wanted,
            self.selecting(selection).orbits(organization).await?,
        )
    }

    pub(crate) async fn find_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Option<Collection>> {
        let selection = selection(
            wanted,
            properties::collection::ID,
            properties::collection::NAME,
        );
        only(
            wanted,
            self.selecting(selection)
                .collections(organization, orbit)
                .await?,
        )
    }
}

fn read<T>(
    answer: std::result::Result<ResponseValue<T>, dataforce_api::Error<()>>,
    operation: &'static str,
    attempt: impl FnOnce() -> String,
) -> Result<T> {
    match answer {
        Ok(value) => Ok(value.into_inner()),
        Err(error) => Err(Error::call(operation, &attempt(), Failure::from(error))),
    }
}

fn read_list<T, U: FromContract<T>>(
    answer: std::result::Result<ResponseValue<Vec<T>>, dataforce_api::Error<()>>,
    operation: &'static str,
    attempt: impl FnOnce() -> String,
) -> Result<Vec<U>> {
    let list = read(answer, operation, attempt)?;
    Ok(list.into_iter().map(U::from_contract).collect())
}

/// Selects the elements that a reference means. An id may be written in any way.
fn selection<Id: ResourceId>(
    wanted: &ResourceRef<Id>,
    id_property: &'static str,
    name_property: &'static str,
) -> Selection {
    match wanted {
        ResourceRef::Id(id) => {
            let id = *id;
            Selection::matching(id_property, move |text| {
                // What is no id is kept, so that decoding it tells.
                uuid::Uuid::try_parse(text).map_or(true, |uuid| Id::from(uuid) == id)
            })
        }
        ResourceRef::Name(name) => {
            let name = name.clone();
            Selection::matching(name_property, move |text| text == name)
        }
    }
}

/// The one resource that was meant, if any. A short list comes as it is, so it is looked through here.
fn only<Id: ResourceId + Sealed, T: Named>(
    wanted: &ResourceRef<Id>,
    mut found: Vec<T>,
) -> Result<Option<T>> {
    found.retain(|one| match wanted {
        ResourceRef::Id(id) => one.id() == (*id).into(),
        ResourceRef::Name(name) => one.name() == name,
    });
    if found.len() > 1 {
        let sought = match wanted {
            ResourceRef::Id(id) => format!("the {} id {id}", Id::RESOURCE),
            ResourceRef::Name(name) => format!("the {} name {}", Id::RESOURCE, quoted(name)),
        };
        return Err(Error::multiple(&sought, available(Id::RESOURCE, &found)));
    }
    Ok(found.pop())
}

/// What has an id and a name.
pub(crate) trait Named {
    fn id(&self) -> uuid::Uuid;
    fn name(&self) -> &str;
}

pub(crate) fn available<T: Named>(resource: Resource, resources: &[T]) -> Available {
    let resources = resources.iter().map(|one| (one.id(), one.name()));
    Available::new(resource, resources)
}

macro_rules! named {
    ($($resource:ty),+) => {
        $(impl Named for $resource {
            fn id(&self) -> uuid::Uuid {
                self.id.into()
            }

            fn name(&self) -> &str {
                &self.name
            }
        })+
    };
}
named!(Organization, Orbit, Collection);

/// Makes a type of the facade from one of the contract. Not `From`, which would be public.
///
/// Each implementation names every property of the contract's type, so that a new one is a compile
/// error here, where it is decided what becomes of it.
trait FromContract<T> {
    fn from_contract(value: T) -> Self;
}

macro_rules! same_id {
    ($($id:ident),+) => {
        $(
            impl From<$id> for types::$id {
                fn from(id: $id) -> Self {
                    Self(id.into())
                }
            }

            impl From<types::$id> for $id {
                fn from(id: types::$id) -> Self {
                    id.0.into()
                }
            }
        )+
    };
}
same_id!(OrganizationId, OrbitId, CollectionId);

impl FromContract<types::Organization> for Organization {
    fn from_contract(organization: types::Organization) -> Self {
        let types::Organization {
            id,
            name,
            logo,
            role,
            permissions,
            created_at,
            updated_at,
        } = organization;
        Self {
            id: id.into(),
            name,
            logo,
            role: role.map(|role| role.as_str().into()),
            permissions: permissions.map(|permissions| permissions.0),
            created_at,
            updated_at,
        }
    }
}

/// Maps a type of the contract to [`Orbit`], which stands for two of them.
macro_rules! orbit_from {
    ($orbit:ident { $($ignored:ident),* }) => {
        impl FromContract<types::$orbit> for Orbit {
            fn from_contract(orbit: types::$orbit) -> Self {
                let types::$orbit {
                    id,
                    organization_id,
                    name,
                    bucket_secret_id,
                    total_members,
                    total_collections,
                    total_satellites,
                    total_model_artifacts,
                    role,
                    permissions,
                    created_at,
                    updated_at,
                    $($ignored: _,)*
                } = orbit;
                Self {
                    id: id.into(),
                    organization_id: organization_id.into(),
                    name,
                    bucket_secret_id: bucket_secret_id.0,
                    total_members,
                    total_collections,
                    total_satellites,
                    total_model_artifacts,
                    role: role.map(|role| role.as_str().into()),
                    permissions: permissions.map(|permissions| permissions.0),
                    created_at,
                    updated_at,
                }
            }
        }
    };
}
orbit_from!(Orbit {});
orbit_from!(OrbitDetails { members });

impl FromContract<types::Collection> for Collection {
    fn from_contract(collection: types::Collection) -> Self {
        let types::Collection {
            id,
            orbit_id,
            name,
            description,
            collection_type,
            tags,
            total_models,
            created_at,
            updated_at,
        } = collection;
        Self {
            id: id.into(),
            orbit_id: orbit_id.into(),
            name,
            description,
            collection_type: collection_type.as_str().into(),
            tags,
            total_models,
            created_at,
            updated_at,
        }
    }
}
