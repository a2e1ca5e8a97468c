//! The builder for a new collection.

use crate::call::Call;
use crate::collection::{Collection, CollectionContent, CollectionType};
use crate::input::reject_nul;
use crate::session::Session;
use crate::tags::IntoTags;

/// A builder for a new collection. Returned by [`Collections::create`](crate::Collections::create).
#[derive(Clone, Debug)]
#[must_use = "nothing is created until `send` is called"]
pub struct CreateCollection {
    session: Session,
    collection_type: CollectionType,
    content: CollectionContent,
}

impl CreateCollection {
    pub(crate) fn new(session: Session, name: String, collection_type: CollectionType) -> Self {
        Self {
            session,
            collection_type,
            content: CollectionContent {
                name,
                description: String::new(),
                tags: None,
            },
        }
    }

    /// Sets the description. It is empty by default.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.content.description = description.into();
        self
    }

    /// Sets the tags. The default is null, which the server distinguishes from the empty list.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.content.tags = Some(tags.into_tags());
        self
    }

    /// Creates the collection and returns it as stored by the server.
    ///
    /// # Errors
    ///
    /// - [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    /// - [`InvalidInput`](crate::ErrorKind::InvalidInput) if a text contains a NUL character, which
    ///   the server cannot store.
    ///
    /// The request is not sent again if the server may have processed it. In that case
    /// [`outcome_unknown`](crate::Error::outcome_unknown) is `true`.
    pub fn send(self) -> Call<Collection> {
        let session = self.session.clone();
        session.call(async move |session| {
            let path = session.require_orbit().await?;
            let CollectionContent {
                name,
                description,
                tags,
            } = &self.content;
            reject_nul(Some(name), Some(description), tags.iter().flatten())?;
            let backend = session.backend();
            backend
                .create_collection(path, &self.content, &self.collection_type)
                .await
        })
    }
}
