// Written by `cargo xtask regen` from crates/dataforce/src/create_collection.rs. Do not edit.

use super::runtime::Runtime;
use crate::collection::Collection;
use crate::error::Result;
use crate::tags::IntoTags;

/// A builder for a new collection. Returned by [`Collections::create`](super::Collections::create).
///
/// The async counterpart is [`crate::CreateCollection`].
#[derive(Clone, Debug)]
#[must_use = "nothing is created until `send` is called"]
pub struct CreateCollection {
    pub(super) inner: crate::CreateCollection,
    pub(super) runtime: Runtime,
}

impl CreateCollection {
    /// Sets the description. It is empty by default.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self {
            inner: self.inner.description(description),
            runtime: self.runtime,
        }
    }

    /// Sets the tags. The default is null, which the server distinguishes from the empty list.
    pub fn tags(self, tags: impl IntoTags) -> Self {
        Self {
            inner: self.inner.tags(tags),
            runtime: self.runtime,
        }
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
    pub fn send(self) -> Result<Collection> {
        self.runtime.wait(self.inner.send())
    }
}
