//! The builder for a change of a collection.

use crate::call::Call;
use crate::collection::{Collection, CollectionContent};
use crate::error::Error;
use crate::id::CollectionId;
use crate::input::reject_nul;
use crate::lookup::expect_collection;
use crate::resource_ref::ResourceRef;
use crate::session::Session;
use crate::tags::IntoTags;

/// A builder for a change of a collection. Returned by
/// [`Collections::update`](crate::Collections::update) and
/// [`Collections::update_default`](crate::Collections::update_default).
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until `send` is called"]
pub struct UpdateCollection {
    session: Session,
    /// `None` stands for the default collection.
    collection: Option<ResourceRef<CollectionId>>,
    name: Option<String>,
    description: Option<String>,
    tags: Option<Option<Vec<String>>>,
}

impl UpdateCollection {
    pub(crate) fn new(session: Session, collection: Option<ResourceRef<CollectionId>>) -> Self {
        Self {
            session,
            collection,
            name: None,
            description: None,
            tags: None,
        }
    }

    /// Sets a new name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets a new description.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Replaces the tags. `tags([])` sets the empty list.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.tags = Some(Some(tags.into_tags()));
        self
    }

    /// Sets the tags to null, which the server distinguishes from the empty list.
    pub fn clear_tags(mut self) -> Self {
        self.tags = Some(None);
        self
    }

    /// Changes the collection and returns it as stored by the server.
    ///
    /// The server does not support partial updates, so this reads the collection first and sends it
    /// back with the changes; a change that somebody else makes in between is overwritten. If
    /// nothing was set on the builder, this returns the collection as it is and changes nothing.
    ///
    /// # Errors
    ///
    /// - [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    /// - [`NotFound`](crate::ErrorKind::NotFound) if the collection is not in the default orbit.
    /// - [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) if several
    ///   collections have the name.
    /// - [`InvalidInput`](crate::ErrorKind::InvalidInput) if a text contains a NUL character, which
    ///   the server cannot store.
    pub fn send(self) -> Call<Collection> {
        let session = self.session.clone();
        session.call(async move |session| {
            let path = session.require_orbit().await?;
            let wanted = match self.collection {
                Some(collection) => collection,
                None => session.require_collection().await?.into(),
            };
            let tags = self.tags.iter().flatten().flatten();
            reject_nul(self.name.as_deref(), self.description.as_deref(), tags)?;
            let backend = session.backend();
            let current = expect_collection(backend, path, &wanted).await?;
            let kept = [
                ("name", self.name.is_none()),
                ("description", self.description.is_none()),
                ("tags", self.tags.is_none()),
            ];
            if kept.iter().all(|(_, is_kept)| *is_kept) {
                return Ok(current);
            }
            let content = CollectionContent {
                name: self.name.unwrap_or(current.name),
                description: self.description.unwrap_or(current.description),
                tags: self.tags.unwrap_or(current.tags),
            };
            let updated = backend.update_collection(path, current.id, &content).await;
            updated.map_err(|error| explain_refusal(error, &kept))
        })
    }
}

/// Says which of the kept properties the server refuses. An update sends all of them, and what is
/// stored may be older than the limits of the server.
fn explain_refusal(error: Error, kept: &[(&str, bool)]) -> Error {
    let detail = error.detail().unwrap_or_default();
    let is_refused = |property: &str| detail.contains(&format!("body.{property}"));
    let refused = kept
        .iter()
        .find(|(property, is_kept)| *is_kept && is_refused(property));
    match refused {
        Some((property, _)) => error.with_note(format!(
            "the server rejects the current {property} of the collection, which every update \
             sends along: set a new one with `{property}`"
        )),
        None => error,
    }
}
