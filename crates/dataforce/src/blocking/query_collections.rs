// Written by `cargo xtask regen` from crates/dataforce/src/query_collections.rs. Do not edit.

use super::collection_stream::CollectionStream;
use super::runtime::Runtime;
use crate::collection::{Collection, CollectionType};
use crate::error::Result;
use crate::list_query::{Order, SortBy};
use crate::tags::IntoTags;

/// A builder for a list of some collections. Returned by
/// [`Collections::query`](super::Collections::query).
///
/// The async counterpart is [`crate::QueryCollections`].
///
/// The result is the same on both versions of the API: all conditions are checked here, and what the
/// server can filter only makes the list that it sends shorter.
#[derive(Clone, Debug)]
#[must_use = "a query does nothing until `send` or `stream` is called"]
pub struct QueryCollections {
    pub(super) inner: crate::QueryCollections,
    pub(super) runtime: Runtime,
}

impl QueryCollections {
    /// Selects the collections whose name contains `text`, regardless of case.
    ///
    /// Both are compared after converting each character to lower case, as `char::to_lowercase`
    /// does. No character is a wildcard.
    pub fn search(self, text: impl Into<String>) -> Self {
        Self {
            inner: self.inner.search(text),
            runtime: self.runtime,
        }
    }

    /// Selects the collections that have one of these types. No types select all collections.
    pub fn types(self, types: impl IntoIterator<Item = CollectionType>) -> Self {
        Self {
            inner: self.inner.types(types),
            runtime: self.runtime,
        }
    }

    /// Selects the collections that have all of these tags.
    pub fn tags(self, tags: impl IntoTags) -> Self {
        Self {
            inner: self.inner.tags(tags),
            runtime: self.runtime,
        }
    }

    /// Sorts the collections. By default the oldest comes first.
    pub fn sort_by(self, by: SortBy, order: Order) -> Self {
        Self {
            inner: self.inner.sort_by(by, order),
            runtime: self.runtime,
        }
    }

    /// Lists the collections that meet all conditions. Operation `list_collections`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    pub fn send(self) -> Result<Vec<Collection>> {
        self.runtime.wait(self.inner.send())
    }

    /// Streams the collections that meet all conditions. Operation `list_collections`.
    ///
    /// On V1, and if the oldest comes first, each page of 100 collections is requested when it is
    /// needed, so that the memory does not grow with the list. Otherwise everything is read first.
    /// The [deadline](super::ClientBuilder::deadline) applies to each page.
    ///
    /// After an error the stream ends. The errors are those of [`send`](Self::send).
    pub fn stream(self) -> CollectionStream {
        CollectionStream {
            inner: self.inner.stream(),
            runtime: self.runtime,
        }
    }
}
