// Written by `cargo xtask regen` from crates/dataforce/src/collection_stream.rs. Do not edit.

use super::runtime::Runtime;
use crate::collection::Collection;
use crate::error::Result;

/// A stream of collections. Returned by
/// [`QueryCollections::stream`](super::QueryCollections::stream).
///
/// The async counterpart is [`crate::CollectionStream`].
#[derive(Debug)]
#[must_use = "a stream does nothing until it is polled"]
pub struct CollectionStream {
    pub(super) inner: crate::CollectionStream,
    pub(super) runtime: Runtime,
}

impl Iterator for CollectionStream {
    type Item = Result<Collection>;
    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.wait_for_next(&mut self.inner)
    }
}
