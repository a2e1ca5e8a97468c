// Written by `cargo xtask regen` from crates/dataforce/src/update_collection.rs. Do not edit.

use super::runtime::Runtime;
use crate::collection::Collection;
use crate::error::Result;
use crate::tags::IntoTags;

/// A builder for a change of a collection. Returned by
/// [`Collections::update`](super::Collections::update) and
/// [`Collections::update_default`](super::Collections::update_default).
///
/// The async counterpart is [`crate::UpdateCollection`].
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until `send` is called"]
pub struct UpdateCollection {
    pub(super) inner: crate::UpdateCollection,
    pub(super) runtime: Runtime,
}

impl UpdateCollection {
    /// Sets a new name.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self {
            inner: self.inner.name(name),
            runtime: self.runtime,
        }
    }

    /// Sets a new description.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self {
            inner: self.inner.description(description),
            runtime: self.runtime,
        }
    }

    /// Replaces the tags. `tags([])` sets the empty list.
    pub fn tags(self, tags: impl IntoTags) -> Self {
        Self {
            inner: self.inner.tags(tags),
            runtime: self.runtime,
        }
    }

    /// Sets the tags to null, which the server distinguishes from the empty list.
    pub fn clear_tags(self) -> Self {
        Self {
            inner: self.inner.clear_tags(),
            runtime: self.runtime,
        }
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
    pub fn send(self) -> Result<Collection> {
        self.runtime.wait(self.inner.send())
    }
}
