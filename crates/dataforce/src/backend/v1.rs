//! The mapping to the generated client of V1. Only this file knows its types.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use dataforce_api::v1::{Client, properties, types};
use dataforce_api::{CollectionSortBy, ListFilter, SortOrder};
use serde::Deserialize;

use super::needed::Needed;
use super::page::{Page, PageStart};
use super::response::{read, read_optional};
use super::search;
use crate::collection::{Collection, CollectionContent, CollectionDetails, CollectionType};
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId};
use crate::list_query::ListQuery;
use crate::orbit::Orbit;
use crate::orbit_path::OrbitPath;
use crate::organization::Organization;
use crate::resource::quoted;
use crate::resource_ref::ResourceRef;

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
        let client = self.filtering(needed.filter(ID, NAME));
        let list = client.list_organizations().await?.into_inner();
        Ok(list.into_iter().map(organization).collect())
    }

    pub(super) async fn orbits(
        &self,
        organization: OrganizationId,
        needed: Needed<'_, OrbitId>,
    ) -> Result<Vec<Orbit>> {
        use properties::orbit::{ID, NAME};
        let client = self.filtering(needed.filter(ID, NAME));
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
        let OrbitPath {
            organization,
            orbit,
        } = path;
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
        let OrbitPath {
            organization,
            orbit,
        } = path;
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
        let OrbitPath {
            organization,
            orbit,
        } = path;
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
        let OrbitPath {
            organization,
            orbit,
        } = path;
        let response = self
            .client
            .delete_collection(&organization, &orbit, &id)
            .await;
        read(response, || {
            format!("delete collection {id} in orbit {orbit}")
        })
    }

    fn filtering(&self, filter: Option<ListFilter>) -> Client {
        match filter {
            Some(filter) => self.client.with_list_filter(filter),
            None => self.client.clone(),
        }
    }
}

/// What the pages of a list have in common. They come in creation order, in which a collection
/// keeps its place.
struct PageRequest<'r> {
    limit: i64,
    search: Option<&'r str>,
    types: Option<&'r Vec<CollectionType>>,
    /// The name that is looked up, if the list is for that. Other collections may be malformed.
    lookup: Option<&'r str>,
}

impl PageRequest<'_> {
    async fn send(
        &self,
        client: &Client,
        path: OrbitPath,
        start: Option<&PageStart>,
    ) -> Result<Page> {
        let OrbitPath {
            organization,
            orbit,
        } = path;
        let dropped = Arc::new(AtomicBool::new(false));
        let client = match self.lookup {
            Some(name) => &client.with_list_filter(decodable_or_named(name, &dropped)),
            None => client,
        };
        let response = client
            .list_collections(
                &organization,
                &orbit,
                start.map(|start| start.cursor.as_str()),
                Some(self.limit),
                Some(&SortOrder::Asc),
                self.search,
                Some(&CollectionSortBy::CreatedAt),
                self.types,
            )
            .await;
        let what = || format!("list the collections of orbit {orbit}");
        let types::CollectionPage {
            items: page,
            cursor,
        } = read(response, what)?;
        // If all of a page is malformed, only its cursor shows that it is not the one before.
        let is_malformed = page.is_empty() && dropped.load(Ordering::Relaxed);
        let is_another = is_malformed && start.map(|start| &start.cursor) != cursor.as_ref();
        // A cursor that the server does not accept starts the list again.
        let before = start.and_then(|start| start.after);
        let mut items = Vec::with_capacity(page.len());
        for one in page.into_iter().map(collection) {
            let key = creation_key(&one);
            if before.is_some_and(|before| key <= before) {
                continue;
            }
            match items.binary_search_by_key(&key, creation_key) {
                Ok(_) => {}
                Err(place) if place == items.len() => items.push(one),
                // Whatever follows the last one is requested next, so this one would be lost.
                Err(_) => {
                    return Err(Error::unexpected(format!(
                        "could not list the collections of orbit {orbit}: the server sent them in \
                         another order than the one that was asked for"
                    )));
                }
            }
        }
        let after = items.last().map(creation_key).or(before);
        match cursor {
            Some(_) if items.is_empty() && !is_another => Err(Error::unexpected(format!(
                "could not list the collections of orbit {orbit}: the server named a next page, but \
                 sent nothing new on this one, so the list would never end"
            ))),
            cursor => Ok(Page {
                items,
                next: cursor.map(|cursor| PageStart { cursor, after }),
            }),
        }
    }
}

/// What V1 sorts by in creation order. It is different for any two collections.
fn creation_key(collection: &Collection) -> (DateTime<Utc>, CollectionId) {
    (collection.created_at, collection.id)
}

/// Keeps what decodes, and what has the name even if it does not decode: a collection that nobody
/// asked for does not fail a lookup. Sets `dropped` if there are others.
fn decodable_or_named(name: &str, dropped: &Arc<AtomicBool>) -> ListFilter {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let (name, dropped) = (name.to_owned(), Arc::clone(dropped));
    let wanted = move |json: &str| {
        let keep = serde_json::from_str::<types::Collection>(json).is_ok()
            || serde_json::from_str::<Named>(json).is_ok_and(|found| found.name == name);
        dropped.fetch_or(!keep, Ordering::Relaxed);
        keep
    };
    ListFilter::elements(wanted).in_property(properties::collection_page::ITEMS)
}

// Each mapping names every property of the contract's type, so that a new one is a compile error
// here, where it is decided what becomes of it.

fn organization(organization: types::Organization) -> Organization {
    let types::Organization {
        id,
        name,
        logo,
        role,
        permissions,
        created_at,
        updated_at,
    } = organization;
    Organization {
        id,
        name,
        logo,
        role,
        permissions: permissions.map(|permissions| permissions.0),
        created_at,
        updated_at,
    }
}

fn orbit(orbit: types::Orbit) -> Orbit {
    let types::Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
    } = orbit;
    Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id: bucket_secret_id.into(),
        total_members,
        total_collections,
        total_satellites,
        total_artifacts,
        role,
        permissions: permissions.map(|permissions| permissions.0),
        created_at,
        updated_at,
    }
}

fn orbit_from_details(details: types::OrbitDetails) -> Orbit {
    let types::OrbitDetails {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
        members: _,
        collections_tags: _,
    } = details;
    orbit(types::Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
    })
}

fn collection(collection: types::Collection) -> Collection {
    let types::Collection {
        id,
        orbit_id,
        name,
        description,
        type_,
        tags,
        total_artifacts,
        created_at,
        updated_at,
    } = collection;
    Collection {
        id,
        orbit_id,
        name,
        description,
        collection_type: type_,
        tags,
        total_artifacts,
        total_models: None,
        created_at,
        updated_at,
    }
}

fn details(details: types::CollectionDetails) -> CollectionDetails {
    let types::CollectionDetails {
        id,
        orbit_id,
        name,
        description,
        type_,
        tags,
        total_artifacts,
        created_at,
        updated_at,
        artifacts_tags,
        artifacts_extra_values,
    } = details;
    CollectionDetails {
        collection: collection(types::Collection {
            id,
            orbit_id,
            name,
            description,
            type_,
            tags,
            total_artifacts,
            created_at,
            updated_at,
        }),
        artifacts_tags: Some(artifacts_tags),
        artifacts_extra_values: Some(artifacts_extra_values),
    }
}
