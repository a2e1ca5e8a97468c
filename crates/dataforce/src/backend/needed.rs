//! Which elements of a list a call needs.

use dataforce_api::ListFilter;
use uuid::Uuid;

use crate::id::ResourceId;
use crate::resource_ref::ResourceRef;

/// The elements of a list that a call needs. A version may return others as well.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needed<'r, Id> {
    All,
    /// The first elements, in the order of the server: two show whether there is exactly one.
    First(usize),
    Matching(&'r ResourceRef<Id>),
}

impl<Id: ResourceId> Needed<'_, Id> {
    /// The filter that keeps these elements of a list; `None` if all are needed.
    pub(super) fn filter(
        self,
        id_property: &'static str,
        name_property: &'static str,
    ) -> Option<ListFilter> {
        Some(match self {
            Self::All => return None,
            Self::First(count) => ListFilter::first(count),
            Self::Matching(ResourceRef::Id(id)) => {
                let id = *id;
                ListFilter::matching(id_property, move |text| {
                    Uuid::try_parse(text).is_ok_and(|uuid| Id::from(uuid) == id)
                })
            }
            Self::Matching(ResourceRef::Name(name)) => {
                let name = name.clone();
                ListFilter::matching(name_property, move |text| text == name)
            }
        })
    }
}
