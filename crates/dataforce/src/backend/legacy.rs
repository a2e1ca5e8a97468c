//! The operations of the legacy API, on its generated client. Only this folder knows the client's
//! types.

mod mapping;

use dataforce_api::legacy::{Client, properties, types};

use super::needed::Needed;
use super::page::Page;
use super::response::{read, read_optional};
use crate::collection::{Collection, CollectionContent, CollectionDetails, CollectionType};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId};
use crate::list_query::ListQuery;
use crate::orbit::Orbit;
use crate::orbit_path::OrbitPath;
use crate::organization::Organization;
use crate::resource::quoted;
use crate::resource_ref::ResourceRef;

use mapping::{collection, orbit, orbit_from_details, organization};

/// The operations of the legacy API on the facade's types.
#[derive(Clone, Debug)]
pub(super) struct Legacy {
    client: Client,
}

impl Legacy {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(super) async fn organizations(
        &self,
        needed: Needed<'_, OrganizationId>,
    ) -> Result<Vec<Organization>> {
        use properties::organization::{ID, NAME};
        let client = self.client.with_list_filter(needed.filter(ID, NAME));
        let list = client.list_organizations().await;
        let list = read(list, || "list the organizations".into())?;
        Ok(list.into_iter().map(organization).collect())
    }

    pub(super) async fn orbits(
        &self,
        organization: OrganizationId,
        needed: Needed<'_, OrbitId>,
    ) -> Result<Vec<Orbit>> {
        use properties::orbit::{ID, NAME};
        let client = self.client.with_list_filter(needed.filter(ID, NAME));
        let list = client.list_orbits(&organization).await;
        let list = read(list, || {
            format!("list the orbits of organization {organization}")
        })?;
        Ok(list.into_iter().map(orbit).collect())
    }

    pub(super) async fn orbit(
        &self,
        organization: OrganizationId,
        id: OrbitId,
    ) -> Result<Option<Orbit>> {
        let response = self.client.get_orbit(&organization, &id).await;
        let found = read_optional(response, || {
            format!("get orbit {id} of organization {organization}")
        })?;
        Ok(found.map(orbit_from_details))
    }

    /// All collections that meet the query, in its order.
    pub(super) async fn collections(
        &self,
        path: OrbitPath,
        query: &ListQuery,
    ) -> Result<Vec<Collection>> {
        let mut collections = self.list(path, Needed::All).await?;
        collections.retain(|collection| query.matches(collection));
        // The server's list is in no order.
        query.sort(&mut collections);
        Ok(collections)
    }

    /// The server sends everything at once.
    pub(super) async fn first_page(&self, path: OrbitPath, query: &ListQuery) -> Result<Page> {
        Ok(Page {
            items: self.collections(path, query).await?,
            next: None,
        })
    }

    pub(super) async fn first_two_collections(&self, path: OrbitPath) -> Result<Vec<Collection>> {
        self.list(path, Needed::First(2)).await
    }

    /// The collections that have the id or name.
    pub(super) async fn find_collections(
        &self,
        path: OrbitPath,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Vec<Collection>> {
        self.list(path, Needed::Matching(wanted)).await
    }

    /// The API tells no details of a collection: these are what the list holds.
    pub(super) async fn collection_details(
        &self,
        path: OrbitPath,
        id: CollectionId,
    ) -> Result<Option<CollectionDetails>> {
        let found = self.list(path, Needed::Matching(&id.into())).await?;
        let mut details = found.into_iter().map(|collection| CollectionDetails {
            collection,
            artifacts_tags: None,
            artifacts_extra_values: None,
        });
        Ok(details.next())
    }

    pub(super) async fn create_collection(
        &self,
        path: OrbitPath,
        content: &CollectionContent,
        collection_type: &CollectionType,
    ) -> Result<Collection> {
        use CollectionType::{Dataset, Model, Unknown};
        if !matches!(collection_type, Model | Dataset | Unknown(_)) {
            return Err(Error::invalid_input(format!(
                "a collection of type `{collection_type}` cannot be created on this server: it \
                 speaks the legacy API, which has the types `model` and `dataset`"
            )));
        }
        let (organization, orbit) = (path.organization, path.orbit);
        let body = types::CollectionCreate {
            name: content.name.clone(),
            description: content.description.clone(),
            tags: content.tags.clone(),
            collection_type: collection_type.clone(),
        };
        let response = self
            .client
            .create_collection(&organization, &orbit, &body)
            .await;
        let what = || format!("create collection {} in orbit {orbit}", quoted(&body.name));
        read(response, what).map(collection)
    }

    pub(super) async fn update_collection(
        &self,
        path: OrbitPath,
        id: CollectionId,
        content: &CollectionContent,
    ) -> Result<Collection> {
        let (organization, orbit) = (path.organization, path.orbit);
        let body = types::CollectionUpdate {
            name: content.name.clone(),
            description: content.description.clone(),
            tags: content.tags.clone(),
        };
        let client = &self.client;
        let response = client
            .update_collection(&organization, &orbit, &id, &body)
            .await;
        let what = || format!("update collection {id} in orbit {orbit}");
        read(response, what).map(collection)
    }

    pub(super) async fn delete_collection(&self, path: OrbitPath, id: CollectionId) -> Result<()> {
        let (organization, orbit) = (path.organization, path.orbit);
        let response = self
            .client
            .delete_collection(&organization, &orbit, &id)
            .await;
        read(response, || {
            format!("delete collection {id} in orbit {orbit}")
        })
    }

    async fn list(
        &self,
        path: OrbitPath,
        needed: Needed<'_, CollectionId>,
    ) -> Result<Vec<Collection>> {
        use properties::collection::{ID, NAME};
        let (organization, orbit) = (path.organization, path.orbit);
        let client = self.client.with_list_filter(needed.filter(ID, NAME));
        let list = client.list_collections(&organization, &orbit).await;
        let list = read(list, || format!("list the collections of orbit {orbit}"))?;
        Ok(list.into_iter().map(collection).collect())
    }
}
