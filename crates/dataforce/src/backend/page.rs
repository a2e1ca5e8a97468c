//! Pages of a list.

use chrono::{DateTime, Utc};

use crate::collection::Collection;
use crate::id::CollectionId;

/// A part of a list of collections.
pub(crate) struct Page {
    pub(crate) items: Vec<Collection>,
    /// Where the next page starts; `None` after the last.
    pub(crate) next: Option<PageStart>,
}

/// Where a page starts.
#[derive(Clone, Debug)]
pub(crate) struct PageStart {
    pub(super) cursor: String,
    /// The last collection before it, in creation order.
    pub(super) after: Option<(DateTime<Utc>, CollectionId)>,
}
