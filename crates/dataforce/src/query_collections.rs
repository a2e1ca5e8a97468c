//! A builder for a list of some collections.

use crate::call::Call;
use crate::collection::{Collection, CollectionType};
use crate::collection_stream::CollectionStream;
use crate::list_query::{ListQuery, Order, SortBy};
use crate::session::Session;
use crate::tags::IntoTags;

/// A builder for a list of some collections. Returned by
/// [`Collections::query`](crate::Collections::query).
///
/// The result is the same on both versions of the API: all conditions are checked here, and what the
/// server can filter only makes the list that it sends shorter.
#[derive(Clone, Debug)]
#[must_use = "a query does nothing until `send` or `stream` is called"]
pub struct QueryCollections {
    session: Session,
    query: ListQuery,
}

impl QueryCollections {
    pub(crate) fn new(session: Session) -> Self {
        let query = ListQuery::default();
        Self { session, query }
    }

    /// Selects the collections whose name contains `text`, regardless of case.
    ///
    /// Both are compared after converting each character to lower case, as `char::to_lowercase`
    /// does. No character is a wildcard.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.query.search(&text.into());
        self
    }

    /// Selects the collections that have one of these types. No types select all collections.
    pub fn types(mut self, types: impl IntoIterator<Item = CollectionType>) -> Self {
        self.query.types = types.into_iter().collect();
        self
    }

    /// Selects the collections that have all of these tags.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.query.tags = tags.into_tags();
        self
    }

    /// Sorts the collections. By default the oldest comes first.
    pub fn sort_by(mut self, by: SortBy, order: Order) -> Self {
        self.query.sort = (by, order);
        self
    }

    /// Lists the collections that meet all conditions. Operation `list_collections`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    pub fn send(self) -> Call<Vec<Collection>> {
        self.session.call(async move |session| {
            let path = session.require_orbit().await?;
            session.backend().collections(path, &self.query).await
        })
    }

    /// Streams the collections that meet all conditions. Operation `list_collections`.
    ///
    /// On V1, and if the oldest comes first, each page of 100 collections is requested when it is
    /// needed, so that the memory does not grow with the list. Otherwise everything is read first.
    /// The [deadline](crate::ClientBuilder::deadline) applies to each page.
    ///
    /// After an error the stream ends. The errors are those of [`send`](Self::send).
    pub fn stream(self) -> CollectionStream {
        CollectionStream::new(self.session, self.query)
    }
}
