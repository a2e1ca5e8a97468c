//! Which collections of a list are wanted, and in which order.

use std::cmp::Ordering;

use crate::collection::{Collection, CollectionType};

/// The property that a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SortBy {
    /// The time of creation.
    #[default]
    CreatedAt,
    /// The name, by Unicode scalar values.
    Name,
    /// The type, by its text.
    Type,
    /// The description, by Unicode scalar values.
    Description,
    /// The number of artifacts; unknown numbers come first.
    TotalArtifacts,
}

/// The direction of sorting. Elements that are equal are sorted by id in either direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The oldest or smallest first.
    #[default]
    Ascending,
    /// The newest or largest first.
    Descending,
}

/// The conditions and the order of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListQuery {
    /// The text that names have to contain, folded to lower case.
    search: Option<String>,
    pub(crate) types: Vec<CollectionType>,
    pub(crate) tags: Vec<String>,
    pub(crate) sort: (SortBy, Order),
}

impl ListQuery {
    pub(crate) fn search(&mut self, text: &str) {
        self.search = Some(fold(text));
    }

    /// The text that names have to contain, in lower case.
    pub(crate) fn folded_search(&self) -> Option<&str> {
        self.search.as_deref()
    }

    /// Whether the oldest comes first, the order in which collections are listed.
    pub(crate) fn is_in_creation_order(&self) -> bool {
        self.sort == (SortBy::CreatedAt, Order::Ascending)
    }

    /// Whether a collection meets all conditions.
    pub(crate) fn matches(&self, collection: &Collection) -> bool {
        let has_text = |text: &String| fold(&collection.name).contains(text.as_str());
        let has_tag = |tag: &String| {
            let tags = collection.tags.as_deref().unwrap_or_default();
            tags.contains(tag)
        };
        self.search.as_ref().is_none_or(has_text)
            && (self.types.is_empty() || self.types.contains(&collection.collection_type))
            && self.tags.iter().all(has_tag)
    }

    pub(crate) fn sort(&self, collections: &mut [Collection]) {
        let (by, order) = self.sort;
        collections.sort_by(|one, other| {
            let ordering = compare(by, one, other);
            let ordering = match order {
                Order::Ascending => ordering,
                Order::Descending => ordering.reverse(),
            };
            ordering.then_with(|| one.id.cmp(&other.id))
        });
    }
}

fn compare(by: SortBy, one: &Collection, other: &Collection) -> Ordering {
    match by {
        SortBy::CreatedAt => one.created_at.cmp(&other.created_at),
        SortBy::Name => one.name.cmp(&other.name),
        SortBy::Type => {
            let types = (&one.collection_type, &other.collection_type);
            types.0.as_str().cmp(types.1.as_str())
        }
        SortBy::Description => one.description.cmp(&other.description),
        SortBy::TotalArtifacts => one.total_artifacts.cmp(&other.total_artifacts),
    }
}

/// Folds case one character at a time, so that the result does not depend on what stands around it.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
