//! The operations of V1, on its generated client. Only this folder knows the client's types.

mod mapping;
mod page_request;
mod search;

use dataforce_api::v1::{Client, properties, types};

use super::needed::Needed;
use super::page::{Page, PageStart};
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

use mapping::{collection, details, orbit, orbit_from_details, organization};
use page_request::PageRequest;

/// The largest page that the server sends.
const PAGE_SIZE: i64 = 100;

/// The types that the server's own filter accepts.
const FILTERABLE_TYPES: [CollectionType; 4] = [
    CollectionType::Model,
    CollectionType::Dataset,
    CollectionType::Experiment,
    CollectionType::Mixed,
];

/// The operations of V1 on the facade's types.
#[derive(Clone, Debug)]
pub(super) struct V1 {
    client: Client,
}

impl V1 {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(super) async fn organizations(
        &self,
        needed: Needed<'_, OrganizationId>,
    ) -> Result<Vec<Organization>> {
        let list = self.list_organizations(needed).await;
        list.map_err(|error| Error::call("list the organizations", error))
    }

    /// The same, with the error as it comes: it may show that the server does not speak V1.
    pub(super) async fn list_organizations(
        &self,
        needed: Needed<'_, OrganizationId>,
    ) -> std::result::Result<Vec<Organization>, dataforce_api::Error> {
        use properties::organization::{ID, NAME};
        let client = self.client.with_list_filter(needed.filter(ID, NAME));
        let list = client.list_organizations().await?.into_inner();
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
        let mut page = self.page(path, query, None).await?;
        let mut collections = page.items;
        while let Some(start) = page.next {
            page = self.page(path, query, Some(&start)).await?;
            collections.append(&mut page.items);
        }
        if !query.is_in_creation_order() {
            query.sort(&mut collections);
        }
        Ok(collections)
    }

    pub(super) async fn first_page(&self, path: OrbitPath, query: &ListQuery) -> Result<Page> {
        if query.is_in_creation_order() {
            return self.page(path, query, None).await;
        }
        Ok(Page {
            items: self.collections(path, query).await?,
            next: None,
        })
    }

    /// A page in creation order.
    pub(super) async fn page(
        &self,
        path: OrbitPath,
        query: &ListQuery,
        start: Option<&PageStart>,
    ) -> Result<Page> {
        let search = query.folded_search().and_then(search::for_part);
        let types = Some(&query.types).filter(|types| {
            !types.is_empty() && types.iter().all(|one| FILTERABLE_TYPES.contains(one))
        });
        let request = PageRequest {
            limit: PAGE_SIZE,
            search: search.as_deref(),
            types,
            lookup: None,
        };
        let mut page = request.send(&self.client, path, start).await?;
        page.items.retain(|collection| query.matches(collection));
        Ok(page)
    }

    pub(super) async fn first_two_collections(&self, path: OrbitPath) -> Result<Vec<Collection>> {
        let request = PageRequest {
            limit: 2,
            search: None,
            types: None,
            lookup: None,
        };
        Ok(request.send(&self.client, path, None).await?.items)
    }

    /// The collections that have the id or name.
    pub(super) async fn find_collections(
        &self,
        path: OrbitPath,
        wanted: &ResourceRef<CollectionId>,
    ) -> Result<Vec<Collection>> {
        let name = match wanted {
            ResourceRef::Id(id) => {
                let found = self.collection_details(path, *id).await?;
                return Ok(found
                    .map(|details| details.collection)
                    .into_iter()
                    .collect());
            }
            ResourceRef::Name(name) => name,
        };
        if name.contains('\0') {
            // The server can neither store such a name nor search for it.
            return Ok(Vec::new());
        }
        let search = search::for_name(name);
        let request = PageRequest {
            limit: PAGE_SIZE,
            search: search.as_deref(),
            types: None,
            lookup: Some(name),
        };
        let mut found = Vec::new();
        let mut start = None;
        loop {
            let page = request.send(&self.client, path, start.as_ref()).await?;
            found.extend(page.items.into_iter().filter(|one| one.name == *name));
            start = page.next;
            if start.is_none() {
                return Ok(found);
            }
        }
    }

    pub(super) async fn collection_details(
        &self,
        path: OrbitPath,
        id: CollectionId,
    ) -> Result<Option<CollectionDetails>> {
        let (organization, orbit) = (path.organization, path.orbit);
        let response = self.client.get_collection(&organization, &orbit, &id).await;
        let found = read_optional(response, || format!("get collection {id} of orbit {orbit}"))?;
        Ok(found
            .map(details)
            // Releases up to v0.2.0 take any orbit in the path.
            .filter(|details| details.collection.orbit_id == orbit))
    }

    pub(super) async fn create_collection(
        &self,
        path: OrbitPath,
        content: &CollectionContent,
        collection_type: &CollectionType,
    ) -> Result<Collection> {
        let (organization, orbit) = (path.organization, path.orbit);
        let body = types::CollectionCreate {
            name: content.name.clone(),
            description: content.description.clone(),
            tags: content.tags.clone(),
            type_: collection_type.clone(),
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
}
