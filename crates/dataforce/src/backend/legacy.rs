//! The mapping to the generated client of the legacy API. Only this file knows its types.

use std::time::Duration;

use dataforce_api::{Failure, ResponseValue, RetryPolicy, Selection, properties, types};

use super::needed::Needed;
use crate::collection::{Collection, CollectionContent, CollectionType};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId, ResourceId};
use crate::orbit::Orbit;
use crate::organization::Organization;
use crate::resource::quoted;
use crate::resource_ref::ResourceRef;

/// What the generated client returns.
type Response<T> = std::result::Result<ResponseValue<T>, dataforce_api::Error<()>>;

/// The operations of the legacy API on the facade's types.
#[derive(Clone, Debug)]
pub(super) struct Legacy {
    api: dataforce_api::Client,
}

impl Legacy {
    pub(super) fn new(api: dataforce_api::Client) -> Self {
        Self { api }
    }

    pub(super) fn api(&self) -> &dataforce_api::Client {
        &self.api
    }

    pub(super) fn with_one_attempt(&self, deadline: Duration) -> Self {
        let api = self.api.with_retry(RetryPolicy::none());
        Self {
            api: api.with_deadline(deadline),
        }
    }

    pub(super) fn sharing_deadline(&self) -> Self {
        Self {
            api: self.api.sharing_deadline(),
        }
    }

    pub(super) async fn organizations(
        &self,
        needed: Needed<'_, OrganizationId>,
    ) -> Result<Vec<Organization>> {
        use properties::organization::{ID, NAME};
        let api = self.selecting(needed, ID, NAME);
        let response = api.list_organizations().await;
        read_list(response, "list_organizations", || {
            "list the organizations".into()
        })
    }

    pub(super) async fn orbits(
        &self,
        organization: OrganizationId,
        needed: Needed<'_, OrbitId>,
    ) -> Result<Vec<Orbit>> {
        use properties::orbit::{ID, NAME};
        let api = self.selecting(needed, ID, NAME);
        let response = api.list_orbits(&organization.into()).await;
        read_list(response, "list_orbits", || {
            format!("list the orbits of organization {organization}")
        })
    }

    pub(super) async fn orbit(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Option<Orbit>> {
        let response = self
            .api
            .get_orbit(&organization.into(), &orbit.into())
            .await;
        let what = || format!("get orbit {orbit} of organization {organization}");
        match read(response, "get_orbit", what) {
            Ok(orbit) => Ok(Some(Orbit::from_contract(orbit))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn collections(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        needed: Needed<'_, CollectionId>,
    ) -> Result<Vec<Collection>> {
        use properties::collection::{ID, NAME};
        let api = self.selecting(needed, ID, NAME);
        let response = api
            .list_collections(&organization.into(), &orbit.into())
            .await;
        read_list(response, "list_collections", || {
            format!("list the collections of orbit {orbit}")
        })
    }

    pub(super) async fn create_collection(
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
        let response = self
            .api
            .create_collection(&organization.into(), &orbit.into(), &body)
            .await;
        let what = || format!("create collection {} in orbit {orbit}", quoted(&body.name));
        read(response, "create_collection", what).map(Collection::from_contract)
    }

    pub(super) async fn update_collection(
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
        let id = collection.into();
        let response = self
            .api
            .update_collection(&organization.into(), &orbit.into(), &id, &body)
            .await;
        let what = || format!("update collection {collection} in orbit {orbit}");
        read(response, "update_collection", what).map(Collection::from_contract)
    }

    pub(super) async fn delete_collection(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        collection: CollectionId,
    ) -> Result<()> {
        let response = self
            .api
            .delete_collection(&organization.into(), &orbit.into(), &collection.into())
            .await;
        let what = || format!("delete collection {collection} in orbit {orbit}");
        read(response, "delete_collection", what)
    }

    /// The generated client, which decodes only the elements of long lists that are needed.
    fn selecting<Id: ResourceId>(
        &self,
        needed: Needed<'_, Id>,
        id_property: &'static str,
        name_property: &'static str,
    ) -> dataforce_api::Client {
        let selection = match needed {
            Needed::All => return self.api.clone(),
            Needed::FirstTwo => Selection::first(2),
            Needed::Matching(ResourceRef::Id(id)) => {
                let id = *id;
                Selection::matching(id_property, move |text| {
                    // An id that cannot be read is kept, so that decoding it reports the error.
                    uuid::Uuid::try_parse(text).map_or(true, |uuid| Id::from(uuid) == id)
                })
            }
            Needed::Matching(ResourceRef::Name(name)) => {
                let name = name.clone();
                Selection::matching(name_property, move |text| text == name)
            }
        };
        self.api.selecting(selection)
    }
}

fn read<T>(
    response: Response<T>,
    operation: &'static str,
    what: impl FnOnce() -> String,
) -> Result<T> {
    match response {
        Ok(value) => Ok(value.into_inner()),
        Err(error) => Err(Error::call(operation, &what(), Failure::from(error))),
    }
}

fn read_list<T, U: FromContract<T>>(
    response: Response<Vec<T>>,
    operation: &'static str,
    what: impl FnOnce() -> String,
) -> Result<Vec<U>> {
    let list = read(response, operation, what)?;
    Ok(list.into_iter().map(U::from_contract).collect())
}

/// Maps a type of the contract to one of the facade. It is not `From`, which would be public.
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

impl FromContract<types::Orbit> for Orbit {
    fn from_contract(orbit: types::Orbit) -> Self {
        let types::Orbit {
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

impl FromContract<types::OrbitDetails> for Orbit {
    fn from_contract(orbit: types::OrbitDetails) -> Self {
        let types::OrbitDetails {
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
            members: _,
        } = orbit;
        Self::from_contract(types::Orbit {
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
        })
    }
}

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
