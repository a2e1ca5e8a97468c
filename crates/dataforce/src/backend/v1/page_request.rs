//! A request for a page of the collections of an orbit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use dataforce_api::v1::{Client, properties, types};
use dataforce_api::{CollectionSortBy, ListFilter, SortOrder};
use serde::Deserialize;

use super::mapping::collection;
use crate::backend::page::{Page, PageStart};
use crate::backend::response::read;
use crate::collection::{Collection, CollectionType};
use crate::error::{Error, Result};
use crate::id::CollectionId;
use crate::orbit_path::OrbitPath;

/// What the pages of a list have in common. They come in creation order, in which a collection
/// keeps its place.
pub(super) struct PageRequest<'r> {
    pub(super) limit: i64,
    pub(super) search: Option<&'r str>,
    pub(super) types: Option<&'r Vec<CollectionType>>,
    /// The name that is looked up, if the list is for that. Other collections may be malformed.
    pub(super) lookup: Option<&'r str>,
}

impl PageRequest<'_> {
    pub(super) async fn send(
        &self,
        client: &Client,
        path: OrbitPath,
        start: Option<&PageStart>,
    ) -> Result<Page> {
        let (organization, orbit) = (path.organization, path.orbit);
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
